"""Questions about published shifts whose person may not hold the post any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q

from yichuang.posts.models import Shift
from yichuang.posts.selectors.shifts import holders_by_day, shift_card, shifts, shifts_of
from yichuang.posts.types import BareShifts, FaultCard, ShiftCard, ShiftFault, ShiftSpec

DAY = timedelta(days=1)


def bare_shifts(hall_id: UUID, post_ids: Collection[UUID], *, since: date, until: date) -> list[BareShifts]:
    """Return whose published shifts of these posts and days have to be planned anew, the first to come first.

    Their A or B has left, was withdrawn, has no certificate that day or no longer holds the post (AB-01).
    """
    held = holders_by_day(hall_id, since=since, until=until)
    found: dict[UUID, list[ShiftCard]] = {}
    for one in shifts(hall_id, since=since, until=until, post_ids=post_ids):
        for person_id in (one.a_id, one.b_id):
            if person_id is not None and person_id not in held.get((one.post_id, one.day), ()):
                found.setdefault(person_id, []).append(one)
    cards = [
        BareShifts(
            person_id,
            listed[0].day,
            sum(one.a_id == person_id for one in listed),
            sum(one.b_id == person_id for one in listed),
            tuple({one.post_id: one.day for one in reversed(listed)}.items())[::-1],
        )
        for person_id, listed in found.items()
    ]
    return sorted(cards, key=lambda one: (one.first, one.person_id))


def named_unheld(hall_id: UUID, post_ids: Collection[UUID], *, since: date) -> list[FaultCard]:
    """Return who is named in published shifts of these posts from a day on, but may not hold the post."""
    rows = Shift.objects.filter(hall_id=hall_id, post_id__in=post_ids, day__gte=since)
    last = rows.aggregate(day=Max("day"))["day"]
    if last is None:
        return []
    until = last + DAY
    held = holders_by_day(hall_id, since=since, until=until)
    return [
        FaultCard(
            ShiftSpec(one.post_id, one.day, one.session, one.a_id, one.b_id),
            ShiftFault.NOT_QUALIFIED,
            person_id,
        )
        for one in shifts(hall_id, since=since, until=until, post_ids=post_ids)
        for person_id in (one.a_id, one.b_id)
        if person_id is not None and person_id not in held.get((one.post_id, one.day), ())
    ]


def shifts_left_by(hall_id: UUID, person_id: UUID, *, since: date) -> list[ShiftCard]:
    """Return somebody's published shifts from a day on whose post they may not hold any more."""
    rows = Shift.objects.filter(Q(a_id=person_id) | Q(b_id=person_id), hall_id=hall_id, day__gte=since)
    listed = [shift_card(row) for row in rows.order_by("day", "session", "post_id")]
    if not listed:
        return []
    held = holders_by_day(hall_id, since=since, until=listed[-1].day + DAY)
    return [one for one in listed if person_id not in held.get((one.post_id, one.day), ())]


def duties_of(hall_id: UUID, person_id: UUID, *, since: date, until: date) -> list[ShiftCard]:
    """Return the shifts in which somebody is A or B and may be: none of a post they hold no more (AB-01)."""
    held = holders_by_day(hall_id, since=since, until=until)
    mine = shifts_of(hall_id, person_id, since=since, until=until)
    return [one for one in mine if person_id in held.get((one.post_id, one.day), ())]
