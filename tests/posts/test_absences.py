"""Absence without leave: a shift nobody came to, told at the day's end, excused only by what excuses it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, OFFICE, TUESDAY, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import selectors, services
from yichuang.posts.errors import ProofMissing
from yichuang.posts.models import Absence
from yichuang.posts.types import (
    Attended,
    DaySession,
    LeaveCard,
    LeavePath,
    RestatementReason,
)

pytestmark = pytest.mark.django_db
MIDNIGHT = at("00:01", TUESDAY)


@pytest.fixture
def plan() -> Planned:
    """A Monday on which everybody but Zhang comes."""
    plan = planned_hall()
    for number, window in ((WANG, 2), (ZHAO, 3)):
        plan.sign_on(number, window, "07:55")
    return plan


def filed(plan: Planned, begins: str, ends: str, clock: str = "09:00", day: date = TUESDAY) -> LeaveCard:
    """Let Zhang file a leave for a part of Monday, with a paper."""
    leave = plan.ask(
        clock=clock, day=day, path=LeavePath.EMERGENCY, note="发烧", begins=at(begins), ends=at(ends)
    )
    services.file_proof(leave_id=leave.id, proof="诊断书 118", by=plan.hall.person(ZHANG), at=at(clock, day))
    return leave


# --- a part of the day ---------------------------------------------------------------------------------


@proves("ATT-02", refuses=True)
def test_who_comes_in_the_morning_and_stays_away_in_the_afternoon_is_absent(plan):
    plan.sign_on(ZHANG, 1, "07:55")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))

    services.tell_absences(at=MIDNIGHT)

    (row,) = Absence.objects.all()
    assert (row.person_id, row.day) == (plan.hall.people[ZHANG], MONDAY)


@proves("ATT-06", refuses=True)
def test_half_a_day_taken_with_a_request_nobody_approved_is_absence_though_b_covered(plan):
    plan.sign_on(ZHANG, 1, "07:55")
    leave = plan.fall_ill(clock="12:10", begins=at("13:30"))
    plan.sign_on(LI, 1, "13:30")

    services.tell_absences(at=MIDNIGHT)

    assert [(row.person_id, row.leave_id) for row in Absence.objects.all()] == [
        (plan.hall.people[ZHANG], leave.id)
    ]


def test_who_leaves_early_or_comes_late_is_not_absent(plan):
    plan.sign_on(ZHANG, 1, "08:20")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("15:00"))

    assert services.tell_absences(at=MIDNIGHT) == 0


@proves("ATT-02", refuses=True)
def test_half_an_hour_of_leave_does_not_excuse_a_day(plan):
    services.tell_absences(at=MIDNIGHT)

    plan.approve(filed(plan, "08:00", "08:30"), HEAD, "09:20", TUESDAY)
    assert Absence.objects.get().excused_at is None
    plan.approve(filed(plan, "08:30", "17:00", "09:30"), HEAD, "09:40", TUESDAY)

    assert Absence.objects.get().excused_at == at("09:40", TUESDAY)
    assert len(plan.hall.told("posts.absence_excused")) == 1


def extend(plan: Planned, day: date, window: int = 1) -> None:
    """Let a window be open to 17:40, asked for when its people still wait."""
    wish = Wish(
        ChangeKind.EXTENSION, (plan.hall.windows[window],), at("17:00", day), at("17:40", day),
        ChangeReason.PEOPLE_WAITING,
    )  # fmt: skip
    asked = organization.request_change(wish=wish, by=plan.hall.person(LI), at=at("16:30", day))
    organization.approve_change(change_id=asked.id, by=plan.hall.person(OFFICE), at=at("16:31", day))


@proves("ATT-02")
def test_who_is_on_leave_to_the_close_is_not_absent_when_the_window_is_open_longer(plan):
    plan.on_leave()  # Wednesday to 17:00
    extend(plan, WEDNESDAY)

    services.tell_absences(at=at("00:01", WEDNESDAY + timedelta(days=1)))

    assert not Absence.objects.filter(person_id=plan.hall.people[ZHANG], day=WEDNESDAY).exists()
    found = selectors.attendance(
        plan.hall.id, since=WEDNESDAY, until=WEDNESDAY + timedelta(days=1), at=at("18:00", WEDNESDAY),
        person_id=plan.hall.people[ZHANG],
    )  # fmt: skip
    assert {(one.state, one.minutes) for one in found} == {(Attended.ON_LEAVE, 0)}


# --- whether the sweep has come by ---------------------------------------------------------------------


@proves("ATT-02", refuses=True)
def test_leave_approved_the_day_after_needs_its_paper_though_no_sweep_came(plan):
    leave = plan.fall_ill()

    with pytest.raises(ProofMissing) as refused:
        plan.approve(leave, HEAD, "09:00", TUESDAY)
    services.tell_absences(at=at("09:10", TUESDAY))

    assert refused.value.rule == "ATT-02"
    assert Absence.objects.get(day=MONDAY).leave_id == leave.id


@proves("ATT-02", refuses=True)
def test_a_hall_switched_off_over_the_longest_festival_still_hears_of_the_last_day_before(plan):
    services.tell_absences(at=at("08:00", MONDAY + timedelta(days=11)))

    assert Absence.objects.filter(day=MONDAY, person_id=plan.hall.people[ZHANG]).exists()


def test_a_sign_on_nobody_ended_does_not_make_somebody_present_the_day_after(plan):
    services.tell_absences(at=at("00:01", TUESDAY + timedelta(days=1)))

    absent = set(Absence.objects.filter(day=TUESDAY).values_list("person_id", flat=True))
    assert absent == {plan.hall.people[number] for number in (ZHANG, WANG, ZHAO)}


# --- said anew by two ----------------------------------------------------------------------------------


def said_present(plan: Planned, session: DaySession, clock: str) -> None:
    """Let two people say that Zhang was there all the same, before the day is over."""
    asked = services.ask_restatement(
        person_id=plan.hall.people[ZHANG], post_id=plan.posts[1], day=MONDAY, session=session,
        attended=Attended.PRESENT, minutes=0, reason=RestatementReason.DEVICE,
        by=plan.hall.person(ZHANG), at=at(clock),
    )  # fmt: skip
    services.approve_restatement(restatement_id=asked.id, by=plan.hall.person(OFFICE), at=at(clock))


@proves("ATT-02")
def test_whom_two_have_said_present_before_the_day_is_over_is_not_told_absent(plan):
    said_present(plan, DaySession.AM, "16:00")
    said_present(plan, DaySession.PM, "17:10")

    assert services.tell_absences(at=MIDNIGHT) == 0
    assert not selectors.missed_shifts(plan.hall.id, MONDAY, MIDNIGHT)


@proves("ATT-02", refuses=True)
def test_said_present_in_the_morning_only_the_afternoon_stays_absence(plan):
    said_present(plan, DaySession.AM, "16:00")

    assert services.tell_absences(at=MIDNIGHT) == 1
