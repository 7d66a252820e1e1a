"""What cases cost, what was paid, and what is still to pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from yichuang.cases.models import (
    Bill,
    BillLine,
    BillShowing,
    Case,
    Consent,
    FeeValue,
    Payment,
    Payout,
    PayoutLine,
    Refund,
    Remission,
)
from yichuang.cases.refusals import AmountUnreadable, UnknownBill, UnknownCase, UnknownPayment, UnknownRefund
from yichuang.cases.rules import fees as rules
from yichuang.cases.types import fees as types
from yichuang.cases.types.fees import (
    BillCard,
    CaseFees,
    DueLine,
    PaymentCard,
    PayWay,
    RefundCard,
    RefundState,
    RemissionState,
    ShownBy,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import FeeLine, ItemCard
from yichuang.kernel.journal import selectors as journal


def fees_of(hall_id: UUID, case_id: UUID) -> CaseFees:
    """Return what a case costs by its version's tariff and what of it is settled.  Raises: UnknownCase."""
    row = Case.objects.filter(hall_id=hall_id, id=case_id).first()
    if row is None:
        raise UnknownCase
    return fees_of_rows([row])[row.id]


def fees_of_rows(rows: Iterable[Case]) -> dict[UUID, CaseFees]:
    """Return the same of several cases of one hall, in a few queries for all."""
    held = list(rows)
    if not held:
        return {}
    hall_id, ids = held[0].hall_id, [row.id for row in held]
    items = catalogue.versions_among(hall_id, {row.item_version_id for row in held})
    said = _Said.of(hall_id, ids)
    return {row.id: _fees(row, items[row.item_version_id], said) for row in held}


@dataclass(frozen=True, slots=True)
class _Said:
    """What was written down about the fees of some cases, by case."""

    values: Mapping[UUID, int]
    agreed: Mapping[UUID, dict[str, bool]]
    percents: Mapping[UUID, dict[str, int]]
    bills: Mapping[UUID, BillCard]
    payments: Mapping[UUID, list[PaymentCard]]

    @classmethod
    def of(cls, hall_id: UUID, ids: Collection[UUID]) -> _Said:
        """Read it; of values, consents and lists the last written counts."""
        place = {"hall_id": hall_id, "case_id__in": ids}
        values = dict(FeeValue.objects.filter(**place).order_by("id").values_list("case_id", "cents"))
        agreed: dict[UUID, dict[str, bool]] = defaultdict(dict)
        for one in Consent.objects.filter(**place).order_by("id"):
            agreed[one.case_id][one.code] = one.given
        percents: dict[UUID, dict[str, int]] = defaultdict(dict)
        for row in Remission.objects.filter(**place, state=RemissionState.GRANTED):
            percents[row.case_id][row.code] = row.percent
        payments: dict[UUID, list[PaymentCard]] = defaultdict(list)
        for card in payment_cards(list(Payment.objects.filter(**place).order_by("id"))):
            payments[card.case_id].append(card)
        last = {row.case_id: row for row in Bill.objects.filter(**place).order_by("number")}
        bills = {card.case_id: card for card in bill_cards(list(last.values()))}
        return cls(values, agreed, percents, bills, payments)


def _fees(row: Case, item: ItemCard, said: _Said) -> CaseFees:
    value, agreed = said.values.get(row.id), said.agreed.get(row.id, {})
    payments = tuple(said.payments.get(row.id, ()))
    paid = {line.code for one in payments for line in one.lines if line.code not in one.refunded_codes}
    percents = said.percents.get(row.id, {})
    lines = tuple(
        _due(line, price(line, value), percents.get(line.code, 0), agreed.get(line.code, False), paid)
        for line in catalogue.charges(item, dict(row.answers))
    )
    return CaseFees(
        case_id=row.id,
        lines=lines,
        value=value,
        owed=rules.owed(lines),
        unstated=rules.unstated(lines),
        bill=said.bills.get(row.id),
        payments=payments,
    )


