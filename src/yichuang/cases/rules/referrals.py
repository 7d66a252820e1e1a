"""Whether a case may be handed on: to whom, how often, and never in a circle (XFER-02 to XFER-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from yichuang.cases.types.referrals import ReferralState


class Hitch(StrEnum):
    """Why a case is not handed on."""

    UNKNOWN = "unknown"  # no such department in the hall
    SELF = "self"  # it has the case already
    PENDING = "pending"  # another department has not answered yet
    OFFICE_ONLY = "office_only"  # returned too often, or assigned: the office decides
    CIRCLE = "circle"  # back to one that had it, and nobody worked in between


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop of a case.  ``worked``: the receiver did something with it while it was theirs."""

    source: UUID
    target: UUID
    state: ReferralState
    binding: bool = False
    worked: bool = False


def returns(hops: Sequence[Hop]) -> int:
    """Return how often the case was sent back."""
    return sum(one.state is ReferralState.RETURNED for one in hops)


def holders(first: UUID, hops: Sequence[Hop]) -> tuple[tuple[UUID, bool], ...]:
    """Return who has had the case, in order, and whether each did something with it; the last has it now.

    The first is where it was handed in: taking it in is work.
    """
    chain = [(first, True)]
    for one in hops:
        if one.state is ReferralState.CONFIRMED or (one.binding and one.state is ReferralState.SENT):
            chain.append((one.target, one.worked))
    return tuple(chain)


def goes_in_a_circle(first: UUID, hops: Sequence[Hop], target: UUID) -> bool:
    """Say whether ``target`` has had the case and nobody since did anything with it (XFER-03)."""
    chain = holders(first, hops)
    places = [place for place, (department, _worked) in enumerate(chain) if department == target]
    if not places:
        return False
    return not any(worked for _department, worked in chain[places[-1] + 1 :])


def only_the_office(hops: Sequence[Hop], most_returns: int) -> bool:
    """Say whether only the office may assign the case: returned too often, or assigned already (XFER-04)."""
    return returns(hops) >= most_returns or any(
        one.binding or one.state is ReferralState.DISPUTED for one in hops
    )


def hitch_of(
    first: UUID,
    hops: Sequence[Hop],
    now: UUID,
    target: UUID,
    known: frozenset[UUID],
    most_returns: int,
) -> Hitch | None:
    """Return why the department that has the case ``now`` may not hand it on to ``target``, or None."""
    if target not in known:
        return Hitch.UNKNOWN
    if target == now:
        return Hitch.SELF
    if any(one.state is ReferralState.SENT for one in hops):
        return Hitch.PENDING
    if only_the_office(hops, most_returns):
        return Hitch.OFFICE_ONLY
    return Hitch.CIRCLE if goes_in_a_circle(first, hops, target) else None


def may_return(hop: Hop) -> bool:
    """Say whether the receiver may send it back: not what the office has assigned (XFER-04)."""
    return hop.state is ReferralState.SENT and not hop.binding


def shortened(units: int, percent: int) -> int:
    """Return what is taken off a limit so that ``percent`` of it is left, at least one unit (PRI-02)."""
    left = max(1, -(-units * percent // 100))
    return units - left
