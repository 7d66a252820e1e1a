"""What the page of rosters shows: a month by window and day, who carries how much, what speaks against it."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import pgettext

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS, UNBEND_REASONS
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_version import published_of, version_of
from yichuang.posts.types import (
    BareShifts,
    Part,
    PostCard,
    RosterCard,
    RosterCell,
    RosterState,
)
from yichuang.screens.rosters.against import Against, Told
from yichuang.screens.rosters.edit import Edit, edit_of
from yichuang.screens.rosters.fairness import Fairness, fairness_of
from yichuang.screens.rosters.need_lines import NeedLine, need_lines
from yichuang.screens.rosters.pools import PoolView, pools_of, reserve_of
from yichuang.screens.rosters.prices import PriceRow, price_rows
from yichuang.screens.rosters.runs import BentView, RunView, bent_views, run_view
from yichuang.screens.rosters.why import place_of, why_view
from yichuang.screens.rosters.without import WithoutReserve, without_of


@dataclass(frozen=True, slots=True)
class Day:
    """A column: its number, and whether people usually do not work on it."""

    day: date
    free: bool
    weekday: str


@dataclass(frozen=True, slots=True)
class Square:
    """A window's day: the As of its sessions by surname, with what is special; empty where it is closed."""

    edit: str
    text: str
    names: str
    two: bool
    vacant: bool
    stand_in: bool
    pinned: bool
    here: bool
    left: bool
    flexible: bool
    against: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A window's month."""

    window: WindowCard
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class BareRow:
    """Whose published shifts lack them, since they may not hold the post any more."""

    card: BareShifts
    person: PersonCard


@dataclass(frozen=True, slots=True)
class RostersPicture:
    """A department's month with everything beside it."""

    departments: tuple[DepartmentCard | None, ...]
    department: DepartmentCard | None
    department_key: str
    month: date
    before: date
    after: date
    today: date
    due: date
    late: bool
    versions: tuple[RosterCard, ...]
    card: RosterCard | None
    draft: bool
    filed: bool
    published: bool
    days: tuple[Day, ...]
    lines: tuple[Line, ...]
    needs: tuple[NeedLine, ...]
    fair: Fairness | None
    against: tuple[Told, ...]
    against_more: int
    prices: tuple[PriceRow, ...]
    runs: tuple[RunView, ...]
    without: WithoutReserve | None
    bent: tuple[BentView, ...]
    bare: tuple[BareRow, ...]
    pools: tuple[PoolView, ...]
    mendable: RosterCard | None
    before_this: RosterCard | None
    edit: Edit | None

    @property
    def unbending(self) -> tuple[tuple[str, str | Promise], ...]:
        """Return why a bent rule may be withdrawn."""
        return tuple((one.value, label) for one, label in UNBEND_REASONS.items())

    @property
    def deviations(self) -> int:
        """Return how many rules are bent in the month and were not withdrawn."""
        return sum(one.withdrawn_at is None for one in self.bent)

    @property
    def reserve(self) -> frozenset[UUID]:
        """Return who is in one of the pools and the A of no post."""
        return reserve_of(self.pools)


def _at_work_on(hall_id: UUID, department_id: UUID | None, today: date) -> date:
    """Return next month once it is begun, or time to, or where this one was never planned here; else this."""
    following = rosters.month_until(today)
    if today >= rosters.reminded(hall_id, following) or rosters.rosters(hall_id, department_id, following):
        return following
    planned = rosters.rosters(hall_id, department_id, today.replace(day=1))
    return today.replace(day=1) if planned else following


