"""Letting others go first: once a ticket, by who holds it, and the order stays one that SQL can sort by."""

from __future__ import annotations

import json
from random import Random
from uuid import UUID

import pytest
from bench.hall import OpenHall
from django.test import Client

from tests.queueing.walks import call, moment, take
from tests.support.history import read, violations
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.journal.selectors import entries
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.queueing import selectors, services
from yichuang.queueing.again import first_difference
from yichuang.queueing.models import Ticket
from yichuang.queueing.rules.order import delayed_key
from yichuang.queueing.types import Outcome, PriorityClass, TicketCard
from yichuang.regulations.services import set_parameter


def delay(card: TicketCard, at: float = 60, key: Key | None = None) -> TicketCard:
    by = selectors.citizen_at(card.token)
    return services.delay(ticket_id=card.id, by=by, at=moment(at), key=key)


OTHERS = [UUID(int=n) for n in range(10)]


@pytest.mark.parametrize(
    ("keys", "others", "place"),
    [
        ([20, 30, 40], 2, (35, 2)),  # between the second and the third
        ([40, 20, 30], 2, (35, 2)),  # in whatever order they are read
        ([20, 30], 5, (31, 2)),  # fewer than that: to the end
        ([], 5, (10, 0)),  # nobody there
        ([20], 0, (10, 0)),  # not offered
        ([20, 21, 22], 1, (21, 2)),  # no room between them: behind who stood at that place before
    ],
)
def test_the_place_of_who_lets_others_go_first(keys: list[int], others: int, place: tuple[int, int]) -> None:
    assert delayed_key((10, OTHERS[9]), zip(keys, OTHERS, strict=False), others) == place


def test_five_others_go_first_and_the_number_stays(hall: OpenHall) -> None:
    first, *others = [take(hall, at=n) for n in range(8)]

    after = delay(first)

    assert (after.label, after.number, after.ahead, after.let_first) == ("A001", 1, 5, 5)
    called = []
    for n in range(6):
        card = call(hall, n % 4, at=100 + n)
        called.append(card.label)
        by = hall.clerks[n % 4].by
        services.begin(ticket_id=card.id, by=by, at=moment(101 + n))
        services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=by, at=moment(102 + n))
    assert called == [*[one.label for one in others[:5]], "A001"]


def test_where_fewer_stand_behind_it_goes_to_the_end(hall: OpenHall) -> None:
    first, second, last = [take(hall, at=n) for n in range(3)]

    assert delay(second).let_first == 1
    later = take(hall, at=70)

    assert [call(hall, n, at=80).id for n in range(4)] == [first.id, last.id, second.id, later.id]


def test_once_only_and_only_while_somebody_stands_behind(hall: OpenHall) -> None:
    first, second = take(hall), take(hall)

    with pytest.raises(services.NobodyBehind):
        delay(second)
    delay(first)
    with pytest.raises(services.DelayedOnce):
        delay(first)
    assert delay(second).ahead == 1, "who could not before may when somebody has come behind"


def test_nobody_does_it_for_somebody_else_or_from_another_hall(hall: OpenHall) -> None:
    first, _second = take(hall), take(hall)
    others = Actor(ActorKind.CITIZEN, _second.id, hall.hall_id)
    elsewhere = Actor(ActorKind.CITIZEN, first.id, _second.id)

    for by in (others, hall.office, hall.kiosks[0], hall.clerks[0].by):
        with pytest.raises(services.NotYourTicket):
            services.delay(ticket_id=first.id, by=by, at=moment(5))
    with pytest.raises(services.UnknownTicket):
        services.delay(ticket_id=first.id, by=elsewhere, at=moment(5))


def test_who_is_called_or_gone_lets_nobody_go_first(hall: OpenHall) -> None:
    called, gone, _last = take(hall), take(hall), take(hall)
    call(hall)
    services.give_up(ticket_id=gone.id, by=selectors.citizen_at(gone.token), at=moment(20))

    for card in (called, gone):
        with pytest.raises(services.NotNow):
            delay(card)


def test_a_hall_may_not_offer_it(hall: OpenHall) -> None:
    first, _second = take(hall), take(hall)
    set_parameter(
        hall_id=hall.hall_id,
        parameter="queue.delay_others",
        value=0,
        active_from=moment(0).date(),
        reason="排队的人少",
        by=hall.office,
        at=moment(-999999),
    )

    assert selectors.may_let_first(first) == 0
    with pytest.raises(services.DelayNotOffered):
        delay(first)


