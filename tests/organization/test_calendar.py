"""The working calendar: which days are worked, and how next year's comes in."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from tests.halls import at, found_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.texts import TextMissing
from yichuang.kernel.types import Key
from yichuang.organization import calendars, rules, selectors, services
from yichuang.organization.errors import CalendarUnfit, HallUnknown
from yichuang.organization.models import CalendarDay, CalendarYear
from yichuang.organization.types import DayKind, DayReason

pytestmark = pytest.mark.django_db

NEXT_YEAR = """year,day,kind,name,notice
2027,2027-01-01,放假,元旦,国务院办公厅关于2027年部分节假日安排的通知
2027,2027-02-06,off,春节,
2027,2027-02-20,make_up,春节,
2027,2027-05-01,off,劳动节,
2027,2027-10-01,off,国庆节,
2027,2027-10-02,off,国庆节,
2027,2027-10-03,off,国庆节,
2027,2027-02-08,off,春节,
"""


def test_the_shipped_years_are_those_of_chinesecalendar_day_by_day():
    calendar = selectors.calendar.state_calendar()
    day, compared = date(2022, 1, 1), 0

    while day < date(2027, 1, 1):
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day), day
        day, compared = day + timedelta(days=1), compared + 1

    assert compared == 1826
    assert calendar.years == frozenset({2022, 2023, 2024, 2025, 2026})
    assert all(year.notice.startswith("国办发明电") for year in calendars.shipped())


@proves("HRS-02")
@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),  # nothing to wait for
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # over one weekend
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # Saturday 14 February is made up
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # over the whole Spring Festival
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # Sunday 20 September counts as a working day …
        (date(2026, 10, 4), 1, date(2026, 10, 8)),  # … and holiday Monday 5 October does not
        (date(2026, 12, 31), 1, date(2027, 1, 1)),  # next year is unknown: only weekends are
    ],
)
def test_a_make_up_sunday_counts_for_due_dates_and_a_holiday_monday_does_not(start, count, due):
    assert selectors.add_working_days(None, start, count) == due
    assert selectors.is_working_day(None, date(2026, 9, 20))
    assert not selectors.is_working_day(None, date(2026, 10, 5))


@proves("HRS-02", refuses=True)
def test_on_a_holiday_monday_the_hall_has_no_hours_whatever_its_week_says():
    hall = found_hall()
    hall.open()

    holiday, made_up = selectors.day_plan(hall.id, date(2026, 10, 5)), date(2026, 9, 20)

    assert holiday.sessions == () and holiday.reason is DayReason.HOLIDAY and holiday.name == "国庆节"
    assert not selectors.takes_tickets(hall.id, at("10:00", date(2026, 10, 5))).open
    assert not selectors.is_open(hall.id, at("10:00", date(2026, 10, 5)))
    assert selectors.takes_tickets(hall.id, at("10:00", made_up)).open  # a Sunday, worked like a Monday


def test_next_years_calendar_is_imported_from_a_table_and_tells_every_hall():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")
    before = selectors.hall(hebi.id).plan_version

    years = services.import_calendar_year(
        text=NEXT_YEAR, source_name="2027.csv", by=anyang.by, at=at("09:00")
    )

    assert [year.year for year in years] == [2027]
    assert selectors.calendar_years() == (2022, 2023, 2024, 2025, 2026, 2027)
    assert selectors.is_working_day(None, date(2027, 2, 20))
    assert not selectors.is_working_day(None, date(2027, 2, 8))
    assert not selectors.day_plan(anyang.id, date(2027, 2, 8)).provisional
    assert selectors.hall(hebi.id).plan_version != before
    (told,) = anyang.told("organization.calendar_imported")
    (heard,) = hebi.told("organization.calendar_imported")
    assert heard.cause_id == told.id and heard.actor_kind == "system"
    assert "元旦" not in told.body and '"2027-02-20"' in told.body


def test_a_corrected_year_replaces_the_shipped_one_whole():
    hall = found_hall()
    text = NEXT_YEAR.replace("2027", "2026").replace("2026-02-20", "2026-02-28")

    services.import_calendar_year(text=text, source_name="2026.csv", by=hall.by, at=at("09:00"))
    services.import_calendar_year(text=text, source_name="2026.csv", by=hall.by, at=at("09:05"))

    assert selectors.is_working_day(None, date(2026, 5, 4))  # off in the shipped year
    assert CalendarDay.objects.count() == 8
    assert '"replaced":true' in hall.told("organization.calendar_imported")[0].body


def test_an_import_without_the_name_of_its_file_is_refused_in_words():
    with pytest.raises(TextMissing, match="文件"):
        services.import_calendar_year(text=NEXT_YEAR, source_name=" ", by=found_hall().by, at=at("09:00"))


def test_an_import_with_a_key_happens_once():
    hall, key = found_hall(), Key("calendar-2027", "a" * 64)

    for _again in range(2):
        services.import_calendar_year(
            text=NEXT_YEAR, source_name="2027.csv", by=hall.by, at=at("09:00"), key=key
        )

    assert len(hall.told("organization.calendar_imported")) == 1
    with pytest.raises(KeyReused):
        services.import_calendar_year(
            text=NEXT_YEAR, source_name="x", by=hall.by, at=at("09:00"), key=Key("calendar-2027", "b" * 64)
        )


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("day,kind,name\n2027-13-01,off,元旦", 2, "2027-13-01"),  # no such month
        ("day,kind,name\n2027-01-01,holiday,元旦", 2, "holiday"),  # no such kind
        ("day,kind,name\n2027-01-01,off,", 2, "名称"),  # a day without a name
        ("day,kind,name\n2027-02-03,上班,春节", 2, "星期六"),  # a Wednesday cannot be made up
        ("day,kind,name\n2027-01-01,off,元旦\n2027-01-01,off,元旦", 3, "重复"),  # twice
        ("day,kind,name,colour\n2027-01-01,off,元旦,red", 1, "colour"),  # a column nobody reads
        ('day,kind,name\n2027-01-01,off,"元旦', 2, "CSV"),  # an open quotation mark
        ("day,kind,name\n2027-01-01,off,元旦,x,y", 2, "列"),  # more values than columns
        ("year: 2027\noff:\n- {name: 元旦, from: 2027-01-01, to: 2027-03-01}", 3, "两周"),  # a typing slip
        ("year: 2027\noff:\n- {name: 元旦, from: 1.1., to: 2027-01-01}", 3, "2026-10-01"),
        ("year: 2027\noff: []", 1, "2027-01-01"),  # not one of the days off by law
        ("year: 20\noff: []", 1, "2000"),  # no such year
        ("year: 2027\nholidays: []", 2, "holidays"),  # a field nobody reads
        ("years: [}", 1, "YAML"),
        ("year: &a 2027\noff: *a", 1, "锚点"),  # anchors can make a small file large
        ("year: !!python/object:os.system 2027", 1, "标签"),
        ("{{{{{{{{{{{{{{{{", 1, "层"),
        ("", 1, "没有"),
        ("year: 2027\nyear: 2028", 2, "重复"),
        ("\x00", 1, "字符"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason_and_nothing_is_half_imported(text, line, word):
    hall = found_hall()

    with pytest.raises(CalendarUnfit) as refused:
        services.import_calendar_year(text=text, source_name="2027.csv", by=hall.by, at=at("09:00"))

    first = refused.value.faults[0]
    assert first.line == line and word in first.reason
    assert f"第 {line} 行" in str(refused.value) and first.reason in str(refused.value)
    assert not CalendarYear.objects.exists() and not CalendarDay.objects.exists()
    assert not hall.told("organization.calendar_imported")


def test_every_bad_row_of_a_table_is_named_not_only_the_first():
    rows = "\n".join(f"2027-01-{day},off,元旦" for day in ("01", "32", "xx"))

    _years, faults = calendars.parse("day,kind,name\n" + rows)

    assert [one.line for one in faults] == [3, 4]


def test_a_stranger_to_this_installation_imports_nothing():
    found_hall()

    with pytest.raises(HallUnknown):
        services.import_calendar_year(text=NEXT_YEAR, source_name="x", by=services.founder(), at=at("09:00"))


@pytest.mark.parametrize(
    ("on", "known", "missing"),
    [
        (date(2026, 11, 30), {2026}, None),  # not yet
        (date(2026, 12, 1), {2026}, 2027),  # from 1 December
        (date(2026, 12, 31), {2026, 2027}, None),  # it has come
        (date(2027, 1, 1), {2026}, 2027),  # too late, still missing
    ],
)
def test_next_years_calendar_is_missed_from_the_first_of_december(on, known, missing):
    assert rules.year_to_import(on, frozenset(known)) == missing


def test_the_heartbeat_tells_each_hall_once_that_next_year_is_missing():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")

    beat(at("09:00", date(2026, 11, 30)))
    early = anyang.told("organization.calendar_year_missing")
    for hour in ("00:30", "09:00", "18:00"):
        beat(at(hour, date(2026, 12, 1)))

    assert early == []
    assert selectors.calendar_alert(at("00:30", date(2026, 12, 1))) == 2027
    assert selectors.calendar_missing(at("00:30", date(2026, 12, 1))) == [2027]
    assert selectors.calendar_alert(at("09:00", date(2026, 11, 30))) is None
    for hall in (anyang, hebi):
        (told,) = hall.told("organization.calendar_year_missing")
        assert '"year":2027' in told.body


def test_without_a_calendar_a_day_is_provisional_and_only_weekends_are_known():
    hall = found_hall()

    plan = selectors.day_plan(hall.id, date(2028, 5, 1))

    assert plan.provisional and plan.working and len(plan.sessions) == 2


def test_a_day_of_december_may_belong_to_next_years_notice():
    years, faults = calendars.parse(
        NEXT_YEAR.replace("2027,2027-01-01,放假", "2027,2026-12-31,off,元旦,\n2027,2027-01-01,放假")
    )

    assert not faults
    assert years[0].days[0].day == date(2026, 12, 31) and years[0].days[0].kind is DayKind.OFF
