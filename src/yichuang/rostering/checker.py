"""Judge a roster by counting again: every rule it breaks and what it costs, term by term.

It shares no line with the search: it walks over the roster person by person and day by day, as somebody with
the printed roster and a pencil would, and is what every figure we tell is taken from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from yichuang.rostering.diff import Diff
from yichuang.rostering.types import Limit, Person, Pin, Problem, Roster, Session, Shift, Shortfall


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule broken: which, by whom, and where (a shift, a day or a week)."""

    rule: str
    person: str
    where: str


@dataclass(frozen=True)
class Judged:
    """What a roster is worth: vacant shifts, rules broken, windows short, and the cost by its terms."""

    vacant: tuple[str, ...]
    broken: tuple[Broken, ...]
    terms: Mapping[str, int]
    shortfalls: tuple[Shortfall, ...] = ()
    short: int = 0  # windows short, each by what it is worth

    @property
    def cost(self) -> int:
        """Return the sum of all wishes not met."""
        return sum(self.terms.values())

    @property
    def keeps(self) -> bool:
        """Say whether every rule is kept; a vacancy breaks none, it is counted apart."""
        return not self.broken


Days = dict[int, dict[Session, list[Shift]]]


def judge(problem: Problem, roster: Roster, pins: tuple[Pin, ...] = ()) -> Judged:
    """Return everything there is to say against a roster."""
    shifts = {one.id: one for one in problem.shifts}
    known = {one.id for one in problem.people}
    broken = [Broken("unknown shift", who, one) for one, who in roster.assigned.items() if one not in shifts]
    broken += [Broken("unknown person", who, one) for one, who in roster.assigned.items() if who not in known]
    broken += [
        Broken("pin", one.person or "", one.shift)
        for one in pins
        if roster.assigned.get(one.shift) != one.person
    ]
    worked: dict[str, Days] = {one: defaultdict(lambda: defaultdict(list)) for one in known}
    for shift, who in roster.assigned.items():
        if shift in shifts and who in known:
            worked[who][shifts[shift].day][shifts[shift].session].append(shifts[shift])
    terms: dict[str, int] = defaultdict(int)
    for person in problem.people:
        broken += _broken_by(problem, person, worked[person.id])
        for term, cost in _cost_of(problem, person, worked[person.id]).items():
            terms[term] += cost
    open_then: dict[tuple[str, int, Session], int] = defaultdict(int)
    for wanted in problem.shifts:
        if not wanted.required and wanted.id in roster.assigned:
            open_then[wanted.group, wanted.day, wanted.session] += 1
    shortfalls, short = [], 0
    for one in problem.demands:
        there = one.fixed + open_then.pop((one.group, one.day, one.session), 0)
        if there < one.need:
            shortfalls.append(Shortfall(one.group, one.day, one.session, one.need, there))
            short += one.worth * (one.need - there)
        elif there > one.fixed:
            terms["unasked"] += problem.weights.unasked * (there - max(one.need, one.fixed))
    if open_then:
        terms["unasked"] += problem.weights.unasked * sum(open_then.values())
    vacant = tuple(one.id for one in problem.shifts if one.required and one.id not in roster.assigned)
    return Judged(vacant, tuple(broken), dict(terms), tuple(shortfalls), short)


def _broken_by(problem: Problem, person: Person, days: Days) -> list[Broken]:
    found = []
    ranks = {one.id: one.ranks for one in problem.posts}
    for day, sessions in days.items():
        for session, there in sessions.items():
            if len(there) > 1:
                found.append(Broken("two posts at once", person.id, there[1].id))
            if problem.absence(person, day, session) is not None:
                found.append(Broken("absent", person.id, there[0].id))
            found += [
                Broken("not qualified", person.id, one.id)
                for one in there
                if person.id not in ranks[one.post] or person.id in one.barred
            ]
        if _counted(sessions) > problem.limit(Limit.SESSIONS_DAY, person.id, day):
            found.append(Broken("sessions a day", person.id, str(day)))
        yesterday = days.get(day - 1, {})
        rest = problem.rules_on(day).rest_after_evening
        if rest and Session.EVENING in yesterday and Session.MORNING in sessions:
            found.append(Broken("rest after the evening", person.id, str(day)))
    return found + _broken_weeks(problem, person, days) + _broken_runs(problem, person, days)


def _counted(sessions: Mapping[Session, list[Shift]]) -> int:
    """Count a day's sessions without lunch duty, which is counted beside them."""
    return sum(len(there) for one, there in sessions.items() if one.counts)


