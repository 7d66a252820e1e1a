"""Act a drawn day out: citizens come, clerks call, and everything happens through services.

One heap of moments drives it; the same code plays a finished day at once (``run``) and a running day at
the demo clock's pace (``run`` again and again up to now).  A refusal is part of the play (somebody else
took the ticket, the hall has closed): the actor shrugs and goes on, as people do.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from yichuang.cases.types import CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.demo import casework, opinions
from yichuang.demo.scene import Scene, Station
from yichuang.demo.script import Arrival, service_time
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts import services as posts
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome, TicketCard

SURGE_WAITING = 6  # the surge window opens when a line is this long
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


@dataclass
class Play:
    """A day being acted out; ``run(until)`` performs every moment up to ``until``."""

    scene: Scene
    draw: random.Random
    day_code: str
    not_before: datetime | None = None
    moments: list[tuple[datetime, int, Moment]] = field(default_factory=list)
    order: Iterable[int] = field(default_factory=itertools.count)
    clerks: dict[UUID, Clerk] = field(default_factory=dict)
    waiting: dict[UUID, int] = field(default_factory=dict)
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
        kiosk = self.draw.choice(self.scene.kiosks)
        try:
            ticket = self._take(arrival, kiosk, at)
        except Refusal:
            return
        self.acts += 1
        self.waiting[arrival.line_id] = self.waiting.get(arrival.line_id, 0) + 1
        if arrival.leaves_after:
            self.later(at + arrival.leaves_after, partial(self._give_up, ticket))
        if arrival.deaf:
            self.scene.deaf.add(ticket.id)
        self._came(ticket, at)
        self._ring(arrival.line_id, at)

    def _take(self, arrival: Arrival, kiosk: Actor, at: datetime) -> TicketCard:
        return queueing.take_ticket(line_id=arrival.line_id, item_id=arrival.item_id, by=kiosk, at=at)

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
        """Wake one idle clerk of the line; when it is long, open the surge window."""
        free = [
            clerk
            for clerk in self.clerks.values()
            if clerk.person and not clerk.busy and line_id in clerk.station.line_ids
        ]
        if free:
            chosen = self.draw.choice(free)
            self.later(at + timedelta(seconds=self.draw.uniform(6, 20)), partial(self._call, chosen))
        elif self.waiting[line_id] >= SURGE_WAITING:
            for clerk in self.clerks.values():
                if clerk.station.surge and not clerk.person and line_id in clerk.station.line_ids:
                    self._sign_on(clerk, clerk.station.holders[0], at)

    # -- clerks --------------------------------------------------------------------------------------

    def staff(self, opens: datetime, closes: datetime, *, last: bool) -> None:
        """Man every window for one session; over noon only the windows with lunch duty stay, under B."""
        for station in self.scene.stations:
            clerk = self.clerks.setdefault(station.window_id, Clerk(station))
            if station.yours or station.surge:
                continue
            early = timedelta(minutes=self.draw.uniform(1.5, 9))
            self.later(opens - early, partial(self._come, clerk, closes))
            self.later(closes + timedelta(seconds=20), partial(self._leave, clerk))
            if station.lunch and not last:
                self.later(closes + timedelta(seconds=50), partial(self._relieve, clerk))
        for clerk in self.clerks.values():
            if clerk.station.surge:
                self.later(closes + timedelta(seconds=20), partial(self._leave, clerk))

    def _come(self, clerk: Clerk, closes: datetime, at: datetime) -> None:
        """A takes the window, or waits a minute for whoever is still serving there."""
        if clerk.person is not None and at < closes:
            self.later(at + timedelta(minutes=1), partial(self._come, clerk, closes))
            return
        self._sign_on(clerk, clerk.station.holders[0], at)

    def _relieve(self, clerk: Clerk, at: datetime) -> None:
        """B takes the lunch duty as soon as A has left, until shortly before the afternoon."""
        if clerk.person is not None:
            self.later(at + timedelta(seconds=40), partial(self._relieve, clerk))
            return
        if len(clerk.station.holders) > 1 and at < self.scene.noon_until:
            self._sign_on(clerk, clerk.station.holders[1], at)
            self.later(self.scene.noon_until, partial(self._leave, clerk))

    def _sign_on(self, clerk: Clerk, person: UUID, at: datetime) -> None:
        if clerk.person is not None:
            return
        try:
            posts.sign_on(window_id=clerk.station.window_id, by=self._actor(clerk, person), at=at, key=None)
        except Refusal:
            return
        self.acts += 1
        clerk.person, clerk.leaving, clerk.busy = person, False, False
        self.later(at + timedelta(seconds=self.draw.uniform(20, 90)), partial(self._call, clerk))

    def _leave(self, clerk: Clerk, at: datetime) -> None:
        clerk.leaving = True
        if clerk.person is None or clerk.busy:
            return
        try:
            posts.sign_off(by=self._actor(clerk, clerk.person), at=at, key=None)
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
        try:
            ticket = queueing.call_next(
                window_id=clerk.station.window_id, by=self._actor(clerk, clerk.person), at=at, key=None
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
        by = self._actor(clerk, clerk.person)
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
            queueing.begin(ticket_id=ticket.id, by=self._actor(clerk, clerk.person), at=at, key=None)
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
        by = self._actor(clerk, clerk.person)
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

    def _actor(self, clerk: Clerk, person: UUID) -> Actor:
        return Actor(ActorKind.PERSON, person, self.scene.hall_id, window_id=clerk.station.window_id)

    # -- picking up where a stopped process left off ---------------------------------------------------

    def take_over(self, on_duty: dict[UUID, UUID], in_hand: dict[UUID, TicketCard], at: datetime) -> None:
        """Go on with the windows as they stand: who is on duty and which ticket is in hand, by window."""
        for station in self.scene.stations:
            clerk = self.clerks.setdefault(station.window_id, Clerk(station))
            person = on_duty.get(station.window_id)
            if station.yours or person is None:
                continue
            clerk.person = person
            ticket = in_hand.get(station.window_id)
            if ticket is None:
                self.later(at + timedelta(seconds=self.draw.uniform(2, 25)), partial(self._call, clerk))
                continue
            clerk.busy = True
            act = self._finish if ticket.began_at else self._begin
            soon = timedelta(seconds=self.draw.uniform(10, 150))
            self.later(at + soon, partial(act, clerk, ticket))
