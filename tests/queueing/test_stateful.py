"""The queue against a simple model: whatever people and clerks do, in whatever order.

The model keeps every ticket with its state and its place, and what each window has open.  Every act is also
tried when it must be refused.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest
from bench.hall import MORNING, OpenHall, open_hall
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.history import read, violations
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import selectors, services
from yichuang.queueing.types import Outcome, TicketCard, TicketState

FULL = os.environ.get("YICHUANG_PROOF") == "full"
WINDOWS, LINES = 3, 2
SERVED = ((0,), (1,), (0, 1))  # which lines each window may call
windows, lines = st.integers(0, WINDOWS - 1), st.integers(0, LINES - 1)


@dataclass
class Place:
    """A ticket as the model knows it."""

    card: TicketCard
    line: int
    key: int  # microseconds of the morning
    calls: int = 0
    last_call: float = 0.0
    left: float = 0.0
    state: TicketState = TicketState.WAITING


@dataclass
class Model:
    """What ought to be true."""

    everybody: list[Place] = field(default_factory=list)
    at_window: list[Place | None] = field(default_factory=lambda: [None] * WINDOWS)

    def line(self, *lines: int) -> list[Place]:
        """Return who waits in these lines, who is next first."""
        here = [one for one in self.everybody if one.state is TicketState.WAITING and one.line in lines]
        return sorted(here, key=lambda one: (one.key, one.card.id))

    def missed(self) -> list[Place]:
        """Return who did not come."""
        return [one for one in self.everybody if one.state is TicketState.MISSED]


class Hall(RuleBasedStateMachine):
    """A morning in a hall."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.hall: OpenHall = open_hall(windows=WINDOWS, lines=LINES, general=False)
        services.add_serves(
            window_id=self.hall.clerks[2].window_id, line_id=self.hall.lines[1].id,
            by=self.hall.office, at=MORNING,
        )  # fmt: skip
        self.model = Model()
        self.seconds = 0.0
        self.last_arrival = [-1] * LINES
        day = MORNING.date()
        self.needed = selectors.missed_calls(self.hall.hall_id, day)
        self.pause = selectors.recall_pause(self.hall.hall_id, day)
        _rule, self.behind, minutes = selectors.rejoin_rule(self.hall.hall_id, day)
        self.rejoin_seconds = minutes * 60

    def teardown(self) -> None:
        try:
            while seal():
                pass
            assert violations(read(self.hall.hall_id)) == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        return MORNING + timedelta(seconds=self.seconds)

    def refused(self, act: type[Refusal] | tuple[type[Refusal], ...], **what: object) -> None:
        verb = what.pop("verb")
        with pytest.raises(act):
            verb(**what, at=self.at)  # type: ignore[operator]

    # ---- what people do -----------------------------------------------------------------------------

    @rule(line=lines)
    def somebody_takes_a_ticket(self, line: int) -> None:
        card = services.take_ticket(line_id=self.hall.lines[line].id, by=self.hall.kiosks[0], at=self.at)
        before = [one for one in self.model.everybody if one.line == line]
        assert (card.number, card.ahead) == (len(before) + 1, len(self.model.line(line)))
        self.last_arrival[line] = max(int(self.seconds * 1_000_000), self.last_arrival[line] + 1)
        self.model.everybody.append(Place(card, line, self.last_arrival[line]))

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_gives_up(self, pick: Random) -> None:
        if not self.model.everybody:
            return
        place = pick.choice(self.model.everybody)
        citizen = Actor(ActorKind.CITIZEN, place.card.id, self.hall.hall_id)
        if place.state is not TicketState.WAITING:
            self.refused(services.NotNow, verb=services.give_up, ticket_id=place.card.id, by=citizen)
            return
        services.give_up(ticket_id=place.card.id, by=citizen, at=self.at)
        place.state = TicketState.CANCELLED

    @precondition(lambda self: self.model.missed())
    @rule(pick=st.randoms(use_true_random=False))
    def somebody_comes_back(self, pick: Random) -> None:
        place = pick.choice(self.model.missed())
        if self.seconds - place.left > self.rejoin_seconds:
            self.refused(
                services.TooLateToRejoin, verb=services.rejoin, ticket_id=place.card.id, by=self.hall.office
            )
            return
        services.rejoin(ticket_id=place.card.id, by=self.hall.office, at=self.at)
        ahead = self.model.line(place.line)[: self.behind]
        place.key = max(place.key, ahead[-1].key + 1) if ahead else place.key
        place.state, place.calls = TicketState.WAITING, 0

    # ---- what clerks do -----------------------------------------------------------------------------

    @rule(window=windows)
    def a_clerk_calls_the_next(self, window: int) -> None:
        clerk = self.hall.clerks[window]
        what = {"verb": services.call_next, "window_id": clerk.window_id, "by": clerk.by}
        line = self.model.line(*SERVED[window])
        if self.model.at_window[window] is not None:
            self.refused(services.AlreadyServing, **what)
        elif not line:
            self.refused(services.NobodyWaiting, **what)
        else:
            card = services.call_next(window_id=clerk.window_id, by=clerk.by, at=self.at)
            assert card.id == line[0].card.id
            place = self.model.at_window[window] = line[0]
            place.state, place.calls, place.last_call = TicketState.CALLED, 1, self.seconds

    @rule(window=windows)
    def a_clerk_calls_again(self, window: int) -> None:
        place, clerk = self.model.at_window[window], self.hall.clerks[window]
        if place is None:
            return
        what = {"verb": services.recall, "ticket_id": place.card.id, "by": clerk.by}
        if place.state is not TicketState.CALLED:
            self.refused(services.NotNow, **what)
        elif self.seconds - place.last_call < self.pause:
            self.refused(services.TooSoon, **what)
        else:
            services.recall(ticket_id=place.card.id, by=clerk.by, at=self.at)
            place.calls, place.last_call = place.calls + 1, self.seconds

    @rule(window=windows)
    def a_clerk_marks_missed(self, window: int) -> None:
        place, clerk = self.model.at_window[window], self.hall.clerks[window]
        if place is None:
            return
        what = {"verb": services.miss, "ticket_id": place.card.id, "by": clerk.by}
        if place.state is not TicketState.CALLED:
            self.refused(services.NotNow, **what)
        elif place.calls < self.needed:
            self.refused(services.TooFewCalls, **what)
        elif self.seconds - place.last_call < self.pause:
            self.refused(services.TooSoon, **what)
        else:
            services.miss(ticket_id=place.card.id, by=clerk.by, at=self.at)
            self.model.at_window[window] = None
            place.state, place.left = TicketState.MISSED, self.seconds

    @rule(window=windows, outcome=st.sampled_from([Outcome.INFORMATION, Outcome.REFERRAL]))
    def a_clerk_serves(self, window: int, outcome: Outcome) -> None:
        place, clerk = self.model.at_window[window], self.hall.clerks[window]
        if place is None:
            return
        if place.state is TicketState.CALLED:
            services.begin(ticket_id=place.card.id, by=clerk.by, at=self.at)
            place.state = TicketState.SERVING
            return
        services.finish(ticket_id=place.card.id, outcome=outcome, by=clerk.by, at=self.at)
        self.model.at_window[window] = None
        place.state = TicketState.FINISHED

    @rule(window=windows, other=windows)
    def a_clerk_touches_another_window_s_ticket(self, window: int, other: int) -> None:
        place = self.model.at_window[other]
        if place is None or window == other:
            return
        by = self.hall.clerks[window].by
        self.refused(services.NotAtThisWindow, verb=services.begin, ticket_id=place.card.id, by=by)

    @rule(seconds=st.sampled_from([1, 7, 20, 61, 600, 1801]))
    def time_passes(self, seconds: int) -> None:
        self.seconds = min(self.seconds + seconds, 2 * 3600)

    # ---- what is always true ------------------------------------------------------------------------

    @invariant()
    def every_ticket_is_where_the_model_has_it(self) -> None:
        for place in self.model.everybody[-3:] + [one for one in self.model.at_window if one]:
            assert selectors.ticket_card(self.hall.hall_id, place.card.id).state is place.state


@pytest.mark.proof
@pytest.mark.django_db
def test_the_queue_does_what_the_model_says() -> None:
    run_state_machine_as_test(
        Hall,
        settings=settings(
            max_examples=300 if FULL else 12,
            stateful_step_count=80 if FULL else 30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
