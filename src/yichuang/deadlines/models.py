"""The tables of the clocks.  The ledger counts; what stands on the clock is there to be found fast."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.deadlines.types import ClockState, EntryKind, Ground, Rollover, StartRule, Unit
from yichuang.kernel.ids import new_id


class Clock(models.Model):
    """One budget of time that runs for a subject: a case, a step, a device that is down.

    ``state`` and all from ``due_on`` on are projections of the ledger, kept for lists and the sweep alone;
    of a stopped clock they stay as they were when it stopped.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    matter_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    value = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    start_rule = models.CharField(max_length=16)
    rollover = models.CharField(max_length=20)
    citation = models.CharField(max_length=120, blank=True)
    most_extensions = models.PositiveSmallIntegerField(default=0)
    most_extension_value = models.PositiveIntegerField(default=0)
    ladder = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    paused_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField()
    near_at = models.DateTimeField(null=True)
    next_rung_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=16)

    class Meta:
        db_table = "deadlines_clock"
        indexes = [
            models.Index(fields=["hall", "subject_id"], name="clocks_of_a_subject"),
            models.Index(
                fields=["hall", "matter_id"], condition=Q(matter_id__isnull=False), name="clocks_of_a_matter"
            ),
            models.Index(
                fields=["hall", "next_rung_at"],
                condition=Q(next_rung_at__isnull=False),
                name="clocks_with_a_rung_to_come",
            ),
            models.Index(
                fields=["hall", "due_at", "id"],
                condition=Q(stopped_at__isnull=True),
                name="open_clocks_by_due",
            ),
            models.Index(
                fields=["hall", "owner_id", "due_at"],
                condition=Q(stopped_at__isnull=True),
                name="open_clocks_of_an_owner",
            ),
            models.Index(
                fields=["hall", "department_id", "due_at"],
                condition=Q(stopped_at__isnull=True),
                name="open_clocks_of_a_section",
            ),
            models.Index(
                fields=["hall", "purpose", "stopped_at"],
                condition=Q(stopped_at__isnull=False),
                name="clocks_that_ended",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=[str(one) for one in Unit]), name="a_clock_counts_a_known_unit"
            ),
            models.CheckConstraint(
                condition=Q(start_rule__in=[str(one) for one in StartRule]), name="a_clock_has_a_start_rule"
            ),
            models.CheckConstraint(
                condition=Q(rollover__in=[str(one) for one in Rollover]), name="a_clock_has_a_rollover_rule"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ClockState.RUNNING.value, stopped_at__isnull=True, paused_since__isnull=True
                )
                | Q(state=ClockState.PAUSED.value, stopped_at__isnull=True, paused_since__isnull=False)
                | Q(state=ClockState.STOPPED.value, stopped_at__isnull=False, paused_since__isnull=True),
                name="a_clock_runs_stands_still_or_is_stopped",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="a_clock_stops_after_it_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.value} {self.unit}"


class ClockEntry(models.Model):
    """One line of a clock's ledger; never changed, never removed, in the order of ``position``.

    ``at`` is when it takes effect, ``recorded_at`` when it was entered.  ``evidence`` is the number of a
    paper, never a word about a person.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    ground = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=60, blank=True)
    notice_id = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    value = models.IntegerField(null=True)
    owner_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)
    made_by = models.UUIDField()

    class Meta:
        db_table = "deadlines_clock_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "clock", "position"], name="one_entry_per_place_of_a_ledger"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in EntryKind]), name="an_entry_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.PAUSE.value) | Q(ground__in=[str(one) for one in Ground]),
                name="a_pause_has_a_lawful_ground",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.PAUSE.value) | ~Q(evidence="") | Q(notice_id__isnull=False),
                name="a_pause_has_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EntryKind.EXTEND.value, EntryKind.SHORTEN.value])
                | Q(value__gt=0, approved_by__isnull=False),
                name="another_limit_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class ClockRung(models.Model):
    """A rung that was reached: claimed once in each term of a clock, told or skipped for a higher one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+", db_index=False)
    term = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=8)
    tells = models.CharField(max_length=60)
    at = models.DateTimeField()
    skipped = models.BooleanField(default=False)

    class Meta:
        db_table = "deadlines_clock_rung"
        constraints = [
            models.UniqueConstraint(fields=["hall", "clock", "term", "rung"], name="a_rung_is_reached_once")
        ]

    def __str__(self) -> str:
        return f"{self.rung} {self.at}"


class CalendarVersion(models.Model):
    """The State calendar as it was when clocks were counted by it; the installation's, kept for good."""

    version = models.CharField(primary_key=True, max_length=16)
    years = models.JSONField()
    days = models.JSONField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "deadlines_calendar_version"

    def __str__(self) -> str:
        return self.version


class Reprojection(models.Model):
    """The open clocks of a hall have to be counted anew, since its calendar or hours are others now.

    ``to_look``: how many of them the change can touch, once that is known.  ``cursor`` is the last clock
    that was looked at, so that the work goes on slice by slice, wherever it was broken off.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20)
    hours_only = models.BooleanField()
    cause_id = models.UUIDField()
    asked_at = models.DateTimeField()
    cursor = models.UUIDField(null=True)
    to_look = models.PositiveIntegerField(null=True)
    looked = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deadlines_reprojection"
        constraints = [
            models.UniqueConstraint(fields=["hall", "cause_id"], name="one_reprojection_per_change"),
        ]
        indexes = [
            models.Index(
                fields=["hall", "asked_at"], condition=Q(done_at__isnull=True), name="reprojections_to_do"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.asked_at}"
