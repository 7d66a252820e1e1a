"""The sweep that is measured: a hall with ever so many open clocks, most with nothing to tell yet."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 16, 10, tzinfo=SHANGHAI)
LONG = 500  # working days: none of their rungs is due for a long time
SHORT = 10
PART = 5_000
PARTS = 3  # of 20,000 that are counted anew
SLICE = 200  # that are held at once where they are counted one by one
DAYS = 20  # on which the clocks began
OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))  # what a year of the calendar has
# in the order of time, as the application makes them
NEW_ID = {
    "sqlite": "printf('%%012x', %s) || lower(hex(randomblob(10)))",
    "postgresql": "(lpad(to_hex(%s::bigint), 12, '0') || substr(md5(random()::text), 1, 20))::uuid",
}
SERIES = {
    "sqlite": (
        "(WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT i FROM n)"
    ),
    "postgresql": "generate_series(1, %s) n",
}


def sweep(clocks: int, due: int) -> dict[str, Any]:
    """Lay the clocks and measure: a sweep with nothing due, one with some due, and one that looks at all."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    hall_id = _hall()
    lay(hall_id, clocks, due)
    _analyse()
    return measure(hall_id, clocks, due)


def lay(hall_id: UUID, clocks: int, due: int) -> None:
    """Write so many open clocks, of which so many have a rung that is due."""
    many, rest = divmod(clocks - due, DAYS)
    for step in range(DAYS):
        _lay(hall_id, many + (step < rest), LONG + step % 3, date(2026, 1, 5) + timedelta(days=step))
    _lay(hall_id, due, SHORT, date(2026, 3, 2))


def measure(hall_id: UUID, clocks: int, due: int) -> dict[str, Any]:
    """Measure the sweep over what was laid.  Raises SystemExit where it touches anything else."""
    from yichuang.deadlines import services

    before = NOW - timedelta(days=10)
    idle = min(_seconds(lambda: services.tick(at=before)) for _ in range(5))
    began = time.perf_counter()
    swept = services.tick(at=NOW)
    busy = time.perf_counter() - began
    if (swept.looked, swept.told) != (due, due):
        raise SystemExit(f"the sweep looked at {swept.looked} clocks and told {swept.told}, not {due}")
    part = min(PART, clocks)
    naive = _seconds(lambda: _look_at_all(hall_id, part)) * clocks / part
    return {
        "clocks": clocks,
        "due": due,
        "looked": swept.looked,
        "idle_ms": idle * 1000,
        "busy_ms": busy * 1000,
        "per_second": round(swept.looked / busy),
        "naive_ms": naive * 1000,
        "naive_part": part,
        "anew": anew(hall_id),
    }


def _seconds(act: Any) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _hall() -> UUID:
    from yichuang.organization import services as organization
    from yichuang.organization.types import HallProfile

    by = organization.founder()
    told = {"code": "BENCH", "name": "BENCH", "profile": HallProfile.GENERAL}
    return organization.create_hall(**told, by=by, at=NOW - timedelta(days=100)).id  # type: ignore[arg-type]


def _lay(hall_id: UUID, count: int, value: int, start: date) -> None:
    """Write ``count`` running clocks that began on ``start``: one through the service, the others like it."""
    from yichuang.deadlines import services
    from yichuang.deadlines.types import Budget, Unit
    from yichuang.kernel.types import Actor, ActorKind

    if count <= 0:
        return
    at = datetime.combine(start, datetime.min.time(), tzinfo=SHANGHAI).replace(hour=10)
    card = services.start(
        purpose="bench.clock",
        budget=Budget(value, Unit.WORKING_DAY),
        subject_id=hall_id,
        by=Actor(ActorKind.SYSTEM, hall_id, hall_id),
        at=at.astimezone(UTC),
    )
    if count > 1:
        _copy_clock(card.id, count - 1, int(at.timestamp() * 1000))


def _copy_clock(clock_id: UUID, count: int, milliseconds: int) -> None:
    """Write ``count`` clocks like this one, each with its ledger, in two statements of the database."""
    from django.db import connection, transaction

    from yichuang.deadlines.models import Clock, ClockEntry

    new, series = NEW_ID[connection.vendor], SERIES[connection.vendor]
    clock = _columns(Clock, "id")
    entry = _columns(ClockEntry, "id", "clock_id")
    key = clock_id if connection.vendor == "postgresql" else clock_id.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO deadlines_clock (id, {', '.join(clock)})"
            f" SELECT {new}, {', '.join(f'c.{one}' for one in clock)} FROM deadlines_clock c, {series}"
            " WHERE c.id = %s",
            [milliseconds, count, key],
        )
        cursor.execute(
            f"INSERT INTO deadlines_clock_entry (id, clock_id, {', '.join(entry)})"
            f" SELECT {new}, o.id, {', '.join(f'e.{one}' for one in entry)}"
            " FROM deadlines_clock_entry e, deadlines_clock o"
            " WHERE e.clock_id = %s AND NOT EXISTS"
            " (SELECT 1 FROM deadlines_clock_entry x WHERE x.hall_id = o.hall_id AND x.clock_id = o.id)",
            [milliseconds, key],
        )


