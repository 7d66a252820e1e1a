"""A hall with the demo catalogue, and the clerk of window 1 at work."""

from __future__ import annotations

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.catalogue.types import ItemCard


@pytest.fixture
def hall(db: None) -> Hall:
    built = build_hall(items=True)
    built.sign_on(1, MORNING)
    return built


@pytest.fixture
def about(hall: Hall) -> ItemCard:
    return told.item(hall)
