"""Numbers on paper: their labels, how a record sheet is split into cells, and what contradicts itself.

A paper label has the mark ``P`` after its line's prefix: ``AP016``.  The counter never gives such a label,
since no line's prefix is another's with the mark behind it (``clashes``).
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from yichuang.queueing.rules.order import label, microseconds
from yichuang.queueing.types import LiveCall, Outcome, PaperEnding, ReadRow, SheetFault, SheetRow

MARK = "P"
MOST_ROWS = 600
MOST_TEXT = 100_000
MINUTE = timedelta(minutes=1)
_CELLS = 9
_CELL = 40
_LABEL = re.compile(r"([A-Z]{1,5})[- ]?([0-9]{1,6})", re.ASCII)
_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})", re.ASCII)

# what may stand in the column of the outcome: the digit of the sheet, or the code
ENDINGS: dict[str, tuple[PaperEnding, Outcome | None]] = {
    "1": (PaperEnding.SERVED, Outcome.CASE),
    "2": (PaperEnding.SERVED, Outcome.NOTICE),
    "3": (PaperEnding.SERVED, Outcome.REFERRAL),
    "4": (PaperEnding.SERVED, Outcome.INFORMATION),
    "5": (PaperEnding.MISSED, None),
    "6": (PaperEnding.LEFT, None),
    "7": (PaperEnding.WAITING, None),
    "8": (PaperEnding.SPOILED, None),
}
ENDINGS |= {str(outcome or ending): (ending, outcome) for ending, outcome in tuple(ENDINGS.values())}


def paper_label(prefix: str, number: int) -> str:
    """Return what stands on a paper number of the line with this prefix: ``AP016``."""
    return label(prefix + MARK, number)


def clashes(prefix: str, others: Collection[str]) -> bool:
    """Say whether a line with this prefix would give labels like another line's paper, or the other way."""
    return prefix + MARK in others or (prefix[-1:] == MARK and prefix[:-1] in others)


def split(text: str) -> tuple[SheetRow, ...]:
    """Split a typed, pasted or uploaded sheet into rows and cells: commas, semicolons or tabs between them.

    Full-width signs count as plain ones; empty lines and a heading (no digit in its first cell) are left out.
    """
    plain = unicodedata.normalize("NFKC", text[:MOST_TEXT]).replace("、", ",").replace(";", ",")
    plain = "\n".join(plain.replace("\t", ",").replace("\x00", "").splitlines())
    rows: list[SheetRow] = []
    for cells in _lines(plain):
        cells = ["".join(one for one in cell if one.isprintable()).strip()[:_CELL] for cell in cells]
        if not any(cells) or (not rows and not any(sign.isdigit() for sign in cells[0])):
            continue
        cells = (cells + [""] * _CELLS)[:_CELLS]
        rows.append(SheetRow(len(rows) + 1, tidy_label(cells[0]), *cells[1:]))
        if len(rows) > MOST_ROWS:
            break
    return tuple(rows)


def _lines(plain: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(plain))
    except csv.Error:
        yield from (line.split(",") for line in plain.splitlines())


def tidy_label(text: str) -> str:
    """Return a typed number as it stands on paper: ``ap1`` is ``AP001``; anything else as it is."""
    found = _LABEL.fullmatch(text.upper())
    return label(found[1], int(found[2])) if found else text.upper()


