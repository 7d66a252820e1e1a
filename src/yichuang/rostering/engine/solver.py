"""One call of CP-SAT: an objective, a time, a hint; every better roster is told, and it can be stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from yichuang.rostering.engine.model import Constraint, Expression, Month
from yichuang.rostering.types import Limit

UNHURRIED = 3600.0  # seconds: as good as no limit, where the effort is counted
POLL = 0.1  # seconds between two looks whether to stop


@dataclass
class Found:
    """What one call of the solver gave: ``status`` as CP-SAT says it, values when there is a solution."""

    status: str
    assigned: dict[str, str] = field(default_factory=dict)
    bent: dict[tuple[Limit, str, int], int] = field(default_factory=dict)
    value: int = 0
    least: int = 0

    @property
    def found(self) -> bool:
        """Say whether there is a roster."""
        return self.status in {"OPTIMAL", "FEASIBLE"}

    @property
    def proven(self) -> bool:
        """Say whether the objective is proven to be the least."""
        return self.status == "OPTIMAL"


@dataclass(frozen=True)
class Way:
    """How to search: threads, seed, and what is switched; two ways that differ confirm one another."""

    workers: int = 6  # also on two cores: the linear worker and most neighbourhoods exist only from here on
    seed: int = 1
    linear: int | None = None
    presolve: bool = True
    counted: bool = False  # the effort, not the seconds: the same search finds the same on every machine
    others: Mapping[str, object] = field(default_factory=dict)


FIRST = Way()
SECOND = Way(workers=1, seed=97, linear=2)

Told = Callable[[dict[str, str], int, int], None]  # roster, value, bound


class _Telling(cp_model.CpSolverSolutionCallback):
    def __init__(self, month: Month, told: Told | None, stop_at: int | None) -> None:
        super().__init__()
        self._month, self._told, self._stop_at = month, told, stop_at

    def on_solution_callback(self) -> None:
        value, least = round(self.objective_value), _up(self.best_objective_bound)
        if self._told is not None:
            held = {shift: who for (shift, who), one in self._month.x.items() if self.boolean_value(one)}
            self._told(held, value, least)
        if self._stop_at is not None and value <= self._stop_at:
            self.stop_search()


def _up(bound: float) -> int:
    """Return the least whole number that a bound allows."""
    return -int(-(bound - 1e-6) // 1)


def minimise(
    month: Month,
    objective: Expression,
    *,
    seconds: float,
    way: Way = FIRST,
    hint: Mapping[str, str] | None = None,
    told: Told | None = None,
    stop: Callable[[], bool] | None = None,
    stop_at: int | None = None,
    without: Sequence[tuple[str, str]] = (),
    also: Sequence[Constraint] = (),
) -> Found:
    """Search for the least ``objective`` for so many seconds; ``stop_at`` is good enough.

    ``told`` hears every better roster (the free shifts of it) with its value and the bound.  ``without`` are
    pairs of shift and person that are left out this time, ``also`` constraints that hold this time.  The
    model itself stays as it is.
    """
    model = month.model.clone()
    for key in without:
        model.add(month.x[key] == 0)
    for constraint in also:
        model.add(constraint)
    if hint:
        for (shift, person), literal in month.x.items():
            model.add_hint(literal, hint.get(shift) == person)
    model.minimize(objective)
    solver = prepared(way, seconds)
    callback = _Telling(month, told, stop_at) if told or stop_at is not None else None
    watch = _watch(solver, stop) if stop else None
    try:
        status = solver.solve(model, callback) if callback else solver.solve(model)
    finally:
        if watch:
            watch.set()
    return _found(month, solver, solver.status_name(status))


def prepared(way: Way, seconds: float) -> cp_model.CpSolver:
    """Return a solver that searches in this way for so many seconds."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = UNHURRIED if way.counted else max(seconds, 0.05)
    if way.counted:
        parameters.max_deterministic_time = seconds
    parameters.num_workers = 1 if way.counted else way.workers
    parameters.random_seed = way.seed
    parameters.cp_model_presolve = way.presolve
    if way.linear is not None:
        parameters.linearization_level = way.linear
    for name, value in way.others.items():
        if isinstance(value, tuple):
            getattr(parameters, name).extend(value)
        else:
            setattr(parameters, name, value)
    return solver


def _watch(solver: cp_model.CpSolver, stop: Callable[[], bool]) -> threading.Event:
    done = threading.Event()

    def look() -> None:
        while not done.wait(POLL):
            if stop():
                solver.stop_search()
                time.sleep(POLL)

    threading.Thread(target=look, daemon=True, name="roster-stop").start()
    return done


def _found(month: Month, solver: cp_model.CpSolver, status: str) -> Found:
    if status not in {"OPTIMAL", "FEASIBLE"}:
        return Found(status)
    return Found(
        status,
        assigned={shift: who for (shift, who), one in month.x.items() if solver.boolean_value(one)},
        bent={key: solver.value(one) for key, one in month.bent.items()},
        value=round(solver.objective_value),
        least=_up(solver.best_objective_bound),
    )
