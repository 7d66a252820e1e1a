"""What the page of shifts shows: a week by window and day, published or proposed, and one cell to change."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS, NO_RESERVE
from yichuang.posts.types import DaySession, PostCard, ShiftCard, ShiftSpec
from yichuang.screens.rosters.need_lines import cover_told

WEEK = 7
ALL = frozenset({Role.OFF, Role.UH})
Place = tuple[UUID, date, DaySession]


@dataclass(frozen=True, slots=True)
class Cell:
    """One session of one post: A and B (None: nobody), published or proposed, and who covers for A.

    A flexible window without anybody is closed; ``without`` says who allowed a published shift to have no B.
    """

    place: str
    session: str | Promise
    a: PersonCard | None
    b: PersonCard | None
    published: bool
    away: bool
    covered_by: PersonCard | None
    here: bool
    closed: bool
    without: str = ""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window's week."""

    window: WindowCard
    post: PostCard
    days: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """The cell that is being changed, and who holds its post that day.

    ``cover`` says how many windows its session needs and has; only a flexible window may stay closed.
    """

    window: WindowCard
    day: date
    session: str | Promise
    place: str
    a_id: UUID | None
    b_id: UUID | None
    able: tuple[PersonCard, ...]
    flexible: bool
    cover: str
    short: bool


@dataclass(frozen=True, slots=True)
class ShiftsPicture:
    """A week of the windows somebody plans, and the days that can be published."""

    monday: date
    days: tuple[date, ...]
    rows: tuple[WindowRow, ...]
    edit: Edit | None
    before: date
    after: date
    today: date
    first: date
    last: date
    open: int
    gaps: int


def planned_posts(hall: HallCard, by: Actor, at: datetime) -> list[tuple[WindowCard, PostCard]]:
    """Return the posts somebody plans: the office's are all, a section head's those of the section."""
    held = access.roles_of(hall.id, by.id, at)
    every = any(one.role in ALL or (one.role is Role.SEC and one.department_id is None) for one in held)
    own = {one.department_id for one in held if one.role is Role.SEC}
    windows = {one.id: one for one in organization.windows(hall.id) if one.active}
    found = [
        (windows[one.window_id], one)
        for one in selectors.posts(hall.id, local_day(at, hall.timezone))
        if one.window_id in windows and (every or windows[one.window_id].department_id in own)
    ]
    return sorted(found, key=lambda one: one[0].number)


def place_of(text: str) -> Place | None:
    """Read a cell's place out of an address; None for nonsense."""
    try:
        post, day, session = text.split("_")
        return UUID(post), date.fromisoformat(day), DaySession(session)
    except ValueError:
        return None


def picture_of(hall: HallCard, by: Actor, at: datetime, week_of: date | None, edit: str) -> ShiftsPicture:
    """Return the week of ``week_of`` (None: this one) as somebody who plans it sees it."""
    today = local_day(at, hall.timezone)
    monday = (week_of or today) - timedelta(days=(week_of or today).weekday())
    until = monday + timedelta(days=WEEK)
    mine = planned_posts(hall, by, at)
    ids = {post.id for _window, post in mine}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    open_days = selectors.open_days(hall.id, since=monday, until=until, post_ids=ids)
    published = selectors.shifts(hall.id, since=monday, until=until, post_ids=ids)
    coming = max(monday, today)
    specs = _specs(hall, published, coming, until, ids)
    away = selectors.away_places(hall.id, open_days)
    without = _without(published, people)
    chosen = place_of(edit)
    loose = selectors.flexible_days(hall.id, since=monday, until=until)
    days = tuple(monday + timedelta(days=step) for step in range(WEEK))
    shown = tuple(day for day in days if any(one.day == day for one in open_days.places))

    def cell(place: Place) -> Cell:
        a_id, b_id, said = specs.get(place, (None, None, False))
        gone = a_id is not None and (a_id, place[1], place[2]) in away
        return Cell(
            place=f"{place[0].hex}_{place[1].isoformat()}_{place[2].value}",
            session=DAY_SESSIONS[place[2]],
            a=people.get(a_id) if a_id else None,
            b=people.get(b_id) if b_id else None,
            published=said,
            away=gone,
            covered_by=_covered(hall, place, open_days.spans[place], people) if gone else None,
            here=place == chosen,
            closed=place[:2] in loose and not (a_id or b_id),
            without=without.get(place, ""),
        )

    wanted = [(one.post_id, one.day, one.session) for one in open_days.places]
    rows = tuple(
        WindowRow(
            window,
            post,
            tuple(tuple(cell(one) for one in wanted if one[:2] == (post.id, day)) for day in shown),
        )
        for window, post in mine
    )
    flat = [cell(one) for one in wanted if one in specs or one[:2] not in loose]
    last = date(coming.year, coming.month, calendar.monthrange(coming.year, coming.month)[1])
    return ShiftsPicture(
        monday=monday,
        days=shown,
        rows=rows,
        edit=_edit(hall, mine, chosen, specs, people),
        before=monday - timedelta(days=WEEK),
        after=until,
        today=today,
        first=coming,
        last=last,
        open=sum(not one.published for one in flat),
        gaps=sum(one.a is None or (one.b is None and not one.without) for one in flat),
    )