def _due(line: FeeLine, full: int | None, percent: int, agreed: bool, paid: Collection[str]) -> DueLine:
    """Return a line as it is due: what the tariff asks for, less what was remitted of it."""
    off = rules.remitted(full, percent) if full is not None and percent else 0
    return DueLine(
        code=line.code,
        name=line.name,
        basis=line.basis,
        optional=line.optional,
        cents=None if full is None else full - off,
        agreed=agreed,
        paid=line.code in paid,
        remitted=off,
        percent=percent,
    )


def price(line: FeeLine, value: int | None) -> int | None:
    """Return what a line of the tariff comes to in cents; None for a graded one without its value."""
    yuan = catalogue.price(line, None if value is None else Decimal(value) / rules.CENTS)
    return None if yuan is None else rules.cents(yuan)


def bill_cards(rows: list[Bill]) -> list[BillCard]:
    """Return lists of one hall as cards."""
    if not rows:
        return []
    hall_id, ids = rows[0].hall_id, [row.id for row in rows]
    lines = _lines(hall_id, ids)
    place = {"hall_id": hall_id, "bill_id__in": ids}
    shown: dict[UUID, BillShowing] = {}
    for one in BillShowing.objects.filter(**place).order_by("id"):
        shown.setdefault(one.bill_id, one)
    paid = dict(Payment.objects.filter(**place).values_list("bill_id", "id"))
    cases = {row.case_id for row in rows}
    numbers = dict(Case.objects.filter(hall_id=hall_id, id__in=cases).values_list("id", "number"))
    newest: dict[UUID, int] = {}
    for case_id, number in Bill.objects.filter(hall_id=hall_id, case_id__in=cases).values_list(
        "case_id", "number"
    ):
        newest[case_id] = max(number, newest.get(case_id, 0))
    return [
        BillCard(
            id=row.id,
            hall_id=row.hall_id,
            case_id=row.case_id,
            number=row.number,
            code=f"{numbers[row.case_id]}-F{row.number}",
            token=row.token,
            lines=tuple(lines[row.id]),
            total=row.total,
            drawn_by=row.drawn_by,
            drawn_at=row.drawn_at,
            shown_by=ShownBy(shown[row.id].way) if row.id in shown else None,
            shown_at=shown[row.id].shown_at if row.id in shown else None,
            payment_id=paid.get(row.id),
            current=row.number == newest[row.case_id],
        )
        for row in rows
    ]


def _lines(hall_id: UUID, bill_ids: Collection[UUID]) -> dict[UUID, list[types.BillLine]]:
    found: dict[UUID, list[types.BillLine]] = defaultdict(list)
    for one in BillLine.objects.filter(hall_id=hall_id, bill_id__in=bill_ids).order_by("position"):
        line = types.BillLine(one.code, one.name, one.basis, one.optional, one.cents, one.remitted)
        found[one.bill_id].append(line)
    return found


def bill(hall_id: UUID, bill_id: UUID) -> BillCard:
    """Return an itemised list.  Raises: UnknownBill."""
    return _one_bill(Bill.objects.filter(hall_id=hall_id, id=bill_id).first())


def bill_by_token(token: str) -> BillCard:
    """Return the list a payer's link opens.  Raises: UnknownBill."""
    return _one_bill(Bill.objects.filter(token=token).first() if 0 < len(token) <= 22 else None)


def _one_bill(row: Bill | None) -> BillCard:
    if row is None:
        raise UnknownBill
    return bill_cards([row])[0]


def payment_cards(rows: list[Payment]) -> list[PaymentCard]:
    """Return payments of one hall as cards, with what of them went back."""
    if not rows:
        return []
    hall_id = rows[0].hall_id
    lines = _lines(hall_id, [row.bill_id for row in rows])
    back: dict[UUID, dict[str, int]] = defaultdict(dict)
    gone = PayoutLine.objects.filter(hall_id=hall_id, payment_id__in=[row.id for row in rows])
    for payment_id, code, cents in gone.values_list("payment_id", "code", "cents"):
        back[payment_id][code] = back[payment_id].get(code, 0) + cents
    return [
        PaymentCard(
            id=row.id,
            hall_id=row.hall_id,
            case_id=row.case_id,
            bill_id=row.bill_id,
            number=row.number,
            way=PayWay(row.way),
            lines=tuple(lines[row.bill_id]),
            due=row.due,
            received=row.received,
            change=row.change,
            reference=row.reference or "",
            window_id=row.window_id,
            till_id=row.till_id,
            taken_by=row.taken_by,
            taken_at=row.taken_at,
            refunded=sum(back[row.id].values()),
            refunded_codes=frozenset(
                one.code
                for one in lines[row.bill_id]
                if one.code in back[row.id] and back[row.id][one.code] >= one.cents
            ),
            back=dict(back[row.id]),
        )
        for row in rows
    ]


