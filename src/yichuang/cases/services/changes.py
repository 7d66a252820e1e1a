"""Tell open applicants once that their item asks for something else now; their own list stays (PUB-08)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.cases import events
from yichuang.cases.models import ChangeTold
from yichuang.cases.selectors.versions import untold
from yichuang.cases.services import papers
from yichuang.cases.services.common import hall_day, item_of, locked, tell
from yichuang.cases.types import OPEN, CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

SWEEP_ID = uuid5(NAMESPACE_URL, "cases.changes")
#: How far back a version may have come into force to be told of still.
BACK = timedelta(days=7)


def tell_changes_everywhere(*, at: datetime) -> int:
    """Tell in every hall of what items ask for otherwise since these days; return how many applicants."""
    return sum(
        tell_changes(by=Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id), at=at)
        for hall in organization.halls()
        if hall.active
    )


def tell_changes(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Tell each open applicant of an item whose materials changed with the version in force now.

    Once a version and case, under its own number; safe to call often.  Return how many were told.
    """
    today = hall_day(by.hall_id, at)
    told = 0
    for item in catalogue.items(by.hall_id, today):
        if item.version > 1 and item.active_from > today - BACK:
            cases = untold(by.hall_id, item)[: limit - told]
            told += sum(_tell(case_id, item, by, at) for case_id in cases)
    return told


@transaction.atomic
def _tell(case_id: UUID, new: ItemCard, by: Actor, at: datetime) -> int:
    case = locked(case_id, by)
    known = ChangeTold.objects.filter(hall_id=case.hall_id, case=case, to_version_id=new.version_id)
    if CaseState(case.state) not in OPEN or case.item_version_id == new.version_id or known.exists():
        return 0
    old = item_of(case)
    notice = papers.change(case, old, new, by=by, at=at)
    ChangeTold.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        item_id=case.item_id,
        from_version_id=old.version_id,
        to_version_id=new.version_id,
        notice_id=notice.id,
        told_at=at,
    )
    told = events.ApplicantToldOfChange(
        from_version_id=old.version_id, to_version_id=new.version_id, notice_id=notice.id
    )
    tell(told, case, by=by, at=at)
    return 1
