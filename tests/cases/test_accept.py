"""Accepted, or turned down in writing, or counted as accepted; and how often somebody had to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.cases.hall import IN_HAND, Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import (
    AcceptMode,
    CaseCard,
    CaseState,
    CheckLine,
    Purpose,
    VisitCause,
    VisitReason,
    WithdrawCause,
)
from yichuang.deadlines import services as deadlines
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(minutes=10)
TUESDAY = MORNING + timedelta(days=1)


# ---- acceptance ---------------------------------------------------------------------------------


@proves("TIME-02")
@proves("TIME-04")
def test_time_runs_from_acceptance_and_the_receipt_names_the_day(office: Office) -> None:
    case = office.accepted()

    clock = selectors.clocks_by_purpose(office.id, case.id, MORNING)[Purpose.PROMISED]
    assert clock.due == date(2026, 3, 9)
    receipt = selectors.receipt(office.id, case.id)
    paper = notices.paper(office.id, receipt.id, at=MORNING)
    assert "2026" in repr(paper) and "3月9日" in repr(paper)


def test_a_deferrable_material_may_follow_by_a_promised_day(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case, CheckLine(3, False, deferred_until=date(2026, 3, 6)))

    accepted = services.accept(case_id=case.id, by=office.clerk, at=LATER)

    assert accepted.accept_mode is AcceptMode.TOLERANT
    assert selectors.promised_materials(office.id, case.id) == ["验资报告"]
    services.keep_promise(case_id=case.id, position=3, by=office.clerk, at=TUESDAY)
    assert selectors.promised_materials(office.id, case.id) == []


def test_a_promise_that_is_not_kept_ends_the_case(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case, CheckLine(3, False, deferred_until=date(2026, 3, 6)))
    services.accept(case_id=case.id, by=office.clerk, at=LATER)

    _days_pass(office, 8)

    assert selectors.case(office.id, case.id).withdrawn_cause is WithdrawCause.PROMISE_NOT_KEPT


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (CheckLine(3, False, deferred_until=date(2026, 6, 1)), refusals.PromiseUnfit),
        (CheckLine(3, False, deferred_until=date(2026, 3, 2)), refusals.PromiseUnfit),
        (CheckLine(1, False, deferred_until=date(2026, 3, 6)), refusals.NotDeferrable),
    ],
)
def test_a_promise_that_does_not_fit_is_refused(
    office: Office, line: CheckLine, refusal: type[Exception]
) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusal):
        office.check(case, line)


def _days_pass(office: Office, days: int) -> None:
    """Let the heartbeat come by once a day and the rooms hear what it told."""
    for day in range(1, days + 1):
        deadlines.tick(at=MORNING + timedelta(days=day))
        hear()


def test_who_was_not_told_in_time_is_accepted_from_receipt(office: Office) -> None:
    """行政许可法 §32: silence over five working days is acceptance."""
    case = office.submit("PERMIT")

    _days_pass(office, 9)

    now = selectors.case(office.id, case.id)
    assert (now.state, now.accept_mode) == (CaseState.ACCEPTED, AcceptMode.DEEMED)
    assert now.accepted_at == MORNING
    clock = selectors.clocks_by_purpose(office.id, case.id, MORNING + timedelta(days=9))[Purpose.PROMISED]
    assert clock.due == date(2026, 3, 9)  # counted from receipt, not from the day the silence ended


def test_who_does_not_complete_in_time_has_taken_the_case_back(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case, missing=(1,))
    services.tell_once(case_id=case.id, by=office.clerk, at=LATER)

    _days_pass(office, 24)

    assert selectors.case(office.id, case.id).withdrawn_cause is WithdrawCause.NOT_SUPPLEMENTED


@proves("ACC-04")
def test_what_is_not_accepted_has_a_numbered_letter_with_reason_basis_and_remedies(office: Office) -> None:
    case = office.submit("PERMIT")

    card, notice = services.refuse_acceptance(
        case_id=case.id,
        reason="不属于本机关职权范围",
        basis=("《行政许可法》第三十二条",),
        by=office.clerk,
        at=LATER,
    )

    assert card.state is CaseState.NOT_ACCEPTED
    assert notice.kind is NoticeKind.NOT_ACCEPTED and notice.number
    assert notice.elements.has_reason and notice.elements.remedies


@proves("ACC-04", refuses=True)
@pytest.mark.parametrize(("reason", "basis"), [("", ("《法》",)), ("不属于职权", ())])
def test_what_is_not_accepted_without_reason_or_basis_is_refused(
    office: Office, reason: str, basis: tuple[str, ...]
) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(Exception, match=r"."):
        services.refuse_acceptance(case_id=case.id, reason=reason, basis=basis, by=office.clerk, at=LATER)

    assert selectors.case(office.id, case.id).state is CaseState.SUBMITTED


# ---- visits -------------------------------------------------------------------------------------


@proves("TWO-01")
def test_the_second_visit_is_the_last_that_may_be(office: Office, heard: Heard) -> None:
    case = office.told(missing=(3,))
    assert not heard(events.VisitsExceeded)
    office.check(case, missing=(3,), at=TUESDAY)
    services.tell_once(case_id=case.id, by=office.clerk, at=TUESDAY)

    wednesday = TUESDAY + timedelta(days=1)
    services.supplement(case_id=case.id, ticket_id=new_id(), by=office.clerk, at=wednesday)

    (told,) = heard(events.VisitsExceeded)
    assert (told.number, told.most, len(told.notices)) == (3, 2, 2)


def test_a_visit_only_to_collect_is_not_counted(office: Office, heard: Heard) -> None:
    case = office.delivered()

    assert selectors.visits_counted(office.id, case.id) == 1
    assert [one.reason for one in selectors.visits(office.id, case.id)] == [
        VisitReason.SUBMIT,
        VisitReason.COLLECT,
    ]


def test_one_ticket_is_one_visit(office: Office) -> None:
    ticket = new_id()
    case = office.submit("PERMIT", ticket_id=ticket)
    office.check(case, missing=(3,))
    services.tell_once(case_id=case.id, by=office.clerk, at=LATER)

    services.supplement(case_id=case.id, ticket_id=ticket, by=office.clerk, at=LATER)

    assert selectors.visits_counted(office.id, case.id) == 1


def test_a_matter_is_counted_over_cases_without_a_register_of_people(office: Office, heard: Heard) -> None:
    """Turned down twice and here again: the third visit of one person for one item is seen."""
    for _try in range(2):
        case = office.submit("PERMIT")
        services.withdraw(case_id=case.id, by=office.clerk, at=LATER)

    office.submit("PERMIT")

    (told,) = heard(events.VisitsExceeded)
    assert told.number == 3


def third_visit(office: Office) -> CaseCard:
    """Let somebody come a third time for the same matter."""
    for _try in range(2):
        case = office.submit("PERMIT")
        services.withdraw(case_id=case.id, by=office.clerk, at=LATER)
    return office.submit("PERMIT", at=LATER)


def test_the_head_settles_whose_doing_a_visit_too_many_was_and_by_what(office: Office, heard: Heard) -> None:
    case = third_visit(office)

    services.explain_visits(
        case_id=case.id,
        number=3,
        cause=VisitCause.WINDOW,
        evidence="首次告知书漏列验资报告",
        by=office.head,
        at=TUESDAY,
    )

    visit = selectors.visits(office.id, case.id)[-1]
    assert (visit.cause, visit.explained_by, visit.explained_at) == (
        VisitCause.WINDOW,
        office.head.id,
        TUESDAY,
    )
    (told,) = heard(events.VisitsExplained)
    assert (told.number, told.cause, told.evidence_id) == (3, VisitCause.WINDOW, visit.evidence_id)
    assert visit.evidence_id is not None
    said = services.read_text(case_id=case.id, entry_id=visit.evidence_id, by=office.head, at=TUESDAY)
    assert said == "首次告知书漏列验资报告"


@pytest.mark.parametrize(
    ("number", "evidence", "refusal"),
    [
        (2, "见告知书", refusals.VisitUnknown),  # not beyond the limit
        (4, "见告知书", refusals.VisitUnknown),  # nobody came
        (3, " ", refusals.ReasonNeeded),  # without evidence
    ],
)
def test_only_a_visit_beyond_the_limit_is_settled_and_only_with_evidence(
    office: Office, number: int, evidence: str, refusal: type[Exception]
) -> None:
    case = third_visit(office)

    with pytest.raises(refusal):
        services.explain_visits(
            case_id=case.id,
            number=number,
            cause=VisitCause.APPLICANT,
            evidence=evidence,
            by=office.head,
            at=TUESDAY,
        )


def test_who_served_does_not_settle_it_nor_a_head_who_handled_it(office: Office) -> None:
    case = third_visit(office)
    attempt = {"number": 3, "cause": VisitCause.APPLICANT, "evidence": "见告知书", "at": TUESDAY}

    with pytest.raises(refusals.OtherDepartment):
        services.explain_visits(case_id=case.id, by=office.clerk, **attempt)
    office.check(case, at=LATER)
    services.accept(case_id=case.id, by=office.clerk, at=LATER)
    services.begin_handling(case_id=case.id, by=office.head, at=LATER)
    with pytest.raises(refusals.OwnVisits):
        services.explain_visits(case_id=case.id, by=office.head, **attempt)


# ---- on the spot --------------------------------------------------------------------------------


def test_an_instant_item_is_done_while_the_applicant_stands_there(office: Office, heard: Heard) -> None:
    case = office.submit("INSTANT")
    office.check(case)

    done = services.finish_at_once(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    assert done.state is CaseState.CLOSED
    (told,) = heard(events.CaseClosed)
    assert told.at_once and told.on_time


def test_where_it_was_handed_over_is_kept_in_chinese_though_the_clerk_works_in_english(
    office: Office,
) -> None:
    case = office.submit("INSTANT")
    office.check(case)

    with translation.override("en"):
        services.finish_at_once(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    (result,) = selectors.results(office.id, case.id)
    assert (result.place, result.hours) == ("1 号窗口", "当场办结")


def test_only_an_instant_item_is_done_on_the_spot(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case)

    with pytest.raises(refusals.NotInstant):
        services.finish_at_once(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    assert selectors.case(office.id, case.id).state is CaseState.SUBMITTED
