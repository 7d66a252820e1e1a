"""A department's posts with who holds them, and its pools: who may stand where, and who is the reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import POOL_REASONS
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import Part, PoolCard, PostCard


@dataclass(frozen=True, slots=True)
class PostRow:
    """A window's post: its A, who else was given it, and the pool it is in."""

    window: WindowCard
    post: PostCard
    regular: tuple[PersonCard, ...]
    others: tuple[PersonCard, ...]
    pool: PoolCard | None


@dataclass(frozen=True, slots=True)
class PoolPerson:
    """Somebody of a pool: the windows they are A of (none: reserve), and if they may stand there today."""

    person: PersonCard
    windows: tuple[int, ...]
    fit: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody or a post that a form offers; ``chosen`` is the place in the order, or whether it is in."""

    id: UUID
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class PoolView:
    """A pool in words, and what its form offers; ``later``: so it will be, ``open``: it can be changed."""

    card: PoolCard
    windows: tuple[WindowCard, ...]
    people: tuple[PoolPerson, ...]
    reason: str | Promise
    by: str
    later: bool
    open: bool
    posts: tuple[Choice, ...]
    staff: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PoolsPicture:
    """The posts and pools of a department; ``posts`` and ``staff`` are what a new pool is made of."""

    departments: tuple[DepartmentCard | None, ...]
    department: DepartmentCard | None
    department_key: str
    today: date
    rows: tuple[PostRow, ...]
    pools: tuple[PoolView, ...]
    posts: tuple[Choice, ...]
    staff: tuple[Choice, ...]
    reasons: tuple[tuple[str, str | Promise], ...]


def picture_of(hall: HallCard, by: Actor, at: datetime, *, department: str) -> PoolsPicture:
    """Return what was asked for, else the first department one plans; what one does not plan is not found."""
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
    scene = PoolScene(hall, chosen, local_day(at, hall.timezone))
    return PoolsPicture(
        departments=tuple(cards[one] if one else None for one in mine),
        department=cards[chosen] if chosen else None,
        department_key=chosen.hex if chosen else "hall",
        today=scene.today,
        rows=scene.rows(),
        pools=scene.views(),
        posts=scene.posts_for(None),
        staff=scene.staff_for(None),
        reasons=tuple((str(one), label) for one, label in POOL_REASONS.items()),
    )


def pools_of(hall: HallCard, department_id: UUID | None, on: date) -> tuple[PoolView, ...]:
    """Return a department's pools as they are on a day, and as they will be."""
    return PoolScene(hall, department_id, on).views()


def reserve_of(pools: tuple[PoolView, ...]) -> frozenset[UUID]:
    """Return who is in a pool and the A of no post."""
    return frozenset(each.person.id for one in pools for each in one.people if not each.windows)


class PoolScene:
    """The rows behind the picture, read once."""

    def __init__(self, hall: HallCard, department_id: UUID | None, today: date) -> None:
        self.hall, self.department_id, self.today = hall, department_id, today
        wanted = set(rosters.department_posts(hall.id, department_id))
        windows = {one.id: one for one in organization.windows(hall.id)}
        self.posts = sorted(
            ((windows[one.window_id], one) for one in selectors.posts(hall.id, today) if one.id in wanted),
            key=lambda pair: pair[0].number,
        )
        self.window_of = {post.id: window for window, post in self.posts}
        self.people = {one.id: one for one in organization.people(hall.id, include_left=True)}
        self.pools = [one for one in selectors.pools(hall.id, today) if one.department_id == department_id]
        self.regular = selectors.regulars(hall.id, today)
        self.numbers = {
            post: windows[window].number for post, window in selectors.post_windows(hall.id).items()
        }
        self.held = selectors.holders_by_day(hall.id, since=today, until=today + timedelta(days=1))

    def rows(self) -> tuple[PostRow, ...]:
        """Return the posts with who was given each, and its pool."""
        return tuple(
            PostRow(
                window,
                post,
                tuple(self.people[one.person_id] for one in post.holders if one.part is Part.A),
                tuple(
                    self.people[one.person_id]
                    for one in post.holders
                    if one.part is Part.B and one.pool_id is None
                ),
                next((one for one in self.pools if post.id in one.post_ids and not self._later(one)), None),
            )
            for window, post in self.posts
        )

    def views(self) -> tuple[PoolView, ...]:
        """Return the department's pools, as they are and as they will be."""
        return tuple(self._view(one) for one in self.pools)

    def _later(self, card: PoolCard) -> bool:
        return card.active_from > self.today

    def _view(self, card: PoolCard) -> PoolView:
        by = self.people.get(card.set_by)
        said = card.ended_for or card.reason
        return PoolView(
            card=card,
            windows=tuple(self.window_of[one] for one in card.post_ids if one in self.window_of),
            people=tuple(self._person(card, one) for one in card.person_ids),
            reason=POOL_REASONS[said] if said else "",
            by=by.display_name if by else "",
            later=self._later(card),
            open=card.active_until is None,
            posts=self.posts_for(card),
            staff=self.staff_for(card),
        )

    def _person(self, card: PoolCard, person_id: UUID) -> PoolPerson:
        return PoolPerson(
            self.people[person_id],
            tuple(sorted(self.numbers[one] for one in self.regular.get(person_id, ()))),
            self._later(card)
            or all(person_id in self.held.get((one, self.today), ()) for one in card.post_ids),
        )

    def posts_for(self, card: PoolCard | None) -> tuple[Choice, ...]:
        """Return the posts a pool can have: those of its own, and those of no other."""
        taken = {post for one in self.pools if card is None or one.id != card.id for post in one.post_ids}
        return tuple(
            Choice(post.id, f"{window.number}", "yes" if card and post.id in card.post_ids else "")
            for window, post in self.posts
            if post.id not in taken
        )

    def staff_for(self, card: PoolCard | None) -> tuple[Choice, ...]:
        """Return who can be in it: the department's people, and whoever holds one of its posts."""
        here = [one for one in organization.people(self.hall.id) if self._near(one)]
        order = list(card.person_ids) if card else []
        found = [
            Choice(
                one.id,
                f"{one.worker_number} {one.display_name}",
                str(order.index(one.id) + 1) if one.id in order else "",
            )
            for one in sorted(here, key=lambda one: one.worker_number)
        ]
        return tuple(sorted(found, key=lambda one: int(one.chosen or 999)))

    def _near(self, one: PersonCard) -> bool:
        holds = any(one.id == held.person_id for _window, post in self.posts for held in post.holders)
        return holds or one.department_id == self.department_id
