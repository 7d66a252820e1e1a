"""Time passing is told by one heartbeat: sweeps that rooms register, each in its own transaction.

``beat(at)`` is a plain function; ``yichuang serve`` and ``yichuang worker`` only call it, under a lease.
A sweep that fails is logged and stays visible in its row; it never stops the others and is tried again
at the next beat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from yichuang.kernel.logs import masked

logger = logging.getLogger("yichuang.heartbeat")

SweepFunction = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Registered:
    """A sweep and how often it is due."""

    name: str
    every: timedelta
    function: SweepFunction


@dataclass(frozen=True, slots=True)
class SweepCard:
    """How a sweep stands: when it last ran well, and the error that stopped it if one did."""

    name: str
    every: timedelta
    ran_at: datetime | None
    error: str
    failed_at: datetime | None
    failures: int


_sweeps: dict[str, Registered] = {}


def sweep(name: str, *, every: timedelta) -> Callable[[SweepFunction], SweepFunction]:
    """Register the decorated ``function(at)`` to run every so often; running twice must be harmless."""

    def register(function: SweepFunction) -> SweepFunction:
        if name in _sweeps:
            raise ValueError(f"two sweeps are called {name}")
        _sweeps[name] = Registered(name, every, function)
        return function

    return register


def beat(at: datetime) -> list[str]:
    """Run every sweep that is due at ``at``; return the names of those that failed."""
    from yichuang.kernel.models import Sweep

    ran = dict(Sweep.objects.values_list("name", "ran_at"))
    failed = []
    for one in list(_sweeps.values()):
        last = ran.get(one.name)
        if last is not None and last <= at < last + one.every:
            continue
        if not _run(one, at):
            failed.append(one.name)
    return failed


def _run(one: Registered, at: datetime) -> bool:
    from yichuang.kernel.models import Sweep

    try:
        with transaction.atomic():
            one.function(at)
            Sweep.objects.update_or_create(
                name=one.name, defaults={"ran_at": at, "error": "", "failed_at": None, "failures": 0}
            )
    except Exception as error:
        logger.exception("a sweep failed", extra={"sweep": one.name})
        with transaction.atomic():
            row, _made = Sweep.objects.select_for_update().get_or_create(name=one.name)
            row.error = masked(f"{type(error).__name__}: {error}")
            row.failed_at, row.failures = at, row.failures + 1
            row.save()
        return False
    return True


def sweeps() -> list[SweepCard]:
    """Return how every registered sweep stands, by name."""
    from yichuang.kernel.models import Sweep

    rows = {row.name: row for row in Sweep.objects.all()}
    cards = []
    for one in sorted(_sweeps.values(), key=lambda one: one.name):
        row = rows.get(one.name)
        if row is None:
            cards.append(SweepCard(one.name, one.every, None, "", None, 0))
        else:
            cards.append(SweepCard(one.name, one.every, row.ran_at, row.error, row.failed_at, row.failures))
    return cards
