"""A window pauses, a post stands empty, hours are extended: what the posts know of each."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, Hall, at
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO, sign_off, sign_on, staffed_hall
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.organization import services as organization
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason, SessionCard
from yichuang.posts import errors, rules, selectors, services
from yichuang.posts.models import SignOn
from yichuang.posts.types import SERVICE_UNDER_WAY, PauseReason

MORNING = SessionCard(at("08:00"), at("12:00"), None)
AFTERNOON = SessionCard(at("13:30"), at("17:00"), None)


@pytest.fixture
def hall(db: None) -> Hall:
    hall = staffed_hall()
    hall.grant("0101", Role.OFF)
    return hall


def pause(hall, clock="10:00", reason=PauseReason.SHORT_ABSENCE):
    return services.pause_window(
        window_id=hall.windows[1], reason=reason, by=hall.person(ZHANG), at=at(clock)
    )


def extended(hall, windows, begins="17:00", ends="17:40", asked="16:30"):
    wish = Wish(
        ChangeKind.EXTENSION,
        tuple(hall.windows[one] for one in windows),
        at(begins),
        at(ends),
        ChangeReason.PEOPLE_WAITING,
    )
    change = organization.request_change(wish=wish, by=hall.person(ZHANG), at=at(asked))
    return organization.approve_change(change_id=change.id, by=hall.person("0101"), at=at(asked))


def test_a_pause_has_a_reason_and_a_beginning_and_ends(hall):
    sign_on(hall, ZHANG, 1)
    paused = pause(hall, reason=PauseReason.EQUIPMENT)
    during = selectors.on_duty(hall.id)[hall.windows[1]]

    resumed = services.resume_window(window_id=hall.windows[1], by=hall.person(ZHANG), at=at("10:12"))

    assert (paused.paused_at, paused.pause_reason) == (at("10:00"), PauseReason.EQUIPMENT)
    assert (during.paused_at, during.pause_reason) == (at("10:00"), PauseReason.EQUIPMENT)
    assert resumed.paused_at is None and selectors.on_duty(hall.id)[hall.windows[1]].paused_at is None
    assert '"minutes":12' in hall.told("posts.window_resumed")[0].body


def test_who_is_not_there_pauses_already_or_serves_somebody_does_not_pause(hall):
    with pytest.raises(errors.NotSignedOn):
        pause(hall)
    sign_on(hall, ZHANG, 1)
    with pytest.raises(errors.NotPaused):
        services.resume_window(window_id=hall.windows[1], by=hall.person(ZHANG), at=at("10:00"))
    with (
        SERVICE_UNDER_WAY.answered(lambda hall_id, window_id: True),
        pytest.raises(errors.FinishBeforePausing),
    ):
        pause(hall)
    pause(hall)
    with pytest.raises(errors.PausedAlready):
        pause(hall, "10:01")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOn.objects.filter(hall_id=hall.id).update(pause_reason="")


# --- an empty post ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("presences", "clock", "since"),
    [
        ([("07:50", "10:00")], "10:05", "10:00"),
        ([("07:50", "10:00"), ("10:04", None)], "10:05", None),  # B came
        ([], "08:03", "08:00"),
        ([], "07:59", None),
        ([("07:50", "11:58")], "12:10", None),  # lunch
        ([("07:50", "11:58")], "13:33", "13:30"),  # the break is not counted
        ([("07:50", "10:00")], "17:00", None),
    ],
)
def test_since_when_a_window_is_empty(presences, clock, since):
    there = [rules.Presence(MONDAY, at(begun), ended and at(ended)) for begun, ended in presences]

    assert rules.vacant_since([MORNING, AFTERNOON], there, at(clock)) == (since and at(since))


@proves("AB-02")
@pytest.mark.django_db
def test_an_empty_post_is_told_once_with_window_post_and_duration_and_clears(hall):
    sign_on(hall, ZHANG, 1), sign_on(hall, WANG, 2), sign_on(hall, ZHAO, 3)
    sign_off(hall, ZHANG, "10:00")

    found = []
    for clock in ("10:04", "10:05", "10:06", "10:20"):
        beat(at(clock))
        found.append(len(hall.told("posts.post_vacant")))
    (shown,) = selectors.vacancies(hall.id, at("10:20"))
    sign_on(hall, LI, 1, "10:21")
    beat(at("10:22")), beat(at("10:23"))

    assert found == [0, 1, 1, 1]
    assert (shown.window_id, shown.post_name, shown.minutes) == (hall.windows[1], "1号窗口综合岗", 20)
    assert '"minutes":5' in hall.told("posts.post_vacant")[0].body
    assert len(hall.told("posts.vacancy_ended")) == 1 and selectors.vacancies(hall.id, at("10:23")) == []


@proves("AB-02")
@pytest.mark.parametrize(
    ("day", "clock", "vacant"),
    [
        (MONDAY, "10:05", 3),
        (MONDAY, "12:10", 1),  # lunch; window 3 has lunch duty
        (date(2026, 5, 1), "10:05", 0),  # Labour Day
        (date(2026, 9, 20), "10:00", 3),  # a Sunday worked instead
    ],
)
def test_empty_posts_are_asked_for_only_in_the_hours_of_a_working_day(hall, day, clock, vacant):
    assert len(selectors.vacancies(hall.id, at(clock, day))) == vacant


@proves("AB-02")
def test_a_window_that_is_formally_closed_is_not_empty(hall):
    organization.close_on(
        day=MONDAY, reason="消防演练", begins=time(10), ends=time(11), by=hall.by, at=at("09:00")
    )

    assert selectors.vacancies(hall.id, at("10:30")) == []
    assert len(selectors.vacancies(hall.id, at("11:05"))) == 3


# --- extended hours -----------------------------------------------------------------------------------


@proves("EXT-02", refuses=True)
def test_a_window_is_opened_after_hours_only_with_an_approval(hall):
    with pytest.raises(errors.OutsideHours):
        sign_on(hall, ZHANG, 1, "18:00")

    extended(hall, (1,), ends="18:30")

    sign_on(hall, ZHANG, 1, "18:00")
    with pytest.raises(errors.OutsideHours):  # and no other window
        sign_on(hall, WANG, 2, "18:00")


@proves("EXT-03")
def test_an_extension_counts_for_who_was_there(hall):
    sign_on(hall, ZHANG, 1), sign_on(hall, WANG, 2), sign_on(hall, ZHAO, 3)
    sign_off(hall, ZHAO, "17:00")
    extended(hall, (1, 2))
    sign_off(hall, ZHANG, "17:40")

    listed = selectors.extra_time(hall.id, since=MONDAY, until=date(2026, 3, 3), at=at("18:00"))

    assert [(one.window_id, one.person_id, one.minutes) for one in listed] == [
        (hall.windows[1], hall.people[ZHANG], 40),
        (hall.windows[2], hall.people[WANG], 40),
    ]
    assert selectors.extra_time(hall.id, since=MONDAY, until=MONDAY, at=at("18:00")) == []


def test_leaving_approved_hours_early_is_an_early_close_and_a_shared_extension_is_shared(hall):
    sign_on(hall, ZHANG, 1)
    extended(hall, (1,), ends="18:00")
    sign_off(hall, ZHANG, "17:20")
    sign_on(hall, LI, 1, "17:25")
    sign_off(hall, LI, "17:50")

    listed = selectors.extra_time(hall.id, since=MONDAY, until=date(2026, 3, 3), at=at("19:00"))
    (early,) = [
        one
        for one in selectors.hours_breaches(hall.id, MONDAY)
        if one.window_id == hall.windows[1] and str(one.kind) == "early_close"
    ]

    assert [(one.person_id, one.minutes) for one in listed] == [
        (hall.people[ZHANG], 20),
        (hall.people[LI], 25),
    ]
    assert early.minutes == 10
