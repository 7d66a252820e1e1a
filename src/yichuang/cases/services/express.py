"""Express handling (加急): asked for by one person, approved by another who may, and shown to every step."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Express
from yichuang.cases.refusals import ApproverNeeded, ExpressAlready, NothingToShorten
from yichuang.cases.rules import referrals as rules
from yichuang.cases.services import clocks
from yichuang.cases.services.beside import UNDER_WAY, in_state
from yichuang.cases.services.common import act, hall_day, in_house, item_of, keep_text, locked, tell
from yichuang.cases.types import ExpressCard, Purpose
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.refusals import ShorteningUnfit
from yichuang.deadlines.types import ClockCard, Unit
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.posts import selectors as posts
from yichuang.posts.types import MandateAct
from yichuang.regulations import selectors as regulations

#: What the hall promised and planned is shortened; the law's own limit stands.
SHORTENED = (Purpose.PROMISED, Purpose.STEP)


@act
def make_express(
    *,
    case_id: UUID,
    reason: str,
    approved_by: UUID | None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ExpressCard:
    """Handle a case express: its promised time and that of its step are cut to ``express.limit`` per cent.

    Somebody else approves it who holds the mandate.  Steps that begin later have the same share of their
    time.  Raises: UnknownCase, OtherDepartment, IllegalAct, ApproverNeeded (PRI-02), ExpressAlready,
    NothingToShorten, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.make_express", key, at)
    if promise.replay:
        return _granted(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "make_express", by, at)
    in_state(case, "make_express", UNDER_WAY, by, at)
    if not _approves(case, approved_by, by, at):
        raise ApproverNeeded
    assert approved_by is not None
    if Express.objects.filter(hall_id=case.hall_id, case=case).exists():
        raise ExpressAlready(number=case.number)
    percent = regulations.parameter(case.hall_id, "express.limit", hall_day(case.hall_id, at))
    cut = [
        one
        for one in clocks.running(case, at, SHORTENED)
        if _cut(one, percent, approved_by, by, at) is not None
    ]
    if not cut:
        raise NothingToShorten(number=case.number)
    row = Express.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        percent=percent,
        reason_id=keep_text(reason, field=_("Reason"), item=item_of(case), by=by, at=at),
        approved_by=approved_by,
        granted_by=by.id,
        granted_at=at,
    )
    told = events.ExpressGranted(
        percent=percent,
        approved_by=approved_by,
        reason_id=row.reason_id,
        clocks=tuple(one.id for one in cut),
        handler_id=case.handler_id,
        department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return _granted(case.hall_id, case.id)


def _granted(hall_id: UUID, case_id: UUID) -> ExpressCard:
    found = selectors.express_of(hall_id, case_id)
    assert found is not None
    return found


def _approves(case: Case, approved_by: UUID | None, by: Actor, at: datetime) -> bool:
    if approved_by is None or approved_by == by.id:
        return False
    return posts.may_decide(
        case.hall_id, approved_by, case.item_id, MandateAct.EXPRESS, None, at, case.department_id
    ).ok


def _cut(clock: ClockCard, percent: int, approved_by: UUID, by: Actor, at: datetime) -> ClockCard | None:
    """Shorten one clock; None where nothing can be taken off it, or its new end would have passed."""
    value = rules.shortened(clock.total, percent)
    if clock.budget.unit is Unit.IMMEDIATE or value <= 0:
        return None
    try:
        return deadlines.shorten(clock_id=clock.id, value=value, approved_by=approved_by, by=by, at=at)
    except ShorteningUnfit:
        return None