def _without(published: list[ShiftCard], people: dict[UUID, PersonCard]) -> dict[Place, str]:
    """Return who allowed which published shifts to have no B (ROT-01)."""
    return {
        (one.post_id, one.day, one.session): str(NO_RESERVE) % {"name": people[one.allowed_by].display_name}
        for one in published
        if one.allowed_by in people
    }


def _specs(
    hall: HallCard, published: list[ShiftCard], coming: date, until: date, ids: set[UUID]
) -> dict[Place, tuple[UUID | None, UUID | None, bool]]:
    """Return A and B of every session, published or, for the days to come, proposed."""
    specs: dict[Place, tuple[UUID | None, UUID | None, bool]] = {
        (one.post_id, one.day, one.session): (one.a_id, one.b_id, True) for one in published
    }
    if coming < until:
        for one in selectors.proposed_shifts(hall.id, since=coming, until=until, post_ids=ids):
            specs[one.post_id, one.day, one.session] = (one.a_id, one.b_id, False)
    return specs


def _covered(
    hall: HallCard, place: Place, span: tuple[datetime, datetime], people: dict[UUID, PersonCard]
) -> PersonCard | None:
    covers = selectors.covers_between(hall.id, *span)
    return next((people[one.b_id] for one in covers if one.post_id == place[0]), None)


def _edit(
    hall: HallCard,
    mine: list[tuple[WindowCard, PostCard]],
    chosen: Place | None,
    specs: dict[Place, tuple[UUID | None, UUID | None, bool]],
    people: dict[UUID, PersonCard],
) -> Edit | None:
    if chosen is None:
        return None
    window = next((window for window, post in mine if post.id == chosen[0]), None)
    if window is None:
        return None
    held = selectors.holders_by_day(hall.id, since=chosen[1], until=chosen[1] + timedelta(days=1))
    a_id, b_id, _said = specs.get(chosen, (None, None, False))
    cover = selectors.cover_published(hall.id, chosen[0], chosen[1]).get(chosen[2])
    return Edit(
        window=window,
        day=chosen[1],
        session=DAY_SESSIONS[chosen[2]],
        place=f"{chosen[0].hex}_{chosen[1].isoformat()}_{chosen[2].value}",
        a_id=a_id,
        b_id=b_id,
        able=tuple(people[one] for one in held.get((chosen[0], chosen[1]), ())),
        flexible=selectors.is_flexible(hall.id, chosen[0], chosen[1]),
        cover=cover_told(cover) if cover else "",
        short=cover is not None and cover.short > 0,
    )


def to_publish(hall: HallCard, post_ids: list[UUID], first: date, until: date) -> list[ShiftSpec]:
    """Return what stands published in these days, with the proposal for whatever does not."""
    standing = selectors.shifts(hall.id, since=first, until=until, post_ids=post_ids)
    told = [ShiftSpec(one.post_id, one.day, one.session, one.a_id, one.b_id) for one in standing]
    return told + selectors.proposed_shifts(hall.id, since=first, until=until, post_ids=post_ids)
