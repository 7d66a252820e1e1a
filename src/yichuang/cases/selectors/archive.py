"""Questions to the archive: one file, those of a list, what is lent, what is not filed, what may go."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yichuang.cases.models import (
    ArchiveFile,
    Case,
    DestructionLine,
    DestructionList,
    LegalHold,
    Loan,
    UnfiledMonth,
)
from yichuang.cases.refusals import UnknownFile, UnknownList
from yichuang.cases.rules import archive as rules
from yichuang.cases.rules.sight import Seen
from yichuang.cases.selectors.sight import visible
from yichuang.cases.types import CaseState, Purpose
from yichuang.cases.types.archive import (
    Bar,
    FileCard,
    FilePage,
    FileState,
    HoldCard,
    ListCard,
    ListState,
    LoanCard,
    MonthCard,
    UnfiledCard,
)
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard, ClockState
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization

OPEN_LISTS = (ListState.DRAWN_UP, ListState.ONCE, ListState.TWICE)
PAGE = 50


def file(hall_id: UUID, file_id: UUID, at: datetime) -> FileCard:
    """Return one file.  Who asks has been asked before whether they may.  Raises: UnknownFile."""
    row = ArchiveFile.objects.filter(hall_id=hall_id, id=file_id).first()
    if row is None:
        raise UnknownFile
    return file_cards([row], at)[0]


def file_of_case(hall_id: UUID, case_id: UUID, at: datetime) -> FileCard | None:
    """Return the file of a case, None while it is not archived."""
    row = ArchiveFile.objects.filter(hall_id=hall_id, case_id=case_id).first()
    return None if row is None else file_cards([row], at)[0]


def seen_file(hall_id: UUID, file_id: UUID, person_id: UUID, seen: Seen, at: datetime) -> FileCard:
    """Return one file if the person sees it; else it sounds as if there were none.  Raises: UnknownFile."""
    rows = ArchiveFile.objects.filter(visible_files(hall_id, person_id, seen), hall_id=hall_id, id=file_id)
    row = rows.first()
    if row is None:
        raise UnknownFile
    return file_cards([row], at)[0]


def visible_files(hall_id: UUID, person_id: UUID, seen: Seen) -> Q:
    """Return the filter of the files somebody sees: as their cases, and those taken over by department."""
    taken_over = Q(case_id__isnull=True)
    if not seen.every:
        theirs = Q(department_id__in=seen.departments)
        taken_over &= theirs | Q(department_id__isnull=True) if seen.works else theirs
    cases = Case.objects.filter(visible(person_id, seen), hall_id=hall_id).values("id")
    return taken_over | Q(case_id__in=cases)


def files(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    at: datetime,
    *,
    text: str = "",
    state: FileState | None = None,
    department_id: UUID | None = None,
    year: int | None = None,
    start: int = 0,
    limit: int = PAGE,
) -> FilePage:
    """Return the files somebody sees that match, the newest first; ``text`` is part of a code or number."""
    rows = ArchiveFile.objects.filter(visible_files(hall_id, person_id, seen), hall_id=hall_id)
    if text.strip():
        rows = rows.filter(Q(code__icontains=text.strip()) | Q(number__icontains=text.strip()))
    if state is not None:
        rows = rows.filter(state=state)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    if year is not None:
        rows = rows.filter(closed_on__year=year)
    total = rows.count()
    found = tuple(file_cards(list(rows.order_by("-filed_at", "-id")[start : start + limit]), at))
    more = start + len(found)
    return FilePage(found, total, more if more < total else None)


def proposed(
    hall_id: UUID, person_id: UUID, seen: Seen, at: datetime, limit: int = 200
) -> tuple[FileCard, ...]:
    """Return the files whose retention is over and that nothing bars, the longest over first (ARC-04).

    A proposal and nothing more: no file is ever destroyed by itself.
    """
    today = _today(hall_id, at)
    listed = DestructionLine.objects.filter(hall_id=hall_id, list__state__in=OPEN_LISTS).values("file_id")
    held = LegalHold.objects.filter(hall_id=hall_id, lifted_at=None).values("file_id")
    lent = Loan.objects.filter(hall_id=hall_id, returned_at=None).values("file_id")
    rows = (
        ArchiveFile.objects.filter(visible_files(hall_id, person_id, seen), hall_id=hall_id)
        .filter(state=FileState.KEPT, retained_until__lt=today)
        .exclude(id__in=listed)
        .exclude(id__in=held)
        .exclude(id__in=lent)
        .order_by("retained_until", "code")
    )
    return tuple(file_cards(list(rows[:limit]), at))


def file_cards(rows: Iterable[ArchiveFile], at: datetime) -> list[FileCard]:
    """Return rows of one hall as cards, in as many queries as for one."""
    held = list(rows)
    if not held:
        return []
    hall_id, ids = held[0].hall_id, [row.id for row in held]
    today = _today(hall_id, at)
    holds = set(
        LegalHold.objects.filter(hall_id=hall_id, file_id__in=ids, lifted_at=None).values_list(
            "file_id", flat=True
        )
    )
    out = Loan.objects.filter(hall_id=hall_id, file_id__in=ids, returned_at=None).select_related("file")
    loans = {row.file_id: _loan(row, today) for row in out}
    lists = DestructionLine.objects.filter(hall_id=hall_id, file_id__in=ids, list__state__in=OPEN_LISTS)
    listed = set(lists.values_list("file_id", flat=True))
    return [_file(row, row.id in holds, loans.get(row.id), row.id in listed, today) for row in held]


def _file(row: ArchiveFile, held: bool, loan: LoanCard | None, listed: bool, today: date) -> FileCard:
    state = FileState(row.state)
    return FileCard(
        id=row.id,
        hall_id=row.hall_id,
        code=row.code,
        case_id=row.case_id,
        number=row.number,
        item_name=row.item_name,
        department_id=row.department_id,
        applicant=row.applicant,
        closed_on=row.closed_on,
        filed_by=row.filed_by,
        filed_at=row.filed_at,
        place=row.place,
        retention_years=row.retention_years,
        retained_until=row.retained_until,
        state=state,
        destroyed_at=row.destroyed_at,
        imported=row.case_id is None,
        held=held,
        loan=loan,
        bars=rules.bars(state, row.retained_until, today, held=held, lent=loan is not None, listed=listed),
    )


def holds(hall_id: UUID, file_id: UUID) -> list[HoldCard]:
    """Return every hold a file was or is under, the oldest first."""
    rows = LegalHold.objects.filter(hall_id=hall_id, file_id=file_id).order_by("set_at", "id")
    return [
        HoldCard(
            row.id,
            row.file_id,
            row.document,
            row.reason,
            row.set_by,
            row.set_at,
            row.lifted_by,
            row.lifted_at,
        )
        for row in rows
    ]


# ---- loans ----------------------------------------------------------------------------------------


def loan(hall_id: UUID, loan_id: UUID, at: datetime) -> LoanCard | None:
    """Return one loan, or None."""
    row = Loan.objects.filter(hall_id=hall_id, id=loan_id).select_related("file").first()
    return None if row is None else _loan(row, _today(hall_id, at))


def loans(
    hall_id: UUID,
    at: datetime,
    *,
    file_id: UUID | None = None,
    borrower_id: UUID | None = None,
    out: bool = True,
) -> list[LoanCard]:
    """Return loans by their day: those that are out, or every one there ever was (ARC-02)."""
    rows = Loan.objects.filter(hall_id=hall_id).select_related("file")
    if out:
        rows = rows.filter(returned_at=None)
    if file_id is not None:
        rows = rows.filter(file_id=file_id)
    if borrower_id is not None:
        rows = rows.filter(borrower_id=borrower_id)
    today = _today(hall_id, at)
    return [_loan(row, today) for row in rows.order_by("due_on", "lent_at", "id")]


def _loan(row: Loan, today: date) -> LoanCard:
    return LoanCard(
        id=row.id,
        hall_id=row.hall_id,
        file_id=row.file_id,
        code=row.file.code,
        borrower_id=row.borrower_id,
        purpose=row.purpose,
        lent_by=row.lent_by,
        lent_at=row.lent_at,
        due_on=row.due_on,
        returned_at=row.returned_at,
        returned_to=row.returned_to,
        reminded_at=row.reminded_at,
        overdue=row.returned_at is None and today > row.due_on,
    )


def loan_clocks(hall_id: UUID, loan_id: UUID, at: datetime) -> list[ClockCard]:
    """Return the clocks of a loan that have not been stopped."""
    own = deadlines.clocks_of(hall_id, loan_id, at)
    return [one for one in own if one.state is not ClockState.STOPPED]


# ---- what is not filed yet ------------------------------------------------------------------------


def unfiled(
    hall_id: UUID,
    person_id: UUID,
    seen: Seen,
    at: datetime,
    *,
    window_ids: Collection[UUID] = (),
    limit: int = 200,
) -> list[UnfiledCard]:
    """Return the closed cases somebody sees that are not in the archive, the longest closed first."""
    rows = Case.objects.filter(visible(person_id, seen), hall_id=hall_id, state=CaseState.CLOSED)
    if window_ids:
        rows = rows.filter(window_id__in=list(window_ids))
    found = list(rows.order_by("closed_at", "id")[:limit])
    clocks = deadlines.clocks_of_matters(hall_id, [row.id for row in found], at)
    cards = []
    for row in found:
        own = [one for one in clocks.get(row.id, ()) if one.purpose == Purpose.ARCHIVE]
        assert row.closed_at is not None
        cards.append(
            UnfiledCard(
                case_id=row.id,
                number=row.number,
                window_id=row.window_id,
                owner_id=row.handler_id or row.accepted_by,
                closed_at=row.closed_at,
                due=own[-1].due if own else None,
                overdue=bool(own) and own[-1].overdue,
            )
        )
    return cards


def unfiled_months(hall_id: UUID, since: date) -> list[MonthCard]:
    """Return which windows ended a month from ``since`` on with too much not filed, the newest first."""
    rows = UnfiledMonth.objects.filter(hall_id=hall_id, month__gte=since).order_by("-month", "window_id")
    return [MonthCard(row.window_id, row.month, row.unfiled, row.told_at) for row in rows]


# ---- destruction ----------------------------------------------------------------------------------


def destruction(hall_id: UUID, list_id: UUID, at: datetime) -> ListCard:
    """Return one list of files to be destroyed, or destroyed.  Raises: UnknownList."""
    row = DestructionList.objects.filter(hall_id=hall_id, id=list_id).first()
    if row is None:
        raise UnknownList
    return _list(row, at)


def destructions(hall_id: UUID, at: datetime, limit: int = 50) -> list[ListCard]:
    """Return the lists of a hall, the newest first."""
    rows = DestructionList.objects.filter(hall_id=hall_id).order_by("-drawn_up_at", "-id")[:limit]
    return [_list(row, at) for row in rows]


def list_number(row: DestructionList) -> str:
    """Return a list's number as it is printed."""
    return f"{organization.hall(row.hall_id).code}-XH-{row.year:04d}-{row.serial:03d}"


