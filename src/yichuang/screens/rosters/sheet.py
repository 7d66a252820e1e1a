"""The duty sheet (值班表) that is printed and posted: every window with A and B, by day, week or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import pgettext

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS, NO_RESERVE
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, ShiftCard

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WINDOWS_WIDE = 10  # so many windows of a month stand side by side on A4
Place = tuple[UUID, date, DaySession]


class Span(StrEnum):
    """What a sheet is for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is A and B in one part of a day, and who stands in for A; ``a`` is empty where nobody is published.

    ``sessions`` is empty where it is the whole day.
    """

    sessions: tuple[str | Promise, ...]
    a: str
    b: str
    cover: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet: columns are sessions (day), days (week) or windows (month)."""

    department: DepartmentCard | None
    heads: tuple[DaySession | date | WindowCard, ...]
    labels: tuple[str | Promise, ...]
    rows: tuple[tuple[WindowCard | date, tuple[tuple[Duty, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class DutySheet:
    """What is printed, and what is looked at before: other days, other departments, what is missing."""

    hall: HallCard
    span: Span
    first: date
    last: date
    month: date
    before: date
    after: date
    department: DepartmentCard | None
    departments: tuple[DepartmentCard, ...]
    tables: tuple[Table, ...]
    missing: int
    printed_at: datetime


def sheet_of(hall: HallCard, at: datetime, *, span: str, day: date | None, department: str) -> DutySheet:
    """Return the sheet that was asked for: every window in service, or a department's (ROT-06)."""
    kind = Span(span) if span in set(Span) else Span.WEEK
    day = day or local_day(at, hall.timezone)
    first, until = _days(kind, day)
    units = {one.id: one for one in organization.departments(hall.id)}
    chosen = next((one for one in units.values() if one.id.hex == department), None)
    if department and chosen is None:
        raise Http404
    windows = sorted((one for one in organization.windows(hall.id) if one.active), key=lambda one: one.number)
    used = {one.department_id for one in windows}
    if chosen:
        windows = [one for one in windows if one.department_id == chosen.id]
    book = _Book(hall, first, until)
    return DutySheet(
        hall=hall,
        span=kind,
        first=first,
        last=until - DAY,
        month=first.replace(day=1),
        before=first - DAY,
        after=until,
        department=chosen,
        departments=tuple(one for one in units.values() if one.id in used),
        tables=tuple(_tables(kind, book, windows, units)),
        missing=book.missing({one.id for one in windows}),
        printed_at=at,
    )


def _days(kind: Span, day: date) -> tuple[date, date]:
    if kind is Span.DAY:
        return day, day + DAY
    if kind is Span.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + WEEK
    return day.replace(day=1), rosters.month_until(day)


def _tables(
    kind: Span, book: _Book, windows: Sequence[WindowCard], units: dict[UUID, DepartmentCard]
) -> Iterable[Table]:
    if kind is Span.MONTH:
        for unit in dict.fromkeys(one.department_id for one in windows):
            mine = [one for one in windows if one.department_id == unit]
            for start in range(0, len(mine), WINDOWS_WIDE):
                part = tuple(mine[start : start + WINDOWS_WIDE])
                rows = tuple((day, tuple(book.duties(one, day) for one in part)) for day in book.days)
                yield Table(units[unit] if unit else None, part, (), rows)
        return
    if kind is Span.WEEK:
        yield Table(
            None,
            book.days,
            (),
            tuple((one, tuple(book.duties(one, day) for day in book.days)) for one in windows),
        )
        return
    parts = [part for part in DaySession if any(one.session is part for one in book.places)]
    labels = tuple(DAY_SESSIONS[part] for part in parts)
    yield Table(
        None,
        tuple(parts),
        labels,
        tuple((one, tuple(book.session(one, book.first, part) for part in parts)) for one in windows),
    )


class _Book:
    """The rows behind a sheet, read once."""

    def __init__(self, hall: HallCard, first: date, until: date) -> None:
        self.first = first
        open_days = selectors.open_days(hall.id, since=first, until=until)
        self.places, self.spans = open_days.places, open_days.spans
        self.loose = selectors.flexible_days(hall.id, since=first, until=until)
        self.days = tuple(sorted({one.day for one in self.places}))
        self.post = {window: post for post, window in selectors.post_windows(hall.id).items()}
        self.parts: dict[tuple[UUID, date], list[DaySession]] = defaultdict(list)
        for one in self.places:
            self.parts[one.post_id, one.day].append(one.session)
        self.names = {one.id: one.display_name for one in organization.people(hall.id, include_left=True)}
        self.shifts = {
            (one.post_id, one.day, one.session): one
            for one in selectors.shifts(hall.id, since=first, until=until)
        }
        self.away = selectors.away_places(hall.id, open_days)
        ends = [one for span in self.spans.values() for one in span]
        self.covers = selectors.covers_between(hall.id, min(ends), max(ends)) if ends else []

    def missing(self, window_ids: set[UUID]) -> int:
        """Return how many open sessions of these windows have no published shift and need one."""
        wanted = [
            one
            for one in self.places
            if one.window_id in window_ids and (one.post_id, one.day) not in self.loose
        ]
        return sum((one.post_id, one.day, one.session) not in self.shifts for one in wanted)

    def duties(self, window: WindowCard, day: date) -> tuple[Duty, ...]:
        """Return a window's day, sessions with the same people as one."""
        parts = self.parts.get((self.post.get(window.id, window.id), day), [])
        told = [(part, self._who(window, day, part)) for part in parts]
        found = []
        for who, group in groupby(told, key=lambda one: one[1]):
            named = [part for part, _who in group]
            shown = named if len(named) < len(parts) else []
            found.append(Duty(tuple(DAY_SESSIONS[one] for one in shown), *who))
        return tuple(found)

    def session(self, window: WindowCard, day: date, part: DaySession) -> tuple[Duty, ...]:
        """Return one session of a window's day; nothing where it is closed."""
        parts = self.parts.get((self.post.get(window.id, window.id), day), [])
        return (Duty((), *self._who(window, day, part)),) if part in parts else ()

    def _who(self, window: WindowCard, day: date, part: DaySession) -> tuple[str, str, str]:
        place: Place = (self.post[window.id], day, part)
        shift = self.shifts.get(place)
        if shift is None:
            return "", "", ""
        cover = self._cover(place) if (shift.a_id, day, part) in self.away else ""
        return self.names[shift.a_id], self._reserve(shift), cover

    def _reserve(self, shift: ShiftCard) -> str:
        """Return the B of a shift, or who allowed that it has none (ROT-01)."""
        if shift.b_id:
            return self.names[shift.b_id]
        return str(NO_RESERVE) % {"name": self.names[shift.allowed_by] if shift.allowed_by else "–"}

    def _cover(self, place: Place) -> str:
        begins, ends = self.spans[place]
        for one in self.covers:
            here = one.post_id == place[0] and one.begins < ends and begins < one.ends
            if here and (one.b_id, place[1], place[2]) not in self.away:
                return self.names[one.b_id]
        return pgettext("in A's place", "nobody yet")
