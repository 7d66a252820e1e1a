"""What tests of clocks share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.halls import Hall, at, found_hall
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry

Heard = Callable[..., list[Any]]


@pytest.fixture
def heard(db: None) -> Heard:
    """Return what the journal tells of these events, in the order it was written."""

    def told(*events: type[Event]) -> list[Any]:
        rows = Entry.objects.filter(name__in=[one.stored_name for one in events]).order_by("id")
        return [load(row.name, row.version, row.body) for row in rows]

    return told


@pytest.fixture
def hall(db: None) -> Hall:
    """Return a hall with its team: 李娜 (0302) handles, 何琳 (0101) is its head."""
    return found_hall(moment=at("07:00", date(2022, 9, 1)))
