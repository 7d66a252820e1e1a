"""A month as a model of CP-SAT: who has which shift, with everything that can be fixed taken as a constant.

x[shift, person] says who has a shift; on[person, day] that somebody works on a day.  Shifts that are fixed
(the past, what lies outside a window) are no variables but numbers in the sums, so that mending a few days
of a month is a small model.  A limit that what is fixed breaks already holds at what it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from ortools.sat.python import cp_model

from yichuang.rostering.ground import Candidate, Ground
from yichuang.rostering.types import COUNTED, Limit, Relaxation, Session

Literal: TypeAlias = cp_model.IntVar
Expression: TypeAlias = cp_model.LinearExprT
Constraint: TypeAlias = cp_model.BoundedLinearExpression | bool | np.bool_

# What it costs to bend a rule by one, where a post would else be vacant.
PRICES = {
    Limit.SESSIONS_WEEK: 2,
    Limit.SESSIONS_DAY: 3,
    Limit.DAYS_WEEK: 5,
    Limit.DAYS_RUN: 5,
    Limit.LEAVE: 20,
}
MOST_BENT = 2


class Cell:
    """What somebody has on one day: literals and the number of fixed sessions, by session and in all."""

    def __init__(self) -> None:
        self.free: dict[Session, list[tuple[str, Literal]]] = defaultdict(list)  # post, literal
        self.fixed: dict[Session, list[str]] = defaultdict(list)  # posts

    def literals(self, *sessions: Session) -> list[Literal]:
        """Return the literals of these sessions, or of all."""
        return [one for session in (sessions or tuple(Session)) for _post, one in self.free.get(session, ())]

    def number(self, *sessions: Session) -> int:
        """Return how many fixed sessions there are."""
        return sum(len(self.fixed.get(session, ())) for session in (sessions or tuple(Session)))


class Month:
    """The model with its variables; tiers are expressions that ``search`` minimises one after the other."""

    def __init__(
        self,
        ground: Ground,
        *,
        fixed: Mapping[str, str | None] | None = None,
        vacancies: bool = True,
        bend: bool = False,
    ) -> None:
        self.ground = ground
        self.bend = bend
        self.fixed = dict(fixed or {})
        self.model = cp_model.CpModel()
        self.x: dict[tuple[str, str], Literal] = {}
        self.vacant: dict[str, Literal] = {}
        self.bent: dict[tuple[Limit, str, int], Literal] = {}
        self.cells: dict[tuple[str, int], Cell] = defaultdict(Cell)
        self.on: dict[tuple[str, int], Literal | int] = {}
        self.short: list[Expression] = []  # windows short, by what each is worth
        self.unasked: list[Literal | int] = []  # flexible windows nobody asked for
        self._shifts(vacancies)
        self._days()
        self._weeks()
        self._runs()
        self._demands()

    def _shifts(self, vacancies: bool) -> None:
        model, ground = self.model, self.ground
        for shift in ground.problem.shifts:
            if shift.id in self.fixed:
                holder = self.fixed[shift.id]
                if holder is not None:
                    self.cells[holder, shift.day].fixed[shift.session].append(shift.post)
                continue
            mine = []
            for one in self._candidates(shift.id):
                literal = model.new_bool_var("")
                self.x[shift.id, one.person] = literal
                self.cells[one.person, shift.day].free[shift.session].append((shift.post, literal))
                mine.append(literal)
                if one.leave:
                    model.add_implication(literal, self._bent(Limit.LEAVE, one.person, shift.day, 1))
            if not shift.required:
                model.add_at_most_one(mine)
                continue
            if vacancies:
                self.vacant[shift.id] = model.new_bool_var("")
                mine.append(self.vacant[shift.id])
            model.add_exactly_one(mine)

    def _candidates(self, shift: str) -> list[Candidate]:
        # a rule is bent only where a post would else be vacant
        callable_back = self.bend and self.ground.shifts[shift].required
        return self.ground.candidates[shift] if callable_back else self.ground.present(shift)

    def _bent(self, limit: Limit, person: str, when: int, most: int = MOST_BENT) -> Literal:
        key = (limit, person, when)
        if key not in self.bent:
            self.bent[key] = self.model.new_int_var(0, most, "")
        return self.bent[key]

    def _at_most(
        self, free: list[Literal], number: int, limit: Limit, person: str, when: int, held: int | None = None
    ) -> None:
        """Let ``free`` and what is fixed stay within a limit, or within what was bent."""
        most = self.ground.limit(limit, person, when) if held is None else held
        room = max(0, most - number)
        if not free or len(free) <= room:
            return
        if self.bend:
            self.model.add(sum(free) <= room + self._bent(limit, person, when))
        else:
            self.model.add(sum(free) <= room)

    def _days(self) -> None:
        problem, model = self.ground.problem, self.model
        for (person, day), cell in self.cells.items():
            for session in Session:
                free = cell.literals(session)
                if cell.number(session):
                    for one in free:
                        model.add(one == 0)
                elif len(free) > 1:
                    model.add_at_most_one(free)
            free = cell.literals()
            if cell.number():
                self.on[person, day] = 1
            elif free:
                on = self.on[person, day] = model.new_bool_var("")
                for session in Session:
                    if cell.literals(session):
                        model.add(sum(cell.literals(session)) <= on)
                model.add_bool_or([*free, on.negated()])
            counted = cell.literals(*COUNTED)
            self._at_most(counted, cell.number(*COUNTED), Limit.SESSIONS_DAY, person, day)
            rested = (person, day + 1) in self.cells and problem.rules_on(day + 1).rest_after_evening
            if rested:
                self._rest(cell, self.cells[person, day + 1])

    def _rest(self, today: Cell, tomorrow: Cell) -> None:
        evening, morning = today.literals(Session.EVENING), tomorrow.literals(Session.MORNING)
        fixed = today.number(Session.EVENING) + tomorrow.number(Session.MORNING)
        if (evening or morning) and fixed < 2:
            self.model.add(sum(evening) + sum(morning) <= 1 - fixed)

    def _weeks(self) -> None:
        ground = self.ground
        people = {person for person, _day in self.cells}
        for person in sorted(people):
            for week, days in ground.week_days.items():
                on = [self.on[person, day] for day in days if (person, day) in self.on]
                free = [one for one in on if not isinstance(one, int)]
                worked = len(on) - len(free) + ground.days_before(person, week)
                self._at_most(free, worked, Limit.DAYS_WEEK, person, week)
                cells = [self.cells[person, day] for day in days if (person, day) in self.cells]
                sessions = [one for cell in cells for one in cell.literals(*COUNTED)]
                had = sum(cell.number(*COUNTED) for cell in cells) + ground.sessions_before(person, week)
                self._at_most(sessions, had, Limit.SESSIONS_WEEK, person, week)

    def _runs(self) -> None:
        ground = self.ground
        for person in sorted({person for person, _day in self.cells}):
            worked = ground.people[person].before
            for day in range(ground.problem.days):
                longest = ground.limit(Limit.DAYS_RUN, person, day)
                window = [self._works(person, one, worked) for one in range(day - longest, day + 1)]
                free = [one for one in window if not isinstance(one, int)]
                number = sum(one for one in window if isinstance(one, int))
                self._at_most(free, number, Limit.DAYS_RUN, person, day, held=longest)

    def _demands(self) -> None:
        """Say for every demand by how many windows the plan falls short, and how many nobody asked for."""
        ground = self.ground
        for place, wanted in sorted(ground.wanted.items()):
            asked = ground.demands[place].flexible if place in ground.demands else 0
            worth = ground.demands[place].worth if place in ground.demands else 0
            open_then: list[Literal] = []
            number = sum(1 for shift in wanted if self.fixed.get(shift) is not None)
            for shift in wanted:
                if shift not in self.fixed:
                    open_then += [self.x[shift, one.person] for one in self._candidates(shift)]
            missing, many = asked - number, len(open_then)
            self.short.append(worth * self._beyond(missing - sum(open_then), missing))
            self.unasked.append(self._beyond(sum(open_then) - missing, many - missing))
        for place, demand in ground.demands.items():
            if place not in ground.wanted:
                self.short.append(demand.worth * demand.flexible)

    def _beyond(self, left: Expression, most: int) -> Literal | int:
        """Return what is left above nothing, of which there is no more than ``most``."""
        if most <= 0 or isinstance(left, int):
            return max(0, most)
        above = self.model.new_int_var(0, most, "")
        self.model.add(above >= left)
        return above

    def _works(self, person: str, day: int, worked: frozenset[int]) -> Literal | int:
        return int(day in worked) if day < 0 else self.on.get((person, day), 0)

    # the tiers

    def vacancies(self) -> Expression:
        """Return how many of the free shifts are vacant."""
        return sum(self.vacant.values())

    def windows_short(self) -> Expression:
        """Return what the windows that are short are worth."""
        return sum(self.short)

    def bent_price(self) -> Expression:
        """Return what bending rules costs."""
        return sum(PRICES[limit] * one for (limit, _who, _when), one in self.bent.items())

    def changes(self, base: Mapping[str, str]) -> Expression:
        """Return how many of the free shifts somebody else has than in ``base``; nobody is somebody else."""
        kept: list[Expression] = []
        number = 0
        for shift in self.free():
            holder = base.get(shift)
            number += 1
            if holder is not None:
                literal = self.x.get((shift, holder))
            elif self.ground.shifts[shift].required:
                literal = self.vacant.get(shift)
            else:
                kept.append(1 - sum(self.x[shift, one.person] for one in self._candidates(shift)))
                continue
            if literal is not None:
                kept.append(literal)
        return number - sum(kept)

    def free(self) -> list[str]:
        """Return the shifts that are not fixed."""
        return [one.id for one in self.ground.problem.shifts if one.id not in self.fixed]

    def relaxations(self, value: Mapping[tuple[Limit, str, int], int]) -> tuple[Relaxation, ...]:
        """Return what was bent in a solution."""
        return tuple(
            Relaxation(limit, person, when, more)
            for (limit, person, when), more in sorted(value.items())
            if more
        )
