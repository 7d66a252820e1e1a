"""Joint review: one chief asks, each department answers in its own time, the case's time runs on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.together import FIRE, LATER, PLANNING, WATER, House, time_passes, working_day
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import (
    AlertKind,
    CaseState,
    Decision,
    Purpose,
    SeatState,
    Stand,
)
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.posts import services as posts
from yichuang.posts.errors import OutsideMandate
from yichuang.posts.events import OverreachAttempted
from yichuang.posts.types import MandateAct

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]


def agree(case: Any, *people: Any, at: Any = LATER) -> None:
    for by in people:
        services.give_joint_opinion(case_id=case.id, stand=Stand.AGREE, text="同意", by=by, at=at)


def decide(house: House, case: Any, at: Any = LATER) -> Any:
    if selectors.case(house.id, case.id).state is CaseState.HANDLING:
        services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=at)
    return services.decide(case_id=case.id, decision=Decision.APPROVED, by=house.office.chief, at=at)


# ---- who opens it -------------------------------------------------------------------------------


@proves("CHF-04")
def test_the_chief_asks_every_department_of_the_item_and_each_is_told(house: House, heard: Heard) -> None:
    case = house.handling()

    card = house.open(case, at=LATER)
    hear()

    assert [one.department for one in card.seats] == [PLANNING, FIRE, WATER]
    assert {one.due for one in card.seats} == {date(2026, 3, 5)}  # three working days each
    assert len(heard(events.JointOpened)[0].seats) == 3
    for by in (house.planner, house.head_planner, house.fireman, house.waterman):
        told = selectors.alerts(house.id, by.id, LATER)
        assert [one.kind for one in told] == [AlertKind.JOINT_ASKED]


@proves("CHF-04", refuses=True)
def test_nobody_but_the_chief_asks_the_departments(house: House, heard: Heard) -> None:
    case = house.handling()

    for by in (house.office.neighbour, house.section_head):
        with pytest.raises(OutsideMandate) as refused:
            services.open_joint(case_id=case.id, by=by, at=LATER)
        assert refused.value.rule == "CHF-04"

    assert selectors.find_joint(house.id, case.id, LATER) is None
    assert [one.act for one in heard(OverreachAttempted)] == ["open_joint", "open_joint"]


@proves("CHF-04")
def test_while_the_chief_is_on_leave_the_deputy_asks(house: House) -> None:
    case, hall = house.handling(), house.office.hall
    with pytest.raises(OutsideMandate):
        services.open_joint(case_id=case.id, by=house.office.neighbour, at=LATER)
    posts.grant_delegation(
        department_id=house.department("许可处"),
        person_id=house.office.neighbour.id,
        acts=frozenset({MandateAct.OPEN_JOINT}),
        all_at_level=True,
        deputy_of=house.office.chief.id,
        active_from=MORNING.date(),
        active_until=MORNING.date() + timedelta(days=5),
        document="XK-2026-07",
        by=hall.by,
        at=MORNING,
    )

    card = services.open_joint(case_id=case.id, by=house.office.neighbour, at=LATER)

    assert card.opened_by == house.office.neighbour.id


def test_an_item_that_asks_nobody_is_not_made_joint(house: House) -> None:
    case = house.handling("PERMIT")

    with pytest.raises(refusals.NotJoint):
        services.open_joint(case_id=case.id, by=house.office.chief, at=LATER)


def test_a_department_the_hall_does_not_know_is_named(house: House) -> None:
    case = house.handling("UNMAPPED")

    with pytest.raises(refusals.DepartmentUnmapped) as refused:
        services.open_joint(case_id=case.id, by=house.office.chief, at=LATER)

    assert "城管执法局" in str(refused.value)


def test_departments_are_asked_once(house: House) -> None:
    case = house.opened()

    with pytest.raises(refusals.JointOpen):
        house.open(case)


# ---- opinions -----------------------------------------------------------------------------------


@proves("JNT-01", refuses=True)
def test_the_lead_cannot_decide_before_all_opinions_are_in(house: House) -> None:
    case = house.handling()
    with pytest.raises(refusals.OpinionsOpen):  # nobody was even asked
        decide(house, case)
    house.open(case, at=LATER)
    agree(case, house.planner, house.fireman)

    with pytest.raises(refusals.OpinionsOpen) as refused:
        decide(house, case)

    assert WATER in str(refused.value) and FIRE not in str(refused.value)
    assert selectors.case(house.id, case.id).decision is None


@proves("JNT-01")
def test_with_all_opinions_in_there_is_one_answer_by_the_lead(house: House) -> None:
    case = house.opened()
    agree(case, house.planner, house.fireman, house.waterman)

    decided = decide(house, case)

    assert decided.decision is Decision.APPROVED and decided.decided_by == house.office.chief.id
    seats = selectors.joint(house.id, case.id, LATER).seats
    assert all(one.state is SeatState.GIVEN for one in seats)


@proves("JNT-01")
@proves("JNT-03")
def test_silence_counts_as_agreement_where_the_item_lays_it_down_and_is_told(
    house: House, heard: Heard
) -> None:
    case = house.opened()
    agree(case, house.planner, house.fireman)
    over = working_day(4, "00:30")  # three working days were over on Thursday night

    time_passes(over)

    (told,) = heard(events.JointSilenceCounted)
    assert told.department_id == house.department(WATER) and told.silence == "agree"
    states = [one.state for one in selectors.joint(house.id, case.id, over).seats]
    assert states == [SeatState.GIVEN, SeatState.GIVEN, SeatState.SILENT]
    assert decide(house, case, at=over).decision is Decision.APPROVED


@proves("JNT-03")
def test_where_no_default_is_laid_down_the_lead_waits_and_both_are_alerted(house: House) -> None:
    case = house.opened("STRICT")
    agree(case, house.planner)
    over = working_day(4)

    time_passes(over)

    with pytest.raises(refusals.OpinionsOpen):
        decide(house, case, at=over)
    for by in (house.fireman, house.office.neighbour, house.section_head):
        told = selectors.alerts(house.id, by.id, over)
        late = [one for one in told if one.kind is AlertKind.PASSED and one.purpose == Purpose.JOINT]
        assert len(late) == 1 and late[0].case_number == case.number
    planner = selectors.alerts(house.id, house.planner.id, over)
    assert not [one for one in planner if one.kind is AlertKind.PASSED]


def test_a_late_opinion_is_taken_where_no_default_is_laid_down_and_says_so(house: House) -> None:
    case = house.opened("STRICT")
    over = working_day(5)

    seat = services.give_joint_opinion(
        case_id=case.id, stand=Stand.OBJECT, text="疏散通道不足", by=house.fireman, at=over
    )

    assert seat.opinion is not None and seat.opinion.late


def test_after_silence_has_counted_nothing_is_said_any_more(house: House) -> None:
    case = house.opened()

    with pytest.raises(refusals.SilenceCounted):  # even before the sweep came by
        agree(case, house.waterman, at=working_day(4))


@proves("JNT-04")
def test_every_version_of_an_opinion_stays_and_the_last_counts(house: House, heard: Heard) -> None:
    case = house.opened()
    agree(case, house.planner)

    seat = services.give_joint_opinion(
        case_id=case.id, stand=Stand.OBJECT, text="退线不足", by=house.head_planner, at=LATER
    )

    assert [(one.version, one.stand) for one in seat.opinions] == [(1, Stand.AGREE), (2, Stand.OBJECT)]
    assert seat.opinion is not None and seat.opinion.given_by == house.head_planner.id
    assert [one.number for one in heard(events.JointOpinionGiven)] == [1, 2]


def test_only_departments_that_were_asked_give_an_opinion(house: House) -> None:
    case = house.opened("STRICT")

    for by in (house.jobs, house.waterman, house.office.neighbour):
        with pytest.raises(refusals.NotAsked):
            agree(case, by)


def test_a_department_that_was_asked_neither_decides_nor_tells_the_applicant(house: House) -> None:
    case = house.opened()
    agree(case, house.planner, house.fireman, house.waterman)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)

    for act in (
        lambda: services.decide(case_id=case.id, decision=Decision.APPROVED, by=house.head_planner, at=LATER),
        lambda: services.send_back(case_id=case.id, reason="x", by=house.head_planner, at=LATER),
    ):
        with pytest.raises(refusals.OtherDepartment):
            act()


@proves("JNT-03")
def test_a_slow_department_stops_none_of_the_cases_clocks(house: House) -> None:
    case = house.opened("STRICT")
    over = working_day(6)
    time_passes(over)

    clocks = selectors.clocks_by_purpose(house.id, case.id, over)

    assert clocks[Purpose.STATUTORY].state is ClockState.RUNNING
    assert clocks[Purpose.STATUTORY].elapsed == 6 and not clocks[Purpose.STATUTORY].pauses
    assert clocks[Purpose.PROMISED].elapsed == 6


def test_a_case_that_is_withdrawn_asks_nobody_any_more(house: House) -> None:
    case = house.opened()

    services.withdraw(case_id=case.id, by=house.office.clerk, at=LATER)
    hear()

    assert {one.state for one in selectors.joint(house.id, case.id, LATER).seats} == {SeatState.DROPPED}
    open_ones = [
        one for one in deadlines.clocks_of_matter(house.id, case.id, LATER) if one.stopped_at is None
    ]
    assert not open_ones
    with pytest.raises(refusals.OpinionSettled):
        agree(case, house.planner)
