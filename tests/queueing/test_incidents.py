"""What disturbs a day: crowded zones, disturbances and what was done about them, notes for the clerks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from tests.queueing.walks import call, moment, take
from tests.support.vows import vow
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault import services as vault
from yichuang.organization import selectors as organization
from yichuang.queueing import handlers, selectors, services
from yichuang.queueing.models import Crowding, Disturbance, Ticket
from yichuang.queueing.rules.floor import crowded
from yichuang.queueing.types import DisturbanceAction, DisturbanceCard, DisturbanceKind
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db


# ---- crowding -----------------------------------------------------------------------------------------


@proves("QUE-03")
@pytest.mark.parametrize(
    ("waiting", "was", "said"),
    [
        (60, False, False),  # sixty is what the hall bears
        (61, False, True),  # the sixty-first is one too many
        (60, True, True),  # one who leaves does not end it
        (50, True, True),
        (49, True, False),  # below fifty it is over
        (55, False, False),  # and does not come back before the sixty-first
    ],
)
def test_a_zone_is_crowded_from_the_61st_until_fewer_than_50_wait(
    waiting: int, was: bool, said: bool
) -> None:
    assert crowded(waiting, was=was, threshold=60, clear=50) is said


def limits(hall: OpenHall, threshold: int, clear: int) -> None:
    for parameter, value in (("queue.crowd_threshold", threshold), ("queue.crowd_clear", clear)):
        regulations.set_parameter(
            hall_id=hall.hall_id,
            parameter=parameter,
            value=value,
            active_from=MORNING.date(),
            reason="中心办〔2026〕3号",
            by=hall.office,
            at=MORNING,
        )


@proves("QUE-03")
def test_a_crowded_zone_is_told_once_and_cleared_once(hall: OpenHall) -> None:
    limits(hall, threshold=5, clear=4)
    tickets = [take(hall, n % 2, at=n) for n in range(6)]

    for _ in range(3):
        handlers.watch_crowding(moment(30))
    (told,) = selectors.crowdings(hall.hall_id)
    for place in (0, 1):
        call(hall, place, at=60)
    handlers.watch_crowding(moment(90))  # four wait: neither here nor there
    still = selectors.crowdings(hall.hall_id)
    call(hall, 2, at=120)
    for _ in range(3):
        handlers.watch_crowding(moment(150))

    assert (told.waiting, told.threshold) == (len(tickets), 5)
    assert told.told_to in (*organization.duty_leaders(hall.hall_id), None)
    assert len(still) == 1
    assert selectors.crowdings(hall.hall_id) == ()
    assert Entry.objects.filter(name="queueing.crowding_began").count() == 1
    assert Entry.objects.filter(name="queueing.crowding_ended").count() == 1


@proves("QUE-03", refuses=True)
def test_as_many_as_the_hall_bears_ring_no_bell(hall: OpenHall) -> None:
    limits(hall, threshold=5, clear=4)
    for n in range(5):
        take(hall, at=n)

    handlers.watch_crowding(moment(30))

    assert not Crowding.objects.exists()


# ---- disturbances -------------------------------------------------------------------------------------


def disturbed(
    hall: OpenHall,
    at: float,
    action: DisturbanceAction | None = DisturbanceAction.PERSUADED,
    label: str = "",
) -> DisturbanceCard:
    return services.record_disturbance(
        zone_id=organization.zones(hall.hall_id)[0].id,
        kind=DisturbanceKind.QUEUE_JUMPING,
        action=action,
        label=label,
        by=hall.office,
        at=moment(at),
    )


@proves("QUE-11", refuses=True)
def test_a_disturbance_is_not_saved_without_what_was_done(hall: OpenHall) -> None:
    with pytest.raises(services.ActionMissing) as refusal:
        disturbed(hall, at=0, action=None)

    assert refusal.value.rule == "QUE-11"
    assert not Disturbance.objects.exists()


@proves("QUE-11")
def test_the_second_within_the_hour_suggests_an_incident(hall: OpenHall) -> None:
    first, second = disturbed(hall, at=0), disturbed(hall, at=3599)
    alone = disturbed(hall, at=3599 + 3600)

    assert (first.suggests_incident, second.suggests_incident, alone.suggests_incident) == (
        False,
        True,
        False,
    )
    listed = selectors.disturbances(hall.hall_id, MORNING)
    assert [one.id for one in listed] == [alone.id, second.id, first.id]
    assert Entry.objects.filter(name="queueing.disturbance_recorded").count() == 3


@proves("QUE-11")
def test_who_disturbed_keeps_the_place_in_the_line(hall: OpenHall) -> None:
    card = take(hall)
    before = Ticket.objects.values().get()

    found = disturbed(hall, at=60, label=f" {card.label.lower()} ")

    assert found.label == card.label
    assert Ticket.objects.values().get() == before


def test_a_disturbance_names_a_ticket_of_today(hall: OpenHall) -> None:
    with pytest.raises(services.UnknownTicket):
        disturbed(hall, at=0, label="Z999")


# ---- the visit ----------------------------------------------------------------------------------------


def test_a_clerk_s_note_is_read_at_the_window_and_gone_after_the_day(hall: OpenHall) -> None:
    take(hall)
    card, by = call(hall), hall.clerks[0].by
    vow(by, MORNING)
    services.keep_note(ticket_id=card.id, text="带了老花镜,说话慢一点", by=by, at=moment(30))

    (note,) = selectors.desk(hall.hall_id, hall.clerks[0].window_id, moment(40)).notes
    said = services.read_note(note_id=note.id, by=by, at=moment(50))

    assert said == "带了老花镜,说话慢一点"
    assert all("老花镜" not in body for body in Entry.objects.values_list("body", flat=True))
    with pytest.raises(services.NotAtThisWindow):
        services.read_note(note_id=note.id, by=hall.clerks[1].by, at=moment(50))
    with pytest.raises(vault.EntryShredded):
        services.read_note(note_id=note.id, by=by, at=MORNING + timedelta(days=1))


@pytest.mark.parametrize("text", ["", "  ", "字" * 201])
def test_a_note_says_something_short(hall: OpenHall, text: str) -> None:
    take(hall)
    card = call(hall)

    with pytest.raises(services.NoteUnfit):
        services.keep_note(ticket_id=card.id, text=text, by=hall.clerks[0].by, at=moment(30))
