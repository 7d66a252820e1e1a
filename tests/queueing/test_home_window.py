"""Who is sent to another window for one step comes back to the window that sent them, place kept."""

from __future__ import annotations

from typing import Any

import pytest
from bench.hall import OpenHall, open_hall

from tests.queueing.test_lounge import resume, serving
from tests.queueing.walks import call, moment, take
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.live.topics import changes_of
from yichuang.kernel.types import Key
from yichuang.posts import services as posts
from yichuang.queueing import again, selectors, services
from yichuang.queueing.models import Suspicion, Ticket
from yichuang.queueing.types import Outcome, TicketCard, TicketState, TransferReason

pytestmark = pytest.mark.django_db
A, B = 0, 1


@pytest.fixture
def hall(db: None) -> OpenHall:
    """Windows 1 and 3 serve line A, windows 2 and 4 line B."""
    return open_hall(windows=4, lines=2, general=False)


def lend(hall: OpenHall, card: TicketCard, *, line: int = B, window: int = 0, at: float = 60) -> TicketCard:
    return services.transfer(
        ticket_id=card.id,
        line_id=hall.lines[line].id,
        reason=TransferReason.NEXT_STEP,
        back=True,
        by=hall.clerks[window].by,
        at=moment(at),
    )


def send_back(hall: OpenHall, card: TicketCard, window: int = 1, at: float = 300, **key: Any) -> TicketCard:
    return services.send_back(ticket_id=card.id, by=hall.clerks[window].by, at=moment(at), **key)


def lent(hall: OpenHall) -> TicketCard:
    """Take, call and serve the first person at window 1, and have window 2 do one step for them."""
    take(hall, A)
    card = lend(hall, serving(hall))
    return serving(hall, window=1, at=120) if card.state is TicketState.WAITING else card


def test_the_step_done_the_person_is_called_back_first_by_the_window_that_sent_them(hall: OpenHall) -> None:
    first = take(hall, A)
    second, third = take(hall, A, at=1), take(hall, A, at=2)
    away = lend(hall, serving(hall))
    assert (away.state, away.line_id, away.home_window_number) == (TicketState.WAITING, hall.lines[B].id, 1)
    assert call(hall, at=70).id == second.id, "the window is free meanwhile"
    services.finish_quickly(ticket_id=second.id, by=hall.clerks[0].by, at=moment(100))

    there = serving(hall, window=1, at=120)
    assert there.id == first.id
    back = send_back(hall, there)

    assert (back.state, back.window_number, back.line_id) == (TicketState.PARKED, 1, hall.lines[A].id)
    assert back.home_window_number is None
    assert [one.id for one in selectors.desk(hall.hall_id, hall.clerks[0].window_id, moment(301)).parked] == [
        first.id
    ]
    again_here = resume(hall, first)
    assert (again_here.label, again_here.state, again_here.window_number) == (
        first.label,
        TicketState.CALLED,
        1,
    )
    assert selectors.ticket_card(hall.hall_id, third.id).ahead == 0, "nobody lost a place"
    services.begin(ticket_id=first.id, by=hall.clerks[0].by, at=moment(610))
    done = services.finish(
        ticket_id=first.id, outcome=Outcome.INFORMATION, by=hall.clerks[0].by, at=moment(700)
    )
    assert (done.state, done.window_number) == (TicketState.FINISHED, 1)
    hear()
    assert again.first_difference(hall.hall_id) is None


def test_nobody_at_the_window_that_sent_them_they_stand_in_its_line_where_they_always_stood(
    hall: OpenHall,
) -> None:
    there = lent(hall)
    later = take(hall, A, at=200)
    posts.sign_off(by=hall.clerks[0].by, at=moment(250))

    back = send_back(hall, there)

    assert (back.state, back.line_id, back.window_id) == (TicketState.WAITING, hall.lines[A].id, None)
    assert (back.ahead, selectors.ticket_card(hall.hall_id, later.id).ahead) == (0, 1)
    assert call(hall, window=2, at=310).id == there.id, "another window of the line calls them next"
    hear()
    assert again.first_difference(hall.hall_id) is None


def test_the_window_that_sent_them_closes_before_calling_them_back(hall: OpenHall) -> None:
    there = lent(hall)
    send_back(hall, there)
    posts.sign_off(by=hall.clerks[0].by, at=moment(310))

    assert resume(hall, there, window=2).window_number == 3


def test_the_other_window_does_not_end_the_visit(hall: OpenHall) -> None:
    there = lent(hall)

    for act, more in (
        (services.finish, {"outcome": Outcome.INFORMATION}),
        (services.finish, {"outcome": Outcome.CASE, "reference": "RS-2026-0001"}),
        (services.finish_quickly, {}),
    ):
        with pytest.raises(services.GoesBack) as refusal:
            act(ticket_id=there.id, by=hall.clerks[1].by, at=moment(200), **more)  # type: ignore[operator]
        assert "1" in str(refusal.value)

    assert Ticket.objects.get().state == TicketState.SERVING


