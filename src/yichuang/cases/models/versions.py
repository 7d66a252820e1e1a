"""Proposals to move the open cases of an item to the version in force, and what became of each case."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.types.versions import MoveState
from yichuang.kernel.ids import new_id


class VersionMove(models.Model):
    """A proposal of one person of the office that another decides; ``reason_id`` is a vault entry."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    item_id = models.UUIDField()
    to_version_id = models.UUIDField()
    reason_id = models.UUIDField()
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=MoveState.PROPOSED)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_version_move"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "item_id"],
                condition=Q(state="proposed"),
                name="one_open_version_move_per_item",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="nobody_decides_their_own_version_move",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_version_move_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "item_id", "proposed_at"], name="version_moves_of_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} to {self.to_version_id}"


class VersionMoveLine(models.Model):
    """What an approved move did with one case: moved it, or left it for the hurdles named."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    move = models.ForeignKey(VersionMove, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    from_version_id = models.UUIDField()
    moved = models.BooleanField()
    hurdles = models.JSONField(default=list)

    class Meta:
        db_table = "cases_version_move_line"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "move", "case"], name="a_move_judges_a_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {'moved' if self.moved else 'stayed'}"
