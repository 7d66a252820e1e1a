"""Find an item by what people call it: groups of words that mean the same, and the rest of what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """What people say: groups of words with one meaning, and words that say nothing of what is wanted."""

    groups: tuple[tuple[str, ...], ...]
    fillers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the words as typed, the groups they belong to, and what is left of them."""

    words: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    rest: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text as it is compared: one width, one case."""
    return unicodedata.normalize("NFKC", text).casefold()


def read(text: str, tongue: Tongue) -> Asked:
    """Read what was typed; the longest known word is read first, a filler says nothing."""
    known = sorted(
        ((plain(word), group) for group in tongue.groups for word in group), key=lambda one: -len(one[0])
    )
    whole = plain(text).strip()
    groups: list[tuple[str, ...]] = []
    left = whole
    for word, group in known:
        if word in left:
            left = left.replace(word, " ")
            if group not in groups:
                groups.append(group)
    for filler in sorted(map(plain, tongue.fillers), key=len, reverse=True):
        left = left.replace(filler, " ")
    return Asked(tuple(whole.split()), tuple(groups), tuple(left.split()))


def fit(names: str, asked: Asked) -> int | None:
    """Return how well names fit what was asked, the lower the better; ``None``: not at all.

    0: every word stands there as typed; 1: every meaning is there, with what else was typed; 2: every meaning
    is.  What was typed and belongs to no group must stand there.
    """
    names = plain(names)
    if all(word in names for word in asked.words):
        return 0
    if not asked.groups or not all(any(plain(one) in names for one in group) for group in asked.groups):
        return None
    missing = [one for one in asked.rest if one not in names]
    if not missing:
        return 1
    return 2 if all(len(one) == 1 for one in missing) else None


def found(names: Iterable[str], asked: Asked) -> Sequence[int]:
    """Return the places of the names that fit, the best first, else in their order."""
    fits = [(how, place) for place, one in enumerate(names) if (how := fit(one, asked)) is not None]
    return [place for _how, place in sorted(fits)]
