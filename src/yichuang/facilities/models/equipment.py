"""The tables of equipment: each piece, and each time it was down."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.facilities.types import EquipmentKind, FaultReason
from yichuang.kernel.ids import new_id


class Equipment(models.Model):
    """A piece of equipment at its place; whether it works is told by its open fault alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    zone = models.ForeignKey("organization.Zone", models.PROTECT, null=True, related_name="+", db_index=False)
    window = models.ForeignKey(
        "organization.Window", models.PROTECT, null=True, related_name="+", db_index=False
    )
    device = models.ForeignKey("access.Device", models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_equipment"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "device"],
                condition=Q(device__isnull=False),
                name="one_piece_of_equipment_per_device",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in EquipmentKind]),
                name="equipment_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Fault(models.Model):
    """One time a piece was down, from when until when: the fault ticket of the register."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=16)
    detected = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_fault"
        indexes = [models.Index(fields=["hall", "-told_at"], name="faults_of_a_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "equipment"],
                condition=Q(ended_at__isnull=True),
                name="one_open_fault_per_piece",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[str(one) for one in FaultReason]), name="a_fault_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
                name="a_fault_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.began_at}"
