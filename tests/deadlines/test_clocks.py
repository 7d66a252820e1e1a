"""Clocks are started, stand still on lawful grounds, are extended by who may, and stop."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import SHANGHAI, Hall, at
from yichuang.deadlines import refusals, selectors, services
from yichuang.deadlines.events import (
    ClockExtended,
    ClockPaused,
    ClockReassigned,
    ClockResumed,
    ClockStarted,
    ClockStopped,
)
from yichuang.deadlines.models import Clock, ClockEntry
from yichuang.deadlines.types import Budget, ClockCard, ClockState, Ground, Unit
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.organization.errors import PersonUnknown

WEDNESDAY = date(2026, 2, 11)
FIVE = Budget(5, Unit.WORKING_DAY, citation="行政许可法 42")


def start(
    hall: Hall, budget: Budget = FIVE, day: date = WEDNESDAY, clock: str = "15:00", **other
) -> ClockCard:
    told = {"purpose": "case.promised", "subject_id": new_id(), "owner_id": hall.people["0302"]} | other
    return services.start(budget=budget, by=hall.person("0302"), at=at(clock, day), **told)


def supplement(hall: Hall, card: ClockCard, moment: datetime, **other) -> ClockCard:
    told = {"ground": Ground.SUPPLEMENT, "evidence": "AYRS-GZ-2026-0003"} | other
    return services.pause(clock_id=card.id, by=hall.person("0302"), at=moment, **told)


@proves("TIME-01")
def test_five_working_days_over_the_national_holiday_end_on_12_october_2022(hall: Hall):
    friday = date(2022, 9, 30)
    card = start(hall, day=friday)

    last = datetime(2022, 10, 12, 23, 59, 59, tzinfo=SHANGHAI)

    assert card.due == date(2022, 10, 12)
    assert not selectors.clock(hall.id, card.id, last).overdue
    assert selectors.clock(hall.id, card.id, last + timedelta(seconds=1)).overdue


def test_over_the_spring_festival_the_made_up_saturday_counts(hall: Hall, heard):
    card = start(hall)

    told = heard(ClockStarted)[-1]
    assert card.due == told.due == date(2026, 2, 25)
    assert (card.state, card.provisional, card.remaining) == (ClockState.RUNNING, False, 5)
    assert selectors.due_for(hall.id, FIVE, at("15:00", WEDNESDAY)) == (card.due, card.due_at)


@proves("TIME-02")
def test_a_pause_of_three_days_moves_the_date_by_exactly_three(hall: Hall, heard):
    march = date(2026, 3, 2)
    card = start(hall, day=march)

    supplement(hall, card, at("10:00", date(2026, 3, 3)))
    after = services.resume(clock_id=card.id, by=hall.person("0302"), at=at("16:00", date(2026, 3, 6)))

    assert card.due == date(2026, 3, 9)
    assert after.due == date(2026, 3, 12)
    assert heard(ClockPaused)[-1].evidence == "AYRS-GZ-2026-0003"
    assert heard(ClockResumed)[-1].due == after.due


@proves("TIME-02", refuses=True)
def test_without_a_paper_no_clock_stands_still(hall: Hall):
    card = start(hall)

    with pytest.raises(refusals.PaperMissing):
        supplement(hall, card, at("16:00", WEDNESDAY), evidence=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        row = ClockEntry.objects.get(clock_id=card.id)
        row.pk, row.position, row.kind, row.ground = new_id(), 1, "pause", "supplement"
        row.save(force_insert=True)

    assert selectors.clock(hall.id, card.id, at("17:00", WEDNESDAY)).state is ClockState.RUNNING


@pytest.mark.parametrize("evidence", ["13800138000", "电话 138 0013 8000 已告知", "11010519491231002X"])
def test_a_number_of_a_person_is_no_number_of_a_paper(hall: Hall, evidence: str):
    card = start(hall)

    with pytest.raises(refusals.PaperUnfit):
        supplement(hall, card, at("16:00", WEDNESDAY), evidence=evidence)


def test_the_number_of_a_paper_may_be_chinese_and_stands_in_the_journal_as_its_hash(hall: Hall, heard):
    card = start(hall)

    paused = supplement(hall, card, at("16:00", WEDNESDAY), evidence="安人社补正〔2026〕12号")

    assert paused.pauses[0].evidence == "安人社补正〔2026〕12号"
    assert heard(ClockPaused)[-1].evidence.startswith("sha256:")


def test_what_is_due_at_once_cannot_be_extended(hall: Hall):
    card = start(hall, Budget(0, Unit.IMMEDIATE), most_extensions=1, most_extension_value=1)

    with pytest.raises(refusals.ExtensionNotAllowed):
        services.extend(
            clock_id=card.id,
            value=1,
            approved_by=hall.people["0101"],
            by=hall.person("0302"),
            at=at("16:00", WEDNESDAY),
        )


def test_starting_a_clock_asks_the_database_little(hall: Hall, django_assert_max_num_queries):
    start(hall)

    with django_assert_max_num_queries(10):
        start(hall)


@proves("AB-08", refuses=True)
@pytest.mark.parametrize("asked", ["STAFF_ABSENT", "staff_absent", "请假", "leave", ""])
def test_that_somebody_is_absent_stops_no_clock(hall: Hall, asked: str):
    card = start(hall)

    with pytest.raises(refusals.GroundUnlawful) as refused:
        supplement(hall, card, at("16:00", WEDNESDAY), ground=asked)

    assert refused.value.rule == "AB-08"
    assert "AB-08" in str(refused.value)
    assert selectors.clock(hall.id, card.id, at("17:00", WEDNESDAY)).state is ClockState.RUNNING


@proves("AB-08")
def test_a_clock_given_to_the_deputy_runs_on_to_the_same_moment(hall: Hall, heard):
    card = start(hall)  # due on 25 February, the day after

    given = services.reassign(
        clock_id=card.id,
        owner_id=hall.people["0303"],
        department_id=None,
        by=hall.person("0101"),
        at=at("07:30", date(2026, 2, 24)),
    )

    assert (given.owner_id, given.due_at, given.state) == (hall.people["0303"], card.due_at, card.state)
    (seen,) = selectors.open_clocks(hall.id, at("08:00", date(2026, 2, 24)), owner_id=hall.people["0303"])
    assert (seen.id, seen.due_at) == (card.id, card.due_at)
    assert heard(ClockReassigned)[-1].due_at == card.due_at


def test_a_suspension_is_approved_by_somebody_else_of_the_hall(hall: Hall):
    card = start(hall)
    moment = at("16:00", WEDNESDAY)

    with pytest.raises(refusals.ApprovalMissing):
        supplement(hall, card, moment, ground=Ground.SUSPENSION)
    with pytest.raises(refusals.ApprovalMissing):
        supplement(hall, card, moment, ground=Ground.SUSPENSION, approved_by=hall.people["0302"])
    with pytest.raises(PersonUnknown):
        supplement(hall, card, moment, ground=Ground.SUSPENSION, approved_by=new_id())

    paused = supplement(hall, card, moment, ground=Ground.SUSPENSION, approved_by=hall.people["0101"])
    assert paused.state is ClockState.PAUSED
    assert paused.pauses[0].approved_by == hall.people["0101"]


def test_on_two_grounds_it_runs_only_when_both_are_over(hall: Hall):
    card = start(hall, day=date(2026, 3, 2))
    by = hall.person("0302")
    supplement(hall, card, at("10:00", date(2026, 3, 3)))
    with pytest.raises(refusals.StandsStill):
        supplement(hall, card, at("11:00", date(2026, 3, 3)))
    supplement(hall, card, at("10:00", date(2026, 3, 4)), ground=Ground.PAYMENT, evidence="JF-17")

    with pytest.raises(refusals.SeveralGrounds):
        services.resume(clock_id=card.id, by=by, at=at("10:00", date(2026, 3, 5)))
    one = services.resume(clock_id=card.id, ground=Ground.SUPPLEMENT, by=by, at=at("10:00", date(2026, 3, 5)))
    both = services.resume(clock_id=card.id, by=by, at=at("10:00", date(2026, 3, 6)))

    assert one.state is ClockState.PAUSED
    assert both.state is ClockState.RUNNING
    assert both.due == date(2026, 3, 12)  # from the 3rd to the 6th, counted once
    with pytest.raises(refusals.RunsAlready):
        services.resume(clock_id=card.id, by=by, at=at("11:00", date(2026, 3, 6)))


def test_a_paper_that_came_earlier_lets_the_clock_run_from_then(hall: Hall):
    card = start(hall, day=date(2026, 3, 2))
    by = hall.person("0302")
    supplement(hall, card, at("10:00", date(2026, 3, 3)))

    for early, late in (("09:00", "3"), ("23:00", "9")):
        with pytest.raises(refusals.NotAnEarlierMoment):
            services.resume(
                clock_id=card.id,
                since=at(early, date(2026, 3, int(late))),
                by=by,
                at=at("12:00", date(2026, 3, 9)),
            )
    after = services.resume(
        clock_id=card.id, since=at("10:00", date(2026, 3, 5)), by=by, at=at("12:00", date(2026, 3, 9))
    )

    assert after.due == date(2026, 3, 11)


def test_a_limit_is_extended_as_often_and_as_much_as_it_allows_and_while_it_runs(hall: Hall, heard):
    card = start(hall, day=date(2026, 3, 2), most_extensions=1, most_extension_value=10)
    asked = {"clock_id": card.id, "approved_by": hall.people["0101"], "by": hall.person("0302")}

    with pytest.raises(refusals.ExtensionNotAllowed):
        services.extend(value=11, at=at("10:00", date(2026, 3, 4)), **asked)
    with pytest.raises(refusals.ExtensionTooLate):
        services.extend(value=5, at=at("00:00", date(2026, 3, 10)), **asked)
    longer = services.extend(value=5, at=at("10:00", date(2026, 3, 9)), **asked)
    with pytest.raises(refusals.ExtensionNotAllowed):
        services.extend(value=1, at=at("11:00", date(2026, 3, 9)), **asked)

    assert (longer.due, longer.total) == (date(2026, 3, 16), 10)
    assert longer.extensions[0].approved_by == hall.people["0101"]
    assert (heard(ClockExtended)[-1].old_due_at, heard(ClockExtended)[-1].due) == (card.due_at, longer.due)


def test_an_express_matter_has_less_time_and_never_none(hall: Hall):
    card = start(hall, Budget(10, Unit.WORKING_DAY), date(2026, 3, 2))
    asked = {"clock_id": card.id, "approved_by": hall.people["0101"], "by": hall.person("0302")}

    shorter = services.shorten(value=5, at=at("15:30", date(2026, 3, 2)), **asked)

    assert shorter.due == date(2026, 3, 9)
    assert shorter.extensions[0].value == -5
    for value in (0, 5):
        with pytest.raises(refusals.ShorteningUnfit):
            services.shorten(value=value, at=at("15:40", date(2026, 3, 2)), **asked)
    with pytest.raises(refusals.ShorteningUnfit):
        services.shorten(value=4, at=at("10:00", date(2026, 3, 4)), **asked)  # over the day before


def test_a_stopped_clock_does_not_change_any_more(hall: Hall, heard):
    card = start(hall, day=date(2026, 3, 2))
    by = hall.person("0302")

    stopped = services.stop(clock_id=card.id, by=by, at=at("10:00", date(2026, 3, 5)))

    assert (stopped.state, stopped.elapsed, stopped.overdue) == (ClockState.STOPPED, 3, False)
    assert heard(ClockStopped)[-1].elapsed == 3
    later = selectors.clock(hall.id, card.id, at("10:00", date(2026, 6, 5)))
    assert (later.due, later.elapsed, later.ever_overdue) == (card.due, 3, False)
    for act in (
        lambda: supplement(hall, card, at("11:00", date(2026, 3, 5))),
        lambda: services.resume(clock_id=card.id, by=by, at=at("11:00", date(2026, 3, 5))),
        lambda: services.stop(clock_id=card.id, by=by, at=at("11:00", date(2026, 3, 5))),
    ):
        with pytest.raises(refusals.ClockIsStopped):
            act()


def test_a_clock_that_stood_still_is_judged_without_that_time_when_it_stops(hall: Hall):
    card = start(hall, day=date(2026, 3, 2))
    supplement(hall, card, at("10:00", date(2026, 3, 4)))

    stopped = services.stop(clock_id=card.id, by=hall.person("0302"), at=at("10:00", date(2026, 3, 20)))

    assert (stopped.elapsed, stopped.due, stopped.ever_overdue) == (2, date(2026, 3, 25), False)


def test_the_law_may_date_a_start_back_but_nobody_dates_it_ahead(hall: Hall):
    monday = date(2026, 3, 2)

    card = start(hall, day=date(2026, 3, 9), since=at("09:00", monday))

    assert (card.started_at, card.due, card.elapsed) == (at("09:00", monday), date(2026, 3, 9), 5)
    with pytest.raises(refusals.NotAnEarlierMoment):
        start(hall, day=monday, since=at("15:01", monday))


def test_the_ledger_is_written_once_and_the_row_only_repeats_it(hall: Hall):
    card = start(hall, day=date(2026, 3, 2))
    supplement(hall, card, at("10:00", date(2026, 3, 4)))

    with pytest.raises(IntegrityError), transaction.atomic():
        ClockEntry.objects.filter(clock_id=card.id).update(at=at("10:00", date(2026, 3, 3)))
    row = Clock.objects.get(id=card.id)
    assert (row.state, row.due_on, row.next_rung_at) == ("paused", card.due, None)


def test_another_hall_does_not_find_the_clock(hall: Hall):
    card = start(hall)

    assert selectors.clocks(new_id(), [card.id], at("16:00", WEDNESDAY)) == {}
    with pytest.raises(refusals.ClockUnknown):
        selectors.clock(new_id(), card.id, at("16:00", WEDNESDAY))


@pytest.mark.parametrize("purpose", ["", "Case", "case promised", "c" * 41])
def test_a_purpose_is_a_short_code(hall: Hall, purpose: str):
    with pytest.raises(refusals.PurposeUnfit):
        start(hall, purpose=purpose)
