"""What happens to files of the archive.  Purposes and reasons are ids of vault entries."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.cases.types.archive import Piece
from yichuang.kernel.journal.events import Event, event


@event("cases.case_archived")
class CaseArchived(Event):
    """A closed case went into the archive: every paper it must have was on record and seen in the folder."""

    file_id: UUID
    code: str
    pieces: tuple[Piece, ...]
    retention_years: int
    retained_until: date


@event("cases.file_imported")
class FileImported(Event):
    """A file of a predecessor system was entered in the archive's register."""

    code: str
    closed_on: date
    retention_years: int
    retained_until: date


@event("cases.files_imported")
class FilesImported(Event):
    """A register of closed cases was taken over into the archive, whole."""

    count: int


@event("cases.file_lent")
class FileLent(Event):
    """A file was lent for a purpose until a day."""

    loan_id: UUID
    code: str
    borrower_id: UUID
    purpose_id: UUID
    due_on: date


@event("cases.file_returned")
class FileReturned(Event):
    """A lent file came back."""

    loan_id: UUID
    code: str
    borrower_id: UUID
    late: bool


@event("cases.loan_overdue")
class LoanOverdue(Event):
    """A lent file has not come back by its day; borrower and archivist are reminded."""

    loan_id: UUID
    code: str
    borrower_id: UUID
    archivist_id: UUID
    due_on: date


@event("cases.hold_set")
class HoldSet(Event):
    """A file must not be destroyed for now, by a paper that says so."""

    hold_id: UUID
    code: str
    reason_id: UUID


@event("cases.hold_lifted")
class HoldLifted(Event):
    """What barred a file from being destroyed is over."""

    hold_id: UUID
    code: str


@event("cases.destruction_drawn_up")
class DestructionDrawnUp(Event):
    """Files whose retention is over were put on a list to be destroyed."""

    number: str
    codes: tuple[str, ...]
    reason_id: UUID


@event("cases.destruction_approved")
class DestructionApproved(Event):
    """Somebody approved a list of files to be destroyed; it takes two."""

    number: str
    approvals: int


@event("cases.destruction_withdrawn")
class DestructionWithdrawn(Event):
    """A list of files to be destroyed was taken back; its files stay."""

    number: str


@event("cases.files_destroyed")
class FilesDestroyed(Event):
    """The files of a list were destroyed after two had approved it; the hash is that of the certificate."""

    number: str
    codes: tuple[str, ...]
    first_by: UUID
    second_by: UUID
    certificate: str


@event("cases.file_destroyed")
class FileDestroyed(Event):
    """A file is gone: the keys of all personal data in it were destroyed; what stays says it was there."""

    code: str
    list_id: UUID
    entries: int


@event("cases.window_not_filed")
class WindowNotFiled(Event):
    """A month ended with closed cases of a window not in the archive; who has them in hand is reminded."""

    month: date
    unfiled: int
    owners: tuple[UUID, ...]
