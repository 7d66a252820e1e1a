"""Set the scene from what the rooms say and act days on it: past ones at once, today as it goes."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.catalogue import selectors as catalogue
from yichuang.demo import incidents, outage, till
from yichuang.demo.busy import Busy
from yichuang.demo.crew import crew_of
from yichuang.demo.play import Play
from yichuang.demo.scene import Scene, Station, plan
from yichuang.demo.script import Arrival, Errand, arrivals
from yichuang.demo.story import Story, next_month
from yichuang.demo.traits import BUSY
from yichuang.kernel import clock
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import deliver
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import SessionCard, SessionKind
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing

TICKETS = 600  # a day, about
BUSY_TICKETS = 1200
SLICE = timedelta(minutes=15)
HALF_A_DAY = timedelta(hours=6)  # at a time, on days when nobody comes
LEFT_TO_YOU = timedelta(minutes=25)  # before the curtain, in which the visitor's window becomes free
NIGHTFALL = timedelta(minutes=30)  # after closing, when a running demo moves on
MIDNIGHT = timedelta(minutes=15)  # after the day, in which what is left over is void
DAWN = timedelta(minutes=12)  # before opening, when it goes on

Tell = Callable[[str], None]


def scene_of(hall_id: UUID, kiosks: list[Actor], on: date, *, live: bool) -> Scene:
    """Return the demo hall's scene on a day; in a live play the windows left to visitors stand empty."""
    hall = organization.hall(hall_id)
    text = plan()
    lines = {line.prefix: line for line in queueing.lines(hall_id, _midnight(on, hall.timezone))}
    minutes = {item.id: float(item.avg_minutes or 6) for item in catalogue.items(hall_id, on)}
    manned = {post.window_id: post for post in posts.posts(hall_id, on)}
    written = {row["number"]: row for row in text["windows"]}
    stations = []
    for window in organization.windows(hall_id):
        row = written[window.number]
        post = manned[window.id]
        in_order = sorted(post.holders, key=lambda one: one.part)
        stations.append(
            Station(
                window_id=window.id,
                number=window.number,
                post_id=post.id,
                line_ids=frozenset(lines[prefix].id for prefix in row["lines"]),
                holders=tuple(one.person_id for one in in_order),
                yours=live and window.number in text["left_to_you"],
            )
        )
    errands = [
        Errand(
            line_id=lines[row["prefix"]].id,
            share=row["share"],
            items=tuple((item, minutes[item]) for item in lines[row["prefix"]].item_ids if item in minutes),
        )
        for row in text["lines"]
    ]
    return Scene(
        hall_id,
        hall.code,
        stations,
        errands,
        kiosks,
        people={one.worker_number: one.id for one in organization.people(hall_id)},
        lines={prefix: line.id for prefix, line in lines.items()},
    )


def _midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(timezone))


def _sessions(scene: Scene, on: date) -> list[SessionCard]:
    return [
        one
        for one in organization.day_plan(scene.hall_id, on).sessions
        if one.window_id is None and one.kind == SessionKind.OPEN
    ]


def prepare(
    scene: Scene, on: date, seed: int, *, since: datetime | None = None, tickets: int | None = None
) -> Play | None:
    """Draw the day and put it on the heap; None on a day without sessions.  ``since`` leaves out the past."""
    sessions = _sessions(scene, on)
    if not sessions:
        return None
    draw = random.Random(f"yichuang {seed} {on.isoformat()}")  # noqa: S311 - a play, not a secret
    acted = Play(scene, draw, f"{on:%Y%m%d}", not_before=since)
    coming: list[Arrival] = arrivals(
        draw,
        [(one.opens, one.takes_until or one.closes) for one in sessions],
        scene.errands,
        TICKETS if tickets is None else tickets,
    )
    acted.expect([one for one in coming if since is None or one.at > since])
    acted.staff(on)
    if tickets != 0:
        till.expect(acted, sessions[0].opens, sessions[-1].closes)
        _work_behind(acted, max(sessions[0].opens, since or sessions[0].opens), sessions[-1].closes)
    return acted


def _work_behind(acted: Play, opens: datetime, closes: datetime) -> None:
    """Let the offices behind the windows work through the day, from a while after it began."""
    first = opens + timedelta(minutes=45)
    if first < closes:
        acted.later(first, partial(acted.work_behind, closes))


def prepare_busy(scene: Scene, on: date, seed: int, tickets: int) -> Busy | None:
    """Draw a busy day with everything in it and put it on the heap; None on a day without sessions."""
    sessions = _sessions(scene, on)
    if not sessions:
        return None
    draw = random.Random(f"yichuang busy {seed} {on.isoformat()}")  # noqa: S311 - a play, not a secret
    hours = [(one.opens, one.closes) for one in sessions]
    acted = Busy(scene, draw, f"{on:%Y%m%d}", sessions=hours)
    taking = [(one.opens, one.takes_until or one.closes) for one in sessions]
    coming = arrivals(draw, taking, scene.errands, tickets, BUSY)
    coming += incidents.late_rush(draw, scene.lines, taking[-1][1], tickets)
    acted.expect(sorted(coming, key=lambda arrival: arrival.at))
    acted.staff(on)
    till.expect(acted, hours[0][0], hours[-1][1])
    _work_behind(acted, hours[0][0], hours[-1][1])
    incidents.expect(acted)
    outage.expect(acted)
    return acted


