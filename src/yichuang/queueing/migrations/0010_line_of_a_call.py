"""A call keeps the line in which its ticket stood, as the journal tells it; old calls are filled in."""

import json
from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

CALLS = ("queueing.ticket_called", "queueing.ticket_resumed", "queueing.ticket_called_on_paper")


def fill_lines(apps, schema_editor):
    """Take the line from the ticket; where that was sent on since, from the entry that tells of the call."""
    calls = apps.get_model("queueing", "Call").objects
    tickets = apps.get_model("queueing", "Ticket").objects
    entries = apps.get_model("journal", "Entry").objects
    own = tickets.filter(id=models.OuterRef("ticket_id")).values("line_id")[:1]
    calls.update(line_id=models.Subquery(own))
    sent_on = entries.filter(name="queueing.ticket_transferred").values("subject_id")
    lines = {}
    for entry in entries.filter(name__in=CALLS, subject_id__in=sent_on).iterator():
        lines[entry.subject_id, entry.at] = json.loads(entry.body)["line_id"]
    for call in calls.filter(ticket_id__in=sent_on).iterator():
        line_id = lines.get((call.ticket_id, call.called_at))
        if line_id is not None:
            calls.filter(id=call.id).update(line_id=UUID(line_id))


class Migration(migrations.Migration):
    dependencies = [
        ("queueing", "0009_remote"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="line",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="queueing.line",
            ),
        ),
        migrations.RunPython(fill_lines, migrations.RunPython.noop),
    ]
