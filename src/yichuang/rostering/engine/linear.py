"""The same month as a linear program: where the search should look, and a bound it does not have to find.

Whatever constraint a model of CP-SAT has here (cardinalities, clauses, implications, sums) is a linear row,
so the program is written from the model itself.  Its relaxation takes half a second and is within two
hundredths of the best roster; SCIP with its cuts, on one thread beside the search, raises the bound.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping
from datetime import timedelta

from ortools.math_opt.python import mathopt
from ortools.sat.python.cp_model_helper import ConstraintProto

from yichuang.rostering.engine.model import Expression, Month

WHOLE = 1e-6


class Linear:
    """A month's model and objective, as rows."""

    def __init__(self, month: Month, objective: Expression) -> None:
        month.model.minimize(objective)
        proto = month.model.proto
        self.month = month
        self.program = mathopt.Model()
        self.variables = [
            self.program.add_variable(lb=float(min(one.domain)), ub=float(max(one.domain)))
            for one in proto.variables
        ]
        for one in proto.constraints:
            self._constraint(one)
        told = proto.objective
        weighed = zip(list(told.vars), list(told.coeffs), strict=True)
        self.program.minimize(
            mathopt.fast_sum(weight * self.variables[index] for index, weight in weighed) + told.offset
        )

    def _constraint(self, one: ConstraintProto) -> None:
        unless = [-literal - 1 for literal in one.enforcement_literal]
        if one.has_exactly_one():
            self._row(one.exactly_one.literals, least=1, most=1)
        elif one.has_at_most_one():
            self._row(one.at_most_one.literals, most=1)
        elif one.has_bool_or():
            self._row([*unless, *one.bool_or.literals], least=1)
        elif one.has_bool_and():
            for literal in one.bool_and.literals:
                self._row([*unless, literal], least=1)
        elif one.has_linear() and not unless:
            domain = list(one.linear.domain)
            pairs = zip(list(one.linear.vars), list(one.linear.coeffs), strict=True)
            self._sum(dict(pairs), _finite(domain[0]), _finite(domain[len(domain) - 1]))
        else:
            raise ValueError("a constraint that is no row")

    def _row(self, literals: Iterable[int], *, least: float = -math.inf, most: float = math.inf) -> None:
        weights: dict[int, float] = {}
        constant = 0
        for literal in literals:
            index, sign = (literal, 1) if literal >= 0 else (-literal - 1, -1)
            weights[index] = weights.get(index, 0) + sign
            constant += sign < 0
        self._sum(weights, least - constant, most - constant)

    def _sum(self, weights: Mapping[int, float], least: float, most: float) -> None:
        row = self.program.add_linear_constraint(lb=least, ub=most)
        for index, weight in weights.items():
            row.set_coefficient(self.variables[index], weight)

    def relaxed(self, seconds: float) -> Relaxed | None:
        """Solve the relaxation; None when there is no roster of this kind, or no time."""
        result = mathopt.solve(self.program, mathopt.SolverType.GLOP, params=_within(seconds))
        if not result.has_primal_feasible_solution() or not result.has_dual_feasible_solution():
            return None
        values, prices = result.variable_values(), result.reduced_costs()
        return Relaxed(
            least=_up(result.objective_value()),
            values={key: values[self.variables[one.index]] for key, one in self.month.x.items()},
            prices={key: prices[self.variables[one.index]] for key, one in self.month.x.items()},
        )

    def bounding(self, seconds: float) -> Bounding:
        """Let SCIP raise the bound in a thread of its own for so many seconds."""
        for one in self.variables:
            one.integer = True
        return Bounding(self.program, seconds)


class Relaxed:
    """The relaxation: a bound, and for every shift and person what part of it they have and what it costs."""

    def __init__(
        self,
        *,
        least: int,
        values: Mapping[tuple[str, str], float],
        prices: Mapping[tuple[str, str], float],
    ) -> None:
        self.least = least
        self.values, self.prices = values, prices

    def far(self, price: float) -> list[tuple[str, str]]:
        """Return who has no part of a shift and would cost more than ``price`` to be given it."""
        return [key for key, value in self.values.items() if value < WHOLE and self.prices[key] > price]

    def rounded(self) -> dict[str, str]:
        """Return who has most of each shift."""
        best: dict[str, tuple[float, str]] = {}
        for (shift, person), value in self.values.items():
            if value > best.get(shift, (0.0, ""))[0]:
                best[shift] = (value, person)
        return {shift: person for shift, (_value, person) in best.items()}


class Bounding:
    """A bound that is raised while others search; it is there when its seconds are over, not before.

    SCIP cannot be interrupted from here: whoever ends earlier does without it.
    """

    def __init__(self, program: mathopt.Model, seconds: float) -> None:
        self.least = 0
        self._thread = threading.Thread(
            target=self._run, args=(program, seconds), daemon=True, name="roster-bound"
        )
        self._thread.start()

    def _run(self, program: mathopt.Model, seconds: float) -> None:
        result = mathopt.solve(program, mathopt.SolverType.GSCIP, params=_within(seconds))
        bound = result.termination.objective_bounds.dual_bound
        if math.isfinite(bound):
            self.least = _up(bound)

    def wait(self, seconds: float) -> int:
        """Return the bound, waiting so long for it; 0 when it is not there."""
        self._thread.join(max(seconds, 0))
        return self.least


def _within(seconds: float) -> mathopt.SolveParameters:
    return mathopt.SolveParameters(time_limit=timedelta(seconds=max(seconds, 0.1)), threads=1)


def _finite(number: int) -> float:
    return float(number) if abs(number) < 2**53 else math.copysign(math.inf, number)


def _up(bound: float) -> int:
    return math.ceil(bound - WHOLE)
