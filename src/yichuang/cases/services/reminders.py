"""Results that lie uncollected: the hall is told, and the applicant reminded (CAS-06)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.cases import events, selectors
from yichuang.cases.models import Reminder, Result
from yichuang.cases.refusals import ResultNotLying
from yichuang.cases.services.beside import lead_of
from yichuang.cases.services.common import act, hall_day, in_house, locked, tell
from yichuang.cases.types import CaseState, ReminderCard
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.notices.types import Channel
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

SWEEP_ID = uuid5(NAMESPACE_URL, "cases.uncollected")


def tell_uncollected_everywhere(*, at: datetime) -> int:
    """Tell in every hall of results that lie uncollected; return how many."""
    return sum(
        tell_uncollected(hall_id=hall.id, by=Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id), at=at)
        for hall in organization.halls()
        if hall.active
    )


def tell_uncollected(*, hall_id: UUID, by: Actor, at: datetime, limit: int = 500) -> int:
    """Tell of each result that lay uncollected another ``result.collect_days``; return how many (CAS-06).

    Telling twice for the same stretch does nothing.
    """
    days = regulations.parameter(hall_id, "result.collect_days", hall_day(hall_id, at))
    stretch = timedelta(days=days)
    waiting = Result.objects.filter(
        hall_id=hall_id,
        case__hall_id=hall_id,
        case__state=CaseState.NOTIFIED,
        handed_over_at__isnull=True,
        notified_at__lte=at - stretch,
    ).order_by("notified_at", "id")
    told = 0
    for case_id, notified_at in list(waiting.values_list("case_id", "notified_at")[:limit]):
        assert notified_at is not None  # asked for above
        told += _uncollected(case_id, (at - notified_at) // stretch, by, at)
    return told


@transaction.atomic
def _uncollected(case_id: UUID, number: int, by: Actor, at: datetime) -> int:
    case = locked(case_id, by)
    have = Reminder.objects.filter(hall_id=case.hall_id, case=case)
    if case.state != CaseState.NOTIFIED or have.count() >= number or have.filter(reminded_at=None).exists():
        return 0
    row = Reminder.objects.create(
        id=new_id(), hall_id=case.hall_id, case=case, number=have.count() + 1, told_at=at
    )
    told = events.ResultUncollected(
        number=row.number, handler_id=lead_of(case, at), department_id=case.department_id
    )
    tell(told, case, by=by, at=at)
    return 1


@act
def remind_applicant(
    *, case_id: UUID, channel: Channel, by: Actor, at: datetime, key: Key | None = None
) -> ReminderCard:
    """Write down that the applicant was reminded of a result that lies ready, and how (CAS-06).

    Raises: UnknownCase, OtherDepartment, ResultNotLying, KeyReused.
    """
    promise = once(by, "cases.remind_applicant", key, at)
    if promise.replay:
        return selectors.reminders_of(by.hall_id, case_id)[-1]
    case = locked(case_id, by)
    by = in_house(case, "remind_applicant", by, at)
    row = Reminder.objects.filter(hall_id=case.hall_id, case=case, reminded_at=None).order_by("number").last()
    if row is None or case.state != CaseState.NOTIFIED:
        raise ResultNotLying(number=case.number)
    row.reminded_at, row.reminded_by, row.channel = at, by.id, channel.value
    row.save(update_fields=["reminded_at", "reminded_by", "channel"])
    told = events.ApplicantReminded(number=row.number, channel=channel)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.reminders_of(case.hall_id, case.id)[-1]
