"""What an address of a printer can be."""

from __future__ import annotations

import re

from yichuang.facilities.types import Reach

PORT = 9100
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
PORT_OF_THIS_COMPUTER = re.compile(r"/dev/(usb/)?lp\d{1,2}")
HOST = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}))(?::(\d{1,5}))?")
USB_IDS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


def fits(reach: Reach, address: str) -> bool:
    """Say whether an address can be one of this way.

    A file is a name in the installation's own folder, or a printer port of this computer: nothing else of the
    computer can be written to from a screen.
    """
    match reach:
        case Reach.FILE:
            return bool(NAME.fullmatch(address) or PORT_OF_THIS_COMPUTER.fullmatch(address))
        case Reach.NETWORK:
            found = HOST.fullmatch(address)
            return found is not None and 0 < int(found[2] or PORT) < 65536
        case Reach.USB:
            return bool(USB_IDS.fullmatch(address))
