"""The sheet of kinds: what each must contain, which paper it becomes, and the mark of its number."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yichuang.notices.types import Element, NoticeKind

SHEET = Path(__file__).parent.parent / "data" / "kinds.json"
# after the mark: the year and the serial, with whatever somebody types before, between and behind them
_TYPED = r"(?P<mark>{marks})\D{{0,3}}(?P<year>\d{{4}})\D{{1,4}}0*(?P<serial>[1-9]\d{{0,6}})\D{{0,2}}"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind is made: its needs, its paper (``paper`` names the composer) and its number's mark."""

    kind: NoticeKind
    mark: str
    needs: tuple[Element, ...]
    paper: str


@cache
def _sheet() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SHEET.read_text(encoding="utf-8"))
    return told


@cache
def layouts() -> dict[NoticeKind, Layout]:
    """Return the layout of every kind."""
    kinds = _sheet()["kinds"]
    return {
        kind: Layout(
            kind=kind,
            mark=kinds[kind]["mark"],
            needs=tuple(Element(one) for one in kinds[kind]["needs"]),
            paper=kinds[kind]["paper"],
        )
        for kind in NoticeKind
    }


def number_of(kind: NoticeKind, year: int, serial: int) -> str:
    """Return a number as it is printed: the kind's mark, the year in brackets, the serial."""
    told: str = _sheet()["number"]
    return told.format(mark=layouts()[kind].mark, year=year, serial=serial)


def typed(text: str) -> tuple[NoticeKind, int, int] | None:
    """Read a number as somebody types it: any width, any brackets, with or without the words between."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text[:60]))
    found = _typed().fullmatch(plain)
    if found is None:
        return None
    kinds = {one.mark: one.kind for one in layouts().values()}
    return (kinds[found["mark"]], int(found["year"]), int(found["serial"]))


@cache
def _typed() -> re.Pattern[str]:
    """Return how a number is read; the longer mark first, since one may begin with another."""
    marks = sorted((one.mark for one in layouts().values()), key=len, reverse=True)
    return re.compile(_TYPED.format(marks="|".join(map(re.escape, marks))))
