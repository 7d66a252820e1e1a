"""Start a clock, stop it, and give it to somebody else."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.deadlines import rules
from yichuang.deadlines.events import ClockReassigned, ClockStarted, ClockStopped
from yichuang.deadlines.models import Clock
from yichuang.deadlines.refusals import HoursMissing, NotAnEarlierMoment, PurposeUnfit
from yichuang.deadlines.selectors.almanac import almanac, has_hours
from yichuang.deadlines.selectors.clocks import budget_of, card_of
from yichuang.deadlines.services.ledger import Held, add, held, note_calendar, project_row, put, renew
from yichuang.deadlines.types import Budget, ClockCard, ClockState, EntryKind
from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

_PURPOSE = re.compile(r"[a-z][a-z0-9_.]{1,39}")
LADDERS = ("default", "none")
LADDER = ("time.near_percent", "time.near_days", "time.office_days", "time.supervision_days")


@transaction.atomic
def start(
    *,
    purpose: str,
    budget: Budget,
    subject_id: UUID,
    matter_id: UUID | None = None,
    department_id: UUID | None = None,
    owner_id: UUID | None = None,
    most_extensions: int = 0,
    most_extension_value: int = 0,
    ladder: str = "default",
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Start a clock for ``subject_id``, now or ``since`` an earlier moment the law names.

    ``purpose`` is a short code (``case.statutory``).  It may be extended ``most_extensions`` times, by
    ``most_extension_value`` of its units in all.  ``ladder``: ``default``, or ``none``: nobody is warned.
    Raises: PurposeUnfit, NotAnEarlierMoment, HoursMissing, HallUnknown.  Source: TIME-01, TIME-02.
    """
    since = since or at
    if since > at:
        raise NotAnEarlierMoment
    if not _PURPOSE.fullmatch(purpose) or ladder not in LADDERS:
        raise PurposeUnfit
    by_almanac = almanac(by.hall_id)
    day = since.astimezone(by_almanac.tz).date()
    if not has_hours(by_almanac, budget.unit, day):
        raise HoursMissing

    row = Clock(
        id=new_id(),
        hall_id=by.hall_id,
        purpose=purpose,
        subject_id=subject_id,
        matter_id=matter_id,
        department_id=department_id,
        owner_id=owner_id,
        value=budget.value,
        unit=budget.unit,
        start_rule=budget.start_rule,
        rollover=budget.rollover,
        citation=plain(budget.citation, field=_("Citation"), limit=120, blank=True),
        most_extensions=most_extensions,
        most_extension_value=most_extension_value,
        ladder=_ladder(by.hall_id, at) if ladder == "default" else "",
        started_at=since,
        state=ClockState.RUNNING,
    )
    one = Held(row, [])
    entry = put(
        one, EntryKind.START, since=since, by=by, at=at, owner_id=owner_id, department_id=department_id
    )
    project_row(one, by_almanac, (), at)
    note_calendar(by_almanac.calendar, at)
    row.save(force_insert=True)
    entry.save(force_insert=True)
    _tell_start(row, by, at)
    return card_of(row, one.entries, at, by_almanac)


def _tell_start(row: Clock, by: Actor, at: datetime) -> None:
    budget = budget_of(row)
    told = ClockStarted(
        clock_id=row.id,
        purpose=row.purpose,
        subject_id=row.subject_id,
        value=row.value,
        unit=budget.unit,
        start_rule=budget.start_rule,
        rollover=budget.rollover,
        since=row.started_at,
        due=row.due_on,
        due_at=row.due_at,
        provisional=row.provisional,
        calendar=row.calendar_version,
        ladder=row.ladder,
        most_extensions=row.most_extensions,
        most_extension_value=row.most_extension_value,
        owner_id=row.owner_id,
        department_id=row.department_id,
    )
    record(told, subject=row.id, by=by, at=at, matter=row.matter_id)


def _ladder(hall_id: UUID, at: datetime) -> str:
    """Return the hall's ladder of the day; a clock keeps the one it was started with."""
    on = local_day(at, organization.timezone_of(hall_id))
    near, before, office, supervision = regulations.values(hall_id, LADDER, on).values()
    return rules.compact(
        rules.ladder_of(near_percent=near, before=before, office_after=office, supervision_after=supervision)
    )


@transaction.atomic
def stop(*, clock_id: UUID, by: Actor, at: datetime) -> ClockCard:
    """Stop a clock: what it counted is done.  Its dates stay as they are now.

    Raises: ClockUnknown, ClockIsStopped.
    """
    one = held(clock_id, by, at)
    late = one.card(at).overdue

    add(one, EntryKind.STOP, since=at, by=by, at=at)
    renew(one, at)
    card = one.card(at)
    told = ClockStopped(
        clock_id=clock_id,
        purpose=card.purpose,
        subject_id=card.subject_id,
        due=card.due,
        due_at=card.due_at,
        elapsed=card.elapsed,
        overdue=late,
    )
    record(told, subject=clock_id, by=by, at=at, matter=one.row.matter_id)
    return card


@transaction.atomic
def reassign(
    *, clock_id: UUID, owner_id: UUID | None, department_id: UUID | None, by: Actor, at: datetime
) -> ClockCard:
    """Give a clock to another owner or department; it runs on and its date is the same (AB-08).

    Raises: ClockUnknown, ClockIsStopped.
    """
    one = held(clock_id, by, at)

    add(one, EntryKind.REASSIGN, since=at, by=by, at=at, owner_id=owner_id, department_id=department_id)
    one.row.owner_id, one.row.department_id = owner_id, department_id
    one.row.save(update_fields=["owner_id", "department_id"])
    card = one.card(at)
    told = ClockReassigned(
        clock_id=clock_id,
        purpose=card.purpose,
        subject_id=card.subject_id,
        owner_id=owner_id,
        department_id=department_id,
        due_at=one.row.due_at,
    )
    record(told, subject=clock_id, by=by, at=at, matter=one.row.matter_id)
    return card
