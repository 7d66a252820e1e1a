"""Who may decide in a department's name: delegations and offices in, verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from yichuang.kernel.access.types import Role
from yichuang.posts.types import (
    FINAL,
    OFFICE_OF,
    DelegationCard,
    DelegationState,
    MandateAct,
    MandateDenial,
    MandateVerdict,
)

_STATES = {
    DelegationState.REVOKED: MandateDenial.REVOKED,
    DelegationState.EXPIRED: MandateDenial.EXPIRED,
    DelegationState.SUSPENDED: MandateDenial.SUSPENDED,
    DelegationState.COMING: MandateDenial.NOT_YET,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be decided: an item of a department, the act, its amount in yuan, by whom, on which day.

    ``extender`` is the role the item's version names for extensions; ``offices`` are the roles the person
    holds in the item's department or the whole hall.
    """

    person_id: UUID
    item_id: UUID
    at_level: bool
    act: MandateAct
    amount: Decimal | None
    on: date
    offices: frozenset[Role]
    extender: str = ""


def decide(asked: Asked, delegations: Sequence[DelegationCard]) -> MandateVerdict:
    """Say whether the person may do the act; ``delegations`` are all the department ever gave.

    A delegation allows it that is in force, names the item and the act and reaches the amount (CHF-02,
    CHF-03).  A deputy's allows no more than the chief's own, and while it runs the chief's sleeps (CHF-07).
    Where it reaches up to an amount, a final word names the amount it is about.
    Final words on an item of a higher level are nobody's here (TIME-05).
    """
    if asked.act in FINAL and not asked.at_level:
        return MandateVerdict(False, MandateDenial.NOT_AT_LEVEL, "TIME-05")
    deputies = [one for one in delegations if one.deputy_of == asked.person_id]
    if any(one.state(asked.on) is DelegationState.IN_FORCE for one in deputies):
        return MandateVerdict(False, MandateDenial.WITH_DEPUTY, "CHF-07")
    if asked.act is MandateAct.EXTEND and asked.extender and Role(asked.extender) in asked.offices:
        return MandateVerdict(True)
    if OFFICE_OF.get(asked.act) in asked.offices:
        return MandateVerdict(True)
    own = [one for one in delegations if one.person_id == asked.person_id]
    verdicts = [_by(one, asked, delegations) for one in own]
    allowed = next((one for one in verdicts if one.ok), None)
    if allowed is not None:
        return allowed
    if not verdicts:
        return MandateVerdict(False, MandateDenial.NOT_DELEGATED, _UNDELEGATED.get(asked.act, "CHF-02"))
    return max(verdicts, key=lambda one: _NEARNESS.index(one.reason))


_UNDELEGATED = {MandateAct.OPEN_JOINT: "CHF-04", MandateAct.FIRST_OPINION: "TIME-05"}
# the nearer a delegation comes to allowing the act, the more its reason helps who asks
_NEARNESS = [
    MandateDenial.OUT_OF_SCOPE,
    MandateDenial.REVOKED,
    MandateDenial.EXPIRED,
    MandateDenial.NOT_YET,
    MandateDenial.SUSPENDED,
    MandateDenial.BEYOND_CHIEF,
    MandateDenial.ABOVE_AMOUNT,
    MandateDenial.AMOUNT_UNSAID,
]


def _by(one: DelegationCard, asked: Asked, delegations: Sequence[DelegationCard]) -> MandateVerdict:
    """Say what one delegation makes of it."""
    if asked.act not in one.acts or not covers(one, asked.item_id, at_level=asked.at_level):
        return MandateVerdict(False, MandateDenial.OUT_OF_SCOPE, "CHF-03")
    state = one.state(asked.on)
    if state is not DelegationState.IN_FORCE:
        return MandateVerdict(False, _STATES[state], "CHF-07" if one.deputy_of else "CHF-02")
    if not _reaches(one, asked):
        unsaid = asked.amount is None
        reason = MandateDenial.AMOUNT_UNSAID if unsaid else MandateDenial.ABOVE_AMOUNT
        return MandateVerdict(False, reason, "CHF-03")
    if one.deputy_of is not None and not _chief_may(one.deputy_of, asked, delegations):
        if asked.amount is None and _chief_may(one.deputy_of, replace(asked, amount=Decimal(0)), delegations):
            return MandateVerdict(False, MandateDenial.AMOUNT_UNSAID, "CHF-03")
        return MandateVerdict(False, MandateDenial.BEYOND_CHIEF, "CHF-07")
    return MandateVerdict(True, delegation_id=one.id, deputy_of=one.deputy_of)


def _reaches(one: DelegationCard, asked: Asked) -> bool:
    """Say whether a delegation reaches the amount; of a final word the amount must have been said."""
    if one.most_amount is None or (asked.amount is None and asked.act not in FINAL):
        return True
    return asked.amount is not None and asked.amount <= one.most_amount


def _chief_may(chief_id: UUID, asked: Asked, delegations: Sequence[DelegationCard]) -> bool:
    """Say whether the chief, were they here, could do it: a deputy stands in and adds nothing."""
    if OFFICE_OF.get(asked.act) is Role.CHIEF:
        return True
    return any(
        one.person_id == chief_id
        and one.deputy_of is None
        and asked.act in one.acts
        and covers(one, asked.item_id, at_level=asked.at_level)
        and one.state(asked.on) is DelegationState.IN_FORCE
        and _reaches(one, asked)
        for one in delegations
    )


def covers(one: DelegationCard, item_id: UUID, *, at_level: bool) -> bool:
    """Say whether a delegation is about an item."""
    return item_id in one.item_ids or (one.all_at_level and (at_level or one.deputy_of is not None))


def missing_acts(
    item_id: UUID, delegations: Sequence[DelegationCard], chiefs: frozenset[UUID], on: date
) -> tuple[MandateAct, ...]:
    """Return which final words on an at-level item no chief representative has in writing (CHF-02)."""
    held = {
        act
        for one in delegations
        if one.person_id in chiefs
        and one.deputy_of is None
        and one.state(on) is DelegationState.IN_FORCE
        and covers(one, item_id, at_level=True)
        for act in one.acts
    }
    return tuple(act for act in MandateAct if act in FINAL - held)
