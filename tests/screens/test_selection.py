"""Selection on the screen: who sees which nominations, who may do what, the note only personnel opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.halls import MONDAY, at
from tests.posts.planned import HEAD, OFFICE, SECOND, TUESDAY, WANG, ZHANG, Planned
from tests.support.callers import text_of
from tests.support.vows import vow
from tests.training.selected import BOSS, HR, choose, nominate, passed, resident, reviewed, selecting_hall
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.training import selectors, services
from yichuang.training.types import Employment, SelectionState

PAGE = "/office/selection/"
PASSWORD = "Anyang-Window-26"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Iterator[Planned]:
    with frozen(at("13:00")):
        yield selecting_hall()


def signed_in(number: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"hall": "AYRS", "number": number, "password": PASSWORD})
    assert answer.status_code in {302, 303}, answer.content.decode()
    return client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(f"{PAGE}{address}", {"key": uuid4().hex, **fields})


def form(plan: Planned, **other: Any) -> dict[str, Any]:
    return {
        "department": plan.section,
        "name": "许文",
        "identity": resident(date(1990, 5, 4)),
        "posting_on": "2026-06-01",
        "employment": "permanent",
        "proof": "编办〔2024〕18号",
    } | other


def test_a_candidate_goes_from_nomination_to_post(plan: Planned) -> None:
    office, personnel = signed_in(OFFICE), signed_in(HR)

    assert send(office, "nominate/", **form(plan)).status_code == 303
    (card,) = selectors.nominations(plan.hall.id)
    assert "许*" in text_of(office.get(PAGE)) and "许文" not in text_of(office.get(PAGE))
    send(personnel, f"{card.id}/take-up/")
    for point in ("policy", "computer", "mandarin", "politics", "conduct", "health", "communication"):
        send(personnel, f"{card.id}/point/", point=point, met="1", evidence="有材料")
    half = text_of(personnel.get(f"{PAGE}{card.id}/"))
    refused = send(personnel, f"{card.id}/pass/")
    send(personnel, f"{card.id}/point/", point="confidentiality", met="1")
    assert send(personnel, f"{card.id}/pass/").status_code == 303
    assert send(personnel, f"{card.id}/post/", worker_number="0390", on="2026-06-01").status_code == 303

    assert "缺 1 项" in half and refused.status_code == 422 and "能够保密" in refused.content.decode()
    card = selectors.nomination(plan.hall.id, card.id)
    assert card.state is SelectionState.POSTED
    assert "许文" in text_of(personnel.get(f"{PAGE}{card.id}/"))  # of the hall now, by the name on the badge


@proves("STF-02")
def test_who_was_relaxed_is_listed_with_why_and_by_whom(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, date(1985, 5, 31)))
    boss = signed_in(BOSS)

    sheet = text_of(boss.get(f"{PAGE}{card.id}/"))
    send(boss, f"{card.id}/relax/", category="intermediate_title", proof="经济师 0412")
    passed(plan, card)

    assert "年龄放宽类别" in sheet and "41 周岁（上限 40）" in sheet
    page = text_of(boss.get(PAGE))
    assert "中级及以上职称" in page and "经济师 0412" in page and "方正" in page


@proves("STF-06")
def test_a_section_head_is_not_let_to_the_health_note_and_personnel_read_it(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan))
    head, personnel = signed_in(HEAD), signed_in(HR)

    sheet = text_of(head.get(f"{PAGE}{card.id}/"))
    closed = head.post(f"{PAGE}{card.id}/health/")
    opened = personnel.post(f"{PAGE}{card.id}/health/")

    assert "仅人事可看" in sheet and "有材料" in sheet  # the others' papers are the section's to see
    assert closed.status_code == 403 and "有材料" not in closed.content.decode()
    assert opened.status_code == 200 and "有材料" in opened.content.decode()


def test_a_reviewer_who_vowed_reads_the_name_and_the_journal_tells(plan: Planned) -> None:
    card, office = nominate(plan), signed_in(OFFICE)

    before = office.post(f"{PAGE}{card.id}/name/")
    vow(plan.hall.person(OFFICE), at("12:00"))
    after = office.post(f"{PAGE}{card.id}/name/")

    assert before.status_code == 403
    assert "许文" in after.content.decode() and resident(date(1990, 5, 4)) in after.content.decode()
    assert len(plan.hall.told("vault.personal_data_revealed")) == 2


def test_a_unit_and_a_head_see_their_own_department_only(plan: Planned) -> None:
    unit = plan.hall.grant(SECOND, Role.UNIT, department=plan.section)
    mine = nominate(plan, by=unit)
    other = nominate(plan, date(1991, 1, 1), name="欧阳明", department_id=None)

    for client in (signed_in(SECOND), signed_in(HEAD)):
        page = text_of(client.get(PAGE))
        assert "许*" in page and "欧*" not in page
        assert client.get(f"{PAGE}{mine.id}/").status_code == 200
        assert client.get(f"{PAGE}{other.id}/").status_code == 404
    assert "欧*明" in text_of(signed_in(OFFICE).get(PAGE))


def test_who_was_returned_stands_there_until_somebody_is_nominated_instead(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan, employment=Employment.TEMPORARY))
    personnel = signed_in(HR)

    send(personnel, f"{card.id}/return/", note="请另派在编人员")
    before = text_of(personnel.get(PAGE))
    number = resident(date(1992, 2, 2))
    send(personnel, "nominate/", **form(plan, name="沈宁", identity=number, replaces=card.id))

    assert "已退回、尚未重新选派" in before and "请另派在编人员" in before
    assert "已退回、尚未重新选派" not in text_of(personnel.get(PAGE))
    assert "重新选派" in text_of(personnel.get(f"{PAGE}{card.id}/"))


def test_the_page_says_who_may_not_sign_on_and_why(plan: Planned) -> None:
    choose(plan, "staff.regime", "posted", TUESDAY)
    choose(plan, "staff.certificate", "required", TUESDAY)
    services.issue_certificate(
        person_id=plan.hall.people[WANG],
        number="SG-1",
        tested_on=MONDAY,
        by=plan.hall.person(HR),
        at=at("07:30"),
    )

    with frozen(at("09:00", TUESDAY)):
        page = text_of(signed_in(OFFICE).get(PAGE))
        certificates = text_of(signed_in(OFFICE).get(f"{PAGE}certificates/"))

    assert "原有人员，未经审查" in page and "无有效上岗证" in page and "2027-03-01" in page
    assert "无有效证 4 人" in certificates and "SG-1" in certificates


def test_a_certificate_is_given_and_taken_away_at_the_screen(plan: Planned) -> None:
    client = signed_in(HR)
    given = {"person": plan.hall.people[ZHANG], "number": "SG-7", "tested_on": "2026-03-02"}

    late = send(client, "certificates/issue/", **given, last_day="2027-03-02")
    assert send(client, "certificates/issue/", **given, last_day="2026-03-20").status_code == 303
    (card,) = selectors.certificates(plan.hall.id)
    mine = text_of(signed_in(ZHANG).get("/staffroom/"))
    alert = text_of(signed_in(OFFICE).get("/office/"))
    send(client, f"certificates/{card.id}/revoke/")

    assert late.status_code == 422 and "2027-03-01" in late.content.decode()
    assert card.active_until == date(2026, 3, 21)
    assert "我的上岗证" in mine and "SG-7" in mine and "还有 19 天" in mine
    assert "1 张上岗证即将到期" in alert and "张伟国" in alert
    assert selectors.certificates(plan.hall.id)[0].revoked_at is not None


def test_somebody_without_a_certificate_is_told_in_the_staffroom(plan: Planned) -> None:
    assert "我的上岗证" not in text_of(signed_in(ZHANG).get("/staffroom/"))

    choose(plan, "staff.certificate", "required")

    assert "您尚无上岗证，不能签到" in text_of(signed_in(ZHANG).get("/staffroom/"))


def test_a_person_is_withdrawn_at_the_screen(plan: Planned) -> None:
    assert (
        send(signed_in(OFFICE), f"people/{plan.hall.people[ZHANG]}/withdraw/", reason="rotation").status_code
        == 303
    )

    (card,) = selectors.nominations(plan.hall.id)
    assert card.state is SelectionState.WITHDRAWN
    assert "轮换" in text_of(signed_in(OFFICE).get(f"{PAGE}{card.id}/"))


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("nominate/", {"employment": "whatever"}),
        ("{}/point/", {"point": "x"}),
        ("{}/relax/", {"category": ""}),
    ],
)
def test_nonsense_is_a_page_that_does_not_exist(plan: Planned, address: str, fields: dict[str, str]) -> None:
    card = nominate(plan, date(1985, 1, 1))

    answer = send(signed_in(OFFICE), address.format(card.id), **(form(plan) | fields))

    assert answer.status_code == 404
