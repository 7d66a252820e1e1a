"""Set up printers, try them, and notice when one does not print any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.facilities import selectors
from yichuang.facilities.events import PrinterSet
from yichuang.facilities.models import Printer, PrintsFor
from yichuang.facilities.paper.address import fits
from yichuang.facilities.paper.slip import Pair, Rule, Slip, Text
from yichuang.facilities.refusals import AddressUnfit, EquipmentUnknown
from yichuang.facilities.services.faults import notice_down
from yichuang.facilities.services.slips import ask_slip
from yichuang.facilities.types import (
    Chinese,
    EquipmentKind,
    FaultReason,
    PaperWidth,
    PrinterCard,
    Reach,
    SlipCard,
    SlipKind,
    SlipTrouble,
)
from yichuang.kernel.access import selectors as access
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown

FAULT = {
    SlipTrouble.NO_PAPER: FaultReason.PAPER_OUT,
    SlipTrouble.UNREACHABLE: FaultReason.NO_NETWORK,
    SlipTrouble.OFFLINE: FaultReason.OFFLINE,
    SlipTrouble.TIMEOUT: FaultReason.OFFLINE,
}


@transaction.atomic
def set_printer(
    *,
    equipment_id: UUID,
    paper: PaperWidth,
    chinese: Chinese,
    reach: Reach,
    address: str,
    device_ids: Sequence[UUID] = (),
    zone_ids: Sequence[UUID] = (),
    guide_desk: bool = False,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PrinterCard:
    """Set how a piece of equipment prints, how it is reached, and whose slips it prints.

    Those are ticket machines, the desks of zones and the guide desk; whose slips another printer printed
    changes over.
    Raises: EquipmentUnknown, AddressUnfit, DeviceUnknown, PlaceUnknown, KeyReused.
    """
    promise = once(by, "facilities.set_printer", key, at)
    known = Printer.objects.select_for_update().filter(hall_id=by.hall_id, equipment_id=equipment_id).first()
    if promise.replay and known is not None:
        return selectors.printer(by.hall_id, known.id)
    piece = selectors.piece(by.hall_id, equipment_id)
    if not piece.active or piece.kind is not EquipmentKind.PRINTER:
        raise EquipmentUnknown
    address = address.strip()
    if not fits(reach, address):
        raise AddressUnfit(address=address[:40])
    for device_id in device_ids:
        access.device(by.hall_id, device_id)
    if not set(zone_ids) <= {one.id for one in organization.zones(by.hall_id)}:
        raise PlaceUnknown

    row = known or Printer(id=new_id(), hall_id=by.hall_id, equipment_id=equipment_id)
    row.paper, row.chinese, row.reach, row.address = paper.value, chinese.value, reach.value, address
    row.failing_since, row.failing_with = None, ""
    row.save(force_insert=known is None)
    _print_for(row, tuple(device_ids), tuple(zone_ids), guide_desk)
    told = PrinterSet(
        equipment_id=equipment_id,
        paper=paper,
        chinese=chinese,
        reach=reach,
        device_ids=tuple(device_ids),
        zone_ids=tuple(zone_ids),
        guide_desk=guide_desk,
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.printer(by.hall_id, row.id)


def _print_for(
    row: Printer, device_ids: tuple[UUID, ...], zone_ids: tuple[UUID, ...], guide_desk: bool
) -> None:
    """Let the printer print for these places, and no other printer for them."""
    taken = Q(printer_id=row.id) | Q(device_id__in=device_ids) | Q(zone_id__in=zone_ids)
    if guide_desk:
        taken |= Q(guide_desk=True)
    PrintsFor.objects.filter(taken, hall_id=row.hall_id).delete()
    where: list[dict[str, object]] = [{"device_id": one} for one in dict.fromkeys(device_ids)]
    where += [{"zone_id": one} for one in dict.fromkeys(zone_ids)]
    where += [{"guide_desk": True}] if guide_desk else []
    PrintsFor.objects.bulk_create(
        PrintsFor(id=new_id(), hall_id=row.hall_id, printer_id=row.id, **place) for place in where
    )


@transaction.atomic
def print_test(*, printer_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SlipCard:
    """Print a slip that tries a printer: Chinese, widths and the cut.  Raises: PrinterUnknown, KeyReused."""
    promise = once(by, "facilities.print_test", key, at)
    hall = organization.hall(by.hall_id)
    card = selectors.printer(by.hall_id, printer_id)
    with translation.override("zh-hans"):
        slip = Slip(
            (
                Text(hall.name, bold=True, align="center"),
                Text(_("Test print"), size=2, align="center"),
                Rule(),
                Pair(_("Printer"), card.name),
                Pair(_("Paper"), f"{card.paper} mm"),
                Pair(_("Time"), f"{at.astimezone(ZoneInfo(hall.timezone)):%Y-%m-%d %H:%M}"),
                Text(_("Chinese characters, figures and letters: 0123456789 ABC")),
                Rule(),
            )
        )
    return ask_slip(
        subject_id=promise.entry_id, printer_id=printer_id, slip=slip, kind=SlipKind.TEST, by=by, at=at
    )


@transaction.atomic
def watch_printers(*, by: Actor, at: datetime) -> int:
    """Open the fault of every printer that has failed for as long as the hall allows; return how many."""
    hall = organization.hall(by.hall_id)
    patience = selectors.fault_after(by.hall_id, local_day(at, hall.timezone))
    failing = Printer.objects.filter(
        hall_id=by.hall_id, failing_since__lte=at - patience, equipment__retired_at__isnull=True
    )
    found = list(failing.order_by("id"))
    for row in found:
        assert row.failing_since is not None
        notice_down(
            equipment_id=row.equipment_id,
            reason=FAULT.get(SlipTrouble(row.failing_with), FaultReason.BROKEN),
            since=row.failing_since,
            by=by,
            at=at,
        )
    return len(found)
