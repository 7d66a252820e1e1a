"""Printers to test with: a reader of ESC/POS bytes, and a printer that listens at a port."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field

ONLINE = b"\x16"
OFFLINE = b"\x1e"
PAPER = b"\x12"
NO_PAPER = b"\x72"


@dataclass
class Read:
    """What would stand on the paper: lines with their size, codes, pictures as (width, height), cuts."""

    lines: list[tuple[str, int]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    ink: int = 0
    cuts: int = 0

    @property
    def text(self) -> str:
        return "\n".join(line for line, _size in self.lines)

    def size_of(self, text: str) -> int:
        return next(size for line, size in self.lines if line.strip() == text)


def read(data: bytes) -> Read:
    """Interpret the bytes as a printer does; whatever it does not know is an error."""
    found = Read()
    line, size, place, stored = b"", 1, 0, ""
    assert data.startswith(b"\x1b@"), "a slip begins with a clean printer"
    while place < len(data):
        head = data[place : place + 2]
        if head == b"\x1b@" or head == b"\x1c&":
            place += 2
        elif head in (b"\x1ba", b"\x1bE", b"\x1b2", b"\x1bM") or head == b"\x1bd":
            place += 3
        elif head == b"\x1d!":
            size, place = (data[place + 2] & 7) + 1, place + 3
            assert data[place - 1] >> 4 == size - 1, "as wide as it is high"
        elif head == b"\x1dV":
            found.cuts += 1
            place += 3
        elif head == b"\x1dv":
            _zero, _mode, xl, xh, yl, yh = data[place + 2 : place + 8]
            wide, high = xl + 256 * xh, yl + 256 * yh
            dots = data[place + 8 : place + 8 + wide * high]
            found.pictures.append((wide * 8, high))
            found.ink += sum(byte.bit_count() for byte in dots)
            place += 8 + wide * high
        elif head == b"\x1d(":
            assert data[place + 2 : place + 3] == b"k"
            length = data[place + 3] + 256 * data[place + 4]
            body = data[place + 5 : place + 5 + length]
            if body[:2] == b"1P":
                stored = body[3:].decode()
            elif body[:2] == b"1Q":
                found.codes.append(stored)
            elif body[:2] == b"1A":
                assert body[2:3] == b"2", "model 2"
            place += 5 + length
        elif data[place] == 10:
            found.lines.append((line.decode("gb18030"), size))
            line, place = b"", place + 1
        else:
            assert data[place] >= 0x20, f"unknown command {data[place : place + 4].hex()}"
            long = 1 if data[place] < 0x80 else 4 if 0x30 <= data[place + 1] <= 0x39 else 2
            line, place = line + data[place : place + long], place + long
    return found


class TcpPrinter:
    """A network printer: takes one line after the other, answers DLE EOT, and keeps what it got.

    ``talks`` False never answers; ``drops`` hangs up after so many bytes; ``slow`` waits before it reads.
    """

    def __init__(self, *, talks: bool = True, drops: int | None = None, slow: float = 0.0) -> None:
        self.talks, self.drops, self.slow = talks, drops, slow
        self.online, self.paper = ONLINE, PAPER
        self.slips: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def wait_for(self, count: int, seconds: float = 10.0) -> list[bytes]:
        until = time.monotonic() + seconds
        while len(self.slips) < count and time.monotonic() < until:
            time.sleep(0.01)
        return list(self.slips)

    def close(self) -> None:
        self.socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _who = self.socket.accept()
            except OSError:
                return
            with line:
                self._take(line)

    def _take(self, line: socket.socket) -> None:
        got = b""
        time.sleep(self.slow)
        while True:
            try:
                more = line.recv(4096)
            except OSError:
                break
            if not more:
                break
            for question, answer in ((b"\x10\x04\x01", self.online), (b"\x10\x04\x04", self.paper)):
                if question in more:
                    more = more.replace(question, b"")
                    if self.talks:
                        line.sendall(answer)
            got += more
            if self.drops is not None and len(got) >= self.drops:
                return
        if got:
            self.slips.append(got)
