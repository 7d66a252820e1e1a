"""Whether an open case may pass to a newer version of its item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yichuang.cases.types import CaseState
from yichuang.cases.types.versions import Hurdle, HurdleKind
from yichuang.catalogue.types import Burden, MaterialCard

#: Not yet accepted: what was accepted keeps the version of its acceptance (PUB-08).
MOVABLE = (CaseState.SUBMITTED, CaseState.SUPPLEMENT)


def hurdles(
    burdens: Iterable[Burden],
    before: Sequence[tuple[int, MaterialCard]],
    after: Sequence[tuple[int, MaterialCard]],
    *,
    looked_at: bool,
    fee_asked: bool,
) -> tuple[Hurdle, ...]:
    """Return all that keeps a case on its version; none: it moves.

    ``before`` and ``after`` are the materials that apply, by position.  What was found and told of a case is
    told by position (ONE-03, ONE-04), so one that was looked at moves only where each stands as it stood.
    """
    found = [Hurdle(HurdleKind(one.kind.value), one.name) for one in burdens]
    if looked_at and [(at, one.name) for at, one in before] != [(at, one.name) for at, one in after]:
        found.append(Hurdle(HurdleKind.OTHER_ORDER))
    if fee_asked:
        found.append(Hurdle(HurdleKind.FEE_ASKED))
    return tuple(found)
