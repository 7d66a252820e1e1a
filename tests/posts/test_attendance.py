"""Attendance is counted from sign-ons, shifts and leave."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, OFFICE, TUESDAY, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from yichuang.kernel.claims import proves
from yichuang.posts import rules, selectors, services
from yichuang.posts.errors import (
    NotYoursToRestate,
    RestatementNeedsAnother,
    RestatementSettledAlready,
    RestatementUnfit,
    RestatementWaits,
)
from yichuang.posts.models import Absence, Restatement, Shift
from yichuang.posts.rules import Presence
from yichuang.posts.types import Attended, DaySession, RestatementReason, RestatementState
from yichuang.regulations import services as regulations

OPENS, CLOSES = at("08:00"), at("12:00")


def sat(*spans):
    return [Presence(None, at(begins), at(ends) if ends else None) for begins, ends in spans]


@pytest.mark.parametrize(
    ("spans", "leaves", "clock", "state", "minutes"),
    [
        ([("07:55", "12:00")], [], "17:00", Attended.PRESENT, 0),
        ([("08:01", "12:00")], [], "17:00", Attended.LATE, 1),  # no grace unless a hall gives one
        ([("08:00", "11:52")], [], "17:00", Attended.EARLY, 8),
        ([("08:00", "11:52")], [], "11:55", Attended.PRESENT, 0),  # B or A may still come
        ([("07:55", None)], [], "10:00", Attended.PRESENT, 0),
        ([], [], "17:00", Attended.ABSENT, 240),
        ([], [], "08:00", Attended.COMING, 0),
        ([], [("08:00", "12:00")], "17:00", Attended.ON_LEAVE, 0),
        ([("10:00", "12:00")], [("08:00", "10:00")], "17:00", Attended.PRESENT, 0),  # away in the morning
        ([("10:03", "12:00")], [("08:00", "10:00")], "17:00", Attended.LATE, 3),
        ([("08:00", "10:00")], [("10:00", "17:00")], "17:00", Attended.PRESENT, 0),
        ([("08:00", "10:00")], [("10:00", "11:00")], "17:00", Attended.EARLY, 60),  # not back from it
        ([("11:10", "12:00")], [("09:00", "11:00")], "17:00", Attended.LATE, 70),  # nor there before it
        ([("08:00", "09:00"), ("11:00", "12:00")], [("09:00", "11:00")], "17:00", Attended.PRESENT, 0),
    ],
)
def test_how_a_session_was_attended(spans, leaves, clock, state, minutes):
    away = [(at(begins), at(ends)) for begins, ends in leaves]

    found = rules.attended(OPENS, CLOSES, sat(*spans), elsewhere=False, leaves=away, at=at(clock))

    assert found == (state, minutes)


def test_who_sat_elsewhere_was_at_the_wrong_post():
    assert rules.attended(OPENS, CLOSES, [], elsewhere=True, leaves=[], at=at("17:00")) == (
        Attended.WRONG_POST,
        240,
    )


@pytest.mark.parametrize(
    ("begins", "ends", "state", "minutes"),
    [
        ("08:05", "11:55", Attended.PRESENT, 0),
        ("08:06", "12:00", Attended.LATE, 6),  # beyond the grace all minutes count
        ("08:00", "11:54", Attended.EARLY, 6),
    ],
)
def test_five_minutes_of_grace(begins, ends, state, minutes):
    here = sat((begins, ends))

    found = rules.attended(OPENS, CLOSES, here, elsewhere=False, leaves=[], at=at("17:00"), grace=5)

    assert found == (state, minutes)


def without_grace(plan: Planned) -> Planned:
    regulations.set_parameter(
        hall_id=plan.hall.id,
        parameter="attendance.grace_minutes",
        value=0,
        active_from=MONDAY,
        reason="按制度不设宽限",
        by=plan.hall.by,
        at=at("07:00"),
    )
    return plan


def of(plan, number, day, clock="18:00"):
    found = selectors.attendance(
        plan.hall.id,
        since=day,
        until=day + timedelta(days=1),
        at=at(clock, day),
        person_id=plan.hall.people[number],
    )
    return {one.session: (one.state, one.minutes) for one in found}


@pytest.mark.django_db
@proves("ATT-01")
def test_a_day_of_each_kind():
    plan = without_grace(planned_hall())
    plan.sign_on(ZHANG, 1, "08:01")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))
    plan.sign_on(ZHANG, 1, "13:20")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("16:50"))
    plan.on_leave()
    am, pm = DaySession.AM, DaySession.PM

    assert of(plan, ZHANG, MONDAY) == {am: (Attended.LATE, 1), pm: (Attended.EARLY, 10)}
    assert of(plan, WANG, MONDAY)[am] == (Attended.ABSENT, 240)
    assert of(plan, ZHANG, WEDNESDAY) == {am: (Attended.ON_LEAVE, 0), pm: (Attended.ON_LEAVE, 0)}
    assert of(plan, OFFICE, MONDAY) == {}


@pytest.mark.django_db
def test_who_was_planned_elsewhere_was_at_the_wrong_post():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[1], day=TUESDAY, session="am").update(
        b_id=plan.hall.people[OFFICE]
    )
    Shift.objects.filter(post_id=plan.posts[2], day=TUESDAY, session="am").update(a_id=plan.hall.people[LI])

    plan.sign_on(LI, 1, "08:00", TUESDAY)

    assert of(plan, LI, TUESDAY, "11:00")[DaySession.AM] == (Attended.WRONG_POST, 180)


def ask(plan: Planned, by: str = ZHANG, person: str = ZHANG, session=DaySession.AM, **other):
    return services.ask_restatement(
        person_id=plan.hall.people[person],
        post_id=plan.posts[other.pop("window", 1)],
        day=MONDAY,
        session=session,
        attended=other.pop("attended", Attended.PRESENT),
        minutes=other.pop("minutes", 0),
        reason=RestatementReason.FORGOT,
        by=plan.hall.person(by),
        at=other.pop("now", at("13:00")),
        **other,
    )


def approve(plan: Planned, restatement, by: str, clock: str = "13:10"):
    return services.approve_restatement(restatement_id=restatement.id, by=plan.hall.person(by), at=at(clock))


def late(plan: Planned) -> Planned:
    plan.sign_on(ZHANG, 1, "08:20")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("12:00"))
    return plan


@pytest.mark.django_db
@proves("ATT-01")
def test_attendance_said_anew_counts_when_another_person_has_approved_it():
    plan = late(planned_hall())

    asked = ask(plan)
    assert of(plan, ZHANG, MONDAY)[DaySession.AM] == (Attended.LATE, 20)
    done = approve(plan, asked, HEAD)

    assert done.state is RestatementState.APPROVED
    assert of(plan, ZHANG, MONDAY)[DaySession.AM] == (Attended.PRESENT, 0)
    first, second = plan.hall.told("posts.restatement_asked") + plan.hall.told("posts.restatement_settled")
    body = json.loads(first.body)
    assert (body["counted"], body["counted_minutes"], body["reason"]) == ("late", 20, "forgot")
    assert (first.actor_id, second.actor_id) == (plan.hall.people[ZHANG], plan.hall.people[HEAD])


@pytest.mark.django_db
@proves("ATT-01", refuses=True)
def test_nobody_corrects_attendance_alone_or_their_own():
    plan = late(planned_hall())
    own = ask(plan, by=ZHANG)

    with pytest.raises(RestatementNeedsAnother) as refused:
        approve(plan, own, ZHANG)
    assert (refused.value.rule, refused.value.status) == ("ATT-01", 403)
    with pytest.raises(NotYoursToRestate):
        approve(plan, own, LI)  # a second person, but nobody who decides
    services.refuse_restatement(restatement_id=own.id, by=plan.hall.person(HEAD), at=at("13:05"))
    by_head = ask(plan, by=HEAD, now=at("13:06"))
    with pytest.raises(RestatementNeedsAnother):
        approve(plan, by_head, HEAD)  # a head alone edits nothing
    assert of(plan, ZHANG, MONDAY)[DaySession.AM] == (Attended.LATE, 20)
    with pytest.raises(IntegrityError), transaction.atomic():
        Restatement.objects.filter(id=by_head.id).update(
            state="approved", settled_by=by_head.asked_by, settled_at=at("13:10")
        )

    approve(plan, by_head, OFFICE)
    assert of(plan, ZHANG, MONDAY)[DaySession.AM] == (Attended.PRESENT, 0)
    with pytest.raises(RestatementSettledAlready):
        approve(plan, by_head, OFFICE)


@pytest.mark.django_db
def test_what_can_be_said_anew_and_by_whom():
    plan = late(planned_hall())

    with pytest.raises(NotYoursToRestate):
        ask(plan, by=LI)
    for unfit in (
        {"session": DaySession.PM},  # has not begun
        {"attended": Attended.LATE, "minutes": 20},  # what it counts already
        {"attended": Attended.LATE},  # late by how much?
        {"attended": Attended.LATE, "minutes": 240},  # the whole session is absence
        {"attended": Attended.ON_LEAVE},  # leave is asked for as leave
        {"window": 2},  # not their shift
    ):
        with pytest.raises(RestatementUnfit):
            ask(plan, **unfit)
    ask(plan, attended=Attended.LATE, minutes=3)
    with pytest.raises(RestatementWaits):
        ask(plan)


@pytest.mark.django_db
def test_an_absence_told_falls_away_when_both_its_shifts_are_said_anew():
    plan = planned_hall()
    services.tell_absences(at=at("00:10", TUESDAY))
    mine = {"by": WANG, "person": WANG, "window": 2, "now": at("08:00", TUESDAY)}

    morning, afternoon = (ask(plan, session=one, **mine) for one in (DaySession.AM, DaySession.PM))
    services.approve_restatement(
        restatement_id=morning.id, by=plan.hall.person(OFFICE), at=at("09:00", TUESDAY)
    )
    assert Absence.objects.get(person_id=plan.hall.people[WANG]).excused_at is None
    services.approve_restatement(
        restatement_id=afternoon.id, by=plan.hall.person(OFFICE), at=at("09:01", TUESDAY)
    )

    absence = Absence.objects.get(person_id=plan.hall.people[WANG])
    assert (absence.excused_at, absence.excused_by) == (at("09:01", TUESDAY), plan.hall.people[OFFICE])


@pytest.mark.django_db
@proves("ATT-02")
@pytest.mark.parametrize(("sessions", "told"), [(("am", "pm"), False), (("am",), True)])
def test_who_was_said_to_have_come_before_the_day_is_over_is_not_told_as_absent(sessions, told):
    plan = planned_hall()
    for session in map(DaySession, sessions):
        asked = ask(plan, session=session, by=WANG, person=WANG, window=2, now=at("14:00"))
        services.approve_restatement(restatement_id=asked.id, by=plan.hall.person(OFFICE), at=at("14:10"))

    services.tell_absences(at=at("00:10", TUESDAY))

    assert Absence.objects.filter(person_id=plan.hall.people[WANG]).exists() is told


@pytest.mark.django_db
def test_leave_approved_goes_before_what_was_said():
    plan = planned_hall()
    restatement = ask(plan, attended=Attended.LATE, minutes=9)
    approve(plan, restatement, HEAD)
    leave = plan.fall_ill(ZHANG, "13:15", begins=at("08:00"))
    plan.approve(leave, HEAD, "13:20", MONDAY)

    assert of(plan, ZHANG, MONDAY)[DaySession.AM] == (Attended.ON_LEAVE, 0)
