"""What one may say that one needs at the window, on kiosk and phone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from yichuang.queueing import selectors as queueing
from yichuang.queueing.labels import NEED
from yichuang.queueing.types import Need, TicketCard


@dataclass(frozen=True, slots=True)
class Asked:
    """Every need as (code, words, whether the ticket's holder has said it)."""

    rows: tuple[tuple[str, str | Promise, bool], ...]

    @property
    def told(self) -> str:
        """Return the words of what has been said, as one text; empty while nothing has."""
        return "、".join(str(words) for _code, words, said in self.rows if said)


def needs_of(card: TicketCard) -> Asked:
    """Return every need with its words, and whether the ticket's holder has said it."""
    noted = queueing.needs_of(card.hall_id, [card.id]).get(card.id, ())
    return Asked(tuple((one.value, NEED[one], one in noted) for one in Need))


def needs_in(request: HttpRequest) -> frozenset[Need]:
    """Return the needs a form names; what is none is left out."""
    return frozenset(Need(one) for one in request.POST.getlist("need") if one in Need.__members__.values())
