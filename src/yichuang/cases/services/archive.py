"""Put a closed case into the archive, complete or not at all; tell monthly who has not (ARC-01, JOB-06)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, labels, selectors
from yichuang.cases.models import ArchiveFile, Case, FileCounter, Result, UnfiledMonth
from yichuang.cases.refusals import PapersMissing
from yichuang.cases.rules import archive as rules
from yichuang.cases.rules.archive import Course
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks, gates
from yichuang.cases.services.common import (
    BACK_OFFICE,
    act,
    arrow,
    hall_day,
    in_house,
    item_of,
    locked,
    move,
    tell,
)
from yichuang.cases.types import AcceptMode, CaseState, Decision
from yichuang.cases.types.archive import FileCard, Piece
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import selectors as kept
from yichuang.kernel.vault import services as vault
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

DAY = timedelta(days=1)
#: Who may look at what a file must hold.
OVERSEERS = BACK_OFFICE | {Role.OFF, Role.UH, Role.SUP, Role.INSP}


@act
def archive(
    *,
    case_id: UUID,
    in_folder: Collection[Piece],
    place: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> FileCard:
    """File a closed case under a code of its own, to be kept for as long as its item says.

    ``in_folder`` are the papers whoever files it has seen in the folder; each that the case must have is also
    looked for on record.  What was kept in the vault for the case stays with the file from now on.

    Raises: UnknownCase, IllegalAct, OtherDepartment, PapersMissing (ARC-01), KeyReused.
    """
    promise = once(by, "cases.archive", key, at)
    if promise.replay:
        return filed(by.hall_id, case_id, at)
    case = locked(case_id, by)
    way = arrow(case, Act.ARCHIVE, by, at)
    by = in_house(case, Act.ARCHIVE, by, at)
    item = item_of(case)
    course = course_of(case, item, at)
    if left := rules.missing(course, on_record(case), in_folder):
        papers = "、".join(str(labels.PIECE[one]) for one in left)
        raise PapersMissing(number=case.number, papers=papers)
    case.archived_at = at
    move(case, way, at, "archived_at")
    clocks.stop(case, way.stops, by=by, at=at)
    assert case.closed_at is not None
    row = enter(
        case=case,
        number=case.number,
        item_name=item.name,
        department_id=case.department_id,
        applicant=case.applicant_name,
        closed_on=hall_day(case.hall_id, case.closed_at),
        years=item.retention_years,
        place=plain(place, field=_("Place in the archive"), limit=60, blank=True),
        by=by,
        at=at,
    )
    retain(case, by=by, at=at)
    told = events.CaseArchived(
        file_id=row.id,
        code=row.code,
        pieces=rules.pieces(course),
        retention_years=row.retention_years,
        retained_until=row.retained_until,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return filed(by.hall_id, case_id, at)


@act
def file_pieces(*, case_id: UUID, by: Actor, at: datetime) -> tuple[tuple[Piece, bool], ...]:
    """Return the papers the file of a case must hold, each with whether it is on record; changes nothing.

    Raises: UnknownCase, OtherDepartment.
    """
    case = locked(case_id, by)
    in_house(case, Act.ARCHIVE, by, at, OVERSEERS)
    there = on_record(case)
    return tuple((one, one in there) for one in rules.pieces(course_of(case, item_of(case), at)))


def filed(hall_id: UUID, case_id: UUID, at: datetime) -> FileCard:
    """Return the file an archived case lies in."""
    found = selectors.file_of_case(hall_id, case_id, at)
    assert found is not None  # an archived case has one
    return found


def course_of(case: Case, item: ItemCard, at: datetime) -> Course:
    """Return what of the case's course decides which papers its file must hold."""
    told = notices.notices_of(case.hall_id, case.id)
    return Course(
        instant=item.flags.instant and case.decision == Decision.APPROVED,
        # what one look missed and the next one found was asked of nobody
        gaps_found=any(one.kind is NoticeKind.SUPPLEMENT for one in told),
        tolerant=case.accept_mode == AcceptMode.TOLERANT,
        refused=case.decision == Decision.REFUSED,
        charged=gates.was_charged(case),
        late=selectors.was_late(case.hall_id, case.id, at),
        unseen=case.accept_mode in _BY_SILENCE and case.round == 0,
    )


_BY_SILENCE = (AcceptMode.DEEMED, AcceptMode.FILED_FIRST)
_LETTERS = {
    NoticeKind.SUPPLEMENT: Piece.TOLD,
    NoticeKind.RECEIPT: Piece.RECEIPT,
    NoticeKind.DEEMED: Piece.RECEIPT,
    NoticeKind.FILED_FIRST: Piece.RECEIPT,
    NoticeKind.REFUSAL: Piece.REFUSAL,
    NoticeKind.RESULT: Piece.RESULT_NOTICE,
    NoticeKind.FAILED: Piece.RESULT_NOTICE,
    NoticeKind.DELIVERY: Piece.DELIVERY,
}


