"""A day that is written down by hand, for its judge to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.support.history import Asked, History, Kept, Told, violations

DAY = date(2026, 3, 2)
MORNING = round(datetime(2026, 3, 2, 1, 30, tzinfo=UTC).timestamp() * 1_000_000)
MINUTE = 60_000_000


class Day:
    """A day that is written down entry by entry, each a minute after the one before."""

    def __init__(self) -> None:
        self.history = History()
        self.labels: dict[str, str] = {}
        self.tell("policy_set", "hall", policy=1, active_from="2026-03-02", classes=["elderly", "emergency"],
                  head_starts=[15, 0], approvals=[False, False], caps=[True, False])  # fmt: skip
        for window in ("w1", "w2"):
            self.tell("serves_added", "hall", window_id=window, line_id="a", item_id=None)

    def tell(self, name: str, ticket: str, **body: Any) -> None:
        seq = len(self.history.story) + 1
        label = {"label": self.labels[ticket]} if ticket in self.labels else {}
        told = Told(seq, MORNING + seq * MINUTE, f"e{seq}", f"queueing.{name}", ticket, label | body)
        self.history.story.append(told)
        self.history.keys.append((f"k{seq}", told.entry))

    def take(self, ticket: str, number: int, line: str = "a") -> None:
        label = self.labels[ticket] = f"{line.upper()}{number:03d}"
        self.tell("ticket_taken", ticket, line_id=line, item_id=None, number=number, priority="ordinary",
                  business_day="2026-03-02")  # fmt: skip
        kept = Kept(ticket, line, DAY, number, label, f"token-{ticket}", "waiting", None)
        self.history.tickets.append(kept)
        self.history.counters[line, DAY] = number

    def call(self, ticket: str, window: str, *passed_over: str) -> None:
        why = {"policy": 1, "rank": len(passed_over), "passed_over": list(passed_over)}
        self.tell("ticket_called", ticket, window_id=window, **why)
        self.history.open_calls.append((ticket, window))
        self.now(ticket, "called", window)

    def elder(self, ticket: str, priority: str = "elderly") -> None:
        self.tell("priority_granted", ticket, priority=priority)

    def send_on(self, ticket: str, window: str, line: str) -> None:
        self.tell("ticket_transferred", ticket, window_id=window, line_id=line)
        self.history.open_calls.remove((ticket, window))
        self.now(ticket, "waiting", None)

    def serve(self, ticket: str, window: str) -> None:
        self.tell("service_begun", ticket, window_id=window)
        self.tell("ticket_served", ticket, window_id=window)
        self.history.open_calls.remove((ticket, window))
        self.now(ticket, "finished", window)

    def now(self, ticket: str, state: str, window: str | None) -> None:
        rows = self.history.tickets
        rows[:] = [replace(one, state=state, window=window) if one.id == ticket else one for one in rows]

    def entry(self, name: str) -> int:
        """Return where the first entry of a name stands."""
        return next(n for n, told in enumerate(self.history.story) if told.name == f"queueing.{name}")

    def answered(self, *, apart: float = 1.0, lasting: float = 0.5) -> None:
        """Let every act have been asked for by a client that knows when, and what it was told."""
        for n, told in enumerate(self.history.story):
            begun = n * apart
            self.history.asked.append(
                Asked(f"k{told.seq}", begun, begun + lasting, 200, told.ticket, told.body.get("label", ""))
            )


def a_day() -> Day:
    """Two people, one served at window w1, one called to w2."""
    day = Day()
    day.take("t1", 1)
    day.take("t2", 2)
    day.call("t1", "w1")
    day.call("t2", "w2")
    day.serve("t1", "w1")
    return day


def a_long_line(ordinary: int = 4, elders: int = 3) -> Day:
    """Some who came first, then some elders, who are before them by their head start."""
    day = Day()
    for n in range(1, ordinary + elders + 1):
        day.take(f"t{n}", n)
    for n in range(ordinary + 1, ordinary + elders + 1):
        day.elder(f"t{n}")
    return day


def two_of_one_moment() -> Day:
    """A001 of one line and B001 of another came at the same moment; B001 was sent on to the first line."""
    day = Day()
    day.tell("serves_added", "hall", window_id="w3", line_id="b", item_id=None)
    day.take("t1", 1)
    day.take("t2", 1, line="b")
    story = day.history.story
    story[-1] = replace(story[-1], at=story[-2].at)
    day.call("t2", "w3")
    day.send_on("t2", "w3", "a")
    return day


def found(day: Day, words: str) -> bool:
    return any(words in one for one in violations(day.history))