def picture_of(
    hall: HallCard,
    by: Actor,
    at: datetime,
    *,
    department: str,
    month: date | None,
    version: str,
    edit: str,
    left: str = "",
) -> RostersPicture:
    """Return the month that was asked for, else the one at work on; what one does not plan is not found.

    ``edit`` is the cell that is looked at, ``left`` the one that was: there the keyboard goes on.
    """
    mine = [
        one
        for one in rosters.rostered_departments(hall.id)
        if rosters.may_make_roster(hall.id, by.id, one, at)
    ]
    cards = {one.id: one for one in organization.departments(hall.id)}
    chosen = _chosen(mine, department)
    today = local_day(at, hall.timezone)
    month = (month or _at_work_on(hall.id, chosen, today)).replace(day=1)
    versions = rosters.rosters(hall.id, chosen, month) if mine else []
    card = next((one for one in versions if str(one.version) == version), versions[0] if versions else None)
    last = rosters.due(hall.id, month)
    pools = pools_of(hall, chosen, max(month, today)) if card else ()
    scene = _Scene(hall, card, at, edit, left, reserve_of(pools)) if card else None
    return RostersPicture(
        departments=tuple(cards[one] if one else None for one in mine),
        department=cards[chosen] if chosen else None,
        department_key=chosen.hex if chosen else "hall",
        month=month,
        before=(month - timedelta(days=1)).replace(day=1),
        after=rosters.month_until(month),
        today=today,
        due=last,
        late=today > last and not any(one.state in _ON_FILE for one in versions),
        versions=tuple(versions),
        card=card,
        draft=card is not None and card.state is RosterState.DRAFT,
        filed=card is not None and card.state is RosterState.FILED,
        published=card is not None and card.state is RosterState.PUBLISHED,
        days=scene.days if scene else (),
        lines=scene.lines() if scene else (),
        needs=need_lines(card, scene.days) if card and scene else (),
        fair=scene.fairness() if scene else None,
        against=scene.against.month() if scene else (),
        against_more=scene.against.count - len(scene.against.month()) if scene else 0,
        prices=price_rows(hall.id, month) if card else (),
        runs=tuple(run_view(hall.id, one) for one in (_runs(hall.id, card) if card else ())),
        without=without_of(card, scene.version, today, by, at) if card and scene else None,
        bent=bent_views(hall.id, month) if card else (),
        bare=_bare(hall.id, chosen, month, today) if mine else (),
        pools=pools,
        mendable=next((one for one in versions if one.state is RosterState.PUBLISHED), None),
        before_this=_before(versions, card),
        edit=scene.edit() if scene else None,
    )


def _bare(hall_id: UUID, department_id: UUID | None, month: date, today: date) -> tuple[BareRow, ...]:
    """Return whose shifts of the month, from today on, are to be planned anew."""
    since, until = max(month, today), rosters.month_until(month)
    if since >= until:
        return ()
    people = {one.id: one for one in organization.people(hall_id, include_left=True)}
    posts = rosters.department_posts(hall_id, department_id)
    found = selectors.bare_shifts(hall_id, posts, since=since, until=until)
    return tuple(BareRow(one, people[one.person_id]) for one in found)


def _before(versions: list[RosterCard], card: RosterCard | None) -> RosterCard | None:
    """Return the version to compare one with: the published one before it, else the one before it."""
    older = [one for one in versions if card and one.version < card.version]
    published = [one for one in older if one.state is RosterState.PUBLISHED]
    return next(iter(published or older), None)


_ON_FILE = (RosterState.FILED, RosterState.PUBLISHED)


def _chosen(mine: list[UUID | None], asked: str) -> UUID | None:
    keys = {(one.hex if one else "hall"): one for one in mine}
    if asked and asked.replace("-", "") not in keys:
        raise Http404
    return keys[asked.replace("-", "")] if asked else next(iter(mine), None)


def _runs(hall_id: UUID, card: RosterCard) -> list:  # type: ignore[type-arg]
    """Return the runs to show: those on this version, and the one it was made by."""
    found = rosters.runs(hall_id, card.id)[:2]
    return found + ([rosters.run(hall_id, card.run_id)] if card.run_id else [])


