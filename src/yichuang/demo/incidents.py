"""What happens to the hall itself on a busy day: pauses, an empty post, a quarrel, a broken kiosk, closing.

Each puts its moments on the heap of the play; times are by the clock on the wall.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from yichuang.cases import services as cases
from yichuang.cases.types.hard import Client, HardKind
from yichuang.demo.busy import LEADERS, Busy
from yichuang.demo.play import Clerk
from yichuang.demo.script import Arrival
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as facility_services
from yichuang.facilities.types import FaultReason
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import services as posts
from yichuang.posts.types import PauseReason
from yichuang.queueing import selectors as queueing_selectors
from yichuang.queueing import services as queueing
from yichuang.queueing.types import ClosingChoice, DisturbanceAction, DisturbanceKind

DIRECTOR, TECHNICIAN, DESK, HEAD = "0001", "0601", "0317", "0101"
CLOCKWORK = uuid5(NAMESPACE_URL, "yichuang:demo.clockwork")
LOOK = timedelta(minutes=2)  # how often the hall looks at its zones and posts, as its heartbeat does
EMPTY = (timedelta(hours=2, minutes=5), timedelta(minutes=24))  # since opening, for how long
BROKEN = (timedelta(hours=2, minutes=20), timedelta(minutes=25))
QUARREL, JUMPED = timedelta(hours=2, minutes=40), timedelta(hours=3, minutes=25)
# when it was asked, who asked, what, and what was answered an hour later (empty: it is still followed up)
HARD = (
    (
        timedelta(hours=1, minutes=10),
        "王秀兰",
        "两地重复缴纳养老保险的月份怎么处理，个人部分能不能退",
        "重复缴费时段只计一次年限，个人缴纳部分可申请清退；到社保综合窗口办理，先查两地缴费记录。",
    ),
    (timedelta(hours=2), "陈建国", "企业破产清算期间，欠缴的失业保险费由谁补缴，职工能否先领失业金", ""),
)
PAUSES = (PauseReason.SHORT_ABSENCE, PauseReason.SYSTEM, PauseReason.MEETING, PauseReason.CLOSING_ACCOUNTS)
PAUSING = 0.6  # of the windows, in each half of the day
SURGE = 10  # the window that is only open in the rush hours
STILL_THERE = 3  # people waiting for whom a line is extended
EXTENDED = timedelta(minutes=30)
BEFORE_CLOSING = timedelta(minutes=12)
RUSHED, DEFERRED = (
    ("A", "K"),
    ("E", "D"),
)  # lines that fill up at the end; the first of the hall's is deferred


def expect(play: Busy) -> None:
    """Let everything happen that does not come from a visitor."""
    morning, evening = play.sessions[0][0], play.sessions[-1][1]
    for opens, closes in play.sessions:
        _pauses(play, opens, closes)
    play.later(morning + EMPTY[0], partial(_go_away, play))
    play.later(morning + BROKEN[0], partial(_break_down, play))
    zones = organization.zones(play.scene.hall_id)
    quarrel = (zones[0].id, DisturbanceKind.QUARREL, DisturbanceAction.SEPARATED)
    jumped = (zones[-1].id, DisturbanceKind.QUEUE_JUMPING, DisturbanceAction.SENT_BACK)
    play.later(morning + QUARREL, partial(_disturb, play, *quarrel))
    play.later(morning + JUMPED, partial(_disturb, play, *jumped))
    for ask in HARD:
        play.later(morning + ask[0], partial(_ask_hard, play, *ask[1:]))
    play.later(evening - BEFORE_CLOSING, partial(_close, play, evening))
    play.later(morning - LOOK, partial(_look, play, evening + EXTENDED + 2 * LOOK))
    play.later(evening.replace(hour=0, minute=10) + timedelta(days=1), partial(_next_day, play))


def _ask_hard(play: Busy, client: str, question: str, answer: str, at: datetime) -> None:
    """Write down a question nobody could answer at once; a section head follows it up (PROM-04)."""
    head = play.person(HEAD)
    card = cases.note_hard_question(
        kind=HardKind.DIFFICULT,
        question=question,
        client=Client(client),
        owner_id=head.id,
        by=play.person(DESK),
        at=at,
    )
    if answer:
        play.later(at + timedelta(hours=1), partial(_answer_hard, card.id, answer, head))


def _answer_hard(hard_id: UUID, answer: str, by: Actor, at: datetime) -> None:
    cases.answer_hard_question(hard_id=hard_id, answer=answer, by=by, at=at)


def late_rush(draw: random.Random, lines: dict[str, UUID], until: datetime, tickets: int) -> list[Arrival]:
    """Draw who comes all at once shortly before tickets stop: a coach has arrived."""
    size = max(6, tickets // 50)
    deferred = next(one for one in DEFERRED if one in lines)
    coming = [one for one in RUSHED if one in lines] * size + [deferred] * 9
    return [
        Arrival(until - timedelta(minutes=draw.uniform(0.5, 9)), lines[one], None, None, deaf=False)
        for one in coming
    ]


def _clockwork(play: Busy) -> Actor:
    return Actor(ActorKind.SYSTEM, CLOCKWORK, play.scene.hall_id)


def _look(play: Busy, until: datetime, at: datetime) -> None:
    """Do what the heartbeat of a running hall does: watch the crowd and the empty posts."""
    play.acts += queueing.watch_crowding(by=_clockwork(play), at=at)
    play.acts += posts.tell_vacancies(at=at)
    if at < until:
        play.later(at + LOOK, partial(_look, play, until))


# ---- windows ------------------------------------------------------------------------------------------


def _pauses(play: Busy, opens: datetime, closes: datetime) -> None:
    for index, clerk in enumerate(play.clerks.values()):
        if index == 0 or play.draw.random() < PAUSING:
            at = opens + timedelta(minutes=40) + (closes - opens - timedelta(minutes=90)) * play.draw.random()
            play.later(at, partial(_pause, play, clerk, play.draw.choice(PAUSES)))


def _when_free(play: Busy, clerk: Clerk, again: Callable[[datetime], None], at: datetime) -> bool:
    """Say whether somebody stands at the window with nobody before it; if not, look again soon."""
    if clerk.person is None:
        return False
    if clerk.busy:
        play.later(at + timedelta(seconds=4), again)
        return False
    return True


def _pause(play: Busy, clerk: Clerk, reason: PauseReason, at: datetime) -> None:
    if not _when_free(play, clerk, partial(_pause, play, clerk, reason), at):
        return
    assert clerk.person is not None
    window_id, by = clerk.station.window_id, play.actor(clerk, clerk.person)
    if play.done(partial(posts.pause_window, window_id=window_id, reason=reason, by=by, at=at)):
        clerk.busy = True  # nobody rings for who pauses
        play.later(at + play.between(4 * 60, 11 * 60), partial(_go_on, play, clerk, by))


def _go_on(play: Busy, clerk: Clerk, by: Actor, at: datetime) -> None:
    play.done(partial(posts.resume_window, window_id=clerk.station.window_id, by=by, at=at))
    play.free(clerk, at)


def _go_away(play: Busy, at: datetime) -> None:
    """Somebody leaves a window without cover: the last one that has a colleague in its line."""
    manned = [one for one in play.clerks.values() if one.person is not None and one.station.number != SURGE]
    if manned:
        _walk_off(play, manned[len(manned) // 2], at)


def _walk_off(play: Busy, clerk: Clerk, at: datetime) -> None:
    if not _when_free(play, clerk, partial(_walk_off, play, clerk), at):
        return
    closes = next((ends for _opens, ends in play.sessions if at < ends), at)
    play.leave(clerk, at)
    play.later(at + EMPTY[1], partial(play.come, clerk, closes))


# ---- the hall -----------------------------------------------------------------------------------------


def _disturb(
    play: Busy, zone_id: UUID, kind: DisturbanceKind, action: DisturbanceAction, at: datetime
) -> None:
    by = play.guide
    play.done(partial(queueing.record_disturbance, zone_id=zone_id, kind=kind, action=action, by=by, at=at))


def _break_down(play: Busy, at: datetime) -> None:
    """A kiosk jams and gives no tickets until the technician has been there."""
    kiosk = play.scene.kiosks[0]
    piece = facilities.equipment_of_device(play.scene.hall_id, kiosk.id)
    if piece is None:
        return
    by, why = play.person(TECHNICIAN), FaultReason.PAPER_JAM
    if play.done(partial(facility_services.report_down, equipment_id=piece.id, reason=why, by=by, at=at)):
        play.down.add(kiosk.id)
        play.later(at + BROKEN[1], partial(_mended, play, kiosk.id, piece.id))


def _mended(play: Busy, kiosk_id: UUID, equipment_id: UUID, at: datetime) -> None:
    by = play.person(TECHNICIAN)
    play.done(partial(facility_services.report_back, equipment_id=equipment_id, by=by, at=at))
    play.down.discard(kiosk_id)


# ---- closing ------------------------------------------------------------------------------------------


def _close(play: Busy, closes: datetime, at: datetime) -> None:
    """Before closing a section head chooses for every line with people waiting: today, or another day."""
    leader = play.person(LEADERS[0])
    asked = queueing_selectors.closing_questions(play.scene.hall_id, at)
    rushed = {line for prefix, line in play.scene.lines.items() if prefix in RUSHED}
    windows: list[UUID] = []
    for one in asked:
        stays = [window for window in one.window_ids if _manned(play, window)]
        if one.line_id in rushed and len(one.ticket_ids) >= STILL_THERE and stays:
            windows += [window for window in stays if window not in windows]
            _choose(play, one.line_id, ClosingChoice.EXTEND, leader, at)
    if windows:
        _extend(play, tuple(windows), closes, leader, at)
    play.later(closes - timedelta(minutes=3), partial(_defer, play, leader))


def _choose(play: Busy, line_id: UUID, choice: ClosingChoice, by: Actor, at: datetime) -> None:
    play.done(partial(queueing.decide_closing, line_id=line_id, choice=choice, by=by, at=at))


def _manned(play: Busy, window_id: UUID) -> bool:
    return any(one.station.window_id == window_id and one.person is not None for one in play.clerks.values())


def _extend(play: Busy, windows: tuple[UUID, ...], closes: datetime, leader: Actor, at: datetime) -> None:
    until, why = closes + EXTENDED, ChangeReason.PEOPLE_WAITING
    asked = organization_services.request_change(
        wish=Wish(ChangeKind.EXTENSION, windows, closes, until, why), by=leader, at=at
    )
    play.acts += 1
    play.later(at + timedelta(minutes=4), partial(_approve, play, asked.id, windows, until))


def _approve(play: Busy, change_id: UUID, windows: tuple[UUID, ...], until: datetime, at: datetime) -> None:
    director = play.person(DIRECTOR)
    if not play.done(partial(organization_services.approve_change, change_id=change_id, by=director, at=at)):
        return
    for clerk in play.clerks.values():
        if clerk.station.window_id in windows:
            play.after_hours[clerk.station.window_id] = until
            play.later(until + timedelta(seconds=20), partial(play.leave, clerk))
    play.later(until - BEFORE_CLOSING, partial(_defer, play, play.person(LEADERS[0])))


def _defer(play: Busy, leader: Actor, at: datetime) -> None:
    """Whoever cannot be served any more today comes another day."""
    hall_id = play.scene.hall_id
    deferred = queueing_selectors.deferred_tickets(hall_id, at.date())
    for one in queueing_selectors.closing_questions(hall_id, at):
        if not deferred.issuperset(one.ticket_ids):
            _choose(play, one.line_id, ClosingChoice.DEFER, leader, at)


def _next_day(play: Busy, at: datetime) -> None:
    """What nobody finished is void when the day is over."""
    play.acts += queueing.void_left_over(day=at.date(), by=_clockwork(play), at=at)
    _look(play, at, at)
