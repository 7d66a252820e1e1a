"""Who and what stands in the register: hall, departments, zones, windows, people."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yichuang.kernel.vault import selectors as vault
from yichuang.organization.errors import HallUnknown, PersonUnknown, WindowUnknown
from yichuang.organization.models import Department, Hall, Headship, OpeningSession, Person, Window, Zone
from yichuang.organization.types import (
    DepartmentCard,
    Establishment,
    HallCard,
    HallProfile,
    HallState,
    PersonCard,
    PersonKind,
    SessionKind,
    WindowCard,
    ZoneCard,
)


def hall(hall_id: UUID) -> HallCard:
    """Return one hall.  Raises: HallUnknown."""
    row = Hall.objects.filter(id=hall_id).first()
    if row is None:
        raise HallUnknown
    return _hall_card(row)


def plan_version(hall_id: UUID) -> int:
    """Return the mark that moves with every change of hours, closures, calendar or windows of a hall.

    Raises: HallUnknown.
    """
    mark = Hall.objects.filter(id=hall_id).values_list("plan_version", flat=True).first()
    if mark is None:
        raise HallUnknown
    return mark


def hall_by_code(code: str) -> HallCard:
    """Return the hall of a code as people type it (upper and lower case are one).  Raises: HallUnknown."""
    row = Hall.objects.filter(code=code.strip().upper()).first() if 0 < len(code) <= 40 else None
    if row is None:
        raise HallUnknown
    return _hall_card(row)


def hall_ids() -> list[UUID]:
    """Return every hall of the installation by its id alone, for sweeps."""
    return list(Hall.objects.order_by("id").values_list("id", flat=True))


def halls() -> list[HallCard]:
    """Return every hall of the installation, by code."""
    return [_hall_card(row) for row in Hall.objects.order_by("code")]


def _hall_card(row: Hall) -> HallCard:
    head = Headship.objects.filter(hall_id=row.id, active_until__isnull=True).values_list(
        "person_id", flat=True
    )
    return HallCard(
        id=row.id,
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        profile=HallProfile(row.profile),
        timezone=row.timezone,
        active=row.state == HallState.ACTIVE,
        plan_version=row.plan_version,
        head_id=head.first(),
        complaint_phone=row.complaint_phone,
    )


def departments(hall_id: UUID) -> list[DepartmentCard]:
    """Return the departments of a hall, by code."""
    rows = Department.objects.filter(hall_id=hall_id).order_by("code")
    return [DepartmentCard(row.id, row.hall_id, row.code, row.name, row.name_en) for row in rows]


def zones(hall_id: UUID) -> list[ZoneCard]:
    """Return the zones of a hall, by code."""
    rows = Zone.objects.filter(hall_id=hall_id).order_by("code")
    return [ZoneCard(row.id, row.hall_id, row.code, row.name, row.name_en, row.place) for row in rows]


def windows(hall_id: UUID) -> list[WindowCard]:
    """Return the windows of the register, by number: the map every screen draws (ORG-03)."""
    rows = Window.objects.filter(hall_id=hall_id).select_related("zone").order_by("number")
    on_duty = _lunch_duty(hall_id)
    return [_window_card(row, row.id in on_duty) for row in rows]


def window(hall_id: UUID, window_id: UUID) -> WindowCard:
    """Return one window of the hall.  Raises: WindowUnknown."""
    row = Window.objects.filter(hall_id=hall_id, id=window_id).select_related("zone").first()
    if row is None:
        raise WindowUnknown
    return _window_card(row, row.id in _lunch_duty(hall_id))


def _lunch_duty(hall_id: UUID) -> set[UUID]:
    rows = OpeningSession.objects.filter(
        hall_id=hall_id, kind=SessionKind.LUNCH_DUTY, active_until__isnull=True, window__isnull=False
    )
    return {one for one in rows.values_list("window_id", flat=True) if one is not None}


def _window_card(row: Window, lunch_duty: bool) -> WindowCard:
    return WindowCard(
        id=row.id,
        hall_id=row.hall_id,
        number=row.number,
        name=row.name,
        name_en=row.name_en,
        zone_id=row.zone_id,
        zone_code=row.zone.code,
        zone_name=row.zone.name,
        department_id=row.department_id,
        lunch_duty=lunch_duty,
        active=row.active,
        active_since=row.active_since,
    )


def people(hall_id: UUID, *, include_left: bool = False) -> list[PersonCard]:
    """Return who works in the hall, by worker number; with ``include_left`` also who did."""
    rows = Person.objects.filter(hall_id=hall_id).order_by("worker_number")
    return _person_cards(hall_id, rows if include_left else rows.filter(left_on__isnull=True))


def person(hall_id: UUID, person_id: UUID) -> PersonCard:
    """Return one person of the hall, also one who has left.  Raises: PersonUnknown."""
    found = _person_cards(hall_id, Person.objects.filter(hall_id=hall_id, id=person_id))
    if not found:
        raise PersonUnknown
    return found[0]


def person_by_worker_number(hall_id: UUID, worker_number: str) -> PersonCard:
    """Return the person with a worker number of the hall.  Raises: PersonUnknown."""
    found = _person_cards(
        hall_id, Person.objects.filter(hall_id=hall_id, worker_number=worker_number.strip())
    )
    if not found:
        raise PersonUnknown
    return found[0]


def _person_cards(hall_id: UUID, rows: Iterable[Person]) -> list[PersonCard]:
    held = list(rows)
    names = vault.badge(hall_id, [row.name_entry_id for row in held])
    return [
        PersonCard(
            id=row.id,
            hall_id=row.hall_id,
            worker_number=row.worker_number,
            display_name=names.get(row.name_entry_id, row.worker_number),
            department_id=row.department_id,
            kind=PersonKind(row.kind) if row.kind else None,
            title=row.title,
            active=row.left_on is None,
        )
        for row in held
    ]


def establishment(hall_id: UUID) -> Establishment:
    """Return which kinds of people the hall's team lacks, and who has no kind yet (ORG-07)."""
    team = people(hall_id)
    held = {one.kind for one in team}
    return Establishment(
        missing_kinds=tuple(kind for kind in PersonKind if kind not in held),
        without_kind=tuple(one for one in team if one.kind is None),
    )
