"""When a window was put into service; None for those that stood before anybody noted it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="window",
            name="active_since",
            field=models.DateTimeField(null=True),
        ),
    ]
