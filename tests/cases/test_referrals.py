"""A case handed on: confirmed, sent back with a reason, never in a circle, at last settled by the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.together import FIRE, LATER, PLANNING, WATER, House, time_passes, working_day
from yichuang.cases import again, events, refusals, selectors, services
from yichuang.cases.rules import referrals as rules
from yichuang.cases.rules.referrals import Hitch, Hop
from yichuang.cases.types import AlertKind, Decision, Purpose, ReferralState
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]


def refer(house: House, case: Any, to: str, by: Actor | None = None, at: Any = LATER) -> Any:
    return services.refer(
        case_id=case.id,
        to_department_id=house.department(to),
        reason="按职责应由该处办理",
        by=by or house.office.neighbour,
        at=at,
    )


def send_back(hop: Any, by: Actor, reason: str = "不属于本处职责", at: Any = LATER) -> Any:
    return services.return_referral(referral_id=hop.id, reason=reason, by=by, at=at)


def confirm(hop: Any, by: Actor, at: Any = LATER) -> Any:
    return services.confirm_referral(referral_id=hop.id, by=by, at=at)


def assign(house: House, case: Any, to: str, by: Actor | None = None, at: Any = LATER) -> Any:
    return services.assign_case(
        case_id=case.id,
        to_department_id=house.department(to),
        reason="经协调由该处办理",
        by=by or house.manager,
        at=at,
    )


# ---- sent, confirmed, returned ------------------------------------------------------------------


@proves("XFER-02")
def test_a_case_is_the_receivers_once_it_confirms_and_its_clocks_run_on(house: House, heard: Heard) -> None:
    case = house.handling("PERMIT")
    before = selectors.clocks_by_purpose(house.id, case.id, LATER)
    hop = refer(house, case, PLANNING)
    assert selectors.case(house.id, case.id).department_id == house.department("许可处")  # still the sender's
    hear()
    assert AlertKind.REFERRED in {one.kind for one in selectors.alerts(house.id, house.planner.id, LATER)}

    confirm(hop, house.planner)

    card = selectors.case(house.id, case.id)
    assert (card.department_id, card.handler_id) == (house.department(PLANNING), house.planner.id)
    after = selectors.clocks_by_purpose(house.id, case.id, LATER)
    for purpose in (Purpose.STATUTORY, Purpose.PROMISED, Purpose.STEP):
        assert after[purpose].due_at == before[purpose].due_at and after[purpose].stopped_at is None
        assert after[purpose].owner_id == house.planner.id
    assert [one.department_id for one in heard(events.ReferralConfirmed)] == [house.department(PLANNING)]
    assert again.first_difference(house.id) is None


@proves("XFER-02")
def test_what_is_sent_back_with_a_reason_is_in_the_senders_list_and_its_clock_has_run(
    house: House, heard: Heard
) -> None:
    case = house.handling("PERMIT")
    before = selectors.clocks_by_purpose(house.id, case.id, LATER)[Purpose.STATUTORY]
    hop = refer(house, case, PLANNING)

    send_back(hop, house.planner, at=working_day(1))
    hear()

    (back,) = selectors.referred_from(house.id, [house.department("许可处")], working_day(1))
    assert (back.state, back.return_reason_id is not None) == (ReferralState.RETURNED, True)
    assert selectors.case(house.id, case.id).department_id == house.department("许可处")
    clock = selectors.clocks_by_purpose(house.id, case.id, working_day(1))[Purpose.STATUTORY]
    assert clock.due == before.due and clock.elapsed == 1 and not clock.pauses
    told = selectors.alerts(house.id, house.office.neighbour.id, working_day(1))
    assert AlertKind.REFERRAL_RETURNED in {one.kind for one in told}


@proves("XFER-02", refuses=True)
def test_nothing_is_sent_back_without_a_reason(house: House) -> None:
    hop = refer(house, house.handling("PERMIT"), PLANNING)

    with pytest.raises(refusals.ReasonNeeded):
        send_back(hop, house.planner, reason="  ")

    assert selectors.referral(house.id, hop.id, LATER).state is ReferralState.SENT


@proves("XFER-02", refuses=True)
def test_a_unit_that_is_not_in_the_directory_receives_nothing(house: House) -> None:
    case = house.handling("PERMIT")

    with pytest.raises(refusals.UnitUnknown):
        services.refer(
            case_id=case.id, to_department_id=uuid4(), reason="转办", by=house.office.neighbour, at=LATER
        )


def test_only_the_receiver_answers_a_referral_and_only_once(house: House) -> None:
    hop = refer(house, house.handling("PERMIT"), PLANNING)

    for by in (house.fireman, house.office.neighbour, house.manager):
        with pytest.raises(refusals.NotYourReferral):
            confirm(hop, by)
    confirm(hop, house.planner)
    with pytest.raises(refusals.ReferralAnswered):
        send_back(hop, house.head_planner)


def test_a_receiver_that_does_not_answer_is_overdue_and_told(house: House) -> None:
    case = house.handling("PERMIT")
    hop = refer(house, case, PLANNING)
    assert hop.due == date(2026, 3, 3)

    time_passes(working_day(2, "00:05"))

    assert selectors.referral(house.id, hop.id, working_day(2)).overdue
    told = selectors.alerts(house.id, house.planner.id, working_day(2))
    assert Purpose.REFERRAL in {one.purpose for one in told if one.kind is AlertKind.PASSED}


def test_nothing_is_decided_while_a_case_is_on_its_way(house: House) -> None:
    case = house.handling("PERMIT")
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)
    hop = refer(house, case, PLANNING)

    with pytest.raises(refusals.ReferralPending):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=house.office.chief, at=LATER)

    send_back(hop, house.planner)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=house.office.chief, at=LATER)


# ---- not to oneself, not in a circle ------------------------------------------------------------


@proves("XFER-03", refuses=True)
def test_a_case_is_not_handed_on_to_oneself(house: House) -> None:
    case = house.handling("PERMIT")

    with pytest.raises(refusals.ToOneself):
        refer(house, case, "许可处")


@proves("XFER-03", refuses=True)
def test_back_where_it_came_from_without_any_work_it_is_refused_and_the_office_has_it(
    house: House, heard: Heard
) -> None:
    case = house.handling("PERMIT")
    confirm(refer(house, case, PLANNING), house.planner)

    with pytest.raises(refusals.GoesInACircle):
        refer(house, case, "许可处", by=house.planner, at=LATER + timedelta(minutes=10))
    hear()

    assert selectors.case(house.id, case.id).department_id == house.department(PLANNING)
    (dispute,) = selectors.disputed(house.id, LATER)
    assert (dispute.case_number, dispute.to_department) == (case.number, "许可处")
    assert len(heard(events.ReferralDisputed)) == 1
    told = selectors.alerts(house.id, house.manager.id, LATER)
    assert AlertKind.REFERRAL_DISPUTED in {one.kind for one in told}
    with pytest.raises(refusals.OfficeAssigns):  # and stays with the office
        refer(house, case, FIRE, by=house.planner, at=LATER + timedelta(minutes=20))


@proves("XFER-03")
def test_to_a_third_department_it_may_go_and_back_after_work(house: House) -> None:
    case = house.handling("PERMIT")
    confirm(refer(house, case, PLANNING), house.planner)
    confirm(refer(house, case, FIRE, by=house.planner), house.fireman, at=LATER + timedelta(minutes=1))
    services.propose(
        case_id=case.id, proposal=Decision.APPROVED, by=house.fireman, at=LATER + timedelta(minutes=5)
    )

    hop = refer(house, case, "许可处", by=house.fireman, at=LATER + timedelta(minutes=9))

    assert hop.state is ReferralState.SENT and hop.number == 3


# ---- the office settles it ----------------------------------------------------------------------


def returned_twice(house: House) -> Any:
    case = house.handling("PERMIT")
    send_back(refer(house, case, PLANNING), house.planner)
    send_back(refer(house, case, FIRE), house.fireman)
    return case


@proves("XFER-04", refuses=True)
def test_after_two_returns_only_the_office_assigns(house: House) -> None:
    case = returned_twice(house)

    with pytest.raises(refusals.OfficeAssigns):
        refer(house, case, WATER)
    for by in (house.section_head, house.office.chief):
        with pytest.raises(refusals.OfficeAssigns):
            assign(house, case, WATER, by=by)

    assert [one.case_number for one in selectors.disputed(house.id, LATER)] == [case.number]


@proves("XFER-04")
@proves("XFER-04", refuses=True)
def test_what_the_office_assigns_binds_and_a_third_return_is_refused(house: House, heard: Heard) -> None:
    case = returned_twice(house)

    hop = assign(house, case, WATER)

    assert selectors.case(house.id, case.id).department_id == house.department(WATER)
    assert not selectors.disputed(house.id, LATER)
    with pytest.raises(refusals.AssignmentBinds):
        send_back(hop, house.waterman)
    confirm(hop, house.waterman)
    assert selectors.case(house.id, case.id).handler_id == house.waterman.id
    with pytest.raises(refusals.OfficeAssigns):
        refer(house, case, PLANNING, by=house.waterman)
    (told,) = heard(events.CaseAssigned)
    assert told.to_department_id == house.department(WATER)
    assert again.first_difference(house.id) is None


def test_the_office_may_leave_a_case_where_it_is(house: House) -> None:
    case = returned_twice(house)

    hop = assign(house, case, "许可处")

    assert hop.state is ReferralState.SETTLED and not selectors.disputed(house.id, LATER)
    assert selectors.case(house.id, case.id).handler_id == house.office.neighbour.id
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)


def test_a_withdrawn_case_waits_for_no_department(house: House) -> None:
    case = house.handling("PERMIT")
    hop = refer(house, case, PLANNING)

    services.withdraw(case_id=case.id, by=house.office.clerk, at=LATER)
    hear()

    assert selectors.referral(house.id, hop.id, LATER).state is ReferralState.DROPPED


# ---- the rules ----------------------------------------------------------------------------------

A, B, C = (UUID(int=one) for one in (1, 2, 3))
KNOWN = frozenset({A, B, C})


def hop(source: UUID, target: UUID, state: str = "confirmed", **more: Any) -> Hop:
    return Hop(source, target, ReferralState(state), **more)


@pytest.mark.parametrize(
    ("hops", "target", "expected"),
    [
        ([], B, None),  # to another one
        ([], A, Hitch.SELF),  # to oneself
        ([], UUID(int=9), Hitch.UNKNOWN),  # not in the directory
        ([hop(A, B, "sent")], C, Hitch.PENDING),  # one way at a time
        ([hop(A, B)], A, Hitch.CIRCLE),  # A-B-A, nothing done
        ([hop(A, B, worked=True)], A, None),  # B did something
        ([hop(A, B)], C, None),  # A-B-C
        ([hop(A, B), hop(B, C)], A, Hitch.CIRCLE),  # a longer circle
        ([hop(A, B), hop(B, C, worked=True)], A, None),  # C worked in between
        ([hop(A, B, "returned")], B, None),  # asked again after one return
        ([hop(A, B, "returned"), hop(A, C, "returned")], B, Hitch.OFFICE_ONLY),  # after two
        ([hop(A, B, binding=True)], C, Hitch.OFFICE_ONLY),  # assigned
        ([hop(A, B), hop(B, A, "disputed")], C, Hitch.OFFICE_ONLY),  # before the office
    ],
)
def test_where_a_case_may_go(hops: list[Hop], target: UUID, expected: Hitch | None) -> None:
    assert rules.hitch_of(A, hops, rules.holders(A, hops)[-1][0], target, KNOWN, 2) is expected


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from([A, B, C]), st.booleans(), st.sampled_from(["confirm", "return"])),
        max_size=12,
    )
)
def test_a_case_that_nobody_works_on_comes_to_rest(steps: list[tuple[UUID, bool, str]]) -> None:
    """Whatever departments try, without work a case visits each at most once and comes back at most twice."""
    hops: list[Hop] = []
    for target, _worked, answer in steps:
        holder = rules.holders(A, hops)[-1][0]
        if rules.hitch_of(A, hops, holder, target, KNOWN, 2) is None:
            hops.append(hop(holder, target, "confirmed" if answer == "confirm" else "returned"))

    visited = [department for department, _worked in rules.holders(A, hops)]
    assert len(visited) == len(set(visited))
    assert rules.returns(hops) <= 2


@given(st.integers(1, 500), st.integers(5, 100))
def test_a_shortened_limit_keeps_its_share_and_never_nothing(units: int, percent: int) -> None:
    left = units - rules.shortened(units, percent)

    assert 1 <= left <= units
    assert left - 1 < units * percent / 100 <= left
