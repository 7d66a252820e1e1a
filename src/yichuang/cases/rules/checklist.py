"""What is missing: every material that applies against how it was found, and what was told before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yichuang.cases.types.intake import CheckLine
from yichuang.cases.types.states import Outcome
from yichuang.notices.types import Fault


class Material(Protocol):
    """What the rules need of a material of an item."""

    @property
    def name(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def shareable(self) -> bool: ...
    @property
    def deferrable(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that stands in the way of acceptance."""

    position: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Findings:
    """What a review found: gaps to be told, gaps promised by a day, and what it comes to."""

    outcome: Outcome
    gaps: tuple[Gap, ...]
    promised: tuple[int, ...]


def unlooked_at(applying: Iterable[tuple[int, Material]], lines: Iterable[CheckLine]) -> tuple[int, ...]:
    """Return the positions that apply and were not looked at; one look must cover them all (ONE-03)."""
    seen = {one.position for one in lines}
    return tuple(position for position, _material in applying if position not in seen)


def unasked(applying: Iterable[tuple[int, Material]], lines: Iterable[CheckLine]) -> tuple[int, ...]:
    """Return positions that were checked though the version does not ask for them here (ACC-06, BAN-09)."""
    asked = {position for position, _material in applying}
    return tuple(sorted(one.position for one in lines if one.position not in asked))


def faults(material: Material, line: CheckLine) -> tuple[Fault, ...]:
    """Return what is wrong with one material.  An optional one may be absent, never wrong."""
    if line.exempt_source:
        return ()
    if not line.present:
        return (Fault.MISSING,) if material.required else ()
    wrong = (
        (line.form_ok, Fault.FORM),
        (line.valid, Fault.VALIDITY),
        (line.genuine, Fault.AUTHENTICITY),
        (line.content_ok, Fault.CONTENT),
    )
    return tuple(fault for holds, fault in wrong if not holds)


def missing(applying: Sequence[tuple[int, Material]], lines: Iterable[CheckLine]) -> Findings:
    """Return every gap of a review at once (ONE-03), apart from deferrable ones promised by a day (容缺).

    ``lines`` cover every material that applies.  A false or invalid paper is never tolerated: only an absent
    one can follow.
    """
    by_position = {one.position: one for one in lines}
    gaps: list[Gap] = []
    promised: list[int] = []
    for position, material in applying:
        line = by_position[position]
        found = faults(material, line)
        if found == (Fault.MISSING,) and line.deferred_until is not None and material.deferrable:
            promised.append(position)
        else:
            gaps.extend(Gap(position, fault) for fault in found)
    outcome = Outcome.INCOMPLETE if gaps else Outcome.TOLERABLE if promised else Outcome.COMPLETE
    return Findings(outcome, tuple(gaps), tuple(promised))


def untold(gaps: Iterable[Gap], told: Collection[tuple[int, Fault]]) -> tuple[Gap, ...]:
    """Return the gaps that were not told before and so may no longer be asked for (ONE-04).

    A paper that was told to be missing may come in the wrong form: that could not have been seen before.
    """
    missing_then = {position for position, fault in told if fault is Fault.MISSING}
    return tuple(
        gap for gap in gaps if (gap.position, gap.fault) not in told and gap.position not in missing_then
    )


def promise_fits(until: date, today: date, latest: date) -> bool:
    """Say whether a promised day lies after today and no later than the item lets a material follow."""
    return today < until <= latest


def lengthened(before: Mapping[int, str], after: Mapping[int, str]) -> tuple[str, ...]:
    """Return the materials a new version would ask for beyond the old one; a migration may have none."""
    kept = set(before.values())
    return tuple(name for name in after.values() if name not in kept)
