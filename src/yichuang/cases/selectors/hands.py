"""Whose hands cases are in: what is handed over, what a substitute finds, what slipped meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from yichuang.cases.models import Case
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.types import CaseCard, Purpose
from yichuang.cases.types.states import OPEN
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard, ClockState
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts.types import WorkLine

#: What the hall owes in a case; the applicant's own times do not make its work late.
OWED = frozenset(
    {
        Purpose.NOTICE,
        Purpose.STATUTORY,
        Purpose.PROMISED,
        Purpose.STEP,
        Purpose.OPINION,
        Purpose.RESULT,
        Purpose.DELIVERY,
    }
)


@dataclass(frozen=True, slots=True)
class InHand:
    """An open case in somebody's hands with the clock that is due first (None: none runs)."""

    case: CaseCard
    clock: ClockCard | None


@dataclass(frozen=True, slots=True)
class Slipped:
    """A case whose time ran out in the days its own handler stood in for somebody (AB-07)."""

    case: CaseCard
    clock: ClockCard


def in_hands_of(person_ids: Collection[UUID]) -> Q:
    """Return the filter of cases in the hands of these people: who handles, else accepted, else took in."""
    hands = list(person_ids)
    unhandled = Q(handler_id__isnull=True)
    return (
        Q(handler_id__in=hands)
        | (unhandled & Q(accepted_by__in=hands))
        | (unhandled & Q(accepted_by__isnull=True) & Q(submitted_by__in=hands))
    )


def open_in_hand(hall_id: UUID, person_id: UUID, at: datetime) -> list[InHand]:
    """Return the open cases in somebody's hands, what is due first before the rest.

    Who asks has been asked before: they are the person, or stand in for them (``acting_for``).
    """
    rows = Case.objects.filter(
        in_hands_of([person_id]), hall_id=hall_id, state__in=[one.value for one in OPEN]
    )
    cards = [card_of(row) for row in rows.order_by("submitted_at", "id")]
    running = deadlines.clocks_of_matters(hall_id, [one.id for one in cards], at)
    found = [InHand(one, _first_due(running.get(one.id, []))) for one in cards]
    return sorted(found, key=lambda one: (one.clock is None, one.clock.due_at if one.clock else at))


def _first_due(clocks: list[ClockCard]) -> ClockCard | None:
    owed = [one for one in clocks if one.purpose in OWED and one.state is not ClockState.STOPPED]
    return min(owed, key=lambda one: one.due_at, default=None)


def open_work_of(hall_id: UUID, person_id: UUID, at: datetime) -> tuple[WorkLine, ...]:
    """Answer the posts: the open cases somebody has in hand, to be handed over (AB-03)."""
    return tuple(
        WorkLine("cases", one.case.id, one.case.number, _last_moment(one.clock))
        for one in open_in_hand(hall_id, person_id, at)
    )


def _last_moment(clock: ClockCard | None) -> datetime | None:
    """Return the last minute in time: of a day clock the last of its last day."""
    return clock.due_at - timedelta(minutes=1) if clock else None


def slipped(hall_id: UUID, person_id: UUID, since: datetime, until: datetime, at: datetime) -> list[Slipped]:
    """Return somebody's own cases whose time ran out between the two moments, until ``at`` (AB-07).

    A time of days runs out on its last day, whenever in that day they stood in.
    """
    rows = Case.objects.filter(in_hands_of([person_id]), hall_id=hall_id, submitted_at__lt=until).exclude(
        closed_at__lt=since
    )
    cards = {row.id: card_of(row) for row in rows}
    zone = organization.timezone_of(hall_id)
    first, last = local_day(since, zone), local_day(until - timedelta(microseconds=1), zone)
    found = []
    for case_id, clocks in deadlines.clocks_of_matters(hall_id, list(cards), at).items():
        late = [
            one
            for one in clocks
            if one.purpose in OWED
            and one.ever_overdue
            and one.due_at <= at
            and (since <= one.due_at < until if one.due is None else first <= one.due <= last)
        ]
        if late:
            found.append(Slipped(cards[case_id], min(late, key=lambda one: one.due_at)))
    return sorted(found, key=lambda one: one.clock.due_at)
