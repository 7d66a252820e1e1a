"""A Monday morning with somebody who has just been served at window 1."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.evaluation.visits import Visit, visit
from tests.support.hall import MORNING, Hall, build_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return build_hall()


@pytest.fixture
def served(hall: Hall) -> Callable[..., Visit]:
    """Serve somebody: ``served()`` at window 1 on Monday morning."""
    return lambda window=1, at=MORNING, **other: visit(hall, window, at, **other)
