"""What people try with attendance: say it anew, approve it or leave it as it was counted."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.posts.model_register import SaidAnew
from tests.posts.model_words import DAY, PEOPLE, STAFF, day_of
from tests.posts.modelled import ModelledPosts
from tests.posts.planned import HEAD, OFFICE
from yichuang.posts import selectors, services
from yichuang.posts.types import Attended, DaySession, RestatementReason

SAYS = (Attended.PRESENT, Attended.PRESENT, Attended.LATE, Attended.EARLY, Attended.ABSENT, Attended.ON_LEAVE)


class Corrections(ModelledPosts):
    """Everything one does with the register of attendance."""

    def says_anew(self, draw: Random) -> None:
        since = day_of(self.now) - draw.choice((0, 0, 1, 2)) * DAY
        shifts = [shift for shift in self.model.plan if shift[1] == since]
        if not shifts:
            return
        shift = window, day, part = draw.choice(shifts)
        who = self.model.plan[shift][0] if draw.random() < 0.9 else draw.choice(STAFF)
        by = draw.choice((who, who, HEAD, OFFICE, draw.choice(PEOPLE)))
        said = draw.choice(SAYS), draw.choice((0, 3, 12, 60, 300))
        against = self.model.against_saying_anew(by, who, shift, said, self.now)
        done = self.attempt(
            "say attendance anew", against, services.ask_restatement, by,
            person_id=self.people[who], post_id=self.posts[window], day=day, session=DaySession(part),
            attended=said[0], minutes=said[1], reason=draw.choice(list(RestatementReason)),
        )  # fmt: skip
        if done is not None:
            full = self.model.in_full(shift, said)
            assert (done.attended, done.minutes) == full
            self.model.said.append(SaidAnew(done.id, who, shift, full, by))

    def settles(self, draw: Random) -> None:
        fresh = [one for one in self.model.said if one.state == "asked"]
        if not self.model.said:
            return
        one = draw.choice(fresh if fresh and draw.random() < 0.9 else self.model.said)
        able = [by for by in PEOPLE if not self.model.against_settling(by, one)]
        by = draw.choice(able if able and draw.random() < 0.7 else PEOPLE)
        against = self.model.against_settling(by, one)
        if draw.random() < 0.3:
            what = {"restatement_id": one.id}
            if self.attempt("leave attendance as it was", against, services.refuse_restatement, by, **what):
                one.state = "refused"
            return
        done = self.attempt(
            "approve attendance", against, services.approve_restatement, by, restatement_id=one.id
        )
        if done is not None:
            one.state = "approved"
            self.model.said.remove(one)
            self.model.said.append(one)  # the last word holds
            place = one.who, one.shift[1]
            if place in self.model.absences and not self.model.is_absent(*place, self.now):
                self.model.absences[place] = True

    def attendance_is_well(self) -> None:
        """Hold against the model how every shift of the last days was attended, as far as now."""
        today = day_of(self.now)
        cards = selectors.attendance(self.id, since=today - 2 * DAY, until=today + DAY, at=self.now)
        told = {
            (self.windows[one.post_id], one.day, one.session.value): (
                self.numbers[one.person_id], one.state, one.minutes,
            )
            for one in cards
        }  # fmt: skip
        said = {
            shift: (pair[0], *self.model.attended(shift, self.now))
            for shift, pair in self.model.plan.items()
            if timedelta(0) <= today - shift[1] <= 2 * DAY
        }
        assert told == said, [
            (shift, told.get(shift), said[shift]) for shift in said if told.get(shift) != said[shift]
        ]
