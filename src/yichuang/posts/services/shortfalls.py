"""Tell where a published roster has fewer windows than are needed."""

from __future__ import annotations

from datetime import date, datetime

from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor
from yichuang.posts.events.demand import RosterShort
from yichuang.posts.selectors import demand
from yichuang.posts.types import RosterCard


def tell_short(card: RosterCard, first: date, *, by: Actor, at: datetime) -> None:
    """Tell within the act of publishing where fewer windows are planned than are needed (QUE-09)."""
    short = [one.short for one in demand.cover_of(card) if one.short and one.day >= first]
    if short:
        told = RosterShort(
            department_id=card.department_id,
            month=card.month,
            roster_version=card.version,
            sessions=len(short),
            windows=sum(short),
        )
        record(told, subject=card.id, by=by, at=at)
