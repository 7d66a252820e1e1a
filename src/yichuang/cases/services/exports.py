"""Take a list of cases out of the house: a short one told in the journal, a long one approved (PRV-06)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import ExportRequest
from yichuang.cases.refusals import (
    ExportNeedsApproval,
    ExportNothing,
    ExportPurposeMissing,
    ExportTooLarge,
    NotYourExport,
    UnknownExport,
)
from yichuang.cases.services.common import HANDLING, HEADS, act, hall_day
from yichuang.cases.types.privacy import Export, ExportCard, Wanted
from yichuang.kernel.access import selectors as access
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

MOST = 20_000
LONGEST_PURPOSE = 300
PURPOSES_STAY_YEARS = 10


def most_at_once(hall_id: UUID, at: datetime) -> int:
    """Return how many cases may be taken out without anybody's approval by the hall's rule of the day."""
    return int(regulations.parameter(hall_id, "prv.export_rows", hall_day(hall_id, at)))


@act
def export_few(*, wanted: Wanted, by: Actor, at: datetime) -> Export:
    """Take out a short list of what the person sees, masked and marked; one line in the journal tells of it.

    Raises: ExportNothing, ExportNeedsApproval (PRV-06).
    """
    rows = _count(wanted, by, at)
    most = most_at_once(by.hall_id, at)
    if rows > most:
        raise ExportNeedsApproval(rows=rows, most=most)
    export_id = new_id()
    told = events.CasesExported(rows=rows, approved_by=None, purpose_id=None)
    record(told, subject=export_id, by=by, at=at)
    return _export(export_id, wanted, by, at, approved=False)


@act
def ask_export(
    *, wanted: Wanted, purpose: str, by: Actor, at: datetime, key: Key | None = None
) -> ExportCard:
    """Ask for a longer list, for a purpose; a head or the office approves it.

    Raises: ExportPurposeMissing, ExportNothing, ExportTooLarge, KeyReused.
    """
    promise = once(by, "cases.ask_export", key, at)
    if promise.replay:
        return selectors.export_of_entry(by.hall_id, promise.entry_id)
    if not purpose.strip():
        raise ExportPurposeMissing
    rows = _count(wanted, by, at)
    why = vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=plain(purpose, field=str(_("What for")), limit=LONGEST_PURPOSE, lines=True),
        purpose=HANDLING,
        expires_at=at.replace(year=at.year + PURPOSES_STAY_YEARS, day=1),
        by=by,
        at=at,
    )
    row = ExportRequest.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        asked_by=by.id,
        asked_at=at,
        purpose=why,
        wanted=selectors.wanted_as_plain(wanted),
        rows=rows,
    )
    told = events.ExportAsked(rows=rows, purpose_id=why)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.export_card(row)


@act
def approve_export(*, export_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> ExportCard:
    """Approve an export that somebody else asked for.  Raises: UnknownExport, NotYourExport, KeyReused."""
    promise = once(by, "cases.approve_export", key, at)
    row = ExportRequest.objects.select_for_update().filter(hall_id=by.hall_id, id=export_id).first()
    if row is None:
        raise UnknownExport
    if promise.replay:
        return selectors.export_card(row)
    roles = {one.role for one in access.roles_of(by.hall_id, by.id, at)}
    if row.asked_by == by.id or not roles & HEADS:
        raise NotYourExport
    if row.approved_at is not None:
        raise UnknownExport
    row.approved_by, row.approved_at = by.id, at
    row.save(update_fields=["approved_by", "approved_at"])
    told = events.ExportApproved(rows=row.rows, asked_by=row.asked_by)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.export_card(row)


@act
def take_export(*, export_id: UUID, by: Actor, at: datetime) -> Export:
    """Take out what was approved, once, by who asked: masked, and marked with who, when and by whose leave.

    More rows than were approved are not taken out.  Raises: UnknownExport, ExportNeedsApproval (PRV-06).
    """
    row = (
        ExportRequest.objects.select_for_update()
        .filter(hall_id=by.hall_id, id=export_id, asked_by=by.id, taken_at=None)
        .first()
    )
    if row is None:
        raise UnknownExport
    wanted = selectors.wanted_from_plain(row.wanted)
    rows = _count(wanted, by, at)
    if row.approved_by is None or rows > max(row.rows, most_at_once(by.hall_id, at)):
        raise ExportNeedsApproval(rows=rows, most=most_at_once(by.hall_id, at))
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    told = events.CasesExported(rows=rows, approved_by=row.approved_by, purpose_id=row.purpose)
    record(told, subject=row.id, by=by, at=at)
    return _export(row.id, wanted, by, at, approved=True, approved_by=row.approved_by)


def _count(wanted: Wanted, by: Actor, at: datetime) -> int:
    """Return how many cases fit that the person sees.  Raises: ExportNothing, ExportTooLarge."""
    rows = selectors.wanted_cases(by.hall_id, by.id, wanted, at).count()
    if not rows:
        raise ExportNothing
    if rows > MOST:
        raise ExportTooLarge(rows=rows, most=MOST)
    return rows


def _export(
    export_id: UUID,
    wanted: Wanted,
    by: Actor,
    at: datetime,
    *,
    approved: bool,
    approved_by: UUID | None = None,
) -> Export:
    return Export(
        id=export_id,
        rows=selectors.export_rows(by.hall_id, by.id, wanted, at),
        watermark=_watermark(by, at, approved_by),
        approved=approved,
    )


def _watermark(by: Actor, at: datetime, approved_by: UUID | None) -> str:
    """Return what marks every sheet: the worker numbers of who took it and who approved it, and when."""
    hall = organization.hall(by.hall_id)
    when = f"{at.astimezone(ZoneInfo(hall.timezone)):%Y-%m-%d %H:%M}"
    taker = organization.person(by.hall_id, by.id).worker_number
    if approved_by is None:
        return _t("%(hall)s %(taker)s %(when)s") % {"hall": hall.code, "taker": taker, "when": when}
    approver = organization.person(by.hall_id, approved_by).worker_number
    told = {"hall": hall.code, "taker": taker, "when": when, "approver": approver}
    return _t("%(hall)s %(taker)s %(when)s approved by %(approver)s") % told
