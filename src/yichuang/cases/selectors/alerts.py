"""What somebody of the hall has to know, and which cases lie still, unnotified or uncollected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yichuang.cases.models import Alert, Case, Reminder, TellingTry
from yichuang.cases.refusals import AlertUnknown
from yichuang.cases.rules import sight
from yichuang.cases.types import (
    AlertCard,
    AlertKind,
    CaseState,
    Purpose,
    ReminderCard,
    StaleCard,
    UncollectedCard,
)
from yichuang.cases.types.telling import CallTask, TellingCard, Unreached
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Among, Audience, ClockCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.notices.types import Channel
from yichuang.organization import selectors as organization

#: Who belongs to an audience of the whole hall.
OFFICE = frozenset({Role.OFF, Role.UH})
SUPERVISION = frozenset({Role.SUP, Role.INSP})
LISTED = 300


def alerts(hall_id: UUID, person_id: UUID, at: datetime, limit: int = LISTED) -> list[AlertCard]:
    """Return what this person has to know and nobody has taken note of yet, the newest first (TIME-03).

    Somebody's own, those of the departments they head or work for, and those of office or supervision.
    """
    rows = Alert.objects.filter(_for(hall_id, person_id, at), hall_id=hall_id)
    rows = rows.filter(acknowledged_at__isnull=True, over_at__isnull=True)
    told = {(row.kind, row.subject_id, row.told_at): row for row in rows.order_by("-told_at", "-id")[:limit]}
    return _cards(hall_id, list(told.values()))  # the head who is also the handler is told once


def alert(hall_id: UUID, alert_id: UUID) -> AlertCard:
    """Return one alert.  Raises: AlertUnknown."""
    found = _cards(hall_id, list(Alert.objects.filter(hall_id=hall_id, id=alert_id)))
    if not found:
        raise AlertUnknown
    return found[0]


def is_for(hall_id: UUID, alert_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether an alert is for somebody."""
    return Alert.objects.filter(_for(hall_id, person_id, at), hall_id=hall_id, id=alert_id).exists()


def alerts_about(hall_id: UUID, case_id: UUID) -> list[AlertCard]:
    """Return every alert of a case, the oldest first, also those that are over."""
    rows = Alert.objects.filter(hall_id=hall_id, case_id=case_id).order_by("told_at", "id")
    return _cards(hall_id, list(rows))


def _for(hall_id: UUID, person_id: UUID, at: datetime) -> Q:
    """Return the condition that an alert is for this person, by the roles they hold now."""
    held = access.roles_of(hall_id, person_id, at)
    home = organization.person(hall_id, person_id).department_id
    works = {one.department_id or home for one in held if one.role in sight.WORKERS}
    heads = {one.department_id or home for one in held if one.role in sight.HEADS}
    found = Q(person_id=person_id)
    found |= Q(audience=Audience.HANDLER, person_id__isnull=True, department_id__in=works - {None})
    found |= Q(audience=Audience.SECTION_HEAD, department_id__in=heads - {None})
    if None in heads:  # heads a hall that has no departments
        found |= Q(audience=Audience.SECTION_HEAD)
    roles = {one.role for one in held}
    if roles & OFFICE:
        found |= Q(audience=Audience.OFFICE)
    if roles & SUPERVISION:
        found |= Q(audience=Audience.SUPERVISION)
    return found


def _cards(hall_id: UUID, rows: Sequence[Alert]) -> list[AlertCard]:
    cases = Case.objects.filter(hall_id=hall_id).in_bulk({row.case_id for row in rows})
    names = _item_names(hall_id, cases.values())
    return [
        AlertCard(
            id=row.id,
            kind=AlertKind(row.kind),
            audience=Audience(row.audience),
            case_id=row.case_id,
            case_number=cases[row.case_id].number,
            confidential=cases[row.case_id].confidential,
            item_name=names[cases[row.case_id].item_version_id],
            purpose=row.purpose,
            subject_id=row.subject_id,
            department_id=row.department_id,
            person_id=row.person_id,
            told_at=row.told_at,
            due=row.due,
            acknowledged_by=row.acknowledged_by,
            acknowledged_at=row.acknowledged_at,
        )
        for row in rows
        if row.case_id in cases
    ]


def _item_names(hall_id: UUID, cases: Iterable[Case]) -> dict[UUID, str]:
    return {one: catalogue.version(hall_id, one).name for one in {case.item_version_id for case in cases}}


# --- what lies still -------------------------------------------------------------------------------------


def stale(
    hall_id: UUID, at: datetime, *, department_id: UUID | None = None, limit: int = LISTED
) -> list[StaleCard]:
    """Return the cases idle beyond the limit of their step, the longest first (CAS-02, CAS-10).

    A case in a lawful pause is not among them, since its step stands still with it.
    """
    clocks = _open(hall_id, at, Purpose.STEP, Among.OVERDUE, department_id, limit)
    return _stale(hall_id, [one for one in clocks if not _paused(one)])


