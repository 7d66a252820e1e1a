"""Attempts to tell an applicant of a result that reached nobody, and when to try again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.cases.types.telling import Unreached
from yichuang.kernel.ids import new_id
from yichuang.notices.types import Channel


class TellingTry(models.Model):
    """One attempt that reached nobody; the last of a case is open until somebody was reached (CAS-03).

    ``again_at`` is when somebody is to telephone again, ``called_at`` when that was told to the hall.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8)
    why = models.CharField(max_length=16)
    tried_by = models.UUIDField()
    tried_at = models.DateTimeField()
    again_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_telling_try"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "number"], name="attempts_to_tell_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["hall_id", "case"],
                condition=Q(over_at__isnull=True),
                name="one_open_attempt_to_tell_per_case",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[one.value for one in Channel])
                & Q(why__in=[one.value for one in Unreached]),
                name="an_attempt_to_tell_speaks_in_known_codes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "again_at"], condition=Q(over_at__isnull=True), name="attempts_to_repeat"
            )
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.why}"
