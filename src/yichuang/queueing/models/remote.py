"""Tickets by phone: the rule of a line, and what keeps one person from holding many (docs/decisions/0010)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.queueing.models.queue import Line, Ticket
from yichuang.queueing.types import RemoteAsked


class RemoteRule(models.Model):
    """How many tickets of a line may be taken by phone, from a moment on; never changed, the latest holds."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    per_half_hour = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    set_at = models.DateTimeField()

    class Meta:
        db_table = "queueing_remote_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")), name="a_remote_rule_opens_before_it_closes"
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "line", "set_at"], name="remote_rules_of_a_line")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.per_half_hour}"


class RemoteHolder(models.Model):
    """A telephone number nobody can read: its keyed hash (the vault's), kept while it may count.

    Not the number itself: it is in no table.  ``lifted_at`` forgives what was missed until then.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    phone_index = models.CharField(max_length=64)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_remote_holder"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "phone_index"], name="one_holder_per_number_of_a_hall"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RemoteFailure(models.Model):
    """How often one network address (its keyed hash) was refused since ``since``, asking for one thing."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    asked = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RemoteAsked])
    address = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "queueing_remote_failure"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "asked", "address"], name="failures_of_an_address_are_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked} {self.count}"


class RemoteTicket(models.Model):
    """A ticket taken by phone: whose (by hash), from where (by hash), when its turn came, when it lapsed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(
        RemoteHolder, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    browser = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField()
    turn_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_remote_ticket"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "ticket"], name="a_ticket_is_remote_once"),
        ]
        indexes = [
            models.Index(fields=["hall_id", "holder", "taken_at"], name="remote_tickets_of_a_holder"),
            models.Index(fields=["hall_id", "taken_at"], name="remote_tickets_of_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.ticket_id)
