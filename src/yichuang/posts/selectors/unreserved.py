"""Questions about cells without a reserve: why they have none, and whether that was allowed (ROT-01)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.posts.models import Leave
from yichuang.posts.selectors.roster import department_posts, month_until
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.selectors.roster_version import Version
from yichuang.posts.selectors.shifts import AWAY, OpenDays, holders_by_day, lasts, open_days, waived
from yichuang.posts.types.roster import RosterCard, RosterCell, Unreserved
from yichuang.rostering.ground import Ground


def unreserved(card: RosterCard, version: Version, since: date) -> list[Unreserved]:
    """Return the cells of a version from a day on that have an A and no B, in order."""
    bare = [one for one in card.cells if one.a_id and not one.b_id and one.day >= since]
    if not bare:
        return []
    first, until = max(card.month, since), month_until(card.month)
    posts = department_posts(card.hall_id, card.department_id)
    days = open_days(card.hall_id, since=first, until=until, post_ids=posts)
    held = holders_by_day(card.hall_id, since=first, until=until)
    gone = _gone(card.hall_id, days)
    allowed = waived(card.hall_id, days)
    ground = Ground(version.problem)
    found = []
    for one in bare:
        place = (one.post_id, one.day, one.session)
        name = shift_id(*place)
        if place not in days.spans or name not in version.known or one.a_id is None:
            continue
        others = set(held.get((one.post_id, one.day), ())) - {one.a_id}
        cause = next((row for row in gone if row.person_id in others and lasts(row, days.spans[place])), None)
        found.append(
            Unreserved(
                post_id=one.post_id,
                day=one.day,
                session=one.session,
                a_id=one.a_id,
                spare=_spare(ground, name, one),
                leave_id=cause.id if cause else None,
                person_id=cause.person_id if cause else None,
                allowed_by=allowed[place].bent_by if place in allowed else None,
            )
        )
    return found


def _spare(ground: Ground, name: str, cell: RosterCell) -> bool:
    return any(UUID(hex=one.person) != cell.a_id for one in ground.present(name))


def _gone(hall_id: UUID, days: OpenDays) -> list[Leave]:
    """Return who is away on one of these days."""
    if not days.spans:
        return []
    first = min(begins for begins, _ends in days.spans.values())
    last = max(ends for _begins, ends in days.spans.values())
    rows = Leave.objects.filter(AWAY, hall_id=hall_id, begins__lt=last, ends__gt=first)
    return list(rows.order_by("begins", "id"))