@pytest.mark.parametrize(
    ("window", "refusal"), [(0, services.NotAtThisWindow), (2, services.NotAtThisWindow)]
)
def test_only_the_window_that_serves_them_sends_them_back(
    hall: OpenHall, window: int, refusal: type[Refusal]
) -> None:
    there = lent(hall)

    with pytest.raises(refusal):
        send_back(hall, there, window)


def test_who_was_only_called_or_never_sent_is_not_sent_back(hall: OpenHall) -> None:
    take(hall, A)
    own = serving(hall)
    with pytest.raises(services.ComesFromNowhere):
        send_back(hall, own, 0)
    lend(hall, own)
    called = call(hall, 1, at=100)

    with pytest.raises(services.NotNow):
        send_back(hall, called)
    with pytest.raises(services.UnknownTicket):
        services.send_back(ticket_id=hall.lines[0].id, by=hall.clerks[1].by, at=moment(1))


def test_one_window_at_a_time_waits_for_somebody_to_come_back(hall: OpenHall) -> None:
    there = lent(hall)

    with pytest.raises(services.GoesBackAlready):
        lend(hall, there, line=A, window=1, at=200)


def test_sent_on_for_good_from_there_they_still_come_back_in_the_end(hall: OpenHall) -> None:
    there = lent(hall)
    services.add_serves(
        window_id=hall.clerks[3].window_id, line_id=hall.lines[A].id, by=hall.office, at=moment(150)
    )
    services.transfer(
        ticket_id=there.id,
        line_id=hall.lines[A].id,
        reason=TransferReason.SPECIALIST,
        by=hall.clerks[1].by,
        at=moment(200),
    )
    elsewhere = serving(hall, window=3, at=210)

    assert elsewhere.home_window_number == 1
    assert send_back(hall, elsewhere, 3).window_number == 1
    hear()
    assert again.first_difference(hall.hall_id) is None


def test_a_step_elsewhere_is_no_passing_on(hall: OpenHall) -> None:
    take(hall, A)
    card = serving(hall)
    for n in range(4):
        lend(hall, card, at=60 + 400 * n)
        send_back(hall, serving(hall, window=1, at=100 + 400 * n), at=200 + 400 * n)
        resume(hall, card, at=300 + 400 * n)

    assert not Suspicion.objects.exists()
    assert Ticket.objects.get().passed_on == 0


def test_sent_back_twice_with_a_key_is_once(hall: OpenHall) -> None:
    there, key = lent(hall), Key("back-0001", "a" * 64)

    first = send_back(hall, there, key=key)

    assert send_back(hall, there, at=301, key=key).state is first.state
    assert Entry.objects.filter(name="queueing.ticket_parked").count() == 1


def test_the_reason_of_the_way_back_is_nobodys_to_choose(hall: OpenHall) -> None:
    take(hall, A)
    card = serving(hall)

    with pytest.raises(services.TransferReasonMissing):
        services.transfer(
            ticket_id=card.id,
            line_id=hall.lines[B].id,
            reason=TransferReason.RETURNED,
            by=hall.clerks[0].by,
            at=moment(60),
        )


def test_both_desks_hear_of_the_way_back(hall: OpenHall) -> None:
    there = lent(hall)
    send_back(hall, there)
    hear()

    last = journal.history(hall.hall_id, matter=there.id)[-1]
    told = {change[:2] for change in changes_of(last)}

    assert {("desk", hall.clerks[n].window_id.hex) for n in (0, 1)} <= told


def test_a_program_sends_somebody_for_one_step_and_back(hall: OpenHall) -> None:
    from tests.queueing.doors import clerk_token, through_django
    from yichuang.kernel import clock

    take(hall, A)
    card = serving(hall)
    body = {"line": str(hall.lines[B].id), "reason": "next_step", "back": True}
    with clock.frozen(moment(60)):
        tokens = [clerk_token(hall, n) for n in (0, 1)]
        path = f"/api/v1/tickets/{card.id}"
        odd = through_django("POST", f"{path}/transfer", token=tokens[0], body=body | {"back": "yes"})
        sent = through_django("POST", f"{path}/transfer", token=tokens[0], body=body)
        serving(hall, window=1, at=0)
        ended = through_django("POST", f"{path}/finish", token=tokens[1], body={"outcome": "information"})
        back = through_django("POST", f"{path}/send-back", token=tokens[1])

    assert (odd.status, odd.said["code"]) == (422, "field-malformed")
    assert (sent.status, sent.said["back_to_window"]) == (200, 1)
    assert (ended.status, ended.said["code"]) == (409, "goes-back")
    assert (back.status, back.said["state"], back.said["window"]) == (200, "parked", 1)
