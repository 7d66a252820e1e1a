"""What a cashier sees: the cases that wait, the chosen one with its list and payments, and the till."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.refusals import UnknownCase
from yichuang.cases.types import (
    DENOMINATIONS,
    CaseCard,
    CaseFees,
    FeeRights,
    PaymentCard,
    PayWay,
    RefundCard,
    RemissionCard,
    RemissionState,
    TillCard,
    ToPay,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import documents
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard
from yichuang.screens.kit.phone import fees_page
from yichuang.screens.kit.qr import qr_svg

OPEN_REMISSIONS = (RemissionState.ASKED, RemissionState.GRANTED)
KEYS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("/", _("Find a case"), _("Type or scan its number, then Enter.")),
    ("F2", _("Print the list"), _("Draws the list from the tariff and gives it to the payer on paper.")),
    ("F3", _("List to the phone"), _("Draws the list and shows a code the payer scans.")),
    ("F4", _("Take cash"), _("With what was received; due, received and change are shown to be said.")),
    ("F6", _("Payment by card or phone"), _("With the reference of whoever moved the money.")),
    ("F7", _("Print the receipt"), _("Of the last payment of this case.")),
    ("F8", _("Hand in"), _("What was taken goes to the finance office; the float stays.")),
    ("F9", _("Open or close the till"), _("Counted piece by piece, at closing against the books.")),
    ("?", _("Keys"), _("This help. Escape closes it.")),
)


@dataclass(frozen=True, slots=True)
class RemissionRow:
    """A remission of the case in words."""

    card: RemissionCard
    ground: str | Promise
    state: str | Promise


@dataclass(frozen=True, slots=True)
class Chosen:
    """The case on the counter: what it costs, what may be done, what was paid and is going back."""

    case: CaseCard
    item: ItemCard
    fees: CaseFees
    rights: FeeRights
    refunds: tuple[RefundCard, ...]
    remissions: tuple[RemissionRow, ...]
    remits: bool
    ready: bool
    last: PaymentCard | None
    code: SafeString | None

    @property
    def total(self) -> int:
        """Return what the head of the counter shows, in cents: the list's sum, what is owed, or was paid."""
        if self.ready and self.fees.bill:
            return self.fees.bill.total
        paid = sum(one.due - one.refunded for one in self.fees.payments)
        return paid if self.fees.settled else self.fees.owed

    @property
    def listable(self) -> bool:
        """Say whether there is something a list could be drawn of."""
        wanted = any(one.optional and one.agreed and not one.paid for one in self.fees.lines)
        remitted = any(one.remitted and not one.paid and not one.optional for one in self.fees.lines)
        open_ = self.fees.owed > 0 or wanted or remitted
        return self.rights.take and self.rights.now and open_ and not self.fees.unstated

    @property
    def read_back(self) -> str:
        """Return what is said aloud of the last payment in cash."""
        if self.last is None or self.last.way is not PayWay.CASH:
            return ""
        return labels.read_back(self.last.due, self.last.received, self.last.change)


@dataclass(frozen=True, slots=True)
class Picture:
    """A cashier's window at one moment."""

    hall: HallCard
    window: WindowCard
    waiting: tuple[ToPay, ...]
    till: TillCard | None
    stale: bool
    owing: tuple[TillCard, ...]
    today: tuple[PaymentCard, ...]
    chosen: Chosen | None
    due_at: datetime
    late: bool


def picture_of(
    hall: HallCard, window_id: UUID, person_id: UUID, case_id: UUID | None, paid: UUID | None, at: datetime
) -> Picture:
    """Return what stands at the counter; ``paid`` is the payment just taken, to be said and printed.

    Raises: UnknownCase.
    """
    today = local_day(at, hall.timezone)
    till = cases.open_till(hall.id, window_id)
    owing = [one for one in cases.tills_to_hand_in(hall.id) if one.window_id == window_id]
    due_at = cases.cutoff(hall.id, today)
    return Picture(
        hall=hall,
        window=organization.window(hall.id, window_id),
        waiting=tuple(cases.to_pay(hall.id, person_id, window_id, at)),
        till=till,
        stale=till is not None and till.day != today,
        owing=tuple(owing),
        today=tuple(cases.payments_of_day(hall.id, today, window_id)),
        chosen=None if case_id is None else _chosen(hall, window_id, person_id, case_id, paid, at),
        due_at=due_at,
        late=at >= due_at and bool(owing),
    )


def _chosen(
    hall: HallCard, window_id: UUID, person_id: UUID, case_id: UUID, paid: UUID | None, at: datetime
) -> Chosen:
    rights = cases.fee_rights(hall.id, case_id, person_id, window_id, at)
    card, fees = cases.case(hall.id, case_id), cases.fees_of(hall.id, case_id)
    bill = fees.bill
    ready = bool(bill and bill.shown_by and bill.payment_id is None and rights.now and bill.total)
    taken = {one.code for one in cases.remissions_of(hall.id, case_id) if one.state in OPEN_REMISSIONS}
    address = fees_page(bill.token) if bill and bill.shown_by and not bill.payment_id else ""
    return Chosen(
        case=card,
        item=catalogue.version(hall.id, card.item_version_id),
        fees=fees,
        rights=rights,
        refunds=tuple(one for one in cases.open_refunds(hall.id) if one.case_id == case_id),
        remissions=tuple(
            RemissionRow(one, labels.GROUND[one.ground], labels.REMISSION[one.state])
            for one in cases.remissions_of(hall.id, case_id)
        ),
        remits=rights.now and any(one.code not in taken for one in fees.lines),
        ready=ready and still_true(fees),
        last=next((one for one in fees.payments if one.id == paid), None),
        code=qr_svg(address) if address else None,
    )


def still_true(fees: CaseFees) -> bool:
    """Say whether the list drawn last is what would be drawn now."""
    if fees.bill is None:
        return False
    open_ = {one.code for one in fees.lines if not one.paid and (not one.optional or one.agreed)}
    listed = {one.code for one in fees.bill.lines}
    compulsory = {one.code for one in fees.lines if not one.paid and not one.optional and one.cents}
    prices = {one.code: one.cents for one in fees.lines}
    as_due = all(prices.get(one.code) == one.cents for one in fees.bill.lines)
    return listed <= open_ and compulsory <= listed and as_due


def paper_of(hall_id: UUID, what: str, chosen: Chosen | None, language: str) -> SafeString | None:
    """Return the paper that is to be printed with the page: the list, or the last receipt."""
    if chosen is None:
        return None
    if what == "list" and chosen.fees.bill:
        code = fees_page(chosen.fees.bill.token)
        return documents.html(
            cases.bill_paper(hall_id, chosen.fees.bill.id, language=language, code_url=code)
        )
    if what == "receipt" and chosen.fees.payments:
        return documents.html(cases.receipt_paper(hall_id, chosen.fees.payments[-1].id, language=language))
    return None


def known_case(hall_id: UUID, number: str) -> UUID:
    """Return the case of a number or of a receipt's number.  Raises: UnknownCase."""
    try:
        return cases.case_by_number(hall_id, number).id
    except UnknownCase:
        receipt = cases.payment_by_number(hall_id, number)
        return receipt.case_id


def pieces() -> tuple[tuple[int, str], ...]:
    """Return the notes and coins to count, with their value in yuan."""
    return tuple((one, labels.yuan(one)) for one in DENOMINATIONS)
