"""The judge of a day sees what is wrong with it: a judge that cannot find fault proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

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

    def take(self, ticket: str, number: int) -> None:
        label = self.labels[ticket] = f"A{number:03d}"
        self.tell("ticket_taken", ticket, line_id="a", item_id=None, number=number, priority="ordinary",
                  business_day="2026-03-02")  # fmt: skip
        self.history.tickets.append(Kept(ticket, "a", DAY, number, label, f"token-{ticket}", "waiting", None))
        self.history.counters["a", DAY] = number

    def call(self, ticket: str, window: str, *passed_over: str) -> None:
        why = {"policy": 1, "rank": len(passed_over), "passed_over": list(passed_over)}
        self.tell("ticket_called", ticket, window_id=window, **why)
        self.history.open_calls.append((ticket, window))
        self.now(ticket, "called", window)

    def elder(self, ticket: str, priority: str = "elderly") -> None:
        self.tell("priority_granted", ticket, priority=priority)

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


def test_an_orderly_day_is_found_orderly() -> None:
    assert violations(a_day().history) == []


def test_an_orderly_day_with_its_clients_answers_is_found_orderly() -> None:
    day = a_day()
    day.answered()

    assert violations(day.history) == []


def lose_a_number(day: Day) -> None:
    day.history.tickets[1] = replace(day.history.tickets[1], number=3)


def tell_a_number_too_high(day: Day) -> None:
    second = day.history.story[4]
    day.history.story[4] = replace(second, body=second.body | {"number": 3})


def give_a_number_twice(day: Day) -> None:
    day.history.tickets[1] = replace(day.history.tickets[1], number=1, label="A001")


def forget_the_counter(day: Day) -> None:
    day.history.counters["a", DAY] = 3


def call_one_person_to_two_windows(day: Day) -> None:
    day.history.story.insert(7, replace(day.history.story[6], body={**day.history.story[6].body,
                                                                  "window_id": "w3"}))  # fmt: skip


def call_two_people_to_one_window(day: Day) -> None:
    second = day.history.story[6]
    day.history.story[6] = replace(second, body=second.body | {"window_id": "w1"})


def leave_a_call_half_done(day: Day) -> None:
    day.history.open_calls.clear()


def change_a_ticket_without_telling(day: Day) -> None:
    day.history.tickets[1] = replace(day.history.tickets[1], state="waiting")


def lose_a_ticket(day: Day) -> None:
    del day.history.tickets[1]


def lose_an_entry(day: Day) -> None:
    del day.history.story[day.entry("ticket_taken")]


def serve_who_was_never_called(day: Day) -> None:
    del day.history.story[day.entry("ticket_called")]


def begin_again_after_the_end(day: Day) -> None:
    day.tell("service_begun", "t1", window_id="w1")


def begin_at_another_window(day: Day) -> None:
    day.tell("service_begun", "t2", window_id="w1")
    day.now("t2", "serving", "w1")


def keep_a_key_without_its_act(day: Day) -> None:
    day.history.keys.append(("k99", "e99"))


def let_one_key_do_two_acts(day: Day) -> None:
    day.history.keys[-1] = (day.history.keys[-2][0], day.history.keys[-1][1])


def call_by_an_old_rule(day: Day) -> None:
    day.tell("policy_set", "hall", policy=2, active_from="2026-03-02", classes=[], head_starts=[],
             approvals=[], caps=[])  # fmt: skip
    day.history.story.insert(0, day.history.story.pop())


def call_to_a_window_that_does_not_serve_the_line(day: Day) -> None:
    del day.history.story[day.entry("serves_added")]


def call_on_the_next_day(day: Day) -> None:
    late = day.entry("ticket_called")
    day.history.story[late] = replace(day.history.story[late], at=MORNING + 24 * 60 * MINUTE)


def name_somebody_who_was_not_there(day: Day) -> None:
    first = day.history.story[5]
    day.history.story[5] = replace(first, body=first.body | {"rank": 1, "passed_over": ["A077"]})


def leave_something_unsealed(day: Day) -> None:
    day.history.unsealed = 1


@pytest.mark.parametrize(
    "mischief",
    [
        lose_a_number,
        tell_a_number_too_high,
        give_a_number_twice,
        forget_the_counter,
        call_one_person_to_two_windows,
        call_two_people_to_one_window,
        leave_a_call_half_done,
        change_a_ticket_without_telling,
        lose_a_ticket,
        lose_an_entry,
        serve_who_was_never_called,
        begin_again_after_the_end,
        begin_at_another_window,
        keep_a_key_without_its_act,
        let_one_key_do_two_acts,
        call_by_an_old_rule,
        call_to_a_window_that_does_not_serve_the_line,
        call_on_the_next_day,
        name_somebody_who_was_not_there,
        leave_something_unsealed,
    ],
)
def test_every_mischief_is_found(mischief: Callable[[Day], None]) -> None:
    day = a_day()

    mischief(day)

    assert violations(day.history)


# ---- what clients were told ---------------------------------------------------------------------------


def tell_of_a_ticket_that_is_not_there(asked: list[Asked]) -> None:
    asked.append(Asked("k77", 50.0, 51.0, 201, "t77", "A077"))


def tell_another_number(asked: list[Asked]) -> None:
    asked[3] = replace(asked[3], label="A009")


def tell_another_ticket(asked: list[Asked]) -> None:
    asked[3] = replace(asked[3], ticket="t2")


def refuse_what_was_done(asked: list[Asked]) -> None:
    asked[3] = replace(asked[3], status=409)


def forget_that_somebody_asked(asked: list[Asked]) -> None:
    del asked[3]


@pytest.mark.parametrize(
    "mischief",
    [
        tell_of_a_ticket_that_is_not_there,
        tell_another_number,
        tell_another_ticket,
        refuse_what_was_done,
        forget_that_somebody_asked,
    ],
)
def test_an_answer_the_journal_does_not_know_is_found(mischief: Callable[[list[Asked]], None]) -> None:
    day = a_day()
    day.answered()

    mischief(day.history.asked)

    assert violations(day.history)


# ---- order --------------------------------------------------------------------------------------------


def found(day: Day, words: str) -> bool:
    return any(words in one for one in violations(day.history))


def test_who_is_called_before_somebody_who_came_earlier_is_found() -> None:
    day = Day()
    day.take("t1", 1)
    day.take("t2", 2)
    day.call("t2", "w1")

    assert found(day, "A002 was called before A001")


def test_calls_that_ran_at_the_same_moment_may_stand_in_either_order() -> None:
    day = Day()
    day.take("t1", 1)
    day.take("t2", 2)
    day.call("t2", "w1")
    day.call("t1", "w2")
    day.answered(apart=1.0, lasting=0.5)
    assert found(day, "A002 was called before A001")

    day.history.asked.clear()
    day.answered(apart=1.0, lasting=1.5)  # now each act began before the one before it was over
    assert violations(day.history) == []


def test_an_elder_is_called_out_of_turn_and_says_whom_it_passed_over() -> None:
    day = a_long_line()

    day.call("t5", "w1", "A001", "A002", "A003", "A004")

    assert violations(day.history) == []


def test_who_passes_others_over_and_does_not_say_so_is_found() -> None:
    day = a_long_line()

    day.call("t5", "w1", "A001", "A002", "A003")

    assert found(day, "A005 passed A004 over")


def test_a_head_start_does_not_reach_behind_who_waits_longer_than_it() -> None:
    day = Day()
    day.take("t1", 1)
    for _ in range(20):
        day.tell("service_noted", "hall")
    day.take("t2", 2)
    day.elder("t2")

    day.call("t2", "w1", "A001")

    assert found(day, "A002 was called before A001")


def test_more_elders_than_the_cap_allows_are_found() -> None:
    day = a_long_line(ordinary=1, elders=3)
    day.call("t2", "w1", "A001")
    day.serve("t2", "w1")
    assert violations(day.history) == []

    day.call("t3", "w1", "A001")

    assert found(day, "A001 was overtaken by A002, A003")


def test_nobody_is_called_before_an_emergency() -> None:
    day = a_long_line(ordinary=3, elders=0)
    day.elder("t3", "emergency")

    day.call("t1", "w1")

    assert found(day, "A001 was called before A003")


def test_an_elder_behind_somebody_who_came_later_is_found() -> None:
    day = a_long_line(ordinary=0, elders=1)
    day.take("t2", 2)

    day.call("t2", "w1")

    assert found(day, "A002 was called before A001")


def test_who_is_expected_from_a_phone_is_passed_by_and_stands_at_its_place_once_it_is_here() -> None:
    def a_phone(comes_first: bool) -> list[str]:
        day = Day()
        for ticket, number in (("t1", 1), ("t2", 2)):
            day.take(ticket, number)
        day.tell("ticket_expected", "t1", line_id="a")
        day.now("t1", "expected", None)
        if comes_first:
            day.tell("ticket_checked_in", "t1", line_id="a", kept=True)
            day.now("t1", "waiting", None)
        day.call("t2", "w1")
        return violations(day.history)

    assert a_phone(comes_first=False) == []
    assert any("was called before A001" in one for one in a_phone(comes_first=True))
