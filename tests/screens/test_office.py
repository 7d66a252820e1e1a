"""In the office: the hall as it is, empty or crowded, and only alerts that exist."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING, SHANGHAI, Hall, build_hall, fill
from yichuang.kernel import clock


def office(hall: Hall) -> str:
    return text_of(person_client(hall, "0001").get("/office/"))


def test_an_empty_hall_shows_that_nobody_is_at_the_posts_once_the_grace_is_over(hall: Hall) -> None:
    at_once = office(hall)
    with clock.frozen(MORNING + timedelta(minutes=5)):
        said = office(hall)

    assert "等候 0" in said
    assert "个窗口无人在岗" not in at_once
    assert "4 个窗口无人在岗" in said and "AB-02" in said and "1 号窗口 1号窗口岗，已 5 分钟" in said


def test_a_crowded_hall_shows_windows_lines_and_figures(db: None, monday: None) -> None:
    hall = build_hall(crowded=True)
    fill(hall, MORNING)

    with clock.frozen(MORNING + timedelta(minutes=6)):
        said = office(hall)

    assert "今日办结" in said and "王敏 0303" in said
    assert "各业务等候" in said
    assert "1 个窗口无人在岗" not in said and "2 个窗口无人在岗" in said


def test_people_waiting_without_a_window_are_an_alert(hall: Hall) -> None:
    hall.take("D", MORNING)

    assert "就业综合：有人等候，无窗口在岗" in office(hall)


def test_from_december_on_a_missing_calendar_is_an_alert(db: None) -> None:
    december = datetime(2026, 12, 1, 9, 30, tzinfo=SHANGHAI)
    with clock.frozen(december):
        said = office(build_hall(at=december))

    assert "缺少 2027 年工作日历" in said


def test_after_hours_no_window_has_to_be_manned(hall: Hall) -> None:
    with clock.frozen(MORNING.replace(hour=20)):
        said = office(hall)

    assert "个窗口无人在岗" not in said
    assert "未到服务时间" in said


def queries_of(hall: Hall) -> list[str]:
    office = person_client(hall, "0001")
    office.get("/office/")  # the hall's plan is at hand from now on
    clock.forget()  # which is read again each second: let every count hold it
    with CaptureQueriesContext(connection) as asked:
        assert office.get("/office/now/").status_code == 200
    return [one["sql"] for one in asked]


def test_the_page_asks_as_little_of_fourteen_windows_as_of_four(db: None, monday: None) -> None:
    small, crowded = build_hall(code="AYRS"), build_hall(code="HBRS", crowded=True)
    for hall in (small, crowded):
        for window in list(hall.windows)[::2]:
            hall.sign_on(window, MORNING)

    of_four, of_fourteen = queries_of(small), queries_of(crowded)

    assert (len(small.windows), len(crowded.windows)) == (4, 14)
    assert len(of_fourteen) == len(of_four), "\n".join(of_fourteen)
    of_hours = [sql for sql in of_fourteen if "organization_opening_session" in sql and "weekday" in sql]
    assert of_hours == []  # the one plan of the day that is at hand answers for every window


def test_a_clerk_has_no_business_here(hall: Hall) -> None:
    assert person_client(hall, "0303").get("/office/").status_code == 403
