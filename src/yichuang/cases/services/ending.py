"""Nobody is asked, waited for or urged any more in a case that has ended without a decision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.cases.services.assigning import drop_referrals
from yichuang.cases.services.common import locked
from yichuang.cases.services.joint import drop_seats
from yichuang.cases.services.queries import drop_queries
from yichuang.cases.types import OPEN, CaseState
from yichuang.kernel.types import Actor


@transaction.atomic
def drop_loose_ends(*, case_id: UUID, by: Actor, at: datetime) -> None:
    """Let go of open opinions, questions and referrals of a case that has ended.  Safe to hear twice."""
    case = locked(case_id, by)
    if CaseState(case.state) in OPEN:
        return
    drop_seats(case, by=by, at=at)
    drop_queries(case, by=by, at=at)
    drop_referrals(case, by=by, at=at)
