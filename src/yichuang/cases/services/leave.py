"""A case that ends without a decision: taken back by the applicant, or never completed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import events, selectors
from yichuang.cases.rules.states import Act
from yichuang.cases.rules.states import arrow as way_of
from yichuang.cases.services import clocks
from yichuang.cases.services.accept import deem_accepted
from yichuang.cases.services.common import act, arrow, at_own_window, locked, move, tell
from yichuang.cases.services.lapsing import drop_asked_pause
from yichuang.cases.types import CaseCard, CaseState, Purpose, WithdrawCause
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, Key


@act
def withdraw(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Take a case back at the applicant's wish, before it is decided.

    Raises: UnknownCase, IllegalAct, NotAtAWindow, OtherWindow, KeyReused.
    """
    promise = once(by, "cases.withdraw", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.WITHDRAW, by, at)
    by = at_own_window(case, by, at)
    clocks.stop(case, clocks.ENDED_BY_DECISION, by=by, at=at)
    drop_asked_pause(case, by=by, at=at)
    case.withdrawn_cause = WithdrawCause.APPLICANT.value
    move(case, way, at, "withdrawn_cause")
    told = events.CaseWithdrawn(cause=WithdrawCause.APPLICANT)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def lapse(*, case_id: UUID, cause: WithdrawCause, by: Actor, at: datetime) -> CaseCard:
    """Let a case end that was not completed by its day, as its notice or promise had said.

    Safe to hear twice: one that has moved on stays as it is.  Raises: UnknownCase.
    """
    case = locked(case_id, by)
    way = way_of(CaseState(case.state), Act.LAPSE)
    fits = (case.state == CaseState.SUPPLEMENT) is (cause is WithdrawCause.NOT_SUPPLEMENTED)
    if way is None or not fits:
        return selectors.card_of(case)
    clocks.stop(case, clocks.ENDED_BY_DECISION, by=by, at=at)
    drop_asked_pause(case, by=by, at=at)
    case.withdrawn_cause = cause.value
    move(case, way, at, "withdrawn_cause")
    tell(events.CaseWithdrawn(cause=cause), case, by=by, at=at)
    return selectors.card_of(case)


def time_over(*, case_id: UUID, purpose: str, by: Actor, at: datetime) -> None:
    """Do what follows when a clock of a case has run out; most clocks only tell.

    Not told of gaps in time: accepted from receipt, where the law says so.  Not completed, or a promise not
    kept: withdrawn.  Safe to hear twice; a clock of somebody else's is none of ours.
    """
    if selectors.find(by.hall_id, case_id) is None:
        return
    if purpose == Purpose.NOTICE:
        deem_accepted(case_id=case_id, by=by, at=at)
    elif purpose == Purpose.SUPPLEMENT:
        lapse(case_id=case_id, cause=WithdrawCause.NOT_SUPPLEMENTED, by=by, at=at)
    elif purpose == Purpose.TOLERANCE:
        lapse(case_id=case_id, cause=WithdrawCause.PROMISE_NOT_KEPT, by=by, at=at)
