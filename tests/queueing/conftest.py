"""An open hall for every test of the queue: Monday, 2 March 2026, half past nine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from bench.hall import MORNING, OpenHall, open_hall

from tests.support.once import once
from tests.support.references import any_reference
from yichuang.kernel import clock

__all__ = ["any_reference"]  # a fixture
usual_hall = once(open_hall)


@pytest.fixture
def at() -> datetime:
    return MORNING


@pytest.fixture
def hall(db: None) -> OpenHall:
    """A hall with four general windows and two lines: A 社保综合, B 社保待遇."""
    return usual_hall()


@pytest.fixture
def later() -> Callable[[float], datetime]:
    return lambda seconds: MORNING + timedelta(seconds=seconds)


@pytest.fixture
def frozen() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield
