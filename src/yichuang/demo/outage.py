"""Half an hour without the system on a busy day: numbers on paper, and their sheet entered afterwards.

Whoever holds a ticket is called by its number, then who came meanwhile; at the windows nobody can press
anything until the sheet has been entered.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from yichuang.demo.busy import Busy
from yichuang.demo.play import Clerk
from yichuang.queueing import selectors, services
from yichuang.queueing.types import OutageReason, PackCard

OFFICE = "0002"
AFTER_OPENING, LASTING = timedelta(minutes=50), timedelta(minutes=27)
ENTERING = timedelta(minutes=3)  # until the sheet has been typed in
MISSING, LEAVING = 0.06, 0.04  # of those called, and of those not called
SHOWN = 8  # a desk shows so many of its line


@dataclass
class Sheet:
    """What is written down meanwhile: who waits in each line, and the rows as they come to be."""

    pack: PackCard
    began: datetime
    ended: datetime
    lines: dict[UUID, deque[tuple[str, datetime | None]]] = field(default_factory=dict)
    longer: set[UUID] = field(default_factory=set)
    rows: list[str] = field(default_factory=list)


def expect(play: Busy) -> None:
    """Let the pack be printed in the morning and the system fail in the last session."""
    play.later(play.sessions[0][0] - timedelta(minutes=20), partial(_print, play))


def _print(play: Busy, at: datetime) -> None:
    by = play.person(OFFICE)
    pack = services.prepare_pack(by=by, at=at)
    services.print_pack(pack_id=pack.id, by=by, at=at)
    play.acts += 2
    began = play.sessions[-1][0] + AFTER_OPENING
    sheet = Sheet(pack, began, began + LASTING)
    play.later(began, partial(_go_down, play, sheet))
    play.later(sheet.ended + ENTERING, partial(_enter, play, sheet))


def _go_down(play: Busy, sheet: Sheet, at: datetime) -> None:
    """Remember who stands in line: everybody holds a ticket with a number."""
    play.out = (at, sheet.ended + ENTERING)
    lines = {one.name: one.id for one in selectors.lines(play.scene.hall_id, at)}
    for clerk in _manned(play):
        for one in selectors.desk(play.scene.hall_id, clerk.station.window_id, at).next:
            line = sheet.lines.setdefault(lines[one.line_name], deque())
            if one.label not in {label for label, _taken in line}:
                line.append((one.label, None))
    sheet.longer = {line_id for line_id, line in sheet.lines.items() if len(line) >= SHOWN}


def _manned(play: Busy) -> list[Clerk]:
    return [one for one in play.clerks.values() if one.person is not None]


def _enter(play: Busy, sheet: Sheet, at: datetime) -> None:
    """The system is back: write the outage down and enter the sheet before anybody is called."""
    play.out = None
    _hand_out(play, sheet)
    _serve(play, sheet)
    _rest(play, sheet)
    by = play.person(OFFICE)
    services.record_outage(
        pack_id=sheet.pack.id,
        began=sheet.began,
        ended=sheet.ended,
        reason=OutageReason.NETWORK,
        handed_in_by=play.guide.id,
        by=by,
        at=at,
    )
    services.merge_paper(pack_id=sheet.pack.id, sheet="\n".join(sheet.rows), by=by, at=at)
    play.acts += 2


def _hand_out(play: Busy, sheet: Sheet) -> None:
    """Give who came meanwhile the next paper number of the line; the very first one was torn."""
    numbers = {one.line_id: one.first for one in sheet.pack.lines}
    prefixes = {one.line_id: one.prefix for one in sheet.pack.lines}
    for at, line_id in play.on_paper:
        if not sheet.rows:
            sheet.rows.append(f"{prefixes[line_id]}P{numbers[line_id]:03d},,,,,8")
            numbers[line_id] += 1
        label = f"{prefixes[line_id]}P{numbers[line_id]:03d}"
        numbers[line_id] += 1
        sheet.lines.setdefault(line_id, deque()).append((label, at))
        play.waiting[line_id] = play.waiting.get(line_id, 0) + 1


def _serve(play: Busy, sheet: Sheet) -> None:
    """Let each window call one after the other by what stands on the numbers, until the system is back."""
    free = [(sheet.began + play.between(60, 400), n, clerk) for n, clerk in enumerate(_manned(play))]
    heapq.heapify(free)
    while free:
        at, n, clerk = heapq.heappop(free)
        ended = at + play.between(120, 330)
        if ended >= sheet.ended:
            continue
        line_id = next(
            (one for one in sorted(clerk.station.line_ids) if _next_is_there(sheet, one, at)), None
        )
        if line_id is None:
            heapq.heappush(free, (at + timedelta(minutes=1), n, clerk))
            continue
        label, taken = sheet.lines[line_id].popleft()
        came = f"{taken:%H:%M}" if taken else ""
        start = f"{label},{came},{at:%H:%M},{clerk.station.number},"
        if play.draw.random() < MISSING:
            sheet.rows.append(f"{start},5")
        else:
            sheet.rows.append(f"{start},4,,{ended:%H:%M}")
        play.waiting[line_id] = max(play.waiting.get(line_id, 0) - 1, 0)
        heapq.heappush(free, (ended + timedelta(minutes=1), n, clerk))


def _next_is_there(sheet: Sheet, line_id: UUID, at: datetime) -> bool:
    """Say whether somebody of the line can be called: nobody new before all who held a ticket."""
    line = sheet.lines.get(line_id)
    if not line:
        return False
    _label, taken = line[0]
    return taken is None or (taken <= at and line_id not in sheet.longer)


def _rest(play: Busy, sheet: Sheet) -> None:
    """Write down who has a paper number and still waits, or has left; who holds a ticket waits anyway."""
    for line in sheet.lines.values():
        for label, taken in line:
            if taken is not None:
                ending = 6 if play.draw.random() < LEAVING else 7
                sheet.rows.append(f"{label},{taken:%H:%M},,,,{ending}")
