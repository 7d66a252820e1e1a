"""An act of enforcement in a case: only after the person was told beforehand (ONE-12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors
from yichuang.cases.services import papers
from yichuang.cases.services.beside import UNDER_WAY, in_state
from yichuang.cases.services.common import act, in_house, item_of, locked
from yichuang.cases.types import CaseCard
from yichuang.kernel.types import Actor, Key
from yichuang.notices import services as notices
from yichuang.notices.types import NoticeCard


@act
def announce_enforcement(
    *,
    case_id: UUID,
    measure: str,
    reason: str,
    basis: tuple[str, ...],
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NoticeCard:
    """Tell the person in writing what will be done, why, on what basis, and what they can do against it.

    Raises: UnknownCase, OtherDepartment, IllegalAct, what notices refuse (ONE-02, ONE-06), KeyReused.
    """
    case = locked(case_id, by)
    by = in_house(case, "begin_enforcement", by, at)
    in_state(case, "begin_enforcement", UNDER_WAY, by, at)
    return papers.before_enforcement(
        case, item_of(case), measure=measure, reason=reason, basis=basis, by=by, at=at, key=key
    )


@act
def begin_enforcement(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Begin an act of enforcement in a case; refused where nobody was told before (ONE-12).

    Raises: UnknownCase, OtherDepartment, IllegalAct, NotToldBefore, KeyReused.
    """
    case = locked(case_id, by)
    by = in_house(case, "begin_enforcement", by, at)
    in_state(case, "begin_enforcement", UNDER_WAY, by, at)
    notices.begin_enforcement(matter_id=case.id, by=by, at=at, key=key)
    return selectors.card_of(case)
