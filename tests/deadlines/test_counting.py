"""Dates: what law says they are, and what holds of all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.deadlines.counting import DAY, almanac, changed, due, ledger, moment, shipped, walked
from yichuang.deadlines.rules import project
from yichuang.deadlines.types import Budget, Rollover, StartRule, Unit
from yichuang.organization.types import DayKind

SAME, NEXT, ROLL = StartRule.SAME_DAY, StartRule.NEXT_DAY, Rollover.NEXT_WORKING_DAY
WORK, DAYS, MONTH, HOUR, MINUTE = (
    Unit.WORKING_DAY,
    Unit.CALENDAR_DAY,
    Unit.MONTH,
    Unit.HOUR,
    Unit.MINUTE,
)
WORK_HOUR, NOW = Unit.WORKING_HOUR, Unit.IMMEDIATE


@pytest.mark.parametrize(
    ("start", "budget", "last"),
    [
        ("2026-02-11", Budget(5, WORK), "2026-02-25"),  # Spring Festival, Saturday 14 February made up
        ("2026-02-11", Budget(20, WORK), "2026-03-17"),
        ("2022-09-30", Budget(5, WORK), "2022-10-12"),  # National Day, Saturday 8 and Sunday 9 made up
        ("2026-09-18", Budget(5, WORK), "2026-09-24"),  # Sunday 20 September is made up
        ("2026-12-25", Budget(10, WORK), "2027-01-08"),  # 2027 is not known: weekends only
        ("2021-12-30", Budget(3, WORK), "2022-01-05"),  # from before the calendar into it
        ("2026-02-14", Budget(1, WORK), "2026-02-24"),  # begun on a made-up day
        ("2026-02-15", Budget(1, WORK), "2026-02-24"),  # begun on a rest day
        ("2026-02-11", Budget(5, WORK, SAME), "2026-02-24"),  # the day it begins counts
        ("2026-02-15", Budget(1, WORK, SAME), "2026-02-24"),
        ("2026-03-02", Budget(15, DAYS), "2026-03-17"),
        ("2026-03-02", Budget(15, DAYS, SAME), "2026-03-16"),
        ("2026-02-10", Budget(7, DAYS), "2026-02-17"),  # ends on New Year's Day …
        ("2026-02-10", Budget(7, DAYS, rollover=ROLL), "2026-02-24"),  # … and goes on to the first day after
        ("2026-02-07", Budget(7, DAYS, rollover=ROLL), "2026-02-14"),  # a made-up Saturday is a last day
        ("2026-01-15", Budget(1, MONTH), "2026-02-15"),  # the corresponding day
        ("2026-01-31", Budget(1, MONTH), "2026-02-28"),  # there is none: the month's last
        ("2024-01-31", Budget(1, MONTH), "2024-02-29"),
        ("2026-12-15", Budget(2, MONTH), "2027-02-15"),
        ("2026-01-15", Budget(1, MONTH, SAME), "2026-02-14"),
        ("2026-01-15", Budget(1, MONTH, rollover=ROLL), "2026-02-24"),
        ("2026-02-15", Budget(0, NOW), "2026-02-15"),  # the same hall day, whichever it is
    ],
)
def test_days_are_what_the_law_says(start: str, budget: Budget, last: str):
    assert due(budget, date.fromisoformat(start)) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("start", "budget", "moments", "last"),
    [
        ("2026-02-14 16:00", Budget(48, HOUR), [], "2026-02-16 16:00"),  # over holidays, round the clock
        ("2026-03-02 23:58", Budget(5, MINUTE), [], "2026-03-03 00:03"),
        ("2026-03-02 23:58", Budget(300, Unit.SECOND), [], "2026-03-03 00:03"),
        ("2026-03-02 16:30", Budget(2, WORK_HOUR), [], "2026-03-03 09:30"),
        ("2026-03-02 11:30", Budget(1, WORK_HOUR), [], "2026-03-02 14:00"),  # lunch does not count
        ("2026-03-02 09:30", Budget(8, WORK_HOUR), [], "2026-03-03 10:00"),  # a day has seven and a half
        ("2026-02-13 16:30", Budget(2, WORK_HOUR), [], "2026-02-14 09:30"),  # Saturday is made up …
        ("2026-02-14 16:30", Budget(2, WORK_HOUR), [], "2026-02-24 09:30"),  # … and then it is New Year
        ("2026-02-15 16:30", Budget(2, WORK_HOUR), [], "2026-02-24 10:30"),  # begun on a rest day
        ("2026-03-02 10:00", Budget(4, HOUR), [("12:00", "12:45")], "2026-03-02 14:45"),
        ("2026-03-02 10:00", Budget(4, WORK_HOUR), [("11:30", "14:30")], "2026-03-02 17:00"),
        ("2026-03-02 10:00", Budget(4, HOUR), [("11:00", "12:00"), ("11:30", "13:00")], "2026-03-02 16:00"),
        ("2026-03-02 10:00", Budget(4, HOUR), [("14:00", "15:00")], "2026-03-02 14:00"),  # too late to help
    ],
)
def test_moments_are_what_the_law_says(start: str, budget: Budget, moments: list[tuple[str, str]], last: str):
    began = datetime.fromisoformat(start).replace(tzinfo=almanac().tz)
    pauses = [
        tuple(moment(began.date(), time.fromisoformat(one)) for one in (since, until))
        for since, until in moments
    ]

    found = project(ledger(budget, began, *pauses), almanac(), began)

    assert found.due_at == datetime.fromisoformat(last).replace(tzinfo=almanac().tz)
    assert found.due is None


@pytest.mark.parametrize(
    ("value", "unit", "rollover"),
    [
        (0, WORK, Rollover.NONE),
        (1, NOW, Rollover.NONE),
        (-1, DAYS, Rollover.NONE),
        (5, HOUR, ROLL),
        (241, MONTH, ROLL),
    ],
)
def test_a_budget_nobody_could_count_is_none(value: int, unit: Unit, rollover: Rollover):
    with pytest.raises(ValueError):
        Budget(value, unit, rollover=rollover)


def test_every_day_of_five_years_is_counted_as_chinesecalendar_does():
    calendar = shipped()
    day, number = date(2022, 1, 1), calendar.upto(date(2021, 12, 31).toordinal())

    while day < date(2027, 1, 1):
        works = chinese_calendar.is_workday(day)
        number += works
        assert calendar.is_working_day(day.toordinal()) is works, day
        assert calendar.upto(day.toordinal()) == number, day
        if works:
            assert calendar.nth(number) == day.toordinal()
        day += DAY


@pytest.mark.parametrize(
    ("hour", "last"), [("2026-02-10T15:59:59", "2026-02-24"), ("2026-02-10T16:00:00", "2026-02-25")]
)
def test_a_day_begins_when_it_does_in_the_hall(hour: str, last: str):
    start = datetime.fromisoformat(hour).replace(tzinfo=UTC)  # midnight in Shanghai is 16:00 in Greenwich

    assert due(Budget(5, WORK), start) == date.fromisoformat(last)


def test_outside_the_calendar_only_weekends_are_known_and_it_says_so():
    for start, last, known in (
        ("2026-12-24", "2026-12-31", True),
        ("2026-12-25", "2027-01-01", False),
        ("2030-05-01", "2030-05-08", False),
        ("2019-05-01", "2019-05-08", False),
    ):
        began = moment(date.fromisoformat(start))
        found = project(ledger(Budget(5, WORK), began), almanac(), began)
        assert (found.due, found.provisional) == (date.fromisoformat(last), not known)
    by_days = project(
        ledger(Budget(30, DAYS), moment(date(2026, 12, 25))), almanac(), moment(date(2026, 12, 25))
    )
    assert not by_days.provisional


# --- what holds of all of them --------------------------------------------------------------------------

FIRST = date(2022, 1, 1)
days = some.dates(FIRST, date(2026, 12, 31))
numbers = some.integers(1, 60)
rules_of_start = some.sampled_from([SAME, NEXT])
budgets = some.just(Budget(0, NOW)) | some.builds(
    Budget,
    some.integers(1, 40),
    some.sampled_from([WORK, DAYS]),
    rules_of_start,
    some.sampled_from([Rollover.NONE, ROLL]),
)


@some.composite
def spans(draw, most: int = 4) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """Draw a start and some pauses after it, which may overlap, touch midnight or be empty."""
    start = moment(draw(days), draw(some.times(max_value=time(23, 59))))
    found = []
    for _ in range(draw(some.integers(0, most))):
        since = start + timedelta(minutes=draw(some.integers(0, 60 * 24 * 40)))
        if draw(some.booleans()):
            since = max(start, moment(since.date(), time(0)))
        until = since + timedelta(minutes=draw(some.sampled_from([0, 1, 60, 1440, 4320, 20_000])))
        found.append((since, until))
    return start, found


@given(days, numbers, rules_of_start)
def test_more_days_are_strictly_later_and_never_a_rest_day(start: date, number: int, rule: StartRule):
    earlier, later = (due(Budget(one, WORK, rule), start) for one in (number, number + 1))

    assert earlier < later
    assert shipped().is_working_day(later.toordinal())


def test_of_every_day_of_five_years_as_many_have_passed_on_the_last_as_there_are():
    day = FIRST
    while day < date(2027, 1, 1):
        for number in (1, 3, 5, 20, 60):
            of = ledger(Budget(number, WORK), moment(day))
            last = project(of, almanac(), moment(day)).due
            then = project(of, almanac(), moment(last, time(23, 59)))
            assert (then.elapsed, then.remaining, then.overdue) == (number, 0, False), (day, number)
        day += DAY


@settings(max_examples=300)
@given(budgets, spans())
@example(Budget(3, WORK), (moment(date(2026, 3, 2)), [(moment(date(2026, 3, 5)), moment(date(2026, 3, 7)))]))
def test_it_is_what_walking_every_day_finds(budget: Budget, told):
    start, pauses = told

    assert due(budget, start, *pauses) == walked(budget, start, pauses)


@given(some.integers(1, 24), rules_of_start, spans())
def test_months_are_what_walking_finds_too(value: int, rule: StartRule, told):
    start, pauses = told
    budget = Budget(value, MONTH, rule)

    assert due(budget, start, *pauses) == walked(budget, start, pauses)


@given(budgets, spans(), some.integers(0, 60 * 24 * 40))
def test_a_pause_that_ends_at_once_changes_nothing(budget: Budget, told, minutes: int):
    start, pauses = told
    instant = start + timedelta(minutes=minutes)

    assert due(budget, start, *pauses, (instant, instant)) == due(budget, start, *pauses)


@given(budgets, spans(most=1), some.floats(0, 1), some.sampled_from([WORK, HOUR, WORK_HOUR]))
def test_a_pause_cut_in_two_is_the_whole(budget: Budget, told, share: float, unit: Unit):
    start, pauses = told
    budget = Budget(max(budget.value, 1), unit, budget.start_rule)
    cut = [
        piece
        for since, until in pauses
        for piece in ((since, since + (until - since) * share), (since + (until - since) * share, until))
    ]

    whole, halves = (project(ledger(budget, start, *one), almanac(), start) for one in (pauses, cut))

    assert whole.due_at == halves.due_at


@given(budgets, spans(), some.permutations(range(4)))
def test_pauses_that_overlap_are_one(budget: Budget, told, order: list[int]):
    start, pauses = told
    if pauses:
        pauses.append((min(one for one, _ in pauses), max(one for _, one in pauses)))

    shuffled = [pauses[place] for place in order if place < len(pauses)]
    shuffled += [one for one in pauses if one not in shuffled]

    assert due(budget, start, *shuffled) == due(budget, start, *pauses[-1:])


@given(days, some.integers(1, 30), some.integers(0, 29), some.integers(1, 40), rules_of_start)
def test_so_many_nights_move_so_many_days(start: date, value: int, into: int, nights: int, rule: StartRule):
    into = min(into, value - 1)
    since = moment(start + DAY * into, time(11))

    paused = due(Budget(value, DAYS, rule), start, (since, since + DAY * nights))

    assert paused == due(Budget(value, DAYS, rule), start) + DAY * nights


@given(days, numbers, some.integers(0, 90), some.integers(0, 90))
def test_a_new_rest_day_is_never_earlier_and_a_made_up_day_never_later(
    start: date, number: int, one: int, two: int
):
    rest, made_up = start + DAY * one, start + DAY * two
    budget = Budget(number, WORK)

    assert due(budget, start, calendar=changed(rest, DayKind.OFF)) >= due(budget, start)
    assert due(budget, start, calendar=changed(made_up, DayKind.MAKE_UP)) <= due(budget, start)


@given(budgets, spans(), some.integers(0, 60 * 24 * 60), some.integers(0, 60 * 24 * 60))
def test_time_only_runs_on(budget: Budget, told, one: int, two: int):
    start, pauses = told
    of = ledger(budget, start, *pauses)
    before, after = (
        project(of, almanac(), start + timedelta(minutes=minutes)) for minutes in sorted((one, two))
    )

    assert before.elapsed <= after.elapsed
    assert before.remaining >= after.remaining
    assert before.due_at == after.due_at
    assert before.overdue <= after.overdue
    assert before.overdue or before.remaining >= 0


@given(some.integers(1, 200), spans(), some.sampled_from([HOUR, MINUTE, WORK_HOUR]))
def test_so_much_has_run_when_a_moment_is_due(value: int, told, unit: Unit):
    start, pauses = told
    of = ledger(Budget(value, unit), start, *pauses)
    found = project(of, almanac(), start)

    at_end = project(of, almanac(), found.due_at)
    before = project(of, almanac(), found.due_at - timedelta(seconds=1))

    assert (at_end.elapsed, at_end.overdue, before.overdue) == (value, True, False)
