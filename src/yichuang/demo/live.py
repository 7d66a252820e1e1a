"""Keep the demo hall alive: at every beat of the heartbeat, act what the demo clock has brought."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yichuang.demo.scene import plan
from yichuang.demo.stage import Live
from yichuang.demo.views import forget_the_gone
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.heartbeat import sweep
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.services import founder
from yichuang.organization.types import HallCard

logger = logging.getLogger("yichuang.demo")

SEED = 7
_live: Live | None = None


def register() -> None:
    """Enter the play among the heartbeat's sweeps; without a demo clock it does nothing."""
    sweep("demo.play", every=timedelta(seconds=1))(go_on)
    sweep("demo.visitors", every=timedelta(seconds=20))(forget_visitors)


def go_on(at: datetime) -> int:
    """Act what falls due up to ``at``, and spare the visitor the night: half an hour after closing the demo
    clock moves on to the next working morning.

    A stumble forgets the stage and picks the hall up as it stands.
    """
    global _live
    if not clock.is_demo():
        return 0
    try:
        if _live is None:
            _live = raise_curtain()
        if _live is None:
            return 0
        acts = _live.go_on(at)
        tomorrow = _live.over(at)
        if tomorrow is not None:
            clock.demo.set(tomorrow)
        return acts
    except Exception:
        _live = None
        raise


def forget_visitors(at: datetime) -> None:
    """Take the browsers of visitors who have left out of the demo hall, before they are missed as kiosks."""
    hall = _hall() if clock.is_demo() else None
    if hall is not None:
        forget_the_gone(founder(hall.id), at)


def _hall() -> HallCard | None:
    code = plan()["hall"]["code"]
    return next((one for one in organization.halls() if one.code == code), None)


def raise_curtain() -> Live | None:
    hall = _hall()
    if hall is None:
        return None
    kiosks = [
        Actor(ActorKind.DEVICE, device.id, hall.id)
        for device in access.devices(hall.id)
        if device.name in plan()["kiosks"]
    ]
    return Live(hall.id, kiosks, SEED) if kiosks else None
