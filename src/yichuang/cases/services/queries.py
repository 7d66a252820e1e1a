"""Ask above (请示): answered, the applicant told, closed; silent levels are passed over (ONE-08, INT-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, labels, selectors
from yichuang.cases.models import Case, Query
from yichuang.cases.refusals import (
    DocumentNeeded,
    NotInformedYet,
    NotYourQuestion,
    QueryStandsElsewhere,
    QueryUnknown,
)
from yichuang.cases.rules import queries as rules
from yichuang.cases.rules.queries import QueryAct
from yichuang.cases.services.beside import (
    held_for_the_hall,
    held_in,
    in_state,
    start_own,
    stop_own,
    working_days,
)
from yichuang.cases.services.common import (
    BACK_OFFICE,
    act,
    in_house,
    item_of,
    keep_text,
    locked,
    tell,
)
from yichuang.cases.types import CaseState, Level, Purpose, QueryCard, QueryState
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.notices.types import Channel

ASKED_IN = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.SUPPLEMENT,
        CaseState.ACCEPTED,
        CaseState.HANDLING,
        CaseState.APPROVAL,
        CaseState.FORWARDED,
    }
)


@act
def raise_query(
    *,
    case_id: UUID,
    level: Level,
    question: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> QueryCard:
    """Put a question about a case to a level above, with a time for the answer (``query.answer_limit``).

    Raises: UnknownCase, OtherDepartment, IllegalAct, ReasonNeeded, TextTooLong, KeyReused.
    """
    promise = once(by, "cases.raise_query", key, at)
    if promise.replay:
        return selectors.queries_of(by.hall_id, case_id, at)[-1]
    case = locked(case_id, by)
    by = in_house(case, "raise_query", by, at)
    in_state(case, "raise_query", ASKED_IN, by, at)
    query_id = new_id()
    clock = start_own(
        case,
        Purpose.QUERY,
        working_days(case.hall_id, "query.answer_limit", at),
        query_id,
        department_id=case.department_id,
        owner_id=by.id,
        by=by,
        at=at,
    )
    row = Query.objects.create(
        id=query_id,
        hall_id=case.hall_id,
        case=case,
        state=QueryState.RAISED,
        asked_level=level.value,
        level=level.value,
        clock_id=clock.id,
        question_id=keep_text(question, field=_("Question"), item=item_of(case), by=by, at=at),
        raised_by=by.id,
        raised_at=at,
    )
    told = events.QueryRaised(
        query_id=row.id, level=level, question_id=row.question_id, department_id=case.department_id
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.query(case.hall_id, row.id, at)


def _held(query_id: UUID, by: Actor) -> tuple[Query, Case]:
    """Return a question with its case locked.  Raises: QueryUnknown."""
    found = Query.objects.filter(hall_id=by.hall_id, id=query_id).first()
    if found is None:
        raise QueryUnknown
    case = locked(found.case_id, by)
    return Query.objects.get(hall_id=by.hall_id, id=query_id), case


def _way(row: Query, what: QueryAct) -> QueryState:
    found = rules.arrow(QueryState(row.state), what)
    if found is None:
        raise QueryStandsElsewhere(state=str(labels.QUERY[QueryState(row.state)]))
    return found.target


@act
def answer_query(
    *,
    query_id: UUID,
    answer: str,
    document: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> QueryCard:
    """Answer a question put to one's level; who asked is told, and has to tell the applicant in time.

    A higher body's answer is entered by the department that asked, with the number of its document.

    Raises: QueryUnknown, NotYourQuestion (INT-08), QueryStandsElsewhere, DocumentNeeded, ReasonNeeded,
    KeyReused.
    """
    promise = once(by, "cases.answer_query", key, at)
    if promise.replay:
        return selectors.query(by.hall_id, query_id, at)
    row, case = _held(query_id, by)
    _may_answer(row, case, by, at)
    state = _way(row, QueryAct.ANSWER)
    outside = row.level == Level.ABOVE
    if outside and not document.strip():
        raise DocumentNeeded
    row.document = plain(document, field=_("Document"), limit=60, blank=True)
    row.answer_id = keep_text(answer, field=_("Answer"), item=item_of(case), by=by, at=at)
    row.state, row.answered_by, row.answered_at = state, by.id, at
    stop_own(case.hall_id, row.clock_id, by=by, at=at)
    row.clock_id = start_own(
        case,
        Purpose.INFORM,
        working_days(case.hall_id, "query.inform_limit", at),
        row.id,
        department_id=case.department_id,
        owner_id=row.raised_by,
        by=by,
        at=at,
    ).id
    row.save(update_fields=["state", "answer_id", "document", "answered_by", "answered_at", "clock_id"])
    told = events.QueryAnswered(
        query_id=row.id,
        answer_id=row.answer_id,
        by_document=bool(row.document),
        raised_by=row.raised_by,
        department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.query(case.hall_id, row.id, at)


def _may_answer(row: Query, case: Case, by: Actor, at: datetime) -> None:
    """Refuse an answer by whom the question was not put to.  Raises: NotYourQuestion."""
    if by.kind is not ActorKind.PERSON:
        raise NotYourQuestion
    own_roles = frozenset(one.role for one in held_in(by, at, case.department_id))
    if row.level == Level.ABOVE:
        if not own_roles & BACK_OFFICE:
            raise NotYourQuestion
        return
    hall_wide = held_for_the_hall(by, at)
    if not rules.may_answer(Level(row.level), Level(row.asked_level), hall_wide, own_roles):
        raise NotYourQuestion


@act
def inform_client(
    *, query_id: UUID, channel: Channel, by: Actor, at: datetime, key: Key | None = None
) -> QueryCard:
    """Write down when and how the applicant was told what came of a question (ONE-08).

    Raises: QueryUnknown, OtherDepartment, QueryStandsElsewhere, KeyReused.
    """
    promise = once(by, "cases.inform_client", key, at)
    if promise.replay:
        return selectors.query(by.hall_id, query_id, at)
    row, case = _held(query_id, by)
    by = in_house(case, "inform_client", by, at)
    row.state = _way(row, QueryAct.INFORM)
    row.channel, row.informed_by, row.informed_at = channel.value, by.id, at
    row.save(update_fields=["state", "channel", "informed_by", "informed_at"])
    stop_own(case.hall_id, row.clock_id, by=by, at=at)
    told = events.ClientInformed(query_id=row.id, channel=channel)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.query(case.hall_id, row.id, at)


@act
def close_query(*, query_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> QueryCard:
    """Close a question that is answered and whose answer the applicant knows.

    Raises: QueryUnknown, OtherDepartment, NotInformedYet (ONE-08), QueryStandsElsewhere, KeyReused.
    """
    promise = once(by, "cases.close_query", key, at)
    if promise.replay:
        return selectors.query(by.hall_id, query_id, at)
    row, case = _held(query_id, by)
    by = in_house(case, "close_query", by, at)
    if QueryState(row.state) in rules.UNSETTLED:
        raise NotInformedYet
    row.state, row.closed_at = _way(row, QueryAct.CLOSE), at
    row.save(update_fields=["state", "closed_at"])
    tell(events.QueryClosed(query_id=row.id), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.query(case.hall_id, row.id, at)


@act
def escalate_query(*, query_id: UUID, by: Actor, at: datetime) -> QueryCard | None:
    """Put a question to the next level when this one has not answered in time (INT-08).

    The next level has the same time again.  From the highest it goes nowhere: its clock stays overdue, and
    office and supervision are told by its rungs.  Safe to hear twice.
    """
    found = Query.objects.filter(hall_id=by.hall_id, id=query_id).first()
    if found is None:
        return None
    row, case = _held(query_id, by)
    card = selectors.query(case.hall_id, row.id, at)
    upper = rules.next_level(Level(row.level))
    waits = card.state is QueryState.RAISED and case.state in ASKED_IN
    if not waits or not card.overdue or upper is None:
        return card
    before, row.level = Level(row.level), upper
    stop_own(case.hall_id, row.clock_id, by=by, at=at)
    row.clock_id = start_own(
        case,
        Purpose.QUERY,
        working_days(case.hall_id, "query.answer_limit", at),
        row.id,
        department_id=case.department_id,
        owner_id=row.raised_by,
        by=by,
        at=at,
    ).id
    row.save(update_fields=["level", "clock_id"])
    told = events.QueryEscalated(
        query_id=row.id, before=before, level=upper, department_id=case.department_id
    )
    tell(told, case, by=by, at=at)
    return selectors.query(case.hall_id, row.id, at)


def drop_queries(case: Case, *, by: Actor, at: datetime) -> None:
    """Ask nobody any more: the case has ended.  What is answered is still told to the applicant."""
    for row in Query.objects.filter(hall_id=case.hall_id, case=case, state=QueryState.RAISED):
        row.state = QueryState.DROPPED
        row.save(update_fields=["state"])
        stop_own(case.hall_id, row.clock_id, by=by, at=at)
        tell(events.QueryDropped(query_id=row.id), case, by=by, at=at)
