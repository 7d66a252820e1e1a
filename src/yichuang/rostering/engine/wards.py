"""The instances of Curtois & Qu as a model of CP-SAT."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from yichuang.rostering.engine.model import Literal
from yichuang.rostering.engine.solver import FIRST, Way, prepared
from yichuang.rostering.nurses import Nurse, Plan, Ward

TERMS = tuple[list[tuple[int, Literal]], int]


@dataclass(frozen=True)
class WardResult:
    """The best plan found, what is proven about it, and when the first one was there."""

    plan: Plan
    value: int | None
    least: int
    first_after: float | None
    seconds: float


class _Ward:
    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.model = cp_model.CpModel()
        self.x: dict[tuple[str, int, str], Literal] = {}
        self.on: dict[tuple[str, int], Literal] = {}
        self.terms: list[tuple[int, Literal]] = []
        self.constant = 0
        for nurse in ward.nurses:
            self._days(nurse)
            self._sums(nurse)
            self._runs(nurse)
            self._weekends(nurse)
        self._requests()
        self._demands()
        self.model.minimize(sum(weight * one for weight, one in self.terms) + self.constant)

    def _days(self, nurse: Nurse) -> None:
        model = self.model
        for day in range(self.ward.days):
            on = self.on[nurse.id, day] = model.new_bool_var("")
            kinds = []
            for kind in self.ward.kinds:
                literal = self.x[nurse.id, day, kind.id] = model.new_bool_var("")
                kinds.append(literal)
                if nurse.most_of.get(kind.id, 0) == 0 or day in nurse.off:
                    model.add(literal == 0)
            model.add_exactly_one([*kinds, on.negated()])
        for day in range(self.ward.days - 1):
            for kind in self.ward.kinds:
                if kind.not_before:
                    following = [self.x[nurse.id, day + 1, one] for one in kind.not_before]
                    model.add_at_most_one([self.x[nurse.id, day, kind.id], *following])

    def _sums(self, nurse: Nurse) -> None:
        days = range(self.ward.days)
        for kind in self.ward.kinds:
            most = nurse.most_of.get(kind.id, 0)
            if 0 < most < self.ward.days:
                self.model.add(sum(self.x[nurse.id, day, kind.id] for day in days) <= most)
        minutes = sum(
            kind.minutes * self.x[nurse.id, day, kind.id] for kind in self.ward.kinds for day in days
        )
        self.model.add_linear_constraint(minutes, nurse.least_minutes, nurse.most_minutes)

    def _runs(self, nurse: Nurse) -> None:
        model, days = self.model, self.ward.days
        on = [self.on[nurse.id, day] for day in range(days)]
        for first in range(days - nurse.most_run):
            model.add(sum(on[first : first + nurse.most_run + 1]) <= nurse.most_run)
        for length in range(1, nurse.least_run):  # off, on × length, off
            for day in range(1, days - length):
                model.add_bool_or(
                    [on[day - 1], *(one.negated() for one in on[day : day + length]), on[day + length]]
                )
        for length in range(1, nurse.least_off):
            for day in range(1, days - length):
                model.add_bool_or(
                    [on[day - 1].negated(), *on[day : day + length], on[day + length].negated()]
                )

    def _weekends(self, nurse: Nurse) -> None:
        worked = []
        for pair in self.ward.weekends:
            literal = self.model.new_bool_var("")
            worked.append(literal)
            for day in pair:
                if day < self.ward.days:
                    self.model.add_implication(self.on[nurse.id, day], literal)
        if len(worked) > nurse.most_weekends:
            self.model.add(sum(worked) <= nurse.most_weekends)

    def _requests(self) -> None:
        for one in self.ward.requests:
            literal = self.x[one.nurse, one.day, one.kind]
            if one.wanted:
                self.constant += one.weight
                self.terms.append((-one.weight, literal))
            else:
                self.terms.append((one.weight, literal))

    def _demands(self) -> None:
        there = defaultdict(list)
        for (_nurse, day, kind), literal in self.x.items():
            there[day, kind].append(literal)
        for one in self.ward.demands:
            people = there[one.day, one.kind]
            under = self.model.new_int_var(0, one.number, "")
            over = self.model.new_int_var(0, max(0, len(people) - one.number), "")
            self.model.add(sum(people) + under - over == one.number)
            self.terms += [(one.under, under), (one.over, over)]


def solve_ward(
    ward: Ward,
    *,
    seconds: float,
    way: Way = FIRST,
    told: Callable[[float, int, int], None] | None = None,
) -> WardResult:
    """Search a plan of an instance for so many seconds, the building of the model included."""
    began = time.monotonic()
    built = _Ward(ward)
    solver = prepared(way, seconds - (time.monotonic() - began))
    first: list[float] = []

    class Telling(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            first.append(time.monotonic() - began)
            if told:
                told(first[-1], round(self.objective_value), round(self.best_objective_bound))

    status = solver.solve(built.model, Telling())
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    plan = {
        (nurse, day): kind
        for (nurse, day, kind), one in built.x.items()
        if found and solver.boolean_value(one)
    }
    return WardResult(
        plan=plan,
        value=round(solver.objective_value) if found else None,
        least=-int(-(solver.best_objective_bound - 1e-6) // 1),
        first_after=first[0] if first else None,
        seconds=time.monotonic() - began,
    )
