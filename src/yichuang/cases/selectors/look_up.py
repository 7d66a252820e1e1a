"""What is told of a case without signing in: where it stands and by when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases.rules import numbers
from yichuang.cases.selectors.cases import case_by_token, clocks_by_purpose
from yichuang.cases.types import CaseCard, LookedUp, Purpose
from yichuang.deadlines.types import ClockState
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices.types import NoticeCard
from yichuang.organization import selectors as organization

#: Of which time the last day is told: what binds the hall, then what binds the applicant.
TOLD = (Purpose.PROMISED, Purpose.STATUTORY, Purpose.NOTICE, Purpose.SUPPLEMENT)


def looked_up(case: CaseCard | None, notice: NoticeCard | None, at: datetime) -> LookedUp:
    """Return the stage and the day of what was opened; of a confidential case only its paper (CRT-02).

    One of the two is given.
    """
    if case is None or case.confidential:
        assert notice is not None
        return LookedUp(
            hall_id=notice.hall_id,
            notice=notice,
            number="",
            state=None,
            due=None,
            purpose=None,
            paused=False,
            item_id=notice.item_id,
            accepted_at=None,
        )
    clocks = clocks_by_purpose(case.hall_id, case.id, at)
    running = (clocks[one] for one in TOLD if one in clocks)
    counted = next((one for one in running if one.state is not ClockState.STOPPED), None)
    zone = organization.timezone_of(case.hall_id)
    return LookedUp(
        hall_id=case.hall_id,
        notice=notice,
        number=case.number,
        state=case.state,
        due=(counted.due or local_day(counted.due_at, zone)) if counted else None,
        purpose=Purpose(counted.purpose) if counted else None,
        paused=counted is not None and counted.state is ClockState.PAUSED,
        item_id=case.item_id if notice else None,
        accepted_at=case.accepted_at if notice else None,
    )


def citizen_at(token: str) -> Actor:
    """Return who holds a case's page: who may urge this case and nothing else.  Raises: UnknownCase."""
    card = case_by_token(token)
    return Actor(ActorKind.CITIZEN, card.id, card.hall_id)


def example_number(hall_id: UUID, at: datetime) -> str:
    """Return what the number of a case of the hall looks like."""
    hall = organization.hall(hall_id)
    return numbers.case_number(hall.code, local_day(at, hall.timezone).year, 123)
