"""Questions about the mandate: who may decide what, what is not delegated, who leads a department."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import rules
from yichuang.posts.errors import DelegationUnknown
from yichuang.posts.models import Delegation
from yichuang.posts.selectors.cover import acting_for
from yichuang.posts.selectors.leave import leave_now
from yichuang.posts.types import (
    DelegationCard,
    DelegationGap,
    MandateAct,
    MandateDenial,
    MandateVerdict,
)

_DENIALS = {
    MandateDenial.ITEM_NOT_OFFERED: _("This item is not offered here today."),
    MandateDenial.NOBODYS_ITEM: _("Nobody has said which department this item belongs to."),
    MandateDenial.NOT_AT_LEVEL: _("The final decision is not taken at this level; give a first opinion."),
    MandateDenial.NOT_DELEGATED: _("This decision has not been delegated to you in writing."),
    MandateDenial.OUT_OF_SCOPE: _("Your delegation does not cover this item or act."),
    MandateDenial.ABOVE_AMOUNT: _("Your delegation does not reach this amount."),
    MandateDenial.AMOUNT_UNSAID: _(
        "Your delegation reaches up to an amount; say the amount this decision is about."
    ),
    MandateDenial.NOT_YET: _("Your delegation has not begun."),
    MandateDenial.EXPIRED: _("Your delegation has ended."),
    MandateDenial.SUSPENDED: _("Your delegation is suspended."),
    MandateDenial.REVOKED: _("Your delegation was revoked."),
    MandateDenial.WITH_DEPUTY: _(
        "While you are away your deputy decides; end the deputy’s delegation first."
    ),
    MandateDenial.ON_LEAVE: _("You are on leave; come back from it before you decide."),
    MandateDenial.BEYOND_CHIEF: _("A deputy decides nothing that the chief representative could not."),
}


def may_decide(
    hall_id: UUID,
    person_id: UUID,
    item_id: UUID,
    act: MandateAct,
    amount: Decimal | None,
    at: datetime,
    department_id: UUID | None = None,
) -> MandateVerdict:
    """Say whether a person may do this act on this item now, of ``amount`` yuan (None: without one).

    By a delegation in force, or by an office of the item's department (CHF-02, CHF-03, CHF-07, TIME-05); of
    ``department_id`` instead where a case of the item was handed on to that department.
    Whoever stands in for another holds that one's rights too, exactly while the cover runs (AB-05); who is on
    leave decides nothing meanwhile (LOC-02).
    """
    if leave_now(hall_id, person_id, at) is not None:
        return MandateVerdict(False, MandateDenial.ON_LEAVE, "LOC-02")
    on = local_day(at, organization.timezone_of(hall_id))
    # what was accepted is decided and money given back, though the item is no longer offered
    item = catalogue.last_offered(hall_id, item_id, on)
    if item is None:
        return MandateVerdict(False, MandateDenial.ITEM_NOT_OFFERED)
    if department_id is None:
        department_id = catalogue.departments_by_wording(hall_id, [item.department])[item.department]
    if department_id is None:
        return MandateVerdict(False, MandateDenial.NOBODYS_ITEM, "CHF-02")
    asked = rules.Asked(
        person_id=person_id,
        item_id=item_id,
        at_level=item.flags.at_level,
        act=MandateAct(act),
        amount=amount,
        on=on,
        offices=access.roles_in(hall_id, person_id, department_id, at),
        extender=item.extension.approver,
    )
    given = delegations(hall_id, department_id)
    own = rules.decide(asked, given)
    if own.ok:
        return own
    for cover in acting_for(hall_id, person_id, at):
        offices = access.roles_in(hall_id, cover.a_id, department_id, at)
        theirs = rules.decide(replace(asked, person_id=cover.a_id, offices=offices), given)
        if theirs.ok:
            return replace(theirs, covers_for=cover.a_id, on_behalf_of=cover.on_behalf_of)
    return own


def mandate_sentence(verdict: MandateVerdict) -> str:
    """Return why somebody may not decide, in the reader's language; empty when they may."""
    return "" if verdict.ok else str(_DENIALS[verdict.reason])


def delegations(hall_id: UUID, department_id: UUID | None = None) -> list[DelegationCard]:
    """Return the delegations of a department (None: of all) ever given, the latest first."""
    rows = Delegation.objects.filter(hall_id=hall_id).order_by("-active_from", "-id")
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return [delegation_card(row) for row in rows]


def delegation(hall_id: UUID, delegation_id: UUID) -> DelegationCard:
    """Return one delegation.  Raises: DelegationUnknown."""
    row = Delegation.objects.filter(hall_id=hall_id, id=delegation_id).first()
    if row is None:
        raise DelegationUnknown
    return delegation_card(row)


def delegation_card(row: Delegation) -> DelegationCard:
    """Return a delegation as a card."""
    return DelegationCard(
        id=row.id,
        hall_id=row.hall_id,
        department_id=row.department_id,
        person_id=row.person_id,
        item_ids=tuple(UUID(one) for one in row.item_ids),
        all_at_level=row.all_at_level,
        acts=tuple(MandateAct(one) for one in row.acts),
        most_amount=row.most_amount,
        active_from=row.active_from,
        active_until=row.active_until,
        document=row.document,
        deputy_of=row.deputy_of,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        suspended_at=row.suspended_at,
        revoked_at=row.revoked_at,
    )


def delegation_gaps(hall_id: UUID, department_id: UUID, at: datetime) -> list[DelegationGap]:
    """Return the at-level items whose final decision no chief representative has in writing now (CHF-02)."""
    on = local_day(at, organization.timezone_of(hall_id))
    given, chiefs = delegations(hall_id, department_id), frozenset(chief_of(hall_id, department_id, at))
    found = []
    for item in items_of(hall_id, department_id, on):
        if not item.flags.at_level:
            continue
        missing = rules.missing_acts(item.id, given, chiefs, on)
        if missing:
            found.append(DelegationGap(item.id, item.code, item.name, missing))
    return found


def items_of(hall_id: UUID, department_id: UUID, on: date) -> list[ItemCard]:
    """Return the items of a department on a day, by code."""
    offered = catalogue.items(hall_id, on)
    whose = catalogue.departments_by_wording(hall_id, [one.department for one in offered])
    return [one for one in offered if whose[one.department] == department_id]


def chief_of(hall_id: UUID, department_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the persons who are chief representative of a department now."""
    return _holders(hall_id, Role.CHIEF, department_id, at)


def section_head_of(hall_id: UUID, department_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the persons who head a department's section now."""
    return _holders(hall_id, Role.SEC, department_id, at)


def _holders(hall_id: UUID, role: Role, department_id: UUID, at: datetime) -> tuple[UUID, ...]:
    return tuple(
        one.person_id
        for one in access.grants(hall_id, at)
        if one.role is role and one.department_id in (None, department_id)
    )
