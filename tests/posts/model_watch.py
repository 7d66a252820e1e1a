"""Who is missed where, who is told of it, and where everybody is, by the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.posts.model import Paper
from tests.posts.model_words import GRACE, HOLDERS, MINUTE, day_of, is_open, part_at, sessions
from tests.posts.planned import HEAD, OFFICE
from yichuang.posts.types import Where

STEP = timedelta(minutes=5)
RUNGS = ("b", "head", "office")
Told = tuple[object, ...]


@dataclass
class Empty:
    """A post that was told as empty: since when, when it was told, and how far."""

    since: datetime
    told: datetime
    rung: int = 0


@dataclass
class Watch(Paper):
    """The paper, with the list of empty posts."""

    empty: dict[int, Empty] = field(default_factory=dict)

    def empty_since(self, window: int, now: datetime) -> datetime | None:
        """Return since when nobody is at a window in its hours; hours without a break are one stretch."""
        if not is_open(window, now) or window in self.at:
            return None
        spans = sorted(sessions(window, day_of(now)).values())
        opens = next(begins for begins, ends in spans if begins <= now < ends)
        while any(ends == opens for _begins, ends in spans):
            opens = next(begins for begins, ends in spans if ends == opens)
        return max([opens, *(ended for place, _who, _since, ended in self.sat if place == window)])

    def tells_of_empty(self, now: datetime) -> dict[int, list[Told]]:
        """Return what is told of every window now: that it is empty, to whom next, that somebody is there."""
        told: dict[int, list[Told]] = {window: [] for window in HOLDERS}
        for window, one in list(self.empty.items()):
            if self.empty_since(window, now) != one.since:
                del self.empty[window]
                told[window].append(("ended", int((now - one.since) / MINUTE)))
        for window in HOLDERS:
            since = self.empty_since(window, now)
            if window not in self.empty and since is not None and now - since >= GRACE:
                self.empty[window] = Empty(since, now)
                told[window] += [("empty", since), *self._tells(window, 0, now)]
        for window, one in self.empty.items():
            while one.rung < 2 and (
                now >= one.told + (one.rung + 1) * STEP or not self.who_helps(window, one.rung, now)
            ):
                one.rung += 1
                told[window] += self._tells(window, one.rung, now)
        return told

    def _tells(self, window: int, rung: int, now: datetime) -> list[Told]:
        people = self.who_helps(window, rung, now)
        return [(RUNGS[rung], frozenset(people))] if people else []

    def who_helps(self, window: int, rung: int, now: datetime) -> set[str]:
        """Return who is told first, second and third; whoever is away is no help while another is there."""
        if RUNGS[rung] == "office":
            return {OFFICE}
        if RUNGS[rung] == "head":
            return {HEAD} - self.gone(now) if window == 1 else set()
        planned = self.plan.get((window, day_of(now), part_at(window, now) or ""))
        standing = {
            one.b for one in self.covers.values()
            if one.window == window and one.runs(now) and (planned is None or one.a == planned[0])
        }  # fmt: skip
        asked = (standing, set(planned[1:]) if planned else set(), set(HOLDERS[window][1:]))
        return next((there for one in asked if (there := one - self.gone(now))), set())

    def gone(self, now: datetime) -> set[str]:
        return {one.who for one in self.leaves if one.away(now)}

    def named(self, now: datetime) -> dict[int, str]:
        """Return whom each window's screen names: who may be there, or still serves who was called."""
        return {
            window: one.who for window, one in self.at.items()
            if not one.is_over(now) or window in self.serving
        }  # fmt: skip

    def whereabouts(self, window: int, now: datetime) -> tuple[str, Where, set[str | None]]:
        """Return, for an open window, whom it expects, where they are, and who may be named as covering."""
        a, there = self.expected(window, now), self.at.get(window)
        assert a is not None
        there = None if there is None or there.is_over(now) else there
        here = there is not None and there.who == a
        at_post = here and there is not None and not there.out and a not in self.gone(now)
        if there is not None and not here:
            return a, Where.AT_POST if at_post else Where.AWAY, {there.who}
        standing = {
            one.b for one in self.covers.values()
            if (one.window, one.a) == (window, a) and one.runs(now) and one.b not in self.gone(now)
        }  # fmt: skip
        return a, Where.AT_POST if at_post else Where.AWAY, (set() if at_post else standing) or {None}
