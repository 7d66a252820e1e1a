"""Questions about swaps: who could take a shift and what it would cost, which swaps there are."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import SwapUnfit
from yichuang.posts.labels import HINDRANCES
from yichuang.posts.models import Post
from yichuang.posts.models.roster import Swap
from yichuang.posts.selectors.roster import department_posts, month_until, swap_card
from yichuang.posts.selectors.roster_problem import problem_of, shift_id
from yichuang.posts.selectors.roster_version import Version
from yichuang.posts.selectors.shifts import holders_by_day, shifts
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import SwapCard, SwapOffer
from yichuang.rostering.checker import judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.types import Hindrance
from yichuang.rostering.types import Roster as Plan


class _Month:
    """A department's published month as the engine sees it, read once."""

    def __init__(self, hall_id: UUID, post_id: UUID, day: date) -> None:
        month = day.replace(day=1)
        until = month_until(month)
        window = Post.objects.get(hall_id=hall_id, id=post_id).window_id
        posts = department_posts(hall_id, organization.window(hall_id, window).department_id)
        self.problem = problem_of(hall_id, posts, first=month, until=until)
        self.ground = Ground(self.problem)
        told = {
            shift_id(one.post_id, one.day, one.session): one.a_id.hex
            for one in shifts(hall_id, since=month, until=until, post_ids=posts)
        }
        version = Version(self.problem, told)
        self.assigned, self.before = version.roster.assigned, version.judged.cost

    def hindrance(self, name: str, taker_id: UUID) -> str:
        """Return what hinders somebody from taking a shift, or nothing; an illness is told as any leave."""
        shift = self.ground.shifts.get(name)
        if shift is None or taker_id.hex not in self.ground.posts[shift.post].ranks:
            return Hindrance.BARRED
        given = {one: who for one, who in self.assigned.items() if one != name}
        found = Table(self.ground, given).hindrance(taker_id.hex, shift)
        if found is None:
            return ""
        return Hindrance.LEAVE if found[0] is Hindrance.SICK else found[0]

    def cost(self, name: str, taker_id: UUID) -> int:
        """Return what the month's wishes cost more when somebody has a shift."""
        return judge(self.problem, Plan({**self.assigned, name: taker_id.hex})).cost - self.before


def cost_of_swap(hall_id: UUID, post_id: UUID, day: date, session: DaySession, taker_id: UUID) -> int:
    """Return what the month's wishes cost more when somebody takes over a shift; nothing is changed.

    Raises: SwapUnfit (ROT-05): they are on leave, elsewhere, not qualified, or their week is full.
    """
    month, name = _Month(hall_id, post_id, day), shift_id(post_id, day, session)
    why = month.hindrance(name, taker_id)
    if why:
        raise SwapUnfit(worker=organization.person(hall_id, taker_id).worker_number, why=str(HINDRANCES[why]))
    return month.cost(name, taker_id)


def swap_offers(
    hall_id: UUID, post_id: UUID, day: date, session: DaySession, giver_id: UUID
) -> list[SwapOffer]:
    """Return everybody else who holds the post that day: what it would cost, or why they cannot."""
    month, name = _Month(hall_id, post_id, day), shift_id(post_id, day, session)
    held = holders_by_day(hall_id, since=day, until=day + timedelta(days=1)).get((post_id, day), [])
    found = []
    for who in dict.fromkeys(held):
        if who != giver_id:
            why = month.hindrance(name, who)
            found.append(SwapOffer(who, month.cost(name, who) if not why else None, why))
    return sorted(found, key=lambda one: (one.cost is None, one.cost or 0))


def swaps(hall_id: UUID, *, since: date) -> list[SwapCard]:
    """Return the swaps of shifts on a day or later, the newest first."""
    rows = Swap.objects.filter(hall_id=hall_id, day__gte=since)
    return [swap_card(row) for row in rows.order_by("-asked_at", "-id")]
