"""Take a case in hand, lay it before whoever decides, send it back; no stage is skipped (ACC-07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks
from yichuang.cases.services.common import HEADS, act, arrow, in_house, item_of, keep_text, locked, move, tell
from yichuang.cases.types import CaseCard, Decision
from yichuang.catalogue.types import Stage
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, Key


@act
def begin_handling(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Take an accepted case in hand; the handling step's own time begins.

    Raises: UnknownCase, IllegalAct, OtherDepartment, KeyReused.
    """
    promise = once(by, "cases.begin_handling", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.BEGIN, by, at)
    by = in_house(case, Act.BEGIN, by, at)
    case.handler_id = by.id
    move(case, way, at, "handler_id")
    clocks.hand_to(case, by.id, by=by, at=at)
    clocks.start_step(case, item_of(case), Stage.HANDLING, by=by, at=at)
    tell(events.HandlingBegun(handler_id=by.id), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def propose(
    *, case_id: UUID, proposal: Decision, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Lay a handled case before whoever may decide it.

    Raises: UnknownCase, IllegalAct, OtherDepartment, KeyReused.
    """
    promise = once(by, "cases.propose", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.PROPOSE, by, at)
    by = in_house(case, Act.PROPOSE, by, at)
    clocks.stop(case, way.stops, by=by, at=at)
    case.proposed_by = by.id
    move(case, way, at, "proposed_by")
    clocks.start_step(case, item_of(case), Stage.APPROVAL, by=by, at=at)
    tell(events.DecisionProposed(proposal=proposal), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def send_back(*, case_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Send a case back from decision to handling, for a reason (ACC-07).

    Raises: UnknownCase, IllegalAct, OtherDepartment, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.send_back", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.SEND_BACK, by, at)
    by = in_house(case, Act.SEND_BACK, by, at, HEADS)
    item = item_of(case)
    reason_id = keep_text(reason, field=_("Reason given"), item=item, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    move(case, way, at)
    clocks.start_step(case, item, Stage.HANDLING, by=by, at=at)
    tell(events.CaseSentBack(reason_id=reason_id), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)
