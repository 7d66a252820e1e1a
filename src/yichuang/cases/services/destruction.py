"""Destroy files: proposed by their day, drawn up by one, approved by two others, certified (ARC-03)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import ArchiveFile, Case, DestructionLine, DestructionList
from yichuang.cases.refusals import (
    ApprovalsMissing,
    FileGone,
    FileHeld,
    FileLentAlready,
    FileListed,
    ListClosed,
    ListEmpty,
    NotAnArchivist,
    OtherApproverNeeded,
    RetentionRuns,
    UnknownFile,
    UnknownList,
)
from yichuang.cases.selectors.archive import OPEN_LISTS
from yichuang.cases.services.archive import entries_of, next_number
from yichuang.cases.services.common import act, hall_day
from yichuang.cases.services.files import APPROVERS, KEEPERS, may_keep, tell_of
from yichuang.cases.services.loans import LENDING, LONGEST_PURPOSE
from yichuang.cases.types.archive import Bar, FileCard, FileState, ListCard, ListState
from yichuang.kernel.access.types import Role
from yichuang.kernel.documents.types import as_plain
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind, ReasonCode

MOST = 200
#: Lists share the counters of files under a name no department has.
LISTS = "*lists"


@act
def draw_up(
    *, file_ids: Sequence[UUID], reason: str, by: Actor, at: datetime, key: Key | None = None
) -> ListCard:
    """Put files whose retention is over on a list to be destroyed; nothing is destroyed by it.

    Raises: ListEmpty, UnknownFile, NotAnArchivist, RetentionRuns, FileHeld (ARC-04), FileLentAlready,
    FileListed, FileGone, KeyReused.
    """
    promise = once(by, "cases.draw_up", key, at)
    if promise.replay:
        return selectors.destruction(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id), at)
    wanted = list(dict.fromkeys(file_ids))
    if not 1 <= len(wanted) <= MOST or not reason.strip():
        raise ListEmpty(most=MOST)
    rows = _seen(wanted, by, at)
    _keepers(rows, by, at, KEEPERS)
    cards = {one.id: one for one in selectors.file_cards(rows, at)}
    for row in rows:
        _refuse_barred(cards[row.id], cards[row.id].bars)
    year = hall_day(by.hall_id, at).year
    text = plain(reason, field=str(_("Reason")), limit=LONGEST_PURPOSE, lines=True)
    made = DestructionList.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        year=year,
        serial=next_number(by.hall_id, year, LISTS),
        reason=vault.keep(
            hall_id=by.hall_id,
            kind=Kind.TEXT,
            value=text,
            purpose=LENDING,
            expires_at=at.replace(year=at.year + 100, day=1),
            by=by,
            at=at,
        ),
        drawn_up_by=by.id,
        drawn_up_at=at,
    )
    DestructionLine.objects.bulk_create(
        DestructionLine(id=new_id(), hall_id=by.hall_id, list=made, file=row) for row in rows
    )
    told = events.DestructionDrawnUp(
        number=selectors.list_number(made), codes=tuple(row.code for row in rows), reason_id=made.reason
    )
    record(told, subject=made.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.destruction(by.hall_id, made.id, at)


def _seen(wanted: Sequence[UUID], by: Actor, at: datetime) -> list[ArchiveFile]:
    """Return these files under lock, by code, if the actor may know of every one.  Raises: UnknownFile."""
    seen = selectors.eyes(by.hall_id, by.id, at)
    rows = ArchiveFile.objects.select_for_update(of=("self",)).filter(
        selectors.visible_files(by.hall_id, by.id, seen), hall_id=by.hall_id, id__in=wanted
    )
    found = list(rows.order_by("code"))
    if len(found) != len(wanted):
        raise UnknownFile
    return found


def _keepers(rows: Sequence[ArchiveFile], by: Actor, at: datetime, roles: frozenset[Role]) -> None:
    """Ask whether the actor keeps the files of every department on the list.  Raises: NotAnArchivist."""
    one_each = {row.department_id: row for row in rows}
    if not all(may_keep(row, by, at, roles) for row in one_each.values()):
        raise NotAnArchivist


def _refuse_barred(card: FileCard, bars: Sequence[Bar]) -> None:
    """Refuse a file that may not be destroyed now, by what bars it first."""
    if not bars:
        return
    reasons: dict[Bar, Refusal] = {
        Bar.GONE: FileGone(code=card.code),
        Bar.RETENTION: RetentionRuns(code=card.code, day=card.retained_until.isoformat()),
        Bar.HOLD: FileHeld(code=card.code),
        Bar.LOAN: FileLentAlready(code=card.code, day=card.loan.due_on.isoformat() if card.loan else ""),
        Bar.LISTED: FileListed(code=card.code),
    }
    raise reasons[bars[0]]


@act
def approve_destruction(*, list_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ListCard:
    """Approve a list: it takes two persons, neither of whom drew it up.

    Raises: UnknownList, ListClosed, NotAnArchivist, OtherApproverNeeded (ARC-03), KeyReused.
    """
    promise = once(by, "cases.approve_destruction", key, at)
    made = _locked(list_id, by)
    if promise.replay:
        return selectors.destruction(by.hall_id, list_id, at)
    if made.state not in OPEN_LISTS:
        raise ListClosed(number=selectors.list_number(made))
    _keepers(selectors.files_on(made), by, at, APPROVERS)
    if by.id in (made.drawn_up_by, made.first_by, made.second_by) or made.state == ListState.TWICE:
        raise OtherApproverNeeded
    if made.state == ListState.DRAWN_UP:
        made.state, made.first_by, made.first_at, count = ListState.ONCE, by.id, at, 1
    else:
        made.state, made.second_by, made.second_at, count = ListState.TWICE, by.id, at, 2
    made.save()
    told = events.DestructionApproved(number=selectors.list_number(made), approvals=count)
    record(told, subject=made.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.destruction(by.hall_id, made.id, at)


@act
def withdraw_list(*, list_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ListCard:
    """Take a list back before it is carried out; its files stay.

    Raises: UnknownList, ListClosed, NotAnArchivist, KeyReused.
    """
    promise = once(by, "cases.withdraw_list", key, at)
    made = _locked(list_id, by)
    if promise.replay:
        return selectors.destruction(by.hall_id, list_id, at)
    if made.state not in OPEN_LISTS:
        raise ListClosed(number=selectors.list_number(made))
    _keepers(selectors.files_on(made), by, at, APPROVERS)
    made.state = ListState.WITHDRAWN
    made.save(update_fields=["state"])
    told = events.DestructionWithdrawn(number=selectors.list_number(made))
    record(told, subject=made.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.destruction(by.hall_id, made.id, at)


@act
def destroy(*, list_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ListCard:
    """Carry a twice approved list out: the keys of all personal data of its cases are destroyed.

    What is left of each says that it was there: code, item, days, and its entries in the journal.  What bars
    a file by now, such as a hold set since, bars the whole list.

    Raises: UnknownList, ListClosed, NotAnArchivist, ApprovalsMissing (ARC-03), RetentionRuns, FileHeld,
    FileLentAlready, KeyReused.
    """
    promise = once(by, "cases.destroy", key, at)
    made = _locked(list_id, by)
    if promise.replay:
        return selectors.destruction(by.hall_id, list_id, at)
    number = selectors.list_number(made)
    if made.state not in OPEN_LISTS:
        raise ListClosed(number=number)
    rows = selectors.files_on(made)
    _keepers(rows, by, at, KEEPERS)
    if made.state != ListState.TWICE:
        raise ApprovalsMissing(number=number, count=int(made.state == ListState.ONCE))
    barred = selectors.barred(by.hall_id, rows, at)
    for card in selectors.file_cards(rows, at):
        _refuse_barred(card, barred[card.id])
    for row in rows:
        _end(row, made, by=by, at=at)
    made.state, made.done_by, made.done_at = ListState.DONE, by.id, at
    made.certificate = _certified(made)
    made.save()
    assert made.first_by is not None and made.second_by is not None
    told = events.FilesDestroyed(
        number=number,
        codes=tuple(row.code for row in rows),
        first_by=made.first_by,
        second_by=made.second_by,
        certificate=made.certificate,
    )
    record(told, subject=made.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.destruction(by.hall_id, made.id, at)


def _end(row: ArchiveFile, made: DestructionList, *, by: Actor, at: datetime) -> None:
    """Shred what the vault holds of a file and of its case, and leave the tombstone."""
    entries = [row.applicant] if row.applicant else []
    if row.case_id is not None:
        case = Case.objects.select_for_update().get(hall_id=row.hall_id, id=row.case_id)
        entries += entries_of(case)
        case.applicant_index, case.phone_tail, case.changed_at = "", "", at
        case.save(update_fields=["applicant_index", "phone_tail", "changed_at"])
    for entry in dict.fromkeys(entries):
        vault.erase(entry, reason=ReasonCode.BY_LAW, by=by, at=at)
    row.state, row.destroyed_at = FileState.DESTROYED, at
    row.save(update_fields=["state", "destroyed_at"])
    told = events.FileDestroyed(code=row.code, list_id=made.id, entries=len(set(entries)))
    tell_of(told, row, by=by, at=at)


def _certified(made: DestructionList) -> str:
    """Return the hash of the certificate's text (hex, SHA-256)."""
    paper = selectors.certificate_of(made)
    text = json.dumps(as_plain(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked(list_id: UUID, by: Actor) -> DestructionList:
    """Return a list of the hall, locked until the act is over.  Raises: UnknownList."""
    found = DestructionList.objects.select_for_update().filter(hall_id=by.hall_id, id=list_id).first()
    if found is None:
        raise UnknownList
    return found
