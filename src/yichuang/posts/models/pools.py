"""The table of pools: posts of one department that share their people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.posts.types.pools import PoolReason

_REASONS = ["", *(str(one) for one in PoolReason)]


class Pool(models.Model):
    """What a pool is from a day until a day (exclusive); a change is a new row with the same ``pool_id``.

    Who may hold a post is asked of ``Holder`` alone: the pool's parts there are written by its services.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    pool_id = models.UUIDField()
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", null=True, db_index=False
    )
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    post_ids = models.JSONField(default=list)
    person_ids = models.JSONField(default=list)  # in the order of A
    active_from = models.DateField()
    active_until = models.DateField(null=True)
    reason = models.CharField(max_length=10, blank=True)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    ended_for = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "posts_pool"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "pool_id"],
                condition=Q(active_until__isnull=True),
                name="a_pool_is_one_thing_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["hall", "name"],
                condition=Q(active_until__isnull=True),
                name="a_name_is_of_one_open_pool",
            ),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                name="a_pool_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=_REASONS) & Q(ended_for__in=_REASONS),
                name="a_pool_is_changed_for_a_known_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