def on_record(case: Case) -> frozenset[Piece]:
    """Return which papers of the case the system holds; a delivery slip only where it was handed over."""
    found = {_LETTERS[one.kind] for one in notices.notices_of(case.hall_id, case.id) if one.kind in _LETTERS}
    results = list(Result.objects.filter(hall_id=case.hall_id, case=case))
    if not any(one.handed_over_at is not None for one in results):
        found.discard(Piece.DELIVERY)
    held = (
        (Piece.REVIEW, selectors.last_review_or_none(case.hall_id, case.id) is not None),
        (Piece.PROMISED, not selectors.promised_materials(case.hall_id, case.id)),
        (Piece.RESULT, bool(results)),
        (Piece.FEES, gates.fee_list_there(case)),
        (Piece.LATENESS, case.overdue_reason is not None),
    )
    return frozenset(found | {piece for piece, there in held if there})


def enter(
    *,
    case: Case | None,
    number: str,
    item_name: str,
    department_id: UUID | None,
    applicant: UUID | None,
    closed_on: date,
    years: int,
    place: str,
    by: Actor,
    at: datetime,
) -> ArchiveFile:
    """Write a file into the register under the next code of its hall, year and department."""
    hall = organization.hall(by.hall_id)
    codes = {one.id: one.code for one in organization.departments(by.hall_id)}
    department = codes.get(department_id, "") if department_id else ""
    running = next_number(by.hall_id, closed_on.year, department)
    return ArchiveFile.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        case=case,
        code=rules.file_code(hall.code, closed_on.year, years, department, running),
        number=number,
        item_name=item_name[:200],
        department_id=department_id,
        applicant=applicant,
        closed_on=closed_on,
        filed_by=by.id,
        filed_at=at,
        place=place,
        retention_years=years,
        retained_until=rules.retained_until(closed_on, years),
    )


def next_number(hall_id: UUID, year: int, department: str) -> int:
    """Return the next running number of a year and department; others who want one wait until the commit."""
    where = {"hall_id": hall_id, "year": year, "department": department}
    FileCounter.objects.bulk_create([FileCounter(**where)], ignore_conflicts=True)
    counter = FileCounter.objects.select_for_update().get(**where)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def retain(case: Case, *, by: Actor, at: datetime) -> int:
    """Let everything the vault holds for the case stay as long as its file does (ARC-04)."""
    return vault.retain(entries_of(case), matter=case.id, by=by, at=at)


def entries_of(case: Case) -> list[UUID]:
    """Return every entry of the vault that belongs to the case: those its row names, and its story."""
    named = {
        case.applicant_name,
        case.applicant_id_number,
        case.applicant_phone,
        case.agent_name,
        case.agent_id_number,
        case.overdue_reason,
    }
    told = journal.ids_told(case.hall_id, matter=case.id)
    return kept.entries_among(case.hall_id, sorted({one for one in named if one} | told))


def retain_what_was_added(*, case_id: UUID, by: Actor, at: datetime) -> int:
    """Let what is added to an archived case stay with its file too; safe to hear twice."""
    case = Case.objects.filter(hall_id=by.hall_id, id=case_id, state=CaseState.ARCHIVED).first()
    return 0 if case is None else retain(case, by=by, at=at)


@act
def tell_unfiled_months(*, by: Actor, at: datetime) -> int:
    """Tell, once a month is over, which windows have too many closed cases not filed; return how many.

    Safe to call often: a window's month is told once (JOB-06).
    """
    hall_id, zone = by.hall_id, ZoneInfo(organization.hall(by.hall_id).timezone)
    first = hall_day(hall_id, at).replace(day=1)
    month = (first - DAY).replace(day=1)
    begin, end = (datetime.combine(one, time(), tzinfo=zone) for one in (month, first))
    most = regulations.parameter(hall_id, "archive.month_unfiled", first)
    told = UnfiledMonth.objects.filter(hall_id=hall_id, month=month).values("window_id")
    left = (
        Case.objects.filter(hall_id=hall_id, window_id__isnull=False, closed_at__gte=begin, closed_at__lt=end)
        .filter(Q(archived_at=None) | Q(archived_at__gte=end))
        .exclude(window_id__in=told)
        .values("window_id")
        .annotate(unfiled=Count("id"))
        .filter(unfiled__gte=most)
    )
    found = [(row["window_id"], row["unfiled"]) for row in left.order_by("window_id")]
    for window_id, unfiled in found:
        assert window_id is not None  # asked for above
        _tell_month(window_id, month, end, unfiled, by=by, at=at)
    return len(found)


def _tell_month(
    window_id: UUID, month: date, end: datetime, unfiled: int, *, by: Actor, at: datetime
) -> None:
    """Write one window's month down and remind whoever has its cases in hand."""
    held = Case.objects.filter(
        hall_id=by.hall_id, window_id=window_id, closed_at__lt=end, state=CaseState.CLOSED
    )
    owners = {handler or accepter for handler, accepter in held.values_list("handler_id", "accepted_by")}
    UnfiledMonth.objects.create(
        id=new_id(), hall_id=by.hall_id, window_id=window_id, month=month, unfiled=unfiled, told_at=at
    )
    told = events.WindowNotFiled(month=month, unfiled=unfiled, owners=tuple(sorted(filter(None, owners))))
    record(told, subject=window_id, by=by, at=at)
