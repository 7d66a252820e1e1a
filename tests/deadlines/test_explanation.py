"""Every date is told day by day, in Chinese and English."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given

from tests.deadlines.counting import almanac, due, ledger, moment, shipped
from tests.deadlines.test_counting import budgets, spans
from tests.halls import SHANGHAI, Hall, at
from yichuang.deadlines import refusals, rules, selectors, services
from yichuang.deadlines.selectors.explain import explain_by
from yichuang.deadlines.types import Budget, Explanation, Ground, LineKind, Rollover, StartRule, Unit
from yichuang.kernel.ids import new_id
from yichuang.organization import services as organization

WORK = Unit.WORKING_DAY


def told(budget: Budget, start: date | datetime, *pauses) -> Explanation:
    start = start if isinstance(start, datetime) else moment(start)
    return explain_by(almanac(), budget, start, pauses)


def chinese(found: Explanation) -> list[str]:
    return [one.zh for one in found.lines]


def english(found: Explanation) -> list[str]:
    return [one.en for one in found.lines]


def test_over_the_spring_festival_every_day_has_its_reason():
    found = told(Budget(5, WORK), date(2026, 2, 11))

    assert chinese(found) == [
        "2026年2月11日（星期三）起算，当日不计入。",
        "2月12日（星期四）至2月13日（星期五）：第1至2个工作日。",
        "2月14日（星期六）：第3个工作日（调休上班）。",
        "2月15日（星期日）至2月23日（星期一）：春节放假，不计入。",
        "2月24日（星期二）至2月25日（星期三）：第4至5个工作日。",
        "2026年2月25日（星期三）日终届满。",
    ]
    assert english(found)[2:4] == [
        "Sat 14 February: working day 3, worked instead of a day off.",
        "Sun 15 February to Mon 23 February: Spring Festival, days off, does not count.",
    ]
    assert (found.due, found.provisional) == (date(2026, 2, 25), False)
    assert [(one.first, one.last) for one in found.lines if one.first] == [(1, 2), (3, 3), (4, 5)]


def test_a_pause_is_told_with_its_ground_and_its_paper(hall: Hall):
    by = hall.person("0302")
    monday = date(2026, 3, 2)
    card = services.start(
        purpose="case.promised",
        budget=Budget(5, WORK),
        subject_id=new_id(),
        most_extensions=1,
        most_extension_value=5,
        by=by,
        at=at("10:00", monday),
    )
    services.pause(
        clock_id=card.id,
        ground=Ground.SUPPLEMENT,
        evidence="AYRS-GZ-3",
        by=by,
        at=at("11:00", date(2026, 3, 3)),
    )
    services.pause(
        clock_id=card.id, ground=Ground.PAYMENT, notice_id=new_id(), by=by, at=at("11:00", date(2026, 3, 4))
    )
    services.resume(clock_id=card.id, ground=Ground.SUPPLEMENT, by=by, at=at("11:00", date(2026, 3, 5)))
    services.resume(clock_id=card.id, by=by, at=at("11:00", date(2026, 3, 6)))
    services.extend(
        clock_id=card.id, value=2, approved_by=hall.people["0101"], by=by, at=at("15:00", date(2026, 3, 9))
    )

    found = selectors.explain(hall.id, card.id, at("16:00", date(2026, 3, 9)))

    assert chinese(found)[1:6] == [
        "2026年3月9日（星期一）：经批准延长2个工作日。",
        "3月3日（星期二）：第1个工作日。",
        "3月4日（星期三）：暂停计时（补正材料，文书AYRS-GZ-3），不计入。",
        "3月5日（星期四）：暂停计时（补正材料，文书AYRS-GZ-3、缴费），不计入。",
        "3月6日（星期五）：暂停计时（缴费），不计入。",
    ]
    assert english(found)[4] == (
        "Thu 5 March: the clock stands still (papers to be supplemented, paper AYRS-GZ-3, payment) and does"
        " not count."
    )
    assert found.due == selectors.clock(hall.id, card.id, at("16:00", date(2026, 3, 9))).due
    with pytest.raises(refusals.ClockUnknown):
        selectors.explain(hall.id, new_id(), at("16:00", date(2026, 3, 9)))


@pytest.mark.parametrize(
    ("budget", "start", "lines"),
    [
        (
            Budget(0, Unit.IMMEDIATE),
            date(2026, 3, 2),
            ["2026年3月2日（星期一）起算，当日办结。", "2026年3月2日（星期一）日终届满。"],
        ),
        (
            Budget(7, Unit.CALENDAR_DAY, rollover=Rollover.NEXT_WORKING_DAY),
            date(2026, 2, 10),
            [
                "2026年2月10日（星期二）起算，当日不计入。",
                "2月11日（星期三）至2月17日（星期二）：第1至7日。",
                "2月18日（星期三）至2月23日（星期一）：春节放假，不计入。",
                "期限最后一日为休息日，顺延至其后第一个工作日2026年2月24日（星期二）。",
                "2026年2月24日（星期二）日终届满。",
            ],
        ),
        (
            Budget(1, Unit.MONTH, StartRule.SAME_DAY),
            date(2026, 3, 2),
            [
                "2026年3月2日（星期一）起算，当日计入。",
                "1个月至对应日届满，没有对应日的为月末日：2026年4月1日（星期三）。",
                "3月2日（星期一）至4月1日（星期三）：第1至31日。",
                "2026年4月1日（星期三）日终届满。",
            ],
        ),
        (
            Budget(48, Unit.HOUR),
            date(2026, 2, 14),
            ["2026年2月14日（星期六）10:00起算。", "2026年2月16日（星期一）10:00届满。"],
        ),
        (
            Budget(2, Unit.WORKING_HOUR),
            datetime(2026, 2, 13, 16, 45, tzinfo=SHANGHAI),
            [
                "2026年2月13日（星期五）16:45起算。",
                "2月13日（星期五）16:45至17:30：计服务时间45分钟。",
                "2月14日（星期六）08:30至09:45：计服务时间1小时15分钟。",
                "2026年2月14日（星期六）09:45届满。",
            ],
        ),
        (
            Budget(1, WORK),
            date(2026, 12, 31),
            [
                "2026年12月31日（星期四）起算，当日不计入。",
                "2027年1月1日（星期五）：第1个工作日。",
                "2027年1月1日（星期五）日终届满。",
                "暂定：2027年工作日历尚未公布，暂只按周末推算。",
            ],
        ),
    ],
)
def test_each_unit_is_told_in_its_way(budget: Budget, start, lines: list[str]):
    assert chinese(told(budget, start)) == lines


def test_working_hours_leave_out_the_days_on_which_the_hall_is_closed():
    found = told(Budget(2, Unit.WORKING_HOUR), moment(date(2026, 2, 14), time(16, 30)))

    assert chinese(found)[1:4] == [
        "2月14日（星期六）16:30至17:30：计服务时间1小时。",
        "2月15日（星期日）至2月23日（星期一）：春节放假，不计入。",
        "2月24日（星期二）08:30至09:30：计服务时间1小时。",
    ]


def test_a_pause_over_the_last_day_is_told_as_why_it_moved():
    thursday = date(2026, 3, 5)
    found = told(Budget(3, WORK), date(2026, 3, 2), (moment(thursday), moment(date(2026, 3, 7))))

    assert chinese(found)[-2] == (
        "2026年3月5日（星期四）日终时计时处于暂停，期限最后一日为2026年3月9日（星期一）。"
    )
    assert found.due == date(2026, 3, 9)


@pytest.mark.parametrize("value", [60, 250, 5000])
def test_long_spans_are_told_together_and_keep_every_holiday(value: int):
    found = told(Budget(value, WORK), date(2026, 1, 5))

    named = [one for one in found.lines if one.kind in (LineKind.HOLIDAY, LineKind.MADE_UP)]
    assert len(found.lines) <= 40
    assert found.lines[1].last > 5  # the first weekends lie within
    assert found.lines[-1].kind is (LineKind.DUE if value == 60 else LineKind.PROVISIONAL)
    assert "2026-02-15" in {one.since.isoformat() for one in named if one.kind is LineKind.HOLIDAY}
    if value > 60:
        assert {"2026-04-04", "2026-10-01", "2026-10-10"} <= {one.since.isoformat() for one in named}


@given(budgets, spans())
def test_the_reasons_are_those_of_the_date(budget: Budget, drawn):
    start, pauses = drawn
    of = ledger(budget, start, *pauses)
    found = rules.reasons(of, almanac(), start)
    last = due(budget, start, *pauses)
    counted = [one for one in found if one.first is not None]

    # the numbers run from 1 to what there is, and the last line that is about a day is the date
    numbers = [number for one in counted for number in range(one.first, one.last + 1)]
    assert numbers == list(range(1, budget.value + 1))
    assert next(one.until for one in found if one.kind is LineKind.DUE) == last.toordinal()
    # every day from the first to the last that counts has exactly one line, where none is folded
    if budget.value and not any(one.folded for one in found):
        kinds = (LineKind.COUNTED, LineKind.MADE_UP, LineKind.REST, LineKind.HOLIDAY, LineKind.PAUSED)
        told_days = [day for one in found if one.kind in kinds for day in range(one.since, one.until + 1)]
        assert told_days == sorted(set(told_days))
        assert set(range(told_days[0], counted[-1].until + 1)) <= set(told_days)
        assert all(
            shipped().is_working_day(day)
            for one in counted
            for day in range(one.since, one.until + 1)
            if budget.unit is WORK
        )


def test_a_stopped_clock_is_explained_by_the_calendar_it_was_counted_by(hall: Hall):
    by, christmas = hall.person("0302"), date(2026, 12, 25)
    card = services.start(
        purpose="case.promised",
        budget=Budget(6, WORK),
        subject_id=new_id(),
        by=by,
        at=at("10:00", christmas),
    )
    services.stop(clock_id=card.id, by=by, at=at("11:00", christmas))
    before = selectors.explain(hall.id, card.id, at("12:00", christmas))
    off = "\n".join(f"2027-{day},off,元旦" for day in ("01-01", "05-01", "10-01", "10-02", "10-03"))
    organization.import_calendar_year(
        text=f"day,kind,name\n{off}\n", source_name="2027.csv", by=hall.by, at=at("13:00", christmas)
    )

    after = selectors.explain(hall.id, card.id, at("14:00", christmas))

    assert after == before
    assert after.due == date(2027, 1, 4)
    assert after.lines[-1].kind is LineKind.STOPPED
    assert selectors.explain_budget(hall.id, Budget(6, WORK), at("10:00", christmas)).due == date(2027, 1, 5)


def test_amounts_and_names_are_told_in_the_language_of_the_reader():
    assert selectors.budget_text(Budget(5, WORK)) == "5个工作日"
    assert selectors.amount_text(0, Unit.IMMEDIATE) == "即时（当日）"
    assert selectors.ground_text(Ground.HEARING) == "听证"
    for unit in Unit:
        assert selectors.amount_text(2, unit)
    for ground in Ground:
        assert selectors.ground_text(ground)
