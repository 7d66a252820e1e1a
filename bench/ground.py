"""The hall that is measured: tables filled with old days and analysed, and set back between rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.hall import MORNING, Clerk, OpenHall, open_hall
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import body_of
from yichuang.kernel.journal.models import Entry, Unsealed
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.models import IdempotencyKey
from yichuang.queueing.events import TicketTaken
from yichuang.queueing.models import Call, Counter, Ticket
from yichuang.queueing.rules.order import microseconds

LINES, KIOSKS = 8, 32
OLD_DAYS = 20
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
    _fill(hall, old_rows)
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


def _fill(hall: OpenHall, old_rows: int) -> None:
    """Write finished visits of earlier days: ticket, call, key and entry each."""
    for start in range(0, old_rows, 2000):
        numbers = range(start, min(start + 2000, old_rows))
        tickets = [_old_ticket(hall, n) for n in numbers]
        Ticket.objects.bulk_create(tickets)
        Call.objects.bulk_create(
            Call(
                hall_id=hall.hall_id, ticket_id=one.id, window_id=one.window_id or hall.clerks[0].window_id,
                person_id=hall.clerks[0].by.id, called_at=one.taken_at, ended_at=one.taken_at,
            )
            for one in tickets
        )  # fmt: skip
        entries = [_old_entry(hall, one) for one in tickets]
        Entry.objects.bulk_create(entries)
        Unsealed.objects.bulk_create(Unsealed(entry_id=one.id, hall_id=hall.hall_id) for one in entries)
        IdempotencyKey.objects.bulk_create(
            IdempotencyKey(
                entry_id=one.id, hall_id=hall.hall_id, actor_id=one.actor_id, act="queueing.take_ticket",
                key=one.id.hex, body_hash="a" * 64, at=one.at,
            )
            for one in entries
        )  # fmt: skip


def _old_ticket(hall: OpenHall, number: int) -> Ticket:
    day = MORNING.date() - timedelta(days=1 + number % OLD_DAYS)
    line = hall.lines[(number // OLD_DAYS) % LINES]
    own = number // (OLD_DAYS * LINES) + 1
    at = MORNING - timedelta(days=1 + number % OLD_DAYS)
    window = hall.clerks[number % len(hall.clerks)].window_id
    return Ticket(
        id=new_id(), hall_id=hall.hall_id, line_id=line.id, business_day=day, number=own,
        label=f"{line.prefix}{own:03d}", token=new_id().hex[-22:], priority="ordinary",
        arrival=microseconds(at), sort_key=microseconds(at), state="finished", window_id=window,
        call_count=1, taken_at=at, called_at=at, last_called_at=at, began_at=at, ended_at=at,
        outcome="information",
    )  # fmt: skip


def _old_entry(hall: OpenHall, ticket: Ticket) -> Entry:
    told = TicketTaken(
        ticket_id=ticket.id, line_id=ticket.line_id, item_id=None, business_day=ticket.business_day,
        number=ticket.number, label=ticket.label, priority="ordinary",
    )  # fmt: skip
    return Entry(
        id=new_id(), hall_id=hall.hall_id, name=told.stored_name, version=1, subject_id=ticket.id,
        matter_id=ticket.id, actor_kind="device", actor_id=hall.kiosks[0].id, at=ticket.taken_at,
        recorded_at=ticket.taken_at, body=body_of(told),
    )  # fmt: skip


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
