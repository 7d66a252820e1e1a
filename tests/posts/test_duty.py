"""Signing on and off: who sits at which window, and who may serve there now."""

from __future__ import annotations

import contextlib
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.halls import MONDAY, at, found_hall, utc
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO, sign_off, sign_on, staffed_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import services as organization
from yichuang.organization.errors import PersonUnknown, WindowUnknown
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    AlreadySignedOn,
    NoPostHere,
    NotSignedOn,
    OnlyPersonsSignOn,
    OutsideHours,
    ServiceNotFinished,
    WindowNotInService,
    WindowTaken,
)
from yichuang.posts.models import SignOn
from yichuang.posts.types import SERVICE_UNDER_WAY, Denial, Part
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)
OFFICE = "0101"


def may(hall, number, window, clock, item=None):
    return selectors.may_serve(hall.id, hall.people[number], hall.windows[window], item, utc(at(clock)))


def test_the_window_shows_who_is_really_there_and_nobody_after_signing_off():
    hall = staffed_hall()

    sign_on(hall, LI, 1, "08:00")
    shown = selectors.on_duty(hall.id)
    sign_off(hall, LI, "11:00")

    card = shown[hall.windows[1]]
    assert (card.worker_number, card.display_name, card.part) == ("0302", "李娜", Part.B)
    assert card.post_name == "1号窗口综合岗" and card.since == at("08:00")
    assert set(shown) == {hall.windows[1]}
    assert selectors.on_duty(hall.id) == {}


def test_b_may_sign_on_where_a_is_away_and_elsewhere_holds_nothing():
    hall = staffed_hall()

    card = sign_on(hall, LI, 2)

    assert card.part is Part.B and selectors.sign_on_of(hall.id, hall.people[LI]) == card
    assert selectors.sign_on_at(hall.id, hall.windows[2]) == card
    with pytest.raises(NoPostHere):
        sign_on(hall, LI, 3)


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [
        ("07:44", False),
        ("07:45", True),  # a quarter of an hour to get ready
        ("11:59", True),
        ("12:00", False),  # lunch
        ("13:15", True),
        ("16:59", True),
        ("17:00", False),
        ("22:00", False),
    ],
)
def test_a_window_is_signed_on_within_its_hours_only(clock, allowed):
    hall = staffed_hall()

    if allowed:
        assert sign_on(hall, ZHANG, 1, clock)
        return
    with pytest.raises(OutsideHours) as refused:
        sign_on(hall, ZHANG, 1, clock)
    assert (refused.value.rule == "HRS-01" and "开始办公" in str(refused.value)) or "恢复办公" in str(
        refused.value
    )
    assert not hall.told("posts.signed_on")


@proves("HRS-06")
def test_a_window_with_lunch_duty_can_serve_at_half_past_twelve():
    hall = staffed_hall()
    sign_on(hall, ZHAO, 3, "08:00")

    verdict = may(hall, ZHAO, 3, "12:30")

    assert verdict.ok and selectors.denial_sentence(verdict) == ""
    sign_off(hall, ZHAO, "12:31")
    assert sign_on(hall, WANG, 3, "12:32").part is Part.B  # and can be manned then


@proves("HRS-06", refuses=True)
def test_a_window_without_lunch_duty_cannot_serve_at_half_past_twelve():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1, "08:00")

    verdict = may(hall, ZHANG, 1, "12:30")

    assert (verdict.ok, verdict.reason, verdict.rule) == (False, Denial.LUNCH, "HRS-06")
    assert "午间值班" in selectors.denial_sentence(verdict)
    assert may(hall, ZHANG, 1, "11:59").ok and may(hall, ZHANG, 1, "13:30").ok
    with pytest.raises(OutsideHours):
        sign_on(hall, LI, 2, "12:30")


def test_who_may_serve_and_why_not():
    hall, other = staffed_hall("AYRS"), staffed_hall("HBRS")
    sign_on(hall, ZHANG, 1)

    assert may(hall, ZHANG, 1, "08:00").ok
    assert may(hall, ZHANG, 2, "08:00").reason is Denial.NOT_SIGNED_ON_HERE
    assert may(hall, LI, 1, "08:00").reason is Denial.NOT_SIGNED_ON_HERE  # B, while A serves
    assert may(hall, ZHANG, 1, "07:50").reason is Denial.NOT_IN_SESSION  # getting ready is not serving
    assert may(hall, ZHANG, 1, "17:00").reason is Denial.NOT_IN_SESSION
    assert may(hall, ZHANG, 1, "08:00", item=uuid4()).reason is Denial.ITEM_NOT_OFFERED
    elsewhere = selectors.may_serve(other.id, hall.people[ZHANG], hall.windows[1], None, at("08:00"))
    assert elsewhere.reason is Denial.WINDOW_UNKNOWN
    for denial in Denial:
        if denial is not Denial.NONE:
            from yichuang.posts.types import Verdict

            assert selectors.denial_sentence(Verdict(False, denial))


