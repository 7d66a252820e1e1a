"""What is found missing now and could have been told the first time."""

from __future__ import annotations

from collections.abc import Sequence

from yichuang.cases.models import Case
from yichuang.cases.rules import checklist
from yichuang.notices import selectors as notices
from yichuang.notices.types import Gap, NoticeKind, Suspicion


def left_untold(case: Case, told_for: Case, found: Sequence[Gap]) -> Suspicion | None:
    """Return the suspicion against who told first, or None where nothing was told yet or nothing is new.

    The first notice is that of ``told_for``: the case itself, or the application it follows (ONE-03).
    """
    told = notices.gaps_told(case.hall_id, told_for.id)
    late = {
        one.position for one in checklist.untold([checklist.Gap(g.material, g.fault) for g in found], told)
    }
    if not told or not late:
        return None
    letters = notices.notices_of(case.hall_id, told_for.id)
    first = next(one for one in letters if one.kind is NoticeKind.SUPPLEMENT)
    return Suspicion(
        matter_id=case.id,
        first_notice_id=first.id,
        first_number=first.number,
        first_checker=first.issued_by,
        first_at=first.issued_at,
        gaps=tuple(one for one in found if one.material in late),
    )
