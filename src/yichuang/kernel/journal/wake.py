"""The bell between a commit and the sealer of the same process."""

from __future__ import annotations

import threading

_bell = threading.Condition()
_rung = 0


def committed() -> None:
    """Ring: an entry was committed in this process."""
    global _rung
    with _bell:
        _rung += 1
        _bell.notify_all()


def wait(seen: int, timeout: float) -> int:
    """Wait until the bell rang past ``seen`` or ``timeout`` seconds went by; return the count now."""
    with _bell:
        _bell.wait_for(lambda: _rung > seen, timeout)
        return _rung