def test_a_sign_on_outlives_no_part():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)
    SignOn.objects.filter(hall_id=hall.id).update(started_at=at("08:00"))
    post = selectors.post_of_window(hall.id, hall.windows[1], date(2026, 3, 2))
    services.end_holder(holder_id=post.holders[0].id, until=TUESDAY, by=hall.by, at=at("10:00"))

    tomorrow = selectors.may_serve(hall.id, hall.people[ZHANG], hall.windows[1], None, at("08:30", TUESDAY))

    assert may(hall, ZHANG, 1, "10:01").ok
    assert tomorrow.reason is Denial.HOLDER_ENDED


def test_one_person_one_window_and_one_window_one_person():
    hall = staffed_hall()
    sign_on(hall, LI, 1)

    with pytest.raises(AlreadySignedOn) as there:
        sign_on(hall, LI, 2, "08:01")
    with pytest.raises(WindowTaken) as taken:
        sign_on(hall, ZHANG, 1, "08:01")

    assert str(there.value) == "您已在 1 号窗口签到。"
    assert str(taken.value) == "工号 0302 已在 1 号窗口签到。"
    assert len(hall.told("posts.signed_on")) == 1


def test_the_database_itself_holds_one_open_sign_on_per_window_and_person():
    hall = staffed_hall()
    card = sign_on(hall, LI, 1)
    again = {"hall_id": hall.id, "post_id": card.post_id, "part": "B", "started_at": at("08:01")}

    for window, person in ((1, ZHANG), (2, LI)):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignOn.objects.create(window_id=hall.windows[window], person_id=hall.people[person], **again)


def test_an_act_sent_twice_signs_on_once_and_off_once():
    hall, key = staffed_hall(), Key("desk-sign-on-1", "a" * 64)
    zhang = hall.person(ZHANG)

    on = [
        services.sign_on(window_id=hall.windows[1], by=zhang, at=at("08:00"), key=key) for _twice in range(2)
    ]
    off = [services.sign_off(by=zhang, at=at("11:00"), key=key) for _twice in range(2)]

    assert on[0] == on[1] and off[0] == off[1]
    assert off[0].ended_at == at("11:00")
    assert len(hall.told("posts.signed_on")) == len(hall.told("posts.signed_off")) == 1


def test_a_device_and_a_stranger_do_not_sign_on():
    hall, other = staffed_hall("AYRS"), staffed_hall("HBRS")
    kiosk = Actor(ActorKind.DEVICE, uuid4(), hall.id)

    with pytest.raises(OnlyPersonsSignOn):
        services.sign_on(window_id=hall.windows[1], by=kiosk, at=at("08:00"))
    with pytest.raises(PersonUnknown):
        services.sign_on(
            window_id=hall.windows[1], by=Actor(ActorKind.PERSON, uuid4(), hall.id), at=at("08:00")
        )
    with pytest.raises(WindowUnknown):
        services.sign_on(window_id=other.windows[1], by=hall.person(ZHANG), at=at("08:00"))


def test_a_window_that_is_not_in_service_is_not_signed_on():
    hall = found_hall()
    post = services.add_post(window_id=hall.windows[1], name="综合岗", by=hall.by, at=at("07:00"))
    services.add_holder(post_id=post.id, person_id=hall.people[ZHANG], by=hall.by, at=at("07:00"))

    with pytest.raises(WindowNotInService):
        sign_on(hall, ZHANG, 1)


def test_on_a_closed_day_nobody_signs_on_and_the_reason_is_said():
    hall = staffed_hall()
    organization.close_on(day=date(2026, 3, 2), reason="系统升级", by=hall.by, at=at("07:30"))

    with pytest.raises(OutsideHours) as refused:
        sign_on(hall, ZHANG, 1)

    assert "系统升级" in str(refused.value)


def test_nobody_signs_off_who_has_not_signed_on():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)

    with pytest.raises(NotSignedOn):
        sign_off(hall, LI, "09:00")
    with pytest.raises(NotSignedOn):
        services.sign_off(window_id=hall.windows[2], by=hall.person(ZHANG), at=at("09:00"))

    assert hall.windows[1] in selectors.on_duty(hall.id)


