"""Enter departments, zones, windows and people in the register of the hall."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors
from yichuang.organization.errors import (
    AlreadyThere,
    KindUnknown,
    NumberUnfit,
    PersonUnknown,
    PlaceUnknown,
    WindowWithoutZone,
)
from yichuang.organization.events import DepartmentAdded, PersonJoined, PersonKindSet, WindowAdded, ZoneAdded
from yichuang.organization.models import Department, Person, Window, Zone
from yichuang.organization.services.marks import code_of, locked_hall, move_mark, told_before
from yichuang.organization.types import DepartmentCard, PersonCard, PersonKind, WindowCard, ZoneCard

NAME = _("Name")
ENGLISH = _("English name")
LARGEST_NUMBER = 999


@transaction.atomic
def add_department(
    *, code: str, name: str, name_en: str = "", by: Actor, at: datetime, key: Key | None = None
) -> DepartmentCard:
    """Enter a department.  Raises: CodeUnfit, AlreadyThere, HallUnknown."""
    promise = once(by, "organization.add_department", key, at)
    if promise.replay:
        return _department(by.hall_id, told_before(promise, by))
    code, name = code_of(code, _("Code")), plain(name, field=NAME, limit=80)
    name_en = plain(name_en, field=ENGLISH, limit=120, blank=True)

    locked_hall(by.hall_id)
    if Department.objects.filter(hall_id=by.hall_id, code=code).exists():
        raise AlreadyThere(value=code)

    row = Department.objects.create(id=new_id(), hall_id=by.hall_id, code=code, name=name, name_en=name_en)
    record(DepartmentAdded(code=code), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return _department(by.hall_id, row.id)


def _department(hall_id: UUID, department_id: UUID) -> DepartmentCard:
    return next(one for one in selectors.departments(hall_id) if one.id == department_id)


@transaction.atomic
def add_zone(
    *,
    code: str,
    name: str,
    name_en: str = "",
    place: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ZoneCard:
    """Enter a zone; ``place`` tells people where it is.  Raises: CodeUnfit, AlreadyThere, HallUnknown."""
    promise = once(by, "organization.add_zone", key, at)
    if promise.replay:
        return _zone(by.hall_id, told_before(promise, by))
    code, name = code_of(code, _("Code")), plain(name, field=NAME, limit=80)
    name_en = plain(name_en, field=ENGLISH, limit=120, blank=True)
    place = plain(place, field=_("Place"), limit=120, blank=True)

    hall = locked_hall(by.hall_id)
    if Zone.objects.filter(hall_id=by.hall_id, code=code).exists():
        raise AlreadyThere(value=code)

    row = Zone.objects.create(
        id=new_id(), hall_id=by.hall_id, code=code, name=name, name_en=name_en, place=place
    )
    move_mark(hall)
    record(ZoneAdded(code=code), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return _zone(by.hall_id, row.id)


def _zone(hall_id: UUID, zone_id: UUID) -> ZoneCard:
    return next(one for one in selectors.zones(hall_id) if one.id == zone_id)


@transaction.atomic
def add_window(
    *,
    number: int,
    zone_id: UUID | None,
    name: str = "",
    name_en: str = "",
    department_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> WindowCard:
    """Enter a window in its zone; it serves nobody before it is activated.

    Raises: WindowWithoutZone (ORG-03), PlaceUnknown, NumberUnfit, AlreadyThere, HallUnknown.
    """
    promise = once(by, "organization.add_window", key, at)
    if promise.replay:
        return selectors.window(by.hall_id, told_before(promise, by))
    name = plain(name, field=NAME, limit=80, blank=True)
    name_en = plain(name_en, field=ENGLISH, limit=120, blank=True)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST_NUMBER:
        raise NumberUnfit
    if zone_id is None:
        raise WindowWithoutZone

    hall = locked_hall(by.hall_id)
    if not Zone.objects.filter(hall_id=by.hall_id, id=zone_id).exists():
        raise PlaceUnknown
    _department_of_hall(by.hall_id, department_id)
    if Window.objects.filter(hall_id=by.hall_id, number=number).exists():
        raise AlreadyThere(value=number)

    row = Window.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        number=number,
        name=name,
        name_en=name_en,
        zone_id=zone_id,
        department_id=department_id,
    )
    move_mark(hall)
    told = WindowAdded(number=number, zone_id=zone_id, department_id=department_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.window(by.hall_id, row.id)


@transaction.atomic
def add_person(
    *,
    worker_number: str,
    name: str,
    kind: PersonKind | None = None,
    department_id: UUID | None = None,
    title: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PersonCard:
    """Enter somebody who works in the hall; the name goes into the vault as the name on the badge.

    ``kind`` may follow later (ORG-07 lists who has none).
    Raises: CodeUnfit, AlreadyThere, PlaceUnknown, KindUnknown, HallUnknown.
    """
    promise = once(by, "organization.add_person", key, at)
    if promise.replay:
        return selectors.person(by.hall_id, told_before(promise, by))
    number = code_of(worker_number, _("Worker number"))
    name, title = plain(name, field=NAME, limit=60), plain(title, field=_("Title"), limit=80, blank=True)
    kind = None if kind is None else _kind(kind)

    hall = locked_hall(by.hall_id)
    _department_of_hall(by.hall_id, department_id)
    if Person.objects.filter(hall_id=by.hall_id, worker_number=number).exists():
        raise AlreadyThere(value=number)

    name_entry_id = vault.keep(
        hall_id=by.hall_id,
        kind=Kind.BADGE_NAME,
        value=name,
        purpose="organization.badge",
        expires_at=None,
        by=by,
        at=at,
    )
    on = local_day(at, hall.timezone)
    row = Person.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        worker_number=number,
        name_entry_id=name_entry_id,
        department_id=department_id,
        kind=kind,
        title=title,
        joined_on=on,
    )
    told = PersonJoined(
        name_entry_id=name_entry_id, department_id=department_id, kind=kind and str(kind), on=on
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.person(by.hall_id, row.id)


@transaction.atomic
def set_person_kind(
    *, person_id: UUID, kind: PersonKind, by: Actor, at: datetime, key: Key | None = None
) -> PersonCard:
    """Settle what kind of post a person holds (ORG-07).  Raises: KindUnknown, PersonUnknown."""
    promise = once(by, "organization.set_person_kind", key, at)
    if promise.replay:
        return selectors.person(by.hall_id, told_before(promise, by))
    kind = _kind(kind)

    if not Person.objects.filter(hall_id=by.hall_id, id=person_id).update(kind=kind):
        raise PersonUnknown
    record(PersonKindSet(kind=str(kind)), subject=person_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.person(by.hall_id, person_id)


def _kind(value: str) -> PersonKind:
    try:
        return PersonKind(value)
    except ValueError:
        raise KindUnknown from None


def _department_of_hall(hall_id: UUID, department_id: UUID | None) -> None:
    if department_id and not Department.objects.filter(hall_id=hall_id, id=department_id).exists():
        raise PlaceUnknown
