"""What stands in the way of a port is said for what it is."""

from __future__ import annotations

import errno
import socket

import pytest

from yichuang.kernel.serve import commands
from yichuang.kernel.serve.commands import AddressUnknown, PortClosed, PortTaken


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (errno.EADDRINUSE, PortTaken),
        (errno.EACCES, PortClosed),  # below 1024 without the right to it
        (errno.EADDRNOTAVAIL, AddressUnknown),  # an address of another machine
    ],
)
def test_why_a_port_cannot_be_had_is_told_for_what_it_is(
    monkeypatch: pytest.MonkeyPatch, number: int, refusal: type[Exception]
) -> None:
    class Shut(socket.socket):
        def bind(self, _address: object) -> None:
            raise OSError(number, "no")

    monkeypatch.setattr(socket, "socket", Shut)

    with pytest.raises(refusal, match="81"):
        commands._door("10.0.0.1", 81)


def test_a_host_that_is_no_address_and_a_port_beyond_all_ports_are_told_too() -> None:
    for host, port in (("127.0.0.1", 70000), ("256.1.1.1", 0)):
        with pytest.raises(AddressUnknown, match=host):
            commands._door(host, port)
