"""What is chosen for people who wait when their line closes."""


import django.db.models.deletion
import yichuang.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('queueing', '0002_order'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('hall_id', models.UUIDField()),
                ('business_day', models.DateField()),
                ('closes', models.DateTimeField()),
                ('choice', models.CharField(max_length=8)),
                ('ticket_ids', models.JSONField()),
                ('person_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queueing.line')),
            ],
            options={
                'db_table': 'queueing_closing',
                'indexes': [models.Index(fields=['hall_id', 'business_day'], name='closings_of_a_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', ['extend', 'defer'])), name='a_closing_has_a_known_choice')],
            },
        ),
    ]
