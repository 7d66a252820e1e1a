"""Delegate a department's authority in writing, suspend, resume and revoke it, and ask for it in an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Attempt
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft, PlaceUnknown
from yichuang.posts import selectors
from yichuang.posts.errors import (
    DelegationDaysUnfit,
    DelegationOver,
    DelegationUnknown,
    ItemElsewhere,
    NoChiefToStandInFor,
    NothingDelegated,
    NotInWriting,
    NotOfDepartment,
    NotOursToDecide,
    NotToOneself,
    OutsideMandate,
)
from yichuang.posts.events import (
    DelegationGranted,
    DelegationResumed,
    DelegationRevoked,
    DelegationSuspended,
    OverreachAttempted,
)
from yichuang.posts.models import Delegation
from yichuang.posts.types import FINAL, DelegationCard, DelegationState, MandateAct, MandateVerdict


@transaction.atomic
def grant_delegation(
    *,
    department_id: UUID,
    person_id: UUID,
    acts: Sequence[MandateAct],
    document: str,
    item_ids: Sequence[UUID] = (),
    all_at_level: bool = False,
    most_amount: Decimal | None = None,
    active_from: date | None = None,
    active_until: date | None = None,
    deputy_of: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> DelegationCard:
    """Delegate acts on a department's items to one of its people, from a day (today) until a day (exclusive).

    ``document`` is the number of the paper (1 to 60 characters).  A deputy's delegation names the chief
    representative it stands in for and always has an end (CHF-07).  Final words on items of a higher level
    cannot be delegated (TIME-05).
    Raises: NotInWriting, NothingDelegated, DelegationDaysUnfit, NotToOneself, NotOfDepartment, ItemElsewhere,
    NotOursToDecide, NoChiefToStandInFor, PlaceUnknown, PersonUnknown, HasLeft.
    """
    promise = once(by, "posts.grant_delegation", key, at)
    if promise.replay:
        return selectors.delegation(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    if person_id == by.id:
        raise NotToOneself
    if not document.strip():
        raise NotInWriting
    given, items = _acts(acts), sorted(set(item_ids), key=str)
    if not given or not (items or all_at_level):
        raise NothingDelegated
    first = active_from or _today(by.hall_id, at)
    _refuse_days(_today(by.hall_id, at), first, active_until, deputy=deputy_of is not None)
    _refuse_strangers(by.hall_id, department_id, person_id)
    _refuse_items_of_others(by.hall_id, department_id, items, given, first)
    chiefs = selectors.chief_of(by.hall_id, department_id, at)
    if deputy_of is not None and (deputy_of == person_id or deputy_of not in chiefs):
        raise NoChiefToStandInFor

    row = Delegation.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        department_id=department_id,
        person_id=person_id,
        item_ids=[str(one) for one in items],
        all_at_level=all_at_level,
        acts=[str(one) for one in given],
        most_amount=most_amount,
        active_from=first,
        active_until=active_until,
        document=plain(document, field=_("Number of the paper"), limit=60),
        deputy_of=deputy_of,
        granted_by=by.id,
        granted_at=at,
    )
    record(_granted(row), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.delegation_card(row)


def _granted(row: Delegation) -> DelegationGranted:
    return DelegationGranted(
        department_id=row.department_id,
        person_id=row.person_id,
        item_ids=tuple(UUID(one) for one in row.item_ids),
        all_at_level=row.all_at_level,
        acts=tuple(row.acts),
        most_amount=None if row.most_amount is None else str(row.most_amount),
        active_from=row.active_from,
        active_until=row.active_until,
        deputy_of=row.deputy_of,
    )


def _refuse_days(today: date, first: date, until: date | None, *, deputy: bool) -> None:
    if first < today or (deputy and until is None) or (until is not None and until <= first):
        raise DelegationDaysUnfit


def _acts(acts: Sequence[MandateAct]) -> list[MandateAct]:
    """Return the acts in the order they are listed, each once."""
    asked = set(acts)
    return [one for one in MandateAct if one in asked]


def _today(hall_id: UUID, at: datetime) -> date:
    return local_day(at, organization.timezone_of(hall_id))


def _refuse_strangers(hall_id: UUID, department_id: UUID, person_id: UUID) -> None:
    if department_id not in {one.id for one in organization.departments(hall_id)}:
        raise PlaceUnknown
    person = organization.person(hall_id, person_id)
    if not person.active:
        raise HasLeft
    if person.department_id != department_id:
        raise NotOfDepartment(worker=person.worker_number)


def _refuse_items_of_others(
    hall_id: UUID, department_id: UUID, items: Sequence[UUID], acts: Sequence[MandateAct], on: date
) -> None:
    """Refuse items that are not the department's, and final words on those of a higher level."""
    own = {one.id: one for one in selectors.items_of(hall_id, department_id, on)}
    for one in items:
        if one not in own:
            raise ItemElsewhere
        if not own[one].flags.at_level and FINAL & set(acts):
            raise NotOursToDecide(item=own[one].code)


