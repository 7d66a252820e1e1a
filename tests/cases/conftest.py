"""What tests of cases share: the office on a Monday morning, and what the journal tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cases.hall import Office, case_office
from tests.cases.together import House, joint_house
from yichuang.cases import again_beside
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """Give the office with the departments beside it, and see that the journal tells all that came of it."""
    house = joint_house()
    yield house
    assert {find(house.id) for find in again_beside.RETELLINGS.values()} == {None}


@pytest.fixture
def heard(db: None) -> Callable[..., list[Any]]:
    """Return what the journal tells of these events, in the order it was written."""

    def told(*events: type[Event]) -> list[Any]:
        rows = Entry.objects.filter(name__in=[one.stored_name for one in events]).order_by("id")
        return [load(row.name, row.version, row.body) for row in rows]

    return told
