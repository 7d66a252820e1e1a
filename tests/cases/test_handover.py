"""Prepared, told of, handed over against a signature, closed where it came in, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cases.hall import IN_HAND, PLACE, SEEN, Office
from tests.support.hall import MORNING
from tests.support.vows import vow
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.models import Correction
from yichuang.cases.types import AlertKind, CaseState, Handover, HandoverWay, Purpose
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind
from yichuang.posts.errors import OutsideMandate

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)


def clock(office: Office, case: Any, purpose: Purpose, at: Any = LATER) -> Any:
    return selectors.clocks_by_purpose(office.id, case.id, at)[purpose]


# ---- handing over -------------------------------------------------------------------------------


@proves("CAS-04")
def test_the_applicant_is_told_where_and_when_to_fetch_the_result(office: Office) -> None:
    case = office.decided()
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)

    services.notify(case_id=case.id, by=office.neighbour, at=LATER)

    letter = selectors.last_notice(office.id, case.id, NoticeKind.RESULT)
    paper = repr(notices.paper(office.id, letter.id, at=LATER))
    assert "一楼1号窗口" in paper and "8:30-17:00" in paper


@proves("CAS-04", refuses=True)
@pytest.mark.parametrize("place", [None, replace(PLACE, place=" "), replace(PLACE, hours="")])
def test_a_result_nobody_could_fetch_is_not_prepared(office: Office, place: Any) -> None:
    case = office.decided()

    with pytest.raises(refusals.PlaceNeeded):
        services.prepare_result(case_id=case.id, collection=place, by=office.neighbour, at=LATER)


def _ready(office: Office) -> Any:
    case = office.decided()
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)
    return services.notify(case_id=case.id, by=office.neighbour, at=LATER)


@proves("CAS-05")
@pytest.mark.parametrize(
    "handover",
    [
        IN_HAND,
        Handover(HandoverWay.AGENT, id_check=SEEN, authority_seen=True, signed=True),
        Handover(HandoverWay.POST, tracking="EMS1234567890"),
    ],
)
def test_a_result_goes_out_signed_for_or_with_a_number_to_follow(
    office: Office, heard: Heard, handover: Handover
) -> None:
    case = _ready(office)

    done = services.deliver(case_id=case.id, handover=handover, by=office.clerk, at=LATER)

    assert done.state is CaseState.DELIVERED
    (told,) = heard(events.ResultDelivered)
    assert (told.way, told.tracking) == (handover.way, handover.tracking)
    assert selectors.last_notice(office.id, case.id, NoticeKind.DELIVERY).number


@proves("CAS-05", refuses=True)
@pytest.mark.parametrize(
    ("handover", "refusal"),
    [
        (Handover(HandoverWay.AGENT, id_check=SEEN, signed=True), refusals.ReceiverUnfit),
        (Handover(HandoverWay.AGENT, authority_seen=True, signed=True), refusals.ReceiverUnfit),
        (Handover(HandoverWay.APPLICANT, signed=True), refusals.ReceiverUnfit),
        (Handover(HandoverWay.APPLICANT, id_check=SEEN), refusals.SignatureNeeded),
        (Handover(HandoverWay.POST), refusals.SignatureNeeded),
    ],
)
def test_a_result_does_not_go_to_just_anybody(
    office: Office, handover: Handover, refusal: type[Exception]
) -> None:
    case = _ready(office)

    with pytest.raises(refusal):
        services.deliver(case_id=case.id, handover=handover, by=office.clerk, at=LATER)


@proves("JOB-02")
@proves("CAS-06")
def test_what_came_in_by_a_window_goes_out_by_it(office: Office) -> None:
    case = office.delivered()

    assert services.close(case_id=case.id, by=office.clerk, at=LATER).state is CaseState.CLOSED


@proves("JOB-02", refuses=True)
def test_nobody_closes_a_case_elsewhere(office: Office) -> None:
    case = office.delivered()

    with pytest.raises(refusals.OtherWindow):
        services.close(case_id=case.id, by=office.neighbour, at=LATER)
    with pytest.raises(refusals.NotAtAWindow):  # nor from a back office
        services.close(case_id=case.id, by=office.chief, at=LATER)


@proves("CAS-06", refuses=True)
def test_a_case_is_not_closed_before_its_result_was_handed_over(office: Office) -> None:
    case = _ready(office)

    with pytest.raises(refusals.IllegalAct):
        services.close(case_id=case.id, by=office.clerk, at=LATER)


@proves("CAS-08")
def test_a_wrong_result_is_issued_anew_and_the_first_stays_on_file(office: Office) -> None:
    case = office.delivered()
    vow(office.chief, MORNING)

    asked = services.ask_correction(case_id=case.id, reason="姓名有误", by=office.neighbour, at=LATER)
    assert len(selectors.results(office.id, case.id)) == 1  # asked is not done
    services.approve_correction(correction_id=asked.id, by=office.chief, at=LATER)

    first, second = selectors.results(office.id, case.id)
    assert (first.number, second.number) == (1, 2)
    assert first.code != second.code
    letter = selectors.last_notice(office.id, case.id, NoticeKind.CORRECTION)
    assert letter.elements.has_reason and letter.issued_by == office.chief.id
    assert "姓名有误" in repr(notices.paper(office.id, letter.id, at=LATER))


@proves("CAS-08", refuses=True)
def test_a_correction_needs_a_second_person_who_may_and_does_it_themselves(
    office: Office, heard: Heard
) -> None:
    case = office.delivered()
    asked = services.ask_correction(case_id=case.id, reason="有误", by=office.chief, at=LATER)

    with pytest.raises(refusals.SecondPersonNeeded):
        services.approve_correction(correction_id=asked.id, by=office.chief, at=LATER)
    with pytest.raises(OutsideMandate):
        services.approve_correction(correction_id=asked.id, by=office.head, at=LATER)
    with pytest.raises(refusals.OtherDepartment):
        services.approve_correction(correction_id=asked.id, by=office.neighbour, at=LATER)
    with pytest.raises(refusals.CorrectionWaits):
        services.ask_correction(case_id=case.id, reason="又有误", by=office.neighbour, at=LATER)

    assert len(selectors.results(office.id, case.id)) == 1
    assert heard(events.ResultCorrected) == []
    assert [one.code for one in heard(events.ActRefused)] == ["second-person-needed", "other-department"]


def test_the_database_itself_knows_the_second_person_of_a_correction(office: Office) -> None:
    case = office.delivered()
    services.ask_correction(case_id=case.id, reason="有误", by=office.neighbour, at=LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.update(state="approved", settled_by=office.neighbour.id, settled_at=LATER)


def test_a_correction_that_is_declined_leaves_the_result_and_says_why(office: Office, heard: Heard) -> None:
    case = office.delivered()
    asked = services.ask_correction(case_id=case.id, reason="有误", by=office.neighbour, at=LATER)
    with pytest.raises(refusals.ReasonNeeded):
        services.decline_correction(correction_id=asked.id, reason=" ", by=office.chief, at=LATER)

    services.decline_correction(correction_id=asked.id, reason="与申请书一致", by=office.chief, at=LATER)

    (told,) = heard(events.CorrectionDeclined)
    assert (told.correction_id, told.asked_by) == (asked.id, office.neighbour.id)
    assert len(selectors.results(office.id, case.id)) == 1
    with pytest.raises(refusals.UnknownCorrection):  # settled is settled
        services.approve_correction(correction_id=asked.id, by=office.chief, at=LATER)
    services.ask_correction(case_id=case.id, reason="再次核对有误", by=office.neighbour, at=LATER)


def _reissued(office: Office, case: Any) -> str:
    vow(office.chief, MORNING)
    asked = services.ask_correction(case_id=case.id, reason="姓名有误", by=office.neighbour, at=LATER)
    services.approve_correction(correction_id=asked.id, by=office.chief, at=LATER)
    return selectors.results(office.id, case.id)[-1].code


@proves("CAS-06", refuses=True)
def test_a_case_is_not_closed_while_its_applicant_holds_the_wrong_result(office: Office) -> None:
    case = office.delivered()
    code = _reissued(office, case)

    with pytest.raises(refusals.ReissueWaits, match=code):
        services.close(case_id=case.id, by=office.clerk, at=LATER)
    services.hand_again(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    assert services.close(case_id=case.id, by=office.clerk, at=LATER).state is CaseState.CLOSED


@proves("CAS-05")
@proves("CAS-05", refuses=True)
def test_what_was_issued_anew_goes_out_signed_for_even_after_the_case_was_closed(
    office: Office, heard: Heard
) -> None:
    case = office.delivered()
    services.close(case_id=case.id, by=office.clerk, at=LATER)
    with pytest.raises(refusals.NothingReissued):
        services.hand_again(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)
    _reissued(office, case)

    with pytest.raises(refusals.SignatureNeeded):
        services.hand_again(
            case_id=case.id, handover=replace(IN_HAND, signed=False), by=office.clerk, at=LATER
        )
    with pytest.raises(refusals.OtherWindow):
        services.hand_again(case_id=case.id, handover=IN_HAND, by=office.neighbour, at=LATER)
    after = services.hand_again(case_id=case.id, handover=IN_HAND, by=office.clerk, at=LATER)

    assert after.state is CaseState.CLOSED
    (told,) = heard(events.ReissueDelivered)
    second = selectors.results(office.id, case.id)[-1]
    assert told.result_id == second.id
    slips = [one for one in notices.notices_of(office.id, case.id) if one.kind is NoticeKind.DELIVERY]
    assert len(slips) == 2


def test_who_has_to_know_of_a_correction_is_told_and_no_longer_when_it_is_done(office: Office) -> None:
    case = office.delivered()
    asked = services.ask_correction(case_id=case.id, reason="姓名有误", by=office.neighbour, at=LATER)
    hear()

    def kinds(by: Actor) -> set[AlertKind]:
        return {one.kind for one in selectors.alerts(office.id, by.id, LATER)}

    assert AlertKind.CORRECTION_ASKED in kinds(office.chief)
    vow(office.chief, MORNING)
    later = LATER + timedelta(minutes=5)
    services.approve_correction(correction_id=asked.id, by=office.chief, at=later)
    hear()
    assert AlertKind.CORRECTION_ASKED not in kinds(office.chief)
    assert AlertKind.REISSUED in kinds(office.neighbour)
    services.hand_again(case_id=case.id, handover=IN_HAND, by=office.clerk, at=later + timedelta(minutes=5))
    hear()
    assert AlertKind.REISSUED not in kinds(office.neighbour)


@pytest.mark.parametrize("step", ["submitted", "accepted", "for_decision"])
def test_a_case_can_be_taken_back_until_it_is_decided(office: Office, step: str) -> None:
    case = {"submitted": office.submit, "accepted": office.accepted, "for_decision": office.for_decision}[
        step
    ]("PERMIT")

    gone = services.withdraw(case_id=case.id, by=office.clerk, at=LATER)

    assert gone.state is CaseState.WITHDRAWN
    clocks = selectors.clocks_by_purpose(office.id, case.id, LATER).values()
    assert {one.state for one in clocks} == {ClockState.STOPPED}


def test_what_is_decided_cannot_be_taken_back(office: Office) -> None:
    case = office.decided()

    with pytest.raises(refusals.IllegalAct):
        services.withdraw(case_id=case.id, by=office.clerk, at=LATER)
