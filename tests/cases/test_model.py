"""Cases against a simple model: whatever anybody tries, in whatever order, while time passes.

The model says of every act whether it may be done and, if not, by which rules: a case's own course, step by
step or at the window in one go, its fees and what of them is remitted, joint review, questions above, other
departments, urging, what is told before it is enforced, pauses that one asks for and another approves.  Most
acts that are tried are such as somebody would really do; the others are anybody's attempt at anything.  At
the end of each run the journal is verified and tells every case, date, clock, opinion, question, hop,
pause and payment again.

At full size 10,000 cases in parts, each of its own seed:
``YICHUANG_PROOF=full pytest tests/cases/test_model.py`` (``-n 2`` shares the parts).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.cases.model import Paper, asked_of, working_days_later
from tests.cases.model_beside import UNDER_WAY
from tests.cases.model_money import CHARGEABLE, on_the_wall
from tests.cases.modelled import LAST_MORNING, tally
from tests.cases.trying import ACTS, ENDS, OVER
from tests.cases.trying_at_once import TryingAtOnce
from tests.cases.trying_beside import TryingBeside
from tests.cases.trying_pauses import TryingPauses
from yichuang.kernel.claims import proves

FULL = os.environ.get("YICHUANG_PROOF") == "full"
WANTED = 10_000 if FULL else 20
PARTS = 19 if FULL else 1
RUNS = 8 if FULL else 1  # of a part
ROUNDS = 11 if FULL else 4  # of a run
NEW = 6  # cases handed in in a round
AT_HAND = 14  # cases most acts are about, the oldest
CODES = (
    "PERMIT", "PERMIT", "PERMIT", "INSTANT", "INSTANT", "ABOVE", "SECRET", "OTHER", "DOUBTFUL", "CARD",
    "CARD", "SUIT", "SLIP", "SLIP", "SEALED", "JOINT", "JOINT", "STRICT", "UNMAPPED",
)  # fmt: skip
PASSES = (1, 2, 3, 24, 24, 24, 72, 120, 360)
DAY = timedelta(days=1)
Try = Callable[[Paper, Random], object]


class Office(TryingBeside, TryingAtOnce, TryingPauses):
    """A month in an office, by draws of a seed that hypothesis chooses."""

    @rule(seed=st.integers(0, 2**32))
    def the_office_goes_on(self, seed: int) -> None:
        """Let some hand papers in, people do or try some dozen acts, and an hour or some days pass."""
        draw, self.sound = Random(f"{seed} {self.ticks}"), False
        self.the_till_is_opened(draw)
        for _ in range(NEW):
            self.somebody_hands_in(draw, draw.choice(CODES))
        for _ in range(draw.randint(40, 56)):
            lively = [one for one in self.papers if one.state not in OVER]
            among = draw.choices((lively[:AT_HAND], lively, self.papers), (14, 5, 1))[0]
            case = draw.choice(among or self.papers)
            self.touched.append(case)
            if draw.random() < (0.6 if self._held_up(case) else 0.2):
                self._beside(case, draw)
            elif draw.random() > 0.9 or not self.somebody_goes_on(case, draw):
                act = draw.choice([one for one in ACTS if one not in ENDS or draw.random() < 0.2])
                self.somebody_tries(case, act, draw.choice(self.people), draw)
        self.are_as_the_model_has_them(self.touched)
        self.touched.clear()
        if draw.random() < 0.7:
            self.goes_on(self.at + timedelta(hours=draw.choice(PASSES)))
        if not self.in_session():
            self.goes_on(self.next_morning())
        if draw.random() < 0.4:
            self.the_late_are_urged()
        self.sound = True

    def _held_up(self, case: Paper) -> bool:
        """Say whether something has to be settled before the case goes on."""
        beside, charged = case.beside, on_the_wall(case.item.code, case.answers, case.purse.value)
        asked = case.state in UNDER_WAY and bool(beside.joint or asked_of(case))
        return beside.unsettled or beside.on_its_way or asked or bool(charged) or at_once(case)

    def _beside(self, case: Paper, draw: Random) -> None:
        """Try something beside the case's own course, mostly what it waits for."""
        beside, purse = case.beside, case.purse
        asks, charged = asked_of(case), on_the_wall(case.item.code, case.answers, purse.value)
        waits = any(one.state == "asked" for one in beside.wishes)
        owing = 6 if charged and case.state in CHARGEABLE else 1
        ways: list[tuple[int, bool, Try]] = [
            (2, True, self.tries_to_ask_above),
            (8, bool(beside.questions), self.tries_with_a_question),
            (2, True, self.tries_to_hand_on),
            (10 if beside.on_its_way else 1, bool(beside.hops), self.tries_with_a_hop),
            (8 if beside.only_the_office and beside.on_its_way else 1, True, self.tries_to_assign),
            (2, True, self.tries_to_urge),
            (1, True, self.tries_to_enforce),
            (2, True, self.tries_to_ask_for_a_pause),
            (6 if waits else 1, bool(beside.wishes), self.tries_with_a_wish),
            (12 if asks and not beside.joint else 1, True, self.tries_to_open_joint),
            (12 if beside.joint else 1, True, self.tries_to_give_an_opinion),
            (owing, bool(charged), self.tries_to_state_a_value),
            (owing // 2, bool(charged), self.tries_to_agree),
            (owing, True, self.tries_to_draw_a_list),
            (3 * owing, bool(purse.bills), self.tries_with_a_list),
            (3, bool(purse.payments), self.tries_to_ask_back),
            (5, bool(purse.refunds), self.tries_with_a_refund),
            (owing if not purse.remissions else 1, bool(charged), self.tries_to_ask_remission),
            (10, bool(purse.remissions), self.tries_with_a_remission),
            (30 if at_once(case) else 1, True, self.tries_to_finish_at_once),
            (30 if at_once(case) and charged else 1, True, self.tries_to_charge_at_counter),
        ]
        ways = [one for one in ways if one[1]]
        (way,) = draw.choices([one for *_, one in ways], [weight for weight, *_ in ways])
        way(case, draw)

    def in_session(self) -> bool:
        """Say whether window 1 serves now: a working day, 8:30 to 17:20."""
        local = self.at.astimezone(LAST_MORNING.tzinfo)
        return works_on(local.date()) and "08:30" <= f"{local:%H:%M}" < "17:20"

    def next_morning(self) -> datetime:
        """Return the next half past nine of a working day."""
        morning = self.at.astimezone(LAST_MORNING.tzinfo).replace(hour=9, minute=30, second=0)
        while morning <= self.at or not works_on(morning.date()):
            morning += DAY
        return morning


def at_once(case: Paper) -> bool:
    """Say whether it is an instant matter that lies complete at its window."""
    return case.item.flags.instant and case.state == "submitted" and case.outcome == "complete"


def works_on(day: date) -> bool:
    """Say whether the hall is open on a day."""
    return working_days_later(day - DAY, 1) == day


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, PARTS + 1))
@proves("CAS-01")
@proves("CAS-01", refuses=True)
def test_the_cases_do_what_the_model_says(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    tally.clear()
    machine = seed(part)(type("Part", (Office,), {}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=ROUNDS,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # what fails is told by its seeds; to make it smaller takes too long
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("\n".join(f"{count:7} {what}" for what, count in sorted(tally.items())))
    if FULL:
        with capsys.disabled():
            print(f"\npart {part} of {PARTS}: {tally['cases']} cases, {tally['acts']} acts held", end=" ")
    assert tally["cases"] * PARTS >= WANTED
