"""Health doors for supervisors and load balancers: is the process alive, and can it do its work.

They name what is wrong by one word each and nothing more: no path, no version, no address.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.journal import guard
from yichuang.kernel.models import Lease, Sweep

LEASE_LATE = timedelta(seconds=30)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone()[0] == 1)


def tables() -> bool:
    """Say whether every table the code knows is there."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _guard() -> bool:
    return not guard.missing()


def _heartbeat() -> bool:
    lease = Lease.objects.filter(name="kernel.heartbeat").first()
    return lease is not None and lease.until > datetime.now(UTC) - LEASE_LATE


def _sweeps() -> bool:
    return not Sweep.objects.filter(failures__gte=3).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "tables": tables,
    "guard": _guard,
    "heartbeat": _heartbeat,
    "sweeps": _sweeps,
}


def findings() -> dict[str, str]:
    """Return ``ok`` or ``failing`` for each check."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = "ok" if check() else "failing"
        except DatabaseError:
            found[name] = "failing"
    return found


@require_safe
@door("health.alive", rule=anyone(), label=_("Is the server alive"))
def alive(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@door("health.ready", rule=anyone(), label=_("Is the server ready"))
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether everything a hall needs is there: 200, or 503 with what is failing."""
    found = findings()
    well = all(value == "ok" for value in found.values())
    body = {"status": "ok" if well else "failing", "checks": found}
    return JsonResponse(body, status=200 if well else 503)