def _columns(model: Any, *without: str) -> list[str]:
    return [one.column for one in model._meta.concrete_fields if one.column not in without]


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _look_at_all(hall_id: UUID, part: int) -> int:
    """Do what a sweep without an index would: read clocks and their ledgers, count, compare."""
    from yichuang.deadlines import selectors

    found = selectors.clocks(hall_id, _ids(hall_id, part), NOW)
    return sum(card.near or card.overdue for card in found.values())


def _ids(hall_id: UUID, part: int) -> list[UUID]:
    from yichuang.deadlines.models import Clock

    return list(Clock.objects.filter(hall_id=hall_id).values_list("id", flat=True)[:part])


# --- counted anew ---------------------------------------------------------------------------------------


def anew(hall_id: UUID) -> dict[str, Any]:
    """Measure what a change of the calendar costs: one that no clock reaches, and two that all of them do.

    ``stay``: a day off and one made up before all of them, so that dates stay.  ``move``: one more day off.
    Beside each, the same clocks counted one by one.  Raises SystemExit where clocks are not as was meant.
    """
    from yichuang.deadlines import services
    from yichuang.deadlines.models import Reprojection

    _declare(hall_id, 2035, {})
    seconds = _seconds(lambda: services.reproject(at=NOW))
    looked = Reprojection.objects.latest("asked_at", "id").looked
    _declare(hall_id, 2026, {date(2026, 4, 18): "make_up", date(2026, 4, 20): "off"})
    stay = _both(hall_id)
    _declare(hall_id, 2026, {date(2026, 4, 21): "off"})
    move = _both(hall_id)
    if looked or stay["moved"] or move["moved"] != move["looked"]:
        raise SystemExit(f"{looked} looked at, {stay} should have stayed, {move} moved")
    return {"none_ms": seconds * 1000, "stay": stay, "move": move}


def _declare(hall_id: UUID, year: int, more: dict[date, str]) -> None:
    """Take in a year of the calendar, the shipped one where there is one, with some days more."""
    from yichuang.deadlines import services
    from yichuang.deadlines.models import Reprojection
    from yichuang.kernel.types import Actor, ActorKind
    from yichuang.organization import calendars
    from yichuang.organization import services as organization
    from yichuang.organization.types import CalendarDayCard, DayKind

    Reprojection.objects.filter(done_at__isnull=True).update(done_at=NOW)  # the rest is not measured
    days = next((list(one.days) for one in calendars.shipped() if one.year == year), [])
    days = days or [CalendarDayCard(date(year, *one), DayKind.OFF, "OFF") for one in OFF]
    days += [CalendarDayCard(day, DayKind(kind), "MORE") for day, kind in more.items()]
    rows = [f"{year},{one.day},{one.kind},{one.name}" for one in sorted(days, key=lambda one: one.day)]
    by = Actor(ActorKind.SYSTEM, hall_id, hall_id)
    text = "\n".join(["year,day,kind,name", *rows, ""])
    organization.import_calendar_year(text=text, source_name="bench.csv", by=by, at=NOW)
    services.ask_reprojection(reason="calendar", hours_only=False, by=by, at=NOW)


def _both(hall_id: UUID) -> dict[str, int]:
    """Return how many clocks a second are counted anew by the product, and one by one."""
    from itertools import islice

    from yichuang.deadlines.models import Reprojection
    from yichuang.deadlines.selectors.almanac import almanac
    from yichuang.deadlines.services import anew as product
    from yichuang.deadlines.services.recount import Recount

    work = Reprojection.objects.get(done_at__isnull=True)
    recount = Recount(hall_id, work.cause_id, work.reason, almanac(hall_id), NOW)
    touched = product._touched(work, recount.almanac)
    alone = _one_by_one(recount, list(touched.order_by("id").values_list("id", flat=True)[:PART]))
    read, moved, began = 0, 0, time.perf_counter()
    for part in islice(product._parts(None, touched), PARTS):
        read, moved = read + len(part), moved + product._count_part(work, part, recount)
    together = time.perf_counter() - began
    return {"looked": read, "moved": moved, "per_second": round(read / together), "one_by_one": alone}


def _one_by_one(recount: Any, ids: list[UUID]) -> int:
    """Return how many clocks a second are held, read and counted each by itself; nothing of it stays."""
    from django.db import transaction

    from yichuang.deadlines.models import Clock

    seconds = 0.0
    for first in range(0, len(ids), SLICE):
        with transaction.atomic():
            began = time.perf_counter()
            held = Clock.objects.select_for_update().filter(id__in=ids[first : first + SLICE])
            recount._one_by_one([row.id for row in held])
            seconds += time.perf_counter() - began
            transaction.set_rollback(True)
    return round(len(ids) / seconds)
