"""Who was told that the item of their case asks for something else now."""

from __future__ import annotations

from django.db import models

from yichuang.cases.models.case import Case
from yichuang.kernel.ids import new_id


class ChangeTold(models.Model):
    """An open case's applicant was told once of a newer version of its item (PUB-08).  Insert-only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    item_id = models.UUIDField()
    from_version_id = models.UUIDField()
    to_version_id = models.UUIDField()
    notice_id = models.UUIDField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "cases_change_told"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "to_version_id"], name="a_change_is_told_once_to_a_case"
            )
        ]
        indexes = [models.Index(fields=["hall_id", "to_version_id"], name="told_of_a_version")]

    def __str__(self) -> str:
        return f"{self.case_id} of {self.to_version_id}"
