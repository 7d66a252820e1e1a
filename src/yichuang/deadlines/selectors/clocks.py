"""A clock as it stands: its ledger read, counted, and told as a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from yichuang.deadlines import rules
from yichuang.deadlines.models import Clock, ClockEntry, ClockRung
from yichuang.deadlines.refusals import ClockUnknown
from yichuang.deadlines.rules import Almanac, Ledger, Pause, Projection
from yichuang.deadlines.selectors.almanac import almanac, as_of
from yichuang.deadlines.types import (
    Audience,
    Budget,
    ClockCard,
    ClockState,
    EntryKind,
    ExtensionCard,
    Ground,
    PauseCard,
    Rollover,
    StartRule,
    ToldCard,
    Unit,
)


def clock(hall_id: UUID, clock_id: UUID, at: datetime) -> ClockCard:
    """Return one clock as it stands at ``at``.  Raises: ClockUnknown."""
    found = clocks(hall_id, [clock_id], at)
    if clock_id not in found:
        raise ClockUnknown
    return found[clock_id]


def clocks(hall_id: UUID, ids: Iterable[UUID], at: datetime) -> dict[UUID, ClockCard]:
    """Return these clocks by id; one that is not there is left out."""
    rows = Clock.objects.filter(hall_id=hall_id, id__in=list(ids))
    return {card.id: card for card in cards(hall_id, list(rows), at)}


def clocks_of(hall_id: UUID, subject_id: UUID, at: datetime) -> list[ClockCard]:
    """Return every clock of a subject, in the order they were started."""
    rows = Clock.objects.filter(hall_id=hall_id, subject_id=subject_id).order_by("started_at", "id")
    return cards(hall_id, list(rows), at)


def clocks_of_matter(
    hall_id: UUID, matter_id: UUID, at: datetime, *, stopped: bool = True
) -> list[ClockCard]:
    """Return every clock of a matter, or those not ``stopped``, in the order they were started."""
    rows = Clock.objects.filter(hall_id=hall_id, matter_id=matter_id).order_by("started_at", "id")
    return cards(hall_id, list(rows if stopped else rows.filter(stopped_at__isnull=True)), at)


def clocks_of_matters(hall_id: UUID, matter_ids: Iterable[UUID], at: datetime) -> dict[UUID, list[ClockCard]]:
    """Return the clocks of many matters at once, each in the order they were started."""
    rows = list(
        Clock.objects.filter(hall_id=hall_id, matter_id__in=list(matter_ids)).order_by("started_at", "id")
    )
    found: dict[UUID, list[ClockCard]] = {}
    for row, card in zip(rows, cards(hall_id, rows, at), strict=True):
        assert row.matter_id is not None
        found.setdefault(row.matter_id, []).append(card)
    return found


def due_for(hall_id: UUID, budget: Budget, start_at: datetime) -> tuple[date | None, datetime]:
    """Return when a clock of this budget that starts at ``start_at`` is due: its day, and the moment."""
    found = rules.project(Ledger(budget, start_at), almanac(hall_id), start_at)
    assert found.due_at is not None  # nothing stands still
    return found.due, found.due_at


def told(hall_id: UUID, clock_id: UUID) -> list[ToldCard]:
    """Return the rungs a clock has reached, in order."""
    rows = ClockRung.objects.filter(hall_id=hall_id, clock_id=clock_id).order_by("at", "id")
    return [
        ToldCard(
            row.clock_id,
            row.rung,
            row.term,
            tuple(Audience(one) for one in row.tells.split()),
            row.at,
            row.skipped,
        )
        for row in rows
    ]


# --- how a row becomes a card ---------------------------------------------------------------------------


def entries_of(hall_id: UUID, ids: Iterable[UUID]) -> dict[UUID, list[ClockEntry]]:
    """Return the ledgers of these clocks, each in order."""
    found: dict[UUID, list[ClockEntry]] = defaultdict(list)
    rows = ClockEntry.objects.filter(hall_id=hall_id, clock_id__in=list(ids))
    for row in rows.order_by("clock_id", "position"):
        found[row.clock_id].append(row)
    return found


def budget_of(row: Clock) -> Budget:
    """Return the budget a clock was started with."""
    return Budget(
        row.value, Unit(row.unit), StartRule(row.start_rule), Rollover(row.rollover), citation=row.citation
    )


def pauses_of(entries: Sequence[ClockEntry]) -> tuple[PauseCard, ...]:
    """Return when the clock stood still: every pause with the resumption of its ground."""
    found: list[PauseCard] = []
    for entry in entries:
        if entry.kind == EntryKind.PAUSE:
            found.append(
                PauseCard(
                    Ground(entry.ground), entry.evidence, entry.notice_id, entry.approved_by, entry.at, None
                )
            )
        elif entry.kind == EntryKind.RESUME:
            place = next(
                place for place, one in enumerate(found) if one.until is None and one.ground == entry.ground
            )
            one = found[place]
            found[place] = PauseCard(
                one.ground, one.evidence, one.notice_id, one.approved_by, one.since, entry.at
            )
    return tuple(found)


def extensions_of(entries: Sequence[ClockEntry]) -> tuple[ExtensionCard, ...]:
    """Return by how much the budget was changed, shortenings below 0."""
    signs = {EntryKind.EXTEND: 1, EntryKind.SHORTEN: -1}
    return tuple(
        ExtensionCard(signs[EntryKind(one.kind)] * one.value, one.approved_by, one.at, one.notice_id)
        for one in entries
        if one.kind in signs and one.value is not None and one.approved_by is not None
    )


def ledger_of(row: Clock, entries: Sequence[ClockEntry]) -> Ledger:
    """Return what a clock's entries say, read together."""
    stop = next((one.at for one in entries if one.kind == EntryKind.STOP), None)
    return Ledger(
        budget_of(row),
        next(one.at for one in entries if one.kind == EntryKind.START),
        tuple(Pause(one.since, one.until) for one in pauses_of(entries)),
        sum(one.value for one in extensions_of(entries)),
        stop,
    )


