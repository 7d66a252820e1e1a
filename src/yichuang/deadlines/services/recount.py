"""Count a slice of open clocks anew: those that are alike together, the others one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from yichuang.deadlines import rules
from yichuang.deadlines.models import Clock, ClockEntry, ClockRung
from yichuang.deadlines.rules import Alike, Almanac, Projection
from yichuang.deadlines.rules.days import day_of
from yichuang.deadlines.selectors.almanac import calendar_as_of
from yichuang.deadlines.selectors.clocks import entries_of
from yichuang.deadlines.services.ledger import (
    PROJECTED,
    Held,
    has_moved,
    moved_event,
    project_row,
    rung_to_look_at,
    save_projected,
    tell_if_moved,
    told_rungs,
)
from yichuang.deadlines.services.sweep import SWEEP_ID
from yichuang.deadlines.types import Budget, EntryKind, Rollover, StartRule, Unit
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record_many
from yichuang.kernel.types import Actor, ActorKind

_OTHERWISE = [EntryKind.PAUSE, EntryKind.RESUME, EntryKind.EXTEND, EntryKind.SHORTEN]


class Plain(NamedTuple):
    """What is read of a clock to count it as if its ledger had its start alone."""

    id: UUID
    purpose: str
    subject_id: UUID
    matter_id: UUID | None
    value: int
    unit: str
    start_rule: str
    rollover: str
    ladder: str
    started_at: datetime
    due_on: Any
    due_at: datetime
    near_at: datetime | None
    next_rung_at: datetime | None
    provisional: bool
    calendar_version: str
    stopped_at: datetime | None

    @property
    def budget(self) -> tuple[Any, ...]:
        """What it shares with the clocks that are alike."""
        return self[4:9]

    @property
    def kept(self) -> tuple[Any, ...]:
        """What the row repeats of the count, in the order of ``_KEPT``."""
        return self[10:16]


_KEPT = Plain._fields[10:16]
_DAYS = frozenset(str(unit) for unit in Unit if not unit.is_moment)


class Recount:
    """The counting anew of a hall's clocks for one reason; what is alike among them is kept between slices.

    ``almanac`` is what they are counted by; it may be set to one that holds now.
    """

    def __init__(self, hall_id: UUID, cause_id: UUID, reason: str, by_almanac: Almanac, at: datetime) -> None:
        self.hall_id, self.reason, self.almanac, self.at = hall_id, reason, by_almanac, at
        self.by = replace(Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id), cause=cause_id)
        self._alike: dict[tuple[Any, ...], Alike] = {}
        self._moves: dict[tuple[Any, ...], bool] = {}

    def may_have_moved(self, rows: Sequence[Plain]) -> list[UUID]:
        """Return which of these clocks, in the order of their ids, the change of calendar may have moved.

        Left out is what means the same by the calendar it was counted by, date and rungs.
        """
        otherwise = _otherwise(self.hall_id, clock_id__gte=rows[0].id, clock_id__lte=rows[-1].id)
        return [one.id for one in rows if one.id in otherwise or self._may_have_moved(one)]

    def clocks(self, ids: Collection[UUID], *, wait: bool = False) -> tuple[set[UUID], int]:
        """Lock these clocks in the caller's transaction and count them anew; tell which have moved.

        A clock that is stopped is left alone; one that is locked by another too, unless it is to ``wait``.
        Returns the ids of those that were not locked by another, and how many have moved.
        """
        locked = Clock.objects.select_for_update(skip_locked=not wait)
        rows = read_plain(locked.filter(hall_id=self.hall_id, id__in=ids))
        running = [one for one in rows if one.stopped_at is None]
        otherwise = _otherwise(self.hall_id, clock_id__in=[one.id for one in running])
        plain = [one for one in running if one.unit in _DAYS and one.id not in otherwise]
        others = {one.id for one in running} - {one.id for one in plain}
        return {one.id for one in rows}, self._together(plain) + self._one_by_one(others)

    # --- alike --------------------------------------------------------------------------------------------

    def _may_have_moved(self, one: Plain) -> bool:
        before = calendar_as_of(one.calendar_version)
        if before is None or before is self.almanac.calendar or one.unit not in _DAYS:
            return True
        day = day_of(one.started_at, self.almanac.tz)
        key = (one.calendar_version, self.almanac.calendar.version, *one.budget, day)
        known = self._moves.get(key)
        if known is None:
            old = self._alike_of(one, replace(self.almanac, calendar=before))[day]
            new = self._alike_of(one, self.almanac)[day]
            known = self._moves[key] = _dates(old) != _dates(new)
        return known

    def _together(self, rows: list[Plain]) -> int:
        told, version = _told(self.hall_id, (one.id for one in rows)), self.almanac.calendar.version
        moved: list[tuple[Event, UUID, UUID | None]] = []
        changed: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
        for one in rows:
            found = self._alike_of(one, self.almanac)[day_of(one.started_at, self.almanac.tz)]
            if has_moved(one, found):
                moved.append((moved_event(one, found, self.almanac, self.reason), one.id, one.matter_id))
            coming = rung_to_look_at(found.moments, told.get(one.id, ()), self.at)
            now = (found.due, found.due_at, found.near_at, coming, found.provisional, version)
            if one.kept != now:
                changed[now].append(one.id)
        record_many(moved, by=self.by, at=self.at)
        for now, ids in changed.items():
            kept = dict(zip(_KEPT, now, strict=True))
            Clock.objects.filter(hall_id=self.hall_id, id__in=ids).update(**kept)
        return len(moved)

    def _alike_of(self, one: Plain, by_almanac: Almanac) -> Alike:
        key = (by_almanac.calendar.version, *one.budget)
        found = self._alike.get(key)
        if found is None:
            budget = Budget(one.value, Unit(one.unit), StartRule(one.start_rule), Rollover(one.rollover))
            found = self._alike[key] = Alike(budget, by_almanac, rules.read(one.ladder))
        return found

    # --- the others ---------------------------------------------------------------------------------------

    def _one_by_one(self, ids: Collection[UUID]) -> int:
        if not ids:
            return 0
        rows, ledgers = Clock.objects.filter(hall_id=self.hall_id, id__in=ids), entries_of(self.hall_id, ids)
        ones = [Held(row, ledgers[row.id]) for row in rows]
        told = told_rungs(self.hall_id, ones)
        moved, changed = 0, []
        for one in ones:
            before = _projected(one.row)
            moved += tell_if_moved(one, self.almanac, by=self.by, at=self.at, reason=self.reason)
            project_row(one, self.almanac, told[one.row.id], self.at)
            if _projected(one.row) != before:
                changed.append(one.row)
        save_projected(changed)
        return moved


def read_plain(rows: QuerySet[Clock]) -> list[Plain]:
    """Return what counting needs of these clocks."""
    return [Plain(*one) for one in rows.values_list(*Plain._fields)]


def _otherwise(hall_id: UUID, **which: Any) -> set[UUID]:
    """Return those of these clocks that stood still, or were given more or less time."""
    entries = ClockEntry.objects.filter(hall_id=hall_id, kind__in=_OTHERWISE, **which)
    return set(entries.values_list("clock_id", flat=True))


def _dates(found: Projection) -> tuple[Any, ...]:
    return found.due_at, found.provisional, found.moments


def _told(hall_id: UUID, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the rungs these clocks have reached, whose budgets were never changed."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = ClockRung.objects.filter(hall_id=hall_id, clock_id__in=list(ids))
    for clock_id, rung in rows.values_list("clock_id", "rung"):
        found[clock_id].append(rung)
    return found


def _projected(row: Clock) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in PROJECTED)
