"""Equipment and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EquipmentKind(StrEnum):
    """What a piece of equipment is; most are enrolled devices too, by the same name."""

    KIOSK = "kiosk"
    BOARD = "board"
    WINDOW_SCREEN = "window_screen"
    TERMINAL = "terminal"
    PRINTER = "printer"
    KEYPAD = "keypad"
    OTHER = "other"


class FaultReason(StrEnum):
    """Why a piece of equipment is down."""

    SILENT = "silent"
    OFFLINE = "offline"
    PAPER_OUT = "paper_out"
    PAPER_JAM = "paper_jam"
    COVER_OPEN = "cover_open"
    NO_POWER = "no_power"
    NO_NETWORK = "no_network"
    BROKEN = "broken"
    MAINTENANCE = "maintenance"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FaultCard:
    """One time that a piece was down; ``began_at`` is since when, ``told_at`` when it became known.

    ``detected`` says that the house noticed it by itself.  ``ended_at`` is None while it is down.
    """

    id: UUID
    hall_id: UUID
    equipment_id: UUID
    reason: FaultReason
    detected: bool
    began_at: datetime
    told_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EquipmentCard:
    """A piece of equipment, where it stands, and the fault it has (None: it works).

    ``device_id`` is the enrolled device it is, if it is one.  ``place`` is words beside zone and window.
    """

    id: UUID
    hall_id: UUID
    kind: EquipmentKind
    name: str
    name_en: str
    place: str
    zone_id: UUID | None
    window_id: UUID | None
    device_id: UUID | None
    active: bool
    fault: FaultCard | None = None

    @property
    def up(self) -> bool:
        """Tell whether it works, as far as anybody knows."""
        return self.fault is None
