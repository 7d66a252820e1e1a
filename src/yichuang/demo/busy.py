"""A busy day: the same play with visitors of every kind, and clerks who park, send on and call back.

A trait that found no chance (somebody was called before the guide came) is owed to the next who arrives.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from yichuang.demo.play import Clerk, Moment, Part, Play
from yichuang.demo.script import DECLARED_AS, Arrival, service_time
from yichuang.demo.traits import HASTE, Trait, dealt
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import services as queueing
from yichuang.queueing.types import EndReason, GrantReason, PriorityClass, TicketCard, TransferReason

GUIDES, LEADERS = ("0201", "0202"), ("0101", "0102")
URGENT_BECAUSE = (GrantReason.DEADLINE_TODAY, GrantReason.OUR_MISTAKE, GrantReason.HARDSHIP)
NO_PARKING = timedelta(minutes=40)  # before a session ends: who waits in the lounge must still be called back
TYPING = timedelta(minutes=4)  # before the system is in use again, its sheet is entered and no paper given
SHIRKED = 3  # times one visitor is sent on with nothing done
NOTE = "材料原件已核对,等复印件"
_WAITING_ROOM = {Trait.SHOWN, Trait.URGENT, Trait.NOT_URGENT, Trait.EMERGENCY}

Act = Callable[[], object]


@dataclass
class Busy(Play):
    """A busy day being acted out; ``sessions`` are the hall's."""

    sessions: list[tuple[datetime, datetime]] = field(default_factory=list)
    traits: dict[UUID, Trait] = field(default_factory=dict)
    owed: list[Trait] = field(default_factory=list)
    back: dict[UUID, list[TicketCard]] = field(default_factory=dict)
    sent_on: dict[UUID, int] = field(default_factory=dict)
    down: set[UUID] = field(default_factory=set)
    trait: Trait | None = None
    out: tuple[datetime, datetime] | None = None
    on_paper: list[tuple[datetime, UUID]] = field(default_factory=list)

    def run(self, until: datetime) -> int:
        """Perform every moment up to ``until``; while the system is down, nothing but paper moves."""
        before = self.acts
        while self.moments and self.moments[0][0] <= until:
            at, _, moment = heapq.heappop(self.moments)
            if self.out is None or not self.out[0] < at < self.out[1]:
                moment(at)
            else:
                self._without_the_system(moment, at)
        return self.acts - before

    def _without_the_system(self, moment: Moment, at: datetime) -> None:
        """Whoever arrives gets a number on paper; everything else waits until the system is back."""
        assert self.out is not None
        arrival = moment.args[-1] if isinstance(moment, partial) and moment.args else None
        if isinstance(arrival, Arrival) and at < self.out[1] - TYPING:
            self.on_paper.append((at, arrival.line_id))
        else:
            self.later(self.out[1] + self.between(5, 120), moment)

    # -- visitors --------------------------------------------------------------------------------------

    def expect(self, coming: list[Arrival]) -> None:
        """Let every drawn arrival happen at its time, with its trait."""
        for arrival, trait in zip(coming, dealt(self.draw, len(coming)), strict=True):
            self.later(arrival.at, partial(self._arrive_as, trait, arrival))

    def arrive(self, arrival: Arrival, at: datetime) -> TicketCard | None:
        """Let somebody come with nothing particular about them."""
        self.trait = None
        return super().arrive(arrival, at)

    def _arrive_as(self, trait: Trait | None, arrival: Arrival, at: datetime) -> None:
        if trait is None and self.owed:
            trait = self.owed.pop(0)
        self.trait = trait
        super().arrive(arrival, at)

    def _take(self, arrival: Arrival, kiosk: Actor, at: datetime) -> TicketCard:
        if kiosk.id in self.down:
            kiosk = next(one for one in self.scene.kiosks if one.id not in self.down)
        declares = {Trait.DECLARED: self.draw.choice(DECLARED_AS), Trait.UNFIT: PriorityClass.ELDERLY}
        priority = declares.get(self.trait, arrival.priority) if self.trait else arrival.priority
        return queueing.take_ticket(
            line_id=arrival.line_id, item_id=arrival.item_id, priority=priority, by=kiosk, at=at
        )

    def _came(self, ticket: TicketCard, at: datetime) -> None:
        if self.trait is None:
            return
        self.traits[ticket.id] = self.trait
        if self.trait in (Trait.REJOINS, Trait.STAYS_AWAY):
            self.scene.deaf.add(ticket.id)
        elif self.trait in _WAITING_ROOM:
            self.later(at + self.between(3, 25), partial(self._ask_for, self.trait, ticket))
        elif self.trait is Trait.LEAVES:
            self.later(at + self.between(6 * 60, 24 * 60), partial(self._leave_the_hall, ticket))
        elif self.trait is Trait.DELAYS:
            self.later(at + self.between(30, 300), partial(self._let_others_go, ticket))

    def _ask_for(self, trait: Trait, ticket: TicketCard, at: datetime) -> None:
        """The guide gives a class, or asks a section head for it."""
        what, why = {
            Trait.SHOWN: (PriorityClass.ELDERLY, GrantReason.DOCUMENT_SHOWN),
            Trait.EMERGENCY: (PriorityClass.EMERGENCY, GrantReason.SUDDEN_ILLNESS),
        }.get(trait, (PriorityClass.URGENT, self.draw.choice(URGENT_BECAUSE)))
        asks = partial(
            queueing.grant_priority, ticket_id=ticket.id, priority=what, reason=why, by=self.guide, at=at
        )
        if self.done(asks, owing=trait) and what is PriorityClass.URGENT:
            self.later(at + self.between(10, 90), partial(self._answer, trait, ticket))

    def _answer(self, trait: Trait, ticket: TicketCard, at: datetime) -> None:
        leader = self.person(self.draw.choice(LEADERS))
        approves = partial(queueing.approve_priority, ticket_id=ticket.id, by=leader, at=at)
        if trait is Trait.URGENT and self.done(approves, owing=trait):
            return
        # nothing to give any more to who has been called meanwhile
        because = EndReason.ORDINARY_SUFFICES
        refuses = partial(queueing.refuse_priority, ticket_id=ticket.id, reason=because, by=leader, at=at)
        self.done(refuses, owing=trait if trait is Trait.NOT_URGENT else None)

    def _leave_the_hall(self, ticket: TicketCard, at: datetime) -> None:
        citizen = Actor(ActorKind.CITIZEN, ticket.id, ticket.hall_id)
        if self.done(partial(queueing.give_up, ticket_id=ticket.id, by=citizen, at=at), owing=Trait.LEAVES):
            self.waiting[ticket.line_id] -= 1

    def _let_others_go(self, ticket: TicketCard, at: datetime) -> None:
        citizen = Actor(ActorKind.CITIZEN, ticket.id, ticket.hall_id)
        self.done(partial(queueing.delay, ticket_id=ticket.id, by=citizen, at=at), owing=Trait.DELAYS)

    def _missed(self, ticket: TicketCard, at: datetime) -> None:
        if self.traits.get(ticket.id) is Trait.REJOINS:
            self.later(at + self.between(90, 600), partial(self._rejoin, ticket))

    def _rejoin(self, ticket: TicketCard, at: datetime) -> None:
        self.scene.deaf.discard(ticket.id)
        if self.done(partial(queueing.rejoin, ticket_id=ticket.id, by=self.guide, at=at)):
            self._joined(ticket.line_id, at)

    def _joined(self, line_id: UUID, at: datetime) -> None:
        self.waiting[line_id] = self.waiting.get(line_id, 0) + 1
        self._ring(line_id, at)

    # -- clerks ----------------------------------------------------------------------------------------

    def _serve(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        usual = self.scene.minutes_of(ticket.line_id, ticket.item_id)
        prefix = next((one for one, line in self.scene.lines.items() if line == ticket.line_id), "")
        took = service_time(self.draw, usual) * HASTE.get(prefix, 1.0)
        trait, soon = self.traits.pop(ticket.id, None), at + self.between(40, 140)
        if trait is Trait.PARKS and self.has_time(at):
            self.later(soon, partial(self._park, clerk, ticket))
            return
        if trait is Trait.SENT_ON or (trait is Trait.SHIRKED and self.has_time(at)):
            self.later(soon, partial(self._send_on, trait, clerk, ticket))
            return
        if trait in (Trait.PARKS, Trait.SHIRKED):
            self.owed.append(trait)
        elif trait is Trait.UNFIT:
            self._take_back(clerk, ticket, at)
        elif trait in (Trait.SEVERAL, Trait.NOTED):
            self.later(at + took / 2, partial(self._note, trait, clerk, ticket))
        elif trait is Trait.LONG:
            took *= 3
        self.later(at + took, partial(self._finish, clerk, ticket))

    def _take_back(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        assert clerk.person is not None
        by, because = self.actor(clerk, clerk.person), EndReason.CRITERIA_NOT_MET
        self.done(partial(queueing.withdraw_priority, ticket_id=ticket.id, reason=because, by=by, at=at))

    def _note(self, trait: Trait, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        """Note what else was done in the visit, or something for the other clerks."""
        assert clerk.person is not None
        by = self.actor(clerk, clerk.person)
        if trait is Trait.NOTED:
            self.done(partial(queueing.keep_note, ticket_id=ticket.id, text=NOTE, by=by, at=at))
            return
        offered = next(one.items for one in self.scene.errands if one.line_id == ticket.line_id)
        for item_id, _minutes in self.draw.sample(offered, min(2, len(offered))):
            times = self.draw.choice((1, 1, 1, 2))
            self.done(
                partial(
                    queueing.note_service, ticket_id=ticket.id, item_id=item_id, quantity=times, by=by, at=at
                )
            )

    def _park(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        assert clerk.person is not None
        by = self.actor(clerk, clerk.person)
        if self.done(partial(queueing.park, ticket_id=ticket.id, by=by, at=at)):
            self.later(at + self.between(4 * 60, 15 * 60), partial(self._is_ready, clerk, ticket))
        self._free(clerk, at)

    def _is_ready(self, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        self.back.setdefault(clerk.station.window_id, []).append(ticket)
        self._call(clerk, at)

    def _send_on(self, trait: Trait, clerk: Clerk, ticket: TicketCard, at: datetime) -> None:
        assert clerk.person is not None
        others = [
            one.line_id
            for one in self.scene.errands
            if one.line_id not in clerk.station.line_ids and one.items
        ]
        line_id = self.draw.choice(others)
        reason = (
            TransferReason.WRONG_LINE if trait is Trait.SHIRKED else self.draw.choice(tuple(TransferReason))
        )
        by = self.actor(clerk, clerk.person)
        sends = partial(queueing.transfer, ticket_id=ticket.id, line_id=line_id, reason=reason, by=by, at=at)
        if not self.done(sends, owing=trait):
            self.later(at + self.between(60, 120), partial(self._finish, clerk, ticket))
            return
        self.sent_on[ticket.id] = self.sent_on.get(ticket.id, 0) + 1
        if trait is Trait.SHIRKED and self.sent_on[ticket.id] < SHIRKED:
            self.traits[ticket.id] = trait
        self._free(clerk, at)
        self._joined(line_id, at)

    def _call(self, clerk: Clerk, at: datetime) -> None:
        """Call back who waits in the lounge first; then the next of the line."""
        ready = self.back.get(clerk.station.window_id)
        if ready and clerk.person is not None and not clerk.busy:
            ticket = ready.pop(0)
            by = self.actor(clerk, clerk.person)
            if self.done(partial(queueing.resume, ticket_id=ticket.id, by=by, at=at)):
                clerk.busy = True
                self.later(at + self.between(15, 60), partial(self._begin, clerk, ticket))
                return
        super()._call(clerk, at)

    # -- what they share -------------------------------------------------------------------------------

    def done(self, act: Act, owing: Trait | None = None) -> bool:
        """Try an act; refused, the trait behind it is owed to the next visitor."""
        try:
            act()
        except Refusal:
            if owing is not None:
                self.owed.append(owing)
            return False
        self.acts += 1
        return True

    def between(self, least: float, most: float) -> timedelta:
        """Draw a time in seconds."""
        return timedelta(seconds=self.draw.uniform(least, most))

    def has_time(self, at: datetime) -> bool:
        """Say whether the session goes on long enough for somebody to wait in the lounge."""
        return any(opens <= at < closes - NO_PARKING for opens, closes in self.sessions)

    def free(self, clerk: Clerk, at: datetime) -> None:
        """Let the clerk call again in a moment."""
        self._free(clerk, at)

    def come(self, clerk: Clerk, closes: datetime, at: datetime) -> None:
        """Let A take the window again, if the session goes on."""
        if at < closes:
            self._come(clerk, Part(at, closes), at)

    @property
    def guide(self) -> Actor:
        """Whichever guide is nearer."""
        return self.person(self.draw.choice(GUIDES))

    def person(self, worker: str) -> Actor:
        """Return somebody of the hall as who acts, by worker number."""
        return Actor(ActorKind.PERSON, self.scene.people[worker], self.scene.hall_id)
