"""Remit a fee, in part or all of it: asked with ground and evidence, granted by a second who may (减免)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Remission
from yichuang.cases.refusals import (
    NotInTariff,
    PercentUnfit,
    RemissionNeedsSecond,
    RemissionNotOpen,
    RemissionOpen,
    UnknownRemission,
    ValueUnstated,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.services.common import (
    BACK_OFFICE,
    HANDLING,
    act,
    for_whom,
    in_house,
    item_of,
    keep_text,
    locked,
)
from yichuang.cases.services.decide import mandated
from yichuang.cases.services.fees import charged_now
from yichuang.cases.types.fees import RemissionCard, RemissionGround, RemissionState
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.posts.types import MandateAct, MandateVerdict

ASKING = BACK_OFFICE | {Role.CASH}


@act
def ask_remission(
    *,
    case_id: UUID,
    code: str,
    percent: int,
    ground: RemissionGround,
    evidence: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RemissionCard:
    """Ask that so many percent of a line be remitted; nothing changes before it is granted.

    ``evidence`` says what was seen (a certificate's number, a policy's paragraph) and lies in the vault.

    Raises: UnknownCase, OtherDepartment, NotYetCharged, NotInTariff, PercentUnfit, RemissionOpen,
    ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.ask_remission", key, at)
    if promise.replay:
        return selectors.remission_of_entry(by.hall_id, promise.entry_id)
    case = locked(case_id, by)
    by = in_house(case, "ask_remission", by, at, ASKING)
    charged_now(case)
    if not 1 <= percent <= 100:
        raise PercentUnfit
    if all(one.code != code for one in selectors.fees_of(case.hall_id, case.id).lines):
        raise NotInTariff(code=code[:16])
    said = keep_text(evidence, field=_("What was seen"), item=item_of(case), by=by, at=at)
    try:
        with transaction.atomic():
            row = Remission.objects.create(
                id=new_id(),
                hall_id=by.hall_id,
                case=case,
                code=code,
                percent=percent,
                ground=ground.value,
                evidence=said,
                state=RemissionState.ASKED.value,
                asked_by=by.id,
                asked_at=at,
            )
    except IntegrityError:
        raise RemissionOpen from None
    told = events.RemissionAsked(
        remission_id=row.id, code=code, percent=percent, ground=ground, evidence_id=said
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.remission(by.hall_id, row.id)


@act
def grant_remission(*, remission_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> RemissionCard:
    """Grant a remission: another person than who asked, with the mandate for it and its amount (FEE-06).

    A list drawn before is replaced; what was paid too much is asked back by ``ask_remitted_back``.

    Raises: UnknownRemission, RemissionNotOpen, RemissionNeedsSecond, OutsideMandate, ValueUnstated,
    KeyReused.
    """
    promise = once(by, "cases.grant_remission", key, at)
    if promise.replay:
        return selectors.remission_of_entry(by.hall_id, promise.entry_id)
    case, row = _open(remission_id, by)
    cents, mandate = _second(case, row, by, at)
    by, delegation = for_whom(by, mandate), mandate.delegation_id
    _settle(row, RemissionState.GRANTED, by, at, delegation)
    told = events.RemissionGranted(
        remission_id=row.id, code=row.code, percent=row.percent, cents=cents, delegation_id=delegation
    )
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.remission(by.hall_id, row.id)


@act
def decline_remission(
    *, remission_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> RemissionCard:
    """Not grant a remission; who may grant it may also decline it.

    Raises: UnknownRemission, RemissionNotOpen, RemissionNeedsSecond, OutsideMandate, ValueUnstated,
    KeyReused.
    """
    promise = once(by, "cases.decline_remission", key, at)
    if promise.replay:
        return selectors.remission_of_entry(by.hall_id, promise.entry_id)
    case, row = _open(remission_id, by)
    _cents, mandate = _second(case, row, by, at)
    by = for_whom(by, mandate)
    _settle(row, RemissionState.DECLINED, by, at, mandate.delegation_id)
    told = events.RemissionDeclined(remission_id=row.id)
    record(told, subject=row.id, matter=case.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.remission(by.hall_id, row.id)


def read_remission_evidence(*, remission_id: UUID, by: Actor, at: datetime) -> str:
    """Return what was seen for a remission; the journal tells who looked, and in which case.

    Raises: UnknownRemission, what the vault refuses.
    """
    row = Remission.objects.filter(hall_id=by.hall_id, id=remission_id).first()
    if row is None:
        raise UnknownRemission
    reason = Reason(ReasonCode.HANDLING, HANDLING, matter=row.case_id)
    return vault.reveal(row.evidence, reason=reason, by=by, at=at)


def _open(remission_id: UUID, by: Actor) -> tuple[Case, Remission]:
    """Return a remission that waits, its case under lock.  Raises: UnknownRemission, RemissionNotOpen."""
    whose = Remission.objects.filter(hall_id=by.hall_id, id=remission_id).values_list("case_id", flat=True)
    found = whose.first()
    if found is None:
        raise UnknownRemission
    case = locked(found, by)
    row = Remission.objects.get(hall_id=by.hall_id, id=remission_id)
    if row.state != RemissionState.ASKED:
        raise RemissionNotOpen
    return case, row


def _second(case: Case, row: Remission, by: Actor, at: datetime) -> tuple[int, MandateVerdict]:
    """Return what is remitted and the mandate of a second person.

    Raises: RemissionNeedsSecond, OutsideMandate, ValueUnstated.
    """
    if by.id == row.asked_by:
        raise RemissionNeedsSecond
    card = selectors.remission(case.hall_id, row.id)
    if card.cents is None:
        raise ValueUnstated(line=card.name)
    mandate = mandated(case, MandateAct.REMIT, by, at, Decimal(card.cents) / rules.CENTS)
    if mandate.covers_for == row.asked_by:
        raise RemissionNeedsSecond  # for A nobody grants what A asked
    return card.cents, mandate


def _settle(row: Remission, state: RemissionState, by: Actor, at: datetime, delegation: UUID | None) -> None:
    row.state, row.settled_by, row.settled_at, row.delegation_id = state.value, by.id, at, delegation
    row.save(update_fields=["state", "settled_by", "settled_at", "delegation_id"])
