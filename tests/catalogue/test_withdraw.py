"""A withdrawn item stays withdrawn, however often the act comes in and whatever was planned."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogue.files import GOOD
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import selectors, services
from yichuang.kernel.types import Key

pytestmark = pytest.mark.django_db


def take_over(hall, text=GOOD, from_day=None):
    return services.import_catalogue(
        hall_id=hall.id, text=text, source_name="目录.yaml", from_day=from_day, by=hall.by, at=at("09:00")
    )


def test_a_version_scheduled_for_later_does_not_bring_a_withdrawn_item_back():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)
    july, august = date(2026, 7, 1), date(2026, 8, 1)
    take_over(hall, GOOD.replace("avg_minutes: 12", "avg_minutes: 15"), august)
    key = Key("withdraw-once", "a" * 64)

    def withdraw():
        return services.withdraw_item(item_id=card.id, from_day=july, by=hall.by, at=at("10:00"), key=key)

    assert withdraw() == withdraw() == card
    assert [selectors.find(hall.id, card.id, day) for day in (july, august)] == [None, None]
    assert len(hall.told("catalogue.item_withdrawn")) == 2