def _broken_weeks(problem: Problem, person: Person, days: Days) -> list[Broken]:
    found = []
    for week in sorted(set(problem.weeks)):
        of_week = [day for day in range(problem.days) if problem.weeks[day] == week]
        there = [day for day in of_week if days.get(day)]
        sessions = sum(_counted(days[day]) for day in there)
        count = len(there)
        if of_week[0] == 0:  # the week began before the month
            weekday = problem.start.weekday()
            count += sum(1 for day in person.before if -weekday <= day < 0)
            sessions += person.sessions_before
        if count > problem.limit(Limit.DAYS_WEEK, person.id, week):
            found.append(Broken("days a week", person.id, str(week)))
        if sessions > problem.limit(Limit.SESSIONS_WEEK, person.id, week):
            found.append(Broken("sessions a week", person.id, str(week)))
    return found


def _broken_runs(problem: Problem, person: Person, days: Days) -> list[Broken]:
    found, run = [], 0
    while -(run + 1) in person.before:
        run += 1
    for day in range(problem.days):
        run = run + 1 if days.get(day) else 0
        longest = problem.limit(Limit.DAYS_RUN, person.id, day)
        if run > longest:
            found.append(Broken("days in a row", person.id, str(day)))
    return found


def _cost_of(problem: Problem, person: Person, days: Days) -> dict[str, int]:
    weights = problem.weights
    ranks = {one.id: one.ranks for one in problem.posts}
    terms: dict[str, int] = defaultdict(int)
    weekends = evenings = stand_ins = 0
    for day, sessions in days.items():
        there = [one for group in sessions.values() for one in group]
        for one in there:
            if person.id in ranks[one.post]:
                rank = ranks[one.post].index(person.id)
                terms["stand_in"] += weights.of_rank(rank)
                stand_ins += rank > 0
        if day in person.undesired:
            terms["undesired"] += weights.undesired * len(there)
        if sessions.get(Session.MORNING) and sessions.get(Session.EVENING):
            terms["split_AM_EVE"] += weights.split_am_eve
        if sessions.get(Session.MORNING) and days.get(day - 1, {}).get(Session.EVENING):
            terms["AM_after_EVE"] += weights.am_after_eve
        if all(sessions.get(one) for one in (Session.MORNING, Session.NOON, Session.AFTERNOON)):
            terms["through_noon"] += weights.through_noon
        morning = {one.post for one in sessions.get(Session.MORNING, [])}
        afternoon = {one.post for one in sessions.get(Session.AFTERNOON, [])}
        if morning and afternoon and morning != afternoon:
            terms["switch_post_same_day"] += weights.switch_post_same_day
        weekends += sum(1 for one in there if one.weekend)
        evenings += sum(1 for one in there if one.session is Session.EVENING)
    terms["weekend_sq"] = burden_cost(weights.weekend_sq, person.weekends, weekends, person.share)
    terms["eve_sq"] = burden_cost(weights.eve_sq, person.evenings, evenings, person.share)
    terms["stand_in_sq"] = burden_cost(weights.stand_in_sq, person.stand_ins, stand_ins, person.share)
    return terms


def burden_cost(weight: int, carried: int, now: int, share: int) -> int:
    """Return what ``now`` sessions of a burden cost somebody who carries ``carried`` from the year before.

    It is ``weight`` × (burden² / share), counted from what is carried: shared out by share this is least.
    The n-th session costs ``weight`` × (2n - 1) / share, rounded half up, so that the sum stays convex.
    """
    marginals = (Fraction(100 * weight * (2 * (carried + one) - 1), share) for one in range(1, now + 1))
    return sum(int(one + Fraction(1, 2)) for one in marginals)


def changes_of(before: Roster, after: Roster) -> int:
    """Count the shifts that somebody else has than before."""
    both = set(before.assigned) | set(after.assigned)
    return sum(1 for shift in both if before.assigned.get(shift) != after.assigned.get(shift))


def matches(diff: Diff, before: Roster, after: Roster) -> bool:
    """Say whether ``diff`` tells exactly what is different."""
    told = {one.shift: (one.before, one.after) for one in diff.changes}
    both = set(before.assigned) | set(after.assigned)
    real = {
        shift: (before.assigned.get(shift), after.assigned.get(shift))
        for shift in both
        if before.assigned.get(shift) != after.assigned.get(shift)
    }
    return told == real
