"""Who is called about a case says what the caller's digits open, and else only what everybody may know."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.hall import SEEN, Office, case_office
from tests.cases.test_look_up import LI
from tests.support.callers import person_client, text_of
from yichuang.cases import events
from yichuang.cases.rules import numbers
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault.scanner import scan


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


@pytest.fixture
def clerk(office: Office) -> Client:
    return person_client(office.hall, "0302")


def answer(clerk: Client, number: str, code: str = "", **more: Any) -> Any:
    return clerk.post("/call/answer/", {"number": number, "code": code}, **more)


@proves("PRV-04")
def test_who_says_the_digits_is_told_stage_and_day_and_it_is_written_down(
    office: Office, clerk: Client
) -> None:
    case = office.accepted("PERMIT")
    assert "来电人" in text_of(clerk.get("/call/"))

    said = answer(clerk, case.number, "2210")

    assert "已受理" in text_of(said) and "2026-03-09" in text_of(said)
    assert not scan(said.content.decode(), where="page", names=["张伟国"])
    assert case.token not in said.content.decode() and str(case.id) not in said.content.decode()
    (row,) = Entry.objects.filter(name=events.CaseLookedUp.stored_name)
    assert (row.actor_id, row.matter_id) == (office.neighbour.id, case.id)


@proves("PRV-04", refuses=True)
def test_without_the_digits_only_what_everybody_may_know_is_told(office: Office, clerk: Client) -> None:
    case, secret = office.accepted("PERMIT"), office.submit("SECRET")
    unknown = numbers.case_number(office.hall.code, 2026, 999)
    before = Entry.objects.count()

    pages = set()
    for number in (case.number, secret.number, unknown):
        with CaptureQueriesContext(connection) as asked:
            page = answer(clerk, number, "  ")
        assert page.status_code == 200 and not [
            one for one in asked.captured_queries if "cases_case" in one["sql"]
        ]
        pages.add(text_of(page).replace(number, ""))

    (page_text,) = pages
    assert "公开信息" in page_text and "办事指南" in page_text
    assert "已受理" not in page_text and Entry.objects.count() == before


@proves("PRV-04", refuses=True)
def test_somebody_elses_number_with_ones_own_digits_is_an_unknown_number(
    office: Office, clerk: Client
) -> None:
    office.accepted("PERMIT")
    theirs = office.submit("PERMIT", applicant=LI, id_check=SEEN)
    unknown = numbers.case_number(office.hall.code, 2026, 999)

    said = [answer(clerk, number, "2210") for number in (theirs.number, unknown)]

    assert [one.status_code for one in said] == [404, 404]
    assert (
        len({text_of(page).replace(n, "") for page, n in zip(said, (theirs.number, unknown), strict=True)})
        == 1
    )


@proves("PRV-04", refuses=True)
def test_nobody_answers_who_has_not_signed_in(office: Office) -> None:
    assert answer(Client(), "X", "2210").status_code in (302, 303, 401, 403)
