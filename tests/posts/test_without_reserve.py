"""A window without reserve for a day: allowed by the office for an absence without notice, and only then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.halls import at
from tests.posts.planned import HEAD, NEXT_MONDAY, OFFICE, SECOND, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.posts.test_bending import lay
from tests.posts.test_roster_reserves import march
from tests.posts.test_rosters import run_to_its_end
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    BendingBarred,
    BentSettled,
    BentStillNeeded,
    BentTooLate,
    NotForOneself,
    ReserveBarred,
    ReserveNeeded,
    ReserveReasonUnfit,
    ReserveThere,
    ReserveWaivedAlready,
    RosterSettled,
    RosterWithoutReserve,
    ShiftsWithoutReserve,
    WaivedByOneself,
)
from yichuang.posts.models import BentRule, Shift
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.bending import bent_rules
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.types import (
    BendReason,
    BentLimit,
    DaySession,
    LeaveKind,
    Part,
    RosterCard,
    RunKind,
    ShiftSpec,
    UnbendReason,
)

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
SUDDEN = BendReason.SUDDEN
KEY = Key("posts-reserve-001", "a" * 64)
DAY = timedelta(days=1)


def hall() -> Planned:
    """Return the hall with a second person of the office: who hands in is not who allows."""
    plan = planned_hall()
    plan.hall.grant(SECOND, Role.OFF)
    return plan


def mended(plan: Planned, days: int = 1, a: str = LI) -> RosterCard:
    """Return March with Li at window 1 on the days Zhang is away, and no B there."""
    card = march(plan)
    for day in (NEXT_MONDAY + DAY * n for n in range(days)):
        for session in (DaySession.AM, DaySession.PM):
            card = services.set_cell(
                roster_id=card.id, post_id=plan.posts[1], day=day, session=session, a_id=plan.hall.people[a],
                b_id=None, by=plan.hall.person(OFFICE), at=at("07:40", NEXT_MONDAY),
            )  # fmt: skip
    return card


def places(
    plan: Planned, *sessions: DaySession, day: date = NEXT_MONDAY
) -> list[tuple[UUID, date, DaySession]]:
    return [(plan.posts[1], day, one) for one in sessions or (DaySession.AM, DaySession.PM)]


def allow(plan: Planned, card: RosterCard, who: str = SECOND, shifts=None, **other: Any) -> RosterCard:
    given = {"reason": SUDDEN, "at": at("08:00", NEXT_MONDAY)} | other
    return services.allow_without_reserve(
        roster_id=card.id,
        shifts=places(plan) if shifts is None else shifts,
        by=plan.hall.person(who),
        **given,
    )


def file(plan: Planned, card: RosterCard) -> RosterCard:
    """Hand in while the morning is not over."""
    return services.file_roster(roster_id=card.id, by=plan.hall.person(OFFICE), at=at("08:40", NEXT_MONDAY))


def published(plan: Planned, card: RosterCard) -> None:
    file(plan, card)
    services.publish_roster(roster_id=card.id, by=plan.hall.person(SECOND), at=at("08:50", NEXT_MONDAY))


def shift(plan: Planned, session: DaySession = DaySession.AM, day: date = NEXT_MONDAY):
    found = selectors.shift_of(plan.hall.id, plan.posts[1], day, session)
    assert found is not None
    return found


@proves("ROT-01")
def test_what_the_office_allowed_for_the_day_of_an_illness_is_handed_in_and_published_as_such():
    plan = hall()
    leave = plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)

    allow(plan, card)
    published(plan, card)

    li, second = plan.hall.people[LI], plan.hall.people[SECOND]
    one = shift(plan)
    assert (one.a_id, one.b_id, one.allowed_by) == (li, None, second)
    assert shift(plan, day=NEXT_MONDAY + DAY).b_id == li  # the days after have their reserve
    told = plan.hall.told("posts.reserve_waived")
    assert len(told) == 2 and {entry.actor_id for entry in told} == {second}
    assert leave.id.hex in told[0].body and plan.hall.people[OFFICE].hex in told[0].body  # the office hears
    assert "illness" not in told[0].body and plan.hall.people[ZHANG].hex not in told[0].body
    cards = bent_rules(plan.hall.id, since=MARCH, until=APRIL)
    assert [(one.limit, one.session, one.bent_by) for one in cards] == [
        (BentLimit.NO_RESERVE, DaySession.AM, second),
        (BentLimit.NO_RESERVE, DaySession.PM, second),
    ]
    plan.sign_on(LI, 1, "13:30", NEXT_MONDAY)
    assert plan.may_serve(LI, 1, "14:00", NEXT_MONDAY).ok
    assert problem_of(plan.hall.id, [plan.posts[1]], first=MARCH, until=APRIL).relaxed == ()  # nobody's hours


@proves("ROT-01", refuses=True)
def test_without_it_the_month_is_refused_and_the_refusal_says_who_may_allow_it():
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)

    with pytest.raises(RosterWithoutReserve, match="办公室") as refused:
        file(plan, card)
    assert refused.value.rule == "ROT-01" and "2026-03-09" in str(refused.value)
    allow(plan, card, shifts=places(plan, DaySession.AM))
    with pytest.raises(RosterWithoutReserve, match="下午") as refused:  # the afternoon was not allowed
        file(plan, card)
    assert "上午" not in str(refused.value)


@proves("AB-01", refuses=True)
def test_a_shift_published_by_hand_without_a_b_is_refused_with_the_act_that_would_help():
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    alone = {
        "post_id": plan.posts[1], "day": NEXT_MONDAY, "session": DaySession.PM,
        "a_id": plan.hall.people[LI], "b_id": None, "at": at("08:10", NEXT_MONDAY),
    }  # fmt: skip

    with pytest.raises(ShiftsWithoutReserve, match="办公室") as refused:
        services.set_shift(by=plan.hall.person(OFFICE), **alone)
    assert refused.value.rule == "AB-01"
    allow(plan, mended(plan))
    with pytest.raises(WaivedByOneself):
        services.set_shift(by=plan.hall.person(SECOND), **alone)
    with pytest.raises(WaivedByOneself):
        services.publish_shifts(
            shifts=[ShiftSpec(plan.posts[1], NEXT_MONDAY, one, plan.hall.people[LI], None)
                    for one in (DaySession.AM, DaySession.PM)],
            first=NEXT_MONDAY, until=NEXT_MONDAY + DAY, post_ids=[plan.posts[1]],
            by=plan.hall.person(SECOND), at=at("08:10", NEXT_MONDAY),
        )  # fmt: skip
    services.set_shift(by=plan.hall.person(OFFICE), **alone)

    assert (
        shift(plan, DaySession.PM).b_id is None
        and shift(plan, DaySession.PM).allowed_by == plan.hall.people[SECOND]
    )
    back = {**alone, "a_id": plan.hall.people[LI], "b_id": plan.hall.people[ZHANG]}
    services.return_early(leave_id=leave_of(plan), by=plan.hall.person(ZHANG), at=at("08:20", NEXT_MONDAY))
    services.set_shift(by=plan.hall.person(OFFICE), **back | {"at": at("08:30", NEXT_MONDAY)})
    assert (
        shift(plan, DaySession.PM).allowed_by is None
        and Shift.objects.filter(bent__isnull=False).count() == 0
    )


def leave_of(plan: Planned) -> UUID:
    row = BentRule.objects.first()
    assert row is not None and row.leave_id is not None
    return row.leave_id


@proves("ROT-01", refuses=True)
def test_who_allows_it_does_not_hand_it_in():
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)
    allow(plan, card, OFFICE)

    with pytest.raises(WaivedByOneself) as refused:
        file(plan, card)  # as the same person of the office

    assert refused.value.rule == "ROT-01"
    done = services.file_roster(roster_id=card.id, by=plan.hall.person(SECOND), at=at("08:45", NEXT_MONDAY))
    assert done.state == "filed"


@proves("AB-10", refuses=True)
def test_for_a_planned_leave_another_substitute_is_needed():
    plan = hall()
    plan.on_leave(ZHANG, begins=at("08:00", NEXT_MONDAY), ends=at("17:00", NEXT_MONDAY), kind=LeaveKind.SICK)
    card = mended(plan)

    with pytest.raises(ReserveNeeded) as refused:
        allow(plan, card)

    assert refused.value.rule == "AB-10" and "03-09" in str(refused.value)
    assert not BentRule.objects.exists()


def test_it_is_allowed_for_no_day_beyond_the_absence_and_counts_no_longer_than_it_lasts():
    plan = hall()
    leave = plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY, ends=at("17:00", NEXT_MONDAY + DAY))
    card = mended(plan, days=3)
    days = [one for n in range(3) for one in places(plan, day=NEXT_MONDAY + DAY * n)]

    with pytest.raises(ReserveThere):  # on the third day Zhang is there
        allow(plan, card, shifts=days)
    allow(plan, card, shifts=days[:4])
    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("16:00", NEXT_MONDAY))

    faults = services.faults_of(card, at("08:00", NEXT_MONDAY + DAY))
    assert {one.shift.day for one in faults if one.fault == "no_b"} == {
        NEXT_MONDAY + DAY,
        NEXT_MONDAY + DAY * 2,
    }


def test_where_somebody_could_be_the_b_nobody_goes_without():
    plan = hall()
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[WANG], part=Part.B, by=plan.hall.by,
        at=at("07:20", NEXT_MONDAY),
    )  # fmt: skip
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)

    with pytest.raises(ReserveThere) as refused:
        allow(plan, card)

    assert refused.value.rule == "ROT-01"


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (ReserveBarred, {"who": HEAD}),
        (ReserveBarred, {"who": ZHANG}),
        (ReserveReasonUnfit, {"reason": BendReason.ILLNESS}),
        (ReserveThere, {"shifts": []}),
        (BentTooLate, {"at": at("08:00", NEXT_MONDAY + DAY)}),
    ],
)
def test_it_is_refused_with_a_reason(refusal, changes):
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)
    entries = Entry.objects.count()

    with pytest.raises(refusal):
        allow(plan, card, **changes)

    assert Entry.objects.count() == entries and not BentRule.objects.exists()


def test_nobody_allows_it_for_their_own_absence_and_a_hall_may_bar_it():
    plan = hall()
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[SECOND], part=Part.B, by=plan.hall.by,
        at=at("07:20", NEXT_MONDAY),
    )  # fmt: skip
    plan.fall_ill(SECOND, "07:25", NEXT_MONDAY)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY, begins=at("08:10", NEXT_MONDAY))
    card = mended(plan)

    with pytest.raises(NotForOneself):
        allow(plan, card)
    lay(plan, "rota.bend_by", "nobody", NEXT_MONDAY)
    with pytest.raises(BendingBarred):
        allow(plan, card, OFFICE)


def test_it_is_allowed_once_and_not_in_what_was_handed_in():
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)

    for _ in range(2):
        allow(plan, card, key=KEY)
    with pytest.raises(ReserveWaivedAlready):
        allow(plan, card)
    assert len(plan.hall.told("posts.reserve_waived")) == 2
    file(plan, card)
    with pytest.raises(RosterSettled):
        allow(plan, card)


def unbend(plan: Planned, bent: BentRule, clock: str = "09:30") -> None:
    services.unbend_rule(
        bent_id=bent.id,
        reason=UnbendReason.NOT_NEEDED,
        by=plan.hall.person(SECOND),
        at=at(clock, NEXT_MONDAY),
    )


def test_it_is_withdrawn_while_no_published_shift_rests_on_it():
    plan = hall()
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    card = mended(plan)
    allow(plan, card)
    morning, noon = BentRule.objects.order_by("session")

    unbend(plan, morning, "08:30")
    with pytest.raises(RosterWithoutReserve):
        file(plan, card)
    allow(plan, card, shifts=places(plan, DaySession.AM))
    published(plan, card)
    with pytest.raises(BentStillNeeded, match="2026-03-09"):
        unbend(plan, noon)
    with pytest.raises(BentSettled):
        unbend(plan, morning)

    told = plan.hall.told("posts.rule_unbent")
    assert len(told) == 1 and '"limit":"no_reserve"' in told[0].body
    assert [one.withdrawn_at is None for one in bent_rules(
        plan.hall.id, since=MARCH, until=APRIL, withdrawn=True
    )].count(True) == 2  # fmt: skip


def test_the_database_keeps_that_a_shift_without_a_b_was_allowed():
    plan = hall()

    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(post_id=plan.posts[1]).update(b=None)


@proves("ROT-01")
def test_a_mended_month_is_handed_in_on_the_day_of_the_illness():
    plan = hall()
    card = march(plan)
    plan.fall_ill(ZHANG, "07:30", NEXT_MONDAY)
    run = run_to_its_end(plan, card, RunKind.MEND, NEXT_MONDAY)
    made = rosters.roster(plan.hall.id, run.made_roster_id)

    allow(plan, made)

    assert file(plan, made).state == "filed"
    assert services.publish_roster(
        roster_id=made.id, by=plan.hall.person(OFFICE), at=at("08:50", NEXT_MONDAY)
    ).published_at
    assert (shift(plan).a_id, shift(plan).b_id) == (plan.hall.people[LI], None)
