"""The queue by itself: whatever number a visit ends with, some room is taken to keep it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from yichuang.queueing.types import REFERENCE_KNOWN


@pytest.fixture(autouse=True)
def any_reference() -> Iterator[None]:
    """Let every case and notice be known that a visit ends with."""
    with REFERENCE_KNOWN.answered(lambda hall_id, outcome, reference: True):
        yield
