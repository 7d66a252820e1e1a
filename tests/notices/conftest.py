"""A hall with a small catalogue of its own, and the clerk of window 1 at work."""

from __future__ import annotations

import pytest

from tests.cases.hall import stay_signed_on
from tests.notices import told
from tests.support.hall import MORNING, Hall, build_hall
from tests.support.once import once
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.types import ItemCard


@once
def hall_with_items() -> Hall:
    """Build the hall, its two items, and a sign-on at window 1."""
    built = build_hall()
    catalogue.import_catalogue(
        hall_id=built.id, text=told.CATALOGUE, source_name="test", by=built.by, at=MORNING
    )
    built.sign_on(1, MORNING)
    stay_signed_on()
    return built


@pytest.fixture
def hall(db: None) -> Hall:
    return hall_with_items()


@pytest.fixture
def about(hall: Hall) -> ItemCard:
    return told.item(hall)
