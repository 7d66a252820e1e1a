"""Faults the model of ``test_model.py`` has found; each stays mended."""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.filing import ALL
from tests.cases.hall import IN_HAND, PLACE, Office
from tests.cases.whole import JOBS, Whole, whole_office
from tests.support.hall import MORNING
from tests.support.vows import vow
from yichuang.cases import refusals, selectors, services
from yichuang.cases.types import CaseCard, CaseState, Decision, Level, Purpose, ReferralCard
from yichuang.cases.types.archive import Piece
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.types import ClockState, Ground
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts.errors import OutsideMandate
from yichuang.regulations import selectors as regulations

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def whole(db: None) -> Whole:
    return whole_office()


def handed_on(whole: Whole, case: CaseCard, by: Actor, to: str = JOBS) -> ReferralCard:
    """Hand a case on to another department."""
    there = whole.house.department(to)
    return services.refer(
        case_id=case.id, to_department_id=there, reason="按职责应由该处办理", by=by, at=LATER
    )


def assigned(whole: Whole, case: CaseCard, to: str) -> None:
    """Let the office say whose a case is."""
    services.assign_case(
        case_id=case.id,
        to_department_id=whole.house.department(to),
        reason="经协调由该处办理",
        by=whole.house.manager,
        at=LATER,
    )


@proves("TIME-02")
def test_a_step_that_begins_while_the_time_stands_still_stands_still_too(office: Office) -> None:
    case = office.accepted()
    services.pause(case_id=case.id, ground=Ground.INSPECTION, link="现场核查", by=office.neighbour, at=LATER)

    services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)
    held = selectors.clocks_by_purpose(office.id, case.id, LATER)
    services.resume(case_id=case.id, by=office.neighbour, at=LATER + timedelta(days=3))

    wanted = (Purpose.STATUTORY, Purpose.PROMISED, Purpose.STEP)
    assert {held[one].state for one in wanted} == {ClockState.PAUSED}
    running = selectors.clocks_by_purpose(office.id, case.id, LATER + timedelta(days=3))
    assert {running[one].state for one in wanted} == {ClockState.RUNNING}


@proves("TIME-02")
def test_silence_counts_as_acceptance_from_the_day_the_missing_paper_came(office: Office) -> None:
    case = office.told(missing=(2,))  # told on Monday, brought on Tuesday

    deadlines.tick(at=MORNING + timedelta(days=10))
    hear()

    deemed = selectors.case(office.id, case.id)
    assert deemed.state is CaseState.ACCEPTED
    assert deemed.accepted_at == MORNING + timedelta(days=1)


@proves("CAS-08")
def test_a_result_that_was_decided_above_is_corrected_with_who_gives_the_first_opinion(
    office: Office,
) -> None:
    case = office.for_decision("ABOVE")
    services.give_opinion(
        case_id=case.id, opinion=Decision.APPROVED, reason="材料属实", by=office.chief, at=LATER
    )
    services.hear_above(
        case_id=case.id, decision=Decision.APPROVED, document="省职改-17", by=office.neighbour, at=LATER
    )
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)
    vow(office.chief, MORNING)
    asked = services.ask_correction(case_id=case.id, reason="姓名有误", by=office.neighbour, at=LATER)

    with pytest.raises(OutsideMandate):
        services.approve_correction(correction_id=asked.id, by=office.head, at=LATER)
    services.approve_correction(correction_id=asked.id, by=office.chief, at=LATER)

    assert [one.number for one in selectors.results(office.id, case.id)] == [1, 2]


@proves("ARC-01")
def test_a_gap_that_the_next_look_found_filled_keeps_no_file_out_of_the_archive(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case, missing=(2,))
    office.check(case)
    services.accept(case_id=case.id, by=office.clerk, at=MORNING)
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=MORNING)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=MORNING)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=MORNING)
    services.notify(case_id=case.id, by=office.neighbour, at=MORNING)
    services.deliver(case_id=case.id, handover=IN_HAND, by=office.clerk, at=MORNING)
    services.close(case_id=case.id, by=office.clerk, at=MORNING)

    services.archive(case_id=case.id, in_folder=ALL, by=office.clerk, at=LATER)

    assert selectors.case(office.id, case.id).state is CaseState.ARCHIVED


@proves("PRV-01", refuses=True)
def test_who_is_nobody_of_the_house_is_told_so_by_a_rule(office: Office) -> None:
    case = office.accepted()
    citizen = Actor(ActorKind.CITIZEN, new_id(), office.id)

    with pytest.raises(refusals.OtherDepartment):
        services.begin_handling(case_id=case.id, by=citizen, at=LATER)


@proves("XFER-02")
@proves("CHF-03", refuses=True)
def test_what_a_department_has_taken_over_its_own_chief_decides(whole: Whole) -> None:
    office, jobs = whole.office, whole.house.jobs
    case = office.for_decision("PERMIT")
    services.confirm_referral(
        referral_id=handed_on(whole, case, office.chief).id, by=office.stranger, at=LATER
    )
    said: dict[str, Any] = {"case_id": case.id, "decision": Decision.APPROVED, "at": LATER}

    with pytest.raises(refusals.OtherDepartment):
        services.decide(**said, by=office.chief)
    decided = services.decide(**said, by=jobs)

    assert (decided.state, decided.decided_by) == (CaseState.DECIDED, jobs.id)


