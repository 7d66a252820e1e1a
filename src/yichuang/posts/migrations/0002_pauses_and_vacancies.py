"""A window pauses for a reason, and a post that stood empty is told once."""


import django.db.models.deletion
import yichuang.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0003_hours_changes_and_alarms'),
        ('posts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'posts_vacancy',
            },
        ),
        migrations.AddField(
            model_name='signon',
            name='pause_reason',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='signon',
            name='paused_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='signon',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pause_reason', ''), ('paused_at__isnull', True)), models.Q(('pause_reason__in', ['short_absence', 'meeting', 'equipment', 'system', 'closing_accounts', 'handover', 'other']), ('paused_at__isnull', False)), _connector='OR'), name='a_pause_has_a_known_reason'),
        ),
        migrations.AddField(
            model_name='vacancy',
            name='hall',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.hall'),
        ),
        migrations.AddField(
            model_name='vacancy',
            name='window',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.window'),
        ),
        migrations.AddConstraint(
            model_name='vacancy',
            constraint=models.UniqueConstraint(fields=('hall', 'window', 'since'), name='a_vacancy_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='vacancy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('hall', 'window'), name='one_vacancy_per_window'),
        ),
    ]
