"""Houses that several browser tests look at: opening one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.browser import scenes
from tests.doors import House, _installation


class Standing(NamedTuple):
    """A served house and what its scene told."""

    house: House
    hall: dict[str, Any]


@pytest.fixture(scope="module")
def crowded(prepared_home: House) -> Iterator[Standing]:
    """Serve a city's hall after forty minutes of a Monday morning."""
    with _installation(prepared_home) as house:
        hall = house.scene(scenes.open_hall, crowded=True, filled=True)
        house.start()
        yield Standing(house, hall)


@pytest.fixture(scope="module")
def small(prepared_home: House) -> Iterator[Standing]:
    """Serve a small hall that has just opened: nobody signed on, nobody waiting."""
    with _installation(prepared_home) as house:
        hall = house.scene(scenes.open_hall)
        house.start()
        yield Standing(house, hall)
