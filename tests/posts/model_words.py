"""The words of the posts' model: its hours, and what stands on each of its lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from tests.halls import SHANGHAI
from tests.posts.planned import CHEN, HEAD, OFFICE
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO

#: Who holds which window's post, its A first.
HOLDERS = {1: (ZHANG, LI, CHEN), 2: (WANG, LI, CHEN), 3: (ZHAO, WANG, CHEN)}
STAFF = (ZHANG, LI, WANG, ZHAO, CHEN)
PEOPLE = (*STAFF, HEAD, OFFICE)
HOURS = {"am": ("08:00", "12:00"), "noon": ("12:00", "13:30"), "pm": ("13:30", "17:00")}
LEAD, GRACE = timedelta(minutes=15), timedelta(minutes=5)
LATE_DAYS = 3
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MADE_UP = date(2026, 2, 28)
Span = tuple[datetime, datetime]
Refusals = set[type[Exception]]


def on(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


def day_of(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def works(day: date) -> bool:
    return day.weekday() < 5 or day == MADE_UP  # a month without holidays


def working_days_later(day: date, number: int) -> date:
    while number:
        day += DAY
        number -= works(day)
    return day


def sessions(window: int, day: date) -> dict[str, Span]:
    """Return when the window is open; only the third serves at lunch."""
    parts = HOURS if window == 3 else {one: HOURS[one] for one in ("am", "pm")}
    return {part: (on(day, a), on(day, b)) for part, (a, b) in parts.items()} if works(day) else {}


def part_at(window: int, now: datetime) -> str | None:
    """Return the session that runs or is the next of the day."""
    return next((part for part, (_a, b) in sessions(window, day_of(now)).items() if now < b), None)


def is_open(window: int, now: datetime) -> bool:
    return any(a <= now < b for a, b in sessions(window, day_of(now)).values())


def days_between(begins: datetime, ends: datetime) -> Iterable[date]:
    day = day_of(begins)
    while day <= day_of(ends):
        yield day
        day += DAY


@dataclass(eq=False)
class Absent:
    """A leave."""

    id: UUID
    who: str
    planned: bool
    state: str
    begins: datetime
    ends: datetime
    proof: datetime | None = None
    decided: datetime | None = None
    back: bool = False

    def away(self, now: datetime) -> bool:
        counts = self.state == "approved" or (self.state == "submitted" and not self.planned)
        return counts and self.begins <= now < self.ends


@dataclass(eq=False)
class Standing:
    """A cover."""

    id: UUID
    leave: Absent | None
    window: int | None
    a: str
    b: str
    begins: datetime
    ends: datetime
    force: bool
    signed: datetime | None = None
    dropped: bool = False
    reach: datetime | None = None  # when it was to end as it was named

    def runs(self, now: datetime) -> bool:
        return self.force and self.begins <= now < self.ends

    def is_left_of(self, other: Standing) -> bool:
        """Say whether this is what was left of another after somebody else was named for a part of it."""
        same = (self.leave, self.window, self.a, self.b) == (other.leave, other.window, other.a, other.b)
        cut = other.dropped or other.ends < self.begins
        return self is not other and same and cut and other.begins <= self.begins and other.reach == self.ends


@dataclass(eq=False)
class Sitting:
    """Somebody at a window."""

    who: str
    by: Standing | None
    since: datetime
    until: datetime | None
    out: bool = False  # left the window for a while

    def is_over(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now
