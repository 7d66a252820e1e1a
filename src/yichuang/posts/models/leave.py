"""The tables of shifts, leaves, covers and what is handed over, and of absences without leave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.posts.models.duty import Post, SignOn
from yichuang.posts.types import CoverKind, DaySession, LeaveKind, LeavePath, LeaveState


class Shift(models.Model):
    """Who is A and who is B of a post on one session of one day, as published; authority asks these rows.

    Without a B it rests on the bent rule that allowed it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    session = models.CharField(max_length=4)
    a = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    b = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", null=True, db_index=False)
    bent = models.ForeignKey("posts.BentRule", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "posts_shift"
        indexes = [models.Index(fields=["hall", "b", "day"], name="shifts_of_a_b")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "post", "day", "session"], name="one_shift_per_post_and_session"
            ),
            models.UniqueConstraint(
                fields=["hall", "a", "day", "session"], name="nobody_is_a_of_two_posts_at_once"
            ),
            models.CheckConstraint(condition=~Q(a=F("b")), name="a_and_b_of_a_shift_are_two_people"),
            models.CheckConstraint(
                condition=Q(b__isnull=False, bent__isnull=True) | Q(b__isnull=True, bent__isnull=False),
                name="a_shift_has_a_b_or_was_allowed_without",
            ),
            models.CheckConstraint(
                condition=Q(session__in=[str(one) for one in DaySession]),
                name="a_shift_has_a_known_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.session}"


class Leave(models.Model):
    """A person away from a moment until a moment (exclusive), with every step of its way stamped."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    path = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    note_id = models.UUIDField(null=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    proof_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_leave"
        indexes = [
            models.Index(fields=["hall", "person", "begins"], name="leaves_of_a_person"),
            models.Index(fields=["hall", "ends"], name="leaves_by_their_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="a_leave_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
                name="nobody_decides_their_own_leave",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in LeaveKind])
                & Q(path__in=[str(one) for one in LeavePath])
                & Q(state__in=[str(one) for one in LeaveState]),
                name="a_leave_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.begins}"


class Cover(models.Model):
    """B stands in for A at a post, or in A's work alone, from a moment until a moment (exclusive)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    leave = models.ForeignKey(Leave, models.PROTECT, related_name="+", null=True, db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, db_index=False)
    a = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    b = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    in_force = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    begun_told_at = models.DateTimeField(null=True)
    ended_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_cover"
        indexes = [
            models.Index(fields=["hall", "b", "ends"], name="covers_by_b"),
            models.Index(fields=["hall", "a", "ends"], name="covers_of_a"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "leave", "post", "begins"],
                condition=Q(dropped_at__isnull=True, post__isnull=False),
                name="one_cover_per_leave_post_and_beginning",
            ),
            models.UniqueConstraint(
                fields=["hall", "leave", "begins"],
                condition=Q(dropped_at__isnull=True, post__isnull=True),
                name="one_cover_of_work_alone_per_leave_and_beginning",
            ),
            models.CheckConstraint(condition=~Q(a=F("b")), name="nobody_stands_in_for_themselves"),
            models.CheckConstraint(condition=Q(begins__lte=F("ends")), name="a_cover_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in CoverKind]), name="a_cover_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"cover from {self.begins}"


class HandoverLine(models.Model):
    """One piece of open work B has signed for."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    cover = models.ForeignKey(Cover, models.PROTECT, related_name="+", db_index=False)
    room = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_handover_line"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "cover", "room", "subject_id"], name="work_is_handed_over_once_per_cover"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Absence(models.Model):
    """A day somebody was not there and had no approved leave for; excused where one was filed in time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    leave_id = models.UUIDField(null=True)
    told_at = models.DateTimeField()
    excused_at = models.DateTimeField(null=True)
    excused_by = models.UUIDField(null=True)

    class Meta:
        db_table = "posts_absence"
        constraints = [
            models.UniqueConstraint(fields=["hall", "person", "day"], name="an_absence_is_told_once_a_day"),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True, excused_by__isnull=True)
                | (Q(excused_at__isnull=False, excused_by__isnull=False) & ~Q(excused_by=F("person"))),
                name="an_absence_is_excused_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"absent {self.day}"


class Away(models.Model):
    """Somebody away from the post for a while: since when, back by when, and whether that was overdue."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    sign_on = models.ForeignKey(SignOn, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    back_by = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_away"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "person"], condition=Q(back_at__isnull=True), name="nobody_is_away_twice"
            ),
            models.CheckConstraint(condition=Q(since__lt=F("back_by")), name="one_is_back_after_one_left"),
        ]

    def __str__(self) -> str:
        return f"away since {self.since}"
