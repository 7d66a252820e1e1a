"""Count how often somebody had to come for one matter, and tell when it was once too often (TWO-01)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, MatterTally, Visit
from yichuang.cases.refusals import VisitUnknown
from yichuang.cases.rules import visits as rules
from yichuang.cases.services import keys
from yichuang.cases.services.common import HEADS, act, hall_day, in_house, locked, tell
from yichuang.cases.types import CaseCard, VisitCause, VisitReason
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.notices import selectors as notices
from yichuang.regulations import selectors as regulations


def count_visit(case: Case, reason: VisitReason, ticket_id: UUID | None, *, by: Actor, at: datetime) -> int:
    """Write down that the applicant came and return which visit of the matter it is.

    The same ticket is one visit of a case however many acts it brings.  A visit only to collect is written
    down and not counted.  From the visit after the last that may be, the section head is told with every
    notice given before.
    """
    if (
        ticket_id is not None
        and Visit.objects.filter(hall_id=case.hall_id, case=case, ticket_id=ticket_id).exists()
    ):
        return selectors.visits_counted(case.hall_id, case.id)
    so_far = selectors.visits_counted(case.hall_id, case.id)
    number = so_far if reason is VisitReason.COLLECT else _of_the_matter(case, so_far, at)
    Visit.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=number,
        reason=reason,
        ticket_id=ticket_id,
        window_id=by.window_id,
        at=at,
    )
    told = events.VisitCounted(number=number, reason=reason, ticket_id=ticket_id)
    tell(told, case, by=by, at=at)
    most = regulations.parameter(case.hall_id, "two.visits_max", hall_day(case.hall_id, at))
    if reason is not VisitReason.COLLECT and rules.is_breach(number, most):
        given = tuple(one.id for one in notices.notices_of(case.hall_id, case.id))
        tell(events.VisitsExceeded(number=number, most=most, notices=given), case, by=by, at=at)
    return number


def _of_the_matter(case: Case, so_far: int, at: datetime) -> int:
    """Count one more visit of the matter, over cases where the person is known by a keyed hash."""
    if not case.applicant_index:
        return so_far + 1
    key = keys.matter(case.hall_id, case.item_id, case.applicant_index)
    place = {"hall_id": case.hall_id, "matter_key": key}
    tally, made = MatterTally.objects.select_for_update().get_or_create(
        **place, defaults={"visits": 1, "last_at": at}
    )
    if not made:
        MatterTally.objects.filter(id=tally.id).update(visits=F("visits") + 1, last_at=at)
        return tally.visits + 1
    return 1


def matter_done(case: Case) -> None:
    """Forget the tally of a matter that was accepted: what comes later is another one."""
    if case.applicant_index:
        key = keys.matter(case.hall_id, case.item_id, case.applicant_index)
        MatterTally.objects.filter(hall_id=case.hall_id, matter_key=key).delete()


@act
def explain_visits(
    *, case_id: UUID, number: int, cause: VisitCause, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Settle whose doing a visit too many was (TWO-03); heads do, not who served.

    Raises: UnknownCase, OtherDepartment, VisitUnknown, KeyReused.
    """
    promise = once(by, "cases.explain_visits", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "explain_visits", by, at, HEADS)
    visit = (
        Visit.objects.filter(hall_id=case.hall_id, case=case, number=number)
        .exclude(reason=VisitReason.COLLECT)
        .order_by("at")
        .last()
    )
    if visit is None:
        raise VisitUnknown
    visit.cause = cause
    visit.save(update_fields=["cause"])
    told = events.VisitsExplained(number=number, cause=cause)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def forget_tallies(at: datetime, keep: timedelta, limit: int = 500) -> int:
    """Forget the tallies nobody has come for since ``keep``, in slices; return how many."""
    forgotten = 0
    while True:
        old = list(MatterTally.objects.filter(last_at__lt=at - keep).values_list("pk", flat=True)[:limit])
        if not old:
            return forgotten
        forgotten += MatterTally.objects.filter(pk__in=old).delete()[0]
