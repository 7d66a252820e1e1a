"""What a department needs: windows that are flexible, how many should be open, and what the record says.

The record is only shown beside the field: who says how many windows should be open is the head.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS, NEED_REASONS, NEED_WEIGHTS
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, FlexibleCard, NeedCard, NeedWeight
from yichuang.screens.kit.words import weekday_names
from yichuang.statistics import selectors as statistics
from yichuang.statistics.types import HourLoad

WEEKS = timedelta(weeks=8)  # so far back the record is read
DAY = timedelta(days=1)
AHEAD = timedelta(days=7)  # sessions of the coming week are asked for
EVERY_DAY = 0
Place = tuple[int, DaySession]  # weekday from 1 or every day, session


@dataclass(frozen=True, slots=True)
class FlexibleWindow:
    """A window of the department, and since or until when it is flexible; ``card`` None: a fixed post."""

    window: WindowCard
    post_id: UUID
    card: FlexibleCard | None


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says of a weekday's session: people an hour, minutes with each, and windows for it.

    ``own`` is false where that weekday has no record yet and the mean of all days is told.
    """

    people_hour: float
    minutes: float
    windows: int
    own: bool


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A session of a weekday: what is needed now and later, what the record says, where the field starts."""

    weekday: int
    session: DaySession
    label: str | Promise
    need: NeedCard | None
    important: bool
    later: tuple[NeedCard, ...]
    record: Record | None
    start: int


@dataclass(frozen=True, slots=True)
class NeedDay:
    """The sessions of a weekday."""

    label: str
    rows: tuple[NeedRow, ...]


@dataclass(frozen=True, slots=True)
class NeedPicture:
    """A department's windows and needs."""

    departments: tuple[DepartmentCard | None, ...]
    department: DepartmentCard | None
    department_key: str
    today: date
    windows: tuple[FlexibleWindow, ...]
    fixed: int
    days: tuple[NeedDay, ...]
    within: int
    share: int
    since: date | None
    reasons: tuple[tuple[str, str | Promise], ...]
    weights: tuple[tuple[str, str | Promise], ...]
    month: str

    @property
    def borrowed(self) -> bool:
        """Say whether a session is told the mean of all days."""
        return any(row.record and not row.record.own for day in self.days for row in day.rows)

    @property
    def most(self) -> int:
        """Return how many windows there are."""
        return len(self.windows)


def picture_of(
    hall: HallCard, by: Actor, at: datetime, *, department: str, month: date | None
) -> NeedPicture:
    """Return what was asked for, else the first department one plans; what one does not plan is not found.

    ``month`` is the roster one comes from and goes back to.
    """
    mine = [
        one
        for one in rosters.rostered_departments(hall.id)
        if rosters.may_make_roster(hall.id, by.id, one, at)
    ]
    keys = {(one.hex if one else "hall"): one for one in mine}
    if not mine or (department and department.replace("-", "") not in keys):
        raise Http404
    chosen = keys[department.replace("-", "")] if department else mine[0]
    cards = {one.id: one for one in organization.departments(hall.id)}
    today = local_day(at, hall.timezone)
    scene = _Scene(hall, chosen, today)
    return NeedPicture(
        departments=tuple(cards[one] if one else None for one in mine),
        department=cards[chosen] if chosen else None,
        department_key=chosen.hex if chosen else "hall",
        today=today,
        windows=scene.windows,
        fixed=scene.fixed,
        days=scene.days(),
        within=scene.within,
        share=scene.share,
        since=scene.since,
        reasons=tuple((str(one), label) for one, label in NEED_REASONS.items()),
        weights=tuple((str(one), label) for one, label in NEED_WEIGHTS.items()),
        month=f"{month or today:%Y-%m}",
    )


