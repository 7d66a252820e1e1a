"""What a month's roster costs by its wishes: the last tier, as an expression over the model's variables.

Every term has the tightest linear form we know, since the bound comes from the linear relaxation: squares are
sums of rising marginals, and a change of post is told by one inequality for every way to part a person's
posts in two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise

from yichuang.rostering.engine.model import Cell, Expression, Literal, Month
from yichuang.rostering.ground import Candidate, Ground
from yichuang.rostering.types import Session

FEW_POSTS = 4  # up to here every way to part them is told


class Wishes:
    """The cost of a month; terms are gathered as pairs of weight and literal, and a constant."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.terms: list[tuple[int, Literal]] = []
        self.constant = 0
        self._prices()
        for (person, day), cell in list(month.cells.items()):
            self._split(cell)
            self._switch(cell)
            self._through(cell)
            if (person, day + 1) in month.cells:
                self._morning_after(cell, month.cells[person, day + 1])
        self._burdens()
        self._unasked()

    def expression(self) -> Expression:
        """Return the cost as one expression."""
        return sum(weight * one for weight, one in self.terms) + self.constant

    def _prices(self) -> None:
        ground = self.month.ground
        ranks = {shift: {one.person: one for one in ground.candidates[shift]} for shift in ground.shifts}
        for (shift, person), literal in self.month.x.items():
            price = ground.price(ranks[shift][person], ground.shifts[shift])
            if price:
                self.terms.append((price, literal))
        for shift, holder in self.month.fixed.items():
            if holder is not None and holder in ground.posts[ground.shifts[shift].post].ranks:
                rank = ground.posts[ground.shifts[shift].post].ranks.index(holder)
                self.constant += ground.price(Candidate(holder, rank), ground.shifts[shift])

    def _both(
        self, weight: int, free: list[Literal], number: int, told: Literal | None = None
    ) -> Literal | None:
        """Let ``weight`` be paid when two of these come together; return the literal that says so."""
        if not weight or (not free and number < 2):
            return told
        if number >= 2:
            if told is None:
                self.constant += weight
            return told
        if len(free) + number < 2:
            return told
        if told is None:
            told = self.month.model.new_bool_var("")
            self.terms.append((weight, told))
        self.month.model.add(sum(free) + number <= 1 + told)
        return told

    def _split(self, cell: Cell) -> None:
        self._two(
            self.month.ground.problem.weights.split_am_eve, cell, Session.MORNING, cell, Session.EVENING
        )

    def _through(self, cell: Cell) -> None:
        weight = self.month.ground.problem.weights.through_noon
        three = (Session.MORNING, Session.NOON, Session.AFTERNOON)
        if not weight or not all(cell.literals(one) or cell.number(one) for one in three):
            return
        free, number = cell.literals(*three), sum(min(1, cell.number(one)) for one in three)
        if number == len(three):
            self.constant += weight
            return
        told = self.month.model.new_bool_var("")
        self.terms.append((weight, told))
        self.month.model.add(sum(free) + number <= 2 + told)

    def _morning_after(self, today: Cell, tomorrow: Cell) -> None:
        weight = self.month.ground.problem.weights.am_after_eve
        self._two(weight, today, Session.EVENING, tomorrow, Session.MORNING)

    def _two(self, weight: int, one: Cell, first: Session, other: Cell, second: Session) -> None:
        there = [cell.literals(at) or cell.number(at) for cell, at in ((one, first), (other, second))]
        if all(there):
            free = one.literals(first) + other.literals(second)
            # what is fixed stays within one a session; sums of free ones do by the model
            self._both(weight, free, min(1, one.number(first)) + min(1, other.number(second)))

    def _switch(self, cell: Cell) -> None:
        weight = self.month.ground.problem.weights.switch_post_same_day
        morning, afternoon = _by_post(cell, Session.MORNING), _by_post(cell, Session.AFTERNOON)
        posts = sorted(set(morning) | set(afternoon))
        if not weight or not morning or not afternoon or len(posts) < 2:
            return
        fixed_am, fixed_pm = cell.fixed.get(Session.MORNING, []), cell.fixed.get(Session.AFTERNOON, [])
        if fixed_am and fixed_pm:
            self.constant += weight if set(fixed_am) != set(fixed_pm) else 0
            return
        told: Literal | None = None
        for part in _parts(posts):
            free = [one for post in part for one in morning.get(post, [])]
            free += [one for post in posts if post not in part for one in afternoon.get(post, [])]
            number = sum(1 for post in fixed_am if post in part)
            number += sum(1 for post in fixed_pm if post not in part)
            told = self._both(weight, free, min(number, 1), told)

    def _burdens(self) -> None:
        weights, ground = self.month.ground.problem.weights, self.month.ground
        free: dict[tuple[str, str], list[Literal]] = defaultdict(list)  # person and burden
        had: Counter[tuple[str, str]] = Counter()
        for (shift_id, person), literal in self.month.x.items():
            for burden in _burdens_of(ground, shift_id, person):
                free[person, burden].append(literal)
        for shift_id, holder in self.month.fixed.items():
            if holder is not None:
                had.update((holder, burden) for burden in _burdens_of(ground, shift_id, holder))
        for person, one in ground.people.items():
            for burden, weight, carried in (
                ("weekend", weights.weekend_sq, one.weekends),
                ("evening", weights.eve_sq, one.evenings),
                ("stand_in", weights.stand_in_sq, one.stand_ins),
            ):
                self._square(person, weight, carried, had[person, burden], free[person, burden])

    def _unasked(self) -> None:
        weight = self.month.ground.problem.weights.unasked
        for one in self.month.unasked:
            if isinstance(one, int):
                self.constant += weight * one
            else:
                self.terms.append((weight, one))

    def _square(self, person: str, weight: int, carried: int, had: int, free: list[Literal]) -> None:
        marginals = self.month.ground.marginals(person, weight, carried, had + len(free))
        self.constant += sum(marginals[:had])
        if not weight or not free:
            return
        steps = [self.month.model.new_bool_var("") for _one in free]
        self.month.model.add(sum(free) == sum(steps))
        for one, following in pairwise(steps):
            self.month.model.add_implication(following, one)
        self.terms += list(zip(marginals[had:], steps, strict=True))


def _burdens_of(ground: Ground, shift_id: str, person: str) -> list[str]:
    """Return which burdens a shift is to somebody."""
    shift = ground.shifts[shift_id]
    borne = {
        "weekend": shift.weekend,
        "evening": shift.session is Session.EVENING,
        "stand_in": bool(ground.posts[shift.post].rank(person)),
    }
    return [burden for burden, is_one in borne.items() if is_one]


def _by_post(cell: Cell, session: Session) -> dict[str, list[Literal]]:
    found: dict[str, list[Literal]] = {post: [] for post in cell.fixed.get(session, ())}
    for post, literal in cell.free.get(session, ()):
        found.setdefault(post, []).append(literal)
    return found


def _parts(posts: list[str]) -> list[set[str]]:
    sizes = range(1, len(posts)) if len(posts) <= FEW_POSTS else (1, len(posts) - 1)
    return [set(one) for size in sizes for one in combinations(posts, size)]
