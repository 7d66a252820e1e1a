"""The order of the queue: dated policies with classes, grants, and why each call was the next one.

Whoever stands in a line keeps the place; every hall there is gets the policy that ships, from its first day.
"""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models

import yichuang.kernel.ids
import yichuang.queueing.types
from yichuang.kernel.ids import new_id

SHIPPED = Path(__file__).parent.parent / "data" / "policy.json"


def keep_places(apps, schema_editor):
    apps.get_model("queueing", "Ticket").objects.update(arrival=models.F("sort_key"))


def give_policies(apps, schema_editor):
    entries = apps.get_model("journal", "Entry").objects
    policies = apps.get_model("queueing", "Policy").objects
    classes = apps.get_model("queueing", "PolicyClass").objects
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))["classes"]
    for hall in apps.get_model("organization", "Hall").objects.all():
        first = entries.filter(hall_id=hall.id).order_by("at").first()
        if first is None:
            continue
        day = first.at.astimezone(ZoneInfo(hall.timezone)).date()
        policy = policies.create(id=new_id(), hall_id=hall.id, version=1, active_from=day)
        for one in shipped:
            terms = {name: value for name, value in one.items() if name != "class"}
            classes.create(id=new_id(), hall_id=hall.id, policy=policy, priority=one["class"], **terms)


class Migration(migrations.Migration):
    dependencies = [
        ("queueing", "0001_initial"),
        ("organization", "0002_windows_in_service_since"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("hall_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("active_from", models.DateField()),
            ],
            options={
                "db_table": "queueing_policy",
            },
        ),
        migrations.CreateModel(
            name="PolicyClass",
            fields=[
                (
                    "id",
                    models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("hall_id", models.UUIDField()),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("ordinary", "ordinary"),
                            ("elderly", "elderly"),
                            ("disabled", "disabled"),
                            ("pregnant", "pregnant"),
                            ("military", "military"),
                            ("urgent", "urgent"),
                            ("appointment", "appointment"),
                            ("emergency", "emergency"),
                        ],
                        max_length=12,
                    ),
                ),
                ("head_start", models.PositiveSmallIntegerField()),
                ("criteria", models.CharField(max_length=200)),
                ("criteria_en", models.CharField(max_length=300)),
                ("needs_approver", models.BooleanField()),
                ("capped", models.BooleanField()),
            ],
            options={
                "db_table": "queueing_policy_class",
            },
        ),
        migrations.CreateModel(
            name="PriorityGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(default=yichuang.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("hall_id", models.UUIDField()),
                ("business_day", models.DateField()),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("ordinary", "ordinary"),
                            ("elderly", "elderly"),
                            ("disabled", "disabled"),
                            ("pregnant", "pregnant"),
                            ("military", "military"),
                            ("urgent", "urgent"),
                            ("appointment", "appointment"),
                            ("emergency", "emergency"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("declared", "declared"),
                            ("document_shown", "document_shown"),
                            ("evident", "evident"),
                            ("deadline_today", "deadline_today"),
                            ("our_mistake", "our_mistake"),
                            ("hardship", "hardship"),
                            ("booked", "booked"),
                            ("sudden_illness", "sudden_illness"),
                            ("danger", "danger"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("standing", "standing"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("policy", models.PositiveIntegerField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("criteria_not_met", "criteria_not_met"),
                            ("by_mistake", "by_mistake"),
                            ("citizen_asked", "citizen_asked"),
                            ("ordinary_suffices", "ordinary_suffices"),
                            ("superseded", "superseded"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "db_table": "queueing_priority_grant",
            },
        ),
        migrations.AddField(
            model_name="call",
            name="passed_over",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="call",
            name="policy",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="call",
            name="rank",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticket",
            name="arrival",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ticket",
            name="head_start",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="ticket",
            name="policy",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="priority",
            field=models.CharField(
                choices=[
                    ("ordinary", "ordinary"),
                    ("elderly", "elderly"),
                    ("disabled", "disabled"),
                    ("pregnant", "pregnant"),
                    ("military", "military"),
                    ("urgent", "urgent"),
                    ("appointment", "appointment"),
                    ("emergency", "emergency"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(keep_places, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("sort_key__lte", models.F("arrival"))),
                name="a_ticket_stands_no_later_than_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("priority", yichuang.queueing.types.PriorityClass["ORDINARY"]), _negated=True),
                    models.Q(("head_start", 0), ("sort_key", models.F("arrival"))),
                    _connector="OR",
                ),
                name="an_ordinary_ticket_stands_where_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                fields=("hall_id", "version"), name="one_policy_per_version_of_a_hall"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.UniqueConstraint(
                fields=("hall_id", "active_from"), name="one_policy_begins_on_a_day"
            ),
        ),
        migrations.AddField(
            model_name="policyclass",
            name="policy",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="queueing.policy",
            ),
        ),
        migrations.AddField(
            model_name="prioritygrant",
            name="ticket",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="queueing.ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyclass",
            constraint=models.UniqueConstraint(
                fields=("hall_id", "policy", "priority"), name="a_class_stands_once_in_a_policy"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("criteria", ""), _negated=True), models.Q(("criteria_en", ""), _negated=True)
                ),
                name="a_class_has_its_criteria",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("priority", yichuang.queueing.types.PriorityClass["ORDINARY"]), _negated=True
                ),
                name="ordinary_is_no_class_of_a_policy",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyclass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("priority", yichuang.queueing.types.PriorityClass["EMERGENCY"]), _negated=True),
                    models.Q(("capped", False), ("needs_approver", False)),
                    _connector="OR",
                ),
                name="an_emergency_waits_for_no_cap_and_no_approver",
            ),
        ),
        migrations.AddIndex(
            model_name="prioritygrant",
            index=models.Index(fields=["hall_id", "business_day", "asked_by"], name="grants_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="prioritygrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            yichuang.queueing.types.GrantState["REQUESTED"],
                            yichuang.queueing.types.GrantState["STANDING"],
                        ],
                    )
                ),
                fields=("hall_id", "ticket"),
                name="one_open_grant_per_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="prioritygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_approves_what_he_asked_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="prioritygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_grant_has_a_reason"
            ),
        ),
        migrations.RunPython(give_policies, migrations.RunPython.noop),
    ]