@proves("ACC-08")
def test_what_the_office_assigned_and_nobody_handled_since_is_decided_by_the_chief_there(
    whole: Whole,
) -> None:
    case = whole.office.for_decision("PERMIT")
    assigned(whole, case, JOBS)
    assigned(whole, case, JOBS)  # said twice, so that nobody there has to confirm it any more
    assert selectors.case(whole.office.id, case.id).handler_id is None

    decided = services.decide(case_id=case.id, decision=Decision.APPROVED, by=whole.house.jobs, at=LATER)

    assert decided.decided_by == whole.house.jobs.id


@proves("XFER-02", refuses=True)
def test_a_case_that_was_withdrawn_on_its_way_is_taken_over_by_nobody(whole: Whole) -> None:
    office = whole.office
    case = office.accepted()
    hop = handed_on(whole, case, office.neighbour)
    services.withdraw(case_id=case.id, by=office.clerk, at=LATER)

    with pytest.raises(refusals.ReferralAnswered):
        services.confirm_referral(referral_id=hop.id, by=office.stranger, at=LATER)

    assert selectors.case(office.id, case.id).department_id == whole.house.department("许可处")


@proves("XFER-04", refuses=True)
def test_what_the_office_has_assigned_twice_goes_nowhere_by_itself_and_is_told_why(whole: Whole) -> None:
    case = whole.office.accepted()
    assigned(whole, case, JOBS)
    assigned(whole, case, JOBS)

    with pytest.raises(refusals.OfficeAssigns):
        handed_on(whole, case, whole.house.jobs, "许可处")
    with pytest.raises(refusals.ToOneself):
        handed_on(whole, case, whole.house.jobs, JOBS)


@proves("ONE-08", refuses=True)
def test_nothing_from_above_is_entered_while_a_question_is_open(whole: Whole) -> None:
    office = whole.office
    case = office.for_decision("ABOVE")
    said: dict[str, Any] = {"case_id": case.id, "by": office.chief, "at": LATER}
    services.give_opinion(opinion=Decision.APPROVED, reason="材料属实", **said)
    services.raise_query(level=Level.ABOVE, question="规定不明，请予明确。", **said)

    with pytest.raises(refusals.QueriesOpen):
        services.hear_above(decision=Decision.APPROVED, document="省职改-17", **said)


@proves("ARC-01")
def test_what_was_deemed_accepted_unseen_is_archived_without_a_look_nobody_took(office: Office) -> None:
    case = office.submit("PERMIT")
    deadlines.tick(at=MORNING + timedelta(days=10))
    hear()
    said: dict[str, Any] = {"case_id": case.id, "at": MORNING + timedelta(days=10)}
    services.begin_handling(**said, by=office.neighbour)
    services.propose(**said, proposal=Decision.APPROVED, by=office.neighbour)
    services.decide(**said, decision=Decision.APPROVED, by=office.chief)
    services.prepare_result(**said, collection=PLACE, by=office.neighbour)
    services.notify(**said, by=office.neighbour)
    services.deliver(**said, handover=IN_HAND, by=office.clerk)
    services.explain_lateness(**said, reason="未及时告知。", by=office.neighbour)
    services.close(**said, by=office.clerk)

    with pytest.raises(refusals.PapersMissing):
        services.archive(**said, in_folder=ALL - {Piece.RECEIPT}, by=office.clerk)
    services.archive(**said, in_folder=ALL, by=office.clerk)

    assert selectors.case(office.id, case.id).state is CaseState.ARCHIVED


@proves("ARC-01")
@proves("FEE-03")
def test_for_what_was_turned_down_no_list_was_ever_drawn_and_none_is_missing_in_its_file(
    whole: Whole,
) -> None:
    office = whole.office
    case = office.accepted("CARD", answers={"fast": False})
    said: dict[str, Any] = {"case_id": case.id, "at": LATER}
    services.begin_handling(**said, by=office.neighbour)
    services.propose(**said, proposal=Decision.REFUSED, by=office.neighbour)
    services.decide(**said, decision=Decision.REFUSED, reason="材料不符", by=office.chief)
    services.prepare_result(**said, collection=PLACE, by=office.neighbour)
    services.notify(**said, by=office.neighbour)
    services.deliver(**said, handover=IN_HAND, by=office.clerk)
    services.close(**said, by=office.clerk)

    services.archive(**said, in_folder=ALL, by=office.clerk)

    assert selectors.case(office.id, case.id).state is CaseState.ARCHIVED


def test_every_refusal_of_the_room_names_a_control_of_the_register() -> None:
    known = {one.id for one in regulations.controls()}
    every = [one for _name, one in inspect.getmembers(refusals, inspect.isclass) if issubclass(one, Refusal)]

    assert len(every) > 100
    assert not [(one.__name__, one.rule) for one in every if one.rule not in known]
