"""What is charged, what change is due, what a drawer must hold: values in, verdict out.

Money is whole cents.  Nothing here, and nothing above it, takes an amount from anybody but the tariff.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from yichuang.cases.types.fees import BillLine, DueLine
from yichuang.cases.types.states import CaseState
from yichuang.kernel.access.types import GrantCard, Role

CENTS = 100
#: Beyond this no fee, no drawer and no sum in dispute is believed: a slip of the finger (yuan).
MOST_YUAN = Decimal(10) ** 10
_TYPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{0,2})?|[0-9]{1,11}(\.[0-9]{0,2})?")
#: Money is taken from acceptance on, and as long as the result is here (许可法 §58: nothing before).
CHARGEABLE = frozenset(
    {
        CaseState.ACCEPTED,
        CaseState.HANDLING,
        CaseState.APPROVAL,
        CaseState.FORWARDED,
        CaseState.DECIDED,
        CaseState.READY,
        CaseState.NOTIFIED,
        CaseState.DELIVERED,
    }
)


def cents(yuan: Decimal) -> int | None:
    """Return an amount of yuan in cents; None for what is no amount to the cent, or beyond belief."""
    if not yuan.is_finite() or not 0 <= yuan <= MOST_YUAN:
        return None
    exact = yuan * CENTS
    return int(exact) if exact == exact.to_integral_value() else None


def read(text: str) -> int | None:
    """Return what somebody typed as yuan (``12``, ``12.5``, ``1,200.00``) in cents; else None."""
    plain = unicodedata.normalize("NFKC", text)  # full-width figures, as an input method writes them
    if not _TYPED.fullmatch(plain := plain.strip().removeprefix("¥").strip()):
        return None
    return cents(Decimal(plain.replace(",", "").rstrip(".")))


def yuan(amount: int | None) -> Decimal | None:
    """Return cents as yuan; None for none."""
    return None if amount is None else Decimal(amount) / CENTS


def spelled(amount: int) -> str:
    """Return cents as yuan with both decimals, ``1234.50``; below nought with a minus."""
    sign, left = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{left // CENTS}.{left % CENTS:02d}"


def owed(lines: Iterable[DueLine]) -> int:
    """Return what the compulsory lines still ask for, in cents; those without their value not counted."""
    return sum(one.cents or 0 for one in lines if not one.optional and not one.paid)


def unstated(lines: Iterable[DueLine]) -> tuple[str, ...]:
    """Return the names of compulsory lines that wait for the value they go by."""
    return tuple(one.name for one in lines if one.cents is None and not one.optional and not one.paid)


class Flaw(StrEnum):
    """Why a list cannot be drawn."""

    UNKNOWN = "unknown"  # no such line in the tariff
    NO_CONSENT = "no_consent"  # optional, and nobody agreed
    UNSTATED = "unstated"  # graded, without its value
    NOTHING = "nothing"  # nothing is left to pay
    MANUAL = "manual"  # somebody asks for another amount than the tariff


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a list, or why there is none and because of which line."""

    lines: tuple[BillLine, ...]
    flaw: Flaw | None = None
    name: str = ""
    due: int = 0  # what the tariff asks for, where somebody asked for another amount

    @property
    def total(self) -> int:
        """Return the sum of the lines: what is charged, to the cent (FEE-03)."""
        return sum(one.cents for one in self.lines)


def draw(lines: Iterable[DueLine], optional: Collection[str], asked: int | None = None) -> Drawn:
    """Return the list of what is to pay: every compulsory line still open and the optional ones chosen.

    ``optional`` are codes; one without consent on record, or that the tariff does not have, leads to none.
    ``asked`` is an amount somebody wants in cents: only the tariff's own passes (FEE-06).
    """
    lines = list(lines)
    left = {one.code: one for one in lines if one.optional}
    for code in optional:
        line = left.get(code)
        if line is None or line.paid:
            return Drawn((), Flaw.UNKNOWN, code)
        if not line.agreed:
            return Drawn((), Flaw.NO_CONSENT, line.name)
    chosen = [one for one in lines if not one.paid and (not one.optional or one.code in optional)]
    for one in chosen:
        if one.cents is None:
            return Drawn((), Flaw.UNSTATED, one.name)
    found = tuple(
        BillLine(one.code, one.name, one.basis, one.optional, one.cents, one.remitted)
        for one in chosen
        if one.cents is not None and (one.cents > 0 or one.remitted > 0)
    )
    drawn = Drawn(found)
    if not found:
        return Drawn((), Flaw.NOTHING)
    if asked is not None and asked != drawn.total:
        return Drawn((), Flaw.MANUAL, due=drawn.total)
    return drawn


def change(due: int, received: int) -> int | None:
    """Return the change in cents, None where less was received than is due.

    Whatever notes and coins it came in: no denomination is asked for, none refused (FEE-02).
    """
    return received - due if received >= due else None


def counted(pieces: Mapping[int, int]) -> int:
    """Return what a drawer holds whose notes and coins were counted, by cents of the piece."""
    return sum(piece * number for piece, number in pieces.items())


def refundable(
    lines: Iterable[BillLine], back: Mapping[str, int], codes: Collection[str]
) -> dict[str, int] | None:
    """Return what goes back for whole lines of a payment, by code; None where of one nothing is left.

    Only lines go back, as they were paid, less what went back before: an amount of anybody's choosing does
    not (FEE-06).
    """
    left = {one.code: one.cents - back.get(one.code, 0) for one in lines}
    if not codes or any(left.get(code, 0) <= 0 for code in codes):
        return None
    return {code: left[code] for code in sorted(set(codes))}


def remitted(price: int, percent: int) -> int:
    """Return so many percent of a price in cents, a fraction of a cent for the payer."""
    return -(-price * percent // 100)


def overpaid(paid: int, back: int, due: int) -> int:
    """Return what of a line was paid beyond what is due now; nothing where nothing was."""
    return max(0, paid - back - due)


def receipt_number(hall_code: str, year: int, running: int) -> str:
    """Return the number of a receipt, ``AYRS-2026-R000012``."""
    return f"{hall_code}-{year:04d}-R{running:06d}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where money is to be taken: whose case, by which window it came, whether done there and then."""

    department_id: UUID | None
    confidential: bool
    at_own_window: bool
    instant: bool
    in_hand: bool


def is_chargeable(state: CaseState, *, instant: bool, complete: bool) -> bool:
    """Say whether money may be taken for a case that stands at ``state``.

    From acceptance on; for what is done at the window at once also just before, when all papers are in order.
    """
    return state in CHARGEABLE or (instant and complete and state is CaseState.SUBMITTED)


def may_take(desk: Desk, held: Iterable[GrantCard]) -> bool:
    """Say whether somebody may take money for a case.

    A cashier may, of the departments the role names (all, where it names none), but does not meet a
    confidential case.  The window that serves takes it for what is done there and then, and for a
    confidential case from who has it in hand.
    """
    if desk.at_own_window and (
        (desk.instant and not desk.confidential) or (desk.in_hand and desk.confidential)
    ):
        return True
    if desk.confidential:
        return False
    return any(one.role is Role.CASH and one.department_id in (None, desk.department_id) for one in held)
