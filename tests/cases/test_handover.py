"""Prepared, told of, handed over against a signature, closed where it came in, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.hall import IN_HAND, PLACE, SEEN, Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import CaseState, Handover, HandoverWay, Purpose
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind

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

    services.correct_result(
        case_id=case.id, reason="姓名有误", approved_by=office.chief.id, by=office.neighbour, at=LATER
    )

    first, second = selectors.results(office.id, case.id)
    assert (first.number, second.number) == (1, 2)
    assert first.code != second.code
    assert selectors.last_notice(office.id, case.id, NoticeKind.CORRECTION).elements.has_reason


@pytest.mark.parametrize("who", ["neighbour", "head"])
def test_a_correction_needs_a_second_person_who_may(office: Office, who: str) -> None:
    case = office.delivered()

    with pytest.raises(refusals.SecondPersonNeeded):
        services.correct_result(
            case_id=case.id, reason="有误", approved_by=getattr(office, who).id, by=office.neighbour, at=LATER
        )


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
