"""The tables of demand: windows that open only as they are needed, and how many should be open when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.posts.models.duty import Post
from yichuang.posts.types.demand import NeedReason, NeedWeight
from yichuang.posts.types.shifts import DaySession


class Flexible(models.Model):
    """That a window is flexible from a day until a day (exclusive): it opens only as the need asks."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    active_from = models.DateField()
    active_until = models.DateField(null=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "posts_flexible"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "post"],
                condition=Q(active_until__isnull=True),
                name="a_window_is_made_flexible_once",
            ),
        ]

    def __str__(self) -> str:
        return f"flexible from {self.active_from}"


class Need(models.Model):
    """How many windows of a department should be open in a session of a weekday, from a day on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", null=True, db_index=False
    )
    weekday = models.PositiveSmallIntegerField()  # 1 is Monday
    session = models.CharField(max_length=4)
    windows = models.PositiveSmallIntegerField()
    active_from = models.DateField()
    reason = models.CharField(max_length=12)
    weight = models.CharField(max_length=9, default=NeedWeight.ORDINARY.value)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "posts_need"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "department", "weekday", "session", "active_from"],
                name="a_need_is_said_once_for_a_day",
            ),
            models.UniqueConstraint(
                fields=["hall", "weekday", "session", "active_from"],
                condition=Q(department__isnull=True),
                name="a_need_of_the_halls_own_windows_is_said_once",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7)
                & Q(session__in=[str(one) for one in DaySession])
                & Q(reason__in=[str(one) for one in NeedReason]),
                name="a_need_is_of_a_known_session_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(weight__in=[str(one) for one in NeedWeight]),
                name="a_need_is_of_a_known_weight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.windows} from {self.active_from}"
