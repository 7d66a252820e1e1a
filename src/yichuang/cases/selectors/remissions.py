"""Which fees are remitted, in part or all, and what of it was paid before."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yichuang.cases.models import BillLine, Case, Payment, Remission
from yichuang.cases.refusals import UnknownRemission
from yichuang.cases.rules import fees as rules
from yichuang.cases.selectors.fees import fees_of_rows
from yichuang.cases.types.fees import CaseFees, RemissionCard, RemissionGround, RemissionState
from yichuang.kernel.journal import selectors as journal


def remission(hall_id: UUID, remission_id: UUID) -> RemissionCard:
    """Return a remission.  Raises: UnknownRemission."""
    rows = list(Remission.objects.filter(hall_id=hall_id, id=remission_id).select_related("case"))
    if not rows:
        raise UnknownRemission
    return _cards(rows)[0]


def remission_of_entry(hall_id: UUID, entry_id: UUID) -> RemissionCard:
    """Return the remission a journal entry is about."""
    return remission(hall_id, journal.subject_of(hall_id, entry_id))


def remissions_of(hall_id: UUID, case_id: UUID) -> list[RemissionCard]:
    """Return the remissions of a case, the first first."""
    rows = Remission.objects.filter(hall_id=hall_id, case_id=case_id).select_related("case")
    return _cards(list(rows.order_by("asked_at", "id")))


def open_remissions(hall_id: UUID, limit: int = 100) -> list[RemissionCard]:
    """Return the remissions that wait for a second person, the oldest first."""
    rows = Remission.objects.filter(hall_id=hall_id, state=RemissionState.ASKED).select_related("case")
    return _cards(list(rows.order_by("asked_at", "id")[:limit]))


def remitted_among(hall_id: UUID, payments: Iterable[UUID]) -> int:
    """Return what the lists of these payments remitted, in cents."""
    bills = Payment.objects.filter(hall_id=hall_id, id__in=list(payments)).values("bill_id")
    rows = BillLine.objects.filter(hall_id=hall_id, bill_id__in=bills, remitted__gt=0)
    return sum(rows.values_list("remitted", flat=True))


def _cards(rows: list[Remission]) -> list[RemissionCard]:
    if not rows:
        return []
    fees = fees_of_rows({row.case_id: row.case for row in rows}.values())
    return [_card(row, row.case, fees[row.case_id]) for row in rows]


def _card(row: Remission, case: Case, fees: CaseFees) -> RemissionCard:
    line = next((one for one in fees.lines if one.code == row.code), None)
    price = None if line is None or line.cents is None else line.cents + line.remitted
    cents = None if price is None else rules.remitted(price, row.percent)
    granted = row.state == RemissionState.GRANTED
    paid = sum(
        one.cents - payment.back.get(one.code, 0)
        for payment in fees.payments
        for one in payment.lines
        if one.code == row.code
    )
    return RemissionCard(
        id=row.id,
        hall_id=row.hall_id,
        case_id=case.id,
        code=row.code,
        name=line.name if line else row.code,
        percent=row.percent,
        ground=RemissionGround(row.ground),
        evidence_id=row.evidence,
        state=RemissionState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        cents=cents,
        back=rules.overpaid(paid, 0, line.cents) if granted and line and line.cents is not None else 0,
    )
