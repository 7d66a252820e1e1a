"""Complete by construction: every material is checked, every gap is told, every element is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from yichuang.notices.rules.sheet import layouts
from yichuang.notices.types import Element, Fault, Gap, MaterialCheck, NoticeKind


def missing(kind: NoticeKind, given: Mapping[Element, bool]) -> Element | None:
    """Return the first element a notice of ``kind`` needs and ``given`` says is not there; None: complete."""
    return next((one for one in layouts()[kind].needs if not given.get(one, False)), None)


def unchecked(applying: Iterable[int], checks: Iterable[MaterialCheck]) -> tuple[int, ...]:
    """Return the positions that apply and were not looked at, rising."""
    looked_at = {one.material for one in checks}
    return tuple(sorted(set(applying) - looked_at))


def gaps_of(
    applying: Mapping[int, str], checks: Sequence[MaterialCheck], optional: Set[int] = frozenset()
) -> tuple[Gap, ...]:
    """Return the gaps of a whole check, one for every fault found, in the order of the materials.

    ``applying`` names each material that applies by its position; ask ``unchecked`` before.  One that is
    ``optional`` may be missing, but not faulty.
    """
    found: dict[tuple[int, Fault], Gap] = {}
    for one in checks:
        if one.fault is None or one.material not in applying:
            continue
        if one.fault is Fault.MISSING and one.material in optional:
            continue
        gap = Gap(one.material, applying[one.material], one.fault, one.note)
        found.setdefault((one.material, one.fault), gap)
    return tuple(found[place] for place in sorted(found))


def strangers(gaps: Iterable[Gap], materials: Mapping[int, str]) -> tuple[Gap, ...]:
    """Return the gaps that ask for something the item's version does not have (BAN-09)."""
    return tuple(one for one in gaps if materials.get(one.material) != one.name)


def unnamed(asked_always: Iterable[str], materials: Iterable[str]) -> tuple[str, ...]:
    """Return what the version always asks for and the notice's list of materials leaves out."""
    named = set(materials)
    return tuple(one for one in asked_always if one not in named)
