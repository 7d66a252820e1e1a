"""Told once: which gaps of a later notice could have been told the first time."""

from __future__ import annotations

from collections.abc import Iterable, Set

from yichuang.notices.types import Fault, Gap, LateGround

Told = Set[tuple[int, Fault]]


def left_out(gaps: Iterable[Gap], told: Told) -> tuple[Gap, ...]:
    """Return the gaps that were not told before, though a first look at the material would have shown them.

    A material told as missing was not there to be looked at, so what it lacks once brought is no omission.
    """
    absent = {material for material, fault in told if fault is Fault.MISSING}
    return tuple(one for one in gaps if (one.material, one.fault) not in told and one.material not in absent)


def brought_faulty(gaps: Iterable[Gap], told: Told) -> bool:
    """Tell whether a gap is of a material that was told missing and was brought with another fault."""
    absent = {material for material, fault in told if fault is Fault.MISSING}
    return any(one.material in absent and (one.material, one.fault) not in told for one in gaps)


def needs_ground(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the gaps said to be another matter (changed law, new facts): they need a ground."""
    return tuple(one for one in gaps if not one.findable_first)


def is_ground(ground: LateGround | None) -> bool:
    """Tell whether a person may give this ground; that something came faulty is seen, not said."""
    return ground in {LateGround.LAW_CHANGED, LateGround.NEW_FACTS}
