"""Tell every clock of a hall again from the journal alone (``yichuang journal verify --tables``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.deadlines import events
from yichuang.deadlines.models import Clock
from yichuang.deadlines.rules import Ledger, Pause
from yichuang.deadlines.types import Budget, ClockState, Ground, Rollover, StartRule, Unit
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.retold import Retelling, entries

NAMES = tuple(
    one.stored_name
    for one in (
        events.ClockStarted,
        events.ClockPaused,
        events.ClockResumed,
        events.ClockExtended,
        events.ClockShortened,
        events.ClockReassigned,
        events.ClockReprojected,
        events.ClockStopped,
    )
)


@dataclass(slots=True)
class Told:
    """What the journal tells of one clock; the names are those of the table's columns."""

    purpose: str
    subject_id: UUID
    matter_id: UUID | None
    value: int
    unit: str
    start_rule: str
    rollover: str
    most_extensions: int
    most_extension_value: int
    ladder: str
    started_at: datetime
    owner_id: UUID | None
    department_id: UUID | None
    due_on: date | None
    due_at: datetime
    state: str = ClockState.RUNNING
    paused_since: datetime | None = None
    stopped_at: datetime | None = None


@dataclass(slots=True)
class _Read:
    """One clock while its entries are read: the row, and what its ledger needs beside it."""

    row: Told
    pauses: list[tuple[Ground, Pause]] = field(default_factory=list)
    added: int = 0


def first_difference(hall_id: UUID) -> Difference | None:
    """Return the first clock of the hall that is not what the journal says, or ``None``."""
    return Retelling(Clock, NAMES, _rows).first_difference(hall_id)


def ledger_told(hall_id: UUID, clock_id: UUID) -> Ledger:
    """Return the ledger of a clock as the journal tells it, sealed or not."""
    return _ledger(_read(entries(hall_id, NAMES, clock_id))[clock_id])


def _rows(rows: Iterable[Entry]) -> dict[UUID, Told]:
    return {clock_id: one.row for clock_id, one in _read(rows).items()}


def _read(rows: Iterable[Entry]) -> dict[UUID, _Read]:
    found: dict[UUID, _Read] = {}
    for entry in rows:
        happened = load(entry.name, entry.version, entry.body)
        if isinstance(happened, events.ClockStarted):
            found[entry.subject_id] = _started(happened, entry)
        elif entry.subject_id in found:
            _apply(found[entry.subject_id], happened, entry.at)
    return found


def _started(told: events.ClockStarted, entry: Entry) -> _Read:
    return _Read(
        Told(
            purpose=told.purpose,
            subject_id=told.subject_id,
            matter_id=entry.matter_id,
            value=told.value,
            unit=told.unit,
            start_rule=told.start_rule,
            rollover=told.rollover,
            most_extensions=told.most_extensions,
            most_extension_value=told.most_extension_value,
            ladder=told.ladder,
            started_at=told.since,
            owner_id=told.owner_id,
            department_id=told.department_id,
            due_on=told.due,
            due_at=told.due_at,
        )
    )


def _apply(one: _Read, happened: Event, at: datetime) -> None:
    """Let one act happen to a clock."""
    row = one.row
    match happened:
        case events.ClockPaused():
            one.pauses.append((happened.ground, Pause(happened.since)))
        case events.ClockResumed():
            place = next(
                place
                for place, (ground, pause) in enumerate(one.pauses)
                if ground is happened.ground and pause.until is None
            )
            one.pauses[place] = (happened.ground, Pause(one.pauses[place][1].since, happened.since))
        case events.ClockExtended():
            one.added += happened.value
        case events.ClockShortened():
            one.added -= happened.value
        case events.ClockReassigned():
            row.owner_id, row.department_id = happened.owner_id, happened.department_id
        case events.ClockStopped():
            row.stopped_at = at
    if isinstance(
        happened,
        events.ClockResumed
        | events.ClockExtended
        | events.ClockShortened
        | events.ClockReprojected
        | events.ClockStopped,
    ):
        row.due_on, row.due_at = happened.due, happened.due_at
    ledger = _ledger(one)
    row.state, row.paused_since = ledger.state, ledger.still_since


def _ledger(one: _Read) -> Ledger:
    row = one.row
    budget = Budget(row.value, Unit(row.unit), StartRule(row.start_rule), Rollover(row.rollover))
    return Ledger(
        budget, row.started_at, tuple(pause for _ground, pause in one.pauses), one.added, row.stopped_at
    )
