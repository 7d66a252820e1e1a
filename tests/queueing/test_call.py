"""A clerk calls the next person."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall, open_hall

from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import services as organization
from yichuang.organization.errors import WindowUnknown
from yichuang.organization.types import SessionKind, SessionSpec
from yichuang.posts import services as posts
from yichuang.queueing import services
from yichuang.queueing.models import Call, LineItem, Serves, Ticket
from yichuang.queueing.types import Outcome, TicketCard, TicketState

pytestmark = pytest.mark.django_db


def take(hall: OpenHall, line: int = 0, at: datetime = MORNING) -> TicketCard:
    return services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=at)


def call(hall: OpenHall, window: int = 0, at: datetime = MORNING, key: Key | None = None) -> TicketCard:
    clerk = hall.clerks[window]
    return services.call_next(window_id=clerk.window_id, by=clerk.by, at=at, key=key)


def serve(hall: OpenHall, window: int, ticket: TicketCard, at: datetime = MORNING) -> None:
    by = hall.clerks[window].by
    services.begin(ticket_id=ticket.id, by=by, at=at)
    services.finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=by, at=at)


@proves("QUE-01")
def test_who_came_first_is_called_first(hall: OpenHall) -> None:
    tickets = [take(hall, line) for line in (0, 1, 0)]

    called = [call(hall, window) for window in (0, 1, 2)]

    assert [card.id for card in called] == [ticket.id for ticket in tickets]
    assert [card.window_number for card in called] == [1, 2, 3]


def test_the_card_of_a_call_says_where_to_go(hall: OpenHall) -> None:
    take(hall)

    card = call(hall, 2, MORNING + timedelta(minutes=4))

    assert (card.label, card.state, card.window_number) == ("A001", TicketState.CALLED, 3)
    assert card.ahead is None
    assert (card.taken_at, card.called_at) == (MORNING, MORNING + timedelta(minutes=4))
    assert card.call_count == 1


def test_nobody_is_called_when_nobody_waits(hall: OpenHall) -> None:
    with pytest.raises(services.NobodyWaiting):
        call(hall)


def test_yesterday_s_tickets_are_not_called(hall: OpenHall) -> None:
    take(hall)

    clerk = hall.clerks[0]
    posts.sign_off(by=clerk.by, at=MORNING)
    tomorrow = MORNING + timedelta(days=1)
    posts.sign_on(window_id=clerk.window_id, by=clerk.by, at=tomorrow)

    with pytest.raises(services.NobodyWaiting):
        call(hall, at=tomorrow)


@proves("QUE-01", refuses=True)
def test_a_window_with_an_open_ticket_calls_nobody_else(hall: OpenHall) -> None:
    take(hall)
    take(hall)
    call(hall)

    with pytest.raises(services.AlreadyServing) as refusal:
        call(hall)

    assert "A001" in str(refusal.value)
    assert Ticket.objects.filter(state=TicketState.WAITING).count() == 1
    assert Entry.objects.filter(name="queueing.ticket_called").count() == 1


def test_who_is_served_makes_room_for_the_next(hall: OpenHall) -> None:
    take(hall)
    take(hall)

    serve(hall, 0, call(hall))

    assert call(hall).label == "A002"


def test_who_is_not_signed_on_calls_nobody(hall: OpenHall) -> None:
    take(hall)
    posts.sign_off(by=hall.clerks[0].by, at=MORNING)

    with pytest.raises(services.NotAtThisPost):
        call(hall)


def test_who_is_signed_on_elsewhere_calls_nobody_here(hall: OpenHall) -> None:
    take(hall)

    with pytest.raises(services.NotAtThisPost):
        services.call_next(window_id=hall.clerks[1].window_id, by=hall.clerks[0].by, at=MORNING)


def test_a_machine_calls_nobody(hall: OpenHall) -> None:
    take(hall)

    with pytest.raises(services.NotAtThisPost):
        services.call_next(window_id=hall.clerks[0].window_id, by=hall.kiosks[0], at=MORNING)


def test_a_clerk_of_another_hall_calls_nobody(hall: OpenHall) -> None:
    take(hall)
    other = open_hall()

    with pytest.raises(WindowUnknown):
        services.call_next(window_id=hall.clerks[0].window_id, by=other.clerks[0].by, at=MORNING)


def test_another_hall_s_people_are_never_called(hall: OpenHall) -> None:
    other = open_hall()
    take(other)

    with pytest.raises(services.NobodyWaiting):
        call(hall)


def test_a_window_that_does_not_exist_calls_nobody(hall: OpenHall) -> None:
    with pytest.raises(WindowUnknown):
        services.call_next(window_id=new_id(), by=hall.clerks[0].by, at=MORNING)


LUNCH = MORNING.replace(hour=12, minute=30)


@proves("HRS-06")
def test_a_window_with_lunch_duty_calls_over_lunch(hall: OpenHall) -> None:
    take(hall)
    noon = SessionSpec((1, 2, 3, 4, 5), time(12), time(13), kind=SessionKind.LUNCH_DUTY)
    organization.set_sessions(sessions=[noon], window_id=hall.clerks[0].window_id, by=hall.office, at=MORNING)

    assert call(hall, 0, LUNCH).state is TicketState.CALLED


@proves("HRS-06", refuses=True)
def test_a_window_without_lunch_duty_calls_nobody_over_lunch(hall: OpenHall) -> None:
    take(hall)

    with pytest.raises(services.WindowNotInSession) as refusal:
        call(hall, 1, LUNCH)

    assert refusal.value.rule == "HRS-06"
    assert not Call.objects.exists()


@proves("QUE-08")
def test_a_window_calls_the_items_it_has(hall: OpenHall) -> None:
    special = special_window(hall)
    ticket = services.take_ticket(line_id=hall.lines[0].id, item_id=special, by=hall.kiosks[0], at=MORNING)

    assert call(hall, 3).id == ticket.id


@proves("QUE-08", refuses=True)
def test_a_ticket_is_never_called_to_a_window_that_lacks_its_item(hall: OpenHall) -> None:
    special_window(hall)
    other = new_id()
    LineItem.objects.create(hall_id=hall.hall_id, line_id=hall.lines[0].id, item_id=other)
    services.take_ticket(line_id=hall.lines[0].id, item_id=other, by=hall.kiosks[0], at=MORNING)
    take(hall)  # of no particular item: for general windows
    take(hall, line=1)

    with pytest.raises(services.NobodyWaiting):
        call(hall, 3)


@proves("QUE-08")
def test_a_new_capability_works_from_the_next_call_on(hall: OpenHall) -> None:
    special_window(hall)
    ticket = take(hall)
    with pytest.raises(services.NobodyWaiting):
        call(hall, 3)

    services.add_serves(
        window_id=hall.clerks[3].window_id, line_id=hall.lines[0].id, by=hall.office, at=MORNING
    )

    assert call(hall, 3).id == ticket.id


def special_window(hall: OpenHall) -> UUID:
    """Make window 4 serve one item of line A and nothing else; return the item."""
    item = new_id()
    window = hall.clerks[3].window_id
    LineItem.objects.create(hall_id=hall.hall_id, line_id=hall.lines[0].id, item_id=item)
    services.add_serves(window_id=window, line_id=hall.lines[0].id, item_id=item, by=hall.office, at=MORNING)
    for line in hall.lines:
        services.remove_serves(window_id=window, line_id=line.id, by=hall.office, at=MORNING)
    assert Serves.objects.filter(window_id=window).count() == 1
    return item


def test_pressing_twice_calls_one_person(hall: OpenHall) -> None:
    take(hall)
    take(hall)
    key = Key("press-0001", "a" * 64)

    first, again = call(hall, key=key), call(hall, key=key)

    assert again.id == first.id
    assert Call.objects.count() == 1


def test_a_call_that_nobody_waited_for_can_be_repeated_with_its_key(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    with pytest.raises(services.NobodyWaiting):
        call(hall, key=key)
    take(hall)

    assert call(hall, key=key).label == "A001"


def test_the_call_names_the_post_that_the_clerk_holds(hall: OpenHall) -> None:
    take(hall)
    call(hall)

    entry = Entry.objects.get(name="queueing.ticket_called")

    assert entry.post_id is not None
    assert entry.window_id == hall.clerks[0].window_id
    assert entry.subject_id == entry.matter_id == Ticket.objects.get().id


def test_a_clerk_at_no_window_is_told_so(hall: OpenHall) -> None:
    stranger = Actor(ActorKind.PERSON, new_id(), hall.hall_id)

    with pytest.raises(services.NotAtThisPost):
        services.call_next(window_id=hall.clerks[0].window_id, by=stranger, at=MORNING)
