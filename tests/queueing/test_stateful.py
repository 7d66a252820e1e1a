"""The queue against a simple model: whatever people and clerks do, in whatever order.

The model keeps every ticket with its state and its place, and what each window has open.  Every act is also
tried when it must be refused.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from bench.hall import MORNING, Clerk
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.queueing.model import OPEN, Place
from tests.queueing.modelled import LINES, SERVED, WINDOWS, ModelledHall
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts import services as posts
from yichuang.posts.errors import FinishBeforePausing, PausedNow
from yichuang.posts.types import PauseReason
from yichuang.queueing import selectors, services
from yichuang.queueing.models import Call
from yichuang.queueing.types import (
    EndReason,
    GrantReason,
    Outcome,
    PriorityClass,
    TicketState,
    TransferReason,
)

FULL = os.environ.get("YICHUANG_PROOF") == "full"
P = PriorityClass
GROUND = {
    P.ELDERLY: GrantReason.DOCUMENT_SHOWN,
    P.DISABLED: GrantReason.EVIDENT,
    P.URGENT: GrantReason.HARDSHIP,
    P.EMERGENCY: GrantReason.SUDDEN_ILLNESS,
}
REASON, ITEM = TransferReason.NEXT_STEP, UUID(int=7)
windows, lines = st.integers(0, WINDOWS - 1), st.integers(0, LINES - 1)
pick = st.randoms(use_true_random=False)
classes = st.sampled_from(list(GROUND))


class Hall(ModelledHall):
    """A morning in a hall, and the morning after it under another rule."""

    # ---- what people do -----------------------------------------------------------------------------

    @rule(come=st.lists(st.tuples(lines, st.sampled_from([P.ORDINARY, P.ELDERLY])), min_size=1, max_size=5))
    def people_come(self, come: list[tuple[int, PriorityClass]]) -> None:
        for line, priority in come:
            self.somebody_takes_a_ticket(line, priority)

    def somebody_takes_a_ticket(self, line: int, priority: PriorityClass) -> None:
        if priority is not P.ORDINARY and priority not in self.model.terms:
            self.refused(services.ClassNotGiven, verb=services.take_ticket, line_id=self.hall.lines[line].id,
                         priority=priority, by=self.hall.kiosks[0])  # fmt: skip
            return
        card = services.take_ticket(
            line_id=self.hall.lines[line].id, priority=priority, by=self.hall.kiosks[0], at=self.at
        )
        place = self.model.take(card, line, self.seconds)
        if priority is not P.ORDINARY:
            self.model.give(place, priority)
            place.asked = priority
        assert (card.number, card.ahead) == (self.model.given[line], self.model.line(line).index(place))

    @rule(pick=pick)
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
        self.model.lay_out(place.line)

    @precondition(lambda self: self.model.are(TicketState.MISSED))
    @rule(pick=pick)
    def somebody_comes_back(self, pick: Random) -> None:
        place = pick.choice(self.model.are(TicketState.MISSED))
        what = {"verb": services.rejoin, "ticket_id": place.card.id, "by": self.hall.office}
        if self.seconds - place.left > self.rejoin_seconds:
            self.refused(services.TooLateToRejoin, **what)
            return
        services.rejoin(ticket_id=place.card.id, by=self.hall.office, at=self.at)
        self.model.come_back(place, self.behind)

    # ---- who is called earlier ----------------------------------------------------------------------

    @precondition(lambda self: self.model.everybody)
    @rule(pick=pick, priority=classes)
    def somebody_is_given_a_class(self, pick: Random, priority: PriorityClass) -> None:
        place = pick.choice(self.model.are(TicketState.WAITING) or self.model.everybody)
        what = {
            "ticket_id": place.card.id,
            "priority": priority,
            "reason": GROUND[priority],
            "by": self.guide,
        }
        emergency = priority is P.EMERGENCY and place.asked is not P.EMERGENCY
        if priority not in self.model.terms:
            self.refused(services.ClassNotGiven, verb=services.grant_priority, **what)
        elif place.state is not TicketState.WAITING:
            self.refused(services.NotNow, verb=services.grant_priority, **what)
        elif place.asked is not None and not emergency:
            self.refused(services.AlreadyPriority, verb=services.grant_priority, **what)
        else:
            services.grant_priority(**what, at=self.at)
            place.asked = priority
            if not self.model.terms[priority][1]:
                self.model.give(place, priority)

    @precondition(lambda self: self.requested())
    @rule(pick=pick, granted=st.booleans())
    def a_request_is_decided(self, pick: Random, granted: bool) -> None:
        place = pick.choice(self.requested())
        assert place.asked is not None
        who = {"ticket_id": place.card.id, "by": self.head}
        self.refused(
            services.OwnRequest, verb=services.approve_priority, ticket_id=place.card.id, by=self.guide
        )
        if not granted:
            services.refuse_priority(**who, reason=EndReason.CRITERIA_NOT_MET, at=self.at)
            place.asked = None
        elif place.state is not TicketState.WAITING:
            self.refused(services.NotNow, verb=services.approve_priority, **who)
        else:
            services.approve_priority(**who, at=self.at)
            self.model.give(place, place.asked)

    def requested(self) -> list[Place]:
        return [
            one for one in self.model.everybody if one.asked is not None and one.asked is not one.priority
        ]

    @precondition(lambda self: any(one.asked for one in self.model.everybody))
    @rule(pick=pick)
    def a_class_is_taken_back(self, pick: Random) -> None:
        place = pick.choice([one for one in self.model.everybody if one.asked])
        what = {"ticket_id": place.card.id, "reason": EndReason.CRITERIA_NOT_MET, "by": self.head}
        if place.state not in OPEN | {TicketState.WAITING}:
            self.refused(services.NotNow, verb=services.withdraw_priority, **what)
            return
        services.withdraw_priority(**what, at=self.at)
        place.asked = None
        self.model.take_back(place)

    # ---- what clerks do -----------------------------------------------------------------------------

    def open_at(self, window: int) -> tuple[Place, Clerk]:
        """Return what is open at this window, or at the next one where anything is."""
        busy = [n for n, place in enumerate(self.model.at_window) if place is not None]
        window = window if window in busy else busy[window % len(busy)]
        place = self.model.at_window[window]
        assert place is not None
        return place, self.hall.clerks[window]

    @rule(window=windows)
    def a_clerk_calls_the_next(self, window: int) -> None:
        clerk = self.hall.clerks[window]
        what = {"verb": services.call_next, "window_id": clerk.window_id, "by": clerk.by}
        line = self.model.line(*SERVED[window])
        if self.model.paused[window]:
            self.refused(PausedNow, **what)
        elif self.model.at_window[window] is not None:
            self.refused(services.AlreadyServing, **what)
        elif not line:
            self.refused(services.NobodyWaiting, **what)
        else:
            passed_over = [one for one in line[1:] if one.came < line[0].came]
            card = services.call_next(window_id=clerk.window_id, by=clerk.by, at=self.at)
            assert card.id == line[0].card.id
            self.model.call(line[0], window, self.seconds)
            row = Call.objects.get(ticket_id=card.id, ended_at=None)
            assert (row.policy, row.rank) == (self.version, len(passed_over))

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows)
    def a_clerk_calls_again(self, window: int) -> None:
        place, clerk = self.open_at(window)
        what = {"verb": services.recall, "ticket_id": place.card.id, "by": clerk.by}
        if place.state is not TicketState.CALLED:
            self.refused(services.NotNow, **what)
        elif self.seconds - place.last_call < self.pause:
            self.refused(services.TooSoon, **what)
        else:
            services.recall(ticket_id=place.card.id, by=clerk.by, at=self.at)
            place.calls, place.last_call = place.calls + 1, self.seconds

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows)
    def a_clerk_marks_missed(self, window: int) -> None:
        place, clerk = self.open_at(window)
        what = {"verb": services.miss, "ticket_id": place.card.id, "by": clerk.by}
        if place.state is not TicketState.CALLED:
            self.refused(services.NotNow, **what)
        elif place.calls < self.needed:
            self.refused(services.TooFewCalls, **what)
        elif self.seconds - place.last_call < self.pause:
            self.refused(services.TooSoon, **what)
        else:
            services.miss(ticket_id=place.card.id, by=clerk.by, at=self.at)
            self.model.leave_window(place)
            place.state, place.left = TicketState.MISSED, self.seconds

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows, outcome=st.sampled_from([Outcome.INFORMATION, Outcome.REFERRAL]))
    def a_clerk_serves(self, window: int, outcome: Outcome) -> None:
        place, clerk = self.open_at(window)
        if place.state is TicketState.CALLED:
            services.begin(ticket_id=place.card.id, by=clerk.by, at=self.at)
            place.state = TicketState.SERVING
            return
        services.finish(ticket_id=place.card.id, outcome=outcome, by=clerk.by, at=self.at)
        self.model.leave_window(place)
        place.state = TicketState.FINISHED

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows)
    def a_clerk_parks(self, window: int) -> None:
        place, clerk = self.open_at(window)
        services.park(ticket_id=place.card.id, by=clerk.by, at=self.at)
        place.state = TicketState.PARKED
        self.model.leave_window(place)

    @precondition(lambda self: self.model.are(TicketState.PARKED))
    @rule(window=windows, pick=pick)
    def a_clerk_calls_back_from_the_lounge(self, window: int, pick: Random) -> None:
        place, clerk = pick.choice(self.model.are(TicketState.PARKED)), self.hall.clerks[window]
        what = {"verb": services.resume, "ticket_id": place.card.id, "by": clerk.by}
        if self.model.paused[window]:
            self.refused(PausedNow, **what)
        elif place.window != window:
            self.refused(services.NotAtThisWindow, **what)
        elif self.model.at_window[window] is not None:
            self.refused(services.AlreadyServing, **what)
        else:
            services.resume(ticket_id=place.card.id, by=clerk.by, at=self.at)
            self.model.call(place, window, self.seconds)

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows, line=lines)
    def a_clerk_sends_on(self, window: int, line: int) -> None:
        place, clerk = self.open_at(window)
        what = {"ticket_id": place.card.id, "line_id": self.hall.lines[line].id, "by": clerk.by}
        if line == place.line:
            self.refused(services.AlreadyInThatLine, verb=services.transfer, reason=REASON, **what)
            return
        self.refused(services.TransferReasonMissing, verb=services.transfer, reason=None, **what)
        services.transfer(**what, reason=REASON, at=self.at)
        self.model.leave_window(place)
        self.model.send_on(place, line)
        self.suspected += place.sent_on == 3

    @precondition(lambda self: any(self.model.at_window))
    @rule(window=windows, times=st.integers(1, 3))
    def a_clerk_notes_a_service(self, window: int, times: int) -> None:
        place, clerk = self.open_at(window)
        what = {"ticket_id": place.card.id, "item_id": ITEM, "quantity": times, "by": clerk.by}
        if place.state is not TicketState.SERVING:
            self.refused(services.NotNow, verb=services.note_service, **what)
            return
        services.note_service(**what, at=self.at)
        place.sent_on = 0

    @rule(window=windows)
    def a_window_pauses_or_goes_on(self, window: int) -> None:
        clerk = self.hall.clerks[window]
        what = {"window_id": clerk.window_id, "by": clerk.by}
        if self.model.paused[window]:
            posts.resume_window(**what, at=self.at)
            self.model.paused[window] = False
        elif self.model.at_window[window] is not None:
            self.refused(FinishBeforePausing, verb=posts.pause_window, reason=PauseReason.OTHER, **what)
        else:
            posts.pause_window(**what, reason=PauseReason.OTHER, at=self.at)
            self.model.paused[window] = True

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

    # ---- tomorrow ------------------------------------------------------------------------------------

    @precondition(lambda self: self.new_rule is None and self.morning == MORNING)
    @rule(minutes=st.sampled_from([5, 20, 60]), capped=st.booleans(), needs_approver=st.booleans())
    def the_office_sets_another_rule_for_tomorrow(
        self, minutes: int, capped: bool, needs_approver: bool
    ) -> None:
        known = selectors.policy(self.hall.hall_id, self.morning.date()).classes
        self.new_rule = tuple(
            replace(one, head_start=minutes, capped=capped, needs_approver=needs_approver)
            if one.priority is P.DISABLED else one
            for one in known if one.priority is not P.ELDERLY
        )  # fmt: skip
        tomorrow = MORNING.date() + timedelta(days=1)
        services.set_policy(active_from=tomorrow, classes=self.new_rule, by=self.hall.office, at=self.at)
        assert selectors.policy_in_hand(self.hall.hall_id, MORNING.date()).version == self.version

    @precondition(lambda self: self.morning == MORNING and len(self.model.everybody) > 5)
    @rule()
    def the_next_morning_comes(self) -> None:
        left_over = len(self.model.are(TicketState.WAITING, TicketState.PARKED, *OPEN))
        self.morning, self.seconds = MORNING + timedelta(days=1), 0.0
        night = Actor(ActorKind.SYSTEM, self.hall.hall_id, self.hall.hall_id)
        assert services.void_left_over(day=self.morning.date(), by=night, at=self.at) == left_over
        for clerk in self.hall.clerks:
            posts.sign_on(window_id=clerk.window_id, by=clerk.by, at=self.at)
        self.begin_the_day()

    # ---- what is always true ------------------------------------------------------------------------

    @invariant()
    def every_ticket_is_where_the_model_has_it(self) -> None:
        for place in self.model.everybody[-3:] + [one for one in self.model.at_window if one]:
            assert selectors.ticket_card(self.hall.hall_id, place.card.id).state is place.state


def known_item(*_what: object) -> object:
    """Let every item be offered: what the catalogue holds is not this proof's matter."""
    return object()


@pytest.mark.proof
@pytest.mark.django_db
def test_the_queue_does_what_the_model_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.queueing.services.visits.catalogue.find", known_item)
    run_state_machine_as_test(
        Hall,
        settings=settings(
            max_examples=300 if FULL else 8,
            stateful_step_count=80 if FULL else 40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
