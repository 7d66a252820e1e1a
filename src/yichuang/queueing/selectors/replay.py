"""Read a day back from the journal, play it under another calling rule, and say what would have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.selectors import entries
from yichuang.organization import selectors as organization
from yichuang.queueing import events
from yichuang.queueing.rules import order
from yichuang.queueing.rules.order import Capability
from yichuang.queueing.rules.replay import SECOND, Terms, Visit, Window, pauses, play
from yichuang.queueing.rules.waits import DEFAULT_SERVICE, quantile
from yichuang.queueing.selectors.ahead import capabilities_of
from yichuang.queueing.selectors.paper_rows import last_words
from yichuang.queueing.selectors.policy import policy, priority_ratio
from yichuang.queueing.types import (
    PaperEnding,
    PolicyCard,
    PriorityClass,
    ReplayCard,
    ReplayChange,
    ReplayWaits,
)

MOST = 200_000
MINUTE = 60 * SECOND
NAMES = (
    events.TicketTaken,
    events.PriorityGranted,
    events.PriorityWithdrawn,
    events.TicketCalled,
    events.TicketServed,
    events.TicketMissed,
    events.TicketParked,
    events.TicketTransferred,
    events.TicketRejoined,
    events.TicketDelayed,
    events.TicketExpected,
    events.TicketCheckedIn,
    events.TicketLeft,
    events.TicketVoided,
    events.TicketTakenOnPaper,
    events.TicketCalledOnPaper,
)
_ENDS = (
    events.TicketServed,
    events.TicketMissed,
    events.TicketParked,
    events.TicketTransferred,
    events.TicketVoided,
)


_LEFT = (events.TicketLeft, events.TicketVoided)


def replay(hall_id: UUID, day: date, other: PolicyCard, ratio: int | None = None) -> ReplayCard:
    """Play a business day under ``other`` with the cap ``ratio`` (the day's own without one).

    Takes, calls and ends come from the journal; how long each service and each pause took stays as it was.
    """
    told = _Told(hall_id, words=last_words(hall_id, day))
    timezone = organization.hall_in_hand(hall_id).timezone
    names = [one.stored_name for one in NAMES]
    for entry in reversed(entries(hall_id, on=day, timezone=timezone, names=names, limit=MOST)):
        told.hear(entry)
    told.corrected()
    windows = told.windows()
    own_ratio = priority_ratio(hall_id, day)
    own = play(told.visits, windows, terms_of(policy(hall_id, day), own_ratio))
    new = play(told.visits, windows, terms_of(other, ratio or own_ratio))
    return _card(day, told.visits, own, new)


def terms_of(card: PolicyCard, ratio: int) -> Terms:
    """Return a calling rule as far as the order goes."""
    return Terms(
        {one.priority: order.head_start(one.priority, one.head_start) for one in card.classes},
        frozenset(one.priority for one in card.classes if one.capped),
        ratio,
    )


@dataclass(slots=True)
class _Told:
    """What the journal tells of the day, entry after entry."""

    hall_id: UUID
    words: dict[UUID, tuple[events.PaperRowCorrected, datetime]] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    latest: dict[UUID, int] = field(default_factory=dict)
    arrivals: dict[UUID, int] = field(default_factory=dict)
    calls: dict[UUID, list[list[int]]] = field(default_factory=lambda: defaultdict(list))
    at_window: dict[UUID, UUID] = field(default_factory=dict)

    def hear(self, entry: EntryCard) -> None:
        """Take one entry in."""
        at, event, ticket = order.microseconds(entry.at), entry.event, entry.subject_id
        if isinstance(event, _LEFT) and ticket in self.words and entry.at <= self.words[ticket][1]:
            return  # said of its end before the row was entered again
        if isinstance(event, _ENDS):
            self._end(ticket, at)
        match event:
            case events.TicketTaken():
                place = order.arrival(entry.at, self.arrivals.get(event.line_id))
                self.arrivals[event.line_id] = place
                priority = PriorityClass(event.priority)
                self._wait(ticket, event.label, event.line_id, event.item_id, priority, at, place)
            case events.TicketCalled():
                if ticket not in self.latest or self._visit(ticket).called is not None:
                    self._again(ticket, event.line_id, at, at)
                self._change(ticket, called=at)
                self.calls[event.window_id].append([at, at])
                self.at_window[ticket] = event.window_id
            case events.TicketTakenOnPaper() | events.TicketCalledOnPaper():
                self._on_paper(ticket, event, at)
            case events.PriorityGranted() if ticket in self.latest:
                self._change(ticket, priority=event.priority, counts_from=at)
            case events.PriorityWithdrawn() if ticket in self.latest:
                self._change(ticket, priority=PriorityClass.ORDINARY)
            case events.TicketCheckedIn() if ticket in self.latest:
                self._again(ticket, event.line_id, at, self._visit(ticket).arrival if event.kept else at)
            case events.TicketLeft() | events.TicketVoided() | events.TicketExpected() if (
                ticket in self.latest
            ):
                if self._visit(ticket).called is None:
                    self._change(ticket, left=at)
            case events.TicketRejoined() if ticket in self.latest:
                self._again(ticket, event.line_id, at, self._behind(event, at, self._visit(ticket).arrival))
            case events.TicketDelayed() if ticket in self.latest:
                own = self._visit(ticket)
                behind = [one for one in self._waiting(event.line_id, at) if one.arrival > own.arrival]
                place, _others = order.delayed_key(
                    (own.arrival, own.id), [(one.arrival, one.id) for one in behind], event.others
                )
                self._change(ticket, left=at)
                self._again(ticket, event.line_id, at, place)
            case events.TicketTransferred() if ticket in self.latest:
                self._again(ticket, event.line_id, at, self._visit(ticket).arrival)

    def _on_paper(
        self, ticket: UUID, event: events.TicketTakenOnPaper | events.TicketCalledOnPaper, at: int
    ) -> None:
        """Take in what paper told; where a row was entered again, its last word holds (``corrected``)."""
        word, _at = self.words.get(ticket, (None, None))
        if isinstance(event, events.TicketCalledOnPaper):
            if word is None:
                self._called_on_paper(ticket, event, at)
        elif word is None or word.ending is not PaperEnding.SPOILED:
            came = at if word is None or word.taken_at is None else order.microseconds(word.taken_at)
            ordinary = PriorityClass.ORDINARY
            self._wait(ticket, event.label, event.line_id, event.item_id, ordinary, came, came)

    def corrected(self) -> None:
        """Let the last word about every row that was entered again hold."""
        for ticket, (word, _at) in self.words.items():
            if word.called_at is not None:
                self._called_on_paper(ticket, word, order.microseconds(word.called_at))
            elif word.ending is PaperEnding.LEFT and word.ended_at is not None and ticket in self.latest:
                self._change(ticket, left=order.microseconds(word.ended_at))

    def _called_on_paper(
        self, ticket: UUID, told: events.TicketCalledOnPaper | events.PaperRowCorrected, at: int
    ) -> None:
        if told.window_id is None or ticket not in self.latest:
            return
        ended = at if told.ended_at is None else order.microseconds(told.ended_at)
        self._change(ticket, called=at, service=ended - at)
        self.calls[told.window_id].append([at, ended])

    def windows(self) -> list[Window]:
        """Return the windows that called on the day, with what they may call and how they paused."""
        able = capabilities_of(self.hall_id)
        everything = tuple(Capability(line) for line in sorted({one.line_id for one in self.visits}))
        return [
            pauses(
                [(began, ended) for began, ended in sorted(self.calls[window_id])],
                able.get(window_id, everything),
                self.visits,
            )
            for window_id in sorted(self.calls)
        ]

    def _visit(self, ticket: UUID) -> Visit:
        return self.visits[self.latest[ticket]]

    def _change(self, ticket: UUID, **what: object) -> None:
        number = self.latest[ticket]
        self.visits[number] = replace(self.visits[number], **what)  # type: ignore[arg-type]

    def _wait(
        self,
        ticket: UUID,
        label: str,
        line_id: UUID,
        item_id: UUID | None,
        priority: PriorityClass,
        at: int,
        place: int,
    ) -> None:
        self.latest[ticket] = len(self.visits)
        usual = int(DEFAULT_SERVICE.total_seconds()) * SECOND
        self.visits.append(Visit(new_id(), label, line_id, item_id, priority, at, place, at, usual))

    def _again(self, ticket: UUID, line_id: UUID, at: int, place: int) -> None:
        """Let somebody wait once more, in turn from the place given."""
        if ticket in self.latest:
            before = self._visit(ticket)
            self._wait(ticket, before.label, line_id, before.item_id, PriorityClass.ORDINARY, at, place)

    def _behind(self, event: events.TicketRejoined, at: int, own: int) -> int:
        arrivals = [one.arrival for one in self._waiting(event.line_id, at)]
        return order.rejoin_key(own, arrivals, event.behind)

    def _waiting(self, line_id: UUID, at: int) -> list[Visit]:
        """Return who waits in the line."""
        return [
            one
            for one in self.visits
            if one.line_id == line_id and one.since <= at and one.called is None and one.left is None
        ]

    def _end(self, ticket: UUID, at: int) -> None:
        window = self.at_window.pop(ticket, None)
        if window is not None:
            began = self.calls[window][-1][0]
            self.calls[window][-1][1] = at
            self._change(ticket, service=at - began)


def _card(day: date, visits: Sequence[Visit], own: Mapping[UUID, int], new: Mapping[UUID, int]) -> ReplayCard:
    both = [one for one in visits if one.id in own and one.id in new]
    changes = [
        ReplayChange(one.label, one.priority, _waited(one, own), _waited(one, new))
        for one in both
        if abs(own[one.id] - new[one.id]) >= MINUTE
    ]
    changes.sort(key=lambda one: (-abs(one.would_wait - one.waited), one.label))
    real = [one for one in visits if one.called is not None]
    return ReplayCard(
        day=day,
        calls=len(real),
        agrees=sum(one.id in own and abs(own[one.id] - (one.called or 0)) < MINUTE for one in real),
        earlier=tuple(one for one in changes if one.would_wait < one.waited),
        later=tuple(one for one in changes if one.would_wait > one.waited),
        waits=tuple(
            _waits(kind, [one for one in both if one.priority is kind], own, new)
            for kind in PriorityClass
            if any(one.priority is kind for one in both)
        ),
    )


def _waited(one: Visit, called: Mapping[UUID, int]) -> int:
    return (called[one.id] - one.since) // SECOND


def _waits(
    kind: PriorityClass, visits: Sequence[Visit], own: Mapping[UUID, int], new: Mapping[UUID, int]
) -> ReplayWaits:
    before, after = ([_waited(one, called) for one in visits] for called in (own, new))
    return ReplayWaits(
        priority=kind,
        calls=len(visits),
        p50=(round(quantile(before, 0.5)), round(quantile(after, 0.5))),
        p90=(round(quantile(before, 0.9)), round(quantile(after, 0.9))),
        longest=(max(before), max(after)),
    )
