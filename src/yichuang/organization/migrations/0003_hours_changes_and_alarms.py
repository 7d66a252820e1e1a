"""Hours changes and extensions, emergency closures with their ladder, and who is told of them."""


import django.db.models.deletion
import yichuang.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organization', '0002_windows_in_service_since'),
    ]

    operations = [
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=12)),
                ('raised_at', models.DateTimeField()),
                ('raised_by', models.UUIDField()),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledged_by', models.UUIDField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('closure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.closure')),
                ('hall', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.hall')),
            ],
            options={
                'db_table': 'organization_alarm',
            },
        ),
        migrations.CreateModel(
            name='AlarmRung',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('told_at', models.DateTimeField()),
                ('alarm', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.alarm')),
                ('hall', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.hall')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person')),
            ],
            options={
                'db_table': 'organization_alarm_rung',
            },
        ),
        migrations.CreateModel(
            name='DutyLeader',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('hall', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.hall')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.person')),
            ],
            options={
                'db_table': 'organization_duty_leader',
            },
        ),
        migrations.CreateModel(
            name='HoursChange',
            fields=[
                ('id', models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('state', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('begins', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('window_ids', models.JSONField()),
                ('takes_tickets', models.BooleanField(default=False)),
                ('reason', models.CharField(max_length=20)),
                ('note', models.CharField(blank=True, max_length=120)),
                ('emergency', models.BooleanField(default=False)),
                ('asked_by', models.UUIDField()),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.UUIDField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('told', models.JSONField(default=list)),
                ('explanation', models.CharField(blank=True, max_length=300)),
                ('explained_at', models.DateTimeField(null=True)),
                ('hall', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.hall')),
            ],
            options={
                'db_table': 'organization_hours_change',
            },
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('hall',), name='one_standing_alarm_per_hall'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['power', 'system', 'fire', 'crowd', 'weather', 'safety', 'other'])), name='an_alarm_has_a_known_reason'),
        ),
        migrations.AddConstraint(
            model_name='alarmrung',
            constraint=models.UniqueConstraint(fields=('hall', 'alarm', 'place'), name='a_rung_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='alarmrung',
            constraint=models.UniqueConstraint(fields=('hall', 'alarm', 'person'), name='a_person_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='dutyleader',
            constraint=models.UniqueConstraint(fields=('hall', 'place'), name='one_duty_leader_per_place'),
        ),
        migrations.AddConstraint(
            model_name='dutyleader',
            constraint=models.UniqueConstraint(fields=('hall', 'person'), name='a_duty_leader_stands_once_on_the_list'),
        ),
        migrations.AddIndex(
            model_name='hourschange',
            index=models.Index(fields=['hall', 'day'], name='hours_changes_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['extension', 'overtime', 'opening', 'closing'])), name='a_change_is_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'approved', 'refused', 'withdrawn', 'emergency', 'explained'])), name='a_change_is_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['people_waiting', 'major_matter', 'needs_instruction', 'rush', 'meeting', 'maintenance', 'short_of_staff', 'incident', 'other'])), name='a_change_has_a_known_reason'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('begins__lte', models.F('ends'))), name='a_change_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='nobody_decides_on_their_own_change'),
        ),
    ]
