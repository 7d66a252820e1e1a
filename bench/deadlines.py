"""``python -m bench.deadlines``: due dates a second, and the sweep over a million open clocks.

Dates: the same starts and limits by the product (many at once, the day alone, and all a card says), by a
loop over every day with the calendar in a set, and by two libraries of the field in their own way of asking
for the n-th working day.  All of them must agree before anything is measured.

Many at once is ``rules.Alike``, by which clocks are counted anew when the calendar has changed: it is
measured as it goes on, and for a first million of dates, every day counted among them.

A loop over a few days costs little more than calling a function at all, so that nothing that is called once a
date can be a hundred times as fast: how many times as fast a call that does nothing would be is told beside.

Sweep: an installation of its own with so many open clocks, of which only some have a rung that is due.  What
it would cost to look at every open clock instead is measured on a part and told as what it would be.  Then
the calendar changes, and a part of the clocks is counted anew, as the product does and one by one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bench.queue import ENGINES, ROOT, NoEngine, _machine, installation

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIMITS = (5, 20, 60, 250)
FIRST, LAST = date(2022, 1, 4), date(2025, 11, 28)  # the longest limit ends within the calendar that is known
AIM = 100
BATCH, FIRST_BATCH = 10_000, 1_000_000
MANY, FIRST_MANY = "many at once", "the first of many"
OWN = (MANY, FIRST_MANY, "day alone")
NOTHING = "an empty call"
Way = Callable[[date, int], date]
Bulk = Callable[[list[int]], Sequence[Any]]


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


def ways() -> tuple[dict[str, Way], Callable[[int], Bulk]]:
    """Return the ways of finding the n-th working day after a day, by name, and for many, by limit."""
    import django

    django.setup()
    import chinese_calendar
    import holidays

    from yichuang.deadlines.rules import Alike, Almanac, Ledger, calendar_of, project
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

    def many_at_once(limit: int) -> Bulk:
        return Alike(budgets[limit], almanac).of

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
    }, many_at_once


def dates(seconds: float) -> list[dict[str, Any]]:
    """Return due dates a second by every way and limit.  Raises SystemExit where they do not agree."""
    chance, found = random.Random(7), []
    by_name, many_at_once = ways()
    drawn = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(FIRST_BATCH)]
    # from a rest day on, chinesecalendar counts the first working day as none
    starts = [by_name["plain loop"](day, 1) for day in drawn[:300]]
    days = [day.toordinal() for day in drawn]
    for limit in LIMITS:
        many = many_at_once(limit)
        for start, at_once in zip(starts, many([day.toordinal() for day in starts]), strict=True):
            said = {name: way(start, limit) for name, way in by_name.items()}
            if {at_once.due} != set(said.values()):
                raise SystemExit(f"{start} + {limit} working days: {said}, many at once {at_once.due}")
        rates = {
            MANY: BATCH / _best(partial(many, days[:BATCH]), seconds),
            FIRST_MANY: FIRST_BATCH / _best(partial(_first_many, many_at_once, limit, days), seconds),
        }
        for name, way in {**by_name, NOTHING: _nothing}.items():
            rates[name] = _rate(way, starts, limit, seconds)
        found += [{"way": name, "limit": limit, "per_second": round(rate)} for name, rate in rates.items()]
    return found


def _first_many(many_at_once: Callable[[int], Bulk], limit: int, days: list[int]) -> None:
    many_at_once(limit)(days)


def _nothing(start: date, _limit: int) -> date:
    return start


def _rate(way: Way, starts: list[date], limit: int, seconds: float) -> float:
    few = starts[:100]

    def each() -> None:
        for start in few:
            way(start, limit)

    return len(few) / _best(each, seconds)


def _best(act: Callable[[], object], seconds: float) -> float:
    """Return the seconds of the quickest round: what a machine with others on it takes away is not ours."""
    best, end = math.inf, time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        act()
        best = min(best, time.perf_counter() - began)
    return best


def ratios_of(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[int, float]]:
    """Return how many times as fast each of ours, and an empty call, is as each other way, by limit."""
    speed = {(row["way"], row["limit"]): row["per_second"] for row in rows}
    names = list(dict.fromkeys(row["way"] for row in rows))
    others = [name for name in names if name not in (*OWN, NOTHING, "all a card says")]
    return {
        (ours, name): {limit: round(speed[ours, limit] / speed[name, limit], 1) for limit in LIMITS}
        for name in others
        for ours in (*OWN, NOTHING)
    }


ANEW = {"stay": "counted anew, dates stay", "move": "counted anew, all move"}


def _anew_line(words: str, told: dict[str, int]) -> str:
    speed, alone = told["per_second"], told["one_by_one"]
    return f"  {words:<28} {speed:>12,} clocks a second, one by one {alone:,}: {speed / alone:,.1f} times"


def table_of(answer: dict[str, Any]) -> str:
    """Return the figures as tables for people."""
    rows = answer["dates"]
    out = [
        answer["machine"],
        "",
        f"{'due dates a second':<32}" + "".join(f"{limit:>14}" for limit in LIMITS) + " working days",
    ]
    for name in dict.fromkeys(row["way"] for row in rows):
        speeds = [row["per_second"] for row in rows if row["way"] == name]
        out.append(f"{name:<32}" + "".join(f"{one:>14,}" for one in speeds))
    out += ["", f"so many times as fast (aim {AIM})"]
    for (ours, name), by_limit in ratios_of(rows).items():
        out.append(f"{ours:<17} : {name:<16}" + "".join(f"{ratio:>14,.0f}" for ratio in by_limit.values()))
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
            f"  a calendar no clock reaches  {told['anew']['none_ms']:>12,.0f} ms",
            *(_anew_line(words, told["anew"][key]) for key, words in ANEW.items()),
        ]
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main())
