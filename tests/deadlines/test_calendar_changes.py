"""Another calendar or other hours: open clocks are counted anew and say so, stopped ones never move."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.halls import Hall, at, found_hall
from yichuang.deadlines import selectors, services
from yichuang.deadlines.events import ClockReprojected, ClockResumed
from yichuang.deadlines.models import Clock, Reprojection
from yichuang.deadlines.refusals import HoursMissing
from yichuang.deadlines.services import anew as work
from yichuang.deadlines.services.ledger import PROJECTED
from yichuang.deadlines.types import Budget, ClockCard, ClockState, Ground, Unit
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.organization import services as organization

DECEMBER = date(2026, 12, 25)
# New Year 2027 with a make-up Sunday; what else a year must have
YEAR_2027 = """year,day,kind,name
2027,2027-01-01,off,元旦
2027,2027-01-02,off,元旦
2027,2027-01-03,off,元旦
2027,2027-01-04,off,元旦
2027,2027-01-10,make_up,元旦
2027,2027-05-01,off,劳动节
2027,2027-10-01,off,国庆节
2027,2027-10-02,off,国庆节
2027,2027-10-03,off,国庆节
"""


def start(hall: Hall, value: int, unit: Unit = Unit.WORKING_DAY, day: date = DECEMBER) -> ClockCard:
    return services.start(
        purpose="case.promised",
        budget=Budget(value, unit),
        subject_id=new_id(),
        by=hall.person("0302"),
        at=at("10:00", day),
    )


def import_2027(hall: Hall, moment) -> None:
    organization.import_calendar_year(text=YEAR_2027, source_name="2027.csv", by=hall.by, at=moment)
    hear()


def test_when_the_year_is_announced_open_clocks_move_and_say_why(hall: Hall, heard):
    open_one, before, days = start(hall, 6), start(hall, 2), start(hall, 30, Unit.CALENDAR_DAY)
    stopped = start(hall, 7)
    services.stop(clock_id=stopped.id, by=hall.person("0302"), at=at("11:00", DECEMBER))
    moment = at("09:00", date(2026, 12, 28))

    import_2027(hall, moment)
    moved = services.reproject(at=moment)

    (told,) = heard(ClockReprojected)
    assert moved == 1
    assert (told.clock_id, told.reason) == (open_one.id, "calendar")
    assert (told.old_due, told.due, told.provisional) == (date(2027, 1, 4), date(2027, 1, 6), False)
    cards = selectors.clocks(hall.id, [open_one.id, before.id, days.id, stopped.id], moment)
    assert (open_one.provisional, cards[open_one.id].provisional) == (True, False)
    assert cards[before.id].due == before.due and cards[days.id].due == days.due
    assert (cards[stopped.id].due, cards[stopped.id].provisional) == (date(2027, 1, 5), True)
    cause = Entry.objects.get(name="deadlines.clock_reprojected").cause_id
    assert Entry.objects.get(id=cause).name == "organization.calendar_imported"


def test_a_provisional_date_that_stays_is_told_as_a_definite_one(hall: Hall, heard):
    # 1 January is off and Sunday the 10th made up: the tenth day is the same
    card = start(hall, 9)
    organization.import_calendar_year(
        text=YEAR_2027.replace("2027,2027-01-04,off,元旦\n", ""),
        source_name="2027.csv",
        by=hall.by,
        at=at("09:00", date(2026, 12, 28)),
    )
    hear()
    services.reproject(at=at("09:00", date(2026, 12, 28)))

    (told,) = heard(ClockReprojected)
    assert (card.provisional, told.provisional) == (True, False)
    assert (told.old_due, told.due) == (card.due, date(2027, 1, 8))


def test_the_heartbeat_works_it_off_in_slices_and_twice_is_harmless(hall: Hall, heard, monkeypatch):
    monkeypatch.setattr(work, "SLICE", 2)
    cards = [start(hall, 6) for _ in range(5)]
    moment = at("09:00", date(2026, 12, 28))
    import_2027(hall, moment)

    assert beat(moment) == []
    services.reproject(at=moment)

    assert sorted(one.clock_id for one in heard(ClockReprojected)) == sorted(one.id for one in cards)
    done = Reprojection.objects.get()
    assert (done.looked, done.moved, done.done_at) == (5, 5, moment)


def test_an_act_in_between_does_not_hide_that_the_calendar_moved_the_date(hall: Hall, heard):
    card, by = start(hall, 6), hall.person("0302")
    services.pause(
        clock_id=card.id, ground=Ground.HEARING, evidence="TZ-9", by=by, at=at("12:00", date(2026, 12, 28))
    )
    moment = at("09:00", date(2026, 12, 29))
    organization.import_calendar_year(text=YEAR_2027, source_name="2027.csv", by=hall.by, at=moment)

    after = services.resume(clock_id=card.id, by=by, at=moment)
    hear()
    services.reproject(at=moment)

    (told,), (resumed,) = heard(ClockReprojected), heard(ClockResumed)
    assert (told.old_due, told.due) == (date(2027, 1, 4), date(2027, 1, 6))
    assert resumed.due == after.due == date(2027, 1, 7)  # a night later


def test_a_closure_moves_working_hours_and_nothing_else(hall: Hall, heard):
    monday = date(2026, 3, 2)
    hours, days = start(hall, 4, Unit.WORKING_HOUR, monday), start(hall, 1, day=monday)
    moment = at("10:30", monday)

    closed = organization.close_on(
        day=monday, begins=time(13), ends=time(15), reason="停电", by=hall.by, at=moment
    )
    hear()
    services.reproject(at=moment)

    (told,) = heard(ClockReprojected)
    assert (told.clock_id, told.reason) == (hours.id, "hours")
    assert hours.due_at == at("15:30", monday)
    assert (told.old_due_at, told.due_at) == (hours.due_at, at("17:00", monday))  # 13:30 to 15:00 is lost
    assert selectors.clock(hall.id, days.id, moment).due_at == days.due_at

    organization.withdraw_closure(closure_id=closed.id, by=hall.by, at=at("11:00", monday))
    hear()
    services.reproject(at=at("11:00", monday))
    assert selectors.clock(hall.id, hours.id, moment).due_at == hours.due_at


def test_hours_of_another_hall_are_not_this_one_s(hall: Hall, heard):
    start(hall, 4, Unit.WORKING_HOUR, date(2026, 3, 2))
    other = found_hall("AYCT", moment=at("07:00", date(2022, 9, 1)))

    organization.close_on(
        day=date(2026, 3, 2),
        begins=None,
        ends=None,
        reason="停电",
        by=other.by,
        at=at("10:30", date(2026, 3, 2)),
    )
    hear()
    services.reproject(at=at("10:30", date(2026, 3, 2)))

    assert heard(ClockReprojected) == []


def test_a_hall_without_hours_starts_no_clock_in_working_hours(hall: Hall):
    organization.set_sessions(sessions=[], by=hall.by, at=at("08:00", date(2026, 3, 2)))

    with pytest.raises(HoursMissing):
        start(hall, 4, Unit.WORKING_HOUR, date(2026, 3, 3))


def test_what_the_row_repeats_is_what_the_ledger_says(hall: Hall):
    card, by = start(hall, 6), hall.person("0302")
    services.pause(
        clock_id=card.id, ground=Ground.HEARING, evidence="TZ-9", by=by, at=at("12:00", date(2026, 12, 28))
    )
    import_2027(hall, at("09:00", date(2026, 12, 29)))
    services.reproject(at=at("09:00", date(2026, 12, 29)))
    services.resume(clock_id=card.id, by=by, at=at("10:00", date(2026, 12, 30)))

    row = Clock.objects.get(id=card.id)
    told = selectors.clock(hall.id, card.id, at("10:00", date(2026, 12, 30)))
    kept = {name: getattr(row, name) for name in PROJECTED}

    assert (row.due_on, row.due_at, row.provisional) == (told.due, told.due_at, told.provisional)
    assert kept["state"] == told.state == ClockState.RUNNING
