"""The page of the departments in the hall: let in, refused with the clause, matters outside listed."""

from __future__ import annotations

import pytest

from tests.cases.hall import Office, case_office
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.posts import selectors

PAGE = "/office/mandate/departments/"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def send(office: Office, path: str, **said: str):
    client = person_client(office.hall, "0001")
    return client.post(f"{PAGE}{path}", said | {"key": key_in(client.get(PAGE))})


@proves("CHF-01")
def test_the_office_lets_a_department_with_its_chief_in(office: Office) -> None:
    permits = office.hall.departments["许可处"]

    assert send(office, "let-in/", department=str(permits)).status_code == 303

    page = text_of(person_client(office.hall, "0001").get(PAGE))
    assert "2026-03-02 进驻" in page
    assert selectors.stationing(office.id, permits, MORNING).activated_at == MORNING


@proves("CHF-01", refuses=True)
def test_one_without_a_and_b_is_refused_with_its_clause(office: Office) -> None:
    by = office.hall.by
    water = organization.add_department(code="WATER", name="水务处", by=by, at=MORNING).id
    organization.add_person(worker_number="0421", name="余静", department_id=water, by=by, at=MORNING)

    answer = send(office, "let-in/", department=str(water))

    assert answer.status_code == 422 and "CHF-01" in answer.content.decode()
    assert selectors.stationing(office.id, water, MORNING).activated_at is None


@proves("CHF-05")
def test_a_matter_outside_without_a_reason_stands_there_in_red_until_it_moves_in(office: Office) -> None:
    permits = office.hall.departments["许可处"]
    send(office, "outside/", department=str(permits), name="档案实体查阅", reason="库房在市档案馆")
    send(office, "outside/", department=str(permits), name="集体合同审查")

    page = text_of(person_client(office.hall, "0001").get(PAGE))
    assert "集体合同审查 未进驻且无原因" in page and "档案实体查阅 库房在市档案馆" in page
    assert "71%" in page  # five of seven

    (exception,) = selectors.stationing(office.id, permits, MORNING).exceptions
    send(office, f"outside/{exception.id}/moved-in/")

    assert "集体合同审查" not in text_of(person_client(office.hall, "0001").get(PAGE))
