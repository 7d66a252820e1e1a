"""The pages of what is done at once: shares with their cases, drawn, told apart, and counted again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.cases.hall import Office, case_office
from tests.cases.test_once import done, instant
from tests.cases.together import working_day
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import services
from yichuang.cases.types import CaseCard, CheckLine
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id

OFFICE, CHIEF, CLERK = "0001", "0305", "0302"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def look(office: Office, at: datetime, address: str = "", *, who: str = OFFICE) -> Any:
    with clock.frozen(at):
        return person_client(office.hall, who).get(f"/office/once/{address}")


@proves("ONE-05")
@proves("SIX-04")
def test_the_page_lists_what_was_left_open_and_draws_the_share(office: Office) -> None:
    left, _finished = instant(office), done(office)

    page = look(office, working_day(0, "17:35"))

    said = text_of(page)
    assert page.status_code == 200 and left.number in said
    tile = page.context["picture"].tiles[0]
    assert (tile.percent, tile.part, tile.whole) == (50, 1, 2)
    (column,) = [one for one in page.context["picture"].chart.columns if one.point.whole]
    assert (column.point.whole, column.point.part, column.point.line) == (2, 1, 50)
    assert "李娜" not in said


@proves("CHF-06")
def test_the_second_count_stands_beside_the_first(office: Office) -> None:
    done(office)
    instant(office)

    page = look(office, working_day(0), "?share=on_site")

    assert page.context["picture"].agrees
    assert "仅据日志再算一遍：2 件中 1 件" in text_of(page) and "两次结果一致" in text_of(page)


def test_every_figure_of_the_page_leads_to_as_many_cases(office: Office) -> None:
    for _matter in range(3):
        done(office)
    instant(office)
    at = working_day(0, "17:35")
    page = look(office, at)

    for tile in page.context["picture"].tiles:
        for count, address in ((tile.part, tile.part_address), (tile.whole, tile.whole_address)):
            rows = look(office, at, address.removeprefix("/office/once/"))
            assert rows.context["count"] == len(rows.context["rows"]) == count, address
    for row in page.context["picture"].parts:
        rows = look(office, at, row.left_address.removeprefix("/office/once/"))
        assert rows.context["count"] == row.left_open


def test_items_departments_and_periods_can_be_asked_for(office: Office) -> None:
    done(office)
    at = working_day(0)

    by_item = look(office, at, "?by=item")
    assert "参保证明打印" in [one.name for one in by_item.context["picture"].parts]
    department = office.hall.departments["许可处"].hex
    assert look(office, at, f"cases/?figure=done&department={department}").context["count"] == 1
    assert look(office, at, "cases/?figure=done&department=none").context["count"] == 0
    assert look(office, at, f"cases/?figure=done&item={office.items['PERMIT'].hex}").context["count"] == 0
    assert look(office, at, "?from=2026-02-01&to=2026-02-02").context["picture"].tiles[0].percent is None
    assert look(office, at, "?from=x&to=9999-12-31&by=z&share=q").status_code == 200


@pytest.mark.parametrize("query", ["figure=x", "start=y", "item=z", "department=q", "start=99999999999"])
def test_nonsense_is_no_page(office: Office, query: str) -> None:
    assert look(office, working_day(0), f"cases/?{query}").status_code == 404


def test_who_is_not_meant_to_watch_does_not_come_in(office: Office) -> None:
    assert look(office, working_day(0), who=CLERK).status_code == 403
    assert look(office, working_day(0), "cases/", who=CLERK).status_code == 403


def test_an_empty_hall_says_so(office: Office) -> None:
    page = text_of(look(office, working_day(0)))

    assert "这些天没有受理或办结的办件" in page and "每件即办件都在当日办结" in page


# ---- what is missing at the first look ----------------------------------------------------------


@proves("ACC-09")
def test_each_first_look_is_complete_or_not_and_the_report_tells_by_item_which_material_is_missing(
    office: Office,
) -> None:
    for missing in ((2, 4), (4,), ()):
        case = office.submit("PERMIT", despite_open=True)
        office.check(case, missing=missing)
    later = office.submit("PERMIT", despite_open=True)
    office.check(later, CheckLine(3, present=False, deferred_until=date(2026, 3, 5)))
    done(office)
    told = office.submit("INSTANT", despite_open=True)  # a second look never counts
    office.check(told, missing=(1,))
    services.tell_once(case_id=told.id, by=office.clerk, at=MORNING)
    services.supplement(case_id=told.id, by=office.clerk, at=MORNING)
    office.check(told)

    page = look(office, working_day(0), "gaps/")

    checks = page.context["checks"]
    assert (checks.checked, checks.complete, checks.promised, checks.incomplete) == (6, 2, 1, 3)
    assert checks.share == 33
    bars = [(one.material.name, one.material.faulty, one.material.asked) for one in page.context["bars"]]
    assert bars == [("场所证明", 2, 4), ("营业执照", 1, 4), ("身份证", 1, 2), ("验资报告", 1, 4)]
    by_item = {one.name: one.checks for one in page.context["items"]}
    assert (by_item["劳务派遣经营许可"].checked, by_item["劳务派遣经营许可"].incomplete) == (4, 2)
    assert by_item["参保证明打印"].incomplete == 1


def test_every_bar_leads_to_the_looks_it_counts(office: Office) -> None:
    for lines in (
        (CheckLine(2, True, form_ok=False),),
        (CheckLine(2, False), CheckLine(4, True, valid=False)),
    ):
        office.check(office.submit("PERMIT", despite_open=True), *lines)
    office.check(office.submit("PERMIT", despite_open=True))
    page = look(office, working_day(0), "gaps/")

    for bar in page.context["bars"]:
        rows = look(office, working_day(0), f"gaps/cases/?{bar.address}")
        assert rows.context["count"] == len(rows.context["rows"]) == bar.material.faulty
        assert all(bar.material.name in [name for name, _fault in one.gaps] for one in rows.context["rows"])
    for _outcome, count, query in page.context["outcomes"]:
        assert look(office, working_day(0), f"gaps/cases/?{query}").context["count"] == count
    said = text_of(look(office, working_day(0), "gaps/cases/"))
    assert "不符合法定形式" in said and "张伟国" not in said


@pytest.mark.parametrize("query", ["outcome=x", "item=z"])
def test_nonsense_about_gaps_is_no_page(office: Office, query: str) -> None:
    assert look(office, working_day(0), f"gaps/cases/?{query}").status_code == 404


def test_days_without_a_first_look_say_so(office: Office) -> None:
    assert "这些天没有首次审查" in text_of(look(office, working_day(0), "gaps/"))
    assert "此处没有首次审查" in text_of(look(office, working_day(0), "gaps/cases/?material=x&start=-1"))


# ---- visits beyond the limit --------------------------------------------------------------------


def third_visit(office: Office) -> CaseCard:
    """Let somebody come a third time with what they were told."""
    case = office.submit("PERMIT", ticket_id=new_id())
    for _visit in range(2):
        office.check(case, missing=(2,))
        services.tell_once(case_id=case.id, by=office.clerk, at=MORNING)
        services.supplement(case_id=case.id, ticket_id=new_id(), by=office.clerk, at=MORNING)
    return case


def test_a_third_visit_stands_with_both_notices_and_a_head_settles_whose_doing_it_was(office: Office) -> None:
    case = third_visit(office)
    at = working_day(0)
    with clock.frozen(at):
        client = person_client(office.hall, CHIEF)
        page = client.get("/office/once/visits/")
        (row,) = page.context["rows"]
        assert row.row.visit.number == 3 and len(row.told) == 2 and case.number in text_of(page)
        said = {"number": "3", "cause": "window", "evidence": "首次告知漏列营业执照"}
        answer = client.post(f"/office/once/visits/{case.id}/settle/", said | {"key": key_in(page)})
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"])
        again = client.get("/office/once/visits/?cause=open")

    (row,) = page.context["rows"]
    assert row.row.visit.cause == "window" and "窗口" in text_of(page)
    assert "首次告知漏列营业执照" not in page.content.decode()  # who wants it opens it, and that is told
    assert list(again.context["rows"]) == []


def test_a_supervisor_sees_visits_and_settles_none(office: Office) -> None:
    case = third_visit(office)
    at = working_day(0)
    with clock.frozen(at):
        client = person_client(office.hall, "0003")
        page = client.get("/office/once/visits/")
        assert page.status_code == 200 and not page.context["may_settle"]
        answer = client.post(f"/office/once/visits/{case.id}/settle/", {"number": "3", "cause": "window"})
        assert answer.status_code == 403
        assert client.get("/office/once/visits/?cause=x").status_code == 404
