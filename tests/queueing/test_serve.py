"""At the window: begin, finish, call again, missed, back in the line, given up, left over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from bench.hall import MORNING, OpenHall, open_hall

from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.posts import services as posts
from yichuang.posts.errors import ServiceNotFinished
from yichuang.queueing import handlers, selectors, services
from yichuang.queueing.models import Call, Ticket
from yichuang.queueing.types import Outcome, TicketCard, TicketState
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db


def moment(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def take(hall: OpenHall, line: int = 0, at: datetime = MORNING) -> TicketCard:
    return services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=at)


def call(hall: OpenHall, window: int = 0, at: datetime = MORNING) -> TicketCard:
    clerk = hall.clerks[window]
    return services.call_next(window_id=clerk.window_id, by=clerk.by, at=at)


def called(hall: OpenHall) -> TicketCard:
    take(hall)
    return call(hall)


def serving(hall: OpenHall) -> TicketCard:
    card = called(hall)
    return services.begin(ticket_id=card.id, by=hall.clerks[0].by, at=moment(40))


def missed(hall: OpenHall, at: float = 60) -> TicketCard:
    """Let the first of the line be called three times and not come; it is missed at ``at``."""
    card, by = called(hall), hall.clerks[0].by
    for seconds in (20, 40):
        services.recall(ticket_id=card.id, by=by, at=moment(seconds))
    return services.miss(ticket_id=card.id, by=by, at=moment(at))


# ---- begin and finish ---------------------------------------------------------------------------------


def test_a_visit_begins_and_ends_with_an_outcome(hall: OpenHall) -> None:
    card = serving(hall)

    done = services.finish(
        ticket_id=card.id, outcome=Outcome.INFORMATION, by=hall.clerks[0].by, at=moment(300)
    )

    assert (card.state, card.began_at) == (TicketState.SERVING, moment(40))
    assert (done.state, done.outcome, done.finished_at) == (
        TicketState.FINISHED,
        Outcome.INFORMATION,
        moment(300),
    )
    assert not Call.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("outcome", [Outcome.CASE, Outcome.NOTICE])
def test_a_case_and_a_notice_are_named_by_their_number(hall: OpenHall, outcome: Outcome) -> None:
    card, by = serving(hall), hall.clerks[0].by

    done = services.finish(
        ticket_id=card.id, outcome=outcome, reference=" rs-2026-0087 ", by=by, at=moment(300)
    )

    assert done.outcome_ref == "RS-2026-0087"
    assert '"reference":"RS-2026-0087"' in Entry.objects.get(name="queueing.ticket_served").body


@pytest.mark.parametrize(
    ("outcome", "reference", "refusal"),
    [
        (None, "", services.OutcomeMissing),
        (Outcome.CASE, "", services.ReferenceMissing),
        (Outcome.NOTICE, "  ", services.ReferenceMissing),
        (Outcome.INFORMATION, "RS-2026-0087", services.ReferenceNotAllowed),
        (Outcome.CASE, "张国强", services.ReferenceMalformed),
        (Outcome.CASE, "x" * 10_000, services.ReferenceMalformed),
        (Outcome.CASE, "<script>1</script>", services.ReferenceMalformed),
        (Outcome.CASE, "13812345678", services.ReferencePersonal),
        (Outcome.CASE, "330106199001011234", services.ReferencePersonal),
    ],
)
def test_a_visit_does_not_end_without_a_proper_outcome(
    hall: OpenHall, outcome: Outcome | None, reference: str, refusal: type[Refusal]
) -> None:
    card = serving(hall)

    with pytest.raises(refusal):
        services.finish(
            ticket_id=card.id, outcome=outcome, reference=reference, by=hall.clerks[0].by, at=moment(300)
        )

    assert selectors.ticket_card(hall.hall_id, card.id).state is TicketState.SERVING


def test_a_visit_is_not_finished_before_it_began(hall: OpenHall) -> None:
    card = called(hall)

    with pytest.raises(services.NotNow):
        services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=hall.clerks[0].by, at=moment(60))


def test_another_clerk_does_not_finish_my_visit(hall: OpenHall) -> None:
    card = serving(hall)

    with pytest.raises(services.NotAtThisWindow):
        services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=hall.clerks[1].by, at=moment(60))


def test_another_hall_s_ticket_is_not_there(hall: OpenHall) -> None:
    card, other = called(hall), open_hall()

    with pytest.raises(services.UnknownTicket):
        services.begin(ticket_id=card.id, by=other.clerks[0].by, at=moment(60))


def test_who_was_called_is_served_even_when_the_session_ends(hall: OpenHall) -> None:
    card = called(hall)
    after = MORNING.replace(hour=12, minute=20)

    services.begin(ticket_id=card.id, by=hall.clerks[0].by, at=after)
    done = services.finish(ticket_id=card.id, outcome=Outcome.REFERRAL, by=hall.clerks[0].by, at=after)

    assert done.state is TicketState.FINISHED


def test_nobody_signs_off_in_the_middle_of_a_visit(hall: OpenHall) -> None:
    serving(hall)

    with pytest.raises(ServiceNotFinished):
        posts.sign_off(by=hall.clerks[0].by, at=moment(60))


def test_finishing_twice_with_a_key_finishes_once(hall: OpenHall) -> None:
    card, by, key = serving(hall), hall.clerks[0].by, Key("press-0001", "a" * 64)

    for _ in range(2):
        done = services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=by, at=moment(300), key=key)

    assert done.state is TicketState.FINISHED
    assert Entry.objects.filter(name="queueing.ticket_served").count() == 1
    with pytest.raises(KeyReused):
        services.finish(
            ticket_id=card.id,
            outcome=Outcome.REFERRAL,
            by=by,
            at=moment(300),
            key=replace(key, body_hash="b" * 64),
        )


# ---- calling again, missed ----------------------------------------------------------------------------


def test_who_does_not_come_is_called_again(hall: OpenHall) -> None:
    card = called(hall)

    again = services.recall(ticket_id=card.id, by=hall.clerks[0].by, at=moment(25))

    assert (again.call_count, again.state) == (2, TicketState.CALLED)
    assert (again.called_at, again.last_called_at) == (MORNING, moment(25))


@proves("QUE-06", refuses=True)
def test_a_person_is_given_time_to_come(hall: OpenHall) -> None:
    card = called(hall)

    with pytest.raises(services.TooSoon) as refusal:
        services.recall(ticket_id=card.id, by=hall.clerks[0].by, at=moment(5))

    assert "15" in str(refusal.value)


@proves("QUE-06")
def test_who_was_called_three_times_is_missed(hall: OpenHall) -> None:
    card = missed(hall)

    assert card.state is TicketState.MISSED
    assert not Call.objects.filter(ended_at=None).exists()
    take(hall)
    assert call(hall).label == "A002"


@proves("QUE-06", refuses=True)
def test_who_was_called_once_is_not_missed(hall: OpenHall) -> None:
    card = called(hall)

    with pytest.raises(services.TooFewCalls) as refusal:
        services.miss(ticket_id=card.id, by=hall.clerks[0].by, at=moment(300))

    assert refusal.value.rule == "QUE-06"
    assert selectors.ticket_card(hall.hall_id, card.id).state is TicketState.CALLED


@proves("QUE-06", refuses=True)
def test_who_was_never_called_is_not_missed(hall: OpenHall) -> None:
    waiting = take(hall)

    with pytest.raises(Refusal):
        services.miss(ticket_id=waiting.id, by=hall.clerks[0].by, at=moment(300))


@proves("QUE-06", refuses=True)
def test_the_last_call_too_is_given_its_time(hall: OpenHall) -> None:
    with pytest.raises(services.TooSoon):
        missed(hall, at=50)


@proves("QUE-06")
def test_a_hall_that_calls_once_more_misses_nobody_after_three_calls(hall: OpenHall) -> None:
    regulations.set_parameter(
        hall_id=hall.hall_id,
        parameter="queue.missed_calls",
        value=4,
        active_from=MORNING.date(),
        reason="中心办〔2026〕3号",
        by=hall.office,
        at=MORNING,
    )

    with pytest.raises(services.TooFewCalls):
        missed(hall)

    card, by = Ticket.objects.get(), hall.clerks[0].by
    services.recall(ticket_id=card.id, by=by, at=moment(60))
    assert services.miss(ticket_id=card.id, by=by, at=moment(80)).state is TicketState.MISSED


@proves("QUE-06")
def test_who_comes_back_in_time_waits_behind_the_next_three(hall: OpenHall) -> None:
    card = missed(hall)
    others = [take(hall) for _ in range(5)]

    again = services.rejoin(ticket_id=card.id, by=hall.clerks[1].by, at=moment(20 * 60))

    assert (again.state, again.ahead) == (TicketState.WAITING, 3)
    served = [call(hall, window).id for window in (1, 2, 3, 0)]
    assert served == [others[0].id, others[1].id, others[2].id, card.id]


@proves("QUE-06", refuses=True)
def test_who_comes_back_too_late_takes_a_new_ticket(hall: OpenHall) -> None:
    card = missed(hall)

    with pytest.raises(services.TooLateToRejoin):
        services.rejoin(ticket_id=card.id, by=hall.clerks[1].by, at=moment(60 + 31 * 60))


def test_nobody_comes_back_into_the_line_of_yesterday(hall: OpenHall) -> None:
    card = missed(hall)
    midnight = moment(0).replace(hour=0, minute=0) + timedelta(days=1)
    Ticket.objects.filter(pk=card.id).update(ended_at=midnight - timedelta(minutes=5))

    with pytest.raises(services.NotNow):
        services.rejoin(ticket_id=card.id, by=hall.clerks[1].by, at=midnight + timedelta(minutes=5))


def test_who_came_back_is_called_three_times_anew(hall: OpenHall) -> None:
    card = missed(hall)
    services.rejoin(ticket_id=card.id, by=hall.clerks[0].by, at=moment(120))
    call(hall, at=moment(130))

    with pytest.raises(services.TooFewCalls):
        services.miss(ticket_id=card.id, by=hall.clerks[0].by, at=moment(300))


# ---- leaving ------------------------------------------------------------------------------------------


def test_a_citizen_gives_the_ticket_up(hall: OpenHall) -> None:
    card = take(hall)
    citizen = selectors.citizen_at(card.token)

    left = services.give_up(ticket_id=card.id, by=citizen, at=moment(60))

    assert left.state is TicketState.CANCELLED
    with pytest.raises(services.NobodyWaiting):
        call(hall)


def test_nobody_else_gives_it_up(hall: OpenHall) -> None:
    card, other = take(hall), take(hall)

    for by in (hall.clerks[0].by, hall.kiosks[0], selectors.citizen_at(other.token)):
        with pytest.raises(services.NotYourTicket):
            services.give_up(ticket_id=card.id, by=by, at=moment(60))


@pytest.mark.parametrize("token", ["", "x" * 22, "x" * 10_000, "😀" * 22, "' OR 1=1 --"])
def test_a_wrong_token_opens_nothing(hall: OpenHall, token: str) -> None:
    take(hall)

    with pytest.raises(services.UnknownTicket):
        selectors.citizen_at(token)


def test_what_is_open_when_the_day_ends_is_voided_and_listed(hall: OpenHall) -> None:
    waiting, done = take(hall), take(hall)
    first = call(hall)
    assert first.id == waiting.id
    last = take(hall)
    assert call(hall, 1).id == done.id
    services.begin(ticket_id=done.id, by=hall.clerks[1].by, at=moment(60))
    services.finish(ticket_id=done.id, outcome=Outcome.REFERRAL, by=hall.clerks[1].by, at=moment(90))

    handlers.void_left_over(MORNING + timedelta(days=1))

    states = dict(Ticket.objects.values_list("id", "state"))
    assert states == {first.id: "voided", last.id: "voided", done.id: "finished"}
    assert not Call.objects.filter(ended_at=None).exists()
    assert Entry.objects.filter(name="queueing.ticket_voided").count() == 2
    handlers.void_left_over(MORNING + timedelta(days=1))
    assert Entry.objects.filter(name="queueing.ticket_voided").count() == 2


def test_today_s_tickets_are_not_voided(hall: OpenHall) -> None:
    take(hall)

    handlers.void_left_over(MORNING.replace(hour=23))

    assert Ticket.objects.get().state == TicketState.WAITING


def test_the_journal_tells_a_visit_from_its_ticket_to_its_outcome(hall: OpenHall) -> None:
    card, by = called(hall), hall.clerks[0].by
    services.recall(ticket_id=card.id, by=by, at=moment(30))
    services.begin(ticket_id=card.id, by=by, at=moment(50))
    services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=by, at=moment(300))
    hear()

    names = [entry.name for entry in journal.history(hall.hall_id, matter=card.id)]

    assert names == [
        "queueing.ticket_taken",
        "queueing.ticket_called",
        "queueing.ticket_recalled",
        "queueing.service_begun",
        "queueing.ticket_served",
    ]


def test_a_ticket_that_does_not_exist_is_not_there(hall: OpenHall) -> None:
    for verb in (services.begin, services.recall, services.miss, services.rejoin):
        with pytest.raises(services.UnknownTicket):
            verb(ticket_id=new_id(), by=hall.clerks[0].by, at=MORNING)


def test_whoever_was_called_is_served_though_the_clock_was_set_back(hall: OpenHall) -> None:
    take(hall)
    card = call(hall, at=moment(600))

    services.begin(ticket_id=card.id, by=hall.clerks[0].by, at=moment(0))
    services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=hall.clerks[0].by, at=moment(1))

    row = Call.objects.get(ticket_id=card.id)
    assert row.ended_at == row.called_at == moment(600)
