"""The words of looking at cases: a burst of looks, an export and what was asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types.cards import CaseCard
from yichuang.cases.types.states import CaseState, Purpose
from yichuang.notices.types import NoticeCard


@dataclass(frozen=True, slots=True)
class BurstCard:
    """Somebody looked at many citizens' records within a short time and handled none of them."""

    id: UUID
    hall_id: UUID
    person_id: UUID
    views: int
    since: datetime
    at: datetime
    settled_by: UUID | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a number and what only its holder knows opened: a stage and a day, nothing of a person.

    ``state`` is None where a paper belongs to no case or to a confidential one; ``purpose`` is what ``due``
    is the last day of, and ``paused`` says that it stands still.  ``item_id`` and ``accepted_at`` are told
    only to who has the paper they stand on.
    """

    hall_id: UUID
    notice: NoticeCard | None
    number: str
    state: CaseState | None
    due: date | None
    purpose: Purpose | None
    paused: bool
    item_id: UUID | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases an export is asked for: nothing given means all that the person sees."""

    states: tuple[CaseState, ...] = ()
    department_id: UUID | None = None
    item_id: UUID | None = None
    window_id: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ExportCard:
    """An export that was asked for; ``rows`` is how many cases it was then, ``purpose`` a vault entry."""

    id: UUID
    hall_id: UUID
    asked_by: UUID
    asked_at: datetime
    purpose: UUID
    wanted: Wanted
    rows: int
    approved_by: UUID | None
    approved_at: datetime | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One case of an export: names and numbers masked, days as the hall's wall shows them."""

    case: CaseCard
    applicant: str
    id_number: str
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Export:
    """What leaves the house: the rows, and the text that marks every sheet of it."""

    id: UUID
    rows: tuple[Row, ...]
    watermark: str
    approved: bool = field(default=False)
