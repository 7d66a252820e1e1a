"""The hall that is measured: tables filled with old days and analysed, and set back between rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.fill import fill
from bench.hall import MORNING, Clerk, OpenHall, open_hall
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.seal import seal
from yichuang.queueing.models import Call, Counter, Ticket
from yichuang.queueing.rules.order import microseconds

LINES, KIOSKS = 8, 32
WAITING = 4000
FROM = 1_000_000


@dataclass(frozen=True)
class Ground:
    """The hall under measurement, and how its clerks and kiosks show who they are."""

    hall: OpenHall
    kiosk_tokens: tuple[str, ...]
    clerk_tokens: tuple[str, ...]


def lay(windows: int, old_rows: int) -> Ground:
    """Set the database up, open the hall and fill the tables with ``old_rows`` finished visits."""
    call_command("migrate", verbosity=0)
    clock.demo.start(MORNING, 1.0)
    hall = open_hall(windows=windows, lines=LINES, kiosks=KIOSKS, general=False, code="BENCH")
    ground = Ground(
        hall,
        tuple(_kiosk(hall, n) for n in range(KIOSKS)),
        tuple(_clerk(hall, clerk) for clerk in hall.clerks),
    )
    fill(hall, old_rows)
    seal_all()
    analyse()
    return ground


def _kiosk(hall: OpenHall, number: int) -> str:
    code = access.enrol_code(
        kind=DeviceKind.KIOSK, hall_code=hall.code, name=f"K{number}", by=hall.office, at=MORNING
    )
    _card, token = access.enrol(code=code, address="127.0.0.1", at=MORNING)
    return f"Device {token}"


def _clerk(hall: OpenHall, clerk: Clerk) -> str:
    account = access.create_account(
        hall_id=hall.hall_id,
        hall_code=hall.code,
        person_id=clerk.by.id,
        worker_number=f"{clerk.number:04d}",
        password="Willow-gate-73",
        by=hall.office,
        at=MORNING,
        must_change=False,
    )
    access.grant_role(account_id=account.id, role=Role.STF, by=hall.office, at=MORNING)
    return f"Bearer {access.open_session(account_id=account.id, by=clerk.by, at=MORNING).token}"


def seal_all() -> None:
    """Number whatever is committed, so that no row pays for the one before it."""
    while seal(1000):
        pass


def analyse() -> None:
    """Give the planner its statistics; on PostgreSQL take dead rows away first."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def nobody_waits(hall: OpenHall) -> None:
    """End every open visit of today, and let everybody who waits be served."""
    free_windows(hall)
    Ticket.objects.filter(hall_id=hall.hall_id, state="waiting").update(
        state="finished", outcome="information"
    )


def many_wait(hall: OpenHall, count: int = WAITING) -> None:
    """Let ``count`` people wait, in numbers that no counter will give."""
    nobody_waits(hall)
    last = Ticket.objects.filter(hall_id=hall.hall_id, number__gte=FROM).order_by("-number").first()
    first = FROM if last is None else last.number + 1
    at = MORNING
    Ticket.objects.bulk_create(
        (
            Ticket(
                id=new_id(), hall_id=hall.hall_id, line_id=hall.lines[n % LINES].id,
                business_day=at.date(), number=n, label=f"W{n}", token=new_id().hex[-22:],
                priority="ordinary", arrival=microseconds(at) + n, sort_key=microseconds(at) + n,
                state="waiting", taken_at=at,
            )
            for n in range(first, first + count)
        ),
        batch_size=1000,
    )  # fmt: skip


def free_windows(hall: OpenHall) -> None:
    """End the visits at all windows, outside the measured time."""
    Call.objects.filter(hall_id=hall.hall_id, ended_at__isnull=True).update(
        ended_at=MORNING + timedelta(days=1)
    )
    called = Ticket.objects.filter(hall_id=hall.hall_id, state="called")
    called.update(state="finished", outcome="information")


class Supply:
    """Before every burst of calls: free windows, and enough people who wait."""

    def __init__(self, hall: OpenHall) -> None:
        self.hall = hall
        self.left = WAITING

    def __call__(self) -> None:
        """Make the hall ready for one call at every window."""
        free_windows(self.hall)
        if self.left < len(self.hall.clerks):
            many_wait(self.hall)
            self.left = WAITING
        self.left -= len(self.hall.clerks)


def gapless(hall: OpenHall) -> list[str]:
    """Return what is wrong with the numbers given during the measurement; empty when nothing is."""
    wrong = []
    for counter in Counter.objects.filter(hall_id=hall.hall_id, business_day=MORNING.date()):
        given = Ticket.objects.filter(
            hall_id=hall.hall_id, line_id=counter.line_id, business_day=counter.business_day, number__lt=FROM
        )
        numbers = sorted(given.values_list("number", flat=True))
        if numbers != list(range(1, counter.last_number + 1)):
            wrong.append(f"line {counter.line_id}: {len(numbers)} numbers, counter {counter.last_number}")
    return wrong


def describe() -> dict[str, Any]:
    """Return what the database is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT version(), current_setting('fsync'), current_setting('synchronous_commit')"
            )
            version, fsync, commit = cursor.fetchone()
            return {"database": version.split(" on ")[0], "fsync": fsync, "synchronous_commit": commit}
        cursor.execute("SELECT sqlite_version()")
        (version,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous")
        (level,) = cursor.fetchone()
    return {"database": f"SQLite {version}", "synchronous": {1: "NORMAL", 2: "FULL"}.get(level, str(level))}
