"""Small drawings of the rulebook: a bar of statuses and thirty days of proof.  Plain numbers for SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yichuang.regulations.types import ControlCard, ControlClass, Status

TONES = {
    ControlClass.ENFORCE: "enforce",
    ControlClass.DETECT: "detect",
    ControlClass.EVIDENCE: "evidence",
    ControlClass.PUBLISH: "publish",
    ControlClass.SCORE: "score",
    ControlClass.HUMAN: "human",
}
CLAIMED = "claimed"
SPARK_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a bar of 100; ``tone`` names its colour."""

    tone: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Stick:
    """One day of a spark: how high, and where it begins from above."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Spark:
    """How often something happened, a stick a day, the latest last."""

    sticks: tuple[Stick, ...]
    total: int
    days: int

    @property
    def width(self) -> int:
        return self.days * 4 - 1


def bar(cards: Iterable[ControlCard]) -> tuple[Segment, ...]:
    """Draw proven controls by class, then claimed ones; what is not yet stays the ground of the bar."""
    cards = list(cards)
    counts = [
        (tone, sum(card.status is Status.PROVEN and card.control.cls is cls for card in cards))
        for cls, tone in TONES.items()
    ]
    counts.append((CLAIMED, sum(card.status is Status.CLAIMED for card in cards)))
    segments, x = [], 0.0
    for tone, count in counts:
        if count:
            width = 100 * count / len(cards)
            segments.append(Segment(tone, round(x, 2), round(width, 2)))
            x += width
    return tuple(segments)


def spark(counts: Sequence[int]) -> Spark:
    """Draw ``counts``, one a day; a day with anything at all is seen."""
    most = max(counts, default=0)
    sticks = []
    for index, count in enumerate(counts):
        if count:
            height = max(3.0, round(SPARK_HEIGHT * count / most, 1))
            sticks.append(Stick(index * 4, SPARK_HEIGHT - height, height))
    return Spark(tuple(sticks), sum(counts), len(counts))
