"""Questions about standing in: who is expected where, who is there, for whom somebody acts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import rules
from yichuang.posts.models import Away, Cover, Post, SignOn
from yichuang.posts.selectors.leave import covers_between, covers_now, leave_now
from yichuang.posts.selectors.shifts import (
    day_spans,
    holders_by_day,
    part_of_day,
    shift_now,
    shift_of,
)
from yichuang.posts.types import CoverCard, LonePlace, Part
from yichuang.regulations import selectors as regulations

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def expected_at(hall_id: UUID, post_id: UUID, window_id: UUID, at: datetime) -> UUID | None:
    """Return who is A of a post in the session that runs at ``at`` or is the next of the day; None: nobody.

    By the published shift; where none was published, who holds the post as A.
    """
    if part_of_day(hall_id, window_id, at) is None:
        return None
    shift = shift_now(hall_id, post_id, window_id, at)
    if shift is not None:
        return shift.a_id
    on = local_day(at, organization.timezone_of(hall_id))
    regular = holders_by_day(hall_id, since=on, until=on + DAY, part=Part.A)
    return next(iter(regular.get((post_id, on), [])), None)


def day_of_a_ends(hall_id: UUID, post_id: UUID, window_id: UUID, a_id: UUID, at: datetime) -> datetime:
    """Return when the last session of the day ends in which this A is expected, before another is A there.

    Or, before that, when somebody who was named begins to stand in for them.
    """
    on = local_day(at, organization.timezone_of(hall_id))
    spans = day_spans(hall_id, window_id, on)
    ends = at
    for part, (_opens, closes) in sorted(spans.items(), key=lambda one: one[1]):
        if closes <= at:
            continue
        shift = shift_of(hall_id, post_id, on, part)
        if shift is not None and shift.a_id != a_id:
            break
        ends = closes
    named = Cover.objects.filter(
        hall_id=hall_id, post_id=post_id, a_id=a_id, in_force=True, dropped_at__isnull=True
    )
    return named.filter(begins__gt=at, begins__lt=ends).aggregate(first=Min("begins"))["first"] or ends


def manned(hall_id: UUID, window_id: UUID, at: datetime) -> bool:
    """Say whether somebody who may sits at a window at ``at``; who left it for a while does not."""
    row = SignOn.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True).first()
    if row is None or (row.until is not None and row.until <= at):
        return False
    return not Away.objects.filter(hall_id=hall_id, sign_on_id=row.id, back_at__isnull=True).exists()


def seat_cover(
    hall_id: UUID, person_id: UUID, post_id: UUID, window_id: UUID, at: datetime
) -> CoverCard | None:
    """Return the cover by which a person may sit at a window at ``at``, or None.

    It stands in for who is A of the session that runs or is the next of the day: whoever covers somebody has
    no right to the window in another's session.
    """
    shift = shift_now(hall_id, post_id, window_id, at)
    a_id = shift.a_id if shift else None
    return next(iter(covers_now(hall_id, at, a_id=a_id, b_id=person_id, post_id=post_id)), None)


def cover_told_of(
    hall_id: UUID, person_id: UUID, post_id: UUID, window_id: UUID, at: datetime
) -> CoverCard | None:
    """Return by which cover somebody acted for a post at ``at``: the one they sat by, else the nearest.

    B gets ready before a cover begins, and whoever was called is served after it has ended.
    """
    seated = seat_cover(hall_id, person_id, post_id, window_id, at)
    if seated is not None:
        return seated
    near = covers_between(hall_id, at - DAY, at + DAY)
    near = [one for one in near if (one.b_id, one.post_id) == (person_id, post_id)]
    return min(near, key=lambda one: max(one.begins - at, at - one.ends), default=None)


def acting_for(hall_id: UUID, person_id: UUID, at: datetime) -> list[CoverCard]:
    """Return the covers by which a person holds another's rights at ``at`` (AB-05).

    Nobody acts for somebody while on leave themselves.
    """
    found = covers_now(hall_id, at, b_id=person_id)
    return [] if not found or leave_now(hall_id, person_id, at) is not None else found


def lone_vacancies(hall_id: UUID, at: datetime) -> list[LonePlace]:
    """Return the posts to which the one person a department has here has not come (AB-09).

    It is counted ``ab.vacancy_grace_minutes`` after the session began, in the session only.
    """
    hall = organization.hall(hall_id)
    if not hall.active:
        return []
    windows = {one.id: one for one in organization.windows(hall_id)}
    rows = [row for row in Post.objects.filter(hall_id=hall_id) if row.window_id in windows]
    homes = Counter(windows[row.window_id].department_id for row in rows)
    found: list[LonePlace] = []
    for row in rows:
        home = windows[row.window_id].department_id
        if home is None or homes[home] > 1 or not windows[row.window_id].active:
            continue
        place = _not_come(row, at)
        if place is not None:
            found.append(place)
    return found


def _not_come(row: Post, at: datetime) -> LonePlace | None:
    on = local_day(at, organization.timezone_of(row.hall_id))
    grace = timedelta(minutes=regulations.parameter(row.hall_id, "ab.vacancy_grace_minutes", on))
    spans = day_spans(row.hall_id, row.window_id, on)
    part = rules.part_at(spans, at)
    if part is None or at < spans[part][0] + grace or manned(row.hall_id, row.window_id, at):
        return None
    lasted = Q(ended_at__gt=spans[part][0])  # who went out for a while has come all the same
    lasted |= Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=spans[part][0]))
    came = SignOn.objects.filter(  # by themselves: who stood in and had to go is followed by the next
        lasted, hall_id=row.hall_id, window_id=row.window_id, started_at__lte=at, cover_id__isnull=True
    )
    a_id = expected_at(row.hall_id, row.id, row.window_id, at)
    if a_id is None or came.exists():  # who was there and left is a vacancy, not a day nobody came
        return None
    return LonePlace(row.id, row.window_id, a_id)
