"""The judge of a day sees what is wrong with it: a judge that cannot find fault proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.queueing.days import DAY, MINUTE, MORNING, Day, a_day
from tests.support.history import Asked, violations


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
