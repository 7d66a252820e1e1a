"""Keep the demo hall alive: at every beat of the heartbeat, act what the demo clock has brought."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yichuang.demo.commands import PLAYED_BY
from yichuang.demo.scene import plan
from yichuang.demo.stage import Live
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

logger = logging.getLogger("yichuang.demo")

SEED = 7
_live: Live | None = None


def register() -> None:
    """Enter the play among the heartbeat's sweeps; without a demo clock it does nothing."""
    sweep("demo.play", every=timedelta(seconds=1))(go_on)


def go_on(at: datetime) -> int:
    """Act what falls due up to ``at``; a stumble forgets the stage and picks the hall up as it stands."""
    global _live
    if not clock.is_demo():
        return 0
    try:
        if _live is None:
            _live = _raise_curtain()
        return _live.go_on(at) if _live else 0
    except Exception:
        _live = None
        raise


def _raise_curtain() -> Live | None:
    code = plan()["hall"]["code"]
    hall = next((one for one in organization.halls() if one.code == code), None)
    if hall is None:
        return None
    kiosks = [
        Actor(ActorKind.DEVICE, device.id, hall.id)
        for device in access.devices(hall.id)
        if device.name.startswith(PLAYED_BY)
    ]
    return Live(hall.id, kiosks, SEED) if kiosks else None
