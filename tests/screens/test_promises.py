"""What the hall promises stands in public beside how last month kept it (PROM-01)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cases.hall import CATALOGUE, Office, case_office
from tests.cases.test_kept import APRIL, decided, kept
from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING
from yichuang.catalogue import services as catalogue
from yichuang.kernel import clock
from yichuang.kernel.claims import proves

PROMISE = "  promised_limit: {value: 5, unit: working_day}\n  special_links"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def row(office: Office, at: datetime = APRIL) -> str:
    """Return the line of the permit on the public page."""
    with clock.frozen(at):
        page = Client().get(f"/guide/{office.hall.code}/promises/").content.decode()
    found = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if "劳务派遣经营许可" in one)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


@proves("PROM-01")
def test_the_public_page_shows_both_limits_and_how_last_month_kept_the_promise(office: Office) -> None:
    for _one in range(5):
        decided(office, after=timedelta(days=1))
    decided(office, after=timedelta(days=9))

    assert row(office) == "劳务派遣经营许可 20 个工作日 5 个工作日 83% 5/6"
    with clock.frozen(APRIL):
        said = text_of(Client().get(f"/guide/{office.hall.code}/PERMIT/"))
    assert "2026-03 按时办结率 83%" in said


@proves("PROM-01")
def test_a_share_of_too_few_cases_is_not_shown(office: Office) -> None:
    for _one in range(4):
        decided(office, after=timedelta(days=1))

    assert kept(office) is None and row(office).endswith("5 个工作日 –")
    decided(office, after=timedelta(days=1))
    assert kept(office) == (5, 5, 100)


@proves("PROM-01")
def test_an_item_without_a_promise_is_listed_for_the_office_and_says_so_in_public(office: Office) -> None:
    assert PROMISE in CATALOGUE
    text = CATALOGUE.replace(PROMISE, "  special_links", 1)
    catalogue.import_catalogue(
        hall_id=office.id, text=text, source_name="目录", from_day=None, by=office.hall.by, at=MORNING
    )

    page = text_of(person_client(office.hall, "0001").get("/office/items/"))

    assert "未作承诺 PERMIT 劳务派遣经营许可" in page and page.count("未作承诺") == 1
    assert row(office, MORNING) == "劳务派遣经营许可 20 个工作日 未作承诺 –"


def test_the_page_is_told_in_english_too(office: Office) -> None:
    client = Client()
    client.cookies["language"] = "en"
    said = text_of(client.get(f"/guide/{office.hall.code}/promises/"))

    assert "What the hall promises" in said and "no share is shown" in said
