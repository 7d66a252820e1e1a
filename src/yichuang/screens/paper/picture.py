"""What the pages of paper numbers show: packs, strips to print, and sheets as they are entered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils.functional import Promise

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.paper_labels import DIGITS, OUTAGE, PACK_STATE
from yichuang.queueing.types import PackCard, PackLineCard, PackState, SheetCard

TONES = {
    PackState.PREPARED: "warn",
    PackState.PRINTED: "ok",
    PackState.IN_USE: "bad",
    PackState.MERGED: "mute",
    PackState.VOID: "mute",
}
STRIPS_A_PAGE = 10
ROWS_A_SHEET = 22
NUMBERS_A_LIST = 100


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack with its words and what may be done with it."""

    card: PackCard
    said: Promise
    tone: str
    prepared_by: PersonCard | None
    merged_by: PersonCard | None
    handed_in_by: PersonCard | None
    reason: Promise | str
    to_print: bool
    to_use: bool
    to_enter: bool


def pack_rows(hall: HallCard) -> list[PackRow]:
    """Return the hall's packs, the latest first."""
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    return [_row(one, people) for one in queueing.packs(hall.id)]


def _row(card: PackCard, people: dict[UUID, PersonCard]) -> PackRow:
    outage = card.outage
    return PackRow(
        card=card,
        said=PACK_STATE[card.state],
        tone=TONES[card.state],
        prepared_by=people.get(card.prepared_by),
        merged_by=people.get(card.merged_by) if card.merged_by else None,
        handed_in_by=people.get(outage.handed_in_by) if outage else None,
        reason=OUTAGE[outage.reason] if outage else "",
        to_print=card.state in (PackState.PREPARED, PackState.PRINTED),
        to_use=card.state in (PackState.PRINTED, PackState.IN_USE),
        to_enter=card.state is PackState.IN_USE,
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """A number to tear off."""

    label: str
    line: PackLineCard


@dataclass(frozen=True, slots=True)
class Print:
    """What goes on paper: instructions, strips, the guide's lists of them, a record sheet for each window."""

    hall: HallCard
    row: PackRow
    pages: list[tuple[Strip, ...]]
    lists: list[tuple[Strip, ...]]
    windows: list[WindowCard]
    rows: range
    digits: tuple[tuple[str, str, Promise], ...]
    items: list[tuple[str, list[tuple[str, str, str]]]]


def print_of(hall: HallCard, pack_id: UUID, at: datetime) -> Print:
    """Return the pack as it is printed; a page of strips belongs to one line, so it can be handed out there.

    Raises: UnknownPack.
    """
    card = queueing.pack(hall.id, pack_id)
    lines = {one.line_id: one for one in card.lines}
    strips: dict[UUID, list[Strip]] = {one.line_id: [] for one in card.lines}
    for label, (line_id, _number) in queueing.numbers_of(hall.id, pack_id).items():
        strips[line_id].append(Strip(label, lines[line_id]))
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    return Print(
        hall=hall,
        row=_row(card, people),
        pages=[page for one in strips.values() for page in _batched(one, STRIPS_A_PAGE)],
        lists=[page for one in strips.values() for page in _batched(one, NUMBERS_A_LIST)],
        windows=[one for one in organization.windows(hall.id) if one.active],
        rows=range(ROWS_A_SHEET),
        digits=DIGITS,
        items=_items(hall, at),
    )


def _batched(strips: Iterable[Strip], size: int) -> Iterator[tuple[Strip, ...]]:
    told = iter(strips)
    while page := tuple(islice(told, size)):
        yield page


def _items(hall: HallCard, at: datetime) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return the codes of the items of every line, to be written into the sheet where one is asked for."""
    known = {one.id: one for one in catalogue.items(hall.id, local_day(at, hall.timezone))}
    return [
        (line.prefix, found)
        for line in queueing.lines(hall.id, at)
        if (found := [(one.code, one.name, one.name_en) for i in line.item_ids if (one := known.get(i))])
    ]


@dataclass(frozen=True, slots=True)
class Entering:
    """Sheets while they are entered: the text, what was read, and the contradictions by row."""

    hall: HallCard
    row: PackRow
    text: str
    sheet: SheetCard | None
    problems: str
    digits: tuple[tuple[str, str, Promise], ...]


def entering_of(hall: HallCard, pack_id: UUID, text: str, sheet: SheetCard | None) -> Entering:
    """Return the page on which a pack in use is entered.

    Raises: UnknownPack.
    """
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    told: dict[int, list[str]] = {}
    for one in sheet.problems if sheet else ():
        told.setdefault(one.place, []).append(one.sentence)
    return Entering(
        hall=hall,
        row=_row(queueing.pack(hall.id, pack_id), people),
        text=text,
        sheet=sheet,
        problems=json.dumps(told, ensure_ascii=False),
        digits=DIGITS,
    )
