"""What every act on a clock does in the same way: lock it, add an entry, count anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Field

from yichuang.deadlines import rules
from yichuang.deadlines.events import ClockReprojected
from yichuang.deadlines.models import CalendarVersion, Clock, ClockEntry, ClockRung, Reprojection
from yichuang.deadlines.refusals import ClockIsStopped, ClockUnknown
from yichuang.deadlines.rules import Almanac, Ledger, Projection, WorkCalendar
from yichuang.deadlines.rules.project import Moments
from yichuang.deadlines.selectors.almanac import almanac
from yichuang.deadlines.selectors.clocks import card_of, entries_of, extensions_of, ledger_of
from yichuang.deadlines.types import ClockCard, ClockState, EntryKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor

PROJECTED = [
    "state",
    "paused_since",
    "stopped_at",
    "due_on",
    "due_at",
    "near_at",
    "next_rung_at",
    "provisional",
    "calendar_version",
]


class Dated(Protocol):
    """What a clock's row says of its date, however it was read."""

    @property
    def id(self) -> UUID: ...
    @property
    def purpose(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def provisional(self) -> bool: ...


@dataclass(slots=True)
class Held:
    """A clock that is locked, with its ledger."""

    row: Clock
    entries: list[ClockEntry]
    _now: Almanac | None = None

    @property
    def almanac(self) -> Almanac:
        """By what the act counts, from its beginning to its end: read once."""
        self._now = self._now or almanac(self.row.hall_id)
        return self._now

    @property
    def ledger(self) -> Ledger:
        return ledger_of(self.row, self.entries)

    @property
    def term(self) -> int:
        """How often the budget was changed: each time its rungs can be reached anew."""
        return len(extensions_of(self.entries))

    def card(self, at: datetime) -> ClockCard:
        return card_of(self.row, self.entries, at, self.almanac)


def held(clock_id: UUID, by: Actor, at: datetime) -> Held:
    """Return the clock locked until the act is done.  Raises: ClockUnknown, ClockIsStopped."""
    row = Clock.objects.select_for_update().filter(hall_id=by.hall_id, id=clock_id).first()
    if row is None:
        raise ClockUnknown
    if row.stopped_at is not None:
        raise ClockIsStopped
    one = Held(row, entries_of(by.hall_id, [row.id])[row.id])
    # an act never hides that the calendar has moved the date: that is told first, by itself
    if tell_if_moved(one, one.almanac, by=by, at=at):
        renew(one, at)
    return one


def add(one: Held, kind: EntryKind, *, since: datetime, by: Actor, at: datetime, **told: Any) -> None:
    """Add an entry to the ledger; nothing of it is ever changed."""
    entry = put(one, kind, since=since, by=by, at=at, **told)
    entry.save(force_insert=True)


def put(one: Held, kind: EntryKind, *, since: datetime, by: Actor, at: datetime, **told: Any) -> ClockEntry:
    """Put an entry at the end of the ledger at hand, and return it for the table."""
    entry = ClockEntry(
        id=new_id(),
        hall_id=one.row.hall_id,
        clock_id=one.row.id,
        position=len(one.entries),
        kind=kind,
        at=since,
        recorded_at=at,
        made_by=by.id,
        **told,
    )
    one.entries.append(entry)
    return entry


def count(ledger: Ledger, by_almanac: Almanac, at: datetime, ladder: str = "") -> Projection:
    """Return the projection a row keeps: an open pause counts as if it ended as it began."""
    return rules.project(ledger, by_almanac, at, rules.read(ladder), open_until=ledger.still_since)


def renew(one: Held, at: datetime) -> None:
    """Write what the ledger means now onto the row, for lists and the sweep."""
    by_almanac = one.almanac
    if one.row.calendar_version != by_almanac.calendar.version:  # what counted it last is kept already
        note_calendar(by_almanac.calendar, at)
    ended = one.ledger.state is ClockState.STOPPED  # no rung is ahead of it
    told = () if ended else told_rungs(one.row.hall_id, [one])[one.row.id]
    project_row(one, by_almanac, told, at)
    one.row.save(update_fields=PROJECTED)


def project_row(one: Held, by_almanac: Almanac, told: Sequence[str], at: datetime) -> None:
    """Set the projected columns of the row, without saving it.

    ``told`` are the rungs that were reached in the present term.
    """
    row, ledger = one.row, one.ledger
    found = count(ledger, by_almanac, at, row.ladder)
    assert found.due_at is not None  # no pause is without an end here
    row.state = ledger.state
    row.paused_since, row.stopped_at = ledger.still_since, ledger.stopped_at
    row.due_on, row.due_at, row.near_at = found.due, found.due_at, found.near_at
    row.provisional = found.provisional
    row.calendar_version = by_almanac.calendar.version
    row.next_rung_at = next_rung(ledger, found, by_almanac, row.ladder, told, at)


def save_projected(rows: Sequence[Clock]) -> None:
    """Write the projected columns of many rows in one go: the ORM builds a page of SQL for each of them."""
    if not rows:
        return
    fields = [Clock._meta.get_field(name) for name in (*PROJECTED, "hall_id", "id")]
    assert all(isinstance(one, Field) for one in fields)
    sets = ", ".join(f"{name} = %s" for name in PROJECTED)
    values = [
        [one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields]  # type: ignore[union-attr]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE deadlines_clock SET {sets} WHERE hall_id = %s AND id = %s", values)  # noqa: S608


def tell_if_moved(
    one: Held, by_almanac: Almanac, *, by: Actor, at: datetime, reason: str | None = None
) -> bool:
    """Tell that an open clock has another date than its row says, and say whether it has.

    That a provisional date has become a definite one is told too, even where it stays.
    """
    row = one.row
    found = count(one.ledger, by_almanac, at)
    if not has_moved(row, found):
        return False
    told = moved_event(row, found, by_almanac, reason or _pending_reason(row.hall_id))
    record(told, subject=row.id, by=by, at=at, matter=row.matter_id)
    return True


def has_moved(row: Dated, found: Projection) -> bool:
    """Say whether a clock has another date than its row says, or is no longer as provisional as it says."""
    return (found.due, found.due_at, found.provisional) != (row.due_on, row.due_at, row.provisional)


def moved_event(row: Dated, found: Projection, by_almanac: Almanac, reason: str) -> ClockReprojected:
    """Return what is told of a clock that has another date."""
    assert found.due_at is not None  # no pause is without an end here
    return ClockReprojected(
        clock_id=row.id,
        purpose=row.purpose,
        subject_id=row.subject_id,
        reason=reason,
        old_due=row.due_on,
        old_due_at=row.due_at,
        due=found.due,
        due_at=found.due_at,
        provisional=found.provisional,
        calendar=by_almanac.calendar.version,
    )


def _pending_reason(hall_id: UUID) -> str:
    """Return why dates of the hall may be others than their rows say: what has not been worked off yet."""
    asked = Reprojection.objects.filter(hall_id=hall_id, done_at__isnull=True).order_by("asked_at")
    return asked.values_list("reason", flat=True).first() or "calendar"


def next_rung(
    ledger: Ledger, found: Projection, by_almanac: Almanac, ladder: str, told: Sequence[str], at: datetime
) -> datetime | None:
    """Return when the sweep has to look at the clock next: a rung that was passed, or the next one."""
    if ledger.state is ClockState.STOPPED or not ladder:
        return None
    if ledger.state is ClockState.PAUSED:
        found = rules.project(ledger, by_almanac, at, rules.read(ladder))
    return rung_to_look_at(found.moments, told, at)


def rung_to_look_at(moments: Moments, told: Sequence[str], at: datetime) -> datetime | None:
    """Return when the sweep has to look at a clock: a rung that was passed and not ``told``, or the next."""
    reached, coming = rules.passed(moments, told, at)
    return min((moment for rung, moment in moments if rung in reached), default=coming)


def told_rungs(hall_id: UUID, ones: Sequence[Held]) -> dict[UUID, list[str]]:
    """Return the rungs these clocks have reached in their present terms."""
    terms = {one.row.id: one.term for one in ones}
    found: dict[UUID, list[str]] = {clock_id: [] for clock_id in terms}
    rows = ClockRung.objects.filter(hall_id=hall_id, clock_id__in=list(terms))
    for clock_id, term, rung in rows.values_list("clock_id", "term", "rung"):
        if term == terms[clock_id]:
            found[clock_id].append(rung)
    return found


def note_calendar(calendar: WorkCalendar, at: datetime) -> None:
    """Keep the calendar a clock is counted by, so that its date can be told again for good."""
    if CalendarVersion.objects.filter(version=calendar.version).exists():
        return
    days = [[one.day.isoformat(), str(one.kind), one.name] for _day, one in sorted(calendar.special.items())]
    row = CalendarVersion(version=calendar.version, years=sorted(calendar.years), days=days, seen_at=at)
    CalendarVersion.objects.bulk_create([row], ignore_conflicts=True)
