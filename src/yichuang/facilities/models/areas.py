"""The table of the hall's layout."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.facilities.types import AreaKind
from yichuang.kernel.ids import new_id


class Area(models.Model):
    """An area of the hall with the directions to it; one that is removed stays in the table."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    zone = models.ForeignKey("organization.Zone", models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120)
    place_en = models.CharField(max_length=160, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_area"
        indexes = [models.Index(fields=["hall", "kind"], name="areas_of_a_hall")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in AreaKind]), name="an_area_is_of_a_known_kind"
            ),
            models.CheckConstraint(condition=~Q(place=""), name="an_area_says_where_it_is"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
