"""The time limits of the cases somebody sees: one clock a case, the one that is due first (限时办结)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases.models import Case, PauseRequest
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import LimitCard, LimitList, LimitPage, PauseState, Purpose, WantedLimits
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Among, Which

#: What the hall owes an applicant; the applicant's own times and the archive's are asked for by name.
OWN = (
    Purpose.NOTICE,
    Purpose.STATUTORY,
    Purpose.PROMISED,
    Purpose.STEP,
    Purpose.OPINION,
    Purpose.RESULT,
    Purpose.DELIVERY,
)
#: Which clocks stand in a list: the purpose it is of, if it is of one, and how they stand.
LISTS: dict[LimitList, tuple[Purpose | None, Among]] = {
    LimitList.ALL: (None, Among.ALL),
    LimitList.OVERDUE: (None, Among.OVERDUE),
    LimitList.NEAR: (None, Among.NEAR),
    LimitList.STILL: (None, Among.STILL),
    LimitList.OK: (None, Among.OK),
    LimitList.ASKED: (None, Among.ALL),
    LimitList.STALE: (Purpose.STEP, Among.IDLE),
    LimitList.UNTOLD: (Purpose.RESULT, Among.OVERDUE),
}


def limits(
    hall_id: UUID, person_id: UUID, seen: Seen, at: datetime, wanted: WantedLimits, *, start: int, size: int
) -> LimitPage:
    """Return ``size`` time limits from place ``start`` on, of the cases these eyes see, and the counts.

    Every case stands in it once, with the clock that is due first.  A confidential case is neither shown nor
    counted for who may not see it (CRT-02).
    """
    cases = Case.objects.filter(visible(person_id, seen), hall_id=hall_id)
    if wanted.item_id is not None:
        cases = cases.filter(item_id=wanted.item_id)
    ids = cases.values("id")
    asked_for = PauseRequest.objects.filter(hall_id=hall_id, state=PauseState.ASKED).values("case_id")
    to_be_held = cases.filter(id__in=asked_for).values("id")
    purpose, state = LISTS[wanted.list]
    which = _which(wanted, purpose)
    among = to_be_held if wanted.list is LimitList.ASKED else ids
    clocks = deadlines.listed(hall_id, at, which, among, state=state, start=start, limit=size)
    rows = Case.objects.filter(hall_id=hall_id).in_bulk({one.matter_id for one in clocks if one.matter_id})
    asked = {one: _which(wanted, one) for one in {purpose for purpose, _state in LISTS.values()}}
    counted = {one: deadlines.listed_counts(hall_id, at, which, ids) for one, which in asked.items()}
    return LimitPage(
        rows=tuple(LimitCard(card_of(rows[one.matter_id]), one) for one in clocks if one.matter_id in rows),
        counts={name: counted[purpose][state] for name, (purpose, state) in LISTS.items()}
        | {LimitList.ASKED: deadlines.listed_counts(hall_id, at, asked[None], to_be_held)[Among.ALL]},
    )


def _which(wanted: WantedLimits, purpose: Purpose | None) -> Which:
    of = purpose or wanted.purpose
    return Which(
        purposes=tuple(str(one) for one in ((of,) if of else OWN)),
        department_id=wanted.department_id,
        owner_id=wanted.owner_id,
        due_from=wanted.due_from,
        due_until=wanted.due_until,
        leading=True,
    )
