"""Count how often somebody had to come for one matter, and tell when it was once too often (TWO-01)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, MatterTally, Visit
from yichuang.cases.refusals import OwnVisits, VisitUnknown
from yichuang.cases.rules import visits as rules
from yichuang.cases.selectors.once import MOST_VISITS
from yichuang.cases.services import keys
from yichuang.cases.services.common import (
    HEADS,
    act,
    denied,
    hall_day,
    in_house,
    item_of,
    keep_text,
    locked,
    tell,
)
from yichuang.cases.types import CaseCard, VisitCause, VisitReason
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.notices import selectors as notices
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

MATTER_DAYS = "two.matter_days"


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
    most = regulations.parameter(case.hall_id, MOST_VISITS, hall_day(case.hall_id, at))
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
    *,
    case_id: UUID,
    number: int,
    cause: VisitCause,
    evidence: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Settle whose doing a visit beyond the limit was, and by what one sees that (TWO-03).

    A head does, and none who handled the case.  It may be settled anew; the journal keeps both.

    Raises: UnknownCase, OtherDepartment, OwnVisits, VisitUnknown, ReasonNeeded, TextTooLong, TextUnreadable,
    KeyReused.
    """
    promise = once(by, "cases.explain_visits", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "explain_visits", by, at, HEADS)
    if by.id in selectors.assigned_of(case) - {case.decided_by}:
        raise denied(OwnVisits(number=case.number), case, "explain_visits", by, at)
    visit = (
        Visit.objects.filter(hall_id=case.hall_id, case=case, number=number)
        .exclude(reason=VisitReason.COLLECT)
        .order_by("at")
        .last()
    )
    if visit is None or not _beyond(visit):
        raise VisitUnknown
    visit.cause, visit.explained_by, visit.explained_at = cause, by.id, at
    visit.evidence = keep_text(evidence, field=_("What one sees it by"), item=item_of(case), by=by, at=at)
    visit.save(update_fields=["cause", "explained_by", "explained_at", "evidence"])
    told = events.VisitsExplained(number=number, cause=cause, evidence_id=visit.evidence)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def _beyond(visit: Visit) -> bool:
    """Say whether a visit was one too many by the rule of its day."""
    most = regulations.parameter(visit.hall_id, MOST_VISITS, hall_day(visit.hall_id, visit.at))
    return rules.is_breach(visit.number, most)


def forget_tallies(at: datetime, limit: int = 500) -> int:
    """Forget, in slices, the tallies nobody has come for within ``two.matter_days``; return how many.

    The hall keeps no register of its citizens: after that time a visit is the first of a matter again.
    """
    forgotten = 0
    for hall in organization.halls():
        days = int(regulations.parameter(hall.id, MATTER_DAYS, hall_day(hall.id, at)))
        rows = MatterTally.objects.filter(hall_id=hall.id, last_at__lt=at - timedelta(days=days))
        while old := list(rows.values_list("pk", flat=True)[:limit]):
            forgotten += MatterTally.objects.filter(pk__in=old).delete()[0]
    return forgotten
