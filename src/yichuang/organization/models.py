"""The tables of the ground floor.  The State calendar is the installation's, all else a hall's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.organization.types import (
    AlarmReason,
    ChangeKind,
    ChangeReason,
    ChangeState,
    DayKind,
    HallState,
    PersonKind,
    SessionKind,
)


class Hall(models.Model):
    """A service hall; every row of the house belongs to one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    profile = models.CharField(max_length=16)
    timezone = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default=HallState.DRAFT.value)
    complaint_phone = models.CharField(max_length=20, blank=True)
    plan_version = models.BigIntegerField()

    class Meta:
        db_table = "organization_hall"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in HallState]), name="a_hall_is_draft_or_active"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Department(models.Model):
    """A department that serves people in the hall."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "organization_department"
        constraints = [
            models.UniqueConstraint(fields=["hall", "code"], name="one_department_per_code_of_a_hall")
        ]

    def __str__(self) -> str:
        return self.code


class Zone(models.Model):
    """A part of the hall with windows, a board of its own and a place people find."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "organization_zone"
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="one_zone_per_code_of_a_hall")]

    def __str__(self) -> str:
        return self.code


class Window(models.Model):
    """A window of the register; it always stands in a zone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True, db_index=False)
    active = models.BooleanField(default=False)
    active_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "organization_window"
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="one_window_per_number_of_a_hall"),
            models.CheckConstraint(condition=Q(number__gte=1), name="windows_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"window {self.number}"


class Person(models.Model):
    """Somebody who works in the hall.  The name lies in the vault."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    worker_number = models.CharField(max_length=16)
    name_entry_id = models.UUIDField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=12, null=True)
    title = models.CharField(max_length=80, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "organization_person"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "worker_number"], name="one_person_per_worker_number_of_a_hall"
            ),
            models.CheckConstraint(
                condition=Q(kind__isnull=True) | Q(kind__in=[str(one) for one in PersonKind]),
                name="a_person_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.worker_number


class Headship(models.Model):
    """Who is first responsible for the hall, from a day until a day (exclusive)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    acting = models.BooleanField(default=False)
    active_from = models.DateField()
    active_until = models.DateField(null=True)

    class Meta:
        db_table = "organization_headship"
        constraints = [
            models.UniqueConstraint(
                fields=["hall"], condition=Q(active_until__isnull=True), name="one_head_per_hall"
            )
        ]

    def __str__(self) -> str:
        return f"head from {self.active_from}"


class OpeningSession(models.Model):
    """When the hall, or one of its windows on top of it, is open on a weekday; dated."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, models.PROTECT, related_name="+", null=True, db_index=False)
    weekday = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    opens = models.TimeField()
    closes = models.TimeField()
    takes_until = models.TimeField(null=True)
    active_from = models.DateField()
    active_until = models.DateField(null=True)

    class Meta:
        db_table = "organization_opening_session"
        indexes = [models.Index(fields=["hall", "weekday"], name="sessions_of_a_weekday")]
        constraints = [
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="a_session_opens_first"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="a_week_has_seven_days"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in SessionKind]), name="a_session_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Closure(models.Model):
    """The hall stays closed on a day, or for some hours of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    reason = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organization_closure"
        indexes = [models.Index(fields=["hall", "day"], name="closures_of_a_day")]

    def __str__(self) -> str:
        return f"closed on {self.day}"


class HoursChange(models.Model):
    """Other hours of some windows on one day: asked for and decided, or an emergency explained afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    day = models.DateField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    window_ids = models.JSONField()
    takes_tickets = models.BooleanField(default=False)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=120, blank=True)
    emergency = models.BooleanField(default=False)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    told = models.JSONField(default=list)
    explanation = models.CharField(max_length=300, blank=True)
    explained_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organization_hours_change"
        indexes = [models.Index(fields=["hall", "day"], name="hours_changes_of_a_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in ChangeKind]), name="a_change_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in ChangeState]), name="a_change_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[str(one) for one in ChangeReason]), name="a_change_has_a_known_reason"
            ),
            models.CheckConstraint(
                condition=Q(begins__lte=models.F("ends")), name="a_change_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="nobody_decides_on_their_own_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


class Alarm(models.Model):
    """The hall was closed in an emergency, and somebody must take it in hand."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    closure = models.ForeignKey(Closure, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=12)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "organization_alarm"
        constraints = [
            models.UniqueConstraint(
                fields=["hall"], condition=Q(lifted_at__isnull=True), name="one_standing_alarm_per_hall"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[str(one) for one in AlarmReason]), name="an_alarm_has_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"alarm of {self.raised_at}"


class AlarmRung(models.Model):
    """One person of the ladder was told of an emergency closure, exactly once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "organization_alarm_rung"
        constraints = [
            models.UniqueConstraint(fields=["hall", "alarm", "place"], name="a_rung_is_told_once"),
            models.UniqueConstraint(fields=["hall", "alarm", "person"], name="a_person_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"rung {self.place}"


class DutyLeader(models.Model):
    """Who is told of an emergency, in order; without a list the head of the hall is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "organization_duty_leader"
        constraints = [
            models.UniqueConstraint(fields=["hall", "place"], name="one_duty_leader_per_place"),
            models.UniqueConstraint(fields=["hall", "person"], name="a_duty_leader_stands_once_on_the_list"),
        ]

    def __str__(self) -> str:
        return f"duty leader {self.place}"


class Declaration(models.Model):
    """A person's signed declaration of integrity for a year; ``wording`` says which text it was."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "organization_declaration"
        constraints = [
            models.UniqueConstraint(fields=["hall", "person", "year"], name="one_declaration_a_year")
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarYear(models.Model):
    """A year of the State calendar that somebody imported; it stands before the shipped one."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    notice = models.CharField(max_length=200)
    source_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    class Meta:
        db_table = "organization_calendar_year"

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A State day off, or a weekend day worked instead of one."""

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=40)

    class Meta:
        db_table = "organization_calendar_day"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in DayKind]), name="a_calendar_day_is_off_or_made_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class YearAlert(models.Model):
    """A hall was told that next year's calendar is missing; once a year."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "organization_year_alert"
        constraints = [
            models.UniqueConstraint(fields=["hall", "year"], name="one_calendar_alert_per_year_of_a_hall")
        ]

    def __str__(self) -> str:
        return f"calendar {self.year} missing"
