"""What else a day in the hall leaves: services of a visit, notes, disturbances, crowding, suspicions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.queueing.models.queue import OPEN, Ticket
from yichuang.queueing.types import DisturbanceAction, DisturbanceKind


class VisitService(models.Model):
    """Something done for the person of a ticket; a visit may have several."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_id = models.UUIDField()
    quantity = models.PositiveSmallIntegerField()
    window_id = models.UUIDField()
    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "queueing_visit_service"
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=99), name="a_service_is_done_once_to_99_times"
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "ticket"], name="services_of_a_visit")]

    def __str__(self) -> str:
        return f"{self.item_id} × {self.quantity}"


class ClerkNote(models.Model):
    """A note on a visit for the clerks only: its text lies in the vault until the day is over."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    vault_entry = models.UUIDField()
    person_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "queueing_clerk_note"
        indexes = [models.Index(fields=["hall_id", "ticket"], name="notes_of_a_visit")]

    def __str__(self) -> str:
        return f"note on {self.ticket_id}"


class Disturbance(models.Model):
    """An entry of the disturbance register: where, what, what was done; a ticket only where one was named."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    zone_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisturbanceKind])
    action = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisturbanceAction])
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()
    suggests_incident = models.BooleanField()

    class Meta:
        db_table = "queueing_disturbance"
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="") & ~Q(kind=""), name="a_disturbance_names_what_was_done"
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "at"], name="disturbances_of_a_hall")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class Crowding(models.Model):
    """A zone in which too many wait, from the warning until it has cleared."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    zone_id = models.UUIDField()
    waiting = models.PositiveIntegerField()
    threshold = models.PositiveIntegerField()
    told_to = models.UUIDField(null=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_crowding"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "zone_id"], condition=OPEN, name="one_open_crowding_per_zone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiting} in {self.zone_id}"


class Suspicion(models.Model):
    """A ticket sent on for the third time with no service noted (JOB-08): to be looked into, not scored."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_day = models.DateField()
    transfers = models.PositiveSmallIntegerField()
    window_id = models.UUIDField()
    person_id = models.UUIDField()
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "queueing_suspicion"
        indexes = [models.Index(fields=["hall_id", "business_day"], name="suspicions_of_a_day")]

    def __str__(self) -> str:
        return f"{self.ticket_id} sent on {self.transfers} times"