def files_on(row: DestructionList) -> list[ArchiveFile]:
    """Return the files of a list by their codes."""
    on = DestructionLine.objects.filter(hall_id=row.hall_id, list=row).values("file_id")
    return list(ArchiveFile.objects.filter(hall_id=row.hall_id, id__in=on).order_by("code"))


def _list(row: DestructionList, at: datetime) -> ListCard:
    return ListCard(
        id=row.id,
        hall_id=row.hall_id,
        number=list_number(row),
        state=ListState(row.state),
        reason=row.reason,
        drawn_up_by=row.drawn_up_by,
        drawn_up_at=row.drawn_up_at,
        first_by=row.first_by,
        first_at=row.first_at,
        second_by=row.second_by,
        second_at=row.second_at,
        done_by=row.done_by,
        done_at=row.done_at,
        certificate=row.certificate,
        files=tuple(file_cards(files_on(row), at)),
    )


def barred(hall_id: UUID, rows: Iterable[ArchiveFile], at: datetime) -> dict[UUID, tuple[Bar, ...]]:
    """Return what keeps each of these files from being destroyed now, their own list apart."""
    return {
        card.id: tuple(bar for bar in card.bars if bar is not Bar.LISTED) for card in file_cards(rows, at)
    }


def _today(hall_id: UUID, at: datetime) -> date:
    return local_day(at, organization.hall(hall_id).timezone)
