"""Fill vacant shifts by cascades: who is hindered only by what they have else gives that to somebody else.

Plain search with a small depth, no solver: it gives a roster in milliseconds, mends most single absences, and
is where CP-SAT starts from.  What it does not find may still exist.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping

from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.types import SESSIONS, Hindrance, Session, Shift
from yichuang.rostering.whole_days import straighten

DEPTH = 4
STEPS = 4000


class Mender:
    """Fills shifts of a table one by one; ``steps`` bounds how long it tries each."""

    def __init__(self, table: Table, *, seed: int = 1, steps: int = STEPS) -> None:
        self.table = table
        self.ground = table.ground
        self.random = random.Random(seed)  # noqa: S311 - order of trying, no secret
        self.most = steps
        self.steps = 0
        self.closing = False  # whether a flexible window may be given up for a post

    def fill(self, shift_id: str) -> bool:
        """Fill one shift by the shortest cascade found; without one the table stays as it was.

        A post closes a flexible window where nothing else fills it.
        """
        may_close = bool(self.ground.wanted) and self.ground.shifts[shift_id].required
        for self.closing in (False, True) if may_close else (False,):
            for depth in range(DEPTH + 1):
                self.steps = self.most
                if self._fill([shift_id], depth, {shift_id}):
                    return True
        return False

    def open_asked(self, kept: Collection[str] = ()) -> None:
        """Open flexible windows as far as they are asked for and somebody is found, the dearest first."""
        asked = sorted(self.ground.problem.demands, key=lambda one: (-one.worth, one.day))
        for demand in asked:
            for shift_id in self.ground.wanted[demand.group, demand.day, demand.session]:
                if shift_id not in kept and self.table.asked(self.ground.shifts[shift_id]):
                    self.fill(shift_id)

    def _fill(self, vacant: list[str], depth: int, touched: set[str]) -> bool:
        if not vacant:
            return True
        self.steps -= 1
        if self.steps < 0:
            return False
        shift = self.ground.shifts[vacant[0]]
        rest = vacant[1:]
        people = [one.person for one in self.ground.present(shift.id)]
        for person in people:  # the shortest way first
            if self.table.hindrance(person, shift) is None:
                self.table.put(shift.id, person)
                if self._fill(rest, depth, touched):
                    return True
                self.table.take(shift.id)
        for person in people:
            for given_up in self._ways(person, shift, touched):
                if len(given_up) <= depth and self._swap(shift, person, given_up, rest, depth, touched):
                    return True
        return False

    def _swap(
        self, shift: Shift, person: str, given_up: list[str], rest: list[str], depth: int, touched: set[str]
    ) -> bool:
        for one in given_up:
            self.table.take(one)
        if self.table.hindrance(person, shift) is None:
            self.table.put(shift.id, person)
            again = [one for one in given_up if not self.closing or self.ground.shifts[one].required]
            if self._fill([*again, *rest], depth - len(given_up), touched | set(given_up)):
                return True
            self.table.take(shift.id)
        for one in given_up:
            self.table.put(one, person)
        return False

    def _ways(self, person: str, shift: Shift, touched: set[str]) -> Iterator[list[str]]:
        """Yield what somebody could give up so that they can take a shift."""
        hindrance = self.table.hindrance(person, shift)
        if hindrance is None:
            return
        why, where = hindrance
        table, weeks = self.table, self.ground.problem.weeks
        if why is Hindrance.BUSY:
            ways = [[where]]
        elif why is Hindrance.DAY_FULL:
            ways = [[one] for session, one in table.at[person, shift.day].items() if session.counts]
        elif why in {Hindrance.WEEK_FULL, Hindrance.WEEK_DAYS_FULL}:
            days = [day for day in self.ground.week_days[weeks[shift.day]] if day != shift.day]
            ways = [list(table.at[person, day].values()) for day in days if table.at.get((person, day))]
            if why is Hindrance.WEEK_FULL:
                ways += [[one] for way in ways if len(way) > 1 for one in way]
        elif why is Hindrance.RUN_FULL:
            first, last = table.run_with(person, shift.day)
            days = [day for day in range(max(first, 0), last + 1) if day != shift.day]
            ways = [list(table.at[person, day].values()) for day in days]
        else:
            ways = []
        self.random.shuffle(ways)
        for way in sorted(ways, key=len):
            if not touched & set(way) and not table.frozen & set(way):
                yield way


def greedy(ground: Ground, pins: Mapping[str, str | None], *, seed: int = 1) -> Table:
    """Return a first roster: the scarcest shifts first, each to the first who can, then cascades.

    Evenings come last, so that they go to who has nothing or little that day; then days are made whole.
    """
    table = Table(ground, {one: who for one, who in pins.items() if who is not None}, frozenset(pins))
    open_shifts = [one for one in ground.problem.shifts if one.required and one.id not in pins]
    open_shifts.sort(key=lambda one: _scarcity(ground, one))
    for shift in open_shifts:
        for candidate in ground.present(shift.id):
            if table.hindrance(candidate.person, shift) is None:
                table.put(shift.id, candidate.person)
                break
    mender = Mender(table, seed=seed)
    for shift_id in table.vacant():
        if shift_id not in pins:
            mender.fill(shift_id)
    mender.open_asked(pins)
    straighten(table)
    return table


def _scarcity(ground: Ground, shift: Shift) -> tuple[bool, int, int, str, int]:
    """Return what a shift's turn is by; the sessions of a post's day follow one another as in the day."""
    evening = shift.session is Session.EVENING
    return evening, len(ground.present(shift.id)), shift.day, shift.post, SESSIONS.index(shift.session)
