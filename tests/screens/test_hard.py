"""The page of hard questions: written down whole or refused, answered, found again, offered a way."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.cases.hall import Office, case_office
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import selectors
from yichuang.cases.types.hard import OfferKind
from yichuang.kernel import clock
from yichuang.kernel.claims import proves

QUESTION = "跨省转移的缴费年限怎么合并"
PAGE = "/together/hard/"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def note(office: Office, number: str = "0302", **more: str):
    client = person_client(office.hall, number)
    said = {"question": QUESTION, "kind": "major", "client": "王秀兰", "phone": "13800132210"}
    said |= {"owner": str(office.head.id), "key": key_in(client.get(PAGE))}
    return client.post(f"{PAGE}note/", said | more)


def waiting(office: Office):
    return selectors.open_hard_questions(office.id, MORNING)


@proves("PROM-04")
def test_a_question_is_written_down_and_its_client_is_shown_masked(office: Office) -> None:
    assert note(office).status_code == 303

    page = text_of(person_client(office.hall, "0302").get(PAGE))

    assert QUESTION in page and "王*兰" in page and "王秀兰" not in page and "13800132210" not in page


@proves("PROM-04", refuses=True)
@pytest.mark.parametrize("field", ["question", "client", "owner"])
def test_what_is_lacking_is_refused_with_its_sentence(office: Office, field: str) -> None:
    answer = note(office, **{field: ""})

    assert answer.status_code == 422 and "PROM-04" in answer.content.decode()
    assert waiting(office) == []


@proves("PROM-05", refuses=True)
def test_study_without_an_offer_is_refused_on_the_page(office: Office) -> None:
    answer = note(office, study="yes")

    assert answer.status_code == 422 and "预约或者当日延时服务" in text_of(answer)
    assert waiting(office) == []


@proves("PROM-05")
def test_study_with_an_appointment_stands_on_the_page(office: Office) -> None:
    answer = note(office, study="yes", offer="appointment", day="2026-03-03", time="10:00")

    assert answer.status_code == 303
    assert [one.offer for one in waiting(office)] == [OfferKind.APPOINTMENT]
    assert "2026-03-03" in text_of(person_client(office.hall, "0302").get(PAGE))


def test_the_head_answers_and_the_next_clerk_finds_it(office: Office) -> None:
    note(office)
    (card,) = waiting(office)
    head = person_client(office.hall, "0306")

    told = head.post(f"{PAGE}{card.id}/client/")
    head.post(f"{PAGE}{card.id}/answer/", {"answer": "按转移接续办法合并", "key": key_in(head.get(PAGE))})

    assert "王秀兰" in text_of(told) and "13800132210" in text_of(told)
    with clock.frozen(MORNING + timedelta(days=1)):
        found = text_of(person_client(office.hall, "0304").get(PAGE, {"q": "缴费 合并"}))
        other = text_of(person_client(office.hall, "0304").get(PAGE, {"q": "工伤"}))
    assert "按转移接续办法合并" in found and "按转移接续办法合并" not in other


def test_a_question_of_nobody_is_not_there(office: Office) -> None:
    head = person_client(office.hall, "0306")

    assert head.post(f"{PAGE}{UUID(int=7)}/client/").status_code == 404
