"""From the check of every material to the gaps, so that what is told is told whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yichuang.notices.refusals import CheckIncomplete
from yichuang.notices.rules import complete
from yichuang.notices.types import Gap, MaterialCheck


def gaps_from(applying: Mapping[int, str], checks: Sequence[MaterialCheck]) -> tuple[Gap, ...]:
    """Return the gaps of a check of every material that applies (position -> name), one for every fault.

    ``applying`` is what the catalogue says applies once its questions are answered
    (``catalogue.selectors.requirements``).  Raises: CheckIncomplete for one nobody looked at.
    """
    for position in complete.unchecked(applying, checks):
        raise CheckIncomplete(name=applying[position])
    return complete.gaps_of(applying, checks)
