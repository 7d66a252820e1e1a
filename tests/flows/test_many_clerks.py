"""Thirty-two clerks and eight kiosks at once, then a power cut: nobody is called twice, no number is lost."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bench.hall import MORNING, Clerk, OpenHall, open_hall
from django.db import close_old_connections, connection

from tests.support.history import Asked, read, violations
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.types import Actor, Key
from yichuang.queueing import services
from yichuang.queueing.types import Outcome, TicketCard

Size = Callable[[int, int], int]
CLERKS, KIOSKS, LINES = 32, 8, 4


class Day:
    """What all hands of a busy hall have in common: the hall, what they were told, and what went wrong."""

    def __init__(self, hall: OpenHall, tickets_each: int) -> None:
        self.hall = hall
        self.tickets_each = tickets_each
        self.taken: list[TicketCard] = []
        self.called: list[TicketCard] = []
        self.asked: list[Asked] = []
        self.wrong: list[str] = []
        self.kiosks_left = len(hall.kiosks)
        self.guard = threading.Lock()

    def ask(self, act: Callable[..., TicketCard], **what: Any) -> TicketCard:
        """Do an act under a key of its own, and remember from when until when it lasted."""
        key, begun = Key(new_id().hex, "b" * 64), time.monotonic()
        card = act(**what, key=key)
        self.asked.append(Asked(key.value, begun, time.monotonic(), 200, card.id.hex, card.label))
        return card

    def hand(self, work: Callable[..., None], *what: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(self, *what)
            except Exception as error:
                self.wrong.append(repr(error))
            finally:
                connection.close()

        return threading.Thread(target=run)


def kiosk(day: Day, by: Actor, seed: int) -> None:
    """Take tickets, some of them by two quick presses of one button."""
    chance = random.Random(seed)
    for _ in range(day.tickets_each):
        line = chance.choice(day.hall.lines).id
        key = Key(new_id().hex, "a" * 64)
        cards: list[TicketCard] = []
        begun = time.monotonic()

        def press(line: Any = line, key: Key = key, cards: list[TicketCard] = cards) -> None:
            at = MORNING + timedelta(microseconds=chance.randrange(10**9))
            cards.append(services.take_ticket(line_id=line, by=by, at=at, key=key))
            close_old_connections()

        if chance.random() < 0.2:
            second = day.hand(lambda _day: press())
            second.start()
            press()
            second.join()
        else:
            press()
        if len({card.id for card in cards}) != 1:
            day.wrong.append("one press, two tickets")
        done = time.monotonic()
        day.asked.append(Asked(key.value, begun, done, 201, cards[0].id.hex, cards[0].label))
        day.taken.append(cards[0])
    with day.guard:
        day.kiosks_left -= 1


def clerk(day: Day, who: Clerk, seed: int) -> None:
    """Call and serve until the kiosks have stopped and nobody waits."""
    chance = random.Random(seed)
    step = 0
    while True:
        step += 1
        at = MORNING + timedelta(seconds=1000 + step)
        over = day.kiosks_left == 0
        try:
            card = day.ask(services.call_next, window_id=who.window_id, by=who.by, at=at)
        except services.NobodyWaiting:
            if over:
                return
            continue
        day.called.append(card)
        outcome = chance.choice([Outcome.INFORMATION, Outcome.REFERRAL])
        day.ask(services.begin, ticket_id=card.id, by=who.by, at=at)
        day.ask(services.finish, ticket_id=card.id, outcome=outcome, by=who.by, at=at)


@proves("QUE-01")
@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_thirty_two_clerks_and_eight_kiosks_at_once(proof_size: Size) -> None:
    hall = open_hall(windows=CLERKS, lines=LINES, kiosks=KIOSKS)
    day = Day(hall, proof_size(8, 250))
    over = threading.Event()

    def sealer(_day: Day) -> None:
        while not over.wait(0.005):
            seal()

    sealing = day.hand(sealer)
    sealing.start()
    hands = [day.hand(kiosk, by, n) for n, by in enumerate(hall.kiosks)]
    hands += [day.hand(clerk, who, 100 + n) for n, who in enumerate(hall.clerks)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    over.set()
    sealing.join()
    hear()

    assert day.wrong == []
    history = read(hall.hall_id)
    history.asked = day.asked
    assert violations(history) == []
    assert len(history.tickets) == KIOSKS * day.tickets_each
    assert sorted(card.id.hex for card in day.taken) == sorted(one.id for one in history.tickets)
    assert sorted(card.id for card in day.called) == sorted(card.id for card in day.taken)
    assert {one.state for one in history.tickets} == {"finished"}
    assert verify(hall.hall_id, tables=True).ok


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_one_window_called_from_two_places_at_once_calls_one_person(proof_size: Size) -> None:
    hall = open_hall(windows=1, lines=1, kiosks=1)
    who, rounds = hall.clerks[0], proof_size(5, 60)
    for _ in range(rounds * 3):
        services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=MORNING)

    for number in range(rounds):
        day, gate = Day(hall, 0), threading.Barrier(3)

        def press(day: Day, gate: threading.Barrier = gate) -> None:
            gate.wait()
            try:
                card = services.call_next(window_id=who.window_id, by=who.by, at=MORNING)
                day.called.append(card)
            except services.AlreadyServing:
                pass

        hands = [day.hand(press) for _ in range(3)]
        for one in hands:
            one.start()
        for one in hands:
            one.join()
        assert day.wrong == []
        assert [card.number for card in day.called] == [number + 1]
        services.begin(ticket_id=day.called[0].id, by=who.by, at=MORNING)
        services.finish(ticket_id=day.called[0].id, outcome=Outcome.INFORMATION, by=who.by, at=MORNING)
