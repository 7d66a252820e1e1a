"""``python -m bench.waits``: how well each rule foretells the wait, judged by what then really happened.

The demo's days are played (services only, seeded) in a throw-away installation.  Whenever a ticket is taken,
every rule says from what is known at that moment how long the wait will be; the truth is the first call.

yichuang      the house's own rule: the queue played forward over the windows on duty (``rules.waits``)
queue length  people ahead in the line, times its typical service, over the windows that serve it
head of line  as long as the one who is next has waited so far
last called   as long as the one waited who was called last in the line

The range is what the kiosk prints; told is how often the truth lay inside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
RULES = ("yichuang", "queue length", "head of line", "last called")


@dataclass(frozen=True)
class Visit:
    """One ticket as it went; moments in seconds since 1970, None for what never happened."""

    id: UUID
    line_id: UUID
    item_id: UUID | None
    sort_key: int
    taken: float
    called: float | None
    left: float | None  # waits no longer, by call or by going away
    last_called: float | None
    ended: float | None
    window_id: UUID | None
    served: bool


@dataclass(frozen=True)
class Shift:
    """A window somebody is signed on at, from ``since`` until ``until``."""

    window_id: UUID
    since: float
    until: float


@dataclass
class Day:
    """A played day, and the question every rule is asked: what would you say at ``now``?"""

    visits: list[Visit]
    shifts: list[Shift]
    able: dict[UUID, tuple[Any, ...]]

    def waiting(self, now: float) -> list[Visit]:
        """Return who waits, in the order of calling."""
        here = [one for one in self.visits if one.taken <= now and (one.left is None or one.left > now)]
        return sorted(here, key=lambda one: (one.sort_key, one.id))

    def on_duty(self, now: float) -> list[UUID]:
        """Return the windows somebody is signed on at."""
        return [one.window_id for one in self.shifts if one.since <= now < one.until]

    def typical(self, now: float) -> dict[UUID, float]:
        """Return the typical seconds of a visit per line, as the house reckons them."""
        from yichuang.queueing.rules.waits import typical_service
        from yichuang.queueing.selectors.ahead import RECENT

        ended = [one for one in self.visits if one.served and one.ended is not None and one.ended <= now]
        recent: dict[UUID, list[float]] = defaultdict(list)
        for one in sorted(ended, key=lambda one: one.ended or 0, reverse=True)[:RECENT]:
            assert one.ended is not None and one.last_called is not None
            recent[one.line_id].append(one.ended - one.last_called)
        return {line_id: typical_service(seconds) for line_id, seconds in recent.items()}


def yichuang(day: Day, visit: Visit, now: float) -> float | None:
    """Play the queue forward."""
    from yichuang.queueing.rules.order import Waiting
    from yichuang.queueing.rules.waits import Desk, forecast, free_in, typical_service

    typical = day.typical(now)
    busy = {
        one.window_id: one
        for one in day.visits
        if one.last_called is not None
        and one.last_called <= now
        and (one.ended is None or one.ended > now)
        and (one.called or now) <= now
    }
    desks = []
    for window_id in day.on_duty(now):
        at = busy.get(window_id)
        seconds = 0.0
        if at is not None and at.last_called is not None:
            seconds = free_in(now - at.last_called, typical.get(at.line_id, typical_service(())))
        desks.append(Desk(day.able.get(window_id, ()), seconds))
    waiting = [Waiting(one.id, one.line_id, one.item_id, one.sort_key) for one in day.waiting(now)]
    return forecast(waiting, desks, typical).tickets.get(visit.id)


def queue_length(day: Day, visit: Visit, now: float) -> float | None:
    """Count who is ahead."""
    from yichuang.queueing.rules.waits import typical_service

    windows = [
        one for one in day.on_duty(now) if any(can.line_id == visit.line_id for can in day.able.get(one, ()))
    ]
    if not windows:
        return None
    line = [one for one in day.waiting(now) if one.line_id == visit.line_id]
    ahead = next(place for place, one in enumerate(line) if one.id == visit.id)
    return ahead * day.typical(now).get(visit.line_id, typical_service(())) / len(windows)


def head_of_line(day: Day, visit: Visit, now: float) -> float | None:
    """Ask how long the next one has waited."""
    first = next((one for one in day.waiting(now) if one.line_id == visit.line_id), visit)
    return now - first.taken


def last_called(day: Day, visit: Visit, now: float) -> float | None:
    """Ask how long the one waited who was called last."""
    called = [
        one
        for one in day.visits
        if one.line_id == visit.line_id and one.called is not None and one.called <= now
    ]
    last = max(called, key=lambda one: one.called or 0, default=None)
    return None if last is None or last.called is None else last.called - last.taken


WAYS: dict[str, Callable[[Day, Visit, float], float | None]] = dict(
    zip(RULES, (yichuang, queue_length, head_of_line, last_called), strict=True)
)


def judged(days: Sequence[Day]) -> dict[str, Any]:
    """Ask every rule for every ticket that was called, and measure it by the truth, in minutes."""
    from yichuang.queueing.rules.waits import in_minutes

    errors: dict[str, list[float]] = {name: [] for name in RULES}
    silent = dict.fromkeys(RULES, 0)
    inside = asked = 0
    widths = []
    for day in days:
        for visit in day.visits:
            if visit.called is None:
                continue
            truth = (visit.called - visit.taken) / 60
            for name, way in WAYS.items():
                said = way(day, visit, visit.taken)
                if said is None:
                    silent[name] += 1
                    continue
                errors[name].append(said / 60 - truth)
                if name == "yichuang":
                    low, high = in_minutes(said)
                    asked += 1
                    inside += low <= truth <= high
                    widths.append(high - low)
    return {
        "rules": {name: told_of(errors[name], silent[name]) for name in RULES},
        "range": {
            "inside": round(inside / asked, 3) if asked else None,
            "minutes_wide": round(sum(widths) / len(widths), 1) if widths else None,
        },
    }


def told_of(errors: Sequence[float], silent: int) -> dict[str, Any]:
    """Return how far the estimates lay from the truth: minutes too long are positive."""
    if not errors:
        return {"tickets": 0, "silent": silent}
    far = sorted(abs(one) for one in errors)
    return {
        "tickets": len(errors),
        "silent": silent,
        "mean_absolute_error": round(sum(far) / len(far), 2),
        "p90_absolute_error": round(far[min(len(far) - 1, int(0.9 * len(far)))], 2),
        "bias": round(sum(errors) / len(errors), 2),
        "within_5_minutes": round(bisect_left(far, 5.0) / len(far), 3),
    }


def table_of(answer: dict[str, Any]) -> str:
    """Return the rules as a table for people, each beside the best of the simple ones."""
    heads = ("tickets", "MAE min", "p90 min", "bias", "in 5 min", "of best")
    out = [
        f"{answer['days']} played days, seed {answer['seed']}",
        f"{'':<14}" + "".join(f"{h:>9}" for h in heads),
    ]
    rows = answer["rules"]
    told = {name: rows[name] for name in RULES if rows[name]["tickets"]}
    simple = min(row["mean_absolute_error"] for name, row in told.items() if name != RULES[0])
    for name, row in told.items():
        out.append(
            f"{name:<14}{row['tickets']:>9}{row['mean_absolute_error']:>9}{row['p90_absolute_error']:>9}"
            f"{row['bias']:>9}{row['within_5_minutes']:>9}{row['mean_absolute_error'] / simple:>9.2f}"
        )
    told = answer["range"]
    out.append(
        f"the printed range held {told['inside']:.0%} of the truths, {told['minutes_wide']} minutes wide"
    )
    return "\n".join(out)


def played(days: int, seed: int) -> list[Day]:
    """Play the demo in this (empty) installation and return its days as they went."""
    import contextlib

    from django.core.management import call_command

    from yichuang.demo import commands
    from yichuang.kernel import clock
    from yichuang.queueing.models import Ticket
    from yichuang.queueing.selectors.ahead import capabilities_of

    call_command("migrate", verbosity=0)
    with contextlib.redirect_stdout(sys.stderr):
        commands.act(clock.DEMO_MORNING, days=days, seed=seed)
    rows = list(Ticket.objects.all())
    halls = {one.hall_id for one in rows}
    assert len(halls) == 1, "the demo plays one hall"
    able = capabilities_of(halls.pop())
    by_day: dict[Any, list[Visit]] = defaultdict(list)
    for one in rows:
        if one.business_day < clock.DEMO_MORNING.date():
            by_day[one.business_day].append(_visit(one))
    return [Day(visits, _shifts(visits), able) for _, visits in sorted(by_day.items())]


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()


def _visit(one: Any) -> Visit:
    called, ended = _seconds(one.called_at), _seconds(one.ended_at)
    return Visit(
        one.id, one.line_id, one.item_id, one.sort_key, one.taken_at.timestamp(), called,
        ended if called is None else called, _seconds(one.last_called_at), ended, one.window_id,
        one.state == "finished",
    )  # fmt: skip


def _shifts(visits: Sequence[Visit]) -> list[Shift]:
    from yichuang.posts.models import SignOn

    first, last = min(one.taken for one in visits), max(one.taken for one in visits)
    return [
        Shift(one.window_id, one.started_at.timestamp(), (one.ended_at or one.started_at).timestamp())
        for one in SignOn.objects.all()
        if one.started_at.timestamp() <= last and (_seconds(one.ended_at) or first) >= first
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Play in an installation of its own, judge, print."""
    asked = argparse.ArgumentParser(prog="python -m bench.waits", description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--days", type=int, default=3, help="days to play (%(default)s)")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--json", action="store_true", help="print JSON")
    asked.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # inside the installation
    wanted = asked.parse_args(argv)
    if wanted.here:
        import django

        django.setup()
        sys.stdout.write(json.dumps(judged(played(wanted.days, wanted.seed))) + "\n")
        return 0
    from bench.queue import installation

    with installation("sqlite") as environment:
        done = subprocess.run(
            [sys.executable, "-m", "bench.waits", "--here",
             "--days", str(wanted.days), "--seed", str(wanted.seed)],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the days could not be played: {done.returncode}")
    answer = {"days": wanted.days, "seed": wanted.seed, **json.loads(done.stdout.splitlines()[-1])}
    print(json.dumps(answer, indent=1) if wanted.json else table_of(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
