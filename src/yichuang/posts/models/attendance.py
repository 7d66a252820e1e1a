"""The table of restatements: attendance said anew by one person and approved by another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.posts.models.duty import Post
from yichuang.posts.types import Attended, DaySession, RestatementReason, RestatementState


class Restatement(models.Model):
    """How somebody attended a shift, said anew for a reason; it counts once a third party has approved it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    session = models.CharField(max_length=4)
    state = models.CharField(max_length=10)
    counted = models.CharField(max_length=10)
    counted_minutes = models.PositiveSmallIntegerField()
    attended = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_restatement"
        indexes = [models.Index(fields=["hall", "day"], name="restatements_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "person", "post", "day", "session"],
                condition=Q(state="asked"),
                name="one_restatement_of_a_shift_waits",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", settled_by__isnull=True, settled_at__isnull=True)
                | (
                    ~Q(state="asked")
                    & Q(settled_by__isnull=False, settled_at__isnull=False)
                    & ~Q(settled_by=F("asked_by"))
                    & ~Q(settled_by=F("person"))
                ),
                name="a_restatement_is_settled_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in RestatementState])
                & Q(reason__in=[str(one) for one in RestatementReason])
                & Q(session__in=[str(one) for one in DaySession])
                & Q(attended__in=[str(one) for one in Attended]),
                name="a_restatement_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"restatement of {self.day} {self.session}"
