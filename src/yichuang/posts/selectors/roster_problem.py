"""A department's month as the engine's problem, and the engine's roster as cells; ids travel as text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.posts.selectors.bending import relaxations_of
from yichuang.posts.selectors.demand import flexible_days, needs, needs_on
from yichuang.posts.selectors.roster_carried import Worked, carried_into, counted_since, worked
from yichuang.posts.selectors.roster_prices import weights_on
from yichuang.posts.selectors.shifts import (
    OpenDays,
    away_places,
    covering_places,
    holders_by_day,
    open_days,
    shifts,
)
from yichuang.posts.types import DaySession, LeaveKind, Part, ShiftPlace
from yichuang.posts.types.roster import Carried, RosterCell
from yichuang.regulations import selectors as regulations
from yichuang.rostering import types as engine
from yichuang.rostering.reserves import reserves
from yichuang.rostering.types import (
    Absence,
    Demand,
    Limit,
    Person,
    Post,
    Problem,
    Relaxation,
    Rules,
    Session,
    Why,
)

SESSIONS = {
    DaySession.AM: Session.MORNING,
    DaySession.NOON: Session.NOON,
    DaySession.PM: Session.AFTERNOON,
    DaySession.EVE: Session.EVENING,
}
LIMITS = (
    "rota.sessions_day",
    "rota.sessions_week",
    "rota.days_week",
    "rota.days_run",
    "rota.rest_after_evening",
)
DAY = timedelta(days=1)
USUAL_WEEK = 5  # working days of a week into which the State has moved none
USUAL_DAY = 2  # sessions that count of one of them
HALLS_OWN = "hall"  # the group of the windows of no department
WEEK_BACK = timedelta(days=13)  # as far as a run of days or a week can reach into the month before


def shift_id(post_id: UUID, day: date, session: DaySession) -> str:
    """Return the engine's name of a session of a post."""
    return f"{post_id.hex}.{day.isoformat()}.{session}"


def place_of(name: str) -> tuple[UUID, date, DaySession]:
    """Return the session of a post the engine calls so."""
    post, day, session = name.split(".")
    return UUID(hex=post), date.fromisoformat(day), DaySession(session)


def problem_of(hall_id: UUID, post_ids: Collection[UUID], *, first: date, until: date) -> Problem:
    """Return the days from ``first`` on, before ``until``, of these posts as a problem.

    Who holds a post on which day, who is on leave, who is A elsewhere, what was worked just before and what
    weekends, evenings and stand-ins people have had in the year all come from the hall's own rows.
    """
    return problem_and_carried(hall_id, post_ids, first=first, until=until)[0]


def problem_and_carried(
    hall_id: UUID, post_ids: Collection[UUID], *, first: date, until: date
) -> tuple[Problem, dict[UUID, Carried]]:
    """Return the problem, and what each of its people carries into it, read once."""
    days = open_days(hall_id, since=first, until=until, post_ids=post_ids)
    holders = holders_by_day(hall_id, since=first, until=until)
    regular = holders_by_day(hall_id, since=first, until=until, part=Part.A)
    ranks = _ranks(post_ids, holders, regular)
    names = sorted({who for listed in ranks.values() for who in listed})
    covering = covering_places(hall_id, days)
    absences = _absences(hall_id, days, names, post_ids, first, until)
    dates = [first + DAY * one for one in range((until - first).days)]
    free = organization.free_among(hall_id, dates)
    weeks = tuple(day.isocalendar().year * 100 + day.isocalendar().week for day in dates)
    rules = _rules(hall_id, first, until)
    loose = flexible_days(hall_id, since=first, until=until)
    homes = {one.id: one.department_id for one in organization.windows(hall_id)}
    done = worked(hall_id, names, since=min(counted_since(hall_id, first), first - WEEK_BACK), until=first)
    carried = carried_into(hall_id, names, month=first, until=until, done=done)
    problem = Problem(
        start=first,
        days=len(dates),
        people=tuple(_people(names, absences, done, carried, first)),
        posts=tuple(Post(post.hex, tuple(who.hex for who in listed)) for post, listed in ranks.items()),
        shifts=tuple(
            engine.Shift(
                id=shift_id(one.post_id, one.day, one.session),
                post=one.post_id.hex,
                day=(one.day - first).days,
                session=SESSIONS[one.session],
                weekend=one.day in free,
                group=_group(homes[one.window_id]) if (one.post_id, one.day) in loose else "",
                barred=tuple(
                    who.hex
                    for who in ranks[one.post_id]
                    if who not in holders.get((one.post_id, one.day), ())
                    or covering.get((who, one.day, one.session), set()) - {one.post_id}
                ),
            )
            for one in days.places
        ),
        weeks=weeks,
        rules=rules[0][1],
        relaxed=(
            *_long_weeks(dates, weeks, free, [who.hex for who in names]),
            *relaxations_of(hall_id, names, first=first, until=until),
        ),
        weights=weights_on(hall_id, first),
        changed=rules[1:],
        demands=tuple(_demands(hall_id, days.places, homes, loose, first)),
    )
    return problem, carried


def _group(department_id: UUID | None) -> str:
    return department_id.hex if department_id else HALLS_OWN


