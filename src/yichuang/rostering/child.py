"""``python -m yichuang.rostering.child FOLDER``: carry out the order that lies in a folder, politely.

The process is niced as far as it goes before anything is loaded, so that whoever serves people comes first.
It touches no database: the hall reads what it writes (``orders``).
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from yichuang.rostering import orders
from yichuang.rostering.orders import Kind, Order

if TYPE_CHECKING:
    from yichuang.rostering.engine.run import Progress
    from yichuang.rostering.types import Result, Roster, Vacancy

NICE = 19
EXPLAIN_SECONDS = 20.0  # for what would have to be bent; it seldom takes two, where others let it work
BETWEEN = 0.3  # seconds between two files of progress


def main(folder: Path) -> int:
    """Read the order, search, and leave the answer; 0 also when it was stopped."""
    order = orders.order_in(folder)
    if not order.repeatable:  # nobody is served yet where a hall is only being built
        step_back()
    answer = carry_out(folder, order)
    orders.write(folder, orders.ANSWER, answer)
    return 0


def step_back() -> None:
    """Let every other process of the machine go first, and leave it a core, where the system knows how."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(NICE)
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    with contextlib.suppress(AttributeError, OSError):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[1:] or cores)


def carry_out(folder: Path, order: Order) -> dict[str, Any]:
    """Return the answer to an order as an object for JSON."""
    from yichuang.rostering.engine.mend import Now, explain, resolve
    from yichuang.rostering.engine.month import solve
    from yichuang.rostering.engine.solver import Way
    from yichuang.rostering.reading import month_of, pins_of, roster_of
    from yichuang.rostering.reserves import unreserved
    from yichuang.rostering.types import Roster, Session

    problem, way = month_of(order.problem), Way(order.workers, order.seed, counted=order.repeatable)
    telling = _Telling(folder)
    if order.kind is Kind.SURVIVE:
        return _survive(order, telling)
    base = roster_of(order.base) if order.base is not None else None
    pins = frozenset(shift for shift, _person in order.pins)
    if order.kind is Kind.MONTH:
        result = solve(
            problem,
            base=base,
            pins=pins_of(order.pins),
            seconds=order.seconds,
            way=way,
            told=telling.hear,
            stop=telling.stopped,
        )
        base, now = result.roster, Now(0)  # what stays vacant is explained from what was found
    else:
        now = Now(order.now[0], Session(order.now[1]))
        base = base or Roster()
        result = resolve(
            problem,
            base,
            now=now,
            seconds=order.seconds,
            way=way,
            told=telling.hear,
            stop=telling.stopped,
            pins=pins,
        )
    answer = _told(result)
    over = Now(order.now[0], Session(order.now[1])).frozen(problem)
    answer["unreserved"] = _told_vacancies(unreserved(problem, result.roster, over))
    if result.vacancies and not telling.stopped():
        seconds = max(order.seconds, EXPLAIN_SECONDS)
        way_out = explain(problem, base, now=now, seconds=seconds, way=way, stop=telling.stopped, pins=pins)
        if way_out is not None:
            answer["way_out"] = {
                "relaxations": [[one.limit, one.person, one.when, one.more] for one in way_out.relaxations],
                "vacant": way_out.vacant,
                "changes": len(way_out.result.diff.changes),
                "proven": way_out.proven,
                "checked": way_out.checked,
                "confirmed": way_out.confirmed,
                "roster": dict(way_out.result.roster.assigned),
            }
    return answer


class _Telling:
    """Writes what is known so far, not more often than is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last = 0.0

    def stopped(self) -> bool:
        return (self.folder / orders.STOP).exists()

    def hear(self, progress: Progress, roster: Roster) -> None:
        now = time.monotonic()
        if now - self.last < BETWEEN:
            return
        self.last = now
        orders.write(
            self.folder,
            orders.PROGRESS,
            {
                "seconds": round(progress.seconds, 2),
                "tier": progress.tier,
                "vacant": progress.vacant,
                "short": progress.short,
                "changes": progress.changes,
                "cost": progress.cost,
                "least": progress.least,
                "roster": dict(roster.assigned),
            },
        )

    def count(self, tried: int, fragile: int) -> None:
        now = time.monotonic()
        if now - self.last >= BETWEEN:
            self.last = now
            orders.write(self.folder, orders.PROGRESS, {"tried": tried, "fragile": fragile})


def _told(result: Result) -> dict[str, Any]:
    return {
        "status": result.status,
        "roster": dict(result.roster.assigned),
        "tiers": {name: [one.found, one.least] for name, one in result.tiers.items()},
        "vacancies": _told_vacancies(result.vacancies),
        "shortfalls": [[one.group, one.day, one.session, one.need, one.planned] for one in result.shortfalls],
        "changes": len(result.diff.changes),
        "first_after": result.first_after,
        "seconds": round(result.seconds, 2),
    }


def _told_vacancies(vacancies: Iterable[Vacancy]) -> list[Any]:
    return [
        [one.shift, [[who.person, who.rank, who.why, who.post] for who in one.hindered]] for one in vacancies
    ]


def _survive(order: Order, telling: _Telling) -> dict[str, Any]:
    from yichuang.rostering.engine.solver import Way
    from yichuang.rostering.engine.surviving import surviving
    from yichuang.rostering.reading import month_of, roster_of

    found = surviving(
        month_of(order.problem),
        roster_of(order.base or {}),
        way=Way(workers=order.workers, seed=order.seed),
        told=telling.count,
        stop=telling.stopped,
        until=time.monotonic() + order.seconds,
    )
    return {
        "tried": found.tried,
        "fragile": [
            [
                one.person,
                one.day,
                _told_vacancies(one.vacancies),
            ]
            for one in found.fragile
        ],
    }


def leave(code: int) -> NoReturn:
    """End the process at once: a search for the bound that nobody waits for would abort an ordinary end."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main(Path(sys.argv[1])))
