"""The way of a leave as a table, and whether a handover came in time: values in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from yichuang.kernel.access.types import Role
from yichuang.posts.types import CoverCard, LeaveState

STRICT_LEAD = timedelta(hours=24)


class LeaveAct(StrEnum):
    """What may be done with a leave."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class LeaveArrow:
    """One way a leave may go, and the control it is from."""

    source: LeaveState
    act: LeaveAct
    target: LeaveState
    rule: str


ARROWS = (
    LeaveArrow(LeaveState.DRAFT, LeaveAct.SUBMIT, LeaveState.SUBMITTED, "ATT-07"),
    LeaveArrow(LeaveState.DRAFT, LeaveAct.WITHDRAW, LeaveState.WITHDRAWN, "ATT-07"),
    LeaveArrow(LeaveState.SUBMITTED, LeaveAct.APPROVE, LeaveState.APPROVED, "ATT-06"),
    LeaveArrow(LeaveState.SUBMITTED, LeaveAct.REFUSE, LeaveState.REFUSED, "ATT-06"),
    LeaveArrow(LeaveState.SUBMITTED, LeaveAct.WITHDRAW, LeaveState.WITHDRAWN, "ATT-07"),
    # before it has begun: whoever is away comes back instead
    LeaveArrow(LeaveState.APPROVED, LeaveAct.WITHDRAW, LeaveState.WITHDRAWN, "ATT-07"),
    LeaveArrow(LeaveState.APPROVED, LeaveAct.RETURN, LeaveState.RETURNED, "ATT-07"),
    # gone on the emergency path and back before anybody decided: it still has to be decided
    LeaveArrow(LeaveState.SUBMITTED, LeaveAct.RETURN, LeaveState.SUBMITTED, "ATT-07"),
)
_TABLE = {(one.source, one.act): one for one in ARROWS}


def leave_arrow(state: LeaveState, act: LeaveAct) -> LeaveArrow | None:
    """Return where an act leads a leave, or None where it leads nowhere."""
    return _TABLE.get((state, act))


def in_time(signed_at: datetime, starts: datetime, last_close: datetime | None, *, strict: bool) -> bool:
    """Say whether B signed early enough for an absence that starts at ``starts`` (AB-03).

    ``last_close`` is the close of the previous working day (None: there was none, so nothing is early
    enough); with ``strict`` a full 24 hours count instead.
    """
    if strict:
        return signed_at <= starts - STRICT_LEAD
    return last_close is not None and signed_at <= last_close


def first_missed(spans: Iterable[tuple[datetime, datetime]], begins: datetime, ends: datetime) -> datetime:
    """Return the first moment of open time an absence takes away; its own beginning where it takes none."""
    missed = [max(opens, begins) for opens, closes in spans if opens < ends and begins < closes]
    return min(missed, default=begins)


def first_gap(
    begins: datetime, ends: datetime, there: Iterable[tuple[datetime, datetime]]
) -> tuple[datetime, datetime] | None:
    """Return the first stretch from ``begins`` to ``ends`` that none of these covers; None: there is none."""
    reached = begins
    for since, until in sorted(there):
        if since > reached:
            return (reached, min(since, ends)) if reached < ends else None
        reached = max(reached, until)
    return (reached, ends) if reached < ends else None


def overlap(begins: datetime, ends: datetime, other_begins: datetime, other_ends: datetime) -> bool:
    """Say whether two stretches of time have a moment in common; their ends are outside."""
    return begins < other_ends and other_begins < ends


def may_decide_leave(held: Set[Role], *, of_section: bool, applicant_heads: bool) -> bool:
    """Say whether these roles, held for the applicant's department, let somebody decide a leave (ATT-06).

    The head of the applicant's section, or the office; where the applicant heads a section, only the office.
    """
    by_head = Role.SEC in held and of_section and not applicant_heads
    return by_head or not held.isdisjoint((Role.OFF, Role.UH))


def clash(
    covers: Sequence[CoverCard], begins: datetime, ends: datetime, post_id: UUID | None
) -> CoverCard | None:
    """Return the cover that keeps somebody from standing in at another post then (AB-10), or None."""
    for one in covers:
        both_posts = post_id is not None and one.post_id is not None
        if both_posts and overlap(begins, ends, one.begins, one.ends):
            return one
    return None
