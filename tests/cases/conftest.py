"""What tests of cases share: the office on a Monday morning, and what the journal tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cases.hall import Office, case_office
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Entry


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


@pytest.fixture
def heard(db: None) -> Callable[..., list[Any]]:
    """Return what the journal tells of these events, in the order it was written."""

    def told(*events: type[Event]) -> list[Any]:
        rows = Entry.objects.filter(name__in=[one.stored_name for one in events]).order_by("id")
        return [load(row.name, row.version, row.body) for row in rows]

    return told
