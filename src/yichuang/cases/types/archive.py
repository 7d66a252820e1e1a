"""The words of the archive: what a file must hold, files, loans, holds, lists of what is to be destroyed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Piece(StrEnum):
    """A paper the file of a closed case must hold; which of them apply depends on its course."""

    REVIEW = "review"  # 材料审查记录
    TOLD = "told"  # 一次性告知书, where something was missing
    RECEIPT = "receipt"  # 受理通知书
    PROMISED = "promised"  # 容缺后补的材料
    REFUSAL = "refusal"  # 不予办理决定书
    RESULT = "result"  # 办理结果
    RESULT_NOTICE = "result_notice"  # 结果通知
    DELIVERY = "delivery"  # 送达签收单
    FEES = "fees"  # 收费清单
    LATENESS = "lateness"  # 超期原因


class FileState(StrEnum):
    """Whether a file is there, or only says that it was."""

    KEPT = "kept"
    DESTROYED = "destroyed"


class ListState(StrEnum):
    """Where a list of files to be destroyed stands."""

    DRAWN_UP = "drawn_up"
    ONCE = "once"  # approved by one
    TWICE = "twice"  # approved by two
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Bar(StrEnum):
    """What keeps a file from being destroyed."""

    RETENTION = "retention"
    HOLD = "hold"
    LOAN = "loan"
    GONE = "gone"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class LoanCard:
    """A file in somebody's hands: until which day, and whether that day is over."""

    id: UUID
    hall_id: UUID
    file_id: UUID
    code: str
    borrower_id: UUID
    purpose: UUID
    lent_by: UUID
    lent_at: datetime
    due_on: date
    returned_at: datetime | None
    returned_to: UUID | None
    reminded_at: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class HoldCard:
    """A reason by law not to destroy a file, with its paper."""

    id: UUID
    file_id: UUID
    document: str
    reason: UUID
    set_by: UUID
    set_at: datetime
    lifted_by: UUID | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file of the archive.

    ``number`` is the case's, or the one a predecessor system gave; ``applicant`` a vault entry.
    ``retained_until`` is the last day it must be kept, ``bars`` what keeps it from being destroyed now.
    """

    id: UUID
    hall_id: UUID
    code: str
    case_id: UUID | None
    number: str
    item_name: str
    department_id: UUID | None
    applicant: UUID | None
    closed_on: date
    filed_by: UUID
    filed_at: datetime
    place: str
    retention_years: int
    retained_until: date
    state: FileState
    destroyed_at: datetime | None
    imported: bool
    held: bool
    loan: LoanCard | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FilePage:
    """Some files of a list in its order, and the place to go on from (None: there is no more)."""

    rows: tuple[FileCard, ...]
    total: int
    next_from: int | None


@dataclass(frozen=True, slots=True)
class UnfiledCard:
    """A closed case that is not in the archive yet, and by which day it is to be."""

    case_id: UUID
    number: str
    window_id: UUID | None
    owner_id: UUID | None
    closed_at: datetime
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class MonthCard:
    """A window that ended a month with too many closed cases not filed (JOB-06)."""

    window_id: UUID
    month: date
    unfiled: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list of files to be destroyed: who drew it up, which two approved it, who carried it out."""

    id: UUID
    hall_id: UUID
    number: str
    state: ListState
    reason: UUID
    drawn_up_by: UUID
    drawn_up_at: datetime
    first_by: UUID | None
    first_at: datetime | None
    second_by: UUID | None
    second_at: datetime | None
    done_by: UUID | None
    done_at: datetime | None
    certificate: str
    files: tuple[FileCard, ...]
