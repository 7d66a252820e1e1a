"""Were the hours kept: late opening, early closing, and the daily list."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest

from tests.halls import MONDAY, at
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO, sign_off, sign_on, staffed_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.organization import services as organization
from yichuang.organization.types import WINDOWS_SERVING_NOTHING, SessionCard
from yichuang.posts import rules, selectors
from yichuang.posts import services as posts
from yichuang.posts.types import BreachKind

WINDOW, A, B = UUID(int=1), UUID(int=2), UUID(int=3)
MORNING = SessionCard(at("08:00"), at("12:00"), at("12:00"))
AFTERNOON = SessionCard(at("13:30"), at("17:00"), at("17:00"))
NOON = SessionCard(at("12:00"), at("13:30"), None)


def there(start, end=None, who=A):
    return rules.Presence(who, at(start), at(end) if end else None)


@pytest.mark.parametrize(
    ("presences", "clock", "found"),
    [
        ([there("07:50", "12:00"), there("13:20", "17:00")], "23:00", []),  # a good day
        ([there("07:50")], "23:00", []),  # stayed signed on over lunch
        ([there("08:00")], "09:00", []),
        ([there("08:06")], "09:00", [("late_open", 6)]),
        ([there("07:50", "16:52")], "23:00", [("early_close", 8)]),
        ([there("07:50", "11:50", A), there("11:55", "17:00", B)], "23:00", []),  # B took over
        ([there("07:50", "11:50")], "11:55", [("early_close", 10)]),  # so far
        ([there("07:50", "12:00")], "14:00", []),  # lunch; the afternoon may still begin
        ([there("07:50", "12:00")], "17:00", [("not_opened", 210)]),
        ([there("07:50", "12:00"), there("13:41", "17:00")], "23:00", [("late_open", 11)]),
        ([], "07:00", []),
        ([], "12:00", [("not_opened", 240)]),
        (
            [there("08:30", "09:00"), there("10:00", "11:00")],
            "12:30",
            [("late_open", 30), ("early_close", 60)],
        ),
    ],
)
def test_what_the_day_of_a_window_shows(presences, clock, found):
    breaches = rules.breaches(WINDOW, [MORNING, AFTERNOON], presences, at(clock))

    assert [(str(one.kind), one.minutes) for one in breaches] == found


def test_with_lunch_duty_the_day_is_one_long_session():
    breaches = rules.breaches(WINDOW, [MORNING, NOON, AFTERNOON], [there("08:00", "16:00")], at("23:00"))

    assert [(one.kind, one.due, one.minutes) for one in breaches] == [
        (BreachKind.EARLY_CLOSE, at("17:00"), 60)
    ]


def test_seconds_are_not_counted_against_anybody():
    almost = rules.Presence(A, at("08:00").replace(second=59), at("16:59").replace(second=30))

    assert rules.breaches(WINDOW, [MORNING, AFTERNOON], [almost], at("23:00")) == []


def test_a_breach_names_who_came_late_and_who_left_early():
    breaches = rules.breaches(
        WINDOW, [MORNING], [there("08:10", "09:00", A), there("09:05", "11:00", B)], at("12:00")
    )

    assert [(one.kind, one.person_id, one.happened) for one in breaches] == [
        (BreachKind.LATE_OPEN, A, at("08:10")),
        (BreachKind.EARLY_CLOSE, B, at("11:00")),
    ]


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (None, ["08:00-12:00", "13:30-17:00"]),  # in service since long ago
        ("07:00", ["08:00-12:00", "13:30-17:00"]),
        ("10:20", ["10:20-12:00", "13:30-17:00"]),
        ("12:00", ["13:30-17:00"]),  # at the very end of a session nothing of it is left
        ("18:00", []),
    ],
)
def test_what_is_due_counts_from_the_moment_a_window_is_in_service(moment, left):
    sessions = rules.since([MORNING, AFTERNOON], moment and at(moment))

    assert [f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in sessions] == left


# --- in the hall -------------------------------------------------------------------------------------


@proves("HRS-03")
@pytest.mark.django_db
def test_a_late_opening_and_an_early_closing_without_approval_are_both_on_the_daily_list():
    hall = staffed_hall()
    sign_on(hall, WANG, 2, "07:55"), sign_on(hall, ZHAO, 3, "07:55")
    sign_on(hall, ZHANG, 1, "08:06")
    sign_off(hall, ZHANG, "16:52")
    sign_off(hall, WANG, "17:00"), sign_off(hall, ZHAO, "17:00")

    listed = selectors.hours_breaches(hall.id, MONDAY)

    assert [(one.window_id, one.person_id, one.kind, one.minutes) for one in listed] == [
        (hall.windows[1], hall.people[ZHANG], BreachKind.LATE_OPEN, 6),
        (hall.windows[1], hall.people[ZHANG], BreachKind.EARLY_CLOSE, 8),
    ]
    beat(at("17:05"))
    assert [entry.body for entry in hall.told("posts.hours_not_kept") if "late_open" in entry.body]
    assert [entry.body for entry in hall.told("posts.hours_not_kept") if "early_close" in entry.body]


@proves("HRS-03")
@pytest.mark.django_db
def test_an_early_closing_that_the_office_approved_is_not_on_the_list():
    hall = staffed_hall()
    for number, window in ((ZHANG, 1), (WANG, 2), (ZHAO, 3)):
        sign_on(hall, number, window, "08:00")
    organization.close_on(
        day=MONDAY, reason="消防演练", begins=time(16, 50), ends=time(17), by=hall.by, at=at("10:00")
    )

    for number in (ZHANG, WANG, ZHAO):
        sign_off(hall, number, "16:52")

    assert selectors.hours_breaches(hall.id, MONDAY) == []


@pytest.mark.django_db
def test_a_breach_is_told_once_and_an_early_leave_only_when_nobody_came_after():
    hall = staffed_hall()
    for number, window in ((ZHANG, 1), (WANG, 2), (ZHAO, 3)):
        sign_on(hall, number, window, "08:00")
    sign_off(hall, ZHANG, "11:00")

    beat(at("11:05"))
    early = hall.told("posts.hours_not_kept")
    sign_on(hall, LI, 1, "11:10")
    for clock in ("12:01", "12:10"):
        beat(at(clock))
    taken_over = hall.told("posts.hours_not_kept")
    sign_off(hall, LI, "16:00")
    for clock in ("17:01", "17:10", "17:20"):
        beat(at(clock))

    assert early == [] and taken_over == []
    (told,) = [entry for entry in hall.told("posts.hours_not_kept") if hall.windows[1].hex in entry.body]
    assert '"kind":"early_close"' in told.body and '"minutes":60' in told.body
    assert hall.people[LI].hex in told.body


@pytest.mark.django_db
def test_what_the_heartbeat_missed_at_night_is_told_the_next_morning():
    hall = staffed_hall()

    beat(at("07:00", date(2026, 3, 3)))

    assert (
        len(hall.told("posts.hours_not_kept")) == 5
    )  # three mornings and two afternoons; one window had duty


@pytest.mark.django_db
def test_on_its_first_day_a_hall_owes_its_hours_from_its_activation_on():
    hall = staffed_hall(opened="10:00")
    sign_on(hall, ZHANG, 1, "10:00")
    sign_on(hall, WANG, 2, "10:06")

    so_far = selectors.hours_breaches(hall.id, MONDAY, at("11:00"))
    yesterday = selectors.hours_breaches(hall.id, date(2026, 2, 27))
    beat(at("11:00"))

    assert [(one.window_id, one.kind, one.due, one.minutes) for one in so_far] == [
        (hall.windows[2], BreachKind.LATE_OPEN, at("10:00"), 6)
    ]
    assert yesterday == []
    (told,) = hall.told("posts.hours_not_kept")  # and not of three windows that stayed shut since eight
    assert told.subject_id == hall.windows[2]
    assert [one.minutes for one in selectors.hours_breaches(hall.id, MONDAY, at("17:00"))] == [6, 420]


@pytest.mark.django_db
def test_a_window_added_in_the_afternoon_owes_nothing_of_the_morning_and_cannot_start_its_day_anew():
    hall = staffed_hall()
    window = organization.add_window(number=9, zone_id=hall.zone, by=hall.by, at=at("13:00"))
    hall.windows[9] = window.id
    posts.add_post(window_id=window.id, name="九号窗口岗", duties=["受理"], by=hall.by, at=at("13:00"))

    def listed():
        found = selectors.hours_breaches(hall.id, MONDAY)
        return [(one.kind, one.due, one.minutes) for one in found if one.window_id == window.id]

    with WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset()):
        drawn_only = listed()
        organization.activate_window(window_id=window.id, by=hall.by, at=at("15:00"))
        organization.activate_window(window_id=window.id, by=hall.by, at=at("16:30"))

    assert drawn_only == []
    assert listed() == [(BreachKind.NOT_OPENED, at("15:00"), 120)]


@pytest.mark.django_db
def test_on_a_day_off_nobody_is_late():
    hall = staffed_hall()

    assert selectors.hours_breaches(hall.id, date(2026, 3, 7)) == []
    assert selectors.hours_breaches(hall.id, date(2026, 10, 5)) == []
