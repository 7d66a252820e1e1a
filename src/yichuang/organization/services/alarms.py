"""Close the hall at once in an emergency, and climb the list of leaders until somebody takes it in hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.kernel.access import selectors as access
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import rules, selectors
from yichuang.organization.errors import (
    AlarmInHand,
    AlarmStands,
    AlarmUnknown,
    ListUnfit,
    NotTold,
    NotYoursToDecide,
)
from yichuang.organization.events import (
    AlarmAcknowledged,
    AlarmLifted,
    AlarmRaised,
    AlarmTold,
    DutyLeadersSet,
)
from yichuang.organization.models import Alarm, AlarmRung, Closure, DutyLeader, Hall
from yichuang.organization.selectors.alarms import alarm_cards
from yichuang.organization.sentences import ALARM_PREFIX
from yichuang.organization.services.marks import locked_hall, move_mark
from yichuang.organization.types import AlarmCard, AlarmReason
from yichuang.regulations import selectors as regulations

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:organization.alarms")
MINUTE = timedelta(minutes=1)


@transaction.atomic
def set_duty_leaders(
    *, person_ids: Sequence[UUID], by: Actor, at: datetime, key: Key | None = None
) -> tuple[UUID, ...]:
    """Set who is told of an emergency, in this order; an empty list means the head of the hall.

    Raises: ListUnfit.
    """
    promise = once(by, "organization.set_duty_leaders", key, at)
    if promise.replay:
        return selectors.duty_leaders(by.hall_id)
    hall = locked_hall(by.hall_id)
    here = {one.id for one in selectors.people(hall.id)}
    if len(set(person_ids)) != len(person_ids) or not here.issuperset(person_ids):
        raise ListUnfit

    DutyLeader.objects.filter(hall_id=hall.id).delete()
    DutyLeader.objects.bulk_create(
        DutyLeader(id=new_id(), hall_id=hall.id, place=place, person_id=one)
        for place, one in enumerate(person_ids)
    )
    told = DutyLeadersSet(person_ids=tuple(person_ids))
    record(told, subject=hall.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.duty_leaders(hall.id)


@transaction.atomic
def raise_alarm(*, reason: AlarmReason, by: Actor, at: datetime, key: Key | None = None) -> AlarmCard:
    """Close the hall from this moment until it is lifted, or the day is over, and tell the first leader.

    Every public page shows it at once, as any closure; every ``hours.alarm_step`` minutes the next on the
    list is told, until somebody acknowledges (HRS-05).  Raises: AlarmStands.
    """
    promise = once(by, "organization.raise_alarm", key, at)
    hall = locked_hall(by.hall_id)
    standing = selectors.standing_alarm(hall.id)
    if promise.replay and standing is not None:
        return standing
    if standing is not None:
        raise AlarmStands

    closure = Closure.objects.create(
        id=new_id(),
        hall_id=hall.id,
        day=local_day(at, hall.timezone),
        begins=at.astimezone(ZoneInfo(hall.timezone)).time(),
        ends=None,
        reason=f"{ALARM_PREFIX}{reason}",
    )
    row = Alarm.objects.create(
        id=new_id(), hall_id=hall.id, closure=closure, reason=str(reason), raised_at=at, raised_by=by.id
    )
    move_mark(hall)
    told = AlarmRaised(reason=str(reason), day=closure.day)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    _climb(hall, row, at)
    return alarm_cards([row])[0]


@transaction.atomic
def acknowledge_alarm(*, alarm_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> AlarmCard:
    """Take an emergency in hand: nobody further is told.  Raises: AlarmUnknown, NotTold, AlarmInHand."""
    promise = once(by, "organization.acknowledge_alarm", key, at)
    _hall, row = _locked(alarm_id, by)
    if promise.replay:
        return alarm_cards([row])[0]
    if not AlarmRung.objects.filter(hall_id=row.hall_id, alarm_id=row.id, person_id=by.id).exists():
        raise NotTold
    if row.acknowledged_at is not None or row.lifted_at is not None:
        raise AlarmInHand

    row.acknowledged_at, row.acknowledged_by = at, by.id
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    told = AlarmAcknowledged(minutes=int((at - row.raised_at) / MINUTE))
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return alarm_cards([row])[0]


@transaction.atomic
def lift_alarm(*, alarm_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> AlarmCard:
    """Open the hall again: the office, the unit head or who took the emergency in hand.

    Raises: AlarmUnknown, AlarmInHand, NotYoursToDecide.
    """
    promise = once(by, "organization.lift_alarm", key, at)
    hall, row = _locked(alarm_id, by)
    if promise.replay:
        return alarm_cards([row])[0]
    if row.lifted_at is not None:
        raise AlarmInHand
    if row.acknowledged_by != by.id and not rules.may_decide_hours(
        access.roles_of(hall.id, by.id, at), frozenset()
    ):
        raise NotYoursToDecide

    _lift(hall, row, by, at, promise.entry_id)
    return alarm_cards([row])[0]


def _locked(alarm_id: UUID, by: Actor) -> tuple[Hall, Alarm]:
    hall = locked_hall(by.hall_id)
    row = Alarm.objects.select_related("closure").filter(hall_id=hall.id, id=alarm_id).first()
    if row is None:
        raise AlarmUnknown
    return hall, row


def _lift(hall: Hall, row: Alarm, by: Actor, at: datetime, entry_id: UUID) -> None:
    row.lifted_at = at
    row.save(update_fields=["lifted_at"])
    if row.closure.day == local_day(at, hall.timezone):
        row.closure.ends = at.astimezone(ZoneInfo(hall.timezone)).time()
        if row.closure.begins == row.closure.ends:
            row.closure.withdrawn_at = at
        row.closure.save(update_fields=["ends", "withdrawn_at"])
        move_mark(hall)
    told = AlarmLifted(day=row.closure.day, minutes=int((at - row.raised_at) / MINUTE))
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)


@transaction.atomic
def climb_ladders(*, at: datetime) -> int:
    """Tell the next leader of every emergency nobody has taken in hand; return how many were told.

    An emergency of an earlier day is over: its closure has ended with the day.
    """
    told = 0
    for hall_id in Alarm.objects.filter(lifted_at__isnull=True).values_list("hall_id", flat=True):
        hall = locked_hall(hall_id)
        row = Alarm.objects.select_related("closure").filter(hall_id=hall_id, lifted_at__isnull=True).first()
        if row is None:
            continue
        if row.closure.day < local_day(at, hall.timezone):
            _lift(hall, row, _system(hall_id), at, new_id())
        elif row.acknowledged_at is None:
            told += _climb(hall, row, at)
    return told


def _climb(hall: Hall, row: Alarm, at: datetime) -> int:
    """Tell the next of the list if it is time; each of them exactly once, in the caller's act."""
    rungs = list(AlarmRung.objects.filter(hall_id=hall.id, alarm_id=row.id).order_by("place"))
    told_already = {one.person_id for one in rungs}
    rest = [one for one in selectors.duty_leaders(hall.id) if one not in told_already]
    step = regulations.parameter(hall.id, "hours.alarm_step", local_day(at, hall.timezone))
    place = rules.next_rung(
        [one.told_at for one in rungs], len(rungs) + len(rest), at, timedelta(minutes=step)
    )
    if place is None:
        return 0
    AlarmRung.objects.create(
        id=new_id(), hall_id=hall.id, alarm_id=row.id, place=place, person_id=rest[0], told_at=at
    )
    told = AlarmTold(alarm_id=row.id, person_id=rest[0], place=place)
    record(told, subject=row.id, by=_system(hall.id), at=at)
    return 1


def _system(hall_id: UUID) -> Actor:
    return Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
