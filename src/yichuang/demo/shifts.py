"""Publish who is A and who is B in the demo hall for three months, as its office does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.demo.scene import plan
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.types import DaySession, ShiftSpec

AHEAD = timedelta(days=92)


def publish(*, first: date, by: Actor, at: datetime) -> None:
    """Publish the shifts from ``first`` on; over noon the first of the B holders is A.

    The window that only opens when many wait has none.
    """
    until = first + AHEAD
    steady = {row["number"] for row in plan()["windows"] if not row.get("surge")}
    windows = {one.id for one in organization.windows(by.hall_id) if one.number in steady}
    cards = [one for one in posts.posts(by.hall_id, first) if one.window_id in windows]
    ids = [one.id for one in cards]
    holders = {one.id: [holder.person_id for holder in one.holders] for one in cards}
    found = posts.proposed_shifts(by.hall_id, since=first, until=until, post_ids=ids)
    services.publish_shifts(
        shifts=_over_noon(found, holders), first=first, until=until, post_ids=ids, by=by, at=at
    )


def _over_noon(specs: list[ShiftSpec], holders: dict[UUID, list[UUID]]) -> list[ShiftSpec]:
    """Let whoever relieves A over noon be its A then, and A be B."""
    taken: dict[tuple[date, DaySession], set[UUID]] = defaultdict(set)
    found = []
    for one in specs:
        held = holders[one.post_id]
        if one.session is DaySession.NOON and len(held) > 1 and held[1] not in taken[one.day, one.session]:
            one = replace(one, a_id=held[1], b_id=held[0])
            taken[one.day, one.session].add(held[1])
        found.append(one)
    return found
