"""Who leads what only one process may do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.kernel.people import together
from yichuang.kernel import lease

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_one_holds_a_lease_and_renews_it() -> None:
    assert lease.hold("heartbeat", "one", NOW, 15)
    assert not lease.hold("heartbeat", "two", NOW, 15)
    assert lease.hold("heartbeat", "one", NOW + timedelta(seconds=10), 15)
    assert not lease.hold("heartbeat", "two", NOW + timedelta(seconds=20), 15)


@pytest.mark.django_db
def test_a_lease_that_ran_out_can_be_taken_and_its_old_holder_notices() -> None:
    lease.hold("heartbeat", "one", NOW, 15)

    assert lease.hold("heartbeat", "two", NOW + timedelta(seconds=15), 15)

    assert not lease.hold("heartbeat", "one", NOW + timedelta(seconds=16), 15)


@pytest.mark.django_db
def test_a_lease_given_back_is_free_and_only_its_holder_gives_it_back() -> None:
    lease.hold("heartbeat", "one", NOW, 15)
    lease.release("heartbeat", "two")
    assert not lease.hold("heartbeat", "two", NOW, 15)

    lease.release("heartbeat", "one")

    assert lease.hold("heartbeat", "two", NOW, 15)


@pytest.mark.django_db
def test_leases_of_different_names_are_apart() -> None:
    assert lease.hold("heartbeat", "one", NOW, 15)
    assert lease.hold("export", "two", NOW, 15)


@pytest.mark.django_db(transaction=True)
def test_a_fence_tells_whether_the_lease_is_still_held() -> None:
    lease.hold("heartbeat", "one", NOW, 15)

    with transaction.atomic():
        assert lease.fence("heartbeat", "one")
        assert not lease.fence("heartbeat", "two")
        assert not lease.fence("unknown", "one")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_ask_at_once_one_gets_it() -> None:
    names = [f"process {number}" for number in range(8)]

    results = together(lambda: lease.hold("heartbeat", names.pop(), NOW, 15), 8)

    assert sorted(results) == [False] * 7 + [True]
