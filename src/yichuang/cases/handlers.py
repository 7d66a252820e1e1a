"""What this room does when something has happened below."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.cases import services
from yichuang.cases.events import CaseNotAccepted, CaseWithdrawn
from yichuang.cases.types import Purpose
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, projection, reaction
from yichuang.kernel.journal.events import Event

PASSED = "cases.end_of_time"
SILENCE = "cases.count_silence"
ESCALATE = "cases.escalate_query"
LOOSE = "cases.drop_loose_ends"


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


@reaction(SILENCE, DeadlinePassed)
def count_silence_when_time_is_over(event: DeadlinePassed, entry: EntryCard) -> None:
    """Count a department's silence as agreement where the item lays it down (JNT-03)."""
    if event.purpose == Purpose.JOINT:
        services.count_silence(seat_id=event.subject_id, by=entry.heard_by(SILENCE), at=entry.at)


@reaction(ESCALATE, DeadlinePassed)
def escalate_when_nobody_answered(event: DeadlinePassed, entry: EntryCard) -> None:
    """Put a question to the next level when this one has not answered in time (INT-08)."""
    if event.purpose == Purpose.QUERY:
        services.escalate_query(query_id=event.subject_id, by=entry.heard_by(ESCALATE), at=entry.at)


@reaction(LOOSE, CaseWithdrawn, CaseNotAccepted)
def drop_loose_ends_when_ended(event: Event, entry: EntryCard) -> None:
    """Wait for nobody any more in a case that has ended."""
    services.drop_loose_ends(case_id=entry.subject_id, by=entry.heard_by(LOOSE), at=entry.at)


@projection(services.ALERTS, *services.HEARD, clear=services.clear)
def tell_who_has_to_know(event: Event, entry: EntryCard) -> None:
    """Write down who has to know."""
    services.hear(entry)


@sweep("cases.urge", every=timedelta(minutes=10), sliced=True)
def urge_who_is_late(at: datetime) -> None:
    """Urge once a day whoever has a time that has run out (XFER-01)."""
    services.urge_everywhere(at=at)


@sweep("cases.uncollected", every=timedelta(hours=1), sliced=True)
def tell_uncollected_results(at: datetime) -> None:
    """Tell of results that lie uncollected (CAS-06)."""
    services.tell_uncollected_everywhere(at=at)
