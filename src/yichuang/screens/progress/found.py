"""One look-up for the phone and the kiosk: what was asked, what is shown of what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from yichuang.cases import services
from yichuang.cases.labels import PURPOSE, STATE
from yichuang.cases.refusals import NothingFound
from yichuang.cases.types import LookedUp
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import address
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.notices import labels
from yichuang.notices.services import LookUpTooOften
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.progress.picture import NEXT

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A stage and a day (``stage`` empty: only the paper is told of); ``item`` only to who has the paper."""

    card: LookedUp
    stage: str | Promise
    then: str | Promise
    until: str | Promise
    kind: str | Promise
    standing: str | Promise
    item: ItemCard | None


def found_of(card: LookedUp, at: datetime) -> Found:
    """Return what is shown of ``card``."""
    zone = organization.timezone_of(card.hall_id)
    return Found(
        card=card,
        stage=STATE[card.state] if card.state else "",
        then=NEXT[card.state] if card.state else "",
        until=PURPOSE[card.purpose] if card.purpose else "",
        kind=labels.KIND[card.notice.kind] if card.notice else "",
        standing=labels.STATE[card.notice.state] if card.notice else "",
        item=catalogue.find(card.hall_id, card.item_id, local_day(at, zone)) if card.item_id else None,
    )


def asked(request: HttpRequest, hall: HallCard, at: datetime, by: Actor | None = None) -> Found:
    """Return what was found of the number and code a form brings.  Raises: NothingFound, LookUpTooOften."""
    told = services.look_up(
        hall_code=hall.code,
        number=request.POST.get("number", "")[:LONGEST],
        code=request.POST.get("code", "")[:LONGEST],
        address=f"person {by.id}" if by else address.of(request),
        at=at,
        by=by,
    )
    return found_of(told, at)


def answer_to(
    request: HttpRequest, hall: HallCard, at: datetime, by: Actor | None = None
) -> tuple[dict[str, Any], int]:
    """Return what the form's page shows now and with which status: what was found, or the refusal's sentence.

    A refusal leaves the number in the form, to be compared, and nothing that was found before.  ``by`` is
    who asks for a caller on the telephone: their questions are counted by person.
    """
    try:
        return {"found": asked(request, hall, at, by)}, 200
    except (NothingFound, LookUpTooOften) as refused:
        number = request.POST.get("number", "")[:LONGEST]
        said = {"code": refused.code, "sentence": str(refused), "rule": refused.rule, "number": number}
        return said, refused.status
