"""Give people whole days at one post, where a plan lets them take turns within a day for no reason.

Whoever takes over a post's whole day gives what they have elsewhere at that hour to whom they relieve.
Nothing else moves, no rule is broken and no shift becomes vacant: it is done when the vacancies are filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from yichuang.rostering.table import Table
from yichuang.rostering.types import SESSIONS, Session, Shift


def straighten(table: Table) -> None:
    """Let every post's day, or all of it but the evening, be one person's wherever that parts less."""
    days: dict[tuple[str, int], list[Shift]] = defaultdict(list)
    for shift in sorted(table.ground.problem.shifts, key=lambda one: SESSIONS.index(one.session)):
        if shift.id in table.holder:
            days[shift.post, shift.day].append(shift)
    straightener = _Straightener(table, days)
    for post, day in days:
        straightener.straighten(post, day)


class _Straightener:
    def __init__(self, table: Table, days: dict[tuple[str, int], list[Shift]]) -> None:
        self.table, self.ground, self.days = table, table.ground, days

    def straighten(self, post: str, day: int) -> None:
        """Try everybody who has a part of the day, the post's A first."""
        hands = {self.table.holder[one.id] for one in self.days[post, day]}
        if len(hands) < 2:
            return
        for person in sorted(hands, key=self.ground.posts[post].ranks.index):
            for moves in self._ways(post, day, person):
                if self._moved(moves, day):
                    return

    def _ways(self, post: str, day: int, person: str) -> Iterator[dict[str, str]]:
        """Yield who would have which shift if a post's day, or all but its evening, were somebody's."""
        whole = self.days[post, day]
        without = [one for one in whole if one.session is not Session.EVENING]
        for part in (whole,) if len(without) in (0, len(whole)) else (whole, without):
            moves = {}
            for shift in part:
                other = self.table.holder[shift.id]
                if other == person:
                    continue
                moves[shift.id] = person
                elsewhere = self.table.at.get((person, day), {}).get(shift.session)
                if elsewhere is not None:
                    moves[elsewhere] = other
            if moves and not self.table.frozen & set(moves):
                yield moves

    def _moved(self, moves: dict[str, str], day: int) -> bool:
        """Move shifts; put back as it was what breaks a rule or parts no fewer days."""
        table = self.table
        posts = {self.ground.shifts[one].post for one in moves}
        people = {table.holder[one] for one in moves} | set(moves.values())
        parted = self._parted(posts, people, day)
        before = {one: table.take(one) for one in moves}
        done: list[str] = []
        for shift_id, person in moves.items():
            there = {one.person for one in self.ground.present(shift_id)}
            if person not in there or table.hindrance(person, self.ground.shifts[shift_id]) is not None:
                break
            table.put(shift_id, person)
            done.append(shift_id)
        else:
            if self._parted(posts, people, day) < parted:
                return True
        for shift_id in done:
            table.take(shift_id)
        for shift_id, person in before.items():
            table.put(shift_id, person)
        return False

    def _parted(self, posts: set[str], people: set[str], day: int) -> int:
        """Count how often these posts change hands on a day, and these people their post."""
        table, shifts = self.table, self.ground.shifts
        hands = [[table.holder[one.id] for one in self.days[post, day]] for post in posts]
        places = [{shifts[one].post for one in table.at.get((who, day), {}).values()} for who in people]
        changes = sum(one != other for held in hands for one, other in pairwise(held))
        return changes + sum(len(one) - 1 for one in places if one)
