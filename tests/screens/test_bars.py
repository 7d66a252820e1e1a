"""The bar of a time limit is drawn as the time is counted."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.hall import MORNING
from yichuang.screens.limits.bars import Bar, bar_of

DAY = timedelta(days=1)


def clock(used: int, *pauses: tuple[int, int | None], days: int = 10, late: bool = False) -> Any:
    """Return a clock that was started on the first day of ``days`` and its pauses' days."""
    still = sum((until or 4) - since for since, until in pauses)
    return SimpleNamespace(
        started_at=MORNING,
        due_at=MORNING + (days + still) * DAY,
        used_percent=used,
        total=days,
        overdue=late,
        pauses=[
            SimpleNamespace(since=MORNING + since * DAY, until=until and MORNING + until * DAY)
            for since, until in pauses
        ],
    )


@pytest.mark.parametrize(
    ("given", "bar"),
    [
        (clock(0), Bar(0.0, 0.0, 100.0)),  # just begun
        (clock(80), Bar(80.0, 0.0, 100.0)),  # what is counted, whatever the calendar says
        (clock(200), Bar(100.0, 0.0, 50.0)),  # twice the time: the end is in the middle
        (clock(50, (2, 7)), Bar(33.3, 33.3, 100.0)),  # half a budget long it stood still
        (clock(20, (2, None)), Bar(16.7, 16.7, 100.0)),  # and stands still now
        (clock(0, days=0), Bar(0.0, 0.0, 100.0)),  # due at once, and it is still today
        (clock(0, days=0, late=True), Bar(100.0, 0.0, 100.0)),  # due at once, and over
        (clock(-3), Bar(0.0, 0.0, 100.0)),  # it starts tomorrow
    ],
)
def test_a_bar_shows_what_is_used_and_what_stood_still(given: Any, bar: Bar) -> None:
    assert bar_of(given, MORNING + 4 * DAY) == bar
