"""The way of an item drawn from its version's steps: plain numbers for SVG, printable without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import east_asian_width

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yichuang.catalogue import regimes
from yichuang.catalogue.sentences import limit_said
from yichuang.catalogue.types import ItemCard, LinkCard, Stage, StepCard
from yichuang.deadlines.types import Budget
from yichuang.kernel.access.labels import ROLES
from yichuang.kernel.access.types import Role

WIDTH, LARGE_WIDTH = 360, 290
SIZE, LINE, PAD, GAP, LEFT, INDENT = 16, 23, 13, 26, 54, 34
NARROW = 0.56  # how wide a Latin letter is beside a Chinese one


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text at its height; ``strong`` is the name, the others say whose and how long."""

    text: str
    y: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn step (``number``) or a special link beside the way (0).

    ``budget`` is what a case's clock is started with for it; None: no clock of its own.
    """

    number: int
    words: tuple[Words, ...]
    budget: Budget | None
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return the height of the box's middle."""
        return self.y + self.height / 2

    @property
    def foot(self) -> float:
        """Return where the box ends."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Flow:
    """A drawing of ``width`` by ``height`` units; ``arrows`` are the heights at which one begins and ends."""

    width: int
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[tuple[float, float], ...]
    told: str
    number_x: float = PAD + 14
    arrow_x: float = PAD + 14


def flow(card: ItemCard, *, large: bool = False) -> Flow:
    """Draw the steps of a version from above to below, each with whose it is and its limit (PUB-03).

    ``large``: fewer units across, so that the letters come out larger on the same paper.
    """
    width = LARGE_WIDTH if large else WIDTH
    boxes: list[Box] = []
    arrows: list[tuple[float, float]] = []
    top = 2.0
    last_handling = max((n for n, one in enumerate(card.steps) if one.stage is Stage.HANDLING), default=-1)
    names = _names(card)
    for place, step in enumerate(card.steps):
        if boxes:
            arrows.append((top, top + GAP))
            top += GAP
        box = _box(place + 1, [names[place]], _of_step(step), step.limit.budget, 2, top, width)
        boxes.append(box)
        top = box.foot
        if place == last_handling:
            for link in card.special_links:
                box = _box(0, [link.name], _of_link(link), None, INDENT, top + 8, width)
                boxes.append(box)
                top = box.foot
    told = "; ".join(f"{one.number or '·'} {' '.join(line.text for line in one.words)}" for one in boxes)
    return Flow(width, top + 2, tuple(boxes), tuple(arrows), told)


def _names(card: ItemCard) -> list[str]:
    """Return what the steps are called, in the page's language where their template names them in it."""
    known = {
        step.name: step.name_en
        for template in regimes.templates().values()
        for step in template.steps
        if step.name_en
    }
    if get_language() != "en":
        return [one.name for one in card.steps]
    return [known.get(one.name, one.name) for one in card.steps]


def _of_step(step: StepCard) -> list[str]:
    whose: str | Promise = ROLES[Role(step.role)] if step.role else ""
    limit = limit_said(step.limit)
    return [one for one in (str(whose), limit) if one]


def _of_link(link: LinkCard) -> list[str]:
    beside = _("not counted in the statutory limit")
    counted = _("within the statutory limit") if link.counted_in_statutory else beside
    return [one for one in (limit_said(link.limit), counted) if one]


def _box(
    number: int, name: list[str], below: list[str], budget: Budget | None, x: float, y: float, width: int
) -> Box:
    across = (width - x - 2 - (LEFT if number else PAD) - PAD) / SIZE
    small = " · ".join(below)
    lines = [(text, True) for one in name for text in wrapped(one, across)]
    lines += [(text, False) for text in wrapped(small, across * SIZE / 14)] if small else []
    words = tuple(Words(text, y + PAD + LINE * (n + 0.72), strong) for n, (text, strong) in enumerate(lines))
    return Box(number, words, budget, x, y, width - x - 2, 2 * PAD + LINE * len(lines))


def wrapped(text: str, across: float) -> list[str]:
    """Break a text into lines of at most ``across`` Chinese characters, Latin words whole."""
    lines, here, used = [""], 0, 0.0
    for piece in _pieces(text):
        wide = sum(1.0 if east_asian_width(one) in "WFA" else NARROW for one in piece)
        if used + wide > across and lines[here]:
            lines.append("")
            here, used = here + 1, 0.0
            piece = piece.lstrip()
        lines[here] += piece
        used += wide
    return [one.rstrip() for one in lines]


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays together: a Chinese character, or a Latin word with the space before it."""
    word = ""
    for one in text:
        if east_asian_width(one) in "WF":
            if word:
                yield word
                word = ""
            yield one
        elif one == " " and word.strip():
            yield word
            word = one
        else:
            word += one
    if word:
        yield word
