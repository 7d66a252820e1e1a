"""Whether the hall is closed in an emergency, who was told of it, and who would be told next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from yichuang.organization.models import Alarm, AlarmRung, DutyLeader, Headship
from yichuang.organization.types import AlarmCard, AlarmReason, RungCard


def alarm_cards(rows: Iterable[Alarm]) -> list[AlarmCard]:
    """Return emergency closures of one hall as cards, each with whom it told, in order."""
    held = list(rows)
    rungs: dict[UUID, list[RungCard]] = defaultdict(list)
    if held:
        told = AlarmRung.objects.filter(hall_id=held[0].hall_id, alarm_id__in=[one.id for one in held])
        for row in told.order_by("place"):
            rungs[row.alarm_id].append(RungCard(row.place, row.person_id, row.told_at))
    return [
        AlarmCard(
            id=row.id,
            hall_id=row.hall_id,
            reason=AlarmReason(row.reason),
            raised_at=row.raised_at,
            raised_by=row.raised_by,
            rungs=tuple(rungs[row.id]),
            acknowledged_at=row.acknowledged_at,
            acknowledged_by=row.acknowledged_by,
            lifted_at=row.lifted_at,
        )
        for row in held
    ]


def standing_alarm(hall_id: UUID) -> AlarmCard | None:
    """Return the emergency closure that has not been lifted, or None."""
    found = alarm_cards(Alarm.objects.filter(hall_id=hall_id, lifted_at__isnull=True))
    return found[0] if found else None


def alarms(hall_id: UUID, *, since: date) -> list[AlarmCard]:
    """Return the emergency closures since a day, and one that still stands, the latest first."""
    rows = Alarm.objects.filter(Q(closure__day__gte=since) | Q(lifted_at__isnull=True), hall_id=hall_id)
    return alarm_cards(rows.order_by("-raised_at"))


def told_to(hall_id: UUID, person_id: UUID) -> AlarmCard | None:
    """Return the standing emergency this person was told of and nobody has taken in hand yet, or None."""
    standing = standing_alarm(hall_id)
    if standing is None or standing.acknowledged_at is not None:
        return None
    return standing if any(one.person_id == person_id for one in standing.rungs) else None


def duty_leaders(hall_id: UUID) -> tuple[UUID, ...]:
    """Return who is told of an emergency, in order: the hall's list, or its head where there is none."""
    listed = DutyLeader.objects.filter(hall_id=hall_id, person__left_on__isnull=True).order_by("place")
    found = tuple(listed.values_list("person_id", flat=True))
    if found:
        return found
    heads = Headship.objects.filter(hall_id=hall_id, active_until__isnull=True)
    return tuple(heads.values_list("person_id", flat=True))
