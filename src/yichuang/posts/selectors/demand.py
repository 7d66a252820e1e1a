"""Questions about demand: which windows are flexible when, how many should be open, how many are planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.posts.models.demand import Flexible, Need
from yichuang.posts.rules.staffing import windows_for
from yichuang.posts.types.demand import Covered, FlexibleCard, NeedCard, NeedReason, NeedWeight
from yichuang.posts.types.roster import RosterCard, RosterCell
from yichuang.posts.types.shifts import DaySession, ShiftPlace
from yichuang.regulations import selectors as regulations

DAY = timedelta(days=1)
ALWAYS = date.max


def flexible_card(row: Flexible) -> FlexibleCard:
    """Return that a window is flexible as a card."""
    return FlexibleCard(row.id, row.post_id, row.active_from, row.active_until, row.set_by, row.set_at)


def flexible(hall_id: UUID, *, since: date, until: date = ALWAYS) -> list[FlexibleCard]:
    """Return which windows are flexible on some day from ``since`` on, before ``until``."""
    rows = Flexible.objects.filter(
        Q(active_until__isnull=True) | Q(active_until__gt=since), hall_id=hall_id, active_from__lt=until
    )
    return [flexible_card(row) for row in rows.order_by("active_from", "id")]


def flexible_days(hall_id: UUID, *, since: date, until: date) -> set[tuple[UUID, date]]:
    """Return the posts and days from ``since`` on, before ``until``, on which a window is flexible."""
    found = set()
    for one in flexible(hall_id, since=since, until=until):
        day, last = max(since, one.active_from), min(until, one.active_until or until)
        while day < last:
            found.add((one.post_id, day))
            day += DAY
    return found


def is_flexible(hall_id: UUID, post_id: UUID, day: date) -> bool:
    """Say whether a window opens only as the need asks on a day."""
    return any(one.post_id == post_id for one in flexible(hall_id, since=day, until=day + DAY))


def need_card(row: Need) -> NeedCard:
    """Return a need as a card."""
    return NeedCard(
        row.id,
        row.department_id,
        row.weekday,
        DaySession(row.session),
        row.windows,
        row.active_from,
        NeedReason(row.reason),
        row.set_by,
        row.set_at,
        NeedWeight(row.weight),
    )


def needs(hall_id: UUID, department_id: UUID | None, *, until: date = ALWAYS) -> list[NeedCard]:
    """Return every need said for a department that begins before ``until``, the earliest first."""
    rows = Need.objects.filter(
        Q(department_id=department_id), hall_id=hall_id, active_from__lt=until
    ).order_by("active_from", "weekday", "session")
    return [need_card(row) for row in rows]


def needs_on(known: Iterable[NeedCard], day: date) -> dict[DaySession, NeedCard]:
    """Return what is in force on a day: for each of its sessions the need said last."""
    return {one.session: one for one in known if one.weekday == day.isoweekday() and one.active_from <= day}


def promised(hall_id: UUID, on: date) -> tuple[int, int]:
    """Return within how many minutes how many of a hundred people are to be called."""
    return (
        int(regulations.parameter(hall_id, "queue.wait_minutes", on)),
        int(regulations.parameter(hall_id, "queue.wait_share", on)),
    )


def windows_asked(hall_id: UUID, on: date, *, people_hour: float, minutes: float) -> int:
    """Return the fewest windows that keep what the hall promises (``promised``) for so many people."""
    within, share = promised(hall_id, on)
    return windows_for(people_hour=people_hour, minutes=minutes, within=within, share=share / 100)


def cover_of(card: RosterCard) -> list[Covered]:
    """Return need and plan of the sessions of a version's month."""
    planned = {(one.post_id, one.day, one.session) for one in card.cells if one.a_id is not None}
    return covered(needs(card.hall_id, card.department_id), card.cells, planned)


def covered(
    known: Collection[NeedCard],
    places: Iterable[ShiftPlace | RosterCell],
    planned: Collection[tuple[UUID, date, DaySession]],
) -> list[Covered]:
    """Return need and plan of every open session something is asked of, in the order of the days.

    ``places`` are the open sessions of the department's posts, ``planned`` those with an A.
    """
    order = list(DaySession)
    every = {(one.day, one.session) for one in places}
    open_then = Counter((day, session) for _post, day, session in planned)
    found = []
    for day, session in sorted(every, key=lambda one: (one[0], order.index(one[1]))):
        need = needs_on(known, day).get(session)
        if need is not None and need.windows:
            found.append(Covered(day, session, need.windows, open_then[day, session]))
    return found
