"""The item's page: open cases by version, a move proposed by one and decided by another, and who stayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.filing import as_role
from tests.cases.hall import ZHANG, Office, case_office
from tests.cases.test_versions import EASIER, ONE_MORE, WHY, new_version, version_of, with_branch
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import selectors, services
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def second(office: Office) -> Client:
    as_role(office, "0306", Role.CMT)
    return person_client(office.hall, "0306")


def page(card: ItemCard) -> str:
    return f"/office/items/{card.id}/"


def propose(client: Client, card: ItemCard) -> Any:
    said = {"key": key_in(client.get(page(card))), "version": card.version_id.hex, "reason": WHY}
    return client.post(f"{page(card)}move/", said)


def decide(client: Client, office: Office, card: ItemCard, verdict: str) -> Any:
    shown = client.get(page(card))
    moves = shown.context["moves"]
    said = {"key": key_in(shown), "move": moves.proposed.card.id.hex, "verdict": verdict}
    return client.post(f"{page(card)}move/decide/", said)


def test_one_proposes_another_approves_and_the_page_says_who_stayed_and_why(office: Office) -> None:
    plain, branch = office.submit("PERMIT"), with_branch(office)
    card = new_version(office, ONE_MORE)
    first, other = person_client(office.hall, "0001"), second(office)

    before = text_of(first.get(page(card)))
    answer = propose(first, card)
    own, waits = text_of(first.get(page(card))), text_of(other.get(page(card)))
    decide(other, office, card, "approve")
    after = text_of(first.get(page(card)))

    assert "2 件尚未受理" in before and "新增材料：章程" in before and "提出换版" in before
    assert answer.status_code == 303
    assert "待第二人决定" in own and "同意换版" not in own and WHY not in own
    assert "同意换版" in waits and "不同意换版" in waits
    assert "已换版 1 件，保留原版本 1 件" in after
    assert f"{branch.number} 1 须增交：章程" in after and plain.number not in after
    assert (version_of(office, plain), version_of(office, branch)) == (2, 1)


def test_the_reason_is_read_on_demand_and_a_refusal_moves_nobody(office: Office) -> None:
    case = office.submit("PERMIT")
    card = new_version(office, EASIER)
    propose(person_client(office.hall, "0001"), card)
    other = second(office)
    move = other.get(page(card)).context["moves"].proposed.card.id.hex

    said = other.post(f"{page(card)}move/reason/", {"move": move})
    decide(other, office, card, "refuse")

    assert text_of(said) == WHY
    assert version_of(office, case) == 1
    assert "最近一次换版 不同意" in text_of(other.get(page(card)))


def test_a_proposal_that_is_refused_says_why(office: Office) -> None:
    office.submit("PERMIT")
    card = new_version(office, EASIER)
    first = person_client(office.hall, "0001")
    key = key_in(first.get(page(card)))

    answer = first.post(f"{page(card)}move/", {"key": key, "version": card.id.hex, "reason": WHY})

    assert answer.status_code == 409 and "只能换到施行中的版本" in text_of(answer)


def test_a_confidential_case_that_stays_is_not_named(office: Office) -> None:
    case = office.submit("SECRET")
    card = new_version(
        office,
        (
            "《调解仲裁法》第十四条}\n  promised_limit: {value: 10",
            "《调解仲裁法》第十四条}\n  promised_limit: {value: 12",
        ),
        item="SECRET",
    )
    propose(person_client(office.hall, "0001"), card)
    other = second(office)

    decide(other, office, card, "approve")

    shown = text_of(other.get(page(card)))
    assert "保密事项 1 大厅时限变长：承诺时限" in shown and case.number not in shown


def test_an_inspector_reads_the_versions_and_moves_nobody(office: Office) -> None:
    office.submit("PERMIT")
    card = new_version(office, EASIER)
    inspector = person_client(office.hall, "0003")

    shown = inspector.get(page(card))

    assert "1 件尚未受理" in text_of(shown) and "提出换版" not in text_of(shown)
    for act in ("move", "move/decide", "move/reason"):
        assert inspector.post(f"{page(card)}{act}/", {"version": card.version_id.hex}).status_code == 403


def test_the_page_asks_no_more_of_the_tables_with_many_cases(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    office.submit("PERMIT")
    card = new_version(office, ONE_MORE)
    client = person_client(office.hall, "0001")
    with CaptureQueriesContext(connection) as few:
        client.get(page(card))
    for _one in range(5):
        with_branch(office, despite_open=True)
    with django_assert_max_num_queries(len(few)):
        client.get(page(card))


@proves("PUB-08")
def test_the_page_says_whom_a_change_of_materials_was_told_to_and_whom_it_will_be(office: Office) -> None:
    told, secret = office.accepted("PERMIT"), office.submit("SECRET")
    card = new_version(office, ONE_MORE)
    client = person_client(office.hall, "0001")

    before = text_of(client.get(page(card)))
    services.tell_changes_everywhere(at=MORNING + timedelta(hours=3))
    after = text_of(client.get(page(card)))

    assert "1 件尚未告知" in before and "已各告知一次" not in before
    assert "已各告知一次，共 1 件" in after and "变字〔2026〕第1号" in after and told.number in after
    assert secret.number not in after


def test_the_receipt_says_how_to_look_the_case_up_and_its_page_leads_there(office: Office) -> None:
    case = office.accepted("PERMIT")
    receipt = selectors.receipt(office.id, case.id)
    client = Client()

    said = text_of(client.get(f"/n/{receipt.token}/"))
    leads = client.get(f"/n/{receipt.token}/").content.decode()

    assert "预留手机号后四位" in said and case.number in said
    assert f"/c/{case.token}/" in leads and client.get(f"/c/{case.token}/").status_code == 200
    silent = office.accepted("PERMIT", applicant=replace(ZHANG, phone=""), despite_open=True)
    other = text_of(client.get(f"/n/{selectors.receipt(office.id, silent.id).token}/"))
    assert "后四位" not in other and "扫描本单二维码" in other
