"""The words of money: what is charged, how it is paid, the till it lies in, and the cards that leave.

Every amount is a whole number of cents (fen); yuan are only for the eye.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

#: Notes and coins in circulation, in cents, the largest first; nobody may refuse any of them
#: (人民币管理条例 §3), so this list only helps to count a drawer.
DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 2, 1)


class PayWay(StrEnum):
    CASH = "cash"
    ELECTRONIC = "electronic"


class ShownBy(StrEnum):
    """How the payer got the itemised list."""

    PRINTED = "printed"
    SENT = "sent"  # to the payer's phone, by the list's own link


class RefundState(StrEnum):
    """Where a refund stands: asked for, let through by a second person or not, paid out."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    PAID = "paid"


class RemissionGround(StrEnum):
    """Why a fee is remitted, in part or all of it (减免)."""

    LAW = "law"
    POLICY = "policy"
    HARDSHIP = "hardship"
    DISABILITY = "disability"
    SMALL_BUSINESS = "small_business"


class RemissionState(StrEnum):
    """Where a remission stands: asked for, granted by a second person or not."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class RemissionCard:
    """So many percent of one line of a case's fees that are remitted, on which ground, and who granted it.

    ``cents`` is what that comes to now, None while the value the fee goes by is not stated; ``back`` is what
    of it was paid before and may be asked back.  ``evidence_id`` is a vault entry.
    """

    id: UUID
    hall_id: UUID
    case_id: UUID
    code: str
    name: str
    percent: int
    ground: RemissionGround
    evidence_id: UUID
    state: RemissionState
    asked_by: UUID
    asked_at: datetime
    settled_by: UUID | None
    settled_at: datetime | None
    cents: int | None = None
    back: int = 0


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of the tariff as it applies to a case.

    ``cents`` is what is to pay, less what is ``remitted`` (``percent``); None: graded, and the value it goes
    by has not been stated.  ``agreed``: consent to an optional line is on record.  ``paid``: paid and not
    refunded.
    """

    code: str
    name: str
    basis: str
    optional: bool
    cents: int | None
    agreed: bool = False
    paid: bool = False
    remitted: int = 0
    percent: int = 0

    @property
    def full(self) -> int | None:
        """Return what the tariff asks for; None while the value it goes by is not stated."""
        return None if self.cents is None else self.cents + self.remitted


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of an itemised list, as it was drawn: to pay, and what of the tariff's price was remitted."""

    code: str
    name: str
    basis: str
    optional: bool
    cents: int
    remitted: int = 0

    @property
    def tariff(self) -> int:
        """Return what the tariff asks for."""
        return self.cents + self.remitted


@dataclass(frozen=True, slots=True)
class BillCard:
    """An itemised list (费用清单) of a case; a later one of the case replaces it.

    ``shown_by`` None: the payer has not got it yet, and nothing can be paid on it.  ``token`` opens it on
    the payer's phone.
    """

    id: UUID
    hall_id: UUID
    case_id: UUID
    number: int
    code: str
    token: str
    lines: tuple[BillLine, ...]
    total: int
    drawn_by: UUID
    drawn_at: datetime
    shown_by: ShownBy | None
    shown_at: datetime | None
    payment_id: UUID | None
    current: bool


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """What was paid on a list: due, received and change in cents; ``refunded`` is what went back.

    ``back`` says how much by line, ``refunded_codes`` are the lines of which nothing is left.
    """

    id: UUID
    hall_id: UUID
    case_id: UUID
    bill_id: UUID
    number: str
    way: PayWay
    lines: tuple[BillLine, ...]
    due: int
    received: int
    change: int
    reference: str
    window_id: UUID
    till_id: UUID | None
    taken_by: UUID
    taken_at: datetime
    refunded: int
    refunded_codes: frozenset[str]
    back: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFees:
    """What a case costs and what of it is settled.

    ``owed`` are the compulsory lines' cents still to pay, ``unstated`` the names of graded lines that wait
    for the value they go by.
    """

    case_id: UUID
    lines: tuple[DueLine, ...]
    value: int | None
    owed: int
    unstated: tuple[str, ...]
    bill: BillCard | None
    payments: tuple[PaymentCard, ...]

    @property
    def settled(self) -> bool:
        """Say whether nothing compulsory is open."""
        return self.owed == 0 and not self.unstated


@dataclass(frozen=True, slots=True)
class RefundCard:
    """Lines of a payment that are to go back, and who let them."""

    id: UUID
    hall_id: UUID
    case_id: UUID
    payment_id: UUID
    payment_number: str
    way: PayWay
    state: RefundState
    codes: tuple[str, ...]
    cents: int
    reason_id: UUID
    asked_by: UUID
    asked_at: datetime
    settled_by: UUID | None
    settled_at: datetime | None
    paid_by: UUID | None
    paid_at: datetime | None
    reference: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """What a till holds by the books, in cents; ``difference`` is what its closing found beside them."""

    float: int
    cash_in: int
    refunds: int
    deposits: int
    difference: int = 0

    @property
    def expected(self) -> int:
        """Return what must lie in it (before anybody counts)."""
        return self.float + self.cash_in - self.refunds - self.deposits

    @property
    def to_deposit(self) -> int:
        """Return what was taken and not yet handed in; the float is not part of it."""
        return max(0, self.cash_in - self.refunds - self.deposits + self.difference)


@dataclass(frozen=True, slots=True)
class TillCard:
    """The cash of one window from its opening to its closing on one day.

    ``counted`` and ``difference`` (counted less expected) are there once it is closed; ``late`` says that it
    was told today that money was not handed in by the cut-off.
    """

    id: UUID
    hall_id: UUID
    window_id: UUID
    day: date
    number: int
    drawer: Drawer
    minimum: int
    opened_by: UUID
    opened_at: datetime
    closed_by: UUID | None
    closed_at: datetime | None
    counted: int | None
    difference: int | None
    explanation_id: UUID | None
    late_on: date | None

    @property
    def short(self) -> bool:
        """Say whether the float counted at opening lay below the hall's minimum (FEE-02)."""
        return self.drawer.float < self.minimum


@dataclass(frozen=True, slots=True)
class DepositCard:
    """Cash handed in to the finance office, with the number of its slip."""

    id: UUID
    till_id: UUID
    cents: int
    reference: str
    made_by: UUID
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Takings:
    """What one window took on a day, in cents."""

    window_id: UUID
    payments: int
    cash: int
    electronic: int
    refunds: int

    @property
    def total(self) -> int:
        """Return what stayed."""
        return self.cash + self.electronic - self.refunds


@dataclass(frozen=True, slots=True)
class ToPay:
    """A case with something to pay, as a cashier's list shows it: no name, only its number and item."""

    case_id: UUID
    number: str
    item_name: str
    item_name_en: str
    owed: int
    unstated: bool
    window_id: UUID | None
    since: datetime


@dataclass(frozen=True, slots=True)
class FeeRights:
    """What somebody may do about the fees of a case: take money, state its value; ``now``: charged at all."""

    take: bool
    state: bool
    now: bool
