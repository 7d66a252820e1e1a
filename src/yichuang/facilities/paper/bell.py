"""The bell between an asked slip and the thread that prints: rung after the commit."""

from __future__ import annotations

import threading

_bell = threading.Event()


def ring() -> None:
    """Wake the thread that prints, in this process."""
    _bell.set()


def wait(seconds: float) -> None:
    """Wait until it rings, or for so long."""
    _bell.wait(seconds)
    _bell.clear()
