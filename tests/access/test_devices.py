from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.access.people import ADDRESS, MORNING, hall, machine
from yichuang.kernel.access import callers, doors, rules, selectors, services
from yichuang.kernel.access.errors import CodeUnknown, DeviceUnknown, TooManyCodes
from yichuang.kernel.access.events import DeviceEnrolled, DeviceRevoked, EnrolCodeIssued
from yichuang.kernel.access.models import Device, EnrolCode, EnrolTry
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind

pytestmark = pytest.mark.django_db


def code_for(where, kind=DeviceKind.KIOSK, **place):
    return services.enrol_code(
        kind=kind, hall_code=where.code, name="entrance", by=where.system, at=MORNING, **place
    )


def type_in(code, address=ADDRESS):
    return services.enrol(code=code, address=address, at=MORNING)


def test_a_kiosk_is_enrolled_with_a_code_and_acts_for_its_hall(told):
    here = hall()

    card, token = machine(here, DeviceKind.KIOSK)

    caller = callers.by_device(token)
    assert caller.device == card
    assert caller.actor == Actor(ActorKind.DEVICE, card.id, here.id)
    assert (caller.hall_id, caller.hall_code) == (here.id, "YH")
    assert len(told(EnrolCodeIssued)) == len(told(DeviceEnrolled, card.id)) == 1


def test_a_window_screen_stands_at_its_window():
    window = new_id()

    card, token = machine(hall(), DeviceKind.WINDOW_SCREEN, window_id=window)

    assert callers.by_device(token).actor.window_id == card.window_id == window


def test_a_device_is_known_by_one_statement():
    _, token = machine(hall(), DeviceKind.BOARD)

    with CaptureQueriesContext(connection) as queries:
        assert callers.by_device(token).device.kind is DeviceKind.BOARD

    assert len(queries) == 1


def test_a_code_is_eight_characters_that_do_not_look_alike():
    code = code_for(hall())

    assert len(code) == 8
    assert set(code) <= set(rules.CODE_ALPHABET)
    assert not set(rules.CODE_ALPHABET) & set("0O1IL5S2Z8BUV")


@pytest.mark.parametrize(
    "how", [str.lower, lambda code: f" {code[:4]} {code[4:]} ", lambda code: f"{code[:4]}-{code[4:]}"]
)
def test_a_code_is_known_however_it_is_typed(how):
    card, _ = type_in(how(code_for(hall())))

    assert card.kind is DeviceKind.KIOSK


def test_a_code_works_once():
    code = code_for(hall())
    type_in(code)

    with pytest.raises(CodeUnknown):
        type_in(code)

    assert Device.objects.count() == 1


def test_a_code_works_for_a_quarter_of_an_hour(wall_moves):
    code = code_for(hall())
    wall_moves(timedelta(minutes=15, seconds=1))

    with pytest.raises(CodeUnknown):
        type_in(code)


def test_the_database_sees_neither_code_nor_token():
    code = code_for(hall())
    _, token = type_in(code)

    stored = str(EnrolCode.objects.values()) + str(Device.objects.values())
    assert code not in stored and token not in stored


def test_guessing_codes_is_slowed_down_and_ends(wall_moves, settings):
    here = hall()
    for _ in range(settings.ENROL_TRIES):
        with pytest.raises(CodeUnknown):
            type_in("AAAA AAAA")

    code = code_for(here)
    with pytest.raises(TooManyCodes):
        type_in(code)
    assert ADDRESS not in str(EnrolTry.objects.values())

    wall_moves(timedelta(minutes=16))
    assert type_in(code_for(here))


def test_a_revoked_device_can_do_nothing_at_once(told):
    here = hall()
    card, token = machine(here, DeviceKind.KIOSK)

    of_kiosks = doors.device(DeviceKind.KIOSK)
    assert selectors.stands(ActorKind.DEVICE, card.id, here.id, of_kiosks, MORNING)
    assert not selectors.stands(ActorKind.DEVICE, card.id, here.id, doors.device(DeviceKind.BOARD), MORNING)

    services.revoke_device(device_id=card.id, by=here.system, at=MORNING)
    services.revoke_device(device_id=card.id, by=here.system, at=MORNING)

    assert callers.by_device(token).device is None
    assert not selectors.stands(ActorKind.DEVICE, card.id, here.id, of_kiosks, MORNING)
    assert told(DeviceRevoked, card.id) == [DeviceRevoked(card.id, "kiosk")]
    assert selectors.devices(here.id) == []


def test_another_halls_device_looks_like_none():
    here, there = hall("YH"), hall("BD")
    card, token = machine(here, DeviceKind.KIOSK)

    with pytest.raises(DeviceUnknown):
        services.revoke_device(device_id=card.id, by=there.system, at=MORNING)
    with pytest.raises(DeviceUnknown):
        selectors.device(there.id, card.id)

    assert callers.by_device(token).device == card


def test_old_codes_and_tries_are_swept(wall_moves):
    here = hall()
    code_for(here)
    with pytest.raises(CodeUnknown):
        type_in("nonsense")
    wall_moves(timedelta(days=2))
    fresh = code_for(here)

    assert services.sweep_codes() == 2

    assert type_in(fresh)


@pytest.mark.parametrize("nonsense", ["", " ", "A" * 10_000, "'; --", "😀😀😀😀", "\x00"])
def test_nonsense_is_no_code(nonsense: str):
    with pytest.raises(CodeUnknown):
        type_in(nonsense)


@pytest.mark.django_db(transaction=True)
def test_two_machines_with_one_code_are_one_device():
    code = code_for(hall())

    def race(number: int) -> bool:
        try:
            services.enrol(code=code, address=f"10.2.0.{number}", at=MORNING)
        except CodeUnknown:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        through = list(pool.map(race, range(4)))

    assert through.count(True) == 1
    assert Device.objects.count() == 1
