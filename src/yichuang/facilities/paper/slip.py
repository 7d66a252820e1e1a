"""What stands on a slip, as values: lines of text, pairs, rules and one code; to be kept as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import east_asian_width

Align = Literal["left", "center"]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, ``size`` times as high and wide; it is broken where the paper ends."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Pair:
    """A name at the left edge and its value at the right one."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Code:
    """An address as a QR code."""

    address: str


Block = Text | Pair | Rule | Code
_KINDS: dict[str, type[Block]] = {"text": Text, "pair": Pair, "rule": Rule, "code": Code}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip from its head to its cut."""

    blocks: tuple[Block, ...]

    def with_head(self, *head: Block) -> Slip:
        """Return the same slip under another head."""
        return Slip((*head, *self.blocks))


def stored(slip: Slip) -> str:
    """Return the slip as canonical JSON."""
    rows: list[dict[str, Any]] = []
    for block in slip.blocks:
        fields = {name: getattr(block, name) for name in type(block).__slots__}
        rows.append({"is": _NAMES[type(block)]} | fields)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def loaded(text: str) -> Slip:
    """Return the slip that was ``stored``."""
    rows = json.loads(text)
    return Slip(tuple(_KINDS[row.pop("is")](**row) for row in rows))


def columns(text: str) -> int:
    """Return how many half-width columns a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def broken(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` columns: at a space where there is one, else anywhere."""
    lines: list[str] = []
    rest = text.strip()
    while columns(rest) > width:
        end = _fitting(rest, width)
        space = rest.rfind(" ", 1, end + 1)
        if space > 0 and rest[end - 1 : end + 1].isascii():
            end = space
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest] if rest or not lines else lines


def _fitting(text: str, width: int) -> int:
    """Return how many characters fit into ``width`` columns, at least one."""
    taken = 0
    for place, one in enumerate(text):
        taken += columns(one)
        if taken > width:
            return max(place, 1)
    return len(text)


def spread(pair: Pair, width: int) -> list[str]:
    """Return the lines of a pair: on one line with the value at the right edge, or on two."""
    between = width - columns(pair.name) - columns(pair.value)
    if between >= 1:
        return [pair.name + " " * between + pair.value]
    indented = [f"  {line}" for line in broken(pair.value, width - 2)]
    return [*broken(pair.name, width), *indented]
