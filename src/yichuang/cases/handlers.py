"""What this room does when something has happened below."""

from __future__ import annotations

from yichuang.cases import services
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.journal.consumers import EntryCard, reaction

PASSED = "cases.end_of_time"


@reaction(PASSED, DeadlinePassed)
def act_when_time_is_over(event: DeadlinePassed, entry: EntryCard) -> None:
    """Do what the law or a promise says when a case's time is over."""
    services.time_over(
        case_id=event.subject_id, purpose=event.purpose, by=entry.heard_by(PASSED), at=entry.at
    )
