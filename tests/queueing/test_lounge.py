"""Who waits in the lounge and is called back, and who is sent on to another line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from tests.queueing.walks import call, moment, take
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.posts import services as posts
from yichuang.queueing import again, handlers, selectors, services
from yichuang.queueing.models import Call, Suspicion, Ticket
from yichuang.queueing.types import LeftWhy, Outcome, PriorityClass, TicketCard, TicketState, TransferReason
from yichuang.regulations.services import set_parameter

pytestmark = pytest.mark.django_db


def serving(hall: OpenHall, window: int = 0, at: float = 10) -> TicketCard:
    """Call the next person to a window and begin."""
    card = call(hall, window, at=at)
    return services.begin(ticket_id=card.id, by=hall.clerks[window].by, at=moment(at + 5))


def park(hall: OpenHall, card: TicketCard, window: int = 0, at: float = 60) -> TicketCard:
    return services.park(ticket_id=card.id, by=hall.clerks[window].by, at=moment(at))


def resume(hall: OpenHall, card: TicketCard, window: int = 0, at: float = 600) -> TicketCard:
    return services.resume(ticket_id=card.id, by=hall.clerks[window].by, at=moment(at))


def send_on(hall: OpenHall, card: TicketCard, line: int, window: int = 0, at: float = 60) -> TicketCard:
    return services.transfer(
        ticket_id=card.id,
        line_id=hall.lines[line].id,
        reason=TransferReason.NEXT_STEP,
        by=hall.clerks[window].by,
        at=moment(at),
    )


# ---- the lounge ---------------------------------------------------------------------------------------


@proves("QUE-05")
def test_a_parked_person_frees_the_window_and_comes_back_next_with_the_same_number(hall: OpenHall) -> None:
    first, second, third = (take(hall, at=n) for n in range(3))
    parked = park(hall, serving(hall))

    assert (parked.state, parked.window_number) == (TicketState.PARKED, 1)
    assert call(hall, at=70).id == second.id
    services.finish_quickly(ticket_id=second.id, by=hall.clerks[0].by, at=moment(200))
    back = resume(hall, first)

    assert (back.label, back.state, back.window_number) == (first.label, TicketState.CALLED, 1)
    assert Ticket.objects.filter(state=TicketState.WAITING).get().id == third.id
    assert selectors.ticket_card(hall.hall_id, third.id).ahead == 0, "nobody lost a place"
    hear()
    assert again.first_difference(hall.hall_id) is None


@proves("QUE-05", refuses=True)
def test_a_window_with_somebody_at_it_calls_nobody_back(hall: OpenHall) -> None:
    first = take(hall)
    take(hall, at=1)
    park(hall, serving(hall))
    call(hall, at=70)

    with pytest.raises(services.AlreadyServing):
        resume(hall, first)

    assert selectors.ticket_card(hall.hall_id, first.id).state is TicketState.PARKED


@proves("QUE-05", refuses=True)
def test_another_window_does_not_take_a_parked_person_away(hall: OpenHall) -> None:
    card = take(hall)
    park(hall, serving(hall))

    with pytest.raises(services.NotAtThisWindow):
        resume(hall, card, window=1)


@proves("QUE-05")
def test_a_parked_person_is_not_lost_when_the_clerk_goes(hall: OpenHall) -> None:
    card = take(hall)
    park(hall, serving(hall))
    posts.sign_off(by=hall.clerks[0].by, at=moment(120))

    shown = selectors.desk(hall.hall_id, hall.clerks[1].window_id, moment(130)).parked
    back = resume(hall, card, window=1)

    assert [one.label for one in shown] == [card.label]
    assert (back.label, back.window_number) == (card.label, 2)
    assert Call.objects.get(ended_at=None).window_id == hall.clerks[1].window_id


def test_a_window_that_does_not_serve_the_line_calls_nobody_back(hall: OpenHall) -> None:
    card = take(hall)
    park(hall, serving(hall))
    posts.sign_off(by=hall.clerks[0].by, at=moment(120))
    services.remove_serves(
        window_id=hall.clerks[1].window_id, line_id=hall.lines[0].id, by=hall.office, at=moment(121)
    )

    with pytest.raises(services.NotServedHere):
        resume(hall, card, window=1)


def test_a_person_called_back_who_does_not_come_is_called_three_times_before(
    hall: OpenHall,
) -> None:
    card = take(hall)
    park(hall, serving(hall))
    resume(hall, card)

    with pytest.raises(services.TooFewCalls):
        services.miss(ticket_id=card.id, by=hall.clerks[0].by, at=moment(700))


def test_parking_twice_with_a_key_parks_once(hall: OpenHall) -> None:
    take(hall)
    card, key = serving(hall), Key("press-0001", "a" * 64)

    for _ in range(2):
        services.park(ticket_id=card.id, by=hall.clerks[0].by, at=moment(60), key=key)

    assert Entry.objects.filter(name="queueing.ticket_parked").count() == 1


def test_who_waits_is_not_parked(hall: OpenHall) -> None:
    card = take(hall)

    with pytest.raises(Refusal):
        park(hall, card)


def test_what_is_left_at_the_end_of_the_day_is_listed_with_why(hall: OpenHall) -> None:
    parked, missed, at_window = (take(hall, at=n) for n in range(3))
    park(hall, serving(hall))
    call(hall, at=70)
    for seconds in (100, 130):
        services.recall(ticket_id=missed.id, by=hall.clerks[0].by, at=moment(seconds))
    services.miss(ticket_id=missed.id, by=hall.clerks[0].by, at=moment(160))
    serving(hall, at=170)
    called, waiting = take(hall, at=200), take(hall, at=201)
    call(hall, 1, at=210)

    for _ in range(2):
        handlers.void_left_over(MORNING + timedelta(days=1))

    listed = {one.label: (one.state, one.why) for one in selectors.left_over(hall.hall_id, MORNING.date())}
    assert listed == {
        parked.label: (TicketState.PARKED, LeftWhy.NOT_RESUMED),
        missed.label: (TicketState.MISSED, LeftWhy.DID_NOT_COME),
        at_window.label: (TicketState.SERVING, LeftWhy.NOT_FINISHED),
        called.label: (TicketState.CALLED, LeftWhy.DID_NOT_COME),
        waiting.label: (TicketState.WAITING, LeftWhy.NOT_CALLED),
    }
    assert Entry.objects.filter(name="queueing.ticket_voided").count() == 4
    assert selectors.days_left_over(hall.hall_id, MORNING.date() + timedelta(days=1)) == (MORNING.date(),)
    hear()
    assert again.first_difference(hall.hall_id) is None


# ---- sent on ------------------------------------------------------------------------------------------


@proves("INT-02")
def test_who_is_sent_on_keeps_number_and_place(hall: OpenHall) -> None:
    sent = take(hall, 0, at=0)
    other_line = [take(hall, 1, at=n) for n in (1, 2)]
    services.begin(ticket_id=call(hall, at=10).id, by=hall.clerks[0].by, at=moment(15))

    there = send_on(hall, sent, line=1)

    assert (there.label, there.state, there.line_id) == (sent.label, TicketState.WAITING, hall.lines[1].id)
    assert (there.ahead, there.window_id) == (0, None), "it came before both"
    assert call(hall, 1, at=100).id == sent.id
    assert call(hall, 2, at=110).id == other_line[0].id
    hear()
    assert again.first_difference(hall.hall_id) is None


def test_a_number_of_one_line_may_stand_beside_the_same_number_of_another(hall: OpenHall) -> None:
    sent, same = take(hall, 0), take(hall, 1)
    assert sent.number == same.number
    call(hall)

    assert send_on(hall, sent, line=1).number == same.number


@pytest.mark.parametrize("line", [0, 7])
def test_nobody_is_sent_on_to_where_they_are_or_nowhere(hall: OpenHall, line: int) -> None:
    card = take(hall)
    call(hall)
    line_id = hall.lines[0].id if line == 0 else hall.hall_id

    with pytest.raises(services.AlreadyInThatLine if line == 0 else services.UnknownLine):
        services.transfer(
            ticket_id=card.id,
            line_id=line_id,
            reason=TransferReason.WRONG_LINE,
            by=hall.clerks[0].by,
            at=moment(60),
        )


def test_nobody_is_sent_on_without_a_reason_or_to_a_line_that_only_this_window_serves(hall: OpenHall) -> None:
    card = take(hall)
    call(hall)
    for clerk in hall.clerks[1:]:
        services.remove_serves(
            window_id=clerk.window_id, line_id=hall.lines[1].id, by=hall.office, at=moment(50)
        )

    with pytest.raises(services.NobodyElseServes):
        send_on(hall, card, line=1)
    with pytest.raises(services.TransferReasonMissing):
        services.transfer(
            ticket_id=card.id, line_id=hall.lines[1].id, reason=None, by=hall.clerks[0].by, at=moment(60)
        )


def sent_on_and_on(hall: OpenHall, times: int, at: float = 100) -> TicketCard:
    card = take(hall)
    for n in range(times):
        call(hall, n % 2, at=at + 60 * n)
        send_on(hall, card, line=(n + 1) % 2, window=n % 2, at=at + 60 * n + 10)
    return card


@proves("JOB-08")
def test_a_ticket_sent_on_three_times_with_no_service_is_a_suspicion(hall: OpenHall) -> None:
    card = sent_on_and_on(hall, 3)

    (found,) = selectors.suspicions(hall.hall_id, MORNING.date())
    assert (found.label, found.transfers) == (card.label, 3)
    assert Entry.objects.filter(name="queueing.shirking_suspected").count() == 1


@proves("JOB-08", refuses=True)
def test_a_single_justified_transfer_is_none(hall: OpenHall) -> None:
    sent_on_and_on(hall, 1)

    assert not Suspicion.objects.exists()
    assert not Entry.objects.filter(name="queueing.shirking_suspected").exists()


# ---- the visit ----------------------------------------------------------------------------------------


def test_a_short_question_is_finished_in_one_press(hall: OpenHall) -> None:
    take(hall)
    card, key = call(hall), Key("press-0001", "a" * 64)

    for _ in range(2):
        done = services.finish_quickly(ticket_id=card.id, by=hall.clerks[0].by, at=moment(60), key=key)

    assert (done.state, done.outcome, done.began_at) == (
        TicketState.FINISHED,
        Outcome.INFORMATION,
        moment(60),
    )
    assert Entry.objects.filter(name="queueing.ticket_served").count() == 1


def test_who_was_sent_on_counts_as_one_who_waits_in_turn(hall: OpenHall) -> None:
    """Of two elders one may overtake who was sent on, as of everybody who waits in turn there."""
    sent = take(hall, line=0, at=0)
    serving(hall)
    send_on(hall, sent, line=1)
    elders = [
        services.take_ticket(
            line_id=hall.lines[1].id, priority=PriorityClass.ELDERLY, by=hall.kiosks[0], at=moment(100 + n)
        )
        for n in range(2)
    ]

    order = [call(hall, window, at=200).id for window in range(3)]

    assert order == [elders[0].id, sent.id, elders[1].id]


def test_a_hall_may_look_earlier_at_who_is_sent_on_and_on(hall: OpenHall) -> None:
    set_parameter(
        hall_id=hall.hall_id,
        parameter="queue.suspicious_transfers",
        value=2,
        active_from=MORNING.date(),
        reason="推诿多发",
        by=hall.office,
        at=moment(-999999),
    )
    card = take(hall)
    for n in range(2):
        send_on(hall, serving(hall, at=100 * n + 10), 1 - n, at=100 * n + 60)

    assert Suspicion.objects.get().ticket_id == card.id