def days_before(hall_id: UUID | None, morning: date, count: int) -> list[date]:
    """Return the ``count`` working days before ``morning``, earliest first; make-up days count."""
    days: list[date] = []
    day = morning
    while len(days) < count:
        day -= timedelta(days=1)
        if organization.is_working_day(hall_id, day):
            days.append(day)
    return days[::-1]


def days_after(hall_id: UUID, morning: date, count: int) -> list[date]:
    """Return the ``count`` working days after ``morning``."""
    days: list[date] = []
    day = morning
    while len(days) < count:
        day += timedelta(days=1)
        if organization.is_working_day(hall_id, day):
            days.append(day)
    return days


def act_day(
    scene: Scene,
    on: date,
    seed: int,
    *,
    until: datetime | None = None,
    busy: int = 0,
    quiet: bool = False,
    story: Story | None = None,
    tell: Tell,
) -> Play | None:
    """Act a whole day, or up to ``until``, as fast as the machine allows; the journal hears as it goes.

    ``busy`` makes it a busy day of so many tickets; on a ``quiet`` one, before the hall takes in the public,
    people only come to their posts.  ``story`` is what else happens there.
    """
    if busy:
        acted: Play | None = prepare_busy(scene, on, seed, busy)
    else:
        acted = prepare(scene, on, seed, tickets=0 if quiet else None)
    if acted is None:
        return None
    if story is not None:
        story.expect(acted, on)
    acted.yours_from = until - LEFT_TO_YOU if until else None
    pace = HALF_A_DAY if quiet else SLICE
    hall = organization.hall(scene.hall_id)
    end = until or _midnight(on + timedelta(days=1), hall.timezone) + MIDNIGHT
    at = min(moment for moment, _, _ in acted.moments)
    while at < end and acted.moments:
        at = min(at + pace, end)
        with transaction.atomic():  # nobody else is in the house: one commit for all that happens meanwhile
            acted.run(at)
        deliver.hear(slice_seconds=1)
    tell(_("%(day)s: %(acts)s acts") % {"day": on.isoformat(), "acts": acted.acts})
    return acted


class Live:
    """Today, acted as the clock goes; picks the hall up as it stands, also after a restart."""

    def __init__(self, hall_id: UUID, kiosks: list[Actor], seed: int) -> None:
        self.hall_id, self.kiosks, self.seed = hall_id, kiosks, seed
        self.timezone = organization.hall(hall_id).timezone
        self.day: date | None = None
        self.acted: Play | None = None

    def go_on(self, at: datetime) -> int:
        """Do what falls between the last call and ``at``; return how many acts that were."""
        today = clock.local_day(at, self.timezone)
        if today != self.day:
            self.day = today
            scene = scene_of(self.hall_id, self.kiosks, today, live=True)
            self.acted = prepare(scene, today, self.seed, since=at)
            if self.acted is not None:
                self._pick_up(self.acted, at)
                self._plan_ahead(self.acted, today, at)
        return self.acted.run(at) if self.acted else 0

    def over(self, at: datetime) -> datetime | None:
        """Return the next working morning once today's hall has been closed for half an hour, else None."""
        today = clock.local_day(at, self.timezone)
        sessions = organization.day_plan(self.hall_id, today).sessions
        if sessions and at < max(one.closes for one in sessions) + NIGHTFALL:
            return None
        for ahead in range(1, 15):
            plan_then = organization.day_plan(self.hall_id, today + timedelta(days=ahead))
            if plan_then.sessions:
                return min(one.opens for one in plan_then.sessions) - DAWN
        return None

    def _plan_ahead(self, acted: Play, today: date, at: datetime) -> None:
        """Towards the end of a month let heads and office see to the next one's roster."""
        for clock_time, act in next_month(crew_of(self.hall_id, today), today):
            moment = datetime.combine(today, time.fromisoformat(clock_time), ZoneInfo(self.timezone))
            if moment > at:
                acted.later(moment, partial(_in_life, act))

    def _pick_up(self, acted: Play, at: datetime) -> None:
        on_duty = posts.on_duty(self.hall_id)
        in_hand = {}
        for window in on_duty:
            ticket = queueing.desk(self.hall_id, window, at).now
            if ticket is not None:
                in_hand[window] = ticket
        acted.waiting = {line.id: line.waiting for line in queueing.lines(self.hall_id, at)}
        acted.take_over(on_duty, in_hand, at)


def _in_life(act: Callable[[datetime], None], at: datetime) -> None:
    """Do what may have been done meanwhile by whoever tries the demo."""
    with contextlib.suppress(Refusal):
        act(at)