def cards(hall_id: UUID, rows: Sequence[Clock], at: datetime) -> list[ClockCard]:
    """Return rows of one hall as cards, in their order, in as many queries as for one."""
    if not rows:
        return []
    ledgers, now = entries_of(hall_id, (row.id for row in rows)), almanac(hall_id)
    return [card_of(row, ledgers[row.id], at, now) for row in rows]


def counted_by(row: Clock, now: Almanac) -> Almanac:
    """Return by what a clock is counted: as it is now, or as it was when the clock stopped."""
    return now if row.stopped_at is None else as_of(now, row.calendar_version)


def card_of(row: Clock, entries: Sequence[ClockEntry], at: datetime, now: Almanac) -> ClockCard:
    """Return one row with its ledger as a card; a stopped clock has the dates it stopped with."""
    ledger = ledger_of(row, entries)
    found = rules.project(ledger, counted_by(row, now), at, rules.read(row.ladder), open_until=at)
    return _card(row, entries, ledger, found)


def _card(row: Clock, entries: Sequence[ClockEntry], ledger: Ledger, found: Projection) -> ClockCard:
    assert found.due_at is not None  # every pause ended
    stopped = ledger.state is ClockState.STOPPED
    due, due_at = (row.due_on, row.due_at) if stopped else (found.due, found.due_at)
    late = row.stopped_at >= due_at if stopped and row.stopped_at else found.overdue
    return ClockCard(
        id=row.id,
        hall_id=row.hall_id,
        purpose=row.purpose,
        subject_id=row.subject_id,
        matter_id=row.matter_id,
        department_id=row.department_id,
        owner_id=row.owner_id,
        budget=ledger.budget,
        state=ledger.state,
        started_at=ledger.started_at,
        stopped_at=ledger.stopped_at,
        due=due,
        due_at=due_at,
        provisional=row.provisional if stopped else found.provisional,
        total=found.total,
        elapsed=found.elapsed,
        remaining=found.remaining,
        counted_in=found.counted_in,
        used_percent=found.used_percent,
        near=found.near and ledger.state is ClockState.RUNNING,
        overdue=late and not stopped,
        ever_overdue=late,
        pauses=pauses_of(entries),
        extensions=extensions_of(entries),
        extension_allowed=(row.most_extensions, row.most_extension_value),
    )
