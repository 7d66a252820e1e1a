"""A case handed on to another department (转办), and one handled express (加急)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ReferralState(StrEnum):
    """Where a referral stands; the arrows between are in ``rules.referrals``."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DISPUTED = "disputed"  # refused to go through: the office says whose it is
    SETTLED = "settled"  # the office has said so
    DROPPED = "dropped"  # the case ended before


@dataclass(frozen=True, slots=True)
class ReferralCard:
    """One hop of a case from department to department.  Reasons lie in the vault."""

    id: UUID
    hall_id: UUID
    case_id: UUID
    case_number: str
    item_name: str
    number: int
    from_department_id: UUID
    from_department: str
    to_department_id: UUID
    to_department: str
    state: ReferralState
    binding: bool
    sent_by: UUID
    sent_at: datetime
    reason_id: UUID
    answered_by: UUID | None
    answered_at: datetime | None
    return_reason_id: UUID | None
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class ExpressCard:
    """Express handling as it was granted: who approved it, and what share of a limit is left."""

    case_id: UUID
    percent: int
    approved_by: UUID
    granted_by: UUID
    granted_at: datetime
    reason_id: UUID
