"""What people try at the windows: sign on and off, stand in, go out for a while, call and serve."""

from __future__ import annotations

from random import Random
from uuid import UUID

from tests.posts.model_words import HOLDERS, PEOPLE, STAFF, Refusals, Sitting, day_of, is_open, sessions
from tests.posts.modelled import ModelledPosts
from yichuang.organization import selectors as organization
from yichuang.posts import errors as no
from yichuang.posts import services
from yichuang.posts.types import PauseReason, StandInReason
from yichuang.queueing import refusals as queue
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome


class AtWindows(ModelledPosts):
    """Everything one does at a window."""

    def __init__(self) -> None:
        super().__init__()
        hall = self.built.hall
        self.line = queueing.add_line(prefix="A", name="综合业务", by=hall.by, at=self.now).id
        for window in hall.windows.values():
            queueing.add_serves(window_id=window, line_id=self.line, by=hall.by, at=self.now)
        self.tickets: dict[int, UUID] = {}
        self.waiting = (day_of(self.now), 0)

    def sits_down(self, draw: Random) -> None:
        window = draw.choice(list(HOLDERS))
        expected = self.model.expected(window, self.now)
        who = expected if expected and draw.random() < 0.6 else draw.choice(HOLDERS[window])
        who = who if draw.random() < 0.95 else draw.choice(PEOPLE)
        model = self.model
        against = model.against_sitting(who, window, self.now)
        done = self.attempt(
            "sign on", against, services.sign_on, who, window_id=self.built.hall.windows[window]
        )
        if done is None:
            return
        opens = [a for a, b in sessions(window, day_of(self.now)).values() if self.now < b]
        right = model.by_what(who, window, max(self.now, min(opens)))
        self.hear_of_covers()
        for place, there in list(model.at.items()):  # what was over and stood in the way
            if (place == window or there.who == who) and model.has_to_go(place, self.now):
                model.go(place, self.now)
        by = None if isinstance(right, str) else right
        assert done.part == (right if isinstance(right, str) else "B")
        assert done.cover_id == (by.id if by else None)
        if window in model.at and model.is_sent_away(model.at[window], who, window, self.now):
            model.go(window, self.now)
        until = model.until_for(who, window, by, self.now, self.now)
        model.at[window] = Sitting(who, by, self.now, until)
        assert done.until == until

    def leaves(self, draw: Random) -> None:
        who = draw.choice([one.who for one in self.model.at.values()] or STAFF)
        window = next((w for w, one in self.model.at.items() if one.who == who), None)
        against: Refusals = set() if window else {no.NotSignedOn}
        against |= {no.ServiceNotFinished} if window in self.model.serving else set()
        if self.attempt("sign off", against, services.sign_off, who) and window:
            self.model.go(window, self.now)

    def stands_in(self, draw: Random) -> None:
        empty = [one for one in HOLDERS if not self.model.manned(one, self.now)]
        window = draw.choice(empty or list(HOLDERS))
        who = draw.choice(HOLDERS[window]) if draw.random() < 0.95 else draw.choice(PEOPLE)
        against = self.model.against_standing_in(who, window, self.now)
        a, ends = self.model.expected(window, self.now), self.model.free_until(who, window, self.now)
        done = self.attempt(
            "stand in", against, services.stand_in, who,
            window_id=self.built.hall.windows[window], reason=StandInReason.NOT_COME,
        )  # fmt: skip
        if done is not None:
            assert (done.ends, done.a_id) == (ends, self.people[a or ""])
            there = self.model.at.get(window)
            if there is not None and there.who == a and window not in self.model.serving:
                self.model.go(window, self.now)

    def goes_out(self, draw: Random) -> None:
        if not self.model.at:
            return
        window, there = draw.choice(list(self.model.at.items()))
        place = {"window_id": self.built.hall.windows[window]}
        against: Refusals = {no.NotSignedOn} if there.is_over(self.now) else set()
        if there.out:
            if self.attempt("come back", against, services.resume_window, there.who, **place):
                there.out = False
            return
        against |= {no.FinishBeforePausing} if window in self.model.serving else set()
        pause = {"reason": PauseReason.SHORT_ABSENCE, **place}
        if self.attempt("go out", against, services.pause_window, there.who, **pause):
            there.out = True

    # ---- calling and serving -------------------------------------------------------------------------

    def serves(self, draw: Random) -> None:
        """Call who is next, or begin or finish with who was called: that is done to the end."""
        if self.model.serving and draw.random() < 0.7:
            self._goes_on_serving(draw)
            return
        window = draw.choice(list(self.model.at) or list(HOLDERS))
        there = self.model.at.get(window)
        who = there.who if there and draw.random() < 0.9 else draw.choice(STAFF)
        if organization.takes_tickets(self.id, self.now).open:
            queueing.take_ticket(line_id=self.line, by=self.built.hall.by, at=self.now)
            self.waiting = (day_of(self.now), self._waiting() + 1)
        against = self._against_calling(who, window)
        called = self.attempt(
            "call", against, queueing.call_next, who, window_id=self.built.hall.windows[window]
        )
        if called is not None:
            self.tickets[window], self.model.serving[window] = called.id, False
            self.waiting = (day_of(self.now), self._waiting() - 1)

    def _waiting(self) -> int:
        return self.waiting[1] if self.waiting[0] == day_of(self.now) else 0

    def _against_calling(self, who: str, window: int) -> Refusals:
        there = self.model.at.get(window)
        against: Refusals = set() if is_open(window, self.now) else {queue.WindowNotInSession}
        against |= {queue.AlreadyServing} if window in self.model.serving else set()
        against |= set() if self._waiting() else {queue.NobodyWaiting}
        if there is None or there.who != who or there.is_over(self.now):
            against.add(queue.NotAtThisPost)
        if there is not None and there.who == who and there.out:
            against.add(no.PausedNow)
        if not against:
            assert self.model.serves(who, window, self.now), "who may call may serve"
        return against

    def _goes_on_serving(self, draw: Random) -> None:
        window = draw.choice(list(self.model.serving))
        who = self.model.at[window].who if draw.random() < 0.9 else draw.choice(STAFF)
        elsewhere = any(one.who == who for place, one in self.model.at.items() if place != window)
        against: Refusals = set()
        if who != self.model.at[window].who:
            against = {queue.NotAtThisWindow} if elsewhere else {queue.NotAtThisPost}
        ticket = {"ticket_id": self.tickets[window]}
        if not self.model.serving[window]:
            if self.attempt("begin", against, queueing.begin, who, **ticket):
                self.model.serving[window] = True
        elif self.attempt("finish", against, queueing.finish, who, **ticket, outcome=Outcome.INFORMATION):
            del self.model.serving[window]
