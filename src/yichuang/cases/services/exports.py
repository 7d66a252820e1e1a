"""Take a list of cases out of the house: a short one told in the journal, a long one approved (PRV-06)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import ExportRequest, ExportTally
from yichuang.cases.refusals import (
    ExportBeyondSight,
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
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

MOST = 20_000
LONGEST_PURPOSE = 300
PURPOSES_STAY_YEARS = 10
TALLIES_STAY = timedelta(days=7)


def most_at_once(hall_id: UUID, at: datetime) -> int:
    """Return how many cases a person may take out in a day without anybody's approval (PRV-06)."""
    return int(regulations.parameter(hall_id, "prv.export_rows", hall_day(hall_id, at)))


@act
def export_few(*, wanted: Wanted, by: Actor, at: datetime) -> Export:
    """Take out a short list of what the person sees, masked and marked; one line in the journal tells of it.

    All that somebody takes out on a day without approval counts together: many short lists are a long one.

    Raises: ExportNothing, ExportNeedsApproval (PRV-06).
    """
    rows = _count(wanted, by, at)
    _within_the_day(rows, by, at)
    export_id = new_id()
    told = events.CasesExported(rows=rows, approved_by=None, purpose_id=None)
    record(told, subject=export_id, by=by, at=at)
    return _export(export_id, wanted, by, at, approved=False)


def left_today(hall_id: UUID, person_id: UUID, at: datetime) -> int:
    """Return how many cases somebody may still take out today without anybody's approval."""
    place = {"hall_id": hall_id, "person_id": person_id, "day": hall_day(hall_id, at)}
    taken = ExportTally.objects.filter(**place).values_list("rows", flat=True).first() or 0
    return max(0, most_at_once(hall_id, at) - taken)


def _within_the_day(rows: int, by: Actor, at: datetime) -> None:
    """Count cases that are taken out without approval.  Raises: ExportNeedsApproval."""
    most = most_at_once(by.hall_id, at)
    place = {"hall_id": by.hall_id, "person_id": by.id, "day": hall_day(by.hall_id, at)}
    ExportTally.objects.bulk_create([ExportTally(**place)], ignore_conflicts=True)
    if not ExportTally.objects.filter(**place, rows__lte=most - rows).update(rows=F("rows") + rows):
        taken = ExportTally.objects.get(**place).rows
        raise ExportNeedsApproval(rows=taken + rows, most=most)


def forget_export_tallies(at: datetime) -> int:
    """Forget what was taken out on days long over; the journal keeps it.  Returns how many."""
    return ExportTally.objects.filter(day__lt=(at - TALLIES_STAY).date()).delete()[0]


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
    """Approve an export that somebody else asked for; who does sees every case of it themselves.

    Raises: UnknownExport, NotYourExport, ExportBeyondSight (PRV-01), KeyReused.
    """
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
    if not selectors.sees_all_wanted(selectors.export_card(row), by.id, at):
        raise ExportBeyondSight
    row.approved_by, row.approved_at = by.id, at
    row.save(update_fields=["approved_by", "approved_at"])
    told = events.ExportApproved(rows=row.rows, asked_by=row.asked_by)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.export_card(row)


@act
def read_export_purpose(*, export_id: UUID, by: Actor, at: datetime) -> str:
    """Return what a list is asked for, to who asked and to who may approve it; the journal tells who looked.

    Raises: UnknownExport (also where it is neither), what the vault refuses.
    """
    row = ExportRequest.objects.filter(hall_id=by.hall_id, id=export_id).first()
    if row is None:
        raise UnknownExport
    roles = {one.role for one in access.roles_of(by.hall_id, by.id, at)}
    approves = roles & HEADS and selectors.sees_all_wanted(selectors.export_card(row), by.id, at)
    if row.asked_by != by.id and not approves:
        raise UnknownExport
    return vault.reveal(row.purpose, reason=Reason(ReasonCode.HANDLING, HANDLING), by=by, at=at)


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
