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
    """A line of the tariff for one case: None cents until the value is stated, less what was remitted."""

    code: str
    cents: int | None
    optional: bool = False
    off: int = 0


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
    """What was paid, and what of each line went back."""

    id: UUID
    lines: tuple[Line, ...]
    cash: bool
    back: dict[str, int] = field(default_factory=dict)

    @property
    def left(self) -> dict[str, int]:
        """Return what of each line did not go back."""
        return {one.code: (one.cents or 0) - self.back.get(one.code, 0) for one in self.lines}

    @property
    def standing(self) -> set[str]:
        """Return the lines that are still paid: nothing of them went back, or not all."""
        return {code for code, left in self.left.items() if left > 0 or code not in self.back}


@dataclass(eq=False)
class Back:
    """A refund that was asked for."""

    id: UUID
    payment: Payment
    amounts: dict[str, int]
    asked_by: UUID
    state: str = "asked"
    settled_by: UUID | None = None

    @property
    def cents(self) -> int:
        return sum(self.amounts.values())


@dataclass(eq=False)
class Remission:
    """That a share of a line be remitted: asked for, granted or declined."""

    id: UUID
    code: str
    percent: int
    asked_by: UUID
    state: str = "asked"


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
    remissions: list[Remission] = field(default_factory=list)

    @property
    def paid(self) -> set[str]:
        """Return the lines that are paid and did not go back."""
        return {code for one in self.payments for code in one.standing}

    def percent(self, code: str) -> int:
        """Return what share of a line is remitted."""
        return next(
            (one.percent for one in self.remissions if one.code == code and one.state == "granted"), 0
        )


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


def due(purse: Purse, code: str, answers: Mapping[str, bool]) -> list[Line]:
    """Return the tariff of a case less what was remitted; a fraction of a cent is the payer's."""
    found = []
    for one in on_the_wall(code, answers, purse.value):
        off = share(one.cents, purse.percent(one.code))
        found.append(one if one.cents is None else Line(one.code, one.cents - off, one.optional, off))
    return found


def share(cents: int | None, percent: int) -> int:
    """Return so many percent, rounded up to the cent."""
    return ((cents or 0) * percent + 99) // 100


def owed(purse: Purse, code: str, answers: Mapping[str, bool]) -> list[Line]:
    """Return the compulsory lines that are not paid."""
    lines = due(purse, code, answers)
    return [one for one in lines if not one.optional and one.code not in purse.paid]


def owed_at_handover(purse: Purse, code: str, answers: Mapping[str, bool]) -> set[type[Refusal]]:
    """Return what keeps a result from being handed out."""
    left = owed(purse, code, answers)
    if any(one.cents is None for one in left):
        return {no.ValueUnstated}
    return {no.FeesOpen} if any(one.cents for one in left) else set()


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
    if not to_pay(purse, code, answers, optional):
        against.add(no.NothingToPay)
    return against


def to_pay(
    purse: Purse, code: str, answers: Mapping[str, bool], optional: Collection[str]
) -> tuple[Line, ...]:
    """Return the lines of a list drawn now, in order; what is remitted whole stands on it too."""
    return tuple(
        one
        for one in due(purse, code, answers)
        if one.code not in purse.paid
        and (not one.optional or one.code in optional)
        and (one.cents != 0 or one.off)
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
    if not bill.total:
        against.add(no.NothingToPay)
    if any(not purse.agreed.get(one) for one in bill.optional):
        against.add(no.ConsentMissing)
    if to_pay(purse, code, answers, bill.optional) != bill.lines:
        against.add(no.BillReplaced)
    return against


def against_back(purse: Purse, payment: Payment, codes: Collection[str]) -> set[type[Refusal]]:
    """Return why lines of a payment cannot go back."""
    against = set[type[Refusal]]()
    if not codes or any(payment.left.get(one, 0) <= 0 for one in codes):
        against.add(no.NotRefundable)
    return against | open_refund(purse, payment)


def open_refund(purse: Purse, payment: Payment) -> set[type[Refusal]]:
    """Return why nothing more is asked back of a payment."""
    waits = any(one.payment is payment and one.state in ("asked", "approved") for one in purse.refunds)
    return {no.RefundOpen} if waits else set()


def against_remitting(
    purse: Purse, code: str, answers: Mapping[str, bool], line: str, percent: int
) -> set[type[Refusal]]:
    """Return why nobody asks that a share of a line be remitted."""
    against = set[type[Refusal]]()
    if not 1 <= percent <= 100:
        against.add(no.PercentUnfit)
    if line not in {one.code for one in on_the_wall(code, answers, purse.value)}:
        against.add(no.NotInTariff)
    if any(one.code == line and one.state in ("asked", "granted") for one in purse.remissions):
        against.add(no.RemissionOpen)
    return against


def too_much(purse: Purse, code: str, answers: Mapping[str, bool], remission: Remission) -> int:
    """Return what of a line was paid beyond what it costs since its remission was granted."""
    line = next(one for one in due(purse, code, answers) if one.code == remission.code)
    paid = sum(one.left.get(remission.code, 0) for one in purse.payments)
    return max(0, paid - (line.cents or 0)) if remission.state == "granted" else 0
