"""A citizen takes a ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall, open_hall

from tests.queueing.turns import call, send_on, waiting
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.queueing import selectors, services
from yichuang.queueing.models import Counter, Ticket
from yichuang.queueing.types import TicketCard, TicketState

pytestmark = pytest.mark.django_db


def take(hall: OpenHall, at: datetime = MORNING, line: int = 0, key: Key | None = None) -> TicketCard:
    return services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=at, key=key)


def test_a_ticket_has_label_number_and_place(hall: OpenHall) -> None:
    first, second = take(hall), take(hall)

    assert (first.label, first.number, first.ahead) == ("A001", 1, 0)
    assert (second.label, second.number, second.ahead) == ("A002", 2, 1)
    assert first.state is TicketState.WAITING
    assert first.line_name == "社保综合"


def test_the_card_told_at_once_is_the_card_told_later(hall: OpenHall) -> None:
    take(hall)
    card = take(hall)

    assert selectors.ticket_card(hall.hall_id, card.id) == card


def test_who_was_sent_on_and_came_at_the_same_moment_is_ahead(hall: OpenHall) -> None:
    sent = take(hall)
    assert call(hall, MORNING).id == sent.id
    send_on(hall, sent, MORNING)

    card = take(hall, line=1)

    assert (card.label, card.ahead) == ("B001", 1)
    assert waiting(hall, line=1) == ["A001", "B001"]


def test_every_line_counts_for_itself(hall: OpenHall) -> None:
    assert [take(hall, line=n).label for n in (0, 1, 0, 1)] == ["A001", "B001", "A002", "B002"]


def test_numbers_begin_anew_on_the_next_business_day(hall: OpenHall) -> None:
    take(hall)

    tomorrow = take(hall, MORNING + timedelta(days=1))

    assert (tomorrow.number, tomorrow.ahead) == (1, 0)


def test_the_business_day_is_the_hall_s_own(hall: OpenHall) -> None:
    # 9:30 in Shanghai is still the same day in UTC; the night before is another one there
    assert take(hall).business_day == MORNING.date()


def test_who_comes_later_stands_later_even_if_the_kiosk_s_clock_lags(hall: OpenHall) -> None:
    first = take(hall, MORNING)
    second = take(hall, MORNING - timedelta(seconds=3))

    clerk = hall.clerks[0]
    called = services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING)

    assert (called.id, second.ahead) == (first.id, 1)


def test_a_token_is_long_and_never_the_same(hall: OpenHall) -> None:
    tokens = {take(hall).token for _ in range(20)}

    assert len(tokens) == 20
    assert all(len(token) == 22 for token in tokens)


@proves("HRS-01")
def test_the_hall_gives_tickets_in_its_hours(hall: OpenHall) -> None:
    assert take(hall, MORNING).number == 1


@proves("HRS-01", refuses=True)
@pytest.mark.parametrize(
    "moment",
    [
        MORNING.replace(hour=6),  # too early
        MORNING.replace(hour=12, minute=30),  # lunch
        MORNING.replace(hour=22),  # too late
        MORNING - timedelta(days=1),  # Sunday
        MORNING.replace(month=5, day=1),  # Labour Day
    ],
)
def test_the_ticket_machine_stops_outside_the_hours(hall: OpenHall, moment: datetime) -> None:
    with pytest.raises(services.HallClosed) as refusal:
        take(hall, moment)

    assert refusal.value.rule == "HRS-01"
    assert str(refusal.value)
    assert not Ticket.objects.exists()


def test_closing_the_hall_is_heard_by_a_kiosk_that_knew_it_open(hall: OpenHall) -> None:
    take(hall)

    organization.close_on(day=MORNING.date(), reason="停电", by=hall.office, at=MORNING)

    with pytest.raises(services.HallClosed):
        take(hall)


def test_a_refused_ticket_uses_no_number_up(hall: OpenHall) -> None:
    take(hall)
    for wrong in (MORNING.replace(hour=22), MORNING.replace(hour=5)):
        with pytest.raises(services.HallClosed):
            take(hall, wrong)
    with pytest.raises(services.UnknownItem):
        services.take_ticket(line_id=hall.lines[0].id, item_id=new_id(), by=hall.kiosks[0], at=MORNING)

    assert take(hall).number == 2
    assert Counter.objects.get(line_id=hall.lines[0].id).last_number == 2


def test_a_line_of_another_hall_is_not_there(hall: OpenHall) -> None:
    other = open_hall()

    with pytest.raises(services.UnknownLine):
        services.take_ticket(line_id=other.lines[0].id, by=hall.kiosks[0], at=MORNING)

    assert not Ticket.objects.exists()


def test_a_line_that_does_not_exist_is_not_there(hall: OpenHall) -> None:
    with pytest.raises(services.UnknownLine):
        services.take_ticket(line_id=UUID(int=5), by=hall.kiosks[0], at=MORNING)


def test_pressing_twice_takes_one_ticket(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)

    first = take(hall, key=key)
    again = take(hall, key=key)

    assert again == first
    assert Ticket.objects.count() == 1
    assert Entry.objects.filter(name="queueing.ticket_taken").count() == 1


def test_pressing_twice_shows_the_ticket_as_it_stands_now(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    take(hall, key=key)
    clerk = hall.clerks[0]
    services.call_next(window_id=clerk.window_id, by=clerk.by, at=MORNING)

    assert take(hall, key=key).state is TicketState.CALLED


def test_pressing_twice_after_closing_still_shows_the_ticket(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    first = take(hall, key=key)

    assert take(hall, MORNING.replace(hour=22), key=key).id == first.id


def test_a_key_that_comes_with_another_body_is_refused(hall: OpenHall) -> None:
    take(hall, key=Key("press-0001", "a" * 64))

    with pytest.raises(KeyReused):
        take(hall, key=Key("press-0001", "b" * 64))

    assert Ticket.objects.count() == 1


def test_a_refused_key_can_be_used_again(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    with pytest.raises(services.HallClosed):
        take(hall, MORNING.replace(hour=22), key=key)

    assert take(hall, key=key).number == 1


def test_the_same_key_on_two_kiosks_takes_two_tickets(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    line = hall.lines[0].id

    cards = {services.take_ticket(line_id=line, by=by, at=MORNING, key=key).id for by in hall.kiosks}

    assert len(cards) == 2


def test_a_thousandth_ticket_has_four_digits(hall: OpenHall) -> None:
    take(hall)
    Counter.objects.filter(line_id=hall.lines[0].id).update(last_number=998)

    assert [take(hall).label for _ in range(2)] == ["A999", "A1000"]


def test_a_ticket_knows_no_person(hall: OpenHall) -> None:
    card = take(hall)

    assert not {"name", "phone", "person_id", "citizen"} & {*replace(card).__dataclass_fields__}


def test_every_refusal_is_a_sentence(hall: OpenHall) -> None:
    with pytest.raises(Refusal) as refusal:
        take(hall, MORNING.replace(hour=22))

    assert str(refusal.value).endswith((".", "。"))
