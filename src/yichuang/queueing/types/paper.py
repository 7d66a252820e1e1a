"""Numbers on paper for when the system is down: packs, the outage, and what the record sheets say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.queueing.types.queue import Outcome


class PackState(StrEnum):
    """Where a pack stands; its numbers are never printed again, whatever becomes of it."""

    PREPARED = "prepared"
    PRINTED = "printed"
    IN_USE = "in_use"
    MERGED = "merged"
    VOID = "void"


class OutageReason(StrEnum):
    """Why the hall called by paper."""

    POWER = "power"
    NETWORK = "network"
    SYSTEM = "system"
    DEVICE = "device"


class PaperEnding(StrEnum):
    """What a record sheet says of a number."""

    SERVED = "served"
    MISSED = "missed"
    LEFT = "left"
    WAITING = "waiting"
    SPOILED = "spoiled"


@dataclass(frozen=True, slots=True)
class PackLineCard:
    """The numbers of a pack in one line, from the first to the last label."""

    line_id: UUID
    prefix: str
    name: str
    name_en: str
    first: int
    last: int
    first_label: str
    last_label: str


@dataclass(frozen=True, slots=True)
class OutageCard:
    """A time in which the hall called by paper, told afterwards; ``tickets`` once they are merged."""

    pack_id: UUID
    number: int
    business_day: date
    began: datetime
    ended: datetime
    reason: OutageReason
    handed_in_by: UUID
    merged: bool
    tickets: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PackCard:
    """A pack of pre-printed numbers; ``place`` is where it lies, ``outage`` what it was used for."""

    id: UUID
    hall_id: UUID
    number: int
    state: PackState
    place: str
    prepared_at: datetime
    prepared_by: UUID
    printed_at: datetime | None
    copies: int
    merged_at: datetime | None
    merged_by: UUID | None
    lines: tuple[PackLineCard, ...]
    outage: OutageCard | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a record sheet as typed, split into its cells; ``place`` counts from 1."""

    place: int
    label: str
    taken: str = ""
    called: str = ""
    window: str = ""
    item: str = ""
    ending: str = ""
    reference: str = ""
    ended: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row understood.  ``number`` is the paper's, or that of a ticket the system gave before (``live``)."""

    place: int
    label: str
    line_id: UUID
    number: int
    live: UUID | None
    ending: PaperEnding
    taken: datetime | None = None
    called: datetime | None = None
    ended: datetime | None = None
    window_id: UUID | None = None
    window_number: int | None = None
    item_id: UUID | None = None
    outcome: Outcome | None = None
    reference: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call the system itself made to a window; ``ended`` is when the ticket left it (``None``: not yet)."""

    window_id: UUID
    label: str
    called: datetime
    ended: datetime | None


class SheetFault(StrEnum):
    """What speaks against a row of a record sheet, before anything is written."""

    EMPTY = "empty"
    TOO_MANY = "too_many"
    UNKNOWN_NUMBER = "unknown_number"
    OTHER_PACK = "other_pack"
    TWICE = "twice"
    GAP = "gap"
    NOT_WAITING = "not_waiting"
    TIME_UNREADABLE = "time_unreadable"
    TAKEN_MISSING = "taken_missing"
    OUTSIDE_OUTAGE = "outside_outage"
    OUT_OF_ORDER = "out_of_order"
    CALLED_MISSING = "called_missing"
    CALLED_BEFORE_TAKEN = "called_before_taken"
    ENDED_BEFORE_CALLED = "ended_before_called"
    NOT_CALLED = "not_called"
    WINDOW_UNKNOWN = "window_unknown"
    WINDOW_UNFIT = "window_unfit"
    TWO_AT_ONCE = "two_at_once"
    LIVE_CALL = "live_call"
    NOT_PAPER = "not_paper"
    ITEM_UNKNOWN = "item_unknown"
    ENDING_UNKNOWN = "ending_unknown"
    REFERENCE_UNFIT = "reference_unfit"
    WORKER_UNKNOWN = "worker_unknown"
    NOT_ON_DUTY = "not_on_duty"
    NOBODY_ON_DUTY = "nobody_on_duty"
    DAY_OVER = "day_over"


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A contradiction in a row (``place`` 0: of the sheet as a whole), with what its sentence names."""

    place: int
    label: str
    fault: SheetFault
    what: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SheetCard:
    """Record sheets as they were read: every row understood, and every contradiction."""

    rows: tuple[ReadRow, ...]
    typed: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]


class CorrectionReason(StrEnum):
    """Why a row that was entered from paper is entered again."""

    MISREAD = "misread"
    WRONG_ROW = "wrong_row"
    SHEET_WRONG = "sheet_wrong"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class PaperWordCard:
    """What was said of a row once: at the merge (no ``reason``) or by a correction, and by whom."""

    row: ReadRow
    at: datetime
    by: UUID
    reason: CorrectionReason | None


@dataclass(frozen=True, slots=True)
class PaperRowCard:
    """A row of a merged pack with all that was ever said of it, the first word first.

    ``ticket_id`` is what it became (``None``: a number never used), ``moved_on`` that its ticket has gone on
    in the queue since, so that paper has no more to say of it.
    """

    label: str
    ticket_id: UUID | None
    words: tuple[PaperWordCard, ...]
    moved_on: bool

    @property
    def now(self) -> ReadRow:
        """Return what holds: the last word."""
        return self.words[-1].row
