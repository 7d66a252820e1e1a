"""Columns over time drawn on the server: plain numbers for SVG, readable and printable without script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 40, 40, 14, 24
MOST_LABELS = 16


@dataclass(frozen=True, slots=True)
class Point:
    """One column: a whole, the part of it that is filled, and a value of another scale for the line.

    ``title`` says the same in words, ``address`` is where a click leads (nowhere when empty).  ``mark``: what
    is another from this column on, so that the line before it is not comparable.
    """

    label: str
    whole: int
    part: int
    line: float | None = None
    title: str = ""
    address: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A drawn column; lengths in units of the drawing, y from above."""

    point: Point
    x: float
    width: float
    whole_y: float
    whole_height: float
    part_y: float
    part_height: float
    label_x: float
    labelled: bool
    slot_x: float
    slot_width: float


@dataclass(frozen=True, slots=True)
class Rung:
    """A line across the drawing, with what it stands for on either side."""

    y: float
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: columns on the left scale, one line on the right scale (``lines``: its stretches)."""

    width: int
    height: int
    columns: tuple[Column, ...]
    rungs: tuple[Rung, ...]
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    right: float
    floor: float
    label_y: float

    @property
    def linked(self) -> bool:
        """Whether columns lead somewhere: then it is a group of links, and no single picture."""
        return any(one.point.address for one in self.columns)


def chart(points: Sequence[Point], *, width: int = 1120, height: int = 220) -> Chart:
    """Draw ``points`` from left to right; both scales begin at nought."""
    inner, floor = width - LEFT - RIGHT, height - BOTTOM
    depth = floor - TOP
    slot = inner / max(len(points), 1)
    most = top_of(max((one.whole for one in points), default=0))
    highest = top_of(max((one.line or 0.0 for one in points), default=0.0))
    every = math.ceil(len(points) / MOST_LABELS)
    columns, stretches, dots = [], [[]], []  # type: ignore[var-annotated]
    for nth, one in enumerate(points):
        middle = LEFT + slot * (nth + 0.5)
        wide = min(slot * 0.7, 46)
        whole, part = depth * one.whole / most, depth * one.part / most
        columns.append(
            Column(
                point=one,
                x=round(middle - wide / 2, 1),
                width=round(wide, 1),
                whole_y=round(floor - whole, 1),
                whole_height=round(whole, 1),
                part_y=round(floor - part, 1),
                part_height=round(part, 1),
                label_x=round(middle, 1),
                labelled=nth % every == 0,
                slot_x=round(middle - slot / 2, 1),
                slot_width=round(slot, 1),
            )
        )
        if one.line is None or one.mark:
            stretches.append([])
        if one.line is not None:
            spot = (round(middle, 1), round(floor - depth * one.line / highest, 1))
            stretches[-1].append(spot)
            dots.append(spot)
    lines = tuple(" ".join(f"{x},{y}" for x, y in one) for one in stretches if len(one) > 1)
    rungs = tuple(
        Rung(round(floor - depth * share, 1), f"{most * share:g}", f"{highest * share:g}" if dots else "")
        for share in (0, 0.5, 1)
    )
    return Chart(width, height, tuple(columns), rungs, lines, tuple(dots), width - RIGHT, floor, height - 6)


def top_of(value: float) -> float:
    """Return the round number at which a scale ends that must hold ``value`` (2, 4, 10, 20, 40, 100 …)."""
    if value <= 2:
        return 2
    unit: int = 10 ** math.floor(math.log10(value))
    return next((step * unit for step in (1, 2, 4, 6, 8) if value <= step * unit), 10 * unit)