def moment(text: str, day: datetime) -> datetime | None:
    """Return the time of ``day`` (a moment of it in the hall's zone) that stands there, or ``None``."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return datetime.combine(day.date(), time(int(found[1]), int(found[2])), tzinfo=day.tzinfo)


def gaps(rows: Iterable[ReadRow], firsts: dict[UUID, int]) -> Iterator[tuple[UUID, int]]:
    """Yield (line, number) of every paper number that must have been given and stands in no row.

    Numbers are torn off in order, so up to the highest one each needs its row, be it *spoiled*.
    """
    given: dict[UUID, set[int]] = defaultdict(set)
    for row in rows:
        if row.live is None:
            given[row.line_id].add(row.number)
    for line_id, numbers in given.items():
        for number in range(firsts[line_id], max(numbers)):
            if number not in numbers:
                yield line_id, number


def contradictions(rows: Sequence[ReadRow]) -> Iterator[tuple[ReadRow, SheetFault, str]]:
    """Yield the rows that cannot be true beside the others, with the label they contradict."""
    seen: dict[str, ReadRow] = {}
    for row in rows:
        if row.label in seen:
            yield row, SheetFault.TWICE, str(seen[row.label].place)
        seen.setdefault(row.label, row)
    yield from _out_of_order(rows)
    yield from _at_once(rows)


def _out_of_order(rows: Sequence[ReadRow]) -> Iterator[tuple[ReadRow, SheetFault, str]]:
    """Who holds the smaller paper number of a line took it first."""
    last: dict[UUID, ReadRow] = {}
    for row in sorted((one for one in rows if one.live is None), key=lambda one: (one.number, one.place)):
        if row.taken is None:
            continue
        before = last.get(row.line_id)
        if before is not None and before.taken is not None and row.taken < before.taken:
            yield row, SheetFault.OUT_OF_ORDER, before.label
        else:
            last[row.line_id] = row


def _at_once(rows: Sequence[ReadRow]) -> Iterator[tuple[ReadRow, SheetFault, str]]:
    """A window serves one after the other; where no end was written, nobody else is called that minute."""
    last: dict[UUID, ReadRow] = {}
    called = sorted((one.called, one.place, one) for one in rows if one.called and one.window_id)
    for _called, _place, row in called:
        assert row.window_id is not None
        before = last.get(row.window_id)
        if before is not None and _overlap(before, row):
            yield row, SheetFault.TWO_AT_ONCE, before.label
        last[row.window_id] = row


def _overlap(before: ReadRow, row: ReadRow) -> bool:
    assert before.called is not None and row.called is not None
    if before.ended is not None and before.ended > row.called:
        return True
    served = before.ending is PaperEnding.SERVED and row.ending is PaperEnding.SERVED
    return served and before.ended is None and before.called == row.called


def beside_live(
    rows: Iterable[ReadRow], live: Iterable[LiveCall]
) -> Iterator[tuple[ReadRow, SheetFault, str]]:
    """Yield the rows whose window had somebody at that very time whom the system itself had called.

    Paper knows minutes: what may lie before or after each other within one of them contradicts nothing.
    """
    calls: dict[UUID, list[LiveCall]] = defaultdict(list)
    for one in live:
        calls[one.window_id].append(one)
    for row in rows:
        if row.called is None or row.window_id is None:
            continue
        for one in calls[row.window_id]:
            if _beside(row.called, row.ended, one):
                yield row, SheetFault.LIVE_CALL, one.label
                break


def _beside(called: datetime, ended: datetime | None, live: LiveCall) -> bool:
    """Say whether a service on paper cannot lie wholly before or behind a call of the system."""
    latest_start, earliest_end = called + MINUTE, called if ended is None else max(called, ended)
    before = earliest_end <= live.called
    behind = live.ended is not None and live.ended < latest_start
    return not (before or behind)


def arrivals(rows: Iterable[ReadRow], floors: dict[UUID, int]) -> dict[str, int]:
    """Return the place in its line of every paper number, by label: as taken, and rising with the numbers.

    ``floors`` is per line the place of the last who came before the system went down.
    """
    places: dict[str, int] = {}
    last = dict(floors)
    for row in sorted((one for one in rows if one.live is None), key=lambda one: one.number):
        if row.taken is None:
            continue
        place = microseconds(row.taken)
        if row.line_id in last:
            place = max(place, last[row.line_id] + 1)
        last[row.line_id] = places[row.label] = place
    return places
