"""A slip's way to the paper: asked for, begun by whoever prints, ended with what is known.

Whether a slip came out is a state of the slip.  What may have come out already is never sent again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.facilities import selectors
from yichuang.facilities.events import SlipAsked, SlipNotPrinted, SlipPrinted
from yichuang.facilities.models import Printer, PrintJob
from yichuang.facilities.paper import bell
from yichuang.facilities.paper.slip import Slip, Text, loaded, stored
from yichuang.facilities.refusals import (
    EnoughSlips,
    NoPrinterHere,
    PrinterUnknown,
    SlipForgotten,
    SlipUnderWay,
)
from yichuang.facilities.services.faults import notice_back
from yichuang.facilities.types import (
    NOT_PRINTED,
    UNDER_WAY,
    PrinterCard,
    SlipCard,
    SlipKind,
    SlipState,
    SlipTrouble,
)
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization

# longer than connecting, asking and sending may take together: who still prints then is no more
LONGEST_PRINT = timedelta(seconds=30)
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Work:
    """A slip that was begun: what to print, and where."""

    job: SlipCard
    printer: PrinterCard
    slip: Slip


@transaction.atomic
def ask_slip(
    *,
    subject_id: UUID,
    printer_id: UUID,
    slip: Slip,
    by: Actor,
    at: datetime,
    kind: SlipKind = SlipKind.TICKET,
) -> SlipCard:
    """Have the first slip of a subject printed; asked again it is the same slip and printed once.

    Raises: PrinterUnknown.
    """
    if not selectors.printer(by.hall_id, printer_id).active:
        raise PrinterUnknown
    job = PrintJob(
        id=new_id(),
        hall_id=by.hall_id,
        printer_id=printer_id,
        subject_id=subject_id,
        kind=kind,
        copy=1,
        content=stored(slip),
        state=SlipState.WAITING,
        asked_at=at,
    )
    PrintJob.objects.bulk_create([job], ignore_conflicts=True)
    stands = PrintJob.objects.get(hall_id=by.hall_id, subject_id=subject_id, copy=1)
    if stands.id == job.id:
        _tell_asked(job, by=by, at=at)
    return selectors.slip_card(stands)


@transaction.atomic
def ask_again(
    *, subject_id: UUID, printer_id: UUID | None = None, by: Actor, at: datetime, key: Key | None = None
) -> SlipCard:
    """Have a subject's slip printed again: the same slip, marked as a copy with its number.

    It goes to the printer that has the slips of the first one's device now, or to ``printer_id``.
    Raises: NoPrinterHere, SlipUnderWay, SlipForgotten, EnoughSlips, PrinterUnknown, KeyReused.
    """
    promise = once(by, "facilities.ask_again", key, at)
    jobs = PrintJob.objects.filter(hall_id=by.hall_id, subject_id=subject_id)
    if jobs.select_for_update().filter(copy=1).first() is None:
        raise NoPrinterHere
    rows = list(jobs.order_by("copy"))  # a second statement: only it sees the copy the first one waited for
    if promise.replay:
        return selectors.slip_card(rows[-1])
    hall = organization.hall(by.hall_id)
    first, last = rows[0], rows[-1]
    if last.state in UNDER_WAY:
        raise SlipUnderWay
    most = selectors.slips_of_one(by.hall_id, local_day(at, hall.timezone))
    if last.copy >= most:
        raise EnoughSlips(count=last.copy)
    if not first.content:
        raise SlipForgotten
    printer_id = printer_id or first.printer_id
    if not selectors.printer(by.hall_id, printer_id).active:
        raise PrinterUnknown

    job = PrintJob.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        printer_id=printer_id,
        subject_id=subject_id,
        kind=first.kind,
        copy=last.copy + 1,
        content=first.content,
        state=SlipState.WAITING,
        asked_at=at,
    )
    _tell_asked(job, by=by, at=at, entry_id=promise.entry_id)
    return selectors.slip_card(job)


def _tell_asked(job: PrintJob, *, by: Actor, at: datetime, entry_id: UUID | None = None) -> None:
    told = SlipAsked(job_id=job.id, printer_id=job.printer_id, kind=SlipKind(job.kind), copy=job.copy)
    record(told, subject=job.subject_id, matter=job.subject_id, by=by, at=at, entry_id=entry_id)
    transaction.on_commit(bell.ring)


@transaction.atomic
def begin_slip(*, printer_id: UUID, by: Actor, at: datetime) -> Work | None:
    """Take the next slip that waits at a printer; None where none does, or one is being printed.

    The database lets a printer print one slip at a time, whoever asks.
    """
    waiting = PrintJob.objects.filter(hall_id=by.hall_id, printer_id=printer_id, state=SlipState.WAITING)
    job = waiting.order_by("asked_at", "id").first()
    while job is not None and _late(job, at):
        _end(job, SlipState.GIVEN_UP, SlipTrouble.TOO_LATE, by=by, at=at)
        job = waiting.order_by("asked_at", "id").first()
    if job is None:
        return None
    try:
        with transaction.atomic():
            taken = PrintJob.objects.filter(hall_id=by.hall_id, id=job.id, state=SlipState.WAITING).update(
                state=SlipState.PRINTING, began_at=at
            )
    except IntegrityError:
        return None
    if not taken:
        return None
    job.state = SlipState.PRINTING
    return Work(selectors.slip_card(job), selectors.printer(by.hall_id, printer_id), _sheet(job))


def _sheet(job: PrintJob) -> Slip:
    """Return what stands on a slip; one that is printed again says so at its head."""
    slip = loaded(job.content)
    if job.copy == 1:
        return slip
    hall = organization.hall(job.hall_id)
    with translation.override("zh-hans"):
        mark = _("Printed again: copy %(copy)s, %(time)s") % {
            "copy": job.copy,
            "time": f"{job.asked_at.astimezone(ZoneInfo(hall.timezone)):%H:%M}",
        }
    return slip.with_head(Text(mark, align="center"))


@transaction.atomic
def end_slip(
    *, job_id: UUID, trouble: SlipTrouble | None, unknown: bool = False, by: Actor, at: datetime
) -> SlipCard:
    """Note what became of a slip that was begun: printed (no ``trouble``), not printed, or nobody knows.

    A slip that was given up for uncertain meanwhile still ends as what is known now.
    """
    job = PrintJob.objects.select_for_update().get(hall_id=by.hall_id, id=job_id)
    if job.state not in (SlipState.PRINTING, SlipState.UNCERTAIN):
        return selectors.slip_card(job)
    printer = Printer.objects.select_for_update().get(hall_id=by.hall_id, id=job.printer_id)
    if trouble is None:
        _end(job, SlipState.PRINTED, None, by=by, at=at)
        if printer.failing_since is not None:
            printer.failing_since, printer.failing_with = None, ""
            printer.save(update_fields=["failing_since", "failing_with"])
            notice_back(equipment_id=printer.equipment_id, by=by, at=at)
    else:
        _end(job, SlipState.UNCERTAIN if unknown else SlipState.FAILED, trouble, by=by, at=at)
        printer.failing_since, printer.failing_with = printer.failing_since or at, trouble.value
        printer.save(update_fields=["failing_since", "failing_with"])
    return selectors.slip_card(job)


@transaction.atomic
def give_up_late(*, by: Actor, at: datetime) -> int:
    """End the slips nobody waits for any more; return how many.

    One that waited too long is not printed later, when somebody else stands at the machine.  One whose
    printing was begun and never ended (the process is gone) may be on paper or not.
    """
    under_way = PrintJob.objects.select_for_update().filter(hall_id=by.hall_id, state__in=UNDER_WAY)
    ended = 0
    for job in under_way.order_by("asked_at", "id"):
        if job.state == SlipState.PRINTING and job.began_at and at - job.began_at > LONGEST_PRINT:
            _end(job, SlipState.UNCERTAIN, SlipTrouble.INTERRUPTED, by=by, at=at)
            ended += 1
        elif job.state == SlipState.WAITING and _late(job, at):
            _end(job, SlipState.GIVEN_UP, SlipTrouble.TOO_LATE, by=by, at=at)
            ended += 1
    return ended


@transaction.atomic
def forget_texts(*, by: Actor, at: datetime) -> int:
    """Forget what stood on slips asked for so long ago that nobody prints them again; return how many.

    That they were asked for and what became of them stays.  How long: ``printing.text_days``.
    """
    hall = organization.hall(by.hall_id)
    kept = selectors.text_kept_for(by.hall_id, local_day(at, hall.timezone))
    old = PrintJob.objects.filter(hall_id=by.hall_id, asked_at__lte=at - kept).exclude(state__in=UNDER_WAY)
    some = old.exclude(content="").order_by("asked_at").values_list("id", flat=True)[:FORGOTTEN_AT_ONCE]
    return PrintJob.objects.filter(hall_id=by.hall_id, id__in=list(some)).update(content="")


def _late(job: PrintJob, at: datetime) -> bool:
    day = local_day(at, organization.hall(job.hall_id).timezone)
    return at - job.asked_at > selectors.late_after(job.hall_id, day)


def _end(job: PrintJob, state: SlipState, trouble: SlipTrouble | None, *, by: Actor, at: datetime) -> None:
    job.state, job.trouble, job.ended_at = state, trouble.value if trouble else "", at
    job.save(update_fields=["state", "trouble", "ended_at"])
    told: SlipPrinted | SlipNotPrinted
    if trouble is None:
        told = SlipPrinted(job_id=job.id, printer_id=job.printer_id, kind=SlipKind(job.kind), copy=job.copy)
    else:
        assert state in NOT_PRINTED
        told = SlipNotPrinted(
            job_id=job.id,
            printer_id=job.printer_id,
            kind=SlipKind(job.kind),
            copy=job.copy,
            state=state,
            trouble=trouble,
        )
    record(told, subject=job.subject_id, matter=job.subject_id, by=by, at=at)
