"""Decide a case: only who holds the mandate, on its legal basis, with nothing left open before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import (
    AmountUnreadable,
    BasisEnded,
    DecidedAbove,
    DecidedHere,
    NeedsApproval,
    NoBasis,
    OwnWork,
    ReasonNeeded,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks, gates, papers
from yichuang.cases.services.common import (
    act,
    arrow,
    denied,
    for_whom,
    hall_day,
    in_house,
    item_of,
    keep_text,
    locked,
    move,
    tell,
)
from yichuang.cases.services.lapsing import drop_asked_pause
from yichuang.cases.types import CaseCard, Decision, Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, Stage
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, Key
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct, MandateVerdict

_MANDATE = {Decision.APPROVED: MandateAct.APPROVE, Decision.REFUSED: MandateAct.REFUSE}


def mandated(
    case: Case, what: MandateAct, by: Actor, at: datetime, amount: Decimal | None = None
) -> MandateVerdict:
    """Return by what authority somebody may do this on this case: a delegation, an office, another's place.

    A case that was handed on is decided in the name of the department whose business it is now (XFER-02).

    Raises: OutsideMandate (CHF-02, CHF-03, CHF-07), told as an attempt.
    """
    return posts.require_mandate(
        item_id=case.item_id, act=what, amount=amount, department_id=case.department_id, by=by, at=at
    )


@act
def decide(
    *,
    case_id: UUID,
    decision: Decision,
    reason: str = "",
    amount: Decimal | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Decide a case here; a refusal says its reason, basis and remedies in a numbered letter (ONE-06).

    ``amount`` in yuan is what the decision is about; whose delegation reaches up to an amount has to name it,
    and it is never less than the value stated for the case's fee (CHF-03).  Who handled the case or laid it
    before does not decide it (ACC-08).

    Raises: UnknownCase, IllegalAct, OtherDepartment, DecidedAbove (TIME-05), AmountUnreadable, OutsideMandate
    (CHF-03), OwnWork (ACC-08), NoBasis, BasisEnded (JOB-01), PromiseOpen, OpinionsOpen (JNT-01), QueriesOpen
    (ONE-08), ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.decide", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.DECIDE, by, at)
    by = in_house(case, Act.DECIDE, by, at, gates.DECIDERS)
    item = item_of(case)
    if not item.flags.at_level:
        raise DecidedAbove(item=item.name)
    cents = _amount_of(case, amount)
    mandate = mandated(case, _MANDATE[decision], by, at, rules.yuan(cents))
    worked = {case.handler_id, case.proposed_by} - {None}
    if item.flags.separate_duties and worked & {by.id, mandate.covers_for}:
        raise denied(OwnWork(number=case.number), case, Act.DECIDE, by, at)
    item = _lawful(item, case, at)
    gates.before_decision(case, at)
    if decision is Decision.REFUSED:
        gates.before_refusal(case, item, way.act, by, at)
        if not reason.strip():
            raise ReasonNeeded

    by, notice = for_whom(by, mandate), None
    if decision is Decision.REFUSED:
        notice = papers.refusal(case, item, reason=reason, by=by, at=at)
    case.decided_cents = cents
    _decided(case, item, decision, by=by, at=at)
    move(case, way, at, "decision", "decided_by", "decided_at", "decided_cents")
    told = events.CaseDecided(
        decision=decision,
        delegation_id=mandate.delegation_id,
        notice_id=notice.id if notice else None,
        document_id=None,
        cents=cents,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def _amount_of(case: Case, amount: Decimal | None) -> int | None:
    """Return the cents a decision is about: what was named, and no less than the value stated for its fee.

    Raises: AmountUnreadable.
    """
    named = None if amount is None else rules.cents(amount)
    if amount is not None and named is None:
        raise AmountUnreadable
    known = [one for one in (named, selectors.fees_of(case.hall_id, case.id).value) if one is not None]
    return max(known, default=None)


@act
def settle(
    *,
    case_id: UUID,
    decision: Decision,
    reason: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Settle a case of an item whose stages have no approval; its handler does (X-20).

    Raises: UnknownCase, IllegalAct, OtherDepartment, NeedsApproval (ACC-07), NoBasis, BasisEnded (JOB-01),
    PromiseOpen, OpinionsOpen, QueriesOpen, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.settle", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.SETTLE, by, at)
    by = in_house(case, Act.SETTLE, by, at)
    item = item_of(case)
    if Stage.APPROVAL in item.stages or not item.flags.at_level or item.flags.separate_duties:
        raise denied(NeedsApproval(item=item.name), case, Act.SETTLE, by, at)
    item = _lawful(item, case, at)
    gates.before_decision(case, at)
    if decision is Decision.REFUSED:
        gates.before_refusal(case, item, way.act, by, at)
        if not reason.strip():
            raise ReasonNeeded
    notice = papers.refusal(case, item, reason=reason, by=by, at=at) if decision is Decision.REFUSED else None
    _decided(case, item, decision, by=by, at=at)
    move(case, way, at, "decision", "decided_by", "decided_at")
    told = events.CaseDecided(
        decision=decision,
        delegation_id=None,
        notice_id=notice.id if notice else None,
        document_id=None,
        cents=None,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def _lawful(item: ItemCard, case: Case, at: datetime) -> ItemCard:
    """Return the item with the texts that are law today; refuse to decide on nothing.

    Raises: NoBasis, BasisEnded (JOB-01).
    """
    if not item.legal_basis:
        raise NoBasis(item=item.name)
    today = hall_day(case.hall_id, at)
    basis = catalogue.standing_on(item, today)
    if not basis:
        ended = "、".join(catalogue.repealed(item, today))
        raise BasisEnded(item=item.name, basis=ended)
    return replace(item, legal_basis=basis)


def _decided(case: Case, item: ItemCard, decision: Decision, *, by: Actor, at: datetime) -> None:
    clocks.stop(case, clocks.ENDED_BY_DECISION, by=by, at=at)
    drop_asked_pause(case, by=by, at=at)
    case.decision, case.decided_by, case.decided_at = decision.value, by.id, at
    clocks.start(case, Purpose.DELIVERY, item.clocks.delivery_limit, by=by, at=at)


@act
def give_opinion(
    *,
    case_id: UUID,
    opinion: Decision,
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Give the first opinion on a case that a higher body decides, within its limit (TIME-05).

    Raises: UnknownCase, IllegalAct, OtherDepartment, DecidedHere, OutsideMandate, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.give_opinion", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.OPINE, by, at)
    by = in_house(case, Act.OPINE, by, at, gates.DECIDERS)
    item = item_of(case)
    if item.flags.at_level:
        raise DecidedHere(item=item.name)
    by = for_whom(by, mandated(case, MandateAct.FIRST_OPINION, by, at))
    gates.before_decision(case, at)
    reason_id = keep_text(reason, field=_("Reason given"), item=item, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    move(case, way, at)
    told = events.OpinionGiven(opinion=opinion, reason_id=reason_id)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def hear_above(
    *,
    case_id: UUID,
    decision: Decision,
    document: str,
    reason: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Enter what the higher body decided, with the code of its document (TIME-05).

    Raises: UnknownCase, IllegalAct, OtherDepartment, QueriesOpen (ONE-08), ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.hear_above", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.HEAR_ABOVE, by, at)
    by = in_house(case, Act.HEAR_ABOVE, by, at)
    gates.before_decision(case, at)
    item = item_of(case)
    paper = keep_text(document, field=_("Document"), item=item, by=by, at=at)
    if decision is Decision.REFUSED and not reason.strip():
        raise ReasonNeeded
    notice = papers.refusal(case, item, reason=reason, by=by, at=at) if decision is Decision.REFUSED else None
    _decided(case, item, decision, by=by, at=at)
    move(case, way, at, "decision", "decided_by", "decided_at")
    told = events.CaseDecided(
        decision=decision,
        delegation_id=None,
        notice_id=notice.id if notice else None,
        document_id=paper,
        cents=None,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)
