"""The judge of a day sees who was called out of turn, and accuses nobody whom the stated rule allows."""

from __future__ import annotations

from tests.queueing.days import Day, a_long_line, found, two_of_one_moment
from tests.support.history import violations


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


def test_two_of_one_moment_in_one_line_are_called_in_the_order_of_their_tickets() -> None:
    day, other = two_of_one_moment(), two_of_one_moment()

    day.call("t1", "w1")
    other.call("t2", "w1")

    assert violations(day.history) == []
    assert found(other, "B001 was called before A001")


def test_who_came_at_the_same_moment_and_stands_before_one_lets_the_cap_give_a_call_more() -> None:
    day = two_of_one_moment()
    day.history.ratio = 2
    for n in (3, 4, 5):
        day.take(f"t{n}", n - 1)
        day.elder(f"t{n}")
    day.call("t3", "w1", "A001", "B001")
    day.serve("t3", "w1")
    day.call("t1", "w1")
    day.call("t4", "w2", "B001")
    assert violations(day.history) == []

    day.serve("t4", "w2")
    day.call("t5", "w2", "B001")

    assert found(day, "B001 was overtaken by A002, A003, A004: 2 may be")


def test_an_elder_does_not_stand_before_who_holds_the_place_its_head_start_reaches() -> None:
    day = Day()
    day.take("t9", 1)
    for _ in range(14):
        day.tell("service_noted", "hall")
    day.take("t1", 2)
    day.elder("t1")

    day.call("t1", "w1", "A001")

    assert found(day, "A002 was called before A001")


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


def test_who_lost_a_class_at_the_window_waits_without_it_where_it_is_sent_on() -> None:
    def sent_on(lost: bool) -> Day:
        day = two_of_one_moment()
        day.take("t4", 2, line="b")
        day.elder("t4", "emergency")
        day.call("t4", "w3")
        if lost:
            day.tell("priority_withdrawn", "t4", line_id="b", reason="unproven")
        day.send_on("t4", "w3", "a")
        day.call("t1", "w1")
        return day

    assert violations(sent_on(lost=True).history) == []
    assert found(sent_on(lost=False), "A001 was called before B002")
