"""What was chosen for a line when its closing time came and people still waited."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.queueing.models.queue import Line
from yichuang.queueing.types import ClosingChoice


class Closing(models.Model):
    """One choice for a line at one closing time: to extend, or to defer the tickets named here."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_day = models.DateField()
    closes = models.DateTimeField()
    choice = models.CharField(max_length=8)
    ticket_ids = models.JSONField()
    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "queueing_closing"
        indexes = [models.Index(fields=["hall_id", "business_day"], name="closings_of_a_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=[str(one) for one in ClosingChoice]),
                name="a_closing_has_a_known_choice",
            )
        ]

    def __str__(self) -> str:
        return f"{self.choice} at {self.closes}"
