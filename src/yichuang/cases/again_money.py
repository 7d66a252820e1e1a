"""Compute payments, refunds, remissions and tills again from the journal (``journal verify --tables``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.cases import events
from yichuang.cases.models import Payment, Refund, Remission, Till
from yichuang.cases.types import RefundState, RemissionState
from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import UNTOLD, Retelling

PAID = (events.FeePaid.stored_name,)
BACK = tuple(
    one.stored_name
    for one in (events.RefundAsked, events.RefundApproved, events.RefundDeclined, events.RefundPaid)
)
LESS = tuple(
    one.stored_name for one in (events.RemissionAsked, events.RemissionGranted, events.RemissionDeclined)
)
TILLS = (events.TillOpened.stored_name, events.TillClosed.stored_name)


@dataclass(slots=True)
class ToldPayment:
    """What the journal tells of one payment; the names are those of the table's columns."""

    case_id: UUID | None
    bill_id: UUID
    number: str
    way: str
    due: int
    received: int
    change: int
    till_id: UUID | None
    window_id: UUID | None
    taken_by: UUID
    taken_at: datetime


@dataclass(slots=True)
class ToldRefund:
    """What the journal tells of one refund."""

    case_id: UUID | None
    payment_id: UUID
    state: str
    codes: list[str]
    cents: int
    reason: UUID
    asked_by: UUID
    asked_at: datetime
    settled_by: UUID | None = None
    settled_at: datetime | None = None


@dataclass(slots=True)
class ToldRemission:
    """What the journal tells of one remission."""

    case_id: UUID | None
    code: str
    percent: int
    ground: str
    evidence: UUID
    asked_by: UUID
    asked_at: datetime
    state: str = RemissionState.ASKED
    settled_by: UUID | None = None
    settled_at: datetime | None = None
    delegation_id: UUID | None = None


@dataclass(slots=True)
class ToldTill:
    """What the journal tells of one till."""

    window_id: UUID
    day: date
    number: int
    float_cents: int
    opened_by: UUID
    opened_at: datetime
    closed_by: UUID | None = None
    closed_at: datetime | None = None
    cash_in: int | None = None
    refunds: int | None = None
    deposits: int | None = None
    counted: int | None = None
    difference: int | None = None
    explanation: UUID | None = None


def payments(entries: Iterable[Entry]) -> dict[UUID, ToldPayment]:
    """Return what the entries make of each payment."""
    found: dict[UUID, ToldPayment] = {}
    for entry in entries:
        told = load(entry.name, entry.version, entry.body)
        if isinstance(told, events.FeePaid):
            found[entry.subject_id] = ToldPayment(
                case_id=entry.matter_id,
                bill_id=told.bill_id,
                number=told.number,
                way=told.way.value,
                due=told.due,
                received=told.received,
                change=told.change,
                till_id=told.till_id,
                window_id=entry.window_id,
                taken_by=entry.actor_id,
                taken_at=entry.at,
            )
    return found


def refunds(entries: Iterable[Entry]) -> dict[UUID, ToldRefund]:
    """Return what the entries make of each refund."""
    found: dict[UUID, ToldRefund] = {}
    for entry in entries:
        told = load(entry.name, entry.version, entry.body)
        row = found.get(entry.subject_id)
        if isinstance(told, events.RefundAsked):
            found[entry.subject_id] = ToldRefund(
                case_id=entry.matter_id,
                payment_id=told.payment_id,
                state=RefundState.ASKED.value,
                codes=list(told.codes),
                cents=told.cents,
                reason=told.reason_id,
                asked_by=entry.actor_id,
                asked_at=entry.at,
            )
        elif row is not None and isinstance(told, events.RefundPaid):
            row.state = RefundState.PAID.value
        elif row is not None:
            approved = isinstance(told, events.RefundApproved)
            row.state = (RefundState.APPROVED if approved else RefundState.DECLINED).value
            row.settled_by, row.settled_at = entry.actor_id, entry.at
    return found


def remissions(entries: Iterable[Entry]) -> dict[UUID, ToldRemission]:
    """Return what the entries make of each remission."""
    found: dict[UUID, ToldRemission] = {}
    for entry in entries:
        told = load(entry.name, entry.version, entry.body)
        row = found.get(entry.subject_id)
        if isinstance(told, events.RemissionAsked):
            found[entry.subject_id] = ToldRemission(
                case_id=entry.matter_id,
                code=told.code,
                percent=told.percent,
                ground=told.ground.value,
                evidence=told.evidence_id,
                asked_by=entry.actor_id,
                asked_at=entry.at,
            )
        elif row is not None:
            row.settled_by, row.settled_at = entry.actor_id, entry.at
            if isinstance(told, events.RemissionGranted):
                row.state, row.delegation_id = RemissionState.GRANTED, told.delegation_id
            else:  # who may decline is asked, by which paper is not told
                row.state, row.delegation_id = RemissionState.DECLINED, UNTOLD
    return found


def tills(entries: Iterable[Entry]) -> dict[UUID, ToldTill]:
    """Return what the entries make of each till."""
    found: dict[UUID, ToldTill] = {}
    for entry in entries:
        told = load(entry.name, entry.version, entry.body)
        if isinstance(told, events.TillOpened):
            found[entry.subject_id] = ToldTill(
                window_id=told.window_id,
                day=told.day,
                number=told.number,
                float_cents=told.float_cents,
                opened_by=entry.actor_id,
                opened_at=entry.at,
            )
        elif isinstance(told, events.TillClosed) and entry.subject_id in found:
            row = found[entry.subject_id]
            row.closed_by, row.closed_at = entry.actor_id, entry.at
            row.cash_in, row.refunds, row.deposits = told.cash_in, told.refunds, told.deposits
            row.counted, row.difference = told.counted, told.difference
            row.explanation = told.explanation_id
    return found


RETELLINGS = {
    "cases.payment": Retelling(Payment, PAID, payments).first_difference,
    "cases.refund": Retelling(Refund, BACK, refunds).first_difference,
    "cases.remission": Retelling(Remission, LESS, remissions).first_difference,
    "cases.till": Retelling(Till, TILLS, tills).first_difference,
}
