"""The ways to a printer: a file, an address of the network, the USB port.

A way tells one of three things: it went well, nothing was printed (``NotSent``), or bytes were on their way
and nobody knows how far they came (``Unknown``); only the second is a plain failure.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import stat
import time
from pathlib import Path

from escpos.constants import RT_MASK_NOPAPER, RT_MASK_ONLINE, RT_STATUS_ONLINE, RT_STATUS_PAPER
from escpos.exceptions import Error as EscposError
from escpos.printer import Network, Usb

from yichuang.facilities.paper.address import HOST, PORT, PORT_OF_THIS_COMPUTER
from yichuang.facilities.types import Reach, SlipTrouble

CONNECT_SECONDS = 2.0
STATUS_SECONDS = 0.5
PARTING_SECONDS = 0.3
SEND_SECONDS = 5.0


class NotSent(Exception):
    """Nothing was printed, for a reason."""

    def __init__(self, trouble: SlipTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Unknown(NotSent):
    """Bytes were on their way when it broke off: it may be on paper or not."""


def send(reach: Reach, address: str, data: bytes, *, folder: Path, name: str) -> None:
    """Send a slip's bytes; ``name`` is what its file is called where the address is a folder of ``folder``.

    Raises: NotSent, Unknown.
    """
    match reach:
        case Reach.FILE if PORT_OF_THIS_COMPUTER.fullmatch(address):
            _to_port(Path(address), data)
        case Reach.FILE:
            _to_folder(folder / address, data, name)
        case Reach.NETWORK:
            found = HOST.fullmatch(address)
            assert found is not None
            _to_network(found[1], int(found[2] or PORT), data)
        case Reach.USB:
            vendor, product = address.split(":")
            _to_usb(int(vendor, 16), int(product, 16), data)


def look(reach: Reach, address: str) -> bool:
    """Look whether a printer could print, without printing; return whether it says so itself.

    Raises: NotSent, with UNREACHABLE where nobody is there at all.
    """
    match reach:
        case Reach.FILE if PORT_OF_THIS_COMPUTER.fullmatch(address):
            if not os.access(address, os.W_OK):
                raise NotSent(SlipTrouble.UNREACHABLE)
        case Reach.NETWORK:
            return _look_over_the_network(address)
        case Reach.USB:
            vendor, product = address.split(":")
            printer = _open_usb(int(vendor, 16), int(product, 16))
            printer.close()
    return False


def _look_over_the_network(address: str) -> bool:
    found = HOST.fullmatch(address)
    assert found is not None
    printer = Network(found[1], int(found[2] or PORT), timeout=CONNECT_SECONDS)
    try:
        printer.open()
    except (EscposError, OSError):
        raise NotSent(SlipTrouble.UNREACHABLE) from None
    try:
        tells = _ready(printer)
        _part_from(printer)
        return tells
    finally:
        with contextlib.suppress(OSError):
            printer.close()


def _to_folder(folder: Path, data: bytes, name: str) -> None:
    """Write a file of its own for the slip: whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{name}"
        half.write_bytes(data)
        half.rename(folder / name)
    except OSError:
        raise NotSent(SlipTrouble.UNREACHABLE) from None


def _to_port(port: Path, data: bytes) -> None:
    """Write to a printer port, which may take nothing while the printer is out of paper or off."""
    sent = 0
    try:
        handle = os.open(port, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        raise NotSent(SlipTrouble.UNREACHABLE) from None
    try:
        if not stat.S_ISCHR(os.fstat(handle).st_mode):
            raise NotSent(SlipTrouble.UNREACHABLE)
        until = time.monotonic() + SEND_SECONDS
        while sent < len(data):
            _readable, ready, _odd = select.select([], [handle], [], max(until - time.monotonic(), 0))
            if not ready:
                raise (Unknown if sent else NotSent)(SlipTrouble.TIMEOUT)
            sent += os.write(handle, data[sent:])
    except OSError:
        raise (Unknown if sent else NotSent)(SlipTrouble.BROKEN_OFF) from None
    finally:
        os.close(handle)


def _to_network(host: str, port: int, data: bytes) -> None:
    printer = Network(host, port, timeout=CONNECT_SECONDS)
    try:
        printer.open()
    except (EscposError, OSError) as error:
        late = isinstance(error.__context__, TimeoutError)
        raise NotSent(SlipTrouble.TIMEOUT if late else SlipTrouble.UNREACHABLE) from None
    try:
        answers = _ready(printer)
        try:
            assert printer.device
            printer.device.settimeout(SEND_SECONDS)
            printer._raw(data)
        except TimeoutError:
            raise Unknown(SlipTrouble.TIMEOUT) from None
        except OSError:
            raise Unknown(SlipTrouble.BROKEN_OFF) from None
        if answers and _status(printer, RT_STATUS_PAPER, RT_MASK_NOPAPER):
            raise Unknown(SlipTrouble.NO_PAPER)
        _part_from(printer)
    finally:
        with contextlib.suppress(OSError):
            printer.close()


def _ready(printer: Network) -> bool:
    """Say whether the printer tells how it stands at all (DLE EOT); many do not.

    Raises: NotSent where it tells that it cannot print.
    """
    offline = _status(printer, RT_STATUS_ONLINE, RT_MASK_ONLINE)
    if offline is None:
        return False
    if _status(printer, RT_STATUS_PAPER, RT_MASK_NOPAPER):
        raise NotSent(SlipTrouble.NO_PAPER)
    if offline:
        raise NotSent(SlipTrouble.OFFLINE)
    return True


def _part_from(printer: Network) -> None:
    """Say that nothing more comes and read what is left: an unread byte at the close would reset the line,
    and the printer might lose the end of the slip."""
    assert printer.device
    printer.device.settimeout(PARTING_SECONDS)
    with contextlib.suppress(OSError):
        printer.device.shutdown(socket.SHUT_WR)
        while printer.device.recv(64):
            pass


def _status(printer: Network, question: bytes, mask: int) -> bool | None:
    """Return whether all bits of ``mask`` are set in the answer, None where none came in time."""
    assert printer.device
    try:
        printer.device.settimeout(STATUS_SECONDS)
        answer = printer.query_status(question)
    except OSError:
        return None
    return (answer[-1] & mask) == mask if answer else None


def _open_usb(vendor: int, product: int) -> Usb:
    if not Usb.is_usable():
        raise NotSent(SlipTrouble.NO_DRIVER)
    printer = Usb(vendor, product, timeout=int(SEND_SECONDS * 1000))
    try:
        printer.open()
    except (EscposError, OSError):
        raise NotSent(SlipTrouble.UNREACHABLE) from None
    return printer


def _to_usb(vendor: int, product: int, data: bytes) -> None:
    printer = _open_usb(vendor, product)
    try:
        printer._raw(data)
    except OSError:
        raise Unknown(SlipTrouble.BROKEN_OFF) from None
    finally:
        printer.close()
