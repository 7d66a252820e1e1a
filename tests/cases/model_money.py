"""What a case costs and what of it is settled, kept as a cashier would on paper.

It knows the tariff of ``tests.cases.money`` as it is written on the wall, and nothing of the code behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yichuang.cases import refusals as no
from yichuang.kernel.errors import Refusal

CHARGEABLE = frozenset(
    {"accepted", "handling", "approval", "forwarded", "decided", "ready", "notified", "delivered"}
)
GRADED = "suit"
MOST_BACK = 100_000  # cents the chief may let go back
FLOAT = 20_000


@dataclass(frozen=True)
class Line:
    """A line of the tariff for one case: None cents until the value is stated."""

    code: str
    cents: int | None
    optional: bool = False


@dataclass(eq=False)
class Bill:
    """An itemised list."""

    id: UUID
    lines: tuple[Line, ...]
    shown: bool = False
    paid: bool = False

    @property
    def total(self) -> int:
        return sum(one.cents or 0 for one in self.lines)

    @property
    def optional(self) -> list[str]:
        return [one.code for one in self.lines if one.optional]


@dataclass(eq=False)
class Payment:
    """What was paid, and what of it went back."""

    id: UUID
    lines: tuple[Line, ...]
    cash: bool
    back: set[str] = field(default_factory=set)

    @property
    def standing(self) -> set[str]:
        return {one.code for one in self.lines} - self.back


@dataclass(eq=False)
class Back:
    """A refund that was asked for."""

    id: UUID
    payment: Payment
    codes: frozenset[str]
    asked_by: UUID
    state: str = "asked"
    settled_by: UUID | None = None

    @property
    def cents(self) -> int:
        return sum(one.cents or 0 for one in self.payment.lines if one.code in self.codes)


@dataclass(eq=False)
class Till:
    """The cashier's till: on which day it was opened, and what lies in it above what it began with."""

    id: UUID
    day: date
    taken: int = 0

    @property
    def held(self) -> int:
        return FLOAT + self.taken


@dataclass(eq=False)
class Purse:
    """Everything about the money of one case."""

    value: int | None = None
    agreed: dict[str, bool] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Back] = field(default_factory=list)

    @property
    def paid(self) -> set[str]:
        """Return the lines that are paid and did not go back."""
        return {code for one in self.payments for code in one.standing}


def on_the_wall(code: str, answers: Mapping[str, bool], value: int | None) -> list[Line]:
    """Return the tariff of an item under these answers; ``value`` in cents is what a graded line goes by."""
    match code:
        case "CARD":
            fast = [Line("fast", 1050)] if answers.get("fast") else []
            return [Line("card", 2000), *fast, Line("post", 1200, optional=True)]
        case "SUIT":
            return [Line(GRADED, None if value is None else _graded(value // 100) * 100)]
        case "SLIP":
            return [Line("copy", 520)]
        case "SEALED":
            return [Line("case", 3000)]
    return []


def _graded(yuan: int) -> int:
    """Return 50 yuan, and 2.5 % of what lies above 10,000, 2 % above 100,000, 1.5 % above 200,000."""
    parts = (
        25 * max(0, min(yuan, 100_000) - 10_000),
        20 * max(0, min(yuan, 200_000) - 100_000),
        15 * max(0, yuan - 200_000),
    )
    return 50 + sum(parts) // 1000


def owed(purse: Purse, code: str, answers: Mapping[str, bool]) -> list[Line]:
    """Return the compulsory lines that are not paid."""
    lines = on_the_wall(code, answers, purse.value)
    return [one for one in lines if not one.optional and one.code not in purse.paid]


def owed_at_handover(purse: Purse, code: str, answers: Mapping[str, bool]) -> set[type[Refusal]]:
    """Return what keeps a result from being handed out."""
    left = owed(purse, code, answers)
    if any(one.cents is None for one in left):
        return {no.ValueUnstated}
    return {no.FeesOpen} if left else set()


def against_list(
    purse: Purse, code: str, answers: Mapping[str, bool], optional: Collection[str]
) -> set[type[Refusal]]:
    """Return why a list of what is to pay cannot be drawn."""
    known = {one.code for one in on_the_wall(code, answers, purse.value) if one.optional}
    against = set[type[Refusal]]()
    for one in optional:
        if one not in known - purse.paid:
            against.add(no.NotInTariff)
        elif not purse.agreed.get(one):
            against.add(no.ConsentMissing)
    left = owed(purse, code, answers)
    if any(one.cents is None for one in left):
        against.add(no.ValueUnstated)
    if not left and not optional:
        against.add(no.NothingToPay)
    return against


def to_pay(
    purse: Purse, code: str, answers: Mapping[str, bool], optional: Collection[str]
) -> tuple[Line, ...]:
    """Return the lines of a list drawn now, in the tariff's order."""
    return tuple(
        one
        for one in on_the_wall(code, answers, purse.value)
        if one.code not in purse.paid and (not one.optional or one.code in optional)
    )


def against_paying(purse: Purse, bill: Bill, code: str, answers: Mapping[str, bool]) -> set[type[Refusal]]:
    """Return why nothing is taken on a list: paid, replaced, unseen, or no longer what was agreed."""
    against = set[type[Refusal]]()
    if bill.paid:
        against.add(no.AlreadyPaid)
    if bill is not purse.bills[-1]:
        against.add(no.BillReplaced)
    if not bill.shown:
        against.add(no.BillUnseen)
    if any(not purse.agreed.get(one) for one in bill.optional):
        against.add(no.ConsentMissing)
    if to_pay(purse, code, answers, bill.optional) != bill.lines:
        against.add(no.BillReplaced)
    return against


def against_back(purse: Purse, payment: Payment, codes: Collection[str]) -> set[type[Refusal]]:
    """Return why lines of a payment cannot go back."""
    against = set[type[Refusal]]()
    if not codes or set(codes) - payment.standing:
        against.add(no.NotRefundable)
    if any(one.payment is payment and one.state in ("asked", "approved") for one in purse.refunds):
        against.add(no.RefundOpen)
    return against
