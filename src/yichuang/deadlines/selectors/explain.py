"""Why a date is what it is, for paper, page and screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.deadlines import rules, sentences
from yichuang.deadlines.models import Clock
from yichuang.deadlines.refusals import ClockUnknown
from yichuang.deadlines.rules import Almanac, Ledger, Pause, Reason
from yichuang.deadlines.selectors.almanac import almanac, state_calendar
from yichuang.deadlines.selectors.clocks import (
    card_of,
    counted_by,
    entries_of,
    extensions_of,
    ledger_of,
    pauses_of,
)
from yichuang.deadlines.types import Budget, Explanation, LineKind, PauseCard
from yichuang.organization import selectors as organization


def explain(hall_id: UUID, clock_id: UUID, at: datetime, *, inside: bool = False) -> Explanation:
    """Return the reasoning of a clock as it stands at ``at``, day by day, long spans told together.

    ``inside``: for people of the hall, who read by name who approved a pause; the public does not.

    A stopped clock is explained by the calendar it was counted by.  Raises: ClockUnknown.
    """
    row = Clock.objects.filter(hall_id=hall_id, id=clock_id).first()
    if row is None:
        raise ClockUnknown
    entries = entries_of(hall_id, [clock_id])[clock_id]
    now, ledger = almanac(hall_id), ledger_of(row, entries)
    card, by_almanac = card_of(row, entries, at, now), counted_by(row, now)
    changes = [(one.at, one.value) for one in extensions_of(entries)]
    found = rules.reasons(ledger, by_almanac, at, changes)
    if row.stopped_at is not None and ledger.budget.unit.is_moment:
        found = _as_it_stopped(found, row.due_at, by_almanac)
    pauses = pauses_of(entries)
    names = _approvers(hall_id, pauses) if inside else {}
    lines = sentences.lines(card.budget, found, pauses, by_almanac.tz, names)
    return Explanation(lines, card.due, card.due_at, card.provisional)


def _approvers(hall_id: UUID, pauses: Sequence[PauseCard]) -> dict[UUID, str]:
    """Return the names and numbers of who approved these pauses."""
    wanted = {one.approved_by for one in pauses if one.approved_by is not None}
    people = organization.people(hall_id, include_left=True) if wanted else []
    return {one.id: f"{one.display_name} {one.worker_number}" for one in people if one.id in wanted}


def _as_it_stopped(found: Sequence[Reason], due_at: datetime, by_almanac: Almanac) -> tuple[Reason, ...]:
    """Return the reasons with the moment the clock was stopped with, whatever the hours are today."""
    day = due_at.astimezone(by_almanac.tz).toordinal()
    return tuple(
        replace(one, since=day, until=day, ends=due_at) if one.kind is LineKind.DUE else one for one in found
    )


def explain_budget(
    hall_id: UUID,
    budget: Budget,
    start_at: datetime,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> Explanation:
    """Return the reasoning of a budget that would start at ``start_at`` in the hall, without a clock."""
    return explain_by(almanac(hall_id), budget, start_at, pauses)


def explain_anywhere(
    hall_id: UUID | None,
    tz: ZoneInfo,
    budget: Budget,
    start_at: datetime,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> Explanation:
    """Return the same where there may be no hall, or no table yet: then by the calendar that is shipped."""
    if hall_id is not None:
        return explain_budget(hall_id, budget, start_at, pauses)
    return explain_by(Almanac(state_calendar(), tz), budget, start_at, pauses)


def explain_by(
    by_almanac: Almanac,
    budget: Budget,
    start_at: datetime,
    pauses: Sequence[tuple[datetime, datetime]] = (),
) -> Explanation:
    """Return the reasoning of a budget counted by an almanac at hand."""
    ledger = Ledger(budget, start_at, tuple(Pause(*one) for one in pauses))
    found = rules.project(ledger, by_almanac, start_at)
    assert found.due_at is not None  # every pause has an end
    lines = sentences.lines(budget, rules.reasons(ledger, by_almanac, start_at), (), by_almanac.tz)
    return Explanation(lines, found.due, found.due_at, found.provisional)
