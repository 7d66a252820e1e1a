"""Hand the result over: prepared, told of, given against a signature, closed where it came in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Result
from yichuang.cases.refusals import (
    LatenessUnexplained,
    NotInstant,
    PlaceNeeded,
    ReceiverUnfit,
    ReissueWaits,
    SignatureNeeded,
)
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks, gates, papers
from yichuang.cases.services.common import (
    act,
    arrow,
    at_own_window,
    hall_day,
    in_house,
    item_of,
    keep_text,
    locked,
    move,
    tell,
)
from yichuang.cases.services.telling import settle_calls
from yichuang.cases.services.visits import count_visit
from yichuang.cases.types import (
    AcceptMode,
    CaseCard,
    Collection,
    Handover,
    HandoverWay,
    Purpose,
    VisitReason,
)
from yichuang.deadlines.types import Budget, Unit
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.regulations import selectors as regulations


@act
def prepare_result(
    *, case_id: UUID, collection: Collection | None, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Make the result ready, with where and when it can be fetched (CAS-04).

    Raises: UnknownCase, IllegalAct, OtherDepartment, PlaceNeeded, KeyReused.
    """
    promise = once(by, "cases.prepare_result", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.PREPARE, by, at)
    by = in_house(case, Act.PREPARE, by, at)
    if collection is None or not collection.place.strip() or not collection.hours.strip():
        raise PlaceNeeded
    result = Result.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=1,
        code=f"{case.number}-1",
        place=plain(collection.place, field=_("Place of collection"), limit=80),
        hours=plain(collection.hours, field=_("Hours"), limit=80),
        from_day=collection.from_day,
        made_by=by.id,
        made_at=at,
    )
    move(case, way, at)
    hours = regulations.parameter(case.hall_id, "result.notify_limit", hall_day(case.hall_id, at))
    clocks.start(case, Purpose.RESULT, Budget(value=hours, unit=Unit.HOUR), by=by, at=at)
    told = events.ResultPrepared(result_id=result.id, code=result.code, from_day=result.from_day)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def notify(
    *, case_id: UUID, in_person: bool = False, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Tell the applicant of the result: where and when to fetch it, or why there is none (CAS-03, CAS-04).

    ``in_person``: the applicant stands at the window and takes an instant item's result at once.

    Raises: UnknownCase, IllegalAct, OtherDepartment, what notices refuse, KeyReused.
    """
    promise = once(by, "cases.notify", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.NOTIFY, by, at)
    by = in_house(case, Act.NOTIFY, by, at)
    result = issue_of(case)
    item = item_of(case)
    if in_person and not item.flags.instant:
        raise NotInstant(item=item.name)
    notice = None if in_person else papers.result(case, item, result, by=by, at=at)
    result.notified_at = at
    result.save(update_fields=["notified_at"])
    clocks.stop(case, way.stops, by=by, at=at)
    settle_calls(case, at)
    move(case, way, at)
    told = events.ApplicantNotified(notice_id=notice.id if notice else None, result_id=result.id)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def issue_of(case: Case) -> Result:
    """Return the issue of the result that counts: the last."""
    return Result.objects.filter(hall_id=case.hall_id, case=case).order_by("number").last()  # type: ignore[return-value]


@act
def deliver(
    *,
    case_id: UUID,
    handover: Handover,
    ticket_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Hand the result over at the window the case came in by, signed for, or posted with its number (CAS-05).

    Raises: UnknownCase, IllegalAct, OtherWindow (JOB-02), ReceiverUnfit, SignatureNeeded, FeesOpen,
    KeyReused.
    """
    promise = once(by, "cases.deliver", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.DELIVER, by, at)
    by = at_own_window(case, by, at)
    fit(handover, needs_id=item_of(case).flags.needs_id)
    gates.before_handover(case, at)
    result = issue_of(case)
    note_handover(result, handover, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    settle_calls(case, at)
    move(case, way, at)
    tell_handover(events.ResultDelivered, case, result, handover, ticket_id, by, at, promise.entry_id)
    return selectors.card_of(case)


def tell_handover(
    event: type[events.ResultDelivered] | type[events.ReissueDelivered],
    case: Case,
    result: Result,
    handover: Handover,
    ticket_id: UUID | None,
    by: Actor,
    at: datetime,
    entry_id: UUID | None,
) -> None:
    """Tell that an issue of a result went out, draw its slip, and count who came for it."""
    told = event(
        result_id=result.id,
        way=handover.way,
        id_method=handover.id_check.method if handover.id_check else None,
        tracking=result.tracking,
        ticket_id=ticket_id,
    )
    tell(told, case, by=by, at=at, entry_id=entry_id)
    papers.delivery(case, item_of(case), result, by=by, at=at)
    if handover.way in (HandoverWay.APPLICANT, HandoverWay.AGENT):
        count_visit(case, VisitReason.COLLECT, ticket_id, by=by, at=at)


def note_handover(result: Result, handover: Handover, *, by: Actor, at: datetime) -> None:
    """Write down how an issue of a result went out."""
    result.handed_over_at, result.handed_over_by = at, by.id
    result.way, result.tracking = handover.way.value, handover.tracking.strip().upper()
    result.save(update_fields=["handed_over_at", "handed_over_by", "way", "tracking"])


def fit(handover: Handover, *, needs_id: bool) -> None:
    """Refuse a handover nobody could prove later.  Raises: ReceiverUnfit, SignatureNeeded (CAS-05)."""
    if handover.way is HandoverWay.AGENT and not (handover.authority_seen and handover.id_check):
        raise ReceiverUnfit
    if handover.way is HandoverWay.APPLICANT and needs_id and handover.id_check is None:
        raise ReceiverUnfit
    if handover.way is HandoverWay.POST:
        if not handover.tracking.strip():
            raise SignatureNeeded
        plain(handover.tracking, field=_("Number of the item posted"), limit=40)
    elif not handover.signed and handover.way is not HandoverWay.ELECTRONIC:
        raise SignatureNeeded


@act
def explain_lateness(
    *, case_id: UUID, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Say why a case took longer than it might; the reason is public to its applicant (TIME-07, 条例 §36).

    Raises: UnknownCase, OtherDepartment, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.explain_lateness", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "explain_lateness", by, at)
    case.overdue_reason = keep_text(reason, field=_("Reason given"), item=item_of(case), by=by, at=at)
    case.changed_at = at
    case.save(update_fields=["overdue_reason", "changed_at"])
    told = events.LatenessExplained(reason_id=case.overdue_reason)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def close(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Close a case that was handed over, at its own window; a late one only with its reason.

    Raises: UnknownCase, IllegalAct (CAS-06), OtherWindow (JOB-02), ReissueWaits (CAS-06), LatenessUnexplained
    (TIME-07), KeyReused.
    """
    promise = once(by, "cases.close", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.CLOSE, by, at)
    by = at_own_window(case, by, at)
    if code := selectors.reissue_waits(case.hall_id, case.id):
        raise ReissueWaits(code=code)
    late = selectors.was_late(case.hall_id, case.id, at)
    if late and case.overdue_reason is None:
        raise LatenessUnexplained(number=case.number)
    case.closed_at = at
    move(case, way, at, "closed_at")
    days = regulations.parameter(case.hall_id, "archive.file_limit", hall_day(case.hall_id, at))
    clocks.start(case, Purpose.ARCHIVE, Budget(value=days, unit=Unit.WORKING_DAY), by=by, at=at)
    told = events.CaseClosed(
        on_time=not late,
        visits=selectors.visits_counted(case.hall_id, case.id),
        at_once=case.accept_mode == AcceptMode.COMPLETE
        and hall_day(case.hall_id, case.submitted_at) == hall_day(case.hall_id, at),
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)
