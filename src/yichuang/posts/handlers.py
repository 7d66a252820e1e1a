"""What the posts do as time passes and when somebody leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.journal.consumers import EntryCard, reaction
from yichuang.organization.events import PersonLeft
from yichuang.posts import services
from yichuang.training.events import PersonWithdrawn


@sweep("posts.lapsed_sign_ons", every=timedelta(minutes=5))
def end_lapsed(at: datetime) -> None:
    services.end_lapsed(at=at)


@sweep("posts.hours", every=timedelta(minutes=5))
def tell_breaches(at: datetime) -> None:
    services.tell_breaches(at=at)


@sweep("posts.covers", every=timedelta(seconds=30))
def tell_covers(at: datetime) -> None:
    services.tell_covers(at=at)


@sweep("posts.absences", every=timedelta(minutes=10))
def tell_absences(at: datetime) -> None:
    services.tell_absences(at=at)


@sweep("posts.overdue_returns", every=timedelta(minutes=1))
def tell_overdue_returns(at: datetime) -> None:
    services.tell_overdue_returns(at=at)


@sweep("posts.roster_runs", every=timedelta(seconds=2), sliced=True)
def tend_runs(at: datetime) -> None:
    services.tend_runs(at=at)


@sweep("posts.rosters", every=timedelta(hours=1))
def tell_rosters(at: datetime) -> None:
    services.tell_rosters(at=at)


@sweep("posts.vacancies", every=timedelta(minutes=1))
def tell_vacancies(at: datetime) -> None:
    services.tell_vacancies(at=at)


@reaction("posts.end_when_person_left", PersonLeft)
def end_when_person_left(event: PersonLeft, entry: EntryCard) -> None:
    services.end_those_who_left(
        person_id=entry.subject_id, by=entry.heard_by("posts.end_when_person_left"), at=entry.at
    )


@reaction("posts.end_when_withdrawn", PersonWithdrawn)
def end_when_withdrawn(event: PersonWithdrawn, entry: EntryCard) -> None:
    services.end_those_withdrawn(
        person_id=event.person_id, by=entry.heard_by("posts.end_when_withdrawn"), at=entry.at
    )
