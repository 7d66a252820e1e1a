"""A version once read is at hand: acts on a case ask for it without a query, and only in its own hall."""

from __future__ import annotations

import pytest

from tests.catalogue.files import GOOD
from tests.catalogue.test_import import take_over
from tests.halls import MONDAY, found_hall
from yichuang.catalogue import hand, selectors
from yichuang.catalogue.errors import ItemUnknown

pytestmark = pytest.mark.django_db


def test_a_version_is_read_once_and_is_the_same_as_its_tables_say(django_assert_num_queries):
    hall = found_hall()
    take_over(hall, GOOD)
    asked = selectors.item_by_code(hall.id, "RS001", MONDAY)
    hand.forget()

    read = selectors.version(hall.id, asked.version_id)

    assert read == asked and read is not asked
    with django_assert_num_queries(0):
        assert selectors.version(hall.id, asked.version_id) is read


def test_what_is_at_hand_is_not_given_to_another_hall():
    hall, other = found_hall(), found_hall("BYRS")
    take_over(hall, GOOD)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    assert hand.held(hall.id, card.version_id) is not None
    assert hand.held(other.id, card.version_id) is None
    with pytest.raises(ItemUnknown):
        selectors.version(other.id, card.version_id)


def test_a_new_wording_is_in_force_at_once_and_the_old_version_stays_as_it_was():
    hall = found_hall()
    take_over(hall, GOOD)
    old = selectors.item_by_code(hall.id, "RS001", MONDAY)

    take_over(hall, GOOD.replace("value: 5, unit: working_day", "value: 4, unit: working_day"))

    new = selectors.item_by_code(hall.id, "RS001", MONDAY)
    assert (old.promised_limit.value, new.promised_limit.value) == (5, 4)
    assert new.version == old.version + 1
    assert selectors.version(hall.id, old.version_id) == old


def test_the_oldest_go_where_there_are_too_many(monkeypatch):
    hall = found_hall()
    take_over(hall, GOOD)
    take_over(hall, GOOD.replace("value: 5, unit: working_day", "value: 4, unit: working_day"))
    item_id = selectors.item_by_code(hall.id, "RS001", MONDAY).id
    monkeypatch.setattr(hand, "MOST", 1)
    hand.forget()

    first, second = selectors.versions(hall.id, item_id)

    assert hand.held(hall.id, first.version_id) is None
    assert hand.held(hall.id, second.version_id) == second
