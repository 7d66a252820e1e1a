"""Which printers there are, whose slips they print, and what became of each slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.facilities.models import Printer, PrintJob, PrintsFor
from yichuang.facilities.refusals import PrinterUnknown
from yichuang.facilities.types import (
    NOT_PRINTED,
    Chinese,
    PaperWidth,
    PrinterCard,
    Reach,
    SlipCard,
    SlipKind,
    SlipState,
    SlipTrouble,
)
from yichuang.organization import selectors as organization
from yichuang.regulations.selectors import parameter


def printers(hall_id: UUID) -> list[PrinterCard]:
    """Return the printers that stand in the hall, by name."""
    rows = Printer.objects.filter(hall_id=hall_id, equipment__retired_at__isnull=True)
    places: dict[UUID, list[PrintsFor]] = defaultdict(list)
    for place in PrintsFor.objects.filter(hall_id=hall_id):
        places[place.printer_id].append(place)
    return [
        _card(row, places[row.id])
        for row in rows.select_related("equipment").order_by("equipment__name", "id")
    ]


def printer(hall_id: UUID, printer_id: UUID) -> PrinterCard:
    """Return one printer of the hall, retired or not.  Raises: PrinterUnknown."""
    row = Printer.objects.select_related("equipment").filter(hall_id=hall_id, id=printer_id).first()
    if row is None:
        raise PrinterUnknown
    return _card(row, PrintsFor.objects.filter(hall_id=hall_id, printer_id=row.id))


def printer_of_device(hall_id: UUID, device_id: UUID) -> UUID | None:
    """Return the printer that prints a device's slips, if it has one."""
    return _prints_for(hall_id, device_id=device_id)


def printer_of_desk(hall_id: UUID, zone_id: UUID | None) -> UUID | None:
    """Return the printer that prints for the desks of a zone, or (``None``) for the guide desk, if any."""
    return _prints_for(hall_id, guide_desk=True) if zone_id is None else _prints_for(hall_id, zone_id=zone_id)


def _prints_for(hall_id: UUID, **place: object) -> UUID | None:
    found = PrintsFor.objects.filter(hall_id=hall_id, printer__equipment__retired_at__isnull=True, **place)
    return found.values_list("printer_id", flat=True).first()


def slip(hall_id: UUID, subject_id: UUID) -> SlipCard | None:
    """Return the latest slip of a subject, None where none was asked for."""
    row = PrintJob.objects.filter(hall_id=hall_id, subject_id=subject_id).order_by("-copy").first()
    return slip_card(row) if row else None


def asked_since(hall_id: UUID, printer_id: UUID, kind: SlipKind, since: datetime) -> int:
    """Return how many slips of a kind a printer was asked for after a moment."""
    return PrintJob.objects.filter(
        hall_id=hall_id, printer_id=printer_id, kind=kind, asked_at__gt=since
    ).count()


def slips_missing(hall_id: UUID, day: date) -> list[SlipCard]:
    """Return the tickets' slips of a day of which no copy was printed, the latest first."""
    begins = datetime.combine(day, time(), ZoneInfo(organization.hall(hall_id).timezone))
    rows = PrintJob.objects.filter(
        hall_id=hall_id,
        kind=SlipKind.TICKET,
        asked_at__gte=begins,
        asked_at__lt=begins + timedelta(days=1),
    )
    latest: dict[UUID, PrintJob] = {}
    for row in rows.defer("content").order_by("-copy"):
        latest.setdefault(row.subject_id, row)
    missing = [slip_card(row) for row in latest.values() if row.state in NOT_PRINTED]
    return sorted(missing, key=lambda one: one.asked_at, reverse=True)


def slips(hall_id: UUID, printer_id: UUID, limit: int = 20) -> list[SlipCard]:
    """Return the latest slips of a printer, the newest first."""
    rows = PrintJob.objects.filter(hall_id=hall_id, printer_id=printer_id).order_by("-asked_at", "-id")
    return [slip_card(row) for row in rows.defer("content")[:limit]]


def with_work() -> list[tuple[UUID, UUID]]:
    """Return (hall, printer) for which slips wait, in all halls of this installation."""
    waiting = PrintJob.objects.filter(state=SlipState.WAITING)
    return list(waiting.order_by().values_list("hall_id", "printer_id").distinct())


def to_look_at(at: datetime) -> list[tuple[UUID, UUID]]:
    """Return (hall, printer) of all printers in halls that are in session; at night one may be off."""
    return [
        (hall.id, one.id)
        for hall in organization.halls()
        if hall.active and organization.is_open(hall.id, at)
        for one in printers(hall.id)
    ]


def slips_of_one(hall_id: UUID, on: date) -> int:
    """Return how often a slip may be printed at most, the first time counted."""
    return int(parameter(hall_id, "printing.most_slips", on))


def late_after(hall_id: UUID, on: date) -> timedelta:
    """Return after how long a slip that waits is no longer printed."""
    return timedelta(seconds=int(parameter(hall_id, "printing.late_seconds", on)))


def text_kept_for(hall_id: UUID, on: date) -> timedelta:
    """Return for how long what stands on a slip is kept."""
    return timedelta(days=int(parameter(hall_id, "printing.text_days", on)))


def fault_after(hall_id: UUID, on: date) -> timedelta:
    """Return for how long a printer fails before it counts as down."""
    return timedelta(minutes=int(parameter(hall_id, "facilities.offline_minutes", on)))


def _card(row: Printer, places: Iterable[PrintsFor]) -> PrinterCard:
    places = list(places)
    return PrinterCard(
        id=row.id,
        hall_id=row.hall_id,
        equipment_id=row.equipment_id,
        name=row.equipment.name,
        paper=PaperWidth(row.paper),
        chinese=Chinese(row.chinese),
        reach=Reach(row.reach),
        address=row.address,
        device_ids=tuple(sorted(one.device_id for one in places if one.device_id)),
        zone_ids=tuple(sorted(one.zone_id for one in places if one.zone_id)),
        guide_desk=any(one.guide_desk for one in places),
        active=row.equipment.retired_at is None,
        failing_since=row.failing_since,
        failing_with=SlipTrouble(row.failing_with) if row.failing_with else None,
    )


def slip_card(row: PrintJob) -> SlipCard:
    """Return a row of this room as its card."""
    return SlipCard(
        id=row.id,
        hall_id=row.hall_id,
        printer_id=row.printer_id,
        subject_id=row.subject_id,
        kind=SlipKind(row.kind),
        copy=row.copy,
        state=SlipState(row.state),
        trouble=SlipTrouble(row.trouble) if row.trouble else None,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
