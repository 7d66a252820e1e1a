"""Casework in the browser's place: one visit from the ticket to the notice, back again, to the result."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.filing import as_role
from tests.cases.hall import ZHANG, Office, case_office
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from tests.support.vows import vow
from yichuang.cases import selectors
from yichuang.cases.models import Case
from yichuang.cases.types import CaseState
from yichuang.kernel import clock
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.seal import seal
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import Outcome

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def office() -> Office:
    office = case_office()
    for number in ("0301", "0302", "0304", "0305", "0306"):
        vow(office.hall.person(number), MORNING)
    return office


@pytest.fixture
def desk(office: Office) -> Client:
    return person_client(office.hall, "0301")


def do(client: Client, page: str, verb: str, **said: Any) -> Any:
    """Press a verb on a page as its form would; what is refused comes back as the answer."""
    shown = client.get(page)
    return client.post(f"{page}{verb}/" if not verb.startswith("/") else verb, said | {"key": key_in(shown)})


def serving(office: Office) -> Ticket:
    """Let somebody sit down at window 1."""
    office.hall.take("A", MORNING)
    card = queueing.call_next(window_id=office.hall.windows[1], by=office.clerk, at=MORNING)
    queueing.begin(ticket_id=card.id, by=office.clerk, at=MORNING)
    return Ticket.objects.get(id=card.id)


def hand_in(office: Office, desk: Client) -> Case:
    item = office.items["PERMIT"]
    new = f"/case/new/?item={item}"
    said = {
        "item": item.hex,
        "kind": "person",
        "name": ZHANG.name,
        "id_number": ZHANG.id_number,
        "phone": ZHANG.phone,
        "id_method": "original_seen",
        "q-branch": "no",
    }
    answer = desk.post("/case/new/submit/", said | {"key": key_in(desk.get(new))})
    assert answer.status_code == 303, text_of(answer)
    return Case.objects.get()


def look(**changed: str) -> dict[str, str]:
    return {f"m-{position}": changed.get(f"no{position}", "ok") for position in range(1, 5)}


@proves("TWO-02")
def test_a_visit_ends_with_the_notice_that_was_given(office: Office, desk: Client) -> None:
    ticket = serving(office)
    case = hand_in(office, desk)

    answer = do(desk, f"/case/{case.id}/", "look", then="tell", finish="1", **look(no3="missing"))

    assert answer.status_code == 303, text_of(answer)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.outcome, ticket.outcome_ref) == ("finished", Outcome.NOTICE, case.number)
    page = text_of(desk.get(f"/case/{case.id}/"))
    assert "待补正" in page and "一次性告知书" in page and ZHANG.id_number not in page


@proves("TWO-02", refuses=True)
@pytest.mark.parametrize("outcome", [Outcome.CASE, Outcome.NOTICE])
def test_a_visit_does_not_end_with_a_case_or_notice_that_is_not_there(
    office: Office, outcome: Outcome
) -> None:
    ticket = serving(office)
    reference = "AYRS-2026-0000011"
    if outcome is Outcome.NOTICE:
        reference = office.submit("PERMIT").number  # a case in which no notice was given

    with pytest.raises(queueing.ReferenceUnknown):
        queueing.finish(
            ticket_id=ticket.id, outcome=outcome, reference=reference, by=office.clerk, at=MORNING
        )


def test_a_case_walks_through_every_hand_on_the_screen(office: Office, desk: Client) -> None:
    case = hand_in(office, desk)
    page = f"/case/{case.id}/"
    chief = person_client(office.hall, "0305")

    for client, verb, said in (
        (desk, "look", {"then": "accept", **look()}),
        (desk, "begin", {}),
        (desk, "propose", {"decision": "approved"}),
        (chief, "decide", {"decision": "approved"}),
        (desk, "prepare", {"place": "1号窗口", "hours": "工作日", "from_day": "2026-03-03"}),
        (desk, "notify", {}),
        (desk, "deliver", {"way": "applicant", "id_method": "original_seen", "signed": "1", "close": "1"}),
    ):
        answer = do(client, page, verb, **said)
        assert answer.status_code == 303, (verb, text_of(answer))

    assert selectors.case(office.id, case.id).state is CaseState.CLOSED
    seal()
    story = text_of(desk.get(page))
    assert "受理" in story and "准予" in story and "申请人领取" in story


def test_whose_mandate_ends_at_an_amount_is_asked_for_it_and_the_case_tells_it(
    office: Office, desk: Client
) -> None:
    posts.grant_delegation(
        department_id=office.hall.departments["许可处"],
        person_id=office.head.id,
        acts=[MandateAct.APPROVE],
        all_at_level=True,
        most_amount=Decimal(5000),
        document="XK-2026-07",
        by=office.hall.by,
        at=MORNING,
    )
    case = office.for_decision()
    page, head = f"/case/{case.id}/", person_client(office.hall, "0306")
    assert 'name="amount"' in head.get(page).content.decode()
    assert 'name="amount"' not in person_client(office.hall, "0305").get(page).content.decode()

    unsaid = text_of(do(head, page, "decide", decision="approved"))
    beyond = text_of(do(head, page, "decide", decision="approved", amount="5,000.01"))
    within = do(head, page, "decide", decision="approved", amount="4,999.5")

    assert "请填写本次决定所涉金额" in unsaid and "超出您的授权限额" in beyond
    assert within.status_code == 303
    seal()
    assert "所涉金额 4999.50 元" in text_of(desk.get(page))


def test_a_wrong_result_is_issued_anew_by_two_people_and_handed_over_again(
    office: Office, desk: Client
) -> None:
    case = office.delivered()
    page, chief = f"/case/{case.id}/", person_client(office.hall, "0305")
    assert do(desk, page, "correct", reason="姓名有误").status_code == 303
    asked = selectors.open_correction(office.id, case.id)
    assert asked is not None and "申请更正办理结果" in text_of(chief.get(page))
    assert "姓名有误" not in text_of(chief.get(page))
    assert "姓名有误" in text_of(chief.post(f"/together/case/{case.id}/read/", {"entry": asked.reason.hex}))

    own = do(desk, page, "correction", correction=asked.id.hex, verdict="approve")
    assert own.status_code == 403 and len(selectors.results(office.id, case.id)) == 1
    assert do(chief, page, "correction", correction=asked.id.hex, verdict="approve").status_code == 303
    closing = do(desk, page, "close")
    assert closing.status_code == 409 and "更正重发" in text_of(closing)
    said = {"way": "applicant", "id_method": "original_seen", "signed": "1"}
    assert do(desk, page, "again", **said).status_code == 303

    assert do(desk, page, "close").status_code == 303
    seal()
    story = text_of(desk.get(page))
    assert "申请更正办理结果" in story and "更正后的结果已送达" in story


def test_a_correction_that_is_not_let_through_needs_a_reason(office: Office, desk: Client) -> None:
    case = office.delivered()
    page, chief = f"/case/{case.id}/", person_client(office.hall, "0305")
    do(desk, page, "correct", reason="姓名有误")
    asked = selectors.open_correction(office.id, case.id)
    assert asked is not None

    said = {"correction": asked.id.hex, "verdict": "decline"}
    assert do(chief, page, "correction", **said).status_code == 422
    assert do(chief, page, "correction", reason="与申请书一致", **said).status_code == 303

    assert selectors.open_correction(office.id, case.id) is None
    assert len(selectors.results(office.id, case.id)) == 1


def test_what_is_refused_says_so_on_the_page_and_changes_nothing(office: Office, desk: Client) -> None:
    case = hand_in(office, desk)

    answer = do(desk, f"/case/{case.id}/", "look", then="accept", **look(no4="form"))

    assert answer.status_code == 409
    assert "场所证明" in text_of(answer) and "JOB-03" in text_of(answer)
    assert selectors.case(office.id, case.id).round == 0  # the look was taken back with the rest


def test_the_same_press_twice_is_one_act(office: Office, desk: Client) -> None:
    case = hand_in(office, desk)
    said = {"key": key_in(desk.get(f"/case/{case.id}/")), "then": "accept", **look()}

    first, second = (desk.post(f"/case/{case.id}/look/", said) for _press in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert selectors.case(office.id, case.id).round == 1


def test_another_department_is_turned_away_and_a_secret_case_is_not_there(
    office: Office, desk: Client
) -> None:
    stranger = person_client(office.hall, "0304")
    plain, secret = office.submit("PERMIT"), office.submit("SECRET")

    assert stranger.get(f"/case/{plain.id}/").status_code == 403
    assert stranger.get(f"/case/{secret.id}/").status_code == 404
    assert person_client(office.hall, "0302").get(f"/case/{secret.id}/").status_code == 404
    assert secret.number not in text_of(person_client(office.hall, "0302").get("/case/?tab=review"))
    assert secret.number in text_of(desk.get("/case/?tab=review"))


@proves("CRT-02", refuses=True)
def test_the_journal_tells_of_a_confidential_case_without_its_number(office: Office) -> None:
    secret, plain = office.submit("SECRET"), office.submit("PERMIT")
    seal()
    seqs = {
        one.id: next(line.seq for line in journal.history(office.id, matter=one.id) if "number" in repr(line))
        for one in (secret, plain)
    }
    as_role(office, "0003", Role.SUP)
    supervision = person_client(office.hall, "0003")

    assert plain.number in text_of(supervision.get(f"/journal/{seqs[plain.id]}/"))
    hidden = text_of(supervision.get(f"/journal/{seqs[secret.id]}/"))
    assert secret.number not in hidden and "***" in hidden


def test_a_mistyped_number_is_told_from_one_that_is_there(office: Office, desk: Client) -> None:
    case = office.submit("PERMIT")
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)

    assert desk.get("/case/", {"number": case.number}).status_code == 303
    assert "校验码" in text_of(desk.get("/case/", {"number": wrong}))


def test_a_name_is_shown_in_full_only_as_an_act(office: Office, desk: Client) -> None:
    case = office.submit("PERMIT")

    masked = desk.get(f"/case/{case.id}/").content.decode()
    answer = desk.post(f"/case/{case.id}/reveal/", {"entry": case.applicant_name.hex}, headers=HTMX)

    assert "张*国" in masked and "张伟国" not in masked
    assert "张伟国" in answer.content.decode()


def test_the_list_says_what_is_due_next(office: Office, desk: Client) -> None:
    office.submit("PERMIT")

    page = desk.get("/case/?tab=review").content.decode()

    assert "case-meter" in page and "2026-03-09" in page


def test_the_applicant_sees_where_the_case_stands_and_nothing_personal(office: Office) -> None:
    case = office.told(missing=(3,))

    answer = Client().get(f"/c/{case.token}/")

    said = text_of(answer)
    assert answer.status_code == 200 and "初审" in said and case.number in said and "一次性告知书" in said
    assert not any(one in answer.content.decode() for one in ("张", ZHANG.id_number, ZHANG.phone))
    assert Client().get("/c/" + "x" * 22 + "/").status_code == 404


@proves("ACC-10")
def test_the_form_is_filled_from_an_earlier_case_and_says_all_that_is_wrong_at_once(
    office: Office, desk: Client
) -> None:
    case = office.submit("PERMIT")
    address = f"/case/new/?item={office.items['PERMIT']}"
    said = {"item": office.items["PERMIT"].hex, "number": case.number}
    assert desk.post("/case/new/prefill/", said).status_code == 403  # nobody is served
    serving(office)

    filled = desk.post("/case/new/prefill/", {"item": office.items["PERMIT"].hex, "number": case.number})
    simple = desk.post("/case/new/prefill/", {"item": office.items["INSTANT"].hex, "number": case.number})
    answer = do(desk, address, "/case/new/submit/", item=office.items["PERMIT"].hex, name="")

    page = filled.content.decode()
    assert f'value="{ZHANG.name}"' in page and f'value="{ZHANG.id_number}"' in page and "请与证件核对" in page
    assert ZHANG.id_number not in simple.content.decode() and "no-store" in filled["Cache-Control"]
    assert answer.status_code == 422
    said = text_of(answer)
    assert "有 4 处须先改正" in said and "是否设立分支机构" in said


# ---- a pause that needs an approval ----------------------------------------------------------------


def test_a_pause_is_asked_for_on_the_page_and_approved_from_the_heads_list(office: Office) -> None:
    vow(office.head, MORNING)
    card = office.accepted()
    page, head = f"/case/{card.id}/", person_client(office.hall, "0306")
    handler = person_client(office.hall, "0302")
    said = {"ground": "suspension|", "evidence": "法院通知-2026-3"}
    assert do(handler, page, "ask-pause", **said).status_code == 303
    seal()

    waits = handler.get(page)
    asked = waits.context["picture"].pauses
    assert asked.asked is not None and not asked.answers and not asked.grounds
    assert "申请暂停计时" in text_of(waits) and "case-approve-pause" not in text_of(waits)
    listed = head.get("/case/?tab=accepted")
    (row,) = listed.context["to_answer"]
    assert row.asked.card.case_number == card.number and "待您审批的暂停申请" in text_of(listed)
    assert handler.get("/case/").context["to_answer"] == ()
    assert "照常计时：依法中止" in text_of(head.get("/office/limits/"))

    done = do(head, page, "approve-pause", request=asked.asked.card.id.hex)

    assert done.status_code == 303
    first = head.get(page).context["picture"]
    assert first.pauses.asked is None and first.ways.resume
    assert "0306批准" in text_of(head.get(page)).replace(" ", "")
    assert head.get("/case/").context["to_answer"] == ()
    assert "0306" not in text_of(Client().get(f"/c/{card.token}/"))


def test_a_declined_pause_says_so_on_the_page_and_what_is_refused_names_its_rule(office: Office) -> None:
    vow(office.head, MORNING)
    card = office.accepted()
    page, head = f"/case/{card.id}/", person_client(office.hall, "0306")
    handler = person_client(office.hall, "0302")
    do(handler, page, "ask-pause", ground="applicant_request|", evidence="中止申请-1")
    asked = handler.get(page).context["picture"].pauses.asked.card.id.hex
    for who in (handler, person_client(office.hall, "0304")):
        answer = who.post(f"{page}approve-pause/", {"request": asked, "key": key_in(handler.get(page))})
        assert answer.status_code == 403 and "其他部门" in text_of(answer)
    again = {"ground": "suspension|", "evidence": "另一份", "key": key_in(handler.get(page))}
    told = handler.post(f"{page}ask-pause/", again, headers=HTMX)
    assert told.status_code == 409 and "已申请暂停计时，尚未答复" in text_of(told)
    assert "TIME-02" in told.content.decode()

    do(head, page, "decline-pause", request=asked, reason="未说明事由")

    shown = handler.get(page)
    declined = shown.context["picture"].pauses.declined
    assert "未批准暂停计时" in text_of(shown) and "未说明事由" not in text_of(shown)
    read = handler.post(reverse("together:read", args=[card.id]), {"entry": declined.card.reason_id.hex})
    assert "未说明事由" in text_of(read)