def unnotified(
    hall_id: UUID, at: datetime, *, department_id: UUID | None = None, limit: int = LISTED
) -> list[StaleCard]:
    """Return the cases whose result is ready and whose applicant was not told in time (CAS-03)."""
    return _stale(hall_id, _open(hall_id, at, Purpose.RESULT, Among.OVERDUE, department_id, limit))


def _open(
    hall_id: UUID, at: datetime, purpose: Purpose, state: Among, department_id: UUID | None, limit: int
) -> list[ClockCard]:
    return deadlines.open_clocks(
        hall_id, at, purposes=(str(purpose),), department_id=department_id, state=state, limit=limit
    )


def _paused(clock: ClockCard) -> bool:
    return bool(clock.pauses) and clock.pauses[-1].until is None


def _stale(hall_id: UUID, clocks: Sequence[ClockCard]) -> list[StaleCard]:
    cases = Case.objects.filter(hall_id=hall_id).in_bulk({one.matter_id for one in clocks if one.matter_id})
    names = _item_names(hall_id, cases.values())
    return [
        _idle(cases[clock.matter_id], names, clock)
        for clock in clocks
        if clock.matter_id is not None and clock.matter_id in cases
    ]


def _idle(case: Case, names: dict[UUID, str], clock: ClockCard) -> StaleCard:
    return StaleCard(
        case_id=case.id,
        case_number=case.number,
        item_name=names[case.item_version_id],
        confidential=case.confidential,
        state=CaseState(case.state),
        department_id=case.department_id,
        owner_id=clock.owner_id,
        since=clock.started_at,
        due=clock.due,
        due_at=clock.due_at,
    )


def uncollected(hall_id: UUID, at: datetime, *, department_id: UUID | None = None) -> list[UncollectedCard]:
    """Return the results that lie uncollected too long and whose applicants wait to be reminded (CAS-06)."""
    rows = Reminder.objects.filter(
        hall_id=hall_id, reminded_at__isnull=True, case__hall_id=hall_id, case__state=CaseState.NOTIFIED
    )
    if department_id is not None:
        rows = rows.filter(case__department_id=department_id)
    held = list(rows.select_related("case").order_by("told_at", "id")[:LISTED])
    names = _item_names(hall_id, [row.case for row in held])
    return [
        UncollectedCard(
            case_id=row.case_id,
            case_number=row.case.number,
            item_name=names[row.case.item_version_id],
            confidential=row.case.confidential,
            number=row.number,
            told_at=row.told_at,
        )
        for row in held
    ]


def reminders_of(hall_id: UUID, case_id: UUID) -> list[ReminderCard]:
    """Return how often the applicant of a case had to be reminded, and when and how it was done."""
    return [
        ReminderCard(
            number=row.number,
            told_at=row.told_at,
            reminded_at=row.reminded_at,
            reminded_by=row.reminded_by,
            channel=Channel(row.channel) if row.channel else None,
        )
        for row in Reminder.objects.filter(hall_id=hall_id, case_id=case_id).order_by("number")
    ]


def tellings(hall_id: UUID, case_id: UUID) -> list[TellingCard]:
    """Return every attempt to tell an applicant of the result that reached nobody, the first first."""
    rows = TellingTry.objects.filter(hall_id=hall_id, case_id=case_id).order_by("number")
    return [_telling(row) for row in rows]


def calls(hall_id: UUID, at: datetime, *, department_id: UUID | None = None) -> list[CallTask]:
    """Return the applicants to be telephoned about a result, who waits longest first (CAS-03)."""
    rows = TellingTry.objects.filter(hall_id=hall_id, over_at__isnull=True, case__hall_id=hall_id)
    if department_id is not None:
        rows = rows.filter(case__department_id=department_id)
    held = list(rows.select_related("case").order_by("again_at", "id")[:LISTED])
    names = _item_names(hall_id, [row.case for row in held])
    return [
        CallTask(
            case_id=row.case_id,
            case_number=row.case.number,
            item_name=names[row.case.item_version_id],
            confidential=row.case.confidential,
            department_id=row.case.department_id,
            told=row.case.state == CaseState.NOTIFIED,
            last=_telling(row),
            due=row.again_at <= at,
        )
        for row in held
    ]


def _telling(row: TellingTry) -> TellingCard:
    return TellingCard(
        case_id=row.case_id,
        number=row.number,
        channel=Channel(row.channel),
        why=Unreached(row.why),
        tried_by=row.tried_by,
        tried_at=row.tried_at,
        again_at=row.again_at,
        over_at=row.over_at,
    )
