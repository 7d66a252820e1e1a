"""Act a drawn day out: citizens come, clerks call, and everything happens through services.

One heap of moments drives it; the same code plays a finished day at once (``run``) and a running day at
the demo clock's pace (``run`` again and again up to now).  A refusal is part of the play (somebody else
took the ticket, the hall has closed): the actor shrugs and goes on, as people do.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import zip_longest
from uuid import UUID

from yichuang.cases.types import CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.demo import casework, opinions
from yichuang.demo.scene import Scene, Station
from yichuang.demo.script import Arrival, service_time
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.types import DaySession, OnDutyCard
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome, TicketCard

RELIEVED = timedelta(minutes=4)  # before the afternoon, who has lunch duty makes room for its A
OUTCOMES = (
    (Outcome.CASE, 0.14),
    (Outcome.NOTICE, 0.04),
    (Outcome.REFERRAL, 0.07),
    (Outcome.INFORMATION, 0.75),
)

BEHIND = timedelta(minutes=55)  # between two rounds behind the windows

Moment = Callable[[datetime], None]


@dataclass
class Clerk:
    """One window in the play: who stands there now, and the ticket in hand."""

    station: Station
    person: UUID | None = None
    busy: bool = False
    leaving: bool = False
    stands_in: bool = False


@dataclass(frozen=True)
class Part:
    """One session of a window."""

    opens: datetime
    closes: datetime
    noon: bool = False


@dataclass
class Play:
    """A day being acted out; ``run(until)`` performs every moment up to ``until``.

    ``late`` are the windows whose A comes so much after a session has begun; ``yours_from`` is when the
    window left to a visitor calls nobody any more by itself; ``after_hours`` is until when windows were
    extended.
    """

    scene: Scene
    draw: random.Random
    day_code: str
    not_before: datetime | None = None
    moments: list[tuple[datetime, int, Moment]] = field(default_factory=list)
    order: Iterable[int] = field(default_factory=itertools.count)
    clerks: dict[UUID, Clerk] = field(default_factory=dict)
    waiting: dict[UUID, int] = field(default_factory=dict)
    late: dict[tuple[int, datetime], timedelta] = field(default_factory=dict)
    yours_from: datetime | None = None
    after_hours: dict[UUID, datetime] = field(default_factory=dict)
    acts: int = 0

    def later(self, at: datetime, moment: Moment) -> None:
        """Put ``moment`` on the heap for ``at``; what a running day has already passed happens at once."""
        if self.not_before is not None:
            at = max(at, self.not_before)
        heapq.heappush(self.moments, (at, next(iter(self.order)), moment))

    def run(self, until: datetime) -> int:
        """Perform every moment up to ``until`` (inclusive), in order; return how many acts were done."""
        before = self.acts
        while self.moments and self.moments[0][0] <= until:
            at, _, moment = heapq.heappop(self.moments)
            moment(at)
        return self.acts - before

    # -- citizens ------------------------------------------------------------------------------------

    def expect(self, coming: list[Arrival]) -> None:
        """Let every drawn arrival happen at its time."""
        for arrival in coming:
            self.later(arrival.at, partial(self._arrive, arrival))

    def _arrive(self, arrival: Arrival, at: datetime) -> None:
        self.arrive(arrival, at)

    def arrive(self, arrival: Arrival, at: datetime) -> TicketCard | None:
        """Let somebody come and take a ticket; return it, or None if they got none."""
        kiosk = self.draw.choice(self.scene.kiosks)
        try:
            ticket = self._take(arrival, kiosk, at)
        except Refusal:
            return None
        self.acts += 1
        self.waiting[arrival.line_id] = self.waiting.get(arrival.line_id, 0) + 1
        if arrival.leaves_after:
            self.later(at + arrival.leaves_after, partial(self._give_up, ticket))
        if arrival.deaf:
            self.scene.deaf.add(ticket.id)
        self._came(ticket, at)
        self._ring(arrival.line_id, at)
        return ticket

    def _take(self, arrival: Arrival, kiosk: Actor, at: datetime) -> TicketCard:
        return queueing.take_ticket(
            line_id=arrival.line_id, item_id=arrival.item_id, priority=arrival.priority, by=kiosk, at=at
        )

    def _came(self, ticket: TicketCard, at: datetime) -> None:
        """Nothing more happens to who took a ticket on an ordinary day."""

    def _missed(self, ticket: TicketCard, at: datetime) -> None:
        """Nor does who did not come come back."""

    def _give_up(self, ticket: TicketCard, at: datetime) -> None:
        citizen = Actor(ActorKind.CITIZEN, ticket.id, ticket.hall_id)
        try:
            queueing.give_up(ticket_id=ticket.id, by=citizen, at=at, key=None)
        except Refusal:
            return
        self.acts += 1
        self.waiting[ticket.line_id] -= 1

    def _ring(self, line_id: UUID, at: datetime) -> None:
        """Wake one idle clerk of the line."""
        free = [
            clerk
            for clerk in self.clerks.values()
            if clerk.person
            and not clerk.busy
            and line_id in clerk.station.line_ids
            and not self._is_left_to_a_visitor(clerk, at)
        ]
        if free:
            chosen = self.draw.choice(free)
            self.later(at + timedelta(seconds=self.draw.uniform(6, 20)), partial(self._call, chosen))

    # -- clerks --------------------------------------------------------------------------------------

    def staff(self, on: date) -> None:
        """Man every window in its sessions of the day, as the roster and the covers say who comes."""
        for station in self.scene.stations:
            clerk = self.clerks.setdefault(station.window_id, Clerk(station))
            spans = posts.day_spans(self.scene.hall_id, station.window_id, on)
            parts = [Part(*span, noon=part is DaySession.NOON) for part, span in spans.items()]
            for part, following in zip_longest(parts, parts[1:]):
                early = timedelta(minutes=self.draw.uniform(1.5, 9))
                if self.not_before is not None and part.closes <= self.not_before:
                    continue
                joins = any(one.closes == part.opens for one in parts)
                self.later(part.opens - early * (not joins), partial(self._come, clerk, part))
                touches = following if following and following.opens == part.closes else None
                ends = part.closes - RELIEVED if part.noon else part.closes + timedelta(seconds=20)
                self.later(ends, partial(self._end, clerk, touches))

    def _who(self, clerk: Clerk, part: Part) -> UUID | None:
        """Return who comes to a window: B by a cover, else A by the roster; nobody where they are away."""
        station, hall_id = clerk.station, self.scene.hall_id
        planned = posts.shift_now(hall_id, station.post_id, station.window_id, part.opens)
        a_id = planned.a_id if planned else None
        covers = posts.covers_now(hall_id, part.opens, a_id=a_id, post_id=station.post_id)
        if covers:
            person = covers[-1].b_id
        else:
            person = a_id or station.holders[1 if part.noon and len(station.holders) > 1 else 0]
        return person if posts.leave_now(hall_id, person, part.opens) is None else None

    def _come(self, clerk: Clerk, part: Part, at: datetime) -> None:
        """Whoever is planned takes the window, or waits a minute for who still serves, here or elsewhere."""
        person = self._who(clerk, part)
        if person is None or at >= part.closes or clerk.person == person:
            return
        late = self.late.pop((clerk.station.number, part.opens), None)
        elsewhere = any(one.person == person for one in self.clerks.values())
        if late is not None:
            self.later(part.opens + late, partial(self._come, clerk, part))
        elif clerk.person is not None or elsewhere:
            clerk.leaving = clerk.leaving or clerk.stands_in
            self._leave(clerk, at) if clerk.stands_in else None
            self.later(at + timedelta(minutes=1), partial(self._come, clerk, part))
        else:
            self.sign_on(clerk, person, at)

    def sign_on(self, clerk: Clerk, person: UUID, at: datetime) -> None:
        if clerk.person is not None:
            return
        try:
            services.sign_on(window_id=clerk.station.window_id, by=self.actor(clerk, person), at=at, key=None)
        except Refusal:
            return
        self.acts += 1
        clerk.person, clerk.leaving, clerk.busy, clerk.stands_in = person, False, False, False
        self.later(at + timedelta(seconds=self.draw.uniform(20, 90)), partial(self._call, clerk))

    def _is_left_to_a_visitor(self, clerk: Clerk, at: datetime) -> bool:
        return clerk.station.yours and (self.yours_from is None or at >= self.yours_from)

    def _end(self, clerk: Clerk, following: Part | None, at: datetime) -> None:
        """A session is over: who is there leaves, unless the next one, which begins at once, is theirs."""
        if following is None or clerk.person != self._who(clerk, following):
            self._leave(clerk, at)

    def leave(self, clerk: Clerk, at: datetime) -> None:
        """Let the clerk sign off as soon as nobody stands at the window."""
        self._leave(clerk, at)

    def _leave(self, clerk: Clerk, at: datetime) -> None:
        if at < self.after_hours.get(clerk.station.window_id, at):
            if clerk.leaving or not clerk.busy:
                clerk.leaving = False
                self.later(at + timedelta(seconds=5), partial(self._call, clerk))
            return
        clerk.leaving = True
        if clerk.person is None or clerk.busy or clerk.station.yours:
            return
        try:
            services.sign_off(by=self.actor(clerk, clerk.person), at=at, key=None)
        except Refusal:
            return
        self.acts += 1
        clerk.person = None

    def _call(self, clerk: Clerk, at: datetime) -> None:
        if clerk.person is None or clerk.busy:
            return
        if clerk.leaving:
            self._leave(clerk, at)
            return
        if self._is_left_to_a_visitor(clerk, at):
            return
        try:
            ticket = queueing.call_next(
                window_id=clerk.station.window_id, by=self.actor(clerk, clerk.person), at=at, key=None
            )
        except Refusal:
            return
        self.acts += 1
        clerk.busy = True
        self.waiting[ticket.line_id] = max(self.waiting.get(ticket.line_id, 0) - 1, 0)
        if ticket.id in self.scene.deaf:
            self.later(at + timedelta(seconds=45), partial(self._call_again, clerk, ticket))
        else:
            walk = timedelta(seconds=self.draw.uniform(12, 50))
            self.later(at + walk, partial(self._begin, clerk, ticket))

    def _call_again(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        if clerk.person is None:
            return
        by = self.actor(clerk, clerk.person)
        try:
            queueing.miss(ticket_id=ticket.id, by=by, at=at, key=None)
        except Refusal:
            try:
                queueing.recall(ticket_id=ticket.id, by=by, at=at, key=None)
                self.acts += 1
            except Refusal:
                pass
            self.later(at + timedelta(seconds=40), partial(self._call_again, clerk, ticket))
            return
        self.acts += 1
        self._missed(ticket, at)
        self._free(clerk, at)

    def _begin(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        if clerk.person is None:
            return
        try:
            queueing.begin(ticket_id=ticket.id, by=self.actor(clerk, clerk.person), at=at, key=None)
        except Refusal:
            self._free(clerk, at)
            return
        self.acts += 1
        self._serve(clerk, ticket, at)

    def _serve(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        took = service_time(self.draw, self.scene.minutes_of(ticket.line_id, ticket.item_id))
        self.later(at + took, partial(self._finish, clerk, ticket))

    def _finish(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        if clerk.person is None:
            return
        outcome = self.draw.choices([one for one, _ in OUTCOMES], [share for _, share in OUTCOMES])[0]
        by = self.actor(clerk, clerk.person)
        outcome, reference = self._papers(outcome, ticket, by, at)
        try:
            queueing.finish(
                ticket_id=ticket.id,
                outcome=outcome,
                reference=reference,
                by=by,
                at=at,
                key=None,
            )
            self.acts += 1
            self._hope_for_a_rating(ticket, at)
        except Refusal:
            pass
        self._free(clerk, at)

    def _papers(self, outcome: Outcome, ticket: TicketCard, by: Actor, at: datetime) -> tuple[Outcome, str]:
        """Hand papers in where the visit is to end with a case or a notice; else it ends with information."""
        if outcome not in (Outcome.CASE, Outcome.NOTICE):
            return outcome, ""
        item = catalogue.find(self.scene.hall_id, ticket.item_id, at.date()) if ticket.item_id else None
        if item is None or not casework.fits(item):
            return Outcome.INFORMATION, ""
        try:
            card = casework.hand_in(
                ticket.id, item, whole=outcome is Outcome.CASE, draw=self.draw, by=by, at=at
            )
        except Refusal:
            return Outcome.INFORMATION, ""
        self.acts += 3
        told = card.state is CaseState.SUPPLEMENT
        return (Outcome.NOTICE if told else Outcome.CASE), card.number

    def work_behind(self, until: datetime, at: datetime) -> None:
        """Let the offices behind the windows move cases on, now and every hour until the hall closes."""
        self.acts += casework.BackOffice(self.scene.hall_id, self.draw).round(at)
        if at + BEHIND < until:
            self.later(at + BEHIND, partial(self.work_behind, until))

    def _hope_for_a_rating(self, ticket: TicketCard, at: datetime) -> None:
        opinion = opinions.opinion_on(self.day_code, ticket.label)
        if opinion is not None:
            self.later(at + opinion.after, partial(self._rate, ticket, opinion))

    def _rate(self, ticket: TicketCard, opinion: opinions.Opinion, at: datetime) -> None:
        self.acts += opinions.rate(ticket, opinion, at)

    def _free(self, clerk: Clerk, at: datetime) -> None:
        clerk.busy = False
        pause = timedelta(seconds=self.draw.uniform(5, 30))
        self.later(at + pause, partial(self._call, clerk))

    def actor(self, clerk: Clerk, person: UUID) -> Actor:
        """Return who stands at a window as who acts."""
        return Actor(ActorKind.PERSON, person, self.scene.hall_id, window_id=clerk.station.window_id)

    def step_back(self, clerk: Clerk, at: datetime) -> None:
        """Let who was away for a while serve again."""
        if clerk.person is None:
            return
        by = self.actor(clerk, clerk.person)
        with contextlib.suppress(Refusal):
            services.resume_window(window_id=clerk.station.window_id, by=by, at=at)
            self.acts += 1
        self._free(clerk, at)

    # -- picking up where a stopped process left off ---------------------------------------------------

    def take_over(
        self, on_duty: dict[UUID, OnDutyCard], in_hand: dict[UUID, TicketCard], at: datetime
    ) -> None:
        """Go on with the windows as they stand: who is on duty and which ticket is in hand, by window."""
        for station in self.scene.stations:
            clerk = self.clerks.setdefault(station.window_id, Clerk(station))
            found = on_duty.get(station.window_id)
            if station.yours or found is None:
                continue
            clerk.person = found.person_id
            if found.paused_at is not None:
                clerk.busy = True
                self.later(at + timedelta(minutes=self.draw.uniform(2, 6)), partial(self.step_back, clerk))
                continue
            ticket = in_hand.get(station.window_id)
            if ticket is None:
                self.later(at + timedelta(seconds=self.draw.uniform(2, 25)), partial(self._call, clerk))
                continue
            clerk.busy = True
            act = self._finish if ticket.began_at else self._begin
            soon = timedelta(seconds=self.draw.uniform(10, 150))
            self.later(at + soon, partial(act, clerk, ticket))
