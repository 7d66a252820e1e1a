"""The judge of a day sees what is wrong with it: a judge that cannot find fault proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.queueing.history import History, Kept, Told, violations

DAY = date(2026, 3, 2)


def told(seq: int, name: str, ticket: str, number: int = 0, window: str = "") -> Told:
    body = {"line_id": "a", "number": number, "window_id": window}
    return Told(seq, float(seq), f"e{seq}", f"queueing.{name}", ticket, body)


def kept(ticket: str, number: int, state: str, window: str | None = None) -> Kept:
    return Kept(ticket, "a", DAY, number, f"A{number:03d}", f"token-{ticket}", state, window)


def a_day() -> History:
    """Two people, one served at window w1, one called to w2."""
    return History(
        tickets=[kept("t1", 1, "finished", "w1"), kept("t2", 2, "called", "w2")],
        story=[
            told(1, "ticket_taken", "t1", 1),
            told(2, "ticket_taken", "t2", 2),
            told(3, "ticket_called", "t1", window="w1"),
            told(4, "ticket_called", "t2", window="w2"),
            told(5, "service_begun", "t1"),
            told(6, "ticket_served", "t1"),
        ],
        open_calls=[("t2", "w2")],
        counters={("a", DAY): 2},
        keys=[("queueing.take_ticket", "e1")],
    )


def test_an_orderly_day_is_found_orderly() -> None:
    assert violations(a_day(), windows=2) == []


def lose_a_number(day: History) -> None:
    day.tickets[1] = replace(day.tickets[1], number=3)


def give_a_number_twice(day: History) -> None:
    day.tickets[1] = replace(day.tickets[1], number=1, label="A001")


def forget_the_counter(day: History) -> None:
    day.counters["a", DAY] = 3


def call_one_person_to_two_windows(day: History) -> None:
    day.story.insert(4, told(4, "ticket_called", "t2", window="w3"))


def call_two_people_to_one_window(day: History) -> None:
    day.story[3] = told(4, "ticket_called", "t2", window="w1")


def leave_a_call_half_done(day: History) -> None:
    day.open_calls.clear()


def change_a_ticket_without_telling(day: History) -> None:
    day.tickets[1] = replace(day.tickets[1], state="waiting")


def lose_a_ticket(day: History) -> None:
    del day.tickets[1]
    day.counters["a", DAY] = 1


def lose_an_entry(day: History) -> None:
    del day.story[0]


def keep_a_key_without_its_act(day: History) -> None:
    day.keys.append(("queueing.take_ticket", "e99"))


def let_the_second_one_jump(day: History) -> None:
    day.story[2:] = [told(3, "ticket_called", "t2", window="w2")]
    day.tickets[0] = kept("t1", 1, "waiting")


def leave_something_unsealed(day: History) -> None:
    day.unsealed = 1


@pytest.mark.parametrize(
    "mischief",
    [
        lose_a_number,
        give_a_number_twice,
        forget_the_counter,
        call_one_person_to_two_windows,
        call_two_people_to_one_window,
        leave_a_call_half_done,
        change_a_ticket_without_telling,
        lose_a_ticket,
        lose_an_entry,
        keep_a_key_without_its_act,
        leave_something_unsealed,
    ],
)
def test_every_mischief_is_found(mischief: Callable[[History], None]) -> None:
    day = a_day()

    mischief(day)

    assert violations(day, windows=2)


def test_who_is_passed_over_is_found() -> None:
    day = a_day()

    let_the_second_one_jump(day)

    assert any("passed over" in one for one in violations(day, windows=2))
