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
from yichuang.kernel.journal.models import Entry, Unsealed
from yichuang.kernel.models import Lease, Sweep

SEAL_LATE = timedelta(seconds=30)
LEASE_LATE = timedelta(seconds=30)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone()[0] == 1)


_tables_were_there = False


def tables() -> bool:
    """Say whether every table the code knows is there; looked up until it is once so."""
    from django.db.migrations.executor import MigrationExecutor

    global _tables_were_there
    if not _tables_were_there:
        executor = MigrationExecutor(connection)
        _tables_were_there = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _tables_were_there


def _guard() -> bool:
    return not guard.missing()


def _heartbeat() -> bool:
    lease = Lease.objects.filter(name="kernel.heartbeat").first()
    return lease is not None and lease.until > datetime.now(UTC) - LEASE_LATE


def _sealer() -> bool:
    """Say whether no committed entry has waited long for its number."""
    oldest = Unsealed.objects.order_by("id").values_list("entry_id", flat=True).first()
    late = datetime.now(UTC) - SEAL_LATE
    return oldest is None or not Entry.objects.filter(pk=oldest, recorded_at__lt=late).exists()


def _sweeps() -> bool:
    return not Sweep.objects.filter(failures__gte=3).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "tables": tables,
    "guard": _guard,
    "sealer": _sealer,
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
