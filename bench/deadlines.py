"""``python -m bench.deadlines``: due dates a second, and the sweep over a million open clocks.

Dates: the same starts and limits by the product (the day alone, and all a card says), by a loop over every
day with the calendar in a set, and by two libraries of the field in their own way of asking for the n-th
working day.  All of them must agree before anything is measured.

Sweep: an installation of its own with so many open clocks, of which only some have a rung that is due.  What
it would cost to look at every open clock instead is measured on a part and told as what it would be.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.queue import ENGINES, ROOT, NoEngine, _machine, installation

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = (5, 10, 20, 60)
FIRST, LAST = date(2022, 1, 4), date(2026, 8, 31)  # the longest limit ends within the calendar that is known
AIM = 100
Way = Callable[[date, int], date]


def main(argv: list[str] | None = None) -> int:
    """Measure and print; 1 when an engine that was asked for could not be measured."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.deadlines", description=(__doc__ or "").split("\n\n")[0]
    )
    asked.add_argument("--json", action="store_true", help="print JSON")
    asked.add_argument("--seconds", type=float, default=1.0, help="measured seconds per row (1)")
    asked.add_argument("--clocks", type=int, default=1_000_000, help="open clocks (1,000,000); 0: no sweep")
    asked.add_argument("--due", type=int, default=1_000, help="of which have a rung that is due (1,000)")
    asked.add_argument("--engine", choices=(*ENGINES, "both"), default="sqlite")
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    wanted = asked.parse_args(argv)
    if wanted.inside:
        from bench.clocks import sweep

        print(json.dumps(sweep(wanted.clocks, wanted.due)))
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    answer: dict[str, Any] = {
        "machine": _machine(),
        "dates": dates(wanted.seconds),
        "sweep": {},
        "left_out": {},
    }
    for engine in (ENGINES if wanted.engine == "both" else (wanted.engine,)) if wanted.clocks else ():
        sys.stderr.write(f"{engine}: laying {wanted.clocks:,} open clocks\n")
        try:
            with installation(engine) as environment:
                answer["sweep"][engine] = _inside(environment, wanted)
        except NoEngine as reason:
            answer["left_out"][engine] = str(reason)
    print(json.dumps(answer, indent=1) if wanted.json else table_of(answer))
    return 1 if answer["left_out"] and wanted.engine != "both" else 0


def _inside(environment: dict[str, str], wanted: argparse.Namespace) -> dict[str, Any]:
    words = ["--inside", "--clocks", str(wanted.clocks), "--due", str(wanted.due)]
    done = subprocess.run(
        [sys.executable, "-m", "bench.deadlines", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the measurement ended with {done.returncode}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


# --- dates ----------------------------------------------------------------------------------------------


def ways() -> dict[str, Way]:
    """Return the ways of finding the n-th working day after a day, by name."""
    import django

    django.setup()
    import chinese_calendar
    import holidays

    from yichuang.deadlines.rules import Almanac, Ledger, calendar_of, project
    from yichuang.deadlines.types import Budget, Unit
    from yichuang.organization import selectors as organization

    calendar = calendar_of(*organization.shipped_days())
    almanac = Almanac(calendar, SHANGHAI)
    worked = {date.fromordinal(day) for day in calendar.worked}
    china = holidays.country_holidays("CN", years=range(FIRST.year, LAST.year + 1))
    one_day, noon = timedelta(days=1), datetime(2026, 1, 1, 12, tzinfo=SHANGHAI).timetz()
    budgets = {limit: Budget(limit, Unit.WORKING_DAY) for limit in LIMITS}

    def day_alone(start: date, limit: int) -> date:
        return date.fromordinal(calendar.after(start.toordinal(), limit))

    def whole_card(start: date, limit: int) -> date:
        at = datetime.combine(start, noon)
        found = project(Ledger(budgets[limit], at), almanac, at).due
        assert found is not None
        return found

    def plain_loop(start: date, limit: int) -> date:
        while limit:
            start += one_day
            if start in worked:
                limit -= 1
        return start

    def by_chinesecalendar(start: date, limit: int) -> date:
        found: date = chinese_calendar.find_workday(limit, start)
        return found

    def by_holidays(start: date, limit: int) -> date:
        found: date = china.get_nth_working_day(start, limit)
        return found

    return {
        "day alone": day_alone,
        "all a card says": whole_card,
        "plain loop": plain_loop,
        "chinesecalendar": by_chinesecalendar,
        "holidays": by_holidays,
    }


def dates(seconds: float) -> list[dict[str, Any]]:
    """Return due dates a second by every way and limit.  Raises SystemExit where they do not agree."""
    chance, found = random.Random(7), []
    by_name = ways()
    drawn = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(300)]
    # from a rest day on, chinesecalendar counts the first working day as none
    starts = [by_name["plain loop"](day, 1) for day in drawn]
    for limit in LIMITS:
        for start in starts:
            said = {name: way(start, limit) for name, way in by_name.items()}
            if len(set(said.values())) != 1:
                raise SystemExit(f"{start} + {limit} working days: {said}")
        for name, way in by_name.items():
            found.append(
                {"way": name, "limit": limit, "per_second": round(_rate(way, starts, limit, seconds))}
            )
    return found


def _rate(way: Way, starts: list[date], limit: int, seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        for start in starts[:100]:
            way(start, limit)
        done += 100
    return done / spent


def ratios_of(rows: list[dict[str, Any]]) -> dict[str, dict[int, float]]:
    """Return how many times as fast the day alone is found as by each other way, by limit."""
    speed = {(row["way"], row["limit"]): row["per_second"] for row in rows}
    return {
        name: {limit: round(speed["day alone", limit] / speed[name, limit], 1) for limit in LIMITS}
        for name in dict.fromkeys(row["way"] for row in rows)
        if name not in ("day alone", "all a card says")
    }


def table_of(answer: dict[str, Any]) -> str:
    """Return the figures as tables for people."""
    rows = answer["dates"]
    out = [
        answer["machine"],
        "",
        "due dates a second" + "".join(f"{limit:>14}" for limit in LIMITS) + " working days",
    ]
    for name in dict.fromkeys(row["way"] for row in rows):
        speeds = [row["per_second"] for row in rows if row["way"] == name]
        out.append(f"{name:<18}" + "".join(f"{one:>14,}" for one in speeds))
    out += ["", f"the day alone is found so many times as fast (aim {AIM})"]
    for name, by_limit in ratios_of(rows).items():
        out.append(f"{name:<18}" + "".join(f"{ratio:>14,.0f}" for ratio in by_limit.values()))
    out += [f"{engine}: left out, {why}" for engine, why in answer["left_out"].items()]
    for engine, told in answer["sweep"].items():
        naive, busy, idle = told["naive_ms"], told["busy_ms"], told["idle_ms"]
        out += [
            "",
            f"{engine}: {told['clocks']:,} open clocks, {told['due']:,} of them due",
            f"  nothing is due               {idle:>12,.1f} ms",
            f"  what is due is told          {busy:>12,.0f} ms: {told['looked']:,} clocks looked at,"
            f" {told['per_second']:,} a second",
            f"  every open clock looked at   {naive:>12,.0f} ms (from {told['naive_part']:,}):"
            f" {naive / busy:,.0f} times the second, {naive / idle:,.0f} times the first",
            f"  counted anew                 {told['anew_per_second']:>12,} clocks a second",
        ]
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main())
