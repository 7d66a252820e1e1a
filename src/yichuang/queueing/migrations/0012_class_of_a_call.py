"""A call keeps the class whose head start it was called by; until now it counted as what its ticket is."""

from django.db import migrations, models

CLASSES = ("elderly", "disabled", "pregnant", "military", "urgent", "appointment", "emergency")


def fill_classes(apps, schema_editor):
    """Take the class from the ticket, as until now."""
    calls = apps.get_model("queueing", "Call").objects
    tickets = apps.get_model("queueing", "Ticket").objects
    for priority in CLASSES:
        of_class = tickets.filter(priority=priority).values("id")
        calls.filter(ticket_id__in=of_class).update(priority=priority)


class Migration(migrations.Migration):
    dependencies = [("queueing", "0011_every_call_has_its_line")]

    operations = [
        migrations.AddField(
            model_name="call",
            name="priority",
            field=models.CharField(
                choices=[
                    ("ordinary", "ordinary"),
                    *((one, one) for one in CLASSES),
                ],
                db_default="ordinary",
                default="ordinary",
                max_length=12,
            ),
        ),
        migrations.RunPython(fill_classes, migrations.RunPython.noop),
    ]
