"""Who is told when: ladders as data, kept with each clock in a few letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from yichuang.deadlines.types import Audience, Measure, Rung

_LETTERS = {
    Measure.PERCENT: "p",
    Measure.DAYS_BEFORE: "b",
    Measure.DUE: "d",
    Measure.DAYS_AFTER: "a",
}
_MEASURES = {letter: measure for measure, letter in _LETTERS.items()}
_AUDIENCES = {
    "h": Audience.HANDLER,
    "s": Audience.SECTION_HEAD,
    "o": Audience.OFFICE,
    "v": Audience.SUPERVISION,
}
_TOLD = {audience: letter for letter, audience in _AUDIENCES.items()}
_RUNG = re.compile(r"([pbda])(\d{1,3}):([hsov]{1,4})")


def ladder_of(
    *, near_percent: int, before: int, office_after: int, supervision_after: int
) -> tuple[Rung, ...]:
    """Return the ladder of these values: near, the day before, due, the office, supervision (TIME-03)."""
    near = (Audience.HANDLER,)
    handling = (Audience.HANDLER, Audience.SECTION_HEAD)
    return (
        _rung(Measure.PERCENT, near_percent, near),
        *((_rung(Measure.DAYS_BEFORE, before, handling),) if before else ()),
        _rung(Measure.DUE, 0, handling),
        _rung(Measure.DAYS_AFTER, office_after, (Audience.OFFICE,)),
        _rung(Measure.DAYS_AFTER, supervision_after, (Audience.SUPERVISION,)),
    )


def compact(rungs: Iterable[Rung]) -> str:
    """Return a ladder in a few letters: ``p80:h;b1:hs;d0:hs;a1:o;a3:v``; the inverse of ``read``."""
    return ";".join(f"{one.code}:{''.join(_TOLD[who] for who in one.tells)}" for one in rungs)


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Rung, ...]:
    """Return the ladder a clock keeps.  Raises ``ValueError`` for what is none."""
    found = []
    for part in filter(None, text.split(";")):
        match = _RUNG.fullmatch(part)
        if match is None:
            raise ValueError(f"{part} is no rung")
        letter, value, told = match.groups()
        found.append(_rung(_MEASURES[letter], int(value), tuple(_AUDIENCES[one] for one in told)))
    return tuple(found)


def _rung(measure: Measure, value: int, tells: tuple[Audience, ...]) -> Rung:
    return Rung(f"{_LETTERS[measure]}{value}", measure, value, tells)


def passed(
    moments: Sequence[tuple[Rung, datetime]], done: Iterable[str], at: datetime
) -> tuple[list[Rung], datetime | None]:
    """Return the rungs that were reached by ``at`` and not told yet, lowest first, and when the next one is.

    Only the last of them is told: the earlier ones it has overtaken are noted as skipped.
    """
    told = set(done)
    order = sorted((moment, place) for place, (_rung, moment) in enumerate(moments))
    left = [(moment, moments[place][0]) for moment, place in order if moments[place][0].code not in told]
    # a ladder is only climbed: what lies below a rung already told is over
    last = max((moment for rung, moment in moments if rung.code in told), default=None)
    left = [(moment, rung) for moment, rung in left if last is None or moment >= last]
    return (
        [rung for moment, rung in left if moment <= at],
        next((moment for moment, _rung in left if moment > at), None),
    )
