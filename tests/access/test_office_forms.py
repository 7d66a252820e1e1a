"""A form of the office does its act once, however often it is sent: a double click, a page sent again."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from tests.access.people import ADDRESS, HallOfTest, machine, self_of, signed_in
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access import rules, selectors, services, tokens
from yichuang.kernel.access.errors import CodeUnknown, InitialReplaced
from yichuang.kernel.access.events import (
    AccountClosed,
    AccountOpened,
    DeviceRevoked,
    EnrolCodeIssued,
    GrantGiven,
    GrantRevoked,
    PasswordReset,
)
from yichuang.kernel.access.models import EnrolCode
from yichuang.kernel.access.types import AccountCard, DeviceKind, Role
from yichuang.kernel.idempotency import KeyReused, key_of
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def hall() -> Hall:
    return build_hall()


def account(hall: Hall, number: str) -> AccountCard:
    return next(one for one in selectors.accounts(hall.id) if one.worker_number == number)


def office(hall: Hall) -> Client:
    return signed_in(Client(), account(hall, "0001"))


def newcomer(hall: Hall, number: str = "0399"):
    return organization.add_person(
        worker_number=number, name="方圆", kind=PersonKind.SERVICE, by=hall.by, at=MORNING
    )


def form(client: Client, page: str, address: str) -> dict[str, str]:
    """Return the hidden fields of the form on ``page`` that is sent to ``address``."""
    text = client.get(page).content.decode()
    found = re.search(rf'<form[^>]*action="{re.escape(address)}"[^>]*>(.*?)</form>', text, re.DOTALL)
    assert found, f"no form for {address} on {page}"
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1]))


def secret_in(answer) -> str:
    return re.search(r'class="gate-secret">([^<]+)<', answer.content.decode())[1]


def sentence_in(answer) -> str:
    return html.unescape(answer.content.decode())


REUSED = "该内容已提交过，且与此次不同"


def test_a_code_asked_for_twice_by_one_form_is_one_code(hall: Hall, told):
    client, before = office(hall), len(told(EnrolCodeIssued))
    sent = form(client, "/office/devices/", "/office/devices/code/")
    sent |= {"kind": "kiosk", "name": "2号取号机", "window": "", "zone": ""}

    first, again = (client.post("/office/devices/code/", sent) for _ in range(2))

    assert first.status_code == again.status_code == 200
    assert secret_in(first) == secret_in(again)
    assert EnrolCode.objects.filter(hall_id=hall.id, name="2号取号机").count() == 1
    assert len(told(EnrolCodeIssued)) == before + 1

    other = client.post("/office/devices/code/", sent | {"name": "3号取号机"})
    assert other.status_code == 422 and REUSED in sentence_in(other)
    assert not EnrolCode.objects.filter(hall_id=hall.id, name="3号取号机").exists()


def test_two_renderings_of_the_form_are_two_codes(hall: Hall):
    client = office(hall)
    said = {"kind": "kiosk", "name": "取号机", "window": "", "zone": ""}

    codes = [
        secret_in(client.post("/office/devices/code/", form(client, "/office/devices/", address) | said))
        for address in ["/office/devices/code/"] * 2
    ]

    assert codes[0] != codes[1]


def test_a_form_without_its_key_is_refused(hall: Hall):
    answer = office(hall).post("/office/devices/code/", {"kind": "kiosk", "name": "取号机"})

    assert answer.status_code == 400
    assert not EnrolCode.objects.filter(hall_id=hall.id, name="取号机").exists()


def test_an_account_opened_twice_by_one_form_is_opened_once(hall: Hall, told):
    person, other = newcomer(hall), newcomer(hall, "0398")
    client, address = office(hall), "/office/accounts/open/"
    sent = form(client, "/office/accounts/", address) | {"person": str(person.id)}

    first, again = (client.post(address, sent) for _ in range(2))

    assert first.status_code == again.status_code == 200
    assert secret_in(first) == secret_in(again)
    assert len(told(AccountOpened, account(hall, "0399").id)) == 1

    changed = client.post(address, sent | {"person": str(other.id)})
    assert changed.status_code == 422 and REUSED in sentence_in(changed)
    assert selectors.account_of_person(hall.id, other.id) is None


def test_a_password_reset_twice_by_one_form_is_reset_once(hall: Hall, told):
    client, clerk, other = office(hall), account(hall, "0302"), account(hall, "0301")
    address = f"/office/accounts/{clerk.id}/password/"
    sent = form(client, "/office/accounts/", address)

    first, again = (client.post(address, sent) for _ in range(2))

    assert secret_in(first) == secret_in(again)
    assert len(told(PasswordReset, clerk.id)) == 1
    session = services.sign_in(
        hall_code=hall.code, worker_number="0302", password=secret_in(first), address=ADDRESS, at=MORNING
    )
    assert session.account.password_due

    elsewhere = client.post(f"/office/accounts/{other.id}/password/", sent)
    assert elsewhere.status_code == 422 and REUSED in sentence_in(elsewhere)
    assert told(PasswordReset, other.id) == []


def test_a_role_given_and_taken_back_stays_taken_when_the_first_form_comes_again(hall: Hall, told):
    client, clerk = office(hall), account(hall, "0302")
    give = f"/office/accounts/{clerk.id}/role/"
    given = form(client, "/office/accounts/", give) | {"role": "guide", "department": ""}
    assert [client.post(give, given).status_code for _ in range(2)] == [303, 303]
    (grant,) = told(GrantGiven, clerk.id)[-1:]
    take = f"/office/roles/{grant.grant_id}/revoke/"
    taken = form(client, "/office/accounts/", take)
    assert [client.post(take, taken).status_code for _ in range(2)] == [303, 303]

    late = client.post(give, given)
    changed = client.post(give, given | {"role": "cons"})

    assert late.status_code == 303
    assert changed.status_code == 422 and REUSED in sentence_in(changed)
    assert len([one for one in told(GrantGiven, clerk.id) if one.role == "guide"]) == 1
    assert len(told(GrantRevoked, clerk.id)) == 1
    assert {one.role for one in selectors.roles_of(hall.id, clerk.person_id, MORNING)} == {Role.STF}


def test_an_account_and_a_device_are_closed_once(hall: Hall, told):
    client, clerk = office(hall), account(hall, "0302")
    card, _ = machine(HallOfTest(hall.id, hall.code), DeviceKind.KIOSK)
    close, revoke = f"/office/accounts/{clerk.id}/close/", f"/office/devices/{card.id}/revoke/"
    closing, revoking = form(client, "/office/accounts/", close), form(client, "/office/devices/", revoke)

    answers = [client.post(close, closing) for _ in range(2)] + [
        client.post(revoke, revoking) for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [303] * 4
    assert len(told(AccountClosed, clerk.id)) == len(told(DeviceRevoked, card.id)) == 1


def key(value: str = "one-rendering", body: str = "") -> Key:
    return key_of(value, body.encode())


def reset(hall: Hall, number: str = "0302", **more) -> str:
    return services.reset_password(account_id=account(hall, number).id, by=hall.by, at=MORNING, **more)


def test_a_password_or_code_that_no_longer_works_is_not_told_again(hall: Hall):
    by = self_of(account(hall, "0001"))
    asked = {"kind": DeviceKind.KIOSK, "hall_code": hall.code, "name": "取号机", "by": by, "at": MORNING}
    code = services.enrol_code(**asked, key=key())
    services.enrol(code=code, address=ADDRESS, at=MORNING)
    reset(hall, key=key())
    reset(hall)

    with pytest.raises(CodeUnknown):
        services.enrol_code(**asked, key=key())
    with pytest.raises(InitialReplaced):
        reset(hall, key=key())
    with pytest.raises(KeyReused):
        reset(hall, key=key(body="another"))


def test_a_key_of_somebody_else_draws_another_code(hall: Hall, wall_moves):
    people = [self_of(account(hall, number)) for number in ("0001", "0302")]
    asked = {"kind": DeviceKind.KIOSK, "hall_code": hall.code, "name": "取号机", "at": MORNING, "key": key()}

    codes = {services.enrol_code(**asked, by=by) for by in people}
    wall_moves(timedelta(minutes=16))

    assert len(codes) == 2
    with pytest.raises(CodeUnknown):
        services.enrol_code(**asked, by=people[0])


def test_drawn_signs_are_even_and_the_same_for_a_seed():
    codes = [tokens.code_from(f"rendering {number}") for number in range(2000)]

    counts = [sum(one.count(sign) for one in codes) for sign in rules.CODE_ALPHABET]

    assert len(set(codes)) == len(codes)
    assert codes[3] == tokens.code_from("rendering 3")
    expected = 2000 * rules.CODE_LENGTH / len(rules.CODE_ALPHABET)
    assert sum((one - expected) ** 2 / expected for one in counts) < 60  # 22 degrees of freedom: p < 0.00003


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_one_instant_is_one_password():
    hall = build_hall()
    start = Barrier(2)

    def press(_: int) -> str:
        try:
            start.wait(10)
            return reset(hall, key=key())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, again = pool.map(press, range(2))

    assert first == again
