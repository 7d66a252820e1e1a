"""The hall as the play sees it: who may stand where, what each line offers, which devices give tickets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

import yaml

from yichuang.demo.script import Errand
from yichuang.kernel.types import Actor


@dataclass(frozen=True)
class Station:
    """One window of the play: its post, its lines, who holds it (A first), whether a visitor serves there."""

    window_id: UUID
    number: int
    line_ids: frozenset[UUID]
    post_id: UUID
    holders: tuple[UUID, ...]
    yours: bool


@dataclass
class Scene:
    """Everything a day is acted on.

    ``people`` are found by worker number, ``lines`` by prefix.
    """

    hall_id: UUID
    hall_code: str
    stations: list[Station]
    errands: list[Errand]
    kiosks: list[Actor]
    deaf: set[UUID] = field(default_factory=set)
    people: dict[str, UUID] = field(default_factory=dict)
    lines: dict[str, UUID] = field(default_factory=dict)

    def minutes_of(self, line_id: UUID, item_id: UUID | None) -> float:
        """Return the usual minutes of an item, or the mean of its line when none was named."""
        for errand in self.errands:
            if errand.line_id == line_id and errand.items:
                named = dict(errand.items)
                return (
                    named.get(item_id, sum(named.values()) / len(named))
                    if item_id
                    else (sum(named.values()) / len(named))
                )
        return 6.0


@cache
def plan() -> dict[str, Any]:
    """Return the demo hall as written in ``data/hall.yaml``."""
    text = resources.files("yichuang.demo").joinpath("data/hall.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
