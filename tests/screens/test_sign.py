"""The sign at the entrance: printed when it says all four things, and else it names what is missing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cases.hall import Office, case_office
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.organization import selectors, services
from yichuang.organization.errors import PhoneUnfit
from yichuang.organization.events import ComplaintPhoneSet
from yichuang.organization.models import Hall, OpeningSession

pytestmark = pytest.mark.django_db
PRINT = "/office/layout/sign/print/"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


@pytest.fixture
def manager(office: Office) -> Client:
    return person_client(office.hall, "0001")


def set_phone(client: Client, phone: str) -> object:
    page = client.get("/office/layout/sign/")
    return client.post("/office/layout/sign/phone/", {"phone": phone, "key": key_in(page)})


@proves("PUB-05", refuses=True)
def test_without_the_complaint_telephone_no_sign_is_printed_and_it_is_named(manager: Client) -> None:
    page, refused = manager.get("/office/layout/sign/"), manager.get(PRINT)

    assert "还缺 投诉电话" in text_of(page) and PRINT not in page.content.decode()
    assert refused.status_code == 409 and "投诉电话" in text_of(refused)
    assert "大厅名称" not in text_of(refused) and "服务时间" not in text_of(refused)


@proves("PUB-05", refuses=True)
def test_whatever_else_is_missing_is_named_too(office: Office, manager: Client) -> None:
    set_phone(manager, "12345")
    Hall.objects.filter(id=office.id).update(name=" ")
    OpeningSession.objects.filter(hall_id=office.id).delete()

    refused = text_of(manager.get(PRINT))

    assert "大厅名称、服务时间" in refused and "投诉电话" not in refused


@proves("PUB-05")
def test_a_complete_sign_is_printed_as_it_is_in_force_today(office: Office, manager: Client) -> None:
    set_phone(manager, " ０571-87654321 ")
    hall = selectors.hall(office.id)

    sign = manager.get(PRINT)
    assert PRINT in manager.get("/office/layout/sign/").content.decode()

    said = text_of(sign)
    assert sign.status_code == 200
    for one in (hall.name, "0571-87654321", "08:30–12:00", "周一至周五"):
        assert one in said, said
    assert [row.actor_id for row in Entry.objects.filter(name=ComplaintPhoneSet.stored_name)] == [
        office.hall.people["0001"]
    ]


@proves("PUB-05", refuses=True)
@pytest.mark.parametrize("phone", ["13800132210", "138-0013-2210", "", "电话", "1", "12345 转 8", "-12345"])
def test_a_sign_carries_an_office_number(office: Office, phone: str) -> None:
    with pytest.raises(PhoneUnfit):
        services.set_complaint_phone(phone=phone, by=office.hall.by, at=MORNING)

    assert selectors.hall(office.id).complaint_phone == ""


def test_clerks_neither_see_nor_set_it(office: Office) -> None:
    clerk = person_client(office.hall, "0302")

    assert clerk.get("/office/layout/sign/").status_code == 403
    assert clerk.post("/office/layout/sign/phone/", {"phone": "12345"}).status_code == 403
