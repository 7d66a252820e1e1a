"""A joint review: who was asked, every version of what each said, and the data on which they differ."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import DataField, SeatState, Stand
from yichuang.kernel.ids import new_id


class Joint(models.Model):
    """The joint review of a case; ``silence`` is what the item's version lays down for no answer in time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    silence = models.CharField(max_length=8)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "cases_joint"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "case"], name="one_joint_review_per_case"),
        ]

    def __str__(self) -> str:
        return f"joint review {self.id}"


class Seat(models.Model):
    """A department that is asked for its opinion, with a clock of its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    department_id = models.UUIDField()
    state = models.CharField(max_length=8)
    clock_id = models.UUIDField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "department_id"], name="a_department_is_asked_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=Q(state=SeatState.ASKED, settled_at__isnull=True)
                | Q(
                    state__in=[SeatState.GIVEN, SeatState.SILENT, SeatState.DROPPED],
                    settled_at__isnull=False,
                ),
                name="an_opinion_is_open_or_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "department_id", "state", "asked_at"], name="seats_of_a_section")
        ]

    def __str__(self) -> str:
        return f"seat {self.state}"

    @property
    def review(self) -> tuple[str, UUID, datetime]:
        """The joint review it belongs to: what silence means there, who opened it, and when."""
        joint = Joint.objects.get(hall_id=self.hall_id, case_id=self.case_id)
        return joint.silence, joint.opened_by, joint.opened_at

    @property
    def opinions(self) -> list[tuple[int, str, UUID, UUID, datetime, bool]]:
        """Every version of its opinion, as it was given."""
        rows = JointOpinion.objects.filter(hall_id=self.hall_id, seat=self).order_by("version")
        return list(rows.values_list("version", "stand", "text_id", "given_by", "given_at", "late"))


class JointOpinion(models.Model):
    """One version of a department's opinion; never changed, the last counts.  The text is a vault entry."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    stand = models.CharField(max_length=8)
    text_id = models.UUIDField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    late = models.BooleanField()

    class Meta:
        db_table = "cases_joint_opinion"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "seat", "version"], name="opinions_of_a_department_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(stand__in=[one.value for one in Stand]), name="an_opinion_takes_a_known_stand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stand} v{self.version}"


class Datum(models.Model):
    """What one department has on record of a field of a case; ``digest`` tells it from another's."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    department_id = models.UUIDField()
    field = models.CharField(max_length=12)
    value_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "cases_datum"
        constraints = [
            models.CheckConstraint(
                condition=Q(field__in=[one.value for one in DataField]), name="a_datum_is_of_a_known_field"
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "case", "noted_at"], name="data_of_a_case")]

    def __str__(self) -> str:
        return self.field


class Choice(models.Model):
    """Which of differing data the lead took (JNT-04); never changed, a later one holds."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=12)
    datum = models.ForeignKey(Datum, models.PROTECT, related_name="+", db_index=False)
    chosen_by = models.UUIDField()
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "cases_choice"
        indexes = [models.Index(fields=["hall_id", "case", "chosen_at"], name="choices_of_a_case")]

    def __str__(self) -> str:
        return self.field


class Demand(models.Model):
    """A material that is not in the case, asked for by one department, once (JNT-02)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    department_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "cases_demand"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "position"], name="a_material_is_demanded_once_in_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"material {self.position}"