def _demands(
    hall_id: UUID,
    places: Collection[ShiftPlace],
    homes: Mapping[UUID, UUID | None],
    loose: Collection[tuple[UUID, date]],
    first: date,
) -> Iterable[Demand]:
    """Yield how many windows each session asks for, where a flexible one could open."""
    known = {one: needs(hall_id, one) for one in {homes[place.window_id] for place in places}}
    of_session: dict[tuple[UUID | None, date, DaySession], list[UUID]] = defaultdict(list)
    for place in places:
        of_session[homes[place.window_id], place.day, place.session].append(place.post_id)
    for (home, day, session), posts in of_session.items():
        need = needs_on(known[home], day).get(session)
        fixed = sum(1 for one in posts if (one, day) not in loose)
        if need is not None and need.windows > fixed:
            yield Demand(
                group=_group(home),
                day=(day - first).days,
                session=SESSIONS[session],
                need=need.windows,
                fixed=fixed,
                worth=need.weight.worth,
            )


def _rules(hall_id: UUID, first: date, until: date) -> tuple[tuple[int, Rules], ...]:
    """Return what holds from which day on, by the hall's rules of these days."""
    return tuple(
        (
            (day - first).days,
            Rules(
                max_sessions_day=values["rota.sessions_day"],
                max_sessions_week=values["rota.sessions_week"],
                max_days_week=values["rota.days_week"],
                max_consecutive_days=values["rota.days_run"],
                rest_after_evening=values["rota.rest_after_evening"] == "yes",
            ),
        )
        for day, values in regulations.values_during(hall_id, LIMITS, first, until)
    )


def _ranks(
    post_ids: Collection[UUID],
    holders: Mapping[tuple[UUID, date], list[UUID]],
    regular: Mapping[tuple[UUID, date], list[UUID]],
) -> dict[UUID, list[UUID]]:
    """Return who holds each post on any of the days: its A first."""
    found: dict[UUID, list[UUID]] = {post: [] for post in sorted(post_ids)}
    for listed in (regular, holders):
        for post, day in sorted(listed):
            if post in found:
                found[post] += [who for who in listed[post, day] if who not in found[post]]
    return found


def _absences(
    hall_id: UUID, days: OpenDays, names: list[UUID], post_ids: Collection[UUID], first: date, until: date
) -> dict[UUID, list[Absence]]:
    ill = away_places(hall_id, days, LeaveKind.SICK)
    found: dict[UUID, list[Absence]] = defaultdict(list)

    def gone(who: UUID, day: date, session: DaySession, why: Why) -> None:
        number, part = (day - first).days, SESSIONS[session]
        found[who].append(Absence(number, number, why, part, part))

    # leave counts for the whole hall's sessions, not only for those of these posts
    for one in away_places(hall_id, days):
        gone(*one, Why.SICK if one in ill else Why.LEAVE)
    for shift in shifts(hall_id, since=first, until=until):
        if shift.post_id not in post_ids and shift.a_id in names:
            gone(shift.a_id, shift.day, shift.session, Why.AWAY)
    return found


def _people(
    names: list[UUID],
    absences: Mapping[UUID, list[Absence]],
    done: list[Worked],
    carried: Mapping[UUID, Carried],
    first: date,
) -> Iterable[Person]:
    monday = first - DAY * first.weekday()
    just: dict[UUID, list[Worked]] = defaultdict(list)
    for one in done:
        if one.day >= first - WEEK_BACK:
            just[one.person_id].append(one)
    for who in names:
        yield Person(
            id=who.hex,
            absences=tuple(sorted(absences.get(who, ()), key=lambda one: (one.first, one.since))),
            share=carried[who].share,
            weekends=carried[who].weekends,
            evenings=carried[who].evenings,
            stand_ins=carried[who].stand_ins,
            before=frozenset((one.day - first).days for one in just[who]),
            sessions_before=sum(SESSIONS[one.session].counts for one in just[who] if one.day >= monday),
        )


def _long_weeks(
    dates: list[date], weeks: tuple[int, ...], free: set[date], people: list[str]
) -> tuple[Relaxation, ...]:
    """Let everybody work the days that the State has moved into a week (make-up days)."""
    working = Counter(week for day, week in zip(dates, weeks, strict=True) if day not in free)
    return tuple(
        Relaxation(limit, who, week, more * (count - USUAL_WEEK))
        for week, count in sorted(working.items())
        if count > USUAL_WEEK
        for who in people
        for limit, more in ((Limit.DAYS_WEEK, 1), (Limit.SESSIONS_WEEK, USUAL_DAY))
    )


def cells_of(
    problem: Problem,
    assigned: Mapping[str, str],
    pinned: Collection[tuple[UUID, date, DaySession]] = (),
    had: Mapping[str, str] = {},
) -> tuple[RosterCell, ...]:
    """Return the engine's roster as cells, each with its B, in the order of the days.

    ``had``: who was the B of a session before, and stays it where that is as good.
    """
    stand_ins = reserves(problem, engine.Roster(assigned), had)
    found = []
    for shift in problem.shifts:
        post, day, session = place_of(shift.id)
        a, b = assigned.get(shift.id), stand_ins.get(shift.id)
        found.append(
            RosterCell(
                post_id=post,
                day=day,
                session=session,
                a_id=UUID(hex=a) if a else None,
                b_id=UUID(hex=b) if b else None,
                pinned=(post, day, session) in pinned,
            )
        )
    return tuple(found)


def assigned_of(cells: Iterable[RosterCell]) -> dict[str, str]:
    """Return cells as the engine's roster."""
    return {
        shift_id(one.post_id, one.day, one.session): one.a_id.hex for one in cells if one.a_id is not None
    }
