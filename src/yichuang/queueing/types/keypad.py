"""The words of a hardware keypad (硬件呼叫器): its keys, and what its display shows.  No Django."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class KeypadKey(StrEnum):
    """What one presses; each is a verb of the desk that needs nothing to be chosen or typed."""

    NEXT = "next"
    RECALL = "recall"
    BEGIN = "begin"
    FINISH = "finish"
    MISS = "miss"
    PARK = "park"
    UNPARK = "unpark"


class KeypadState(StrEnum):
    """How the window stands: nobody signed on, paused, free, calling, or serving."""

    OFF = "off"
    PAUSED = "paused"
    IDLE = "idle"
    CALLED = "called"
    SERVING = "serving"


@dataclass(frozen=True, slots=True)
class KeypadCard:
    """What the display of a window's keypad shows.

    ``elapsed_seconds`` is since the last call, since service began or since the pause began; None where
    nothing runs.  ``parked`` is how many wait in the lounge for this window.
    """

    window_id: UUID
    window_number: int
    state: KeypadState
    label: str | None
    waiting: int
    parked: int
    elapsed_seconds: int | None
