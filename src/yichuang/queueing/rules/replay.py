"""Play a day again under another calling rule: the same people and services, the same windows and pauses.

A discrete simulation in microseconds.  A window calls when it is free, somebody it serves waits, and its
clerk's pause is over; the pauses are those of the day, one after the other.  Played under the day's own rule
it gives the day's own calls, as long as every window of a line serves all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yichuang.queueing.rules.order import Capability, Standing, places
from yichuang.queueing.types import PriorityClass

SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """One time of waiting: since when, at which place, in which class from when on, and how it went.

    All times in microseconds; ``service`` is how long the window was busy with it.
    """

    id: UUID
    label: str
    line_id: UUID
    item_id: UUID | None
    priority: PriorityClass
    since: int
    arrival: int
    counts_from: int
    service: int
    called: int | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the day: what it may call, from when on, and its pauses before each call."""

    capabilities: tuple[Capability, ...]
    free: int
    pauses: tuple[int, ...]

    def pause(self, number: int) -> int:
        """Return the pause before its call of this number; beyond the day's own the usual one."""
        if number < len(self.pauses):
            return self.pauses[number]
        return sorted(self.pauses)[len(self.pauses) // 2] if self.pauses else 0

    def covers(self, visit: Visit) -> bool:
        """Say whether the window may call the visit."""
        return any(
            one.line_id == visit.line_id and one.item_id in (None, visit.item_id) for one in self.capabilities
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """A calling rule as far as the order goes: head starts in seconds, which classes are capped, the cap."""

    head_starts: Mapping[PriorityClass, int]
    capped: frozenset[PriorityClass]
    ratio: int


@dataclass(slots=True)
class _Play:
    """Where the day stands while it is played."""

    terms: Terms
    windows: Sequence[Window]
    free: list[int]
    done: list[int]
    waiting: list[Visit] = field(default_factory=list)
    since_capped: dict[UUID, int] = field(default_factory=dict)
    called: dict[UUID, int] = field(default_factory=dict)

    def next_call(self, now: int) -> tuple[int, int] | None:
        """Return when which window calls next, if nobody comes or goes before."""
        found: tuple[int, int] | None = None
        for number, window in enumerate(self.windows):
            oldest = min((one.since for one in self.waiting if window.covers(one)), default=None)
            if oldest is None:
                continue
            moment = max(now, max(self.free[number], oldest) + window.pause(self.done[number]))
            found = min(found or (moment, number), (moment, number))
        return found

    def call(self, moment: int, number: int) -> None:
        """Let the window call who is first for it."""
        window = self.windows[number]
        keys: dict[UUID, int] = {}
        for line_id in {one.line_id for one in window.capabilities}:
            line = [one for one in self.waiting if one.line_id == line_id]
            standing = [self._standing(one, moment) for one in line]
            keys |= places(standing, self.terms.ratio, self.since_capped.get(line_id))
        first = min(
            (one for one in self.waiting if window.covers(one)), key=lambda one: (keys[one.id], one.id)
        )
        self.waiting.remove(first)
        self.called[first.id] = moment
        self.free[number] = moment + first.service
        self.done[number] += 1
        if first.priority in self.terms.capped and first.counts_from <= moment:
            self.since_capped[first.line_id] = 0
        elif first.line_id in self.since_capped and first.priority is PriorityClass.ORDINARY:
            self.since_capped[first.line_id] += 1

    def _standing(self, one: Visit, moment: int) -> Standing:
        counts = one.counts_from <= moment
        head = self.terms.head_starts.get(one.priority, 0) * SECOND if counts else 0
        return Standing(one.id, one.arrival, head, one.priority in self.terms.capped)


def play(visits: Sequence[Visit], windows: Sequence[Window], terms: Terms) -> dict[UUID, int]:
    """Return when each visit is called under the terms; who left or could not be called is not in it."""
    comings = sorted(
        [(one.since, 0, n) for n, one in enumerate(visits)]
        + [(one.left, 1, n) for n, one in enumerate(visits) if one.left is not None]
    )
    state = _Play(terms, windows, [one.free for one in windows], [0 for _ in windows])
    now, place = 0, 0
    while True:
        coming = comings[place] if place < len(comings) else None
        call = state.next_call(now)
        if coming is not None and (call is None or coming[0] <= call[0]):
            now, leaves, number = coming
            place += 1
            one = visits[number]
            if not leaves:
                state.waiting.append(one)
            elif one in state.waiting:
                state.waiting.remove(one)
        elif call is not None:
            now = call[0]
            state.call(*call)
        else:
            return state.called


def pauses(
    calls: Sequence[tuple[int, int]], capabilities: tuple[Capability, ...], visits: Sequence[Visit]
) -> Window:
    """Return a window of the day from its calls (when, until when): how long its clerk paused before each.

    A pause runs from when the window was free and somebody it serves waited.
    """
    window = Window(capabilities, calls[0][0], ())
    own = [one for one in visits if window.covers(one)]
    found, free = [], calls[0][0]
    for moment, ended in calls:
        waited = [
            one.since
            for one in own
            if one.since <= moment
            and (one.called is None or one.called >= moment)
            and (one.left is None or one.left >= moment)
        ]
        found.append(max(0, moment - max(free, min(waited, default=moment))))
        free = ended
    return Window(capabilities, calls[0][0], tuple(found))
