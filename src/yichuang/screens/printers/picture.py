"""What the page of printers shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import CHINESE, REACH, SLIP, TROUBLE
from yichuang.facilities.types import EquipmentCard, EquipmentKind, PrinterCard, SlipCard, SlipState
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import DeviceCard, DeviceKind
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, ZoneCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.services import WORTH_A_SLIP
from yichuang.queueing.types import TicketCard
from yichuang.screens.kit import words

TAKING = frozenset({DeviceKind.KIOSK, DeviceKind.TERMINAL})


@dataclass(frozen=True, slots=True)
class Missing:
    """A ticket whose slip was not printed, and whether it may be printed again."""

    ticket: TicketCard
    slip: SlipCard
    state: str | Promise
    why: str | Promise
    again: bool


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """A printer in words, its latest slip, and what it fails with."""

    card: PrinterCard
    reach: str | Promise
    chinese: str | Promise
    places: tuple[str | Promise, ...]
    last: SlipCard | None
    last_state: str | Promise
    trouble: str | Promise


@dataclass(frozen=True, slots=True)
class PrintersPicture:
    """Today's missing slips, the newest first, and the hall's printers."""

    missing: tuple[Missing, ...]
    printers: tuple[PrinterRow, ...]
    keeps: bool
    live: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the form offers: pieces that print, devices that give tickets, zones, and what is set now."""

    pieces: tuple[EquipmentCard, ...]
    devices: tuple[tuple[DeviceCard, bool], ...]
    zones: tuple[tuple[ZoneCard, bool], ...]
    printer: PrinterCard | None
    papers: tuple[str, ...]
    reaches: tuple[tuple[str, str | Promise], ...]
    ways: tuple[tuple[str, str | Promise], ...]


def picture_of(hall: HallCard, at: datetime, *, keeps: bool) -> PrintersPicture:
    """Return the page at ``at``; ``keeps`` says whether the reader sets printers up."""
    day = local_day(at, hall.timezone)
    most = facilities.slips_of_one(hall.id, day)
    names = {one.id: one.name for one in access.devices(hall.id)}
    names |= {one.id: words.named(one.name, one.name_en) for one in organization.zones(hall.id)}
    return PrintersPicture(
        missing=tuple(_missing(hall.id, one, most) for one in facilities.slips_missing(hall.id, day)),
        printers=tuple(_printer(one, names) for one in facilities.printers(hall.id)),
        keeps=keeps,
        live=f"/live/board/{hall.code}/all",
    )


def _missing(hall_id: UUID, slip: SlipCard, most: int) -> Missing:
    ticket = queueing.ticket_card(hall_id, slip.subject_id)
    return Missing(
        ticket=ticket,
        slip=slip,
        state=SLIP[slip.state],
        why=TROUBLE[slip.trouble] if slip.trouble else "",
        again=ticket.state in WORTH_A_SLIP and slip.copy < most,
    )


def _printer(card: PrinterCard, names: dict[UUID, str]) -> PrinterRow:
    last = next(iter(facilities.slips(card.hall_id, card.id, limit=1)), None)
    return PrinterRow(
        card=card,
        reach=REACH[card.reach],
        chinese=CHINESE[card.chinese],
        places=(
            *(names[one] for one in card.device_ids + card.zone_ids if one in names),
            *([_("Guide desk")] if card.guide_desk else []),
        ),
        last=last,
        last_state=SLIP[last.state] if last else "",
        trouble=TROUBLE[last.trouble]
        if last and last.trouble and last.state is not SlipState.PRINTED
        else "",
    )


def set_up_of(hall: HallCard, printer_id: UUID | None) -> SetUp:
    """Return what the form offers, filled with a printer's setting where one is named."""
    known = facilities.printers(hall.id)
    chosen = next((one for one in known if one.id == printer_id), None)
    mine = frozenset(chosen.device_ids + chosen.zone_ids) if chosen else frozenset()
    return SetUp(
        pieces=tuple(facilities.equipment(hall.id, EquipmentKind.PRINTER)),
        devices=tuple(
            (one, one.id in mine) for one in access.devices(hall.id) if one.active and one.kind in TAKING
        ),
        zones=tuple((one, one.id in mine) for one in organization.zones(hall.id)),
        printer=chosen,
        papers=("80", "58"),
        reaches=tuple((one.value, label) for one, label in REACH.items()),
        ways=tuple((one.value, label) for one, label in CHINESE.items()),
    )