def test_a_clerk_does_not_sign_off_in_the_middle_of_a_service():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)

    with SERVICE_UNDER_WAY.answered(lambda hall_id, window: True), pytest.raises(ServiceNotFinished):
        sign_off(hall, ZHANG, "09:00")
    with SERVICE_UNDER_WAY.answered(lambda hall_id, window: False):
        assert sign_off(hall, ZHANG, "09:01").ended_at == at("09:01")


def test_who_forgets_to_sign_off_is_signed_off_half_an_hour_after_closing():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)

    with SERVICE_UNDER_WAY.answered(lambda hall_id, window: False):
        beat(at("17:29"))
        still = hall.windows[1] in selectors.on_duty(hall.id)
        beat(at("17:35"))

    assert still and selectors.on_duty(hall.id) == {}
    (told,) = hall.told("posts.sign_on_lapsed")
    assert told.actor_kind == "system" and '"why":"day_over"' in told.body


def lay(hall, parameter, minutes, since, clock="07:00"):
    """Let the hall lay a value of its own over a parameter, from a day on."""
    regulations.set_parameter(
        hall_id=hall.id,
        parameter=parameter,
        value=minutes,
        active_from=since,
        reason="中心办〔2026〕3号",
        by=hall.person(OFFICE),
        at=at(clock),
    )


def test_a_hall_says_itself_how_early_a_window_may_be_signed_on():
    hall, other = staffed_hall("AYRS"), staffed_hall("HBRS")
    lay(hall, "hours.sign_on_lead", 40, MONDAY)

    assert sign_on(hall, ZHANG, 1, "07:20").started_at == at("07:20")
    with pytest.raises(OutsideHours):
        sign_on(hall, LI, 2, "07:19")
    with pytest.raises(OutsideHours):  # the neighbours go by the usual quarter of an hour
        sign_on(other, ZHANG, 1, "07:44")


def test_how_early_is_judged_by_the_value_of_the_day():
    hall = staffed_hall()
    lay(hall, "hours.sign_on_lead", 0, TUESDAY)

    assert sign_on(hall, ZHANG, 1, "07:45").started_at == at("07:45")
    for clock, allowed in (("07:59", False), ("08:00", True)):
        with contextlib.nullcontext() if allowed else pytest.raises(OutsideHours):
            services.sign_on(window_id=hall.windows[2], by=hall.person(WANG), at=at(clock, TUESDAY))


def test_a_hall_says_itself_how_long_a_forgotten_sign_on_stands_and_each_day_goes_by_its_own_value():
    hall = staffed_hall()
    lay(hall, "hours.sign_on_lapse", 60, TUESDAY)
    sign_on(hall, ZHANG, 1)
    ended = {}

    for day in (MONDAY, TUESDAY):
        if day == TUESDAY:
            services.sign_on(window_id=hall.windows[1], by=hall.person(ZHANG), at=at("08:00", day))
        for clock in ("17:29", "17:30", "17:59", "18:00"):
            if services.end_lapsed(at=at(clock, day)):
                ended[day] = clock

    assert ended == {MONDAY: "17:30", TUESDAY: "18:00"}


def test_the_sweep_asks_once_for_all_who_are_signed_on(django_assert_num_queries):
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)
    with CaptureQueriesContext(connection) as one:
        services.end_lapsed(at=at("10:00"))
    sign_on(hall, WANG, 2), sign_on(hall, ZHAO, 3)

    with django_assert_num_queries(len(one)):
        services.end_lapsed(at=at("10:05"))


def test_who_still_serves_stays_signed_on_but_not_over_midnight():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)

    with SERVICE_UNDER_WAY.answered(lambda hall_id, window: True):
        services.end_lapsed(at=at("18:00"))
        late = hall.windows[1] in selectors.on_duty(hall.id)
        services.end_lapsed(at=at("00:05", TUESDAY))

    assert late and selectors.on_duty(hall.id) == {}


def test_yesterdays_sign_on_stands_in_nobodys_way():
    hall = staffed_hall()
    sign_on(hall, LI, 1)

    card = services.sign_on(window_id=hall.windows[1], by=hall.person(ZHANG), at=at("08:00", TUESDAY))

    assert card.person_id == hall.people[ZHANG]
    assert len(hall.told("posts.sign_on_lapsed")) == 1
