"""Houses that several browser tests look at: opening one takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.browser import scenes
from tests.doors import House, installation

Furnish = Callable[..., House]


class Standing(NamedTuple):
    """A served house and what its scene told."""

    house: House
    hall: dict[str, Any]


@pytest.fixture(scope="module")
def crowded(furnished_home: Furnish) -> Iterator[Standing]:
    """Serve a city's hall after forty minutes of a Monday morning."""
    with installation(furnished_home(scenes.open_hall, crowded=True, filled=True)) as house:
        house.start()
        yield Standing(house, house.told)


@pytest.fixture(scope="module")
def small(furnished_home: Furnish) -> Iterator[Standing]:
    """Serve a small hall that has just opened: nobody signed on, nobody waiting."""
    with installation(furnished_home(scenes.open_hall)) as house:
        house.start()
        yield Standing(house, house.told)
