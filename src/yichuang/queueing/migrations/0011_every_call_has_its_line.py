"""No call is without its line, and the calls of a ticket are found without reading all there ever were."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("queueing", "0010_line_of_a_call")]

    operations = [
        migrations.AlterField(
            model_name="call",
            name="line",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="queueing.line",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["hall_id", "ticket"], name="calls_of_a_ticket"),
        ),
    ]