class _Scene:
    """The rows behind the picture of one version, read once."""

    def __init__(
        self, hall: HallCard, card: RosterCard, at: datetime, edit: str, left: str, reserve: frozenset[UUID]
    ) -> None:
        self.hall, self.card, self.reserve = hall, card, reserve
        self.asked, self.session = place_of(edit)
        self.left = place_of(left)[0]
        self.version = version_of(card)
        self.against = Against(hall, card, self.version, at)
        self.faulty = self.against.days()
        windows = {one.id: one for one in organization.windows(hall.id)}
        wanted = {one.post_id for one in card.cells}
        posts = [one for one in selectors.posts(hall.id, card.month) if one.id in wanted]
        self.posts: list[tuple[WindowCard, PostCard]] = sorted(
            ((windows[one.window_id], one) for one in posts), key=lambda pair: pair[0].number
        )
        self.people = {one.id: one for one in organization.people(hall.id, include_left=True)}
        until = rosters.month_until(card.month)
        regular = selectors.holders_by_day(hall.id, since=card.month, until=until, part=Part.A)
        self.regular = {(post, who) for (post, _day), listed in regular.items() for who in listed}
        self.cells: dict[tuple[UUID, date], list[RosterCell]] = defaultdict(list)
        for cell in card.cells:
            self.cells[cell.post_id, cell.day].append(cell)
        last = calendar.monthrange(card.month.year, card.month.month)[1]
        dates = [card.month.replace(day=number) for number in range(1, last + 1)]
        free = organization.free_among(hall.id, dates)
        self.days = tuple(Day(day, day in free, str(day.isoweekday())) for day in dates)

    def _name(self, person_id: UUID | None) -> str:
        return self.people[person_id].display_name if person_id in self.people else "–"

    def _said(self, cell: RosterCell) -> str:
        """Return the A of a session, and whether it is somebody of the reserve."""
        mark = f" ({pgettext('staff', 'reserve')})" if cell.a_id in self.reserve else ""
        return f"{DAY_SESSIONS[cell.session]} {self._name(cell.a_id)}{mark}"

    def lines(self) -> tuple[Line, ...]:
        return tuple(
            Line(window, tuple(self._square(post, one.day) for one in self.days))
            for window, post in self.posts
        )

    def _square(self, post: PostCard, day: date) -> Square | None:
        cells = self.cells.get((post.id, day))
        if not cells:
            return None
        who = list(dict.fromkeys(one.a_id for one in cells))
        loose = all(one.flexible for one in cells)
        shown = [one for one in who if one or not loose]  # closed, it is nobody's
        edit = f"{post.id.hex}.{day.isoformat()}"
        return Square(
            edit=edit,
            text="".join(self._name(one)[:1] for one in shown[:2]) or "·",
            names=" · ".join(map(self._said, cells)),
            two=len(shown) > 1,
            vacant=any(one.a_id is None and not one.flexible for one in cells),
            stand_in=any(one and (post.id, one) not in self.regular for one in who),
            pinned=any(one.pinned for one in cells),
            here=edit == self.asked,
            left=edit == self.left,
            flexible=loose,
            against=(post.id, day) in self.faulty,
        )

    def fairness(self) -> Fairness:
        return fairness_of(
            self.card.cells,
            self.version.carried,
            people=self.people,
            regular=self.regular,
            free={one.day for one in self.days if one.free},
            month=self.card.month,
        )

    def edit(self) -> Edit | None:
        for window, post in self.posts:
            for one in self.days:
                cells = self.cells.get((post.id, one.day))
                if cells and f"{post.id.hex}.{one.day.isoformat()}" == self.asked:
                    why = why_view(self.hall.id, self.version, published_of(self.card), cells, self.session)
                    able = self._able(post, one.day, cells)
                    return edit_of(window, cells, able, self.against.of(cells), why)
        return None

    def _able(self, post: PostCard, day: date, cells: list[RosterCell]) -> tuple[PersonCard, ...]:
        """Return who may hold a post on a day, and whoever is named for it all the same."""
        held = selectors.holders_by_day(self.hall.id, since=day, until=day + timedelta(days=1))
        named = [who for one in cells for who in (one.a_id, one.b_id) if who is not None]
        return tuple(self.people[one] for one in dict.fromkeys([*held.get((post.id, day), ()), *named]))
