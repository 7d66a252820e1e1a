"""A department's published month as the engine and the checker see it, read once for all that is asked."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.posts.models import Post
from yichuang.posts.selectors.demand import DAY, covered, needs
from yichuang.posts.selectors.roster import department_posts, month_until
from yichuang.posts.selectors.roster_problem import problem_of, shift_id
from yichuang.posts.selectors.roster_version import Version, price
from yichuang.posts.selectors.shifts import open_days, shifts
from yichuang.posts.types import Covered, DaySession, ShiftSpec
from yichuang.posts.types.roster import BrokenHours, Price
from yichuang.rostering.checker import judge
from yichuang.rostering.ground import Ground
from yichuang.rostering.table import Table
from yichuang.rostering.takers import difference
from yichuang.rostering.types import Hindrance, Roster


def cover_published(hall_id: UUID, post_id: UUID, day: date) -> dict[DaySession, Covered]:
    """Return, for the department of a post, what the sessions of a day need and have as it is published."""
    window = Post.objects.get(hall_id=hall_id, id=post_id).window_id
    home = organization.window(hall_id, window).department_id
    posts, until = department_posts(hall_id, home), day + DAY
    planned = {
        (one.post_id, one.day, one.session) for one in shifts(hall_id, since=day, until=until, post_ids=posts)
    }
    places = open_days(hall_id, since=day, until=until, post_ids=posts).places
    return {one.session: one for one in covered(needs(hall_id, home), places, planned)}


class PublishedMonth:
    """The month a shift of a post lies in, with all posts of its department; read once, asked often."""

    def __init__(self, hall_id: UUID, post_id: UUID, day: date) -> None:
        self.first = day.replace(day=1)
        until = month_until(self.first)
        window = Post.objects.get(hall_id=hall_id, id=post_id).window_id
        posts = department_posts(hall_id, organization.window(hall_id, window).department_id)
        told = {
            shift_id(one.post_id, one.day, one.session): one.a_id.hex
            for one in shifts(hall_id, since=self.first, until=until, post_ids=posts)
        }
        self.version = Version(problem_of(hall_id, posts, first=self.first, until=until), told)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self.version.problem)

    def hindrance(self, name: str, taker_id: UUID) -> str:
        """Return what hinders somebody from taking a shift, or nothing; an illness is told as any leave."""
        shift = self._ground.shifts.get(name)
        if shift is None or taker_id.hex not in self._ground.posts[shift.post].ranks:
            return Hindrance.BARRED
        given = {one: who for one, who in self.version.roster.assigned.items() if one != name}
        found = Table(self._ground, given).hindrance(taker_id.hex, shift)
        if found is None:
            return ""
        return Hindrance.LEAVE if found[0] is Hindrance.SICK else found[0]

    def price(self, name: str, taker_id: UUID) -> Price:
        """Return what the month costs more when somebody has a shift."""
        now = self.version.judged
        then = judge(self.version.problem, Roster({**self.version.roster.assigned, name: taker_id.hex}))
        return price(self.version.problem, difference(then, now), then.short - now.short)

    def hours_broken_by(self, spec: ShiftSpec) -> list[BrokenHours]:
        """Return the limits one more or another shift breaks for its A which the month does not (ROT-05)."""
        if spec.a_id is None:
            return []
        name = shift_id(spec.post_id, spec.day, spec.session)
        changed = Version(self.version.problem, {**self.version.roster.assigned, name: spec.a_id.hex})
        before = self.version.broken_hours(self.first)
        return [
            one
            for one in changed.broken_hours(self.first)
            if one not in before and one.person_id == spec.a_id
        ]
