"""Lend a file for a purpose until a day, take it back, remind of one that stays away (ARC-02)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import ArchiveFile, Loan
from yichuang.cases.refusals import (
    BorrowerUnfit,
    FileGone,
    FileLentAlready,
    LoanDayUnfit,
    LoanPurposeMissing,
    NothingLent,
)
from yichuang.cases.services.common import act, hall_day
from yichuang.cases.services.files import KEEPERS, file_locked, keeper, tell_of
from yichuang.cases.types.archive import FileState, LoanCard
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.types import Budget, StartRule, Unit
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

#: For what the vault keeps the purposes of loans.
LENDING = "cases.lending"
CLOCK = "archive.loan"
LONGEST_PURPOSE = 300


@act
def lend(
    *,
    file_id: UUID,
    borrower_id: UUID,
    purpose: str,
    due_on: date,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> LoanCard:
    """Lend a file to somebody of the hall until the end of ``due_on``; a clock reminds both when it is over.

    Raises: UnknownFile, NotAnArchivist, FileGone, LoanPurposeMissing, LoanDayUnfit, FileLentAlready,
    BorrowerUnfit (CRT-02), PersonUnknown, KeyReused.
    """
    promise = once(by, "cases.lend", key, at)
    if promise.replay:
        return _loan_of(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id), at)
    row = file_locked(file_id, by, at)
    by = keeper(row, by, at, KEEPERS)
    if row.state == FileState.DESTROYED:
        raise FileGone(code=row.code)
    if not purpose.strip():
        raise LoanPurposeMissing
    _fits(row, due_on, at)
    _may_borrow(row, borrower_id, at)
    loan = Loan.objects.create(
        id=new_id(),
        hall_id=row.hall_id,
        file=row,
        borrower_id=borrower_id,
        purpose=_kept(row, purpose, by=by, at=at),
        lent_by=by.id,
        lent_at=at,
        due_on=due_on,
    )
    deadlines.start(
        purpose=CLOCK,
        budget=Budget((due_on - hall_day(row.hall_id, at)).days, Unit.CALENDAR_DAY, StartRule.NEXT_DAY),
        subject_id=loan.id,
        matter_id=row.id,
        department_id=row.department_id,
        owner_id=borrower_id,
        by=by,
        at=at,
    )
    told = events.FileLent(
        loan_id=loan.id, code=row.code, borrower_id=borrower_id, purpose_id=loan.purpose, due_on=due_on
    )
    tell_of(told, row, by=by, at=at, entry_id=promise.entry_id)
    return _loan_of(row.hall_id, row.id, at)


def _fits(row: ArchiveFile, due_on: date, at: datetime) -> None:
    """Refuse a loan of what is out, or until a day that is none.  Raises: LoanDayUnfit, FileLentAlready."""
    today = hall_day(row.hall_id, at)
    most = regulations.parameter(row.hall_id, "archive.loan_days", today)
    if not 1 <= (due_on - today).days <= most:
        raise LoanDayUnfit(most=most)
    out = Loan.objects.filter(hall_id=row.hall_id, file=row, returned_at=None).first()
    if out is not None:
        raise FileLentAlready(code=row.code, day=out.due_on.isoformat())


def _may_borrow(row: ArchiveFile, borrower_id: UUID, at: datetime) -> None:
    """Ask whether somebody is of the hall, and of a confidential file whether they see its case."""
    organization.person(row.hall_id, borrower_id)
    if row.case_id is None:
        return
    case = selectors.case(row.hall_id, row.case_id)
    seen = selectors.eyes(row.hall_id, borrower_id, at)
    if case.confidential and not selectors.may_see(case, borrower_id, seen):
        raise BorrowerUnfit


def _kept(row: ArchiveFile, purpose: str, *, by: Actor, at: datetime) -> UUID:
    """Lock the purpose away for as long as the file is kept at least, and return its id."""
    value = plain(purpose, field=str(_("What for")), limit=LONGEST_PURPOSE, lines=True)
    years = max(1, row.retained_until.year - at.year + 1)
    return vault.keep(
        hall_id=row.hall_id,
        kind=Kind.TEXT,
        value=value,
        purpose=LENDING,
        expires_at=at.replace(year=at.year + years, month=12, day=31),
        by=by,
        at=at,
    )


def _loan_of(hall_id: UUID, file_id: UUID, at: datetime) -> LoanCard:
    """Return the last loan of a file."""
    found = Loan.objects.filter(hall_id=hall_id, file_id=file_id).order_by("lent_at", "id").last()
    assert found is not None
    card = selectors.loan(hall_id, found.id, at)
    assert card is not None
    return card


@act
def take_back(*, loan_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> LoanCard:
    """Take a lent file back.  Raises: NothingLent, NotAnArchivist, UnknownFile, KeyReused."""
    promise = once(by, "cases.take_back", key, at)
    loan = Loan.objects.select_for_update().filter(hall_id=by.hall_id, id=loan_id).first()
    if loan is None:
        raise NothingLent
    if promise.replay:
        return _card(loan, at)
    row = file_locked(loan.file_id, by, at)
    by = keeper(row, by, at, KEEPERS)
    if loan.returned_at is not None:
        raise NothingLent
    late = hall_day(row.hall_id, at) > loan.due_on
    loan.returned_at, loan.returned_to = at, by.id
    loan.save(update_fields=["returned_at", "returned_to"])
    for one in selectors.loan_clocks(row.hall_id, loan.id, at):
        deadlines.stop(clock_id=one.id, by=by, at=at)
    told = events.FileReturned(loan_id=loan.id, code=row.code, borrower_id=loan.borrower_id, late=late)
    tell_of(told, row, by=by, at=at, entry_id=promise.entry_id)
    return _card(loan, at)


def _card(loan: Loan, at: datetime) -> LoanCard:
    card = selectors.loan(loan.hall_id, loan.id, at)
    assert card is not None
    return card


@act
def remind_of_loan(*, loan_id: UUID, purpose: str, by: Actor, at: datetime) -> None:
    """Remind borrower and archivist of a file whose day is over, at each rung of its clock.

    Safe to hear twice within a rung; a clock of something else is none of ours.
    """
    if purpose != CLOCK:
        return
    loan = Loan.objects.select_for_update().filter(hall_id=by.hall_id, id=loan_id, returned_at=None).first()
    if loan is None or (loan.reminded_at is not None and loan.reminded_at >= at):
        return
    row = ArchiveFile.objects.get(hall_id=by.hall_id, id=loan.file_id)
    loan.reminded_at = at
    loan.save(update_fields=["reminded_at"])
    told = events.LoanOverdue(
        loan_id=loan.id,
        code=row.code,
        borrower_id=loan.borrower_id,
        archivist_id=loan.lent_by,
        due_on=loan.due_on,
    )
    tell_of(told, row, by=by, at=at)
