"""A swap counts when who takes the shift has agreed and a head has approved; its cost is told before."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, WEDNESDAY, Planned, planned_hall, publish
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.errors import NotYourSwap, ShiftPast, SwapUnfit, SwapUnknown
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, SwapCard, SwapState

pytestmark = pytest.mark.django_db
AM, PM = DaySession.AM, DaySession.PM


def ask(plan: Planned, taker: str = LI, by: str = ZHANG, window: int = 1, session=AM, **other) -> SwapCard:
    return services.ask_swap(
        post_id=plan.posts[window],
        day=other.pop("day", WEDNESDAY),
        session=session,
        taker_id=plan.hall.people[taker],
        by=plan.hall.person(by),
        at=at("09:00"),
        **other,
    )


def a_of(plan: Planned, session=AM):
    return selectors.shift_of(plan.hall.id, plan.posts[1], WEDNESDAY, session).a_id


@proves("ROT-04")
def test_a_swap_counts_only_when_it_is_agreed_to_and_approved():
    plan = planned_hall()
    people = plan.hall.people

    swap = ask(plan)
    assert (swap.state, a_of(plan)) == (SwapState.ASKED, people[ZHANG])
    assert swap.cost == 2  # a B instead of the A, and the first time Li stands in
    services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("09:05"))
    assert a_of(plan) == people[ZHANG]
    done = services.approve_swap(swap_id=swap.id, by=plan.hall.person(OFFICE), at=at("09:10"))

    assert done.state is SwapState.APPROVED
    shift = selectors.shift_of(plan.hall.id, plan.posts[1], WEDNESDAY, AM)
    assert (shift.a_id, shift.b_id) == (people[LI], people[ZHANG])
    assert a_of(plan, PM) == people[ZHANG]
    assert rosters.open_swaps(plan.hall.id) == []
    assert [len(plan.hall.told(f"posts.swap_{name}")) for name in ("asked", "agreed", "settled")] == [1, 1, 1]


@pytest.mark.parametrize("taker", [CHEN, WANG])  # does not hold window 1; at window 2 and not its holder
def test_who_cannot_take_a_shift_is_said_at_once(taker: str):
    plan = planned_hall()

    with pytest.raises(SwapUnfit) as refused:
        ask(plan, taker)

    assert refused.value.rule == "ROT-05"
    assert taker in str(refused.value)


def test_who_is_on_leave_takes_no_shift():
    plan = planned_hall()
    plan.fall_ill(LI, "07:30", WEDNESDAY)

    with pytest.raises(SwapUnfit, match="休假"):
        ask(plan)


def test_a_shift_is_given_up_only_by_who_has_it_and_not_afterwards():
    plan = planned_hall()

    with pytest.raises(NotYourSwap):
        ask(plan, by=ZHAO)
    with pytest.raises(ShiftPast):
        services.ask_swap(
            post_id=plan.posts[1],
            day=WEDNESDAY,
            session=AM,
            taker_id=plan.hall.people[LI],
            by=plan.hall.person(ZHANG),
            at=at("09:00", WEDNESDAY.replace(day=5)),
        )


def test_every_step_is_for_one_person_only():
    plan = planned_hall()
    swap = ask(plan)

    with pytest.raises(NotYourSwap):
        services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(ZHAO), at=at("09:05"))
    with pytest.raises(SwapUnknown):  # not agreed to yet
        services.approve_swap(swap_id=swap.id, by=plan.hall.person(OFFICE), at=at("09:05"))
    services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("09:05"))
    with pytest.raises(NotYourSwap):
        services.approve_swap(swap_id=swap.id, by=plan.hall.person(ZHAO), at=at("09:06"))


@pytest.mark.parametrize(
    ("who", "state"),
    [(ZHANG, SwapState.WITHDRAWN), (LI, SwapState.REFUSED), (OFFICE, SwapState.REFUSED)],
)
def test_a_swap_is_refused_or_withdrawn_and_nothing_changes(who: str, state: SwapState):
    plan = planned_hall()
    swap = ask(plan)

    assert services.refuse_swap(swap_id=swap.id, by=plan.hall.person(who), at=at("09:05")).state is state
    assert a_of(plan) == plan.hall.people[ZHANG]
    with pytest.raises(SwapUnknown):
        services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("09:06"))


def test_a_swap_of_a_shift_that_was_planned_anew_lapses_and_its_new_a_may_offer_it():
    plan = planned_hall()
    swap = ask(plan)
    services.agree_to_swap(swap_id=swap.id, by=plan.hall.person(LI), at=at("09:05"))
    services.set_shift(
        post_id=plan.posts[1], day=WEDNESDAY, session=AM, a_id=plan.hall.people[LI],
        b_id=plan.hall.people[ZHANG], by=plan.hall.person(OFFICE), at=at("09:06"),
    )  # fmt: skip

    with pytest.raises(SwapUnknown):
        services.approve_swap(swap_id=swap.id, by=plan.hall.person(OFFICE), at=at("09:10"))
    assert rosters.open_swaps(plan.hall.id) == []
    (told,) = plan.hall.told("posts.swap_settled")
    assert '"withdrawn"' in told.body
    assert ask(plan, ZHANG, LI).state is SwapState.ASKED


def test_a_swap_waits_on_where_its_giver_keeps_the_shift():
    plan = planned_hall()
    swap = ask(plan)

    publish(plan, now=at("09:05"))

    assert [one.id for one in rosters.open_swaps(plan.hall.id)] == [swap.id]
