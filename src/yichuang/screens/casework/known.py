"""Answer the queue whether what a visit is said to have ended with is really there (TWO-02)."""

from __future__ import annotations

from uuid import UUID

from yichuang.cases import selectors as cases
from yichuang.cases.refusals import UnknownCase
from yichuang.notices import selectors as notices
from yichuang.queueing.types import Outcome


def reference_known(hall_id: UUID, outcome: Outcome, reference: str, /) -> bool:
    """Say whether the hall has a case of this number and, for a notice, whether one was given in it."""
    try:
        card = cases.case_by_number(hall_id, reference)
    except UnknownCase:
        return False
    return outcome is not Outcome.NOTICE or bool(notices.notices_of(hall_id, card.id))
