"""What the page of time limits shows: lists with their counts, and a row a case with its bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.cases import selectors as cases
from yichuang.cases.labels import PURPOSE, STATE
from yichuang.cases.types import CaseCard, LimitCard, LimitList, LimitPage, PauseRequestCard, Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard, ClockState, ReprojectionCard, Unit
from yichuang.kernel import live
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.casework.pauses import asked_text
from yichuang.screens.limits.asked import Asked
from yichuang.screens.limits.bars import Bar, bar_of, used_of

PAGE = 50
MOST_IN_A_BOOK = 5000
LISTS: dict[LimitList, tuple[str | Promise, str]] = {
    LimitList.ALL: (_("All open"), ""),
    LimitList.OVERDUE: (_("Over: red card"), "bad"),
    LimitList.NEAR: (_("Runs short: yellow card"), "warn"),
    LimitList.STILL: (_("Stands still by law"), "mute"),
    LimitList.OK: (_("In time"), "ok"),
    LimitList.ASKED: (_("Pause asked for"), "warn"),
    LimitList.STALE: (_("Step idle"), "bad"),
    LimitList.UNTOLD: (_("Result not told"), "bad"),
}
#: The four that share all open cases among them, in the order they are drawn.
SHARES = (LimitList.OVERDUE, LimitList.NEAR, LimitList.STILL, LimitList.OK)


@dataclass(frozen=True, slots=True)
class Row:
    """A case with its time in words; ``tone`` is the colour of its card: bad, warn, mute or ok."""

    case: CaseCard
    item: ItemCard | None
    state: str | Promise
    owner: str
    purpose: str | Promise
    budget: str
    used: str
    left: str
    over: bool
    due: date
    due_at: datetime | None
    tone: str
    ground: str
    since: datetime | None
    asked: str
    asked_at: datetime | None
    percent: int
    bar: Bar


@dataclass(frozen=True, slots=True)
class Listed:
    """One list in the row of lists: its name, how many stand in it, where it is, whether it is shown."""

    label: str | Promise
    tone: str
    count: int
    query: str
    here: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the drawn whole: from where and how wide, in hundredths."""

    label: str | Promise
    tone: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class LimitsPicture:
    """The page at one moment."""

    lists: tuple[Listed, ...]
    shares: tuple[Share, ...]
    rows: tuple[Row, ...]
    total: int
    first: int
    last: int
    before: str
    after: str
    live: str
    anew: tuple[ReprojectionCard, ...]


def picture_of(hall: HallCard, by: Actor, asked: Asked, at: datetime) -> LimitsPicture:
    """Return what somebody sees with this filter at ``at``."""
    page = page_of(hall, by, asked, at, start=asked.start, size=PAGE)
    total = page.counts[asked.wanted.list]
    last = asked.start + len(page.rows)
    return LimitsPicture(
        lists=tuple(
            Listed(
                label,
                tone,
                page.counts[name],
                asked.query(list="" if name is LimitList.ALL else name),
                name is asked.wanted.list,
            )
            for name, (label, tone) in LISTS.items()
        ),
        shares=_shares(page),
        rows=rows_of(hall, page.rows, at),
        total=total,
        first=asked.start + 1,
        last=last,
        before=asked.query(start=max(0, asked.start - PAGE)) if asked.start else "",
        after=asked.query(start=last) if last < total and page.rows else "",
        live=f"/live/cases/{hall.code}/all?grant={live.grant(by, hall.id, 'cases', 'all', at)}",
        anew=tuple(deadlines.reprojections(hall.id, at)),
    )


def page_of(hall: HallCard, by: Actor, asked: Asked, at: datetime, *, start: int, size: int) -> LimitPage:
    """Return the cards behind the page."""
    return cases.limits(
        hall.id, by.id, cases.eyes(hall.id, by.id, at), at, asked.wanted, start=start, size=size
    )


def _shares(page: LimitPage) -> tuple[Share, ...]:
    whole = sum(page.counts[one] for one in SHARES)
    found, x = [], 0.0
    for one in SHARES:
        width = round(100 * page.counts[one] / whole, 2) if whole else 0.0
        label, tone = LISTS[one]
        found.append(Share(label, tone, page.counts[one], round(x, 2), width))
        x += width
    return tuple(found)


def rows_of(hall: HallCard, cards: tuple[LimitCard, ...], at: datetime) -> tuple[Row, ...]:
    """Return cases and clocks in words; items and people are read once for all."""
    if not cards:
        return ()
    items: dict[UUID, ItemCard] = {
        one.id: one for one in catalogue.items(hall.id, local_day(at, hall.timezone))
    }
    gone = {one.case.item_version_id for one in cards if one.case.item_id not in items}
    past = {one: catalogue.version(hall.id, one) for one in gone}
    asked = cases.asked_pauses(hall.id, [one.case.id for one in cards])
    people = {one.id: f"{one.display_name} {one.worker_number}" for one in organization.people(hall.id)}
    return tuple(
        _row(
            hall,
            one,
            items.get(one.case.item_id) or past.get(one.case.item_version_id),
            people.get(one.clock.owner_id, "") if one.clock.owner_id else "",
            asked.get(one.case.id),
            at,
        )
        for one in cards
    )


def _left(clock: ClockCard, hall: HallCard, at: datetime) -> str:
    """Say how much is left of a clock, or by how much it is over; empty on the day it is due.

    What its own unit cannot tell (at once, or a rest day after the last) is told in calendar days.
    """
    if clock.remaining and clock.counted_in is not Unit.IMMEDIATE:
        return deadlines.amount_text(abs(clock.remaining), clock.counted_in)
    due = clock.due or local_day(clock.due_at, hall.timezone)
    days = abs((local_day(at, hall.timezone) - due).days)
    return deadlines.amount_text(days, Unit.CALENDAR_DAY) if days else ""


def _row(
    hall: HallCard,
    card: LimitCard,
    item: ItemCard | None,
    owner: str,
    asked: PauseRequestCard | None,
    at: datetime,
) -> Row:
    clock = card.clock
    pause = next((one for one in reversed(clock.pauses) if one.until is None), None)
    paused = clock.state is ClockState.PAUSED
    return Row(
        case=card.case,
        item=item,
        state=STATE[card.case.state],
        owner=owner,
        purpose=PURPOSE[Purpose(clock.purpose)],
        budget=deadlines.budget_text(clock.budget),
        used=f"{max(0, clock.elapsed)}/{clock.total}",
        left=_left(clock, hall, at),
        over=clock.overdue,
        due=clock.due or local_day(clock.due_at, hall.timezone),
        due_at=None if clock.due else clock.due_at,
        tone="bad" if clock.overdue else "mute" if paused else "warn" if clock.near else "ok",
        ground=deadlines.ground_text(pause.ground) if pause else "",
        since=pause.since if pause else None,
        asked=asked_text(asked) if asked else "",
        asked_at=asked.asked_at if asked else None,
        percent=used_of(clock),
        bar=bar_of(clock, at),
    )
