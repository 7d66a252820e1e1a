"""What this room does when something has happened below."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from yichuang.cases import services
from yichuang.cases.events import CaseLookedAt, CaseNotAccepted, CaseWithdrawn, ResultCorrected
from yichuang.cases.types import Purpose
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, projection, reaction
from yichuang.kernel.journal.events import Event
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault.events import PersonalDataRevealed
from yichuang.organization import selectors as organization

PASSED = "cases.end_of_time"
SILENCE = "cases.count_silence"
ESCALATE = "cases.escalate_query"
LOOSE = "cases.drop_loose_ends"
LOAN = "cases.remind_of_loan"
ADDED = "cases.retain_what_was_added"
LOOKS = "cases.watch_looks"
MONTH = "cases.unfiled_months"
HARD = "cases.remind_of_hard_question"


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


@reaction(LOAN, DeadlinePassed)
def remind_when_a_loan_is_over(event: DeadlinePassed, entry: EntryCard) -> None:
    services.remind_of_loan(
        loan_id=event.subject_id, purpose=event.purpose, by=entry.heard_by(LOAN), at=entry.at
    )


@reaction(ADDED, ResultCorrected)
def retain_when_a_file_was_added_to(event: ResultCorrected, entry: EntryCard) -> None:
    services.retain_what_was_added(case_id=entry.subject_id, by=entry.heard_by(ADDED), at=entry.at)


@reaction(LOOKS, CaseLookedAt, PersonalDataRevealed)
def watch_when_somebody_looked(event: CaseLookedAt | PersonalDataRevealed, entry: EntryCard) -> None:
    services.watch_looks(
        entry_id=entry.id,
        person_id=entry.actor.id,
        matter_id=entry.matter_id,
        by=entry.heard_by(LOOKS),
        at=entry.at,
    )


@sweep(MONTH, every=timedelta(hours=1))
def tell_unfiled_months(at: datetime) -> None:
    """Tell which windows ended the month with closed cases not filed, in every hall."""
    for hall in organization.halls():
        by = Actor(ActorKind.SYSTEM, uuid5(NAMESPACE_URL, MONTH), hall.id)
        services.tell_unfiled_months(by=by, at=at)


@sweep("cases.forget_looks", every=timedelta(hours=1), sliced=True)
def forget_looks(at: datetime) -> None:
    services.forget_looks(at)
    services.forget_export_tallies(at)


@sweep("cases.forget_tallies", every=timedelta(hours=6), sliced=True)
def forget_tallies(at: datetime) -> None:
    """Forget how often people came for matters that are long over (TWO-01)."""
    services.forget_tallies(at)


@reaction(HARD, DeadlinePassed)
def remind_when_a_hard_question_is_open(event: DeadlinePassed, entry: EntryCard) -> None:
    """Remind once of a hard question that is open at its limit (PROM-04)."""
    services.remind_of_hard_question(
        hard_id=event.subject_id, purpose=event.purpose, by=entry.heard_by(HARD), at=entry.at
    )


@sweep("cases.left_open", every=timedelta(minutes=10), sliced=True)
def tell_what_was_left_open(at: datetime) -> None:
    """Tell of instant matters that were not done when their day ended (ONE-05)."""
    services.tell_left_open_everywhere(at=at)


@sweep("cases.call_again", every=timedelta(minutes=10), sliced=True)
def tell_whom_to_call_again(at: datetime) -> None:
    """Tell whom it is time to telephone again about a result (CAS-03)."""
    services.call_again_everywhere(at=at)


@sweep("cases.changes", every=timedelta(minutes=30), sliced=True)
def tell_what_changed(at: datetime) -> None:
    """Tell open applicants of what their items ask for otherwise (PUB-08)."""
    services.tell_changes_everywhere(at=at)
