"""What the board, the desk, the office and a phone are told."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from bench.hall import MORNING, OpenHall
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.queueing.walks import a_busy_morning, call, moment, take
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.selectors import entries
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.live import topics
from yichuang.organization import selectors as organization
from yichuang.posts import services as posts
from yichuang.queueing import answers, events, selectors, services
from yichuang.queueing.models import LineItem, Ticket
from yichuang.queueing.rules.waits import quantile
from yichuang.queueing.types import Outcome, TicketState, WindowState

pytestmark = pytest.mark.django_db


# ---- the citizen --------------------------------------------------------------------------------------


@proves("QUE-04")
def test_a_ticket_shows_people_ahead_and_minutes(hall: OpenHall) -> None:
    for _ in range(9):
        take(hall)
    last = take(hall)

    card = selectors.ticket_by_token(last.token, MORNING)

    assert card.ahead == 9
    # four free windows, six minutes a visit until today's visits say otherwise: after two visits
    assert (card.est_low, card.est_high) == (8, 18)


def test_nobody_promises_minutes_when_no_window_is_on_duty(hall: OpenHall) -> None:
    card = take(hall)
    for clerk in hall.clerks:
        posts.sign_off(by=clerk.by, at=MORNING)

    card = selectors.ticket_by_token(card.token, MORNING)

    assert (card.est_low, card.est_high) == (None, None)
    assert selectors.lines(hall.hall_id, MORNING)[0].windows_on_duty == 0


def test_who_was_called_is_told_where(hall: OpenHall) -> None:
    ticket = take(hall)
    call(hall, 2)

    card = selectors.ticket_by_token(ticket.token, MORNING)

    assert (card.state, card.window_number, card.ahead) == (TicketState.CALLED, 3, None)


def test_the_line_says_what_a_newcomer_waits(hall: OpenHall) -> None:
    for _ in range(4):
        take(hall)

    first, second = selectors.lines(hall.hall_id, MORNING)

    assert (first.waiting, second.waiting) == (4, 0)
    # general windows: who joins line B stands behind line A's people too
    assert (first.est_low, first.est_high) == (second.est_low, second.est_high) == (4, 10)


# ---- the board ----------------------------------------------------------------------------------------

BOARD_WORDS = {"zone", "day", "waiting", "calls", "lines"}
CALL_WORDS = {"label", "window", "zone", "state", "called_at", "call_count"}
LINE_WORDS = {
    "id", "prefix", "name", "name_en", "hint", "hint_en", "waiting",
    "estimate_minutes", "windows_on_duty", "items",
}  # fmt: skip
TOLD_WORDS = {"what", "label", "window"}


@proves("QUE-07")
def test_the_board_names_tickets_and_windows_and_nobody(hall: OpenHall) -> None:
    a_busy_morning(hall)

    said = answers.board_json(selectors.board(hall.hall_id, None, moment(600)))

    assert said.keys() == BOARD_WORDS
    assert said["calls"] and said["lines"]
    assert all(call.keys() == CALL_WORDS for call in said["calls"])
    assert all(line.keys() == LINE_WORDS for line in said["lines"])
    assert nobody_is_in(said, hall)


@proves("QUE-07")
def test_what_is_sent_to_boards_and_phones_names_nobody(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()

    told = [change for entry in entries(hall.hall_id, limit=1000) for change in topics.changes_of(entry)]

    assert {topic for topic, _key, _payload in told} == {
        "board", "ticket", "desk", "window", "floor", "rating",
    }  # fmt: skip
    assert all(payload.keys() <= TOLD_WORDS for _topic, _key, payload in told)
    assert nobody_is_in([payload for _topic, _key, payload in told], hall)


@proves("QUE-07")
def test_what_a_board_starts_from_names_nobody(hall: OpenHall) -> None:
    ticket = take(hall)
    call(hall)
    window = hall.clerks[0].window_id.hex

    said = [
        topics.topics()[name].snapshot(hall.hall_id, key)
        for name, key in [
            ("board", "all"), ("board", "A"), ("floor", "all"), ("desk", window), ("window", window),
            ("ticket", ticket.token),
        ]
    ]  # fmt: skip

    assert all(said)
    assert nobody_is_in(said, hall)


def nobody_is_in(said: Any, hall: OpenHall) -> bool:
    text = json.dumps(said, ensure_ascii=False, default=str)
    people = organization.people(hall.hall_id)
    return not any(one.display_name in text or one.worker_number in text for one in people)


def test_a_stream_that_does_not_exist_has_no_picture(hall: OpenHall) -> None:
    for name, key in [("board", "Z"), ("ticket", "x" * 22), ("desk", "nothing"), ("floor", "one")]:
        assert topics.topics()[name].snapshot(hall.hall_id, key) is None


def test_a_zone_shows_its_own_calls_only(hall: OpenHall) -> None:
    take(hall)
    call(hall)

    assert len(selectors.board(hall.hall_id, "A", MORNING).calls) == 1
    assert selectors.board(hall.hall_id, "B", MORNING).calls == ()


def test_the_latest_call_stands_first(hall: OpenHall) -> None:
    for _ in range(3):
        take(hall)
    call(hall, 0, at=10)
    call(hall, 1, at=20)
    again = call(hall, 2, at=30)
    services.recall(ticket_id=again.id, by=hall.clerks[2].by, at=moment(60))

    labels = [one.label for one in selectors.board(hall.hall_id, None, moment(60)).calls]

    assert labels == ["A003", "A002", "A001"]


def test_phones_of_the_next_in_line_hear_of_a_call(hall: OpenHall) -> None:
    first, second = take(hall), take(hall)
    call(hall)
    hear()

    told = _told(hall, "queueing.ticket_called")

    assert [key for topic, key, _payload in told if topic == "ticket"] == [first.token, second.token]
    desks = [key for topic, key, _payload in told if topic == "desk"]
    assert sorted(desks) == sorted(clerk.window_id.hex for clerk in hall.clerks)


def _told(hall: OpenHall, name: str) -> list[tuple[str, str, dict[str, Any]]]:
    (entry,) = entries(hall.hall_id, names=[name])
    return topics.changes_of(entry)


# ---- the desk and the floor ---------------------------------------------------------------------------


def test_a_desk_shows_who_is_here_and_who_comes_next(hall: OpenHall) -> None:
    for line in (0, 1, 0):
        take(hall, line)
    call(hall)

    card = selectors.desk(hall.hall_id, hall.clerks[0].window_id, moment(5))

    assert card.now is not None
    assert (card.now.label, card.waiting) == ("A001", 2)
    assert [one.label for one in card.next] == ["B001", "A002"]
    assert (card.may_recall_from, card.calls_until_missed) == (moment(20), 2)
    assert [one.waited_seconds for one in card.next] == [5, 5]


def test_a_free_desk_shows_nobody(hall: OpenHall) -> None:
    card = selectors.desk(hall.hall_id, hall.clerks[0].window_id, MORNING)

    assert (card.now, card.waiting, card.next, card.missed) == (None, 0, (), ())


def test_the_floor_shows_every_window(hall: OpenHall) -> None:
    for _ in range(3):
        take(hall)
    call(hall, 0)
    card = call(hall, 1)
    services.begin(ticket_id=card.id, by=hall.clerks[1].by, at=moment(30))
    posts.sign_off(by=hall.clerks[3].by, at=moment(30))

    floor = selectors.floor(hall.hall_id, moment(60))

    states = [window.state for window in floor.windows]
    assert states == [WindowState.CALLING, WindowState.SERVING, WindowState.IDLE, WindowState.CLOSED]
    assert (floor.waiting, floor.longest_wait_seconds) == (1, 60)
    assert floor.windows[0].ticket_label == "A001"
    assert floor.windows[3].worker_number is None


def test_a_window_is_free_since_somebody_last_left_it(hall: OpenHall) -> None:
    take(hall)
    card, by = call(hall, 0, at=600), hall.clerks[0].by
    services.begin(ticket_id=card.id, by=by, at=moment(610))
    services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=by, at=moment(900))

    served, other = selectors.floor(hall.hall_id, moment(960)).windows[:2]

    assert (served.state, served.since, served.served) == (WindowState.IDLE, moment(900), 1)
    assert other.since == MORNING, "nobody was there since it was manned"


@pytest.mark.parametrize("people", [1, 12])
def test_the_questions_ask_the_database_no_more_often_when_many_wait(hall: OpenHall, people: int) -> None:
    for _ in range(people):
        take(hall)
    call(hall)
    organization.hall_in_hand(hall.hall_id)

    with CaptureQueriesContext(connection) as asked:
        selectors.board(hall.hall_id, None, MORNING)
    assert len(asked) <= 12
    with CaptureQueriesContext(connection) as asked:
        selectors.floor(hall.hall_id, MORNING)
    assert len(asked) <= 14
    with CaptureQueriesContext(connection) as asked:
        selectors.desk(hall.hall_id, hall.clerks[0].window_id, MORNING)
    assert len(asked) <= 13


# ---- the day ------------------------------------------------------------------------------------------


@proves("QUE-04")
def test_the_report_is_what_the_journal_gives_when_counted_again(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()
    story = sorted(entries(hall.hall_id, limit=1000), key=lambda entry: entry.seq)

    figures = selectors.day_figures(hall.hall_id, MORNING.date())
    report = selectors.waits(hall.hall_id, MORNING.date())

    waits, services_ = _counted_again(story)
    assert figures.wait_p50 == round(quantile(waits, 0.5))
    assert figures.wait_p90 == round(quantile(waits, 0.9))
    assert figures.service_p50 == round(quantile(services_, 0.5))
    assert figures.service_p90 == round(quantile(services_, 0.9))
    assert figures.taken == sum(isinstance(entry.event, events.TicketTaken) for entry in story)
    assert sum(figures.outcomes.values()) == figures.finished == len(services_)
    assert sum(one.waits for one in report) == len(waits)
    assert sum(one.services for one in report) == len(services_)
    assert {one.hour for one in report} == {9}
    of_a = [one for one in report if one.line_id == hall.lines[0].id]
    waits_of_a, services_of_a = _counted_again(story, hall.lines[0].id)
    assert [one.wait_p90 for one in of_a] == [round(quantile(waits_of_a, 0.9))]
    assert [one.service_p50 for one in of_a] == [round(quantile(services_of_a, 0.5))]


@proves("QUE-04")
def test_the_report_keeps_items_and_hours_apart(hall: OpenHall) -> None:
    line, item = hall.lines[0].id, new_id()
    LineItem.objects.create(hall_id=hall.hall_id, line_id=line, item_id=item)
    # of whatever is in the line, of the item, and of the line after ten: they wait 60, 120 and 240 s
    for asked, taken, waited in [(None, 0, 60), (item, 200, 120), (None, 2400, 240)]:
        services.take_ticket(line_id=line, item_id=asked, by=hall.kiosks[0], at=moment(taken))
        by, called = hall.clerks[0].by, taken + waited
        card = call(hall, 0, at=called)
        services.begin(ticket_id=card.id, by=by, at=moment(called))
        done = moment(called + waited // 2)
        services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=by, at=done)

    report = selectors.waits(hall.hall_id, MORNING.date())

    found = [
        (one.item_id, one.hour, one.waits, one.wait_p50, one.services, one.service_p50) for one in report
    ]
    assert found == [(None, 9, 1, 60, 1, 30), (None, 10, 1, 240, 1, 120), (item, 9, 1, 120, 1, 60)]


def _counted_again(story: list[EntryCard], line: Any = None) -> tuple[list[float], list[float]]:
    """Count waits and services from what was told, as an inspector with the journal alone would."""
    taken, called, began = {}, {}, {}
    waits, served = [], []
    for entry in story:
        about = entry.subject_id
        match entry.event:
            case events.TicketTaken(line_id=of) if line in (None, of):
                taken[about] = entry.at
            case events.TicketCalled() if about in taken and about not in called:
                called[about] = entry.at
                waits.append((entry.at - taken[about]).total_seconds())
            case events.ServiceBegun():
                began[about] = entry.at
            case events.TicketServed() if about in taken:
                served.append((entry.at - began[about]).total_seconds())
    return waits, served


def test_the_tables_are_what_the_journal_says(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()

    report = verify(hall.hall_id, tables=True)

    assert report.ok, report
    assert "queueing.ticket" in report.tables


def test_acts_not_sealed_yet_count_too(hall: OpenHall) -> None:
    take(hall)
    hear()
    call(hall)

    assert verify(hall.hall_id, tables=True).ok


@pytest.mark.parametrize(
    ("column", "value"),
    [("state", "cancelled"), ("number", 999), ("outcome_ref", "RS-2026-9999"), ("taken_at", moment(-60))],
)
def test_a_ticket_altered_behind_the_journal_s_back_is_named(hall: OpenHall, column: str, value: Any) -> None:
    a_busy_morning(hall)
    hear()
    ticket = Ticket.objects.filter(state=TicketState.WAITING).first()
    assert ticket is not None
    Ticket.objects.filter(id=ticket.id).update(**{column: value})

    (hall_report,) = verify(hall.hall_id, tables=True).halls

    (difference,) = hall_report.differences
    assert (difference.row_id, difference.column) == (str(ticket.id), column)


def test_a_ticket_nobody_took_is_named(hall: OpenHall) -> None:
    card = take(hall)
    row = Ticket.objects.get(id=card.id)
    row.pk, row.number, row.label, row.token = new_id(), 2, "A002", "x" * 22
    row.save(force_insert=True)

    (hall_report,) = verify(hall.hall_id, tables=True).halls

    assert [one.row_id for one in hall_report.differences] == [str(row.pk)]


def test_a_card_can_be_shown_as_json(hall: OpenHall) -> None:
    card = take(hall)

    assert json.dumps(asdict(card), default=str)
    assert answers.ticket_json(card)["ahead"] == 0
    assert Outcome("case") is Outcome.CASE
    assert MORNING + timedelta(0) == card.taken_at
