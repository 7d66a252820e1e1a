"""What was found left open when a day ended, so that it is told once."""

from __future__ import annotations

from django.db import models

from yichuang.cases.models.case import Case
from yichuang.kernel.ids import new_id


class LeftOpen(models.Model):
    """An instant matter that was not done when the day ended on which its papers were complete (ONE-05)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "cases_left_open"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "case", "day"], name="a_day_leaves_a_case_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} on {self.day}"