def test_the_same_key_twice_moves_it_once(hall: OpenHall) -> None:
    first, *_others = [take(hall, at=n) for n in range(4)]
    key = Key("k" * 32, "h" * 64)

    once, twice = delay(first, key=key), delay(first, at=90, key=key)

    assert once.ahead == twice.ahead == 3
    seal()
    assert len(entries(hall.hall_id, names=["queueing.ticket_delayed"])) == 1


def test_a_class_is_used_up_by_it_and_nobody_else_moves(hall: OpenHall) -> None:
    cards = [take(hall, at=n) for n in range(6)]
    elder = services.take_ticket(
        line_id=hall.lines[0].id, priority=PriorityClass.ELDERLY, by=hall.kiosks[0], at=moment(6)
    )
    before = selectors.ticket_card(hall.hall_id, elder.id).ahead
    assert before is not None and before < 6

    after = delay(elder, at=10)

    row = Ticket.objects.get(id=elder.id)
    assert after.ahead == min(6, before + 5) and row.head_start == 0 and row.sort_key == row.arrival
    order = [one.id for one in Ticket.objects.filter(line_id=row.line_id).order_by("sort_key", "id")]
    assert [one for one in order if one != elder.id] == [one.id for one in cards]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_let_go_first_the_line_is_called_as_a_list_would_be(hall: OpenHall, seed: int) -> None:
    luck, line, seconds = Random(seed), [], 0.0
    for _ in range(60):
        seconds += luck.choice((0, 1, 7))
        act = luck.choice("tttdddcg")
        if act == "t" or not line:
            line.append(take(hall, at=seconds))
        elif act == "d":
            place = luck.randrange(len(line))
            card = line[place]
            if selectors.ticket_card(hall.hall_id, card.id).let_first or place == len(line) - 1:
                with pytest.raises((services.DelayedOnce, services.NobodyBehind)):
                    delay(card, at=seconds)
                continue
            let = delay(card, at=seconds).let_first
            assert let >= min(5, len(line) - 1 - place)
            line.insert(place + let, line.pop(place))
        elif act == "g":
            card = line.pop(luck.randrange(len(line)))
            services.give_up(ticket_id=card.id, by=selectors.citizen_at(card.token), at=moment(seconds))
        waiting = Ticket.objects.filter(hall_id=hall.hall_id, state="waiting").order_by("sort_key", "id")
        assert [one.label for one in waiting] == [one.label for one in line]
    while seal():
        pass
    assert violations(read(hall.hall_id)) == []
    assert first_difference(hall.hall_id) is None


def test_the_door_and_the_page_go_by_the_same_rule(hall: OpenHall, frozen: None) -> None:
    first, *_others = [take(hall) for _ in range(3)]
    citizen = Client()
    head = {"Idempotency-Key": "once-and-for-all"}
    address = f"/api/v1/tickets/{first.token}/delay"

    page = citizen.get(f"/t/{first.token}").content.decode()
    said = citizen.post(address, "{}", content_type="application/json", headers=head)
    again = citizen.post(
        address, "{}", content_type="application/json", headers={"Idempotency-Key": "another-of-them"}
    )
    unknown = citizen.post(
        "/api/v1/tickets/nobody/delay", "{}", content_type="application/json", headers=head
    )
    after = citizen.get(f"/t/{first.token}").content.decode()

    assert "让后面 2 个号先办吗" in page
    assert said.status_code == 200 and (json.loads(said.content)["ahead"], said.json()["let_first"]) == (2, 2)
    assert again.status_code == 409 and again.json()["code"] == "delayed-once"
    assert unknown.status_code == 404
    assert "由持号人自行推迟过一次，让 2 个号先办" in after and 'id="delay"' not in after


def test_the_desk_is_told_why_it_came_later(hall: OpenHall) -> None:
    first, _second = take(hall), take(hall)
    delay(first)
    call(hall, 0, at=70), call(hall, 1, at=80)

    why = selectors.why_called(hall.hall_id, first.id)

    assert why is not None and (why.let_first, why.rank) == (1, 0)
