"""A month's version as the engine and the checker see it: who else could stand there, whose hours break."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from yichuang.posts.selectors.roster import department_posts, month_until
from yichuang.posts.selectors.roster_problem import assigned_of, problem_and_carried, problem_of, shift_id
from yichuang.posts.selectors.shifts import shifts
from yichuang.posts.types import DaySession, ShiftSpec
from yichuang.posts.types.roster import BrokenHours, Carried, CellTaker, Price, RosterCard, RosterCell
from yichuang.rostering.checker import Broken, Judged, changes_of, judge
from yichuang.rostering.takers import takers_of
from yichuang.rostering.types import Person, Problem, Roster

#: What the checker counts that no fault of a single shift says (ROT-05).
HOURS = frozenset(
    {"sessions a day", "days a week", "sessions a week", "days in a row", "rest after the evening"}
)
OF_WEEK = frozenset({"days a week", "sessions a week"})


class Version:
    """The problem of a month and one roster for it; what the problem does not know is left out."""

    def __init__(
        self, problem: Problem, assigned: Mapping[str, str], carried: Mapping[UUID, Carried] | None = None
    ) -> None:
        self.problem = problem
        self.carried = carried or {}
        self.known = {one.id for one in problem.shifts}
        self.people: dict[str, Person] = {one.id: one for one in problem.people}
        self.roster = self.only_known(assigned)

    def only_known(self, assigned: Mapping[str, str]) -> Roster:
        """Return a roster without sessions and people the problem does not know."""
        return Roster({one: who for one, who in assigned.items() if one in self.known and who in self.people})

    @cached_property
    def judged(self) -> Judged:
        """Return what the checker says of it."""
        return judge(self.problem, self.roster)

    def changes(self, published: Mapping[str, str]) -> int:
        """Return how many sessions somebody else has than is published."""
        return changes_of(self.only_known(published), self.roster)

    def broken_hours(self, since: date) -> tuple[BrokenHours, ...]:
        """Return the limits of days and weeks that are broken on a day from ``since`` on."""
        first = (since - self.problem.start).days
        told = (self._broken_hours(one) for one in self.judged.broken if one.rule in HOURS)
        return tuple(one for one in told if one.last >= max(first, 0))

    def _broken_hours(self, one: Broken) -> BrokenHours:
        when = int(one.where)
        weeks = self.problem.weeks
        days = [day for day, week in enumerate(weeks) if week == when] if one.rule in OF_WEEK else [when]
        return BrokenHours(
            one.rule, UUID(hex=one.person), self.problem.start + timedelta(days=days[0]), days[-1]
        )


def differing(old: RosterCard, new: RosterCard) -> list[tuple[RosterCell | None, RosterCell | None]]:
    """Return the sessions whose A or B differ between two versions of a month, by day; None: not there."""
    order = list(DaySession)
    before, after = ({(one.post_id, one.day, one.session): one for one in card.cells} for card in (old, new))
    places = sorted({*before, *after}, key=lambda one: (one[1], order.index(one[2]), one[0]))
    return [
        (before.get(one), after.get(one))
        for one in places
        if _people_of(before.get(one)) != _people_of(after.get(one))
    ]


def _people_of(cell: RosterCell | None) -> tuple[UUID | None, UUID | None]:
    return (cell.a_id, cell.b_id) if cell else (None, None)


def over_hours(
    hall_id: UUID, specs: Iterable[ShiftSpec], *, since: date, until: date, post_ids: Collection[UUID]
) -> tuple[BrokenHours, ...]:
    """Return the limits of days and weeks that shifts of these posts and days would break (ROT-05)."""
    problem = problem_of(hall_id, post_ids, first=since, until=until)
    return Version(problem, _assigned(specs)).broken_hours(since)


def _assigned(specs: Iterable[ShiftSpec]) -> dict[str, str]:
    return {
        shift_id(one.post_id, one.day, one.session): one.a_id.hex for one in specs if one.a_id is not None
    }


def version_of(card: RosterCard) -> Version:
    """Return a version with the problem of its month as things are now."""
    posts = department_posts(card.hall_id, card.department_id)
    problem, carried = problem_and_carried(
        card.hall_id, posts, first=card.month, until=month_until(card.month)
    )
    return Version(problem, assigned_of(card.cells), carried)


def published_of(card: RosterCard) -> dict[str, str]:
    """Return who is published as A in the month of a version, by the engine's name of the session."""
    posts = department_posts(card.hall_id, card.department_id)
    told = shifts(card.hall_id, since=card.month, until=month_until(card.month), post_ids=posts)
    return {shift_id(one.post_id, one.day, one.session): one.a_id.hex for one in told}


def cell_takers(
    version: Version, post_id: UUID, day: date, session: DaySession, published: Mapping[str, str] = {}
) -> tuple[CellTaker, ...]:
    """Return everybody who holds a post, as the A of one cell: what speaks against them and what it costs.

    Who has it stands first, then who could take it, the cheapest first.  Empty where the window is not open.
    """
    name = shift_id(post_id, day, session)
    if name not in version.known:
        return ()
    base = version.only_known(published) if published else None
    return tuple(
        CellTaker(
            person_id=UUID(hex=one.person),
            rank=one.rank,
            has_it=one.has_it,
            against=tuple((str(why.why), UUID(hex=why.post) if why.post else None) for why in one.against),
            price=price(version.problem, one.terms, one.short),
            vacant=one.vacant,
            changes=one.changes,
        )
        for one in takers_of(version.problem, version.roster, name, base)
    )


def price(problem: Problem, terms: Mapping[str, int], short: int) -> Price:
    """Return what the checker counts more as a price, the weightiest term first."""
    told = tuple(sorted(terms.items(), key=lambda one: (-abs(one[1]), one[0])))
    return Price(told, short if problem.demands else None)
