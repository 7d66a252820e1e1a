"""Time passing is told by one heartbeat: sweeps that rooms register, each in its own transaction.

A sweep that may find much to do is ``sliced``: it commits slice by slice itself and lets writers pass.

``beat(at)`` is a plain function; ``yichuang serve`` and ``yichuang worker`` only call it, under a lease.
A sweep that fails is logged and stays visible in its row; it never stops the others and is tried again
a second later, then after two, four, up to five minutes, though never later than it is due.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.kernel.logs import masked

if TYPE_CHECKING:
    from yichuang.kernel.models import Sweep

logger = logging.getLogger("yichuang.heartbeat")

SweepFunction = Callable[[datetime], object]
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Registered:
    """A sweep and how often it is due."""

    name: str
    every: timedelta
    function: SweepFunction
    sliced: bool = False


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


def sweep(name: str, *, every: timedelta, sliced: bool = False) -> Callable[[SweepFunction], SweepFunction]:
    """Register the decorated ``function(at)`` to run every so often; running twice must be harmless.

    It runs in one transaction, unless it is ``sliced`` and opens one after the other itself.
    """

    def register(function: SweepFunction) -> SweepFunction:
        if name in _sweeps:
            raise ValueError(f"two sweeps are called {name}")
        _sweeps[name] = Registered(name, every, function, sliced)
        return function

    return register


def beat(at: datetime) -> list[str]:
    """Run every sweep that is due at ``at``; return the names of those that failed."""
    from yichuang.kernel.models import Sweep

    rows = {row.name: row for row in Sweep.objects.all()}
    failed = []
    for one in list(_sweeps.values()):
        row = rows.get(one.name)
        if row is not None and not _due(one, row, at):
            continue
        if not _run(one, at):
            failed.append(one.name)
    return failed


def _due(one: Registered, row: Sweep, at: datetime) -> bool:
    if row.failed_at is not None:
        wait = min(timedelta(seconds=2 ** min(row.failures - 1, 10)), LONGEST_WAIT, one.every)
        return not row.failed_at <= at < row.failed_at + wait
    return row.ran_at is None or not row.ran_at <= at < row.ran_at + one.every


def _run(one: Registered, at: datetime) -> bool:
    from yichuang.kernel.models import Sweep

    try:
        with contextlib.nullcontext() if one.sliced else transaction.atomic():
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
