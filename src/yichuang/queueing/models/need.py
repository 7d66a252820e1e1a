"""What the holder of a ticket needs at the window; forgotten when its day is over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.queueing.models.queue import Ticket
from yichuang.queueing.types import Need


class TicketNeed(models.Model):
    """One need of a ticket's holder.  The journal says that needs were noted, not which."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    need = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Need])

    class Meta:
        db_table = "queueing_ticket_need"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "ticket", "need"], name="a_need_is_noted_once"),
            models.CheckConstraint(
                condition=Q(need__in=[one.value for one in Need]), name="a_need_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return str(self.need)
