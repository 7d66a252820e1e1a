"""A place in the line and who hears that it moved: ties, and lines that several zones serve."""

from __future__ import annotations

from bench.hall import MORNING, OpenHall

from tests.queueing.walks import call, take
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.selectors import entries
from yichuang.kernel.live import topics
from yichuang.organization import services as organization
from yichuang.queueing import selectors
from yichuang.queueing import services as queueing
from yichuang.queueing.models import Ticket


def test_who_stands_ahead_is_who_is_called_before_also_when_two_came_back_to_one_place(
    hall: OpenHall,
) -> None:
    cards = [take(hall) for _ in range(3)]
    Ticket.objects.update(arrival=1, sort_key=1)

    ahead = [selectors.ticket_card(hall.hall_id, card.id).ahead for card in cards]

    assert ahead == [0, 1, 2]
    assert [call(hall, window).id for window in range(3)] == [card.id for card in cards]


def test_every_zone_that_serves_a_line_hears_of_its_calls(hall: OpenHall) -> None:
    zone = organization.add_zone(code="B", name="二区", by=hall.office, at=MORNING)
    window = organization.add_window(number=9, zone_id=zone.id, name="9 号", by=hall.office, at=MORNING)
    queueing.add_serves(window_id=window.id, line_id=hall.lines[0].id, by=hall.office, at=MORNING)
    take(hall)
    call(hall)
    hear()

    (called,) = entries(hall.hall_id, names=["queueing.ticket_called"])
    told = [(topic, key) for topic, key, _payload in topics.changes_of(called)]

    assert {key for topic, key in told if topic == "board"} == {"all", "A", "B"}
    assert len(told) == len(set(told)), "nobody is told twice"
