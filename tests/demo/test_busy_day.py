"""A busy day with everything in it: plausible to who leads a hall, and the board is never wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from tests.demo.board import Account
from yichuang.demo import stage
from yichuang.demo.build import build, enrol_kiosk
from yichuang.demo.busy import Busy
from yichuang.demo.scene import Scene
from yichuang.evaluation import selectors as evaluation
from yichuang.kernel import clock
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear, rebuild
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing
from yichuang.queueing.models import Ticket
from yichuang.queueing.types import PolicyCard, PriorityClass
from yichuang.regulations import services as regulations
from yichuang.screens.lobby.picture import picture_of
from yichuang.statistics import services as statistics
from yichuang.statistics.models import Turn, Visit

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = MORNING.date()
# a hall of three windows, in which 150 tickets are as many as 1,200 in fourteen
FEW_WINDOWS, FEW_LINES = {4, 9, 13}, {"A", "D", "K"}
EVERYTHING = {
    "cases.hard_question_answered",
    "cases.hard_question_noted",
    "evaluation.service_rated",
    "facilities.device_back",
    "facilities.device_down",
    "organization.hours_change_approved",
    "organization.hours_change_asked",
    "posts.post_vacant",
    "posts.vacancy_ended",
    "posts.window_paused",
    "posts.window_resumed",
    "queueing.closing_chosen",
    "queueing.crowding_began",
    "queueing.crowding_ended",
    "queueing.disturbance_recorded",
    "queueing.note_kept",
    "queueing.outage_recorded",
    "queueing.paper_merged",
    "queueing.priority_granted",
    "queueing.priority_refused",
    "queueing.priority_requested",
    "queueing.priority_withdrawn",
    "queueing.service_noted",
    "queueing.shirking_suspected",
    "queueing.ticket_called_on_paper",
    "queueing.ticket_delayed",
    "queueing.ticket_left",
    "queueing.ticket_missed",
    "queueing.ticket_parked",
    "queueing.ticket_rejoined",
    "queueing.ticket_resumed",
    "queueing.ticket_taken_on_paper",
    "queueing.ticket_transferred",
    "queueing.ticket_voided",
}


def open_hall(few: bool) -> Scene:
    """Found the demo hall, whole or with a few windows and a smaller crowd."""
    founded = MORNING - timedelta(days=14)
    build(at=founded, tell=lambda _text: None)
    hall = organization.hall_by_code("HRSS")
    by = organization_services.founder(hall.id)
    kiosks = [
        enrol_kiosk(hall_id=hall.id, hall_code=hall.code, name=f"play-{n}", by=by, at=founded) for n in (1, 2)
    ]
    hear()
    scene = stage.scene_of(hall.id, kiosks, DAY, live=False)
    if few:
        for name, value in (("queue.crowd_threshold", 5), ("queue.crowd_clear", 3)):
            regulations.set_parameter(
                hall_id=hall.id,
                parameter=name,
                value=value,
                active_from=DAY,
                reason="小厅",
                by=Actor(ActorKind.PERSON, scene.people["0001"], hall.id),
                at=MORNING - timedelta(days=1),
            )
        scene.stations = [one for one in scene.stations if one.number in FEW_WINDOWS]
        scene.lines = {prefix: line for prefix, line in scene.lines.items() if prefix in FEW_LINES}
        scene.errands = [one for one in scene.errands if one.line_id in scene.lines.values()]
    return scene


def play(scene: Scene, tickets: int) -> Account:
    """Act the day and look at the board after every moment; return the account kept beside it."""
    acted = stage.prepare_busy(scene, DAY, 7, tickets)
    assert acted is not None
    account, heard = Account(), MORNING
    while acted.moments:
        at = acted.moments[0][0]
        with transaction.atomic():
            acted.run(at)
            if account.go_on():
                look_at_the_board(scene, account, acted, at)
        if at - heard > stage.SLICE:
            hear(slice_seconds=1)
            account.go_on()
            heard = at
    hear(slice_seconds=1)
    return account


def look_at_the_board(scene: Scene, account: Account, acted: Busy, at: datetime) -> None:
    """Hold what is shown against what the journal says."""
    shown = {one.window_id: (one.label, one.state.value) for one in queueing.open_calls(scene.hall_id)}
    assert shown == account.calls(), at
    manned = posts.on_duty(scene.hall_id)
    assert {window: one.person_id for window, one in manned.items()} == account.on_duty, at
    assert {window for window, one in manned.items() if one.paused_at} == account.paused, at
    if acted.acts % 25:
        return
    picture = picture_of(organization.hall(scene.hall_id), None, at)
    assert picture is not None and picture.waiting == len(account.waiting), at
    assert {one.id: one.waiting for one in picture.lines if one.waiting} == account.in_line(), at
    calls = {one.window.id: one.call.label for one in picture.windows if one.call}
    assert calls == {window: label for window, (label, _state) in account.calls().items()}, at


def told(scene: Scene) -> Counter[str]:
    return Counter(journal.count_by_name(scene.hall_id, MORNING))


def minutes_waited(priority: bool) -> list[int]:
    """Return the minutes until the first call, shortest first."""
    rows = Ticket.objects.filter(called_at__isnull=False).values_list("priority", "taken_at", "called_at")
    return sorted(
        int((called - taken).total_seconds() / 60)
        for given, taken, called in rows
        if (given != PriorityClass.ORDINARY) == priority
    )


@pytest.mark.proof
@pytest.mark.django_db
def test_on_a_busy_day_everything_happens_and_the_board_is_never_wrong(
    proof_size: Callable[[int, int], int],
) -> None:
    tickets = proof_size(150, stage.BUSY_TICKETS)
    scene = open_hall(few=tickets < stage.BUSY_TICKETS)

    with clock.frozen(MORNING):
        play(scene, tickets)

    names = told(scene)
    assert set(names) >= EVERYTHING, EVERYTHING - set(names)
    taken = names["queueing.ticket_taken"]
    assert taken > tickets * 0.9
    assert 0.02 < names["queueing.ticket_missed"] / taken < 0.08
    assert 0.01 < names["queueing.ticket_left"] / taken < 0.06
    called = Ticket.objects.exclude(called_at=None)
    assert called.exclude(priority=PriorityClass.ORDINARY).count() / called.count() < 1 / 3
    ordinary, first = minutes_waited(priority=False), minutes_waited(priority=True)
    assert first[len(first) * 9 // 10] <= ordinary[len(ordinary) * 9 // 10]
    # who came at a quarter to twelve waits over noon, and then through the outage
    assert max(ordinary) < 240, "nobody waits for ever"
    figures = queueing.day_figures(scene.hall_id, DAY)
    assert figures.waiting == figures.called == figures.serving == 0, "everybody's visit has its end"
    rated = evaluation.day_ratings(scene.hall_id, DAY)
    assert 0 < rated.rated < rated.invited <= figures.finished

    before = [*Visit.objects.order_by("id").values_list(), *Turn.objects.order_by("id").values_list()]
    rebuild(statistics.VISITS)
    again = [*Visit.objects.order_by("id").values_list(), *Turn.objects.order_by("id").values_list()]
    assert again == before
    assert verify(scene.hall_id).ok
    replayed = queueing.replay(scene.hall_id, DAY, PolicyCard(scene.hall_id, 99, DAY, ()))
    assert replayed.calls > tickets * 0.8 and replayed.later, "without classes some would wait longer"
