"""What the page of a merged pack shows: every row with all that was said of it, and one to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.labels import OUTCOME
from yichuang.queueing.paper_labels import CORRECTION, DIGITS, ENDING
from yichuang.queueing.types import (
    CorrectionReason,
    PackCard,
    PaperRowCard,
    PaperWordCard,
    ReadRow,
    SheetProblem,
)

# the cells of a row, in the order of the sheet
COLUMNS = {
    "label": _("Number"),
    "taken": _("Given at"),
    "called": _("Called at"),
    "window": _("Window"),
    "item": _("Item"),
    "ending": _("Outcome"),
    "reference": _("Case or notice no."),
    "ended": _("Done at"),
    "worker": _("Worker number"),
}
CELLS = tuple(COLUMNS)


@dataclass(frozen=True, slots=True)
class Word:
    """One word about a row, in its cells, with who said it and why."""

    cells: tuple[str, ...]
    said: Promise
    at: datetime
    by: PersonCard | None
    reason: Promise | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it holds now, with what was said before; ``ticket_id`` leads to its history."""

    card: PaperRowCard
    now: Word
    before: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """The page: the pack, its rows, and the form of the row that is being corrected."""

    hall: HallCard
    pack: PackCard
    rows: tuple[Row, ...]
    corrections: int
    chosen: str
    cells: tuple[tuple[str, Promise, str], ...]
    problems: tuple[SheetProblem, ...]
    digits: tuple[tuple[str, str, Promise], ...]
    reasons: tuple[tuple[str, Promise], ...]
    reason: str


def rows_of(
    hall: HallCard,
    pack_id: UUID,
    *,
    chosen: str = "",
    typed: Sequence[str] = (),
    problems: tuple[SheetProblem, ...] = (),
    reason: CorrectionReason | None = None,
) -> Entered:
    """Return what was entered of a merged pack; ``typed`` is a correction that was refused.

    Raises: UnknownPack.
    """
    card = queueing.pack(hall.id, pack_id)
    telling = _Telling(hall, card)
    rows = tuple(telling.row(one) for one in queueing.paper_rows(hall.id, pack_id))
    found = next((one for one in rows if one.card.label == chosen.upper()), None)
    cells = tuple(typed) or (found.now.cells if found else (chosen, *("",) * (len(CELLS) - 1)))
    return Entered(
        hall=hall,
        pack=card,
        rows=rows,
        corrections=sum(len(one.before) for one in rows),
        chosen=chosen,
        cells=tuple((name, COLUMNS[name], cell) for name, cell in zip(CELLS, cells, strict=True)),
        problems=problems,
        digits=DIGITS,
        reasons=tuple((one.value, label) for one, label in CORRECTION.items()),
        reason=str(reason or ""),
    )


class _Telling:
    """Puts words about rows into the cells in which they were written."""

    def __init__(self, hall: HallCard, card: PackCard) -> None:
        self.zone = ZoneInfo(hall.timezone)
        self.people = {one.id: one for one in organization.people(hall.id, include_left=True)}
        day = card.outage.business_day if card.outage else None
        items = catalogue.items(hall.id, day) if day else ()
        self.items = {one.id: one.code for one in items}
        self.digits = {code: digit for digit, code, _label in DIGITS}

    def row(self, card: PaperRowCard) -> Row:
        """Return a row of the page."""
        *before, now = (self._word(one) for one in card.words)
        return Row(card, now, tuple(before))

    def _word(self, one: PaperWordCard) -> Word:
        row = one.row
        said = OUTCOME[row.outcome] if row.outcome is not None else ENDING[row.ending]
        reason = None if one.reason is None else CORRECTION[one.reason]
        return Word(self._cells(row), said, one.at, self.people.get(one.by), reason)

    def _cells(self, row: ReadRow) -> tuple[str, ...]:
        worker = self.people.get(row.person_id) if row.person_id else None
        return (
            row.label,
            self._time(row.taken) if row.live is None else "",
            self._time(row.called),
            str(row.window_number or ""),
            self.items.get(row.item_id, "") if row.item_id and row.live is None else "",
            self.digits[str(row.outcome or row.ending)],
            row.reference,
            self._time(row.ended),
            worker.worker_number if worker else "",
        )

    def _time(self, at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(self.zone):%H:%M}"
