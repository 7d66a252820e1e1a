"""The tables of rosters: versions of a month, runs of the engine on them, swaps of single shifts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.posts.models.duty import Post
from yichuang.posts.models.leave import Leave
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import (
    BendReason,
    BentLimit,
    RosterState,
    RunKind,
    RunState,
    SwapState,
    UnbendReason,
)


class Roster(models.Model):
    """One version of a department's month; cells are [post, day of the month, session, A, B, pinned]."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", null=True, db_index=False
    )
    month = models.DateField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    cells = models.JSONField(default=list)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    filed_by = models.UUIDField(null=True)
    filed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    run_id = models.UUIDField(null=True)

    class Meta:
        db_table = "posts_roster"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "department", "month", "version"], name="a_version_of_a_roster_stands_once"
            ),
            models.UniqueConstraint(
                fields=["hall", "month", "version"],
                condition=Q(department__isnull=True),
                name="a_version_of_the_halls_own_roster_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in RosterState]), name="a_roster_is_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} v{self.version}"


class RosterRun(models.Model):
    """One run of the engine, from being asked for to its answer; it runs in a process of its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    seconds = models.PositiveIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    made_roster_id = models.UUIDField(null=True)
    progress = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)

    class Meta:
        db_table = "posts_roster_run"
        indexes = [models.Index(fields=["hall", "state"], name="roster_runs_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "roster"],
                condition=Q(state__in=[str(RunState.WAITING), str(RunState.RUNNING)]),
                name="one_run_at_a_time_per_roster",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in RunState], kind__in=[str(one) for one in RunKind]),
                name="a_run_is_of_a_known_kind_and_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class RosterTold(models.Model):
    """That a department was reminded of a month’s roster, or told that it is late; each once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department_key = models.CharField(max_length=36)  # the department's id, empty for the hall's own windows
    month = models.DateField()
    late = models.BooleanField()

    class Meta:
        db_table = "posts_roster_told"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "department_key", "month", "late"], name="a_roster_is_told_of_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {'late' if self.late else 'due'}"


class Swap(models.Model):
    """A shift somebody wants another to have; it counts when that one agrees and a head approves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    session = models.CharField(max_length=4)
    giver = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10)
    cost = models.IntegerField()
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        db_table = "posts_swap"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "post", "day", "session"],
                condition=Q(state__in=[str(SwapState.ASKED), str(SwapState.AGREED)]),
                name="one_open_swap_per_shift",
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="nobody_swaps_with_themselves"),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in SwapState])
                & Q(session__in=[str(one) for one in DaySession]),
                name="a_swap_is_in_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.session}"


class BentRule(models.Model):
    """A rule of the rota that was bent: a limit, where a post would else be vacant, or a shift's reserve.

    ``day`` is the Monday for a limit of the week; the reason is one of a list, never a text.  A shift without
    a reserve is named by post and session; ``leave`` is the absence it is for, ``person`` whose it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="+", db_index=False)
    run_id = models.UUIDField(null=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, db_index=False)
    session = models.CharField(max_length=4, blank=True)
    leave = models.ForeignKey(Leave, models.PROTECT, related_name="+", null=True, db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    limit = models.CharField(max_length=14)
    day = models.DateField()
    more = models.PositiveIntegerField()
    reason = models.CharField(max_length=12)
    bent_by = models.UUIDField()
    bent_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_for = models.CharField(max_length=14, blank=True)

    class Meta:
        db_table = "posts_bent_rule"
        indexes = [models.Index(fields=["hall", "day"], name="bent_rules_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "run_id", "person", "limit", "day"], name="what_a_run_found_is_bent_once"
            ),
            models.UniqueConstraint(
                fields=["hall", "post", "day", "session", "leave"],
                condition=Q(limit=BentLimit.NO_RESERVE.value, withdrawn_at__isnull=True),
                name="a_shift_goes_without_reserve_once_for_an_absence",
            ),
            models.CheckConstraint(
                condition=Q(
                    limit=BentLimit.NO_RESERVE.value,
                    post__isnull=False,
                    session__in=[str(one) for one in DaySession],
                    leave__isnull=False,
                    run_id__isnull=True,
                )
                | (
                    ~Q(limit=BentLimit.NO_RESERVE.value)
                    & Q(post__isnull=True, session="", leave__isnull=True, run_id__isnull=False)
                ),
                name="a_shift_without_reserve_is_named_with_its_absence",
            ),
            models.CheckConstraint(
                condition=~Q(bent_by=F("person")), name="nobody_bends_a_rule_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(limit__in=[str(one) for one in BentLimit])
                & Q(reason__in=[str(one) for one in BendReason])
                & Q(more__gte=1),
                name="a_bent_rule_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_for="")
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_for__in=[str(one) for one in UnbendReason],
                ),
                name="a_bent_rule_is_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit} +{self.more}"


class CalendarFeed(models.Model):
    """That a person reads their own shifts in a calendar; a new ``serial`` ends every address before it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    serial = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_calendar_feed"
        constraints = [
            models.UniqueConstraint(fields=["hall", "person"], name="one_calendar_feed_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.serial}"
