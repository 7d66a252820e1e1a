"""Nominate somebody for the windows, anew after one who came back where there is one (STF-04)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import rules as shapes
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft, PlaceUnknown
from yichuang.training import rules, selectors
from yichuang.training.errors import (
    AlreadyNominated,
    IdentityUnfit,
    NotYourNomination,
    PostingDayUnfit,
    ReplacesUnfit,
)
from yichuang.training.events import CandidateNominated
from yichuang.training.models import Nomination
from yichuang.training.services.common import PURPOSE, kept, today
from yichuang.training.types import OPEN_STATES, Employment, NominationCard, SelectionState, Source

STANDING = frozenset({*OPEN_STATES, SelectionState.POSTED})
FOLLOWED = frozenset({SelectionState.RETURNED, SelectionState.WITHDRAWN})


@transaction.atomic
def nominate(
    *,
    department_id: UUID | None,
    name: str,
    identity_number: str,
    posting_on: date,
    employment: Employment,
    employment_proof: str = "",
    source: Source | None = None,
    standard: str = "",
    person_id: UUID | None = None,
    replaces_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Nominate somebody; the age is counted on ``posting_on``, and only it is kept beside the vault.

    ``source`` is the hall's regime's unless said; ``person_id`` is somebody who works here already.  Who was
    returned before is linked by the identity number, somebody sent instead by ``replaces_id``.
    Raises: NotYourNomination, IdentityUnfit (STF-02), PostingDayUnfit, AlreadyNominated, ReplacesUnfit
    (STF-04), PlaceUnknown, PersonUnknown, HasLeft.
    """
    promise = once(by, "training.nominate", key, at)
    if promise.replay:
        return selectors.nomination(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    _of_own_department(department_id, by, at)
    name = plain(name, field=pgettext_lazy("of a person", "Name"), limit=60)
    proof = plain(employment_proof, field=_("Proof of employment"), limit=80, blank=True)
    standard = plain(standard, field=_("Standard of recruitment"), limit=120, blank=True)
    if posting_on < today(by.hall_id, at):
        raise PostingDayUnfit
    number = _resident(identity_number)
    age = rules.age_on(rules.born_on(number), posting_on)
    _of_this_hall(department_id, person_id, by)
    replaces_id = _follows(number, person_id, replaces_id, by)

    row = Nomination.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        department_id=department_id,
        person_id=person_id,
        source=(source or selectors.source_of_hall(by.hall_id, posting_on)).value,
        state=SelectionState.NOMINATED,
        name_entry_id=kept(Kind.NAME, name, PURPOSE, by, at),
        identity_entry_id=kept(Kind.ID_NUMBER, number, PURPOSE, by, at),
        posting_on=posting_on,
        employment=employment.value,
        employment_proof=proof,
        standard=standard,
        age=age.years,
        on_birthday=age.birthday,
        replaces_id=replaces_id,
        nominated_by=by.id,
        nominated_at=at,
    )
    record(_told(row), subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


def _told(row: Nomination) -> CandidateNominated:
    assert row.name_entry_id is not None and row.identity_entry_id is not None and row.posting_on is not None
    return CandidateNominated(
        department_id=row.department_id,
        source=row.source,
        posting_on=row.posting_on,
        employment=row.employment,
        name_entry_id=row.name_entry_id,
        identity_entry_id=row.identity_entry_id,
        replaces_id=row.replaces_id,
    )


def _resident(identity_number: str) -> str:
    number = shapes.normalised(Kind.ID_NUMBER, identity_number)
    if not shapes.resident_number_fits(number):
        raise IdentityUnfit
    return number


def _of_this_hall(department_id: UUID | None, person_id: UUID | None, by: Actor) -> None:
    """Refuse a department or a person that is not here.  Raises: PlaceUnknown, PersonUnknown, HasLeft."""
    here = {one.id for one in organization.departments(by.hall_id)}
    if department_id is not None and department_id not in here:
        raise PlaceUnknown
    if person_id is not None and not organization.person(by.hall_id, person_id).active:
        raise HasLeft


def _of_own_department(department_id: UUID | None, by: Actor, at: datetime) -> None:
    """Refuse a unit that nominates for another; who holds office for the whole hall writes for anybody."""
    if by.kind is not ActorKind.PERSON:
        return
    held = access.roles_of(by.hall_id, by.id, at)
    if any(one.role in (Role.OFF, Role.HR) for one in held):
        return
    if not any(one.role is Role.UNIT and one.department_id in (None, department_id) for one in held):
        raise NotYourNomination


def _follows(number: str, person_id: UUID | None, replaces_id: UUID | None, by: Actor) -> UUID | None:
    """Return the nomination the new one follows.  Raises: AlreadyNominated, ReplacesUnfit."""
    known = vault.find(by.hall_id, Kind.ID_NUMBER, number)
    rows = Nomination.objects.filter(hall_id=by.hall_id).order_by("-nominated_at", "-id")
    earlier = list(rows.filter(identity_entry_id__in=known))
    if person_id is not None:
        earlier += rows.filter(person_id=person_id)
    if any(one.state in STANDING for one in earlier if one.source):
        raise AlreadyNominated
    taken = {*rows.filter(replaces_id__isnull=False).values_list("replaces_id", flat=True)}
    if replaces_id is None:
        free = [one.id for one in earlier if one.state in FOLLOWED and one.id not in taken]
        return free[0] if free else None
    before = rows.filter(id=replaces_id).first()
    if before is None or before.state not in FOLLOWED or before.id in taken:
        raise ReplacesUnfit
    return before.id
