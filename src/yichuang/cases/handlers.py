"""What this room does when something has happened below."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.cases import services
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, reaction

PASSED = "cases.end_of_time"


@reaction(PASSED, DeadlinePassed)
def act_when_time_is_over(event: DeadlinePassed, entry: EntryCard) -> None:
    """Do what the law or a promise says when a case's time is over."""
    services.time_over(
        case_id=event.subject_id, purpose=event.purpose, by=entry.heard_by(PASSED), at=entry.at
    )


@sweep("cases.late_deposits", every=timedelta(minutes=5))
def tell_late_deposits(at: datetime) -> None:
    """Tell once a day of money that was not handed in by the cut-off."""
    services.tell_late_deposits(at=at)
