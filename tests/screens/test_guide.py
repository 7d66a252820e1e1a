"""The guide everybody reads before coming: the version in force today, the same for counter and clocks."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.cases.hall import CATALOGUE, Office, case_office
from tests.support.callers import kiosk_client, text_of
from tests.support.hall import MORNING, SHANGHAI
from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.refusals import ItemNotOffered
from yichuang.cases.types import Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as publishing
from yichuang.catalogue.services import review_item, withdraw_item
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.screens.guide.flow import flow, wrapped

FREE = "  fee: {charged: false}\n  avg_minutes: 20\n"
PRICED = "  fee: {{charged: true, amount_yuan: {}, basis: 《价格目录》}}\n  avg_minutes: 20\n"
JULY = date(2026, 7, 1)


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def publish(office: Office, *changes: tuple[str, str], on: date | None = None) -> None:
    text = CATALOGUE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    publishing.import_catalogue(
        hall_id=office.id, text=text, source_name="目录", from_day=on, by=office.hall.by, at=MORNING
    )


def read(office: Office, item: str = "PERMIT", **answers: str) -> str:
    told = {f"is.{code}": said for code, said in answers.items()}
    return text_of(Client().get(f"/guide/{office.hall.code}/{item}/", told))


def told(office: Office, item: str = "PERMIT") -> dict[str, object]:
    found: dict[str, object] = Client().get(f"/api/v1/guide/{office.hall.code}/{item}").json()
    return found


@proves("PUB-01")
@proves("FEE-01")
def test_a_change_shows_on_page_and_kiosk_from_its_day_and_the_old_price_until_then(office: Office) -> None:
    publish(office, (FREE, PRICED.format("20.00")))
    publish(
        office,
        (FREE, PRICED.format("25.00")),
        ("promised_limit: {value: 5", "promised_limit: {value: 8"),
        on=JULY,
    )
    kiosk = kiosk_client(office.hall)

    def seen() -> list[tuple[bool, bool, bool]]:
        pages = read(office), text_of(kiosk.get(f"/kiosk/find/{office.items['PERMIT']}/"))
        return [("20.00元" in one, "25.00元" in one, "8 个工作日" in one) for one in pages]

    eve = datetime.combine(JULY - timedelta(days=1), time(23, 59, 59), tzinfo=SHANGHAI)
    with clock.frozen(eve):
        assert seen() == [(True, False, False)] * 2
    with clock.frozen(eve + timedelta(seconds=1)):
        assert seen() == [(False, True, True)] * 2


def test_the_page_says_all_that_one_has_to_know(office: Office) -> None:
    said = read(office)

    for part in ("劳务派遣经营许可", "许可处", "个人", "5 个工作日", "20 个工作日", "不收费", "许可证"):
        assert part in said
    assert "第 1 版，自 2026-03-02 起施行" in said and "《劳务派遣行政许可实施办法》" in said
    assert "周一至周五 08:30–12:00, 13:30–17:30" in said


@proves("FEE-01")
def test_what_costs_nothing_says_so(office: Office) -> None:
    assert (
        "不收费" in read(office, "INSTANT") and "元" not in read(office, "INSTANT").split("收费标准")[1][:12]
    )
    assert told(office, "INSTANT")["charge"] == "不收费"


def test_the_materials_follow_the_answers_as_at_the_counter(office: Office) -> None:
    unanswered, without, with_branch = read(office), read(office, branch="no"), read(office, branch="yes")

    assert "视情况还需" in unanswered and "分支机构说明" in unanswered
    assert "分支机构说明" not in without and "视情况还需" not in without
    assert "分支机构说明" in with_branch and "视情况还需" not in with_branch
    case = office.submit("PERMIT", answers={"branch": True})
    needed = [one.name for _place, one in cases.requirements(office.id, case.id).applying]
    assert all(name in with_branch for name in needed) and len(needed) == 5


@proves("PUB-03")
def test_the_chart_is_drawn_anew_from_a_changed_step(office: Office) -> None:
    step = "{name: 审查, role: stf, stage: handling, limit: {value: 3, unit: working_day}}"
    changed = "{name: 书面审查, role: stf, stage: handling, limit: {value: 2, unit: working_day}}"
    before = chart(office)

    publish(office, (step, changed))

    assert ("审查", "3 working_day") in before
    assert ("书面审查", "2 working_day") in chart(office) and len(chart(office)) == len(before)
    assert ("审查", "3 working_day") not in chart(office)


@proves("PUB-03")
def test_the_limit_on_the_chart_is_the_one_the_clock_counts(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)

    running = cases.clocks_by_purpose(office.id, case.id, MORNING)[Purpose.STEP]

    budget = next(one.budget for one in flow(card(office)).boxes if one.words[0].text == "审查")
    assert budget is not None and (running.budget.value, running.budget.unit) == (budget.value, budget.unit)
    assert ("审查", f"{running.budget.value} {running.budget.unit}") in chart(office)


@proves("PUB-02")
def test_a_withdrawn_item_is_neither_in_the_guide_nor_at_the_kiosk_and_its_cases_go_on(
    office: Office,
) -> None:
    case = office.accepted()
    kiosk, public = kiosk_client(office.hall), f"/guide/{office.hall.code}/"
    for page in (Client().get(public), kiosk.get("/kiosk/find/")):
        assert "劳务派遣经营许可" in text_of(page)

    withdraw_item(item_id=case.item_id, by=office.hall.by, at=MORNING)

    for page in (Client().get(public), kiosk.get("/kiosk/find/")):
        assert "劳务派遣经营许可" not in text_of(page)
    assert Client().get(f"{public}PERMIT/").status_code == 404
    assert kiosk.get(f"/kiosk/find/{case.item_id}/").status_code == 404
    with pytest.raises(ItemNotOffered):
        office.submit("PERMIT")
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    assert cases.case(office.id, case.id).item_version_id == case.item_version_id


@proves("PUB-06")
def test_guide_kiosk_counter_and_receipt_read_one_version_and_one_fee(office: Office) -> None:
    publish(office, (FREE, PRICED.format("20.00")))
    in_force = card(office)

    case = office.accepted()
    (due,) = cases.fees_of(office.id, case.id).lines

    api = told(office)
    assert str(case.item_version_id) == api["version_id"] == str(in_force.version_id)
    (line,) = api["fees"]  # type: ignore[misc]
    assert Decimal(due.cents or 0) / 100 == Decimal(line["amount"]) == Decimal("20.00")
    kiosk = text_of(kiosk_client(office.hall).get(f"/kiosk/find/{case.item_id}/"))
    for said in (read(office), kiosk):
        assert "第 2 版" in said and "20.00元" in said


@proves("PUB-06")
def test_an_item_past_its_review_is_listed_on_the_day(office: Office) -> None:
    review_item(item_id=office.items["PERMIT"], by=office.hall.by, at=MORNING)
    due = date(2027, 3, 2)

    def listed(on: date) -> bool:
        return "PERMIT" in [one.code for one in catalogue.due_for_review(office.id, on)]

    assert not listed(due - timedelta(days=1)) and listed(due)


def test_the_list_is_found_by_what_people_call_things(office: Office) -> None:
    page = f"/guide/{office.hall.code}/"

    assert "参保证明打印" in text_of(Client().get(page, {"q": "参保证明"}))
    assert "没有找到“火星签证”" in text_of(Client().get(page, {"q": "火星签证"}))


def test_a_hall_or_item_that_is_not_there_says_so(office: Office) -> None:
    assert Client().get("/guide/NOWHERE/").status_code == 404
    answer = Client().get(f"/guide/{office.hall.code}/NONE/")
    assert answer.status_code == 404 and "查看事项目录" in text_of(answer)


@pytest.mark.parametrize(
    ("text", "across", "lines"),
    [
        ("实地核查与审查", 10, ["实地核查与审查"]),
        ("实地核查与审查", 4, ["实地核查", "与审查"]),
        ("on site check", 4, ["on site", "check"]),  # words stay whole
        ("", 4, [""]),
    ],
)
def test_a_name_is_broken_where_its_box_ends(text: str, across: float, lines: list[str]) -> None:
    assert wrapped(text, across) == lines


def card(office: Office):  # type: ignore[no-untyped-def]
    return catalogue.item_by_code(office.id, "PERMIT", clock.now().date())


def chart(office: Office) -> list[tuple[str, str]]:
    """Return the boxes of the drawn chart: the step's name and the limit it carries."""
    page = Client().get(f"/guide/{office.hall.code}/PERMIT/").content.decode()
    boxes = re.findall(r'<g data-limit="([^"]+)">(.*?)</g>', page, re.DOTALL)
    return [("".join(re.findall(r'class="name"[^>]*>([^<]+)<', body)), limit) for limit, body in boxes]
