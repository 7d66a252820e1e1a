"""The words of the mandate: what a department has delegated to whom, in writing, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.access.types import Role


class MandateAct(StrEnum):
    """What somebody decides in a department's name."""

    APPROVE = "approve"
    REFUSE = "refuse"
    EXTEND = "extend"
    PAUSE = "pause"
    FIRST_OPINION = "first_opinion"
    OPEN_JOINT = "open_joint"
    WAIVE_NOTICE = "waive_notice"
    EXPRESS = "express"
    REFUND = "refund"
    REMIT = "remit"


#: The last word in a matter; where it does not lie at this level, only a first opinion is given (TIME-05).
FINAL = frozenset({MandateAct.APPROVE, MandateAct.REFUSE})

#: What goes with an office of the item's department and needs no delegation; EXTEND goes with whom the
#: item's version names.
OFFICE_OF: dict[MandateAct, Role] = {
    MandateAct.FIRST_OPINION: Role.CHIEF,
    MandateAct.OPEN_JOINT: Role.CHIEF,
    MandateAct.PAUSE: Role.SEC,
    MandateAct.WAIVE_NOTICE: Role.SEC,
    MandateAct.EXPRESS: Role.SEC,
    MandateAct.REFUND: Role.SEC,
    MandateAct.REMIT: Role.SEC,
}


class DelegationState(StrEnum):
    """Where a delegation stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"


class MandateDenial(StrEnum):
    """Why somebody may not decide this here now; empty when they may."""

    NONE = ""
    ITEM_NOT_OFFERED = "item-not-offered"
    NOBODYS_ITEM = "nobodys-item"
    NOT_AT_LEVEL = "not-at-level"
    NOT_DELEGATED = "not-delegated"
    OUT_OF_SCOPE = "out-of-scope"
    ABOVE_AMOUNT = "above-amount"
    AMOUNT_UNSAID = "amount-unsaid"
    NOT_YET = "not-yet"
    EXPIRED = "delegation-expired"
    SUSPENDED = "delegation-suspended"
    REVOKED = "delegation-revoked"
    WITH_DEPUTY = "with-deputy"
    BEYOND_CHIEF = "beyond-chief"
    ON_LEAVE = "on-leave"


@dataclass(frozen=True, slots=True)
class DelegationCard:
    """A written delegation of a department's authority to one person.

    It covers ``item_ids``, or with ``all_at_level`` every item decided at this level; ``most_amount`` in yuan
    (None: any).  ``deputy_of`` names the chief representative it stands in for, from ``active_from`` until
    ``active_until`` (exclusive), within what the chief may do.  ``document`` is the paper's own number.
    """

    id: UUID
    hall_id: UUID
    department_id: UUID
    person_id: UUID
    item_ids: tuple[UUID, ...]
    all_at_level: bool
    acts: tuple[MandateAct, ...]
    most_amount: Decimal | None
    active_from: date
    active_until: date | None
    document: str
    deputy_of: UUID | None
    granted_by: UUID
    granted_at: datetime
    suspended_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, on: date) -> DelegationState:
        """Say where the delegation stands on ``on``."""
        if self.revoked_at is not None:
            return DelegationState.REVOKED
        if self.active_until is not None and on >= self.active_until:
            return DelegationState.EXPIRED
        if self.suspended_at is not None:
            return DelegationState.SUSPENDED
        return DelegationState.COMING if on < self.active_from else DelegationState.IN_FORCE


@dataclass(frozen=True, slots=True)
class MandateVerdict:
    """May this person decide this now?  ``rule`` is the control it keeps, ``delegation_id`` by what they may.

    Without a delegation an act that goes with an office is theirs by it; ``deputy_of`` is for whom they act.
    Where it is another's right, held while standing in for them, ``covers_for`` is that person and
    ``on_behalf_of`` their post, or the person where they have none (AB-05).
    """

    ok: bool
    reason: MandateDenial = MandateDenial.NONE
    rule: str = ""
    delegation_id: UUID | None = None
    deputy_of: UUID | None = None
    covers_for: UUID | None = None
    on_behalf_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class DelegationGap:
    """An item decided at this level whose approval or refusal no chief representative has in writing."""

    item_id: UUID
    code: str
    name: str
    missing: tuple[MandateAct, ...]
