"""The posts against a simple model: whatever anybody tries, in whatever order, while a month passes.

The model says of every act whether it may be done and, if not, by which rules, and at every moment who may
act where and for whom.  At the end of each run the journal tells every shift, leave, cover and sign-on again.

At full size: ``YICHUANG_PROOF=full pytest tests/posts/test_model.py`` (``-n 2`` shares the parts).
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.posts.model_words import (
    DAY,
    HOLDERS,
    PEOPLE,
    STAFF,
    Absent,
    Refusals,
    day_of,
    on,
    works,
)
from tests.posts.modelled import LAST, tally
from tests.posts.tried_at_windows import AtWindows
from tests.posts.tried_corrections import Corrections
from yichuang.kernel.claims import proves
from yichuang.posts import errors as no
from yichuang.posts import services
from yichuang.posts.types import DaySession, LeaveKind, LeavePath

FULL = os.environ.get("YICHUANG_PROOF") == "full"
PARTS = 10 if FULL else 1
RUNS = 1  # of a part
DAYS = 18 if FULL else 4  # of a run
ACTS = 30 if FULL else 24  # of a day
WEIGHTS = {
    "sits_down": 9, "leaves": 3, "stands_in": 4, "goes_out": 2, "serves": 9, "asks": 5, "signs": 7,
    "decides": 6, "says_anew": 2, "settles": 2, "names": 3,
    "hands_in": 1, "withdraws": 1, "returns": 2, "shows_a_paper": 1, "plans": 2,
}  # fmt: skip


class Month(AtWindows, Corrections):
    """A month of posts, by draws of a seed that hypothesis chooses and of the part."""

    part = 0

    @rule(seed=st.integers(0, 2**32))
    def a_day_goes_by(self, seed: int) -> None:
        draw, self.sound = Random(f"{self.part} {seed} {self.now}"), False
        self.is_planned(draw)
        if day_of(self.now) >= LAST - DAY * 2:
            self.sound = True
            return
        while not works(day_of(self.now)):
            self.the_day_is_over()
        if self.now < on(day_of(self.now), "07:20"):
            self.goes_on(on(day_of(self.now), "07:20"), told=True)
        ends = on(day_of(self.now), "17:20")
        while self.now < ends:
            act = draw.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            getattr(self, act)(draw)
            self.hear_of_covers()
            self.all_is_well(draw)
            step = timedelta(minutes=draw.choice((0, 1, 1, 5, 20, 45)) * 24 // ACTS)
            self.goes_on(min(self.now + step, ends), told=draw.random() < 0.5)
            if draw.random() < 0.1:
                self.attendance_is_well()
        self.the_day_is_over()
        self.attendance_is_well()
        self.sound = True

    # ---- leave ---------------------------------------------------------------------------------------

    def asks(self, draw: Random) -> None:
        who = draw.choice(PEOPLE) if draw.random() < 0.1 else draw.choice(STAFF)
        by = who if draw.random() < 0.8 else draw.choice(PEOPLE)
        planned, draft, note = draw.random() < 0.6, draw.random() < 0.15, draw.random() < 0.9
        begins, ends = self._some_time(draw, planned)
        against = self.model.against_asking(by, who, begins, ends, planned, note, self.now)
        model, state = self.model, "draft" if draft and planned else "submitted"
        path = LeavePath.PLANNED if planned else LeavePath.EMERGENCY
        done = self.attempt(
            f"ask for {path} leave", against, services.request_leave, by,
            kind=LeaveKind.PERSONAL, begins=begins, ends=ends, path=path, note="家中有事" if note else "",
            person_id=self.people[who], draft=draft,
        )  # fmt: skip
        if done is not None:
            model.leaves.append(Absent(done.id, who, planned, state, begins, ends))
            self.hear_of_covers()
            model.renew(who, self.now)

    def _some_time(self, draw: Random, planned: bool) -> tuple[datetime, datetime]:
        today = day_of(self.now)
        day = today + DAY * draw.choice((0, 1, 1, 2, 3, 4) if planned else (0, 0, 0, 1, -1, -5, 3))
        begins = on(day, draw.choice(("08:00", "08:00", "10:30", "13:30", "16:00")))
        last = day + DAY * draw.choice((0, 0, 0, 1, 2))
        return begins, on(last, draw.choice(("10:00", "12:00", "17:00", "17:00")))

    def _some_leave(self, draw: Random, *states: str) -> Absent | None:
        wanted = [one for one in self.model.leaves if one.state in states and one.ends > self.now - DAY * 4]
        if not wanted or draw.random() < 0.1:
            wanted = self.model.leaves
        return draw.choice(wanted) if wanted else None

    def signs(self, draw: Random) -> None:
        open_ones = [one for one in self.model.covers.values() if one.signed is None and not one.dropped]
        wanted = open_ones if open_ones and draw.random() < 0.9 else list(self.model.covers.values())
        if not wanted:
            return
        cover = draw.choice(wanted)
        who = cover.b if draw.random() < 0.85 else draw.choice(PEOPLE)
        against: Refusals = set()
        against |= {no.NotYoursToSign} if who != cover.b else set()
        against |= {no.SignedAlready} if cover.signed is not None else set()
        against |= {no.LeaveSettled} if cover.dropped else set()
        if self.attempt("sign", against, services.sign_handover, who, cover_id=cover.id):
            cover.signed = self.now

    def decides(self, draw: Random) -> None:
        leave = self._some_leave(draw, "submitted")
        if leave is None:
            return
        able = [one for one in PEOPLE if self.model.may_decide(one, leave.who)]
        who = draw.choice(able if able and draw.random() < 0.8 else PEOPLE)
        if draw.random() < 0.2:
            against = self.model.against_deciding(who, leave)
            if self.attempt("refuse leave", against, services.refuse_leave, who, leave_id=leave.id):
                leave.state = "refused"
                self.hear_of_covers()
                self.model.renew(leave.who, self.now)
            return
        against = self.model.against_approving(who, leave, self.now)
        absent = self.model.absent_days(leave, self.now)
        if self.attempt("approve leave", against, services.approve_leave, who, leave_id=leave.id):
            leave.state, leave.decided = "returned" if leave.back else "approved", self.now
            for day in absent:
                told = self.model.absences.get((leave.who, day), False)
                excused = not self.model.is_absent(leave.who, day, self.now)
                self.model.absences[leave.who, day] = told or excused
            self.hear_of_covers()
            self.model.renew(leave.who, self.now)

    def names(self, draw: Random) -> None:
        leave = self._some_leave(draw, "draft", "submitted", "approved")
        if leave is None:
            return
        windows = sorted({one[0] for one in self.model.as_a(leave.who, leave.begins, leave.ends)})
        window = draw.choice(windows or [1])
        b = draw.choice(HOLDERS[window]) if draw.random() < 0.9 else draw.choice(PEOPLE)
        by = leave.who if draw.random() < 0.8 else draw.choice(PEOPLE)
        opens = [one for _w, *span in self.model.as_a(leave.who, leave.begins, leave.ends) for one in span]
        since = draw.choice([leave.begins, leave.begins, *opens])
        until = draw.choice([leave.ends, leave.ends, *opens])
        against = self.model.against_naming(by, leave, b, window, (since, until), self.now)
        self.attempt(
            "name who covers", against, services.name_cover, by,
            leave_id=leave.id, b_id=self.people[b], post_id=self.posts[window], since=since, until=until,
        )  # fmt: skip

    def hands_in(self, draw: Random) -> None:
        leave = self._some_leave(draw, "draft")
        if leave is None:
            return
        by = leave.who if draw.random() < 0.8 else draw.choice(PEOPLE)
        against: Refusals = set() if self.model.may_arrange(by, leave.who) else {no.NotYourLeave}
        against |= {no.LeaveSettled} if leave.state != "draft" else set()
        against |= {no.LeaveDaysUnfit} if leave.begins <= self.now else set()
        if self.attempt("hand leave in", against, services.submit_leave, by, leave_id=leave.id):
            leave.state = "submitted"

    def withdraws(self, draw: Random) -> None:
        leave = self._some_leave(draw, "draft", "submitted", "approved")
        if leave is None:
            return
        by = leave.who if draw.random() < 0.8 else draw.choice(PEOPLE)
        against: Refusals = set() if self.model.may_arrange(by, leave.who) else {no.NotYourLeave}
        against |= {no.LeaveSettled} if leave.state not in ("draft", "submitted", "approved") else set()
        if leave.begins <= self.now and (leave.state == "approved" or not leave.planned):
            against |= {no.LeaveBegun}
        if self.attempt("withdraw leave", against, services.withdraw_leave, by, leave_id=leave.id):
            leave.state = "withdrawn"
            self.hear_of_covers()
            self.model.renew(leave.who, self.now)

    def returns(self, draw: Random) -> None:
        gone = [one for one in self.model.leaves if one.away(self.now) and one.begins < self.now]
        leave = draw.choice(gone) if gone and draw.random() < 0.8 else self._some_leave(draw, "approved")
        if leave is None:
            return
        by = leave.who if draw.random() < 0.8 else draw.choice(PEOPLE)
        against: Refusals = set() if self.model.may_arrange(by, leave.who) else {no.NotYourLeave}
        if not leave.away(self.now) or leave.begins >= self.now:
            against |= {no.NotAwayNow}
        if self.attempt("return early", against, services.return_early, by, leave_id=leave.id):
            leave.state = "returned" if leave.state == "approved" else leave.state
            leave.ends, leave.back = self.now, True
            self.hear_of_covers()
            self.model.renew(leave.who, self.now)

    def shows_a_paper(self, draw: Random) -> None:
        leave = self._some_leave(draw, "submitted")
        if leave is None:
            return
        by = leave.who if draw.random() < 0.8 else draw.choice(PEOPLE)
        against: Refusals = set() if self.model.may_arrange(by, leave.who) else {no.NotYourLeave}
        against |= {no.LeaveSettled} if leave.state != "submitted" else set()
        if self.attempt("show a paper", against, services.file_proof, by, leave_id=leave.id, proof="诊断书"):
            leave.proof = leave.proof or self.now

    # ---- the plan ------------------------------------------------------------------------------------

    def plans(self, draw: Random) -> None:
        window, part = draw.choice(list(HOLDERS)), draw.choice(list(DaySession)[:3])
        day = day_of(self.now) + DAY * draw.choice((0, 1, 1, 2, 5, -1))
        a, b = draw.choice(HOLDERS[window]), draw.choice(HOLDERS[window])
        against = self.model.against_planning(window, day, part.value, a, b, self.now)
        done = self.attempt(
            "plan a shift", against, services.set_shift, "0101",
            post_id=self.posts[window], day=day, session=part, a_id=self.people[a], b_id=self.people[b],
        )  # fmt: skip
        if done is not None:
            self.model.plan[window, day, part.value] = (a, b)
            if window in self.model.at:
                self.model.renew(self.model.at[window].who, self.now)


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, PARTS + 1))
@proves("AB-05")
@proves("AB-05", refuses=True)
@proves("AB-10")
@proves("AB-10", refuses=True)
def test_the_posts_do_what_the_model_says(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    tally.clear()
    machine = seed(part)(type("Part", (Month,), {"part": part}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=DAYS,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what fails is told by its seeds; to make it smaller takes too long
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("\n".join(f"{count:7} {what}" for what, count in sorted(tally.items())))
    if FULL:
        with capsys.disabled():
            print(f"\npart {part} of {PARTS}: {tally['days']} days, {tally['acts']} acts held", end=" ")
    assert tally["acts"] >= DAYS * RUNS
