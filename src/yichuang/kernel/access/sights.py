"""When a device was last seen at a door.

It is written at most twice a minute a device, by the wall clock: how long a machine has been silent is a
question of real time, even in a demo hall whose own clock runs faster.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from yichuang.kernel.access import callers, gate, tokens, wall
from yichuang.kernel.access.types import Caller, DeviceKind

SEEN_SQL = "UPDATE access_device SET seen_at = %s WHERE id = %s"
EVERY = 30.0  # seconds
MOST = 10_000
_noted: OrderedDict[UUID | str, float] = OrderedDict()
_lock = threading.Lock()


def note(who: Caller) -> None:
    """Note that the device behind ``who`` was seen, if it is one."""
    if who.device is not None and _due(who.device.id):
        with connection.cursor() as cursor:
            cursor.execute(SEEN_SQL, (callers.param(wall.now()), callers.param(who.device.id)))


def note_public(request: HttpRequest, kind: DeviceKind) -> None:
    """Note the enrolled device that looks at a page open to everybody; who is none costs a look at most."""
    token = request.COOKIES.get(gate.device_cookie(kind))
    if token and _due(tokens.hash_of(token)):
        note(callers.by_device(token))


def forget() -> None:
    """Drop what this process remembers of whom it has seen."""
    with _lock:
        _noted.clear()


def _due(who: UUID | str) -> bool:
    """Tell whether it is time to look at ``who`` again, and remember that this is done now."""
    now = time.monotonic()
    with _lock:
        if now - _noted.get(who, -EVERY) < EVERY:
            return False
        _noted[who] = now
        _noted.move_to_end(who)
        while len(_noted) > MOST:
            _noted.popitem(last=False)
    return True
