"""Packs of numbers on paper, and the times in which the hall called by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max, Min

from yichuang.queueing.models import Line, PaperNumber, PaperPack, Ticket
from yichuang.queueing.refusals import UnknownPack
from yichuang.queueing.rules.paper import paper_label
from yichuang.queueing.types import (
    OutageCard,
    OutageReason,
    PackCard,
    PackLineCard,
    PackState,
    TicketState,
)
from yichuang.regulations.selectors import parameter


def pack_size(hall_id: UUID, on: date) -> int:
    """Return how many numbers a pack holds for each line."""
    return int(parameter(hall_id, "queue.paper_numbers", on))


def packs(hall_id: UUID, limit: int = 50) -> tuple[PackCard, ...]:
    """Return the hall's packs, the latest first."""
    rows = list(PaperPack.objects.filter(hall_id=hall_id).order_by("-number")[:limit])
    lines = _lines_of(hall_id, [one.id for one in rows])
    tickets = _tickets(hall_id, rows)
    return tuple(_card(one, lines[one.id], tickets) for one in rows)


def pack(hall_id: UUID, pack_id: UUID) -> PackCard:
    """Return one pack of the hall.

    Raises: UnknownPack.
    """
    row = PaperPack.objects.filter(hall_id=hall_id, id=pack_id).first()
    if row is None:
        raise UnknownPack
    return _card(row, _lines_of(hall_id, [row.id])[row.id], _tickets(hall_id, [row]))


def pack_at_hand(hall_id: UUID) -> PackCard | None:
    """Return the pack to reach for when the system goes down: the oldest that is printed and not used."""
    rows = PaperPack.objects.filter(hall_id=hall_id, state=PackState.PRINTED).order_by("number")
    found = rows.first()
    return None if found is None else _card(found, (), {})


def outages(hall_id: UUID, day: date) -> tuple[OutageCard, ...]:
    """Return the times of a business day in which the hall called by paper, as recorded afterwards."""
    rows = list(PaperPack.objects.filter(hall_id=hall_id, business_day=day).order_by("began", "number"))
    tickets = _tickets(hall_id, rows)
    return tuple(card for one in rows if (card := _outage(one, tickets)) is not None)


def numbers_of(hall_id: UUID, pack_id: UUID) -> dict[str, tuple[UUID, int]]:
    """Return every label of a pack with its line and number, in the order they are torn off."""
    rows = PaperNumber.objects.filter(hall_id=hall_id, pack_id=pack_id)
    told = rows.order_by("line__place", "line__prefix", "number")
    return {
        paper_label(prefix, number): (line_id, number)
        for prefix, line_id, number in told.values_list("line__prefix", "line_id", "number")
    }


def printed_label(hall_id: UUID, label: str, other_than: UUID) -> bool:
    """Say whether another pack of the hall has this number."""
    prefix = label.rstrip("0123456789")
    number = label[len(prefix) :]
    if not number or not prefix.endswith("P"):
        return False
    rows = PaperNumber.objects.filter(hall_id=hall_id, line__prefix=prefix[:-1], number=int(number))
    return rows.exclude(pack_id=other_than).exists()


def _lines_of(hall_id: UUID, pack_ids: Iterable[UUID]) -> dict[UUID, tuple[PackLineCard, ...]]:
    rows = PaperNumber.objects.filter(hall_id=hall_id, pack_id__in=list(pack_ids))
    spans = rows.values_list("pack_id", "line_id").annotate(first=Min("number"), last=Max("number"))
    lines = {one.id: one for one in Line.objects.filter(hall_id=hall_id)}
    found: dict[UUID, list[tuple[int, PackLineCard]]] = defaultdict(list)
    for pack_id, line_id, first, last in spans.order_by("pack_id"):
        line = lines[line_id]
        card = PackLineCard(
            line_id=line_id,
            prefix=line.prefix,
            name=line.name,
            name_en=line.name_en,
            first=first,
            last=last,
            first_label=paper_label(line.prefix, first),
            last_label=paper_label(line.prefix, last),
        )
        found[pack_id].append((line.place, card))
    return defaultdict(
        tuple,
        {
            pack_id: tuple(card for _place, card in sorted(cards, key=lambda one: (one[0], one[1].prefix)))
            for pack_id, cards in found.items()
        },
    )


def _tickets(hall_id: UUID, rows: Iterable[PaperPack]) -> dict[UUID, tuple[int, int]]:
    """Return how many tickets each pack became, and how many of them wait now."""
    merged = [one.id for one in rows if one.state == PackState.MERGED]
    if not merged:
        return {}
    told: dict[UUID, tuple[int, int]] = {}
    numbers = PaperNumber.objects.filter(hall_id=hall_id, pack_id__in=merged, ticket__isnull=False)
    for pack_id, state in numbers.values_list("pack_id", "ticket__state"):
        count, waiting = told.get(pack_id, (0, 0))
        told[pack_id] = (count + 1, waiting + (state == TicketState.WAITING))
    return told


def _card(row: PaperPack, lines: tuple[PackLineCard, ...], tickets: dict[UUID, tuple[int, int]]) -> PackCard:
    return PackCard(
        id=row.id,
        hall_id=row.hall_id,
        number=row.number,
        state=PackState(row.state),
        place=row.place,
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        printed_at=row.printed_at,
        copies=row.copies,
        merged_at=row.merged_at,
        merged_by=row.merged_by,
        lines=lines,
        outage=_outage(row, tickets),
    )


def _outage(row: PaperPack, tickets: dict[UUID, tuple[int, int]]) -> OutageCard | None:
    if row.began is None or row.ended is None or row.business_day is None or row.handed_in_by is None:
        return None
    count, waiting = tickets.get(row.id, (0, 0))
    return OutageCard(
        pack_id=row.id,
        number=row.number,
        business_day=row.business_day,
        began=row.began,
        ended=row.ended,
        reason=OutageReason(row.reason),
        handed_in_by=row.handed_in_by,
        merged=row.state == PackState.MERGED,
        tickets=count,
        waiting=waiting,
    )


def tickets_on_paper(hall_id: UUID, day: date) -> int:
    """Return how many tickets of a business day were given or called by paper."""
    return Ticket.objects.filter(hall_id=hall_id, business_day=day, on_paper=True).count()
