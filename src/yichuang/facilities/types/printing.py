"""Printers, how they are reached, and what becomes of a slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PaperWidth(StrEnum):
    """How wide the paper is."""

    MM58 = "58"
    MM80 = "80"


class Chinese(StrEnum):
    """How Chinese comes onto the paper: in the printer's own characters (GB18030), or drawn."""

    CHARACTERS = "characters"
    PICTURE = "picture"


class Reach(StrEnum):
    """How a printer is reached: a file of this computer, an address of the network, its USB port."""

    FILE = "file"
    NETWORK = "network"
    USB = "usb"


class SlipKind(StrEnum):
    """What a slip is."""

    TICKET = "ticket"
    TEST = "test"
    GUIDE = "guide"
    STANDING = "standing"


class SlipState(StrEnum):
    """Where a slip is on its way to the paper; ``uncertain`` may be on it or not."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given_up"


#: States in which the paper is still to be waited for.
UNDER_WAY = frozenset({SlipState.WAITING, SlipState.PRINTING})
#: States in which nobody can be sure to hold a slip.
NOT_PRINTED = frozenset({SlipState.FAILED, SlipState.UNCERTAIN, SlipState.GIVEN_UP})


class SlipTrouble(StrEnum):
    """Why a slip was not printed, or may not have been."""

    UNREACHABLE = "unreachable"
    OFFLINE = "offline"
    NO_PAPER = "no_paper"
    TIMEOUT = "timeout"
    BROKEN_OFF = "broken_off"
    NO_FONT = "no_font"
    NO_DRIVER = "no_driver"
    TOO_LATE = "too_late"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class PrinterCard:
    """A printer; ``equipment_id`` is the piece of equipment it is, ``device_ids``, the
    desks of ``zone_ids`` and the ``guide_desk`` are whose slips it prints.

    ``address`` is the name of a folder or port, ``host:port``, or ``vendor:product`` in hexadecimal digits.
    ``failing_since`` is since when no slip came out of it, None while it prints.
    """

    id: UUID
    hall_id: UUID
    equipment_id: UUID
    name: str
    paper: PaperWidth
    chinese: Chinese
    reach: Reach
    address: str
    device_ids: tuple[UUID, ...]
    active: bool
    zone_ids: tuple[UUID, ...] = ()
    guide_desk: bool = False
    failing_since: datetime | None = None
    failing_with: SlipTrouble | None = None


@dataclass(frozen=True, slots=True)
class SlipCard:
    """One slip: the first of its subject (``copy`` 1) or printed again."""

    id: UUID
    hall_id: UUID
    printer_id: UUID
    subject_id: UUID
    kind: SlipKind
    copy: int
    state: SlipState
    trouble: SlipTrouble | None
    asked_at: datetime
    ended_at: datetime | None

    @property
    def under_way(self) -> bool:
        """Say whether it is still to be waited for."""
        return self.state in UNDER_WAY

    @property
    def missing(self) -> bool:
        """Say whether it was not printed, as far as anybody knows."""
        return self.state in NOT_PRINTED
