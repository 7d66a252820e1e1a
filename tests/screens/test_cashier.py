"""The cashier's page: what waits, the list, the money with its change said, the till, refunds by two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.money import FLOAT, Cash, cash_office
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import selectors, services
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.serve import reached

PAGE, TAKINGS = "/cashier/", "/office/takings/"


@pytest.fixture
def cash(db: None) -> Iterator[Cash]:
    with clock.frozen(MORNING):
        yield cash_office()


def send(client: Client, address: str, page: str = PAGE, **fields: Any) -> Any:
    """Send a form of the page as somebody does who has it open."""
    base = "/office/takings/" if address in {"read", "decide"} else "/cashier/"
    return client.post(f"{base}{address}/", {"key": key_in(client.get(page)), **fields})


def counter(case: Any) -> str:
    return f"{PAGE}?case={case.id.hex}"


def counted(pieces: dict[int, int]) -> dict[str, int]:
    return {f"piece-{piece}": number for piece, number in pieces.items()}


@proves("FEE-05")
@proves("FEE-02")
def test_a_morning_at_the_counter_list_consent_cash_and_what_is_said(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    case = cash.accepted()
    assert case.number in text_of(client.get(PAGE)) and "备用金" in text_of(client.get(PAGE))
    assert send(client, "open", **counted(FLOAT)).status_code == 303

    before = client.get(counter(case)).content.decode()
    assert 'aria-checked="false"' in before and 'id="cash"' not in before
    assert send(client, "agree", counter(case), case=case.id.hex, code="post", yes="1").status_code == 303
    assert 'aria-checked="true"' in client.get(counter(case)).content.decode()
    printed = send(client, "list", counter(case), case=case.id.hex, way="printed")
    paper = client.get(printed.url)
    assert "费用清单" in text_of(paper) and "data-print-now" in paper.content.decode()
    bill = selectors.fees_of(cash.id, case.id).bill
    assert bill and bill.total == 3200
    paid = send(client, "cash", counter(case), bill=bill.id.hex, received="50")

    said = text_of(client.get(paid.url))
    assert "应收32.00元，实收50.00元，找零18.00元。" in said
    assert case.number not in text_of(client.get(PAGE)).split("今日")[0]
    receipt = client.get(f"{paid.url}&print=receipt")
    assert "收费凭证" in text_of(receipt)


@proves("FEE-03", refuses=True)
def test_without_the_list_the_page_offers_no_money_and_the_door_takes_none(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    case = cash.accepted()
    bill = cash.bill(case, shown=False)
    cash.till()

    assert 'id="cash"' not in client.get(counter(case)).content.decode()
    refused = send(client, "cash", counter(case), bill=bill.id.hex, received="20")

    assert refused.status_code == 409 and "清单" in text_of(refused)


@proves("FEE-06", refuses=True)
def test_no_form_has_a_field_for_an_amount_to_charge_and_a_forged_one_changes_nothing(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    case = cash.accepted()
    cash.till()
    page = client.get(counter(case)).content.decode()
    assert 'name="amount"' not in page.split('class="card cashier-till"')[0]

    send(client, "list", counter(case), case=case.id.hex, way="printed", amount="1", total="1", cents="1")

    bill = selectors.fees_of(cash.id, case.id).bill
    assert bill and bill.total == 2000


def test_a_number_puts_its_case_on_the_counter_and_an_unknown_one_is_refused(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    case = cash.accepted()
    cash.till()
    paid = cash.pay(case)

    assert send(client, "find", number=case.number).url == counter(case)
    assert send(client, "find", number=paid.number.lower()).url == counter(case)
    for wrong in ("AYRS-2026-0009999", "", "<b>"):
        assert send(client, "find", number=wrong).status_code == 404


def test_a_cashier_not_at_a_window_is_led_to_one(cash: Cash) -> None:
    assert "/desk/" in person_client(cash.office.hall, "0305").get(PAGE).content.decode()


def test_nothing_is_said_to_be_sent_to_a_phone_that_reaches_nobody(
    cash: Cash, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "_seen", "")  # whatever kiosk came by before
    client = person_client(cash.office.hall, "0303")
    case = cash.accepted()
    cash.till()

    refused = send(client, "list", counter(case), case=case.id.hex, way="sent")

    assert refused.status_code == 409 and "打印清单" in text_of(refused)
    assert selectors.fees_of(cash.id, case.id).bill is None


def test_a_list_sent_to_the_phone_opens_there_and_becomes_the_receipt(cash: Cash, settings: Any) -> None:
    settings.PUBLIC_URL = "https://hall.example"
    client, phone = person_client(cash.office.hall, "0303"), Client()
    case = cash.accepted()
    cash.till()
    assert send(client, "list", counter(case), case=case.id.hex, way="sent").status_code == 303
    bill = selectors.fees_of(cash.id, case.id).bill
    assert bill

    before = text_of(phone.get(f"/fees/{bill.token}/"))
    send(client, "electronic", counter(case), bill=bill.id.hex, reference="WX-0000001")
    after = text_of(phone.get(f"/fees/{bill.token}/"))

    assert "费用清单" in before and "工本费" in before and "20.00" in before
    assert "收费凭证" in after and "WX-0000001" in after
    assert phone.get(f"/fees/{bill.token}x/").status_code == 404
    file = phone.get(f"/fees/{bill.token}/paper.pdf")
    assert file.content.startswith(b"%PDF") and file["Content-Type"] == "application/pdf"
    assert phone.get("/fees/nothing/paper.pdf").status_code == 404


def test_the_handling_window_states_the_value_and_the_cashier_waits_for_it(cash: Cash) -> None:
    case = cash.accepted("SUIT")
    cashier, clerk = (person_client(cash.office.hall, one) for one in ("0303", "0301"))

    assert 'name="value"' not in cashier.get(counter(case)).content.decode()
    assert 'name="value"' in clerk.get(counter(case)).content.decode()
    wrong = send(clerk, "value", counter(case), case=case.id.hex, value="viel")
    assert wrong.status_code == 422
    assert send(clerk, "value", counter(case), case=case.id.hex, value="20,000").status_code == 303

    assert "300.00" in text_of(cashier.get(counter(case)))  # 50 + 10000 * 2.5 %


@proves("FEE-04", refuses=True)
def test_the_till_closes_balanced_or_explained_and_its_money_is_handed_in(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    cash.till()
    cash.pay(cash.accepted())
    till = selectors.open_till(cash.id, cash.office.hall.windows[3])
    assert till

    refused = send(client, "close", till=till.id.hex, **counted(FLOAT))
    assert refused.status_code == 409 and "-20.00" in text_of(refused)
    handed = send(client, "deposit", till=till.id.hex, amount="20.00", reference="JK-000001")
    closed = send(client, "close", till=till.id.hex, **counted(FLOAT))

    assert (handed.status_code, closed.status_code) == (303, 303)
    card = selectors.till(cash.id, till.id)
    assert (card.difference, card.drawer.to_deposit) == (0, 0)
    nonsense = send(client, "open", **counted({100: "x"}))  # type: ignore[dict-item]
    assert nonsense.status_code == 422


@proves("FEE-06")
def test_a_refund_is_asked_here_and_let_through_by_another_in_the_office(cash: Cash) -> None:
    cashier, chief = (person_client(cash.office.hall, one) for one in ("0303", "0305"))
    cash.till()
    paid = cash.pay(case := cash.accepted())
    asked = send(cashier, "refund", counter(case), payment=paid.id.hex, line="card", reason="重复办理")
    assert asked.status_code == 303
    (refund,) = selectors.open_refunds(cash.id)

    office = text_of(chief.get(TAKINGS))
    assert paid.number in office and "重复办理" not in office
    assert "重复办理" in text_of(send(chief, "read", TAKINGS, refund=refund.id.hex))
    assert send(chief, "decide", TAKINGS, refund=refund.id.hex, verdict="perhaps").status_code == 404
    assert send(chief, "decide", TAKINGS, refund=refund.id.hex, verdict="approve").status_code == 303
    assert send(cashier, "pay_out".replace("_", "-"), counter(case), refund=refund.id.hex).status_code == 303

    assert selectors.payment(cash.id, paid.id).refunded == 2000


def test_the_cashier_cannot_decide_and_a_worker_without_the_role_sees_no_takings(cash: Cash) -> None:
    cash.till()
    cash.pay(cash.accepted())
    cashier, clerk = (person_client(cash.office.hall, one) for one in ("0303", "0302"))

    assert "20.00" in text_of(cashier.get(TAKINGS))
    assert cashier.post(f"{TAKINGS}decide/", {}).status_code == 403
    assert clerk.get(TAKINGS).status_code == 403


@proves("FEE-04")
def test_the_office_sees_bars_tills_and_what_was_not_handed_in(cash: Cash) -> None:
    office = person_client(cash.office.hall, "0001")
    assert "当日没有收款" in text_of(office.get(TAKINGS))
    cash.till()
    cash.pay(cash.accepted())
    late = MORNING.replace(hour=16, minute=31)
    assert services.tell_late_deposits(at=late) == 1

    with clock.frozen(late):
        page = person_client(cash.office.hall, "0001").get(TAKINGS)

    told = page.content.decode()
    assert 'class="chart"' in told and "截止未交存" in text_of(page) and "20.00" in text_of(page)
    tomorrow = office.get(f"{TAKINGS}?day=2026-03-09")
    assert "2026-03-02" in text_of(tomorrow)
    yesterday = (MORNING - timedelta(days=1)).date()
    assert "当日没有收款" in text_of(office.get(f"{TAKINGS}?day={yesterday}"))


@proves("FEE-04")
@proves("FEE-02")
def test_the_office_is_alerted_of_late_money_too_little_change_and_a_waiting_refund(cash: Cash) -> None:
    services.open_till(pieces={100: 5}, by=cash.cashier, at=MORNING)
    paid = cash.pay(cash.accepted())
    services.ask_refund(payment_id=paid.id, codes=["card"], reason="误收", by=cash.cashier, at=MORNING)
    late = MORNING.replace(hour=16, minute=31)
    services.tell_late_deposits(at=late)

    with clock.frozen(late):
        today = text_of(person_client(cash.office.hall, "0001").get("/office/"))

    for said in ("1个钱箱截止未交存", "1个钱箱零钱不足", "1笔退费待第二人批准", "FEE-02", "FEE-04", "FEE-06"):
        assert said in today


@proves("FEE-06")
def test_a_remission_is_asked_at_the_counter_granted_by_a_second_and_printed_on_the_list(cash: Cash) -> None:
    client, head = person_client(cash.office.hall, "0303"), person_client(cash.office.hall, "0306")
    case = cash.accepted()
    send(client, "open", **counted(FLOAT))
    said = {
        "case": case.id.hex,
        "line": "card",
        "percent": "50",
        "ground": "hardship",
        "evidence": "低保证1号",
    }

    assert send(client, "remit", counter(case), **said).status_code == 303
    waits = text_of(client.get(counter(case)))
    takings = head.get(TAKINGS)
    (row,) = takings.context["picture"].remissions
    seen = head.post(f"{TAKINGS}evidence/", {"remission": row.card.id.hex})
    granted = {"key": key_in(takings), "remission": row.card.id.hex, "verdict": "grant"}
    refused = client.post(f"{TAKINGS}remission/", granted)
    assert head.post(f"{TAKINGS}remission/", granted).status_code == 303

    assert "待第二人批准" in waits and "低保证1号" not in waits and "低保证1号" in text_of(seen)
    assert refused.status_code == 403
    paper = client.get(send(client, "list", counter(case), case=case.id.hex, way="printed").url)
    assert "减免 50%" in text_of(paper) and "-10.00" in text_of(paper)
    bill = selectors.fees_of(cash.id, case.id).bill
    assert bill and bill.total == 1000
    paid = send(client, "cash", counter(case), bill=bill.id.hex, received="10")
    assert "应收10.00元" in text_of(client.get(paid.url))
    assert head.get(TAKINGS).context["picture"].remitted == 1000


def test_what_a_remission_made_too_much_is_asked_back_at_the_counter(cash: Cash) -> None:
    client = person_client(cash.office.hall, "0303")
    cash.till()
    case = cash.accepted()
    cash.pay(case, "20")
    said = {"case": case.id.hex, "line": "card", "percent": "30", "ground": "policy", "evidence": "文件1号"}
    send(client, "remit", counter(case), **said)
    (asked,) = selectors.open_remissions(cash.id)
    services.grant_remission(remission_id=asked.id, by=cash.office.head, at=MORNING)

    assert "申请退还多收的 6.00" in text_of(client.get(counter(case)))
    send(client, "remitted-back", counter(case), remission=asked.id.hex)

    (refund,) = selectors.open_refunds(cash.id)
    assert refund.cents == 600
    for nonsense in ({"ground": "x"}, {"percent": "-1"}, {"percent": "9" * 9}):
        assert send(client, "remit", counter(case), **(said | nonsense)).status_code in (404, 422)
