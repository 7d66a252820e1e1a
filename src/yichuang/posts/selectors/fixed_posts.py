"""Questions about the posts of a department that are held whatever is needed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.posts.selectors.demand import flexible
from yichuang.posts.selectors.roster import department_posts
from yichuang.posts.selectors.shifts import open_days

#: So long is looked ahead for hours: longer than any holiday.
AHEAD = timedelta(days=21)


def fixed_posts(hall_id: UUID, department_id: UUID | None, day: date) -> set[UUID]:
    """Return a department's posts that have hours and are not flexible, now or later, from a day on."""
    posts = department_posts(hall_id, department_id)
    loose = {one.post_id for one in flexible(hall_id, since=day)}
    places = open_days(hall_id, since=day, until=day + AHEAD, post_ids=posts).places
    return {one.post_id for one in places} - loose


def only_flexible_left(hall_id: UUID, window_id: UUID, day: date) -> bool:
    """Say whether a window's department has flexible windows and no fixed post any more (AB-02)."""
    home = organization.window(hall_id, window_id).department_id
    loose = {one.post_id for one in flexible(hall_id, since=day)}
    return bool(loose & set(department_posts(hall_id, home))) and not fixed_posts(hall_id, home, day)
