"""The values of rostering: what is to be planned, what has been planned, and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yichuang.rostering.diff import Diff


class Session(StrEnum):
    """A part of the day; nobody is at two posts in one."""

    MORNING = "AM"
    NOON = "NOON"
    AFTERNOON = "PM"
    EVENING = "EVE"

    @property
    def counts(self) -> bool:
        """Say whether it is one of the sessions a day and a week may have; lunch duty stands beside them."""
        return self is not Session.NOON


SESSIONS = tuple(Session)
COUNTED = tuple(one for one in Session if one.counts)


class Why(StrEnum):
    """Why somebody is not there."""

    LEAVE = "leave"
    SICK = "sick"
    AWAY = "away"  # sent elsewhere: a meeting, a course, another hall


class Limit(StrEnum):
    """A rule about one person that can be bent for a price where a post would else be vacant."""

    SESSIONS_DAY = "sessions_day"
    SESSIONS_WEEK = "sessions_week"
    DAYS_WEEK = "days_week"
    DAYS_RUN = "days_run"
    LEAVE = "leave"


class Hindrance(StrEnum):
    """Why somebody qualified does not fill a vacant shift."""

    LEAVE = "leave"
    SICK = "sick"
    AWAY = "away"
    BUSY = "busy"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    WEEK_DAYS_FULL = "week_days_full"
    RUN_FULL = "run_full"
    REST = "rest"
    FROZEN = "frozen"
    FREE = "free"
    BARRED = "barred"


class Status(StrEnum):
    """What is known about a roster."""

    OPTIMAL = "optimal"  # nothing better exists, proven
    FEASIBLE = "feasible"  # no post vacant, not proven to be the best
    RELAXED = "relaxed"  # no post vacant, at the price of a bent rule
    VACANT = "vacant"  # some posts stay vacant, named
    NONE = "none"  # stopped before anything was found


@dataclass(frozen=True, slots=True)
class Absence:
    """Days from ``first`` to ``last`` (both included) on which somebody is not there.

    ``since`` is the session it begins with on its first day, ``until`` the last one on its last day: somebody
    who goes home ill at noon is absent from the afternoon on.
    """

    first: int
    last: int
    why: Why = Why.LEAVE
    since: Session = Session.MORNING
    until: Session = Session.EVENING

    def covers(self, day: int, session: Session) -> bool:
        """Say whether somebody is absent in this session."""
        if not self.first <= day <= self.last:
            return False
        place = SESSIONS.index(session)
        begun = day > self.first or place >= SESSIONS.index(self.since)
        return begun and (day < self.last or place <= SESSIONS.index(self.until))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be planned.

    ``share`` is what part of the burdens is theirs, 100 for a full-time person there all the time;
    ``weekends``, ``evenings`` and ``stand_ins`` are what they have had in the months before.  ``before``
    holds the days (-1 is the day before the first) on which they worked just before the month, and
    ``sessions_before`` how many sessions that count those of them in the first week had.
    """

    id: str
    absences: tuple[Absence, ...] = ()
    undesired: frozenset[int] = frozenset()
    share: int = 100
    weekends: int = 0
    evenings: int = 0
    stand_ins: int = 0
    before: frozenset[int] = frozenset()
    sessions_before: int = 0

    def absence(self, day: int, session: Session) -> Absence | None:
        """Return why they are not there, or None when they are; illness before leave."""
        found = [one for one in self.absences if one.covers(day, session)]
        return min(found, key=lambda one: one.why is not Why.SICK) if found else None


@dataclass(frozen=True, slots=True)
class Post:
    """A post and who is qualified for it: the A first, then those who stand in, in the order of asking."""

    id: str
    ranks: tuple[str, ...]

    def rank(self, person: str) -> int | None:
        """Return 0 for the A, 1 for the first to stand in, and so on; None for who is not qualified."""
        return self.ranks.index(person) if person in self.ranks else None


@dataclass(frozen=True, slots=True)
class Shift:
    """One session of one post on one day; somebody has to be there.

    ``barred`` are people of the post's ranks who are not qualified on that day.  ``group`` names the windows
    it is one of where it is flexible: then it is wanted only as far as a ``Demand`` asks, and never vacant.
    """

    id: str
    post: str
    day: int
    session: Session
    weekend: bool = False
    barred: tuple[str, ...] = ()
    group: str = ""

    @property
    def required(self) -> bool:
        """Say whether it is vacant when nobody has it."""
        return not self.group


