"""Telling an applicant of a result that reaches nobody: noted, tried again, a task to telephone (CAS-03)."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, TellingTry
from yichuang.cases.refusals import NobodyToCall
from yichuang.cases.services.beside import in_state, lead_of
from yichuang.cases.services.common import act, hall_day, in_house, locked, tell
from yichuang.cases.types import CaseCard, CaseState
from yichuang.cases.types.telling import TellingCard, Unreached
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Budget, Unit
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.notices.types import Channel
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

SWEEP_ID = uuid5(NAMESPACE_URL, "cases.call_again")
#: A result waits to be told, or its letter went out and came back.
TO_BE_TOLD = (CaseState.READY, CaseState.NOTIFIED)


@act
def telling_failed(
    *, case_id: UUID, channel: Channel, why: Unreached, by: Actor, at: datetime, key: Key | None = None
) -> TellingCard:
    """Note that an attempt to tell of a result reached nobody: from then on it is a task to telephone.

    Somebody is to try again within the hall's ``result.retry_hours``; when those are over, that is told.

    Raises: UnknownCase, IllegalAct, OtherDepartment, KeyReused.
    """
    promise = once(by, "cases.telling_failed", key, at)
    if promise.replay:
        return selectors.tellings(by.hall_id, case_id)[-1]
    case = locked(case_id, by)
    in_state(case, "telling_failed", TO_BE_TOLD, by, at)
    by = in_house(case, "telling_failed", by, at)
    settle_calls(case, at)
    row = TellingTry.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=TellingTry.objects.filter(hall_id=case.hall_id, case=case).count() + 1,
        channel=channel.value,
        why=why.value,
        tried_by=by.id,
        tried_at=at,
        again_at=_again(case, at),
    )
    told = events.ApplicantNotReached(
        number=row.number,
        channel=channel,
        why=why,
        again_at=row.again_at,
        handler_id=lead_of(case, at),
        department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.tellings(case.hall_id, case.id)[-1]


def _again(case: Case, at: datetime) -> datetime:
    hours = regulations.parameter(case.hall_id, "result.retry_hours", hall_day(case.hall_id, at))
    return deadlines.due_for(case.hall_id, Budget(value=hours, unit=Unit.WORKING_HOUR), at)[1]


@act
def reached(*, case_id: UUID, channel: Channel, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Note that an applicant who could not be reached has now been told of the result, and how.

    Where the letter has not gone out yet, that is ``notify``.  Raises: UnknownCase, IllegalAct,
    OtherDepartment, NobodyToCall, KeyReused.
    """
    promise = once(by, "cases.reached", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    in_state(case, "reached", (CaseState.NOTIFIED,), by, at)
    by = in_house(case, "reached", by, at)
    tries = settle_calls(case, at)
    if not tries:
        raise NobodyToCall(number=case.number)
    told = events.ApplicantReached(channel=channel, attempts=tries)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def settle_calls(case: Case, at: datetime) -> int:
    """Close the open task to telephone and return after how many attempts; none where there was none."""
    row = TellingTry.objects.filter(hall_id=case.hall_id, case=case, over_at__isnull=True).first()
    if row is None:
        return 0
    row.over_at = at
    row.save(update_fields=["over_at"])
    return row.number


def call_again_everywhere(*, at: datetime) -> int:
    """Tell in every hall that it is time to telephone again; return how often."""
    return sum(
        call_again(hall_id=hall.id, by=Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id), at=at)
        for hall in organization.halls()
        if hall.active
    )


def call_again(*, hall_id: UUID, by: Actor, at: datetime, limit: int = 500) -> int:
    """Tell of each applicant nobody reached and nobody tried again in time; once an attempt."""
    rows = TellingTry.objects.filter(
        hall_id=hall_id, over_at__isnull=True, called_at__isnull=True, again_at__lte=at
    )
    return sum(
        _call(one, by, at)
        for one in list(rows.order_by("again_at", "id").values_list("id", "case_id")[:limit])
    )


@transaction.atomic
def _call(which: tuple[UUID, UUID], by: Actor, at: datetime) -> int:
    row_id, case_id = which
    case = locked(case_id, by)
    row = TellingTry.objects.get(hall_id=by.hall_id, id=row_id)
    if row.over_at is not None or row.called_at is not None:
        return 0
    row.called_at = at
    row.save(update_fields=["called_at"])
    told = events.CallDue(number=row.number, handler_id=lead_of(case, at), department_id=case.department_id)
    tell(told, case, by=by, at=at)
    return 1
