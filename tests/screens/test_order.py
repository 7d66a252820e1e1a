"""The calling rule on its screens: declared at the kiosk, given with a reason, read by everybody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.support.callers import key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.queueing import selectors, services
from yichuang.queueing.models import PriorityGrant, Ticket
from yichuang.queueing.types import GrantReason, GrantState, PriorityClass


def declare(hall: Hall, priority: str = "elderly", line: str = "A") -> Any:
    kiosk = kiosk_client(hall)
    page = kiosk.get(f"/kiosk/priority/?class={priority}")
    form = {"line": hall.lines[line].hex, "priority": priority, "key": key_in(page)}
    return kiosk.post("/kiosk/take/", form, follow=True)


def test_the_kiosk_tells_the_criteria_and_takes_a_declared_class(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    assert "年满60周岁" in text_of(kiosk.get("/kiosk/priority/"))

    said = text_of(declare(hall))

    ticket = Ticket.objects.get(hall_id=hall.id)
    assert ticket.priority == PriorityClass.ELDERLY
    assert ticket.label in said and "请备好证件" in said


def test_the_kiosk_gives_no_class_that_cannot_be_declared(hall: Hall) -> None:
    kiosk = kiosk_client(hall)
    key = key_in(kiosk.get("/kiosk/priority/?class=elderly"))

    answer = kiosk.post("/kiosk/take/", {"line": hall.lines["A"].hex, "priority": "emergency", "key": key})

    assert answer.status_code == 422
    assert not Ticket.objects.filter(hall_id=hall.id).exists()


def test_the_phone_tells_why_one_was_called_and_whom_it_passed_over(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    first = hall.take("A", MORNING)
    declare(hall)
    old = Ticket.objects.get(hall_id=hall.id, priority=PriorityClass.ELDERLY)
    services.call_next(window_id=hall.windows[1], by=hall.clerk(1), at=MORNING + timedelta(minutes=1))

    said = text_of(Client().get(f"/t/{old.token}"))

    day = selectors.policies(hall.id)[0].active_from
    assert f"{old.label} 优先（60岁以上），按{day}起第1版规则，超过 {first.label}。" in said


def test_the_office_gives_a_class_only_with_a_reason_and_reads_why(hall: Hall) -> None:
    ticket = hall.take("A", MORNING)
    office = person_client(hall, "0001")
    form = {"label": ticket.label, "priority": "military", "key": key_in(office.get("/queue/priority/"))}

    assert office.post("/queue/priority/grant/", form).status_code == 422
    form["key"] = key_in(office.get("/queue/priority/"))
    assert office.post("/queue/priority/grant/", form | {"reason": "document_shown"}).status_code == 303

    grant = PriorityGrant.objects.get(hall_id=hall.id)
    assert (grant.state, grant.priority) == (GrantState.STANDING, PriorityClass.MILITARY)
    assert "军人及退役军人" in text_of(office.get("/queue/priority/"))


def test_what_was_not_approved_before_the_call_is_offered_no_more(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    ticket = hall.take("A", MORNING)
    services.grant_priority(
        ticket_id=ticket.id,
        priority=PriorityClass.URGENT,
        reason=GrantReason.DEADLINE_TODAY,
        by=hall.clerk(2),
        at=MORNING,
    )
    office = person_client(hall, "0001")
    address = f"/queue/priority/{ticket.id}/approve/"
    before = office.get("/queue/priority/")
    assert address in before.content.decode()

    services.call_next(window_id=hall.windows[1], by=hall.clerk(1), at=MORNING + timedelta(minutes=1))

    after = office.get("/queue/priority/")
    assert address not in after.content.decode()
    assert "未及时审批" in text_of(after)
    assert office.post(address, {"key": key_in(before)}).status_code == 409


def test_everybody_reads_the_rule_and_the_office_sets_one_to_come(hall: Hall) -> None:
    stranger = text_of(Client().get(f"/queue/rule/?hall={hall.code}"))
    assert "年满60周岁" in stranger and "每 3 个叫号中，至多一个" in stranger
    assert "制定新版" not in stranger

    office = person_client(hall, "0001")
    page = office.get("/queue/rule/")
    day = (MORNING + timedelta(days=30)).date()
    form = {
        "active_from": day.isoformat(), "key": key_in(page),
        "emergency-given": "1", "emergency-criteria": "突发疾病", "emergency-criteria_en": "Sudden illness",
        "elderly-given": "1", "elderly-criteria": "", "elderly-criteria_en": "Over 65",
        "elderly-head_start": "20",
    }  # fmt: skip
    assert office.post("/queue/rule/set/", form).status_code == 422
    form |= {"elderly-criteria": "年满65周岁", "key": key_in(office.get("/queue/rule/"))}
    assert office.post("/queue/rule/set/", form).status_code == 303

    coming = selectors.policies(hall.id)[-1]
    assert (coming.version, coming.active_from) == (2, day)
    said = text_of(Client().get(f"/queue/rule/?hall={hall.code}"))
    assert re.search(r"第 2 版.*待施行.*年满65周岁", said, re.DOTALL)


@pytest.mark.parametrize("address", ["/queue/priority/", "/queue/rule/set/"])
def test_a_stranger_gives_nothing_and_sets_nothing(hall: Hall, address: str) -> None:
    client = Client()

    answer = client.post(address) if address.endswith("set/") else client.get(address)

    assert answer.status_code in {302, 303, 401, 403}
