"""Tell of the published shifts somebody leaves behind who is gone: they are vacant until planned anew."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.posts import selectors
from yichuang.posts.events import ShiftsLeftBare
from yichuang.posts.types import Rung, ShiftCard


def tell_bare_shifts(person_id: UUID, since: date, *, by: Actor, at: datetime) -> None:
    """Tell head and office, post by post, which published shifts from a day on lack their A or B (AB-02).

    The shifts stay as published, so that everybody sees who was to be there, until the roster is mended.
    """
    left: dict[UUID, list[ShiftCard]] = defaultdict(list)
    for one in selectors.shifts_left_by(by.hall_id, person_id, since=since):
        left[one.post_id].append(one)
    windows = selectors.post_windows(by.hall_id)
    for post_id, listed in left.items():
        told_to = [
            who
            for rung in (Rung.HEAD, Rung.OFFICE)
            for who in selectors.tells(by.hall_id, windows[post_id], rung, at)
        ]
        told = ShiftsLeftBare(
            post_id=post_id,
            person_id=person_id,
            first=listed[0].day,
            as_a=sum(one.a_id == person_id for one in listed),
            as_b=sum(one.b_id == person_id for one in listed),
            person_ids=tuple(dict.fromkeys(told_to)),
        )
        record(told, subject=post_id, by=by, at=at)
