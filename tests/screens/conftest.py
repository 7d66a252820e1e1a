"""Every test of a screen stands in a hall that is open on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock


@pytest.fixture
def monday() -> Iterator[None]:
    with clock.frozen(MORNING):
        yield


@pytest.fixture
def hall(db: None, monday: None) -> Hall:
    return build_hall()
