"""Who is told that a clock comes near its end or has run out: once, in time, and nobody left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.halls import Hall, at
from yichuang.deadlines import selectors, services
from yichuang.deadlines.events import DeadlineNear, DeadlinePassed
from yichuang.deadlines.models import Clock, ClockRung
from yichuang.deadlines.rules.ladder import compact, ladder_of, passed, read
from yichuang.deadlines.types import Among, Audience, Budget, ClockCard, Ground, Rollover, Unit
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.ids import new_id
from yichuang.regulations import services as regulations

MONDAY = date(2026, 3, 2)
HANDLER, HEAD, OFFICE, WATCH = Audience.HANDLER, Audience.SECTION_HEAD, Audience.OFFICE, Audience.SUPERVISION


def start(
    hall: Hall, value: int = 10, unit: Unit = Unit.WORKING_DAY, day: date = MONDAY, **other
) -> ClockCard:
    told = {"purpose": "case.promised", "subject_id": new_id(), "owner_id": hall.people["0302"]} | other
    return services.start(budget=Budget(value, unit), by=hall.person("0302"), at=at("10:00", day), **told)


def tick(day: int, clock: str = "08:00", month: int = 3):
    return services.tick(at=at(clock, date(2026, month, day)))


@proves("TIME-03")
def test_each_rung_is_told_once_and_to_whom_it_concerns(hall: Hall, heard):
    card = start(hall)  # due on Monday 16 March

    for day in range(2, 24):
        for clock in ("00:00", "08:00", "08:00", "18:00"):
            tick(day, clock)

    near, over = heard(DeadlineNear), heard(DeadlinePassed)
    assert [(one.rung, one.tells) for one in near] == [("p80", (HANDLER,)), ("b1", (HANDLER, HEAD))]
    assert [(one.rung, one.tells) for one in over] == [
        ("d0", (HANDLER, HEAD)),
        ("a1", (OFFICE,)),
        ("a3", (WATCH,)),
    ]
    assert {one.due for one in near + over} == {card.due} == {date(2026, 3, 16)}
    moments = [one.at for one in selectors.told(hall.id, card.id)]
    assert moments == [at("00:00", date(2026, 3, day)) for day in (12, 13, 17, 18, 20)]
    assert not ClockRung.objects.filter(skipped=True).exists()


@proves("TIME-03")
def test_at_80_percent_there_is_one_warning_and_a_day_after_the_end_the_office_sees_it(hall: Hall, heard):
    card = start(hall)
    before = services.tick(at=at("00:00", date(2026, 3, 12)) - timedelta(seconds=1))

    tick(12, "00:00")
    tick(12, "09:00")

    assert (before.looked, len(heard(DeadlineNear))) == (0, 1)
    assert selectors.clock(hall.id, card.id, at("00:00", date(2026, 3, 12))).used_percent == 80
    tick(17, "00:00")
    office = {"told": OFFICE, "state": Among.OVERDUE}
    assert selectors.open_clocks(hall.id, at("10:00", date(2026, 3, 17)), **office) == []
    tick(18, "00:00")
    (seen,) = selectors.open_clocks(hall.id, at("10:00", date(2026, 3, 18)), **office)
    assert (seen.id, seen.remaining, seen.overdue) == (card.id, -2, True)


@proves("TIME-01")
def test_one_second_after_the_end_handler_and_head_see_it(hall: Hall, heard):
    section = new_id()
    card = start(hall, department_id=section)
    end = at("00:00", date(2026, 3, 17))

    services.tick(at=end - timedelta(seconds=1))
    assert heard(DeadlinePassed) == []
    services.tick(at=end + timedelta(seconds=1))

    (told,) = heard(DeadlinePassed)
    assert (told.clock_id, told.tells) == (card.id, (HANDLER, HEAD))
    after = end + timedelta(seconds=1)
    for whose in ({"owner_id": hall.people["0302"]}, {"department_id": section}):
        for audience in (HANDLER, HEAD):
            found = selectors.open_clocks(hall.id, after, state="overdue", told=audience, **whose)
            assert [one.id for one in found] == [card.id]


def test_a_late_sweep_tells_the_highest_rung_and_leaves_nobody_out(hall: Hall, heard):
    card = start(hall)

    swept = tick(18)

    (told,) = heard(DeadlinePassed)
    assert (told.rung, told.skipped, told.tells) == ("a1", ("p80", "b1", "d0"), (HANDLER, HEAD, OFFICE))
    assert heard(DeadlineNear) == []
    assert (swept.looked, swept.told, swept.skipped) == (1, 1, 3)
    assert [one.rung for one in selectors.told(hall.id, card.id) if one.skipped] == ["p80", "b1", "d0"]
    assert tick(18, "09:00").looked == 0


def test_a_short_limit_is_not_warned_of_before_it_began(hall: Hall, heard):
    start(hall, 1)

    for day in (2, 3, 4):
        tick(day)

    assert [one.rung for one in heard(DeadlineNear)] == ["p80"]
    assert [one.rung for one in heard(DeadlinePassed)] == ["d0"]


def test_moments_have_their_rungs_too(hall: Hall, heard):
    start(hall, 5, Unit.MINUTE)
    seconds = [(3, 59), (4, 0), (4, 59), (5, 0)]

    told = []
    for minute, second in seconds:
        services.tick(at=at("10:00", MONDAY) + timedelta(minutes=minute, seconds=second))
        told.append((len(heard(DeadlineNear)), len(heard(DeadlinePassed))))

    assert told == [(0, 0), (1, 0), (1, 0), (1, 1)]


def test_nothing_is_told_while_a_clock_stands_still(hall: Hall, heard):
    card = start(hall)
    by = hall.person("0302")
    services.pause(
        clock_id=card.id, ground=Ground.HEARING, evidence="TZ-9", by=by, at=at("15:00", date(2026, 3, 10))
    )

    assert tick(31).looked == 0
    after = services.resume(clock_id=card.id, by=by, at=at("09:00", date(2026, 3, 31)))
    assert [one.rung for one in heard(DeadlineNear)] == []
    tick(1, month=4)
    tick(2, month=4)

    assert after.due == date(2026, 4, 7)  # four were left after the 10th; 4 to 6 April are off
    assert [one.rung for one in heard(DeadlineNear)] == ["p80"]


def test_what_was_reached_before_a_pause_is_told_during_it(hall: Hall, heard):
    card = start(hall)
    services.pause(
        clock_id=card.id,
        ground=Ground.HEARING,
        evidence="TZ-9",
        by=hall.person("0302"),
        at=at("15:00", date(2026, 3, 12)),
    )

    tick(20)
    tick(21)

    assert [one.rung for one in heard(DeadlineNear)] == ["p80"]


def test_a_pause_after_the_end_hides_nothing(hall: Hall, heard):
    card = start(hall)
    tick(17)
    services.pause(
        clock_id=card.id,
        ground=Ground.HEARING,
        evidence="TZ-9",
        by=hall.person("0302"),
        at=at("15:00", date(2026, 3, 17)),
    )

    tick(18)

    assert [one.rung for one in heard(DeadlinePassed)] == ["d0", "a1"]
    seen = selectors.open_clocks(hall.id, at("09:00", date(2026, 3, 18)), state=Among.OVERDUE)
    assert [(one.id, one.overdue) for one in seen] == [(card.id, True)]


def test_more_time_has_its_own_warnings_once(hall: Hall, heard):
    card = start(hall, most_extensions=1, most_extension_value=10)
    tick(13)
    services.extend(
        clock_id=card.id,
        value=10,
        approved_by=hall.people["0101"],
        by=hall.person("0302"),
        at=at("15:00", date(2026, 3, 16)),
    )

    for day in range(17, 32):
        tick(day)

    near = [(one.rung, one.due) for one in heard(DeadlineNear)]
    assert near == [("b1", date(2026, 3, 16)), ("p80", date(2026, 3, 30)), ("b1", date(2026, 3, 30))]


def test_a_stopped_clock_tells_nothing(hall: Hall, heard):
    card = start(hall)
    services.stop(clock_id=card.id, by=hall.person("0302"), at=at("15:00", date(2026, 3, 5)))

    tick(31)

    assert heard(DeadlineNear) + heard(DeadlinePassed) == []


def test_a_clock_without_a_ladder_tells_nothing(hall: Hall):
    start(hall, ladder="none")

    assert tick(31).looked == 0


@proves("TIME-03")
def test_a_rung_is_claimed_once_whoever_comes_second(hall: Hall, heard):
    card = start(hall)
    tick(12)
    Clock.objects.filter(id=card.id).update(next_rung_at=at("00:00", date(2026, 3, 12)))

    tick(12, "09:00")

    assert len(heard(DeadlineNear)) == 1
    row = ClockRung.objects.get(clock_id=card.id)
    row.pk = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_heartbeat_sweeps(hall: Hall, heard):
    start(hall)

    assert beat(at("08:00", date(2026, 3, 12))) == []

    assert [one.rung for one in heard(DeadlineNear)] == ["p80"]


def test_a_hall_may_warn_earlier_and_its_clocks_keep_the_ladder_of_their_start(hall: Hall, heard):
    start(hall)
    regulations.set_parameter(
        hall_id=hall.id,
        parameter="time.near_percent",
        value=50,
        active_from=date(2026, 3, 3),
        reason="人社办发〔2026〕5号",
        by=hall.person("0101"),
        at=at("11:00", MONDAY),
    )
    later = start(hall, day=date(2026, 3, 3))

    tick(10)

    assert [(one.rung, one.clock_id) for one in heard(DeadlineNear)] == [("p50", later.id)]


def test_lists_are_chosen_in_sql_a_page_at_a_time(hall: Hall):
    mine, other = hall.people["0302"], hall.people["0303"]
    early, late = start(hall, 5), start(hall, 10)
    theirs = start(hall, 5, owner_id=other, purpose="case.opinion")
    paused = start(hall, 3)
    services.pause(
        clock_id=paused.id,
        ground=Ground.PAYMENT,
        evidence="JF-1",
        by=hall.person("0302"),
        at=at("11:00", MONDAY),
    )
    stopped = start(hall, 1)
    services.stop(clock_id=stopped.id, by=hall.person("0302"), at=at("11:00", MONDAY))
    when = at("10:00", date(2026, 3, 6))  # day 4 of 5

    def ids(**asked) -> list:
        return [one.id for one in selectors.open_clocks(hall.id, when, **asked)]

    assert ids(owner_id=mine, state=Among.NEAR) == [early.id]
    assert ids(purposes=["case.opinion"]) == [theirs.id]
    assert ids(state=Among.PAUSED) == [paused.id]
    assert ids(state="overdue") == []
    pages, last = [], None
    while page := ids(limit=2, after=last):
        pages.append(page)
        last = page[-1]
    assert [one for page in pages for one in page] == ids() and len(ids()) == 4
    assert set(ids()) == {early.id, late.id, theirs.id, paused.id}
    counted = selectors.counts(hall.id, when)
    assert counted == {
        Among.ALL: 4,
        Among.RUNNING: 3,
        Among.NEAR: 2,
        Among.OVERDUE: 0,
        Among.PAUSED: 1,
        Among.STILL: 1,
        Among.OK: 1,
        Among.IDLE: 0,
    }
    for one in Among:
        assert counted[one] == len(ids(state=one)), one
    each = (Among.OVERDUE, Among.NEAR, Among.STILL, Among.OK)
    assert sum(counted[one] for one in each) == counted[Among.ALL]


def test_what_the_lists_say_is_what_the_cards_say(hall: Hall):
    for value, unit in (
        (1, Unit.WORKING_DAY),
        (3, Unit.CALENDAR_DAY),
        (30, Unit.HOUR),
        (9, Unit.WORKING_HOUR),
    ):
        start(hall, value, unit)
    paused = start(hall, 4, Unit.WORKING_DAY)
    services.pause(
        clock_id=paused.id,
        ground=Ground.TESTING,
        evidence="JC-2",
        by=hall.person("0302"),
        at=at("11:00", date(2026, 3, 4)),
    )

    when = at("10:00", MONDAY)
    while when < at("10:00", date(2026, 3, 9)):
        open_ones = selectors.open_clocks(hall.id, when)
        for state, says in ((Among.NEAR, "near"), (Among.OVERDUE, "overdue")):
            listed = {one.id for one in selectors.open_clocks(hall.id, when, state=state)}
            assert listed == {one.id for one in open_ones if getattr(one, says)}, (state, when)
        when += timedelta(hours=5)


# --- ladders as values ----------------------------------------------------------------------------------


def test_a_ladder_is_kept_in_a_few_letters():
    ladder = ladder_of(near_percent=80, before=1, office_after=1, supervision_after=3)

    assert compact(ladder) == "p80:h;b1:hs;d0:hs;a1:o;a3:v"
    assert read(compact(ladder)) == ladder
    assert [one.code for one in read("p80:h;d0:hs")] == ["p80", "d0"]
    assert "b" not in compact(ladder_of(near_percent=80, before=0, office_after=1, supervision_after=3))
    with pytest.raises(ValueError):
        read("p80:x")


def test_rungs_below_one_that_was_told_are_over():
    p80, b1, d0 = read("p80:h;b1:hs;d0:hs")
    moments = [(p80, at("09:00")), (b1, at("10:00")), (d0, at("11:00"))]

    assert passed(moments, [], at("08:00")) == ([], at("09:00"))
    assert passed(moments, [], at("10:30")) == ([p80, b1], at("11:00"))
    assert passed(moments, ["b1"], at("10:30")) == ([], at("11:00"))
    assert passed(moments, ["d0"], at("12:00")) == ([], None)


def test_days_that_roll_over_are_warned_of_by_their_real_end(hall: Hall, heard):
    services.start(
        purpose="case.statutory",
        budget=Budget(5, Unit.CALENDAR_DAY, rollover=Rollover.NEXT_WORKING_DAY),
        subject_id=new_id(),
        by=hall.person("0302"),
        at=at("10:00", MONDAY),
    )  # Saturday 7 March, so Monday 9 March

    for day in range(3, 11):
        tick(day)

    assert [one.rung for one in heard(DeadlineNear)] == ["b1"]  # Friday, the same day as 80 %
    assert [(one.rung, one.due) for one in heard(DeadlinePassed)] == [("d0", date(2026, 3, 9))]