def payment(hall_id: UUID, payment_id: UUID) -> PaymentCard:
    """Return a payment.  Raises: UnknownPayment."""
    return _one_payment(Payment.objects.filter(hall_id=hall_id, id=payment_id).first())


def payment_by_number(hall_id: UUID, number: str) -> PaymentCard:
    """Return the payment of a receipt number.  Raises: UnknownPayment."""
    found = Payment.objects.filter(hall_id=hall_id, number=number.strip().upper()[:28]).first()
    return _one_payment(found)


def payment_of_entry(hall_id: UUID, entry_id: UUID) -> PaymentCard:
    """Return the payment a journal entry is about: an act that is asked for a second time."""
    return payment(hall_id, journal.subject_of(hall_id, entry_id))


def _one_payment(row: Payment | None) -> PaymentCard:
    if row is None:
        raise UnknownPayment
    return payment_cards([row])[0]


def refund(hall_id: UUID, refund_id: UUID) -> RefundCard:
    """Return a refund.  Raises: UnknownRefund."""
    row = Refund.objects.filter(hall_id=hall_id, id=refund_id).first()
    if row is None:
        raise UnknownRefund
    return refund_cards([row])[0]


def refund_of_entry(hall_id: UUID, entry_id: UUID) -> RefundCard:
    """Return the refund a journal entry is about."""
    return refund(hall_id, journal.subject_of(hall_id, entry_id))


def open_refunds(hall_id: UUID, limit: int = 100) -> list[RefundCard]:
    """Return the refunds that wait for somebody, the oldest first."""
    open_ = [RefundState.ASKED, RefundState.APPROVED]
    rows = Refund.objects.filter(hall_id=hall_id, state__in=open_).order_by("asked_at", "id")
    return refund_cards(list(rows[:limit]))


def refund_cards(rows: list[Refund]) -> list[RefundCard]:
    """Return refunds of one hall as cards."""
    if not rows:
        return []
    hall_id = rows[0].hall_id
    paid = {
        one.refund_id: one
        for one in Payout.objects.filter(hall_id=hall_id, refund_id__in=[row.id for row in rows])
    }
    payments = {
        one.id: one
        for one in Payment.objects.filter(hall_id=hall_id, id__in={row.payment_id for row in rows})
    }
    return [
        RefundCard(
            id=row.id,
            hall_id=row.hall_id,
            case_id=row.case_id,
            payment_id=row.payment_id,
            payment_number=payments[row.payment_id].number,
            way=PayWay(payments[row.payment_id].way),
            state=RefundState(row.state),
            codes=tuple(row.codes),
            cents=row.cents,
            reason_id=row.reason,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            settled_by=row.settled_by,
            settled_at=row.settled_at,
            paid_by=paid[row.id].paid_by if row.id in paid else None,
            paid_at=paid[row.id].paid_at if row.id in paid else None,
            reference=(paid[row.id].reference or "") if row.id in paid else "",
        )
        for row in rows
    ]


def bill_of_entry(hall_id: UUID, entry_id: UUID) -> BillCard:
    """Return the list a journal entry is about: an act that is asked for a second time."""
    return bill(hall_id, journal.subject_of(hall_id, entry_id))


def amount_typed(text: str) -> Decimal:
    """Return what somebody typed as yuan.  Raises: AmountUnreadable."""
    cents = rules.read(text)
    if cents is None:
        raise AmountUnreadable
    return Decimal(cents) / rules.CENTS