@dataclass(frozen=True, slots=True)
class Demand:
    """How many windows of a group are asked for in one session.

    ``fixed`` posts are open then anyway and count first; ``worth`` is what each window short costs.
    """

    group: str
    day: int
    session: Session
    need: int
    fixed: int = 0
    worth: int = 1

    @property
    def flexible(self) -> int:
        """Return how many flexible windows are asked for."""
        return max(0, self.need - self.fixed)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody; a week is from Monday to Sunday, sessions are those that count."""

    max_sessions_day: int = 2
    max_days_week: int = 5
    max_sessions_week: int = 10
    max_consecutive_days: int = 6
    rest_after_evening: bool = False  # nobody who had the evening has the next morning

    def of(self, limit: Limit) -> int:
        """Return the number of a rule that has one."""
        return {
            Limit.SESSIONS_DAY: self.max_sessions_day,
            Limit.SESSIONS_WEEK: self.max_sessions_week,
            Limit.DAYS_WEEK: self.max_days_week,
            Limit.DAYS_RUN: self.max_consecutive_days,
        }[limit]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each wish costs when it is not met.

    ``stand_in[n]`` for rank n; ranks beyond the last cost what the last does.  ``weekend_sq``, ``eve_sq`` and
    ``stand_in_sq`` weigh the square of a person's burden, over their share.
    """

    stand_in: tuple[int, ...] = (0, 1, 4)
    undesired: int = 5
    switch_post_same_day: int = 2
    weekend_sq: int = 2
    eve_sq: int = 2
    stand_in_sq: int = 0
    split_am_eve: int = 3
    am_after_eve: int = 2
    through_noon: int = 4  # morning, noon and afternoon without a break
    unasked: int = 1  # a flexible window that nobody asked for

    def of_rank(self, rank: int) -> int:
        """Return what a session served by somebody of this rank costs."""
        return self.stand_in[min(rank, len(self.stand_in) - 1)]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule bent for one person: so much more of ``limit`` in the week (or on the day) numbered ``when``.

    ``when`` is a week of ``Problem.weeks`` for limits of the week, else a day; a run is bent on its last day.
    """

    limit: Limit
    person: str
    when: int
    more: int = 1


@dataclass(frozen=True)
class Problem:
    """A month to plan; ``weeks[day]`` is the number of the week a day lies in.

    ``rules`` hold from the first day on; ``changed`` says from which day on others do.  A day is judged by
    the rules in force on it, a week by those of its first day in the month.
    """

    start: date
    days: int
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    shifts: tuple[Shift, ...]
    weeks: tuple[int, ...]
    rules: Rules = Rules()
    weights: Weights = Weights()
    relaxed: tuple[Relaxation, ...] = ()
    changed: tuple[tuple[int, Rules], ...] = ()
    demands: tuple[Demand, ...] = ()

    def rules_on(self, day: int) -> Rules:
        """Return the rules in force on a day."""
        found = self.rules
        for since, rules in self.changed:
            if since <= day:
                found = rules
        return found

    def limit(self, limit: Limit, person: str, when: int) -> int:
        """Return the number of a rule for one person, what was bent included."""
        bent = sum(
            one.more
            for one in self.relaxed
            if one.limit is limit and one.person == person and one.when == when
        )
        return self._rules_for(limit, when).of(limit) + bent

    def _rules_for(self, limit: Limit, when: int) -> Rules:
        if not self.changed:
            return self.rules
        of_week = limit in (Limit.SESSIONS_WEEK, Limit.DAYS_WEEK)
        return self.rules_on(self.weeks.index(when) if of_week else when)

    def absence(self, person: Person, day: int, session: Session) -> Absence | None:
        """Return why somebody is not there; who was called back from leave is there."""
        absence = person.absence(day, session)
        if absence is None or absence.why is not Why.LEAVE:
            return absence
        back = any(
            one.limit is Limit.LEAVE and one.person == person.id and one.when == day for one in self.relaxed
        )
        return None if back else absence


@dataclass(frozen=True, slots=True)
class Pin:
    """A cell that is not to be moved; ``person`` None keeps a shift empty."""

    shift: str
    person: str | None


Assigned = Mapping[str, str]


@dataclass(frozen=True)
class Roster:
    """Who has which shift, by the shift's id; a shift that is missing is vacant."""

    assigned: Assigned = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hindered:
    """Why one qualified person does not fill a vacant shift; ``post`` is where they are instead."""

    person: str
    rank: int
    why: Hindrance
    post: str = ""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A shift nobody has, with what hinders each who is qualified."""

    shift: str
    hindered: tuple[Hindered, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A session in which fewer windows of a group are planned than are asked for; no post is vacant."""

    group: str
    day: int
    session: Session
    need: int
    planned: int

    @property
    def short(self) -> int:
        """Return how many windows are missing."""
        return self.need - self.planned


@dataclass(frozen=True, slots=True)
class Bound:
    """What is proven about a tier: no roster has less than ``least``; ``found`` is what ours has."""

    found: int
    least: int

    @property
    def proven(self) -> bool:
        """Say whether nothing better exists."""
        return self.found <= self.least

    @property
    def gap(self) -> float:
        """Return how much of the bound the roster costs more, at most."""
        return (self.found - self.least) / self.least if self.least > 0 else float(self.found > self.least)


@dataclass(frozen=True)
class Result:
    """A roster and what is known about it: tiers in the order in which they count."""

    status: Status
    roster: Roster
    vacancies: tuple[Vacancy, ...]
    shortfalls: tuple[Shortfall, ...]
    relaxations: tuple[Relaxation, ...]
    diff: Diff
    tiers: Mapping[str, Bound]
    first_after: float | None  # seconds until the first roster without a vacancy
    seconds: float

    @property
    def cost(self) -> Bound:
        """Return the last tier: wishes and fairness."""
        return self.tiers[COST]


# The tiers, the first before all others.
VACANCIES = "vacancies"
BENT = "relaxations"
DEMAND = "demand"
CHANGES = "changes"
COST = "cost"
TIERS = (VACANCIES, BENT, DEMAND, CHANGES, COST)
