"""A case without signing in: looked up by number and digits, urged from its own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.hall import Office, case_office
from tests.support.callers import key_in, kiosk_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import selectors
from yichuang.cases.rules import numbers
from yichuang.cases.types import AlertKind, CaseCard, UrgeSource
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.vault.scanner import scan


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def look(office: Office, number: str, code: str, **more: Any) -> Any:
    return Client().post(f"/progress/{office.hall.code}/look", {"number": number, "code": code}, **more)


def as_program(office: Office, number: str, code: str) -> Any:
    address = f"/api/v1/cases/{office.hall.code}/look-up"
    return Client().post(address, {"number": number, "code": code}, content_type="application/json")


@proves("PUB-04")
def test_the_page_tells_stage_and_day_and_no_name(office: Office) -> None:
    case = office.accepted("PERMIT")
    page = Client().get(f"/progress/{office.hall.code}/")
    assert page.status_code == 200 and "手机号后四位" in text_of(page)

    for answer in (
        look(office, case.number, "2210"),
        look(office, case.number, "2210", headers={"HX-Request": "true"}),
    ):
        said = text_of(answer)
        assert "已受理" in said and "2026-03-09" in said and case.number in said
        assert "劳务派遣" not in said and not scan(answer.content.decode(), where="page", names=["张伟国"])
        assert case.token not in answer.content.decode()  # the digits do not open the case's own page
        assert "no-store" in answer.headers["Cache-Control"]


@proves("PUB-04")
def test_page_kiosk_and_program_give_one_answer_to_all_that_does_not_open(office: Office) -> None:
    case, secret = office.submit("PERMIT"), office.submit("SECRET")
    unknown = numbers.case_number(office.hall.code, 2026, 999)
    kiosk = kiosk_client(office.hall)

    def ask_kiosk(number: str, code: str) -> Any:
        return kiosk.post("/kiosk/progress/of/", {"number": number, "code": code})

    tries = ((case.number, "0000"), (secret.number, "2210"), (unknown, "2210"))
    for ask in (lambda *one: look(office, *one), ask_kiosk):
        answers = [ask(*one) for one in tries]
        assert {(one.status_code, text_of(one)) for one in answers} == {(404, text_of(answers[0]))}
        assert "没有查到" in text_of(answers[0])
    problems = [as_program(office, *one).json() for one in tries]
    assert len({(one["code"], one["detail"]) for one in problems}) == 1


@proves("PUB-04")
def test_a_program_is_told_the_same_and_nothing_more(office: Office) -> None:
    case = office.accepted("PERMIT")

    told = as_program(office, case.number, "2210")

    assert told.json() == {"state": "accepted", "stage": "已受理", "due": "2026-03-09", "paused": False}
    for _try in range(5):
        as_program(office, case.number, "0000")
    assert as_program(office, case.number, "2210").status_code == 404  # it rests, for the page too
    assert look(office, case.number, "2210").status_code == 404


def test_a_kiosk_opens_a_case_by_its_number_and_digits_too(office: Office) -> None:
    case = office.accepted("PERMIT")

    found = text_of(
        kiosk_client(office.hall).post("/kiosk/progress/of/", {"number": case.number, "code": "2210"})
    )

    assert "已受理" in found and "2026-03-09" in found and "劳务派遣" not in found


def test_nonsense_and_a_hall_that_is_none_are_answered(office: Office) -> None:
    assert look(office, "", "").status_code == 404
    assert look(office, "\U0001f600" * 500, "\x00").status_code == 404
    assert Client().get("/progress/NOWHERE/").status_code == 404
    assert as_program(office, "x" * 61, "1").status_code == 422


# ---- urging ---------------------------------------------------------------------------------------------


def urge(case: CaseCard) -> Any:
    page = f"/c/{case.token}/"
    return Client().post(f"{page}urge", {"key": key_in(Client().get(page))})


@proves("XFER-01")
def test_the_applicant_urges_from_the_cases_page_and_is_told_so(office: Office) -> None:
    case = office.accepted("PERMIT")

    assert urge(case).status_code == 303

    hear()
    page = text_of(Client().get(f"/c/{case.token}/"))
    assert "您已催办 1 次，最近一次在 09:30，已提醒承办人。" in page and "10:30 以后可以再次催办" in page
    (told,) = selectors.urges(office.id, case.id)
    assert told.source is UrgeSource.CITIZEN and told.person_id == office.clerk.id
    alerts = selectors.alerts(office.id, office.clerk.id, MORNING)
    assert AlertKind.URGED in {one.kind for one in alerts}


@proves("XFER-01", refuses=True)
def test_urging_again_within_the_hour_is_refused_with_the_time_and_the_clause(office: Office) -> None:
    case = office.accepted("PERMIT")
    urge(case)

    again = urge(case)

    assert again.status_code == 429
    assert "10:30" in text_of(again) and "XFER-01" in text_of(again)
    assert len(selectors.urges(office.id, case.id)) == 1
    with clock.frozen(MORNING + timedelta(hours=1)):
        assert urge(case).status_code == 303
    assert [one.number for one in selectors.urges(office.id, case.id)] == [1, 2]


def test_a_form_sent_twice_urges_once(office: Office) -> None:
    case = office.accepted("PERMIT")
    key = key_in(Client().get(f"/c/{case.token}/"))

    answers = [Client().post(f"/c/{case.token}/urge", {"key": key}).status_code for _ in range(2)]

    assert answers == [303, 303] and len(selectors.urges(office.id, case.id)) == 1


def test_where_nothing_is_left_to_urge_there_is_no_button(office: Office) -> None:
    case = office.delivered("PERMIT")

    assert "催办" not in text_of(Client().get(f"/c/{case.token}/"))
    assert Client().post("/c/nobodys-page-here/urge", {"key": "0" * 32}).status_code == 404
