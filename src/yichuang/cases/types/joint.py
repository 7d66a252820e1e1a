"""Joint review: who was asked, what each department said, what of their data differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from yichuang.catalogue.types import Silence


class Stand(StrEnum):
    """What a department says to a case it was asked about."""

    AGREE = "agree"
    OBJECT = "object"


class SeatState(StrEnum):
    """Where a department's opinion stands."""

    ASKED = "asked"
    GIVEN = "given"
    SILENT = "silent"  # its time passed: silence counts as agreement, as the item lays down
    DROPPED = "dropped"  # the case ended before


class DataField(StrEnum):
    """A datum of a case that more than one department may have on record."""

    NAME = "name"
    ADDRESS = "address"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    AREA = "area"
    AMOUNT = "amount"
    DATE = "date"
    OTHER = "other"


class Whereabouts(StrEnum):
    """Where a material of a case lies."""

    FILED = "filed"  # brought and looked at
    SHARED = "shared"  # fetched from shared data (免提交)
    FOLLOWS = "follows"  # promised by a day (容缺)


@dataclass(frozen=True, slots=True)
class OpinionCard:
    """One version of a department's opinion; the text lies in the vault."""

    version: int
    stand: Stand
    text_id: UUID
    given_by: UUID
    given_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One department that was asked: until when, and every version of what it said (the last counts)."""

    id: UUID
    case_id: UUID
    case_number: str
    item_name: str
    confidential: bool
    department_id: UUID
    department: str
    state: SeatState
    asked_at: datetime
    due: date | None
    due_at: datetime | None
    overdue: bool
    settled_at: datetime | None
    opinions: tuple[OpinionCard, ...]

    @property
    def opinion(self) -> OpinionCard | None:
        """Return what the department says last."""
        return self.opinions[-1] if self.opinions else None


@dataclass(frozen=True, slots=True)
class DatumCard:
    """What one department has on record of a field; the value lies in the vault."""

    id: UUID
    field: DataField
    department_id: UUID
    department: str
    value_id: UUID
    noted_by: UUID
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """A field on which departments differ; ``chosen`` is the datum the lead took, None until then."""

    field: DataField
    data: tuple[DatumCard, ...]
    chosen: UUID | None
    chosen_by: UUID | None
    chosen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PointerCard:
    """Where a material that somebody wants is already: its place in the case's list, and since when."""

    position: int
    name: str
    where: Whereabouts
    since: datetime | None
    source: str
    until: date | None


@dataclass(frozen=True, slots=True)
class DemandCard:
    """A material of the item's version that is not in the case and that a department asks the lead for."""

    id: UUID
    position: int
    name: str
    department_id: UUID
    asked_by: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class JointCard:
    """The joint review of one case, as its lead sees it."""

    case_id: UUID
    opened_by: UUID
    opened_at: datetime
    silence: Silence
    seats: tuple[SeatCard, ...]
    differences: tuple[DifferenceCard, ...]
    demands: tuple[DemandCard, ...]