@transaction.atomic
def suspend_delegation(
    *, delegation_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> DelegationCard:
    """Let a delegation sleep: it allows nothing until it is resumed.

    Raises: DelegationUnknown, DelegationOver, NotToOneself.
    """
    promise = once(by, "posts.suspend_delegation", key, at)
    row = _locked(delegation_id, by, at, replay=promise.replay)
    if promise.replay or row.suspended_at is not None:
        return selectors.delegation_card(row)
    row.suspended_at = at
    row.save(update_fields=["suspended_at"])
    told = DelegationSuspended(department_id=row.department_id, person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.delegation_card(row)


@transaction.atomic
def resume_delegation(
    *, delegation_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> DelegationCard:
    """Take a suspended delegation up again.  Raises: DelegationUnknown, DelegationOver, NotToOneself."""
    promise = once(by, "posts.resume_delegation", key, at)
    row = _locked(delegation_id, by, at, replay=promise.replay)
    if promise.replay or row.suspended_at is None:
        return selectors.delegation_card(row)
    row.suspended_at = None
    row.save(update_fields=["suspended_at"])
    told = DelegationResumed(department_id=row.department_id, person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.delegation_card(row)


@transaction.atomic
def revoke_delegation(
    *, delegation_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> DelegationCard:
    """Revoke a delegation at once and for good.  Raises: DelegationUnknown, DelegationOver."""
    promise = once(by, "posts.revoke_delegation", key, at)
    row = _locked(delegation_id, by, at, replay=promise.replay, own=True)
    if promise.replay:
        return selectors.delegation_card(row)
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    told = DelegationRevoked(department_id=row.department_id, person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.delegation_card(row)


def _locked(delegation_id: UUID, by: Actor, at: datetime, *, replay: bool, own: bool = False) -> Delegation:
    """Return the row, locked, of a delegation that has not ended; one's own is only to be given back."""
    row = Delegation.objects.select_for_update().filter(hall_id=by.hall_id, id=delegation_id).first()
    if row is None:
        raise DelegationUnknown
    state = selectors.delegation_card(row).state(_today(by.hall_id, at))
    if not replay and state in (DelegationState.EXPIRED, DelegationState.REVOKED):
        raise DelegationOver
    if not replay and row.person_id == by.id and not own:
        raise NotToOneself
    return row


def require_mandate(
    *,
    item_id: UUID,
    act: MandateAct,
    amount: Decimal | None = None,
    department_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> MandateVerdict:
    """Return by what authority ``by`` may do this act on an item, or refuse it.

    Ask it inside the act's own transaction; the refusal is told in the journal as an attempt once that
    transaction is rolled back, if the act is one of ``kernel.act.tells_attempts`` (CHF-03).
    ``department_id`` is whose business a case of the item is now, where it was handed on.
    Raises: OutsideMandate.
    """
    verdict = selectors.may_decide(by.hall_id, by.id, item_id, act, amount, at, department_id)
    if verdict.ok:
        return verdict
    refusal = OutsideMandate(reason=selectors.mandate_sentence(verdict), rule=verdict.rule)
    told = OverreachAttempted(item_id=item_id, act=str(act), reason=str(verdict.reason), rule=verdict.rule)
    refusal.attempt = Attempt(told, subject=item_id, by=by, at=at)
    raise refusal