class _Scene:
    """The rows behind the picture, read once."""

    def __init__(self, hall: HallCard, department_id: UUID | None, today: date) -> None:
        self.hall, self.today = hall, today
        posts = rosters.department_posts(hall.id, department_id)
        cards = {one.id: one for one in organization.windows(hall.id)}
        homes = {post: cards[window] for post, window in selectors.post_windows(hall.id).items()}
        loose = {one.post_id: one for one in selectors.flexible(hall.id, since=today)}
        self.windows = tuple(
            sorted(
                (FlexibleWindow(homes[one], one, loose.get(one)) for one in posts),
                key=lambda one: one.window.number,
            )
        )
        self.fixed = sum(1 for one in self.windows if one.card is None or one.card.active_from > today)
        self.known = selectors.needs(hall.id, department_id)
        self.within, self.share = selectors.promised(hall.id, today)
        self.coming = selectors.open_days(hall.id, since=today, until=today + AHEAD, post_ids=posts)
        self.past = selectors.open_days(hall.id, since=today - WEEKS, until=today, post_ids=posts)
        found = statistics.load_by_hour(
            hall.id, today - WEEKS, today - DAY, {one.window.id for one in self.windows}
        )
        self.since = found[0].business_day if found else None
        self.records = self._records(found)

    def _records(self, found: Iterable[HourLoad]) -> dict[Place, Record]:
        """Return the record of each session of a weekday, over the days since the first that has one."""
        spans: dict[tuple[date, DaySession], tuple[datetime, datetime]] = {}
        for (_post, day, session), (begins, ends) in self.past.spans.items():
            first, last = spans.get((day, session), (begins, ends))
            spans[day, session] = (min(first, begins), max(last, ends))
        people: dict[Place, int] = defaultdict(int)
        served: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
        for one in found:
            for session in DaySession:
                span = spans.get((one.business_day, session))
                if span and one.hour < _last_hour(span[1]):  # who came before it opened waits for it
                    for weekday in (one.business_day.isoweekday(), EVERY_DAY):
                        people[weekday, session] += one.people
                        served[weekday, session][0] += one.served
                        served[weekday, session][1] += one.seconds
                    break
        hours: dict[Place, list[float]] = defaultdict(list)
        for (day, session), (begins, ends) in spans.items():
            if self.since and day >= self.since:
                for weekday in (day.isoweekday(), EVERY_DAY):
                    hours[weekday, session].append((ends - begins) / timedelta(hours=1))
        return {
            place: self._record(place[0], people[place] / sum(lasted), served[place])
            for place, lasted in hours.items()
            if served[place][0]
        }

    def _record(self, weekday: int, people_hour: float, served: list[int]) -> Record:
        minutes = served[1] / served[0] / 60
        windows = selectors.windows_asked(self.hall.id, self.today, people_hour=people_hour, minutes=minutes)
        return Record(people_hour, minutes, windows, own=weekday != EVERY_DAY)

    def days(self) -> tuple[NeedDay, ...]:
        """Return the sessions of each weekday of the coming week, and those a need was said for."""
        asked = {(one.weekday, one.session) for one in self.known}
        asked |= {(one.day.isoweekday(), one.session) for one in self.coming.places}
        found, names = [], weekday_names()
        for weekday in range(1, 8):
            rows = tuple(self._row(weekday, one) for one in DaySession if (weekday, one) in asked)
            if rows:
                found.append(NeedDay(names[weekday - 1], rows))
        return tuple(found)

    def _row(self, weekday: int, session: DaySession) -> NeedRow:
        mine = [one for one in self.known if (one.weekday, one.session) == (weekday, session)]
        now = [one for one in mine if one.active_from <= self.today]
        record = self.records.get((weekday, session)) or self.records.get((EVERY_DAY, session))
        asked = now[-1].windows if now else record.windows if record else self.fixed
        return NeedRow(
            weekday=weekday,
            session=session,
            label=DAY_SESSIONS[session],
            need=now[-1] if now else None,
            important=bool(now) and now[-1].weight is NeedWeight.IMPORTANT,
            later=tuple(one for one in mine if one.active_from > self.today),
            record=record,
            start=min(asked, len(self.windows)),  # a record may ask for more windows than there are
        )


def _last_hour(ends: datetime) -> int:
    return math.ceil(ends.hour + ends.minute / 60)
