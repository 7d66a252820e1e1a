"""Cases against a simple model: whatever anybody tries, in whatever order, while time passes.

The model says of every act whether it may be done and, if not, by which rules.  Most acts that are tried are
such as somebody would really do; the others are anybody's attempt at anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.cases.hall import IN_HAND, PLACE, SEEN, ZHANG
from tests.cases.model import (
    ANYWHERE,
    EXTENSION,
    WAYS,
    Paper,
    Somebody,
    done,
    stands_against,
    working_days_later,
)
from tests.cases.modelled import LAST_MORNING, ModelledOffice, tally
from yichuang.cases import services
from yichuang.cases.types import CheckLine, Decision
from yichuang.cases.types.archive import Piece
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines.types import Ground
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.regulations import selectors as regulations

FULL = os.environ.get("YICHUANG_PROOF") == "full"
SIZE = 130 if FULL else 2
ACTS = (*WAYS, *sorted(ANYWHERE))
ENDS = ("withdraw", "not_accept")  # tried less often: cases are to get further
CODES = ("PERMIT", "PERMIT", "PERMIT", "INSTANT", "ABOVE", "SECRET", "OTHER", "DOUBTFUL")
AHEAD = (
    "check", "tell", "supplement", "accept", "keep", "begin", "propose", "decide", "settle", "opine",
    "hear_above", "prepare", "notify", "deliver", "explain", "close", "archive",
)  # fmt: skip
ASIDE = ("pause", "resume", "send_back", "correct", "withdraw", "not_accept", "extend")
FAULTS = ("missing", "missing", "content")
PASSES = (1, 2, 3, 24, 24, 24, 72, 120, 360)
DAY = timedelta(days=1)
LIVELY = 5  # cases at a time that are not over


class Office(ModelledOffice):
    """A month in an office, by draws of a seed that hypothesis chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.controls = {one.id for one in regulations.controls()}

    @rule(seed=st.integers(0, 2**32))
    def the_office_goes_on(self, seed: int) -> None:
        """Let some hand papers in, people do or try a dozen acts, and an hour or some days pass."""
        draw = Random(seed)
        while sum(one.state not in OVER for one in self.papers) < LIVELY:
            self.somebody_hands_in(draw)
        for _ in range(draw.randint(15, 30)):
            lively = [one for one in self.papers if one.state not in OVER]
            case = draw.choice(lively if lively and draw.random() < 0.95 else self.papers)
            if draw.random() < 0.8:
                self.somebody_goes_on(case, draw)
            else:
                act = draw.choice([one for one in ACTS if one not in ENDS or draw.random() < 0.2])
                self.somebody_tries(case, act, draw.choice(self.people), draw)
        self.are_as_the_model_has_them(self.touched)
        self.touched.clear()
        if draw.random() < 0.6:
            self.goes_on(self.at + timedelta(hours=draw.choice(PASSES)))
        if not self.in_session():
            self.goes_on(self.next_morning())

    def somebody_hands_in(self, draw: Random) -> None:
        code, at = draw.choice(CODES), self.moment()
        answers = {one.code: draw.random() < 0.3 for one in self.items[code].questions}
        said = {"item_id": self.office.items[code], "applicant": ZHANG, "answers": answers, "id_check": SEEN}
        said |= {"despite_open": True, "by": self.office.clerk, "at": at}
        card = services.submit(**said)
        self.touched.append(self.paper_of(card, code))

    def in_session(self) -> bool:
        """Say whether window 1 serves now: a working day, 8:30 to 17:30."""
        local = self.at.astimezone(LAST_MORNING.tzinfo)
        return local.weekday() < 5 and "08:30" <= f"{local:%H:%M}" < "17:20"

    def next_morning(self) -> datetime:
        """Return the next half past nine of a working day."""
        morning = self.at.astimezone(LAST_MORNING.tzinfo).replace(hour=9, minute=30, second=0)
        while morning <= self.at or working_days_later(morning.date() - DAY, 1) != morning.date():
            morning += DAY
        return morning

    # ---- one act ------------------------------------------------------------------------------------

    def somebody_goes_on(self, case: Paper, draw: Random) -> None:
        """Let one who may do the next thing that can be done with the case."""
        ways = [one for one in AHEAD if case.state in WAYS.get(one, {})] or list(ACTS)
        if draw.random() < 0.12:
            ways = [one for one in ASIDE if one in ANYWHERE or case.state in WAYS[one]] or ways
        draw.shuffle(ways)
        for act in ways:
            able = [
                one for one in self.people
                if not stands_against(case, act, one, lines=set(), refuse=False, position=3)
            ]  # fmt: skip
            if able:
                break
        self.somebody_tries(case, act, draw.choice(able or self.people), draw)

    def somebody_tries(self, case: Paper, act: str, who: Somebody, draw: Random) -> None:
        at = self.moment()
        refuse = draw.random() < 0.2
        position = draw.choice((3, 3, 3, 1))
        found, follows, looked = self._look(case, draw, at) if act == "check" else (set(), set(), [])
        against = stands_against(case, act, who, lines=found, refuse=refuse, position=position)
        what = self._said(act, who, refuse, position, looked)
        verb = VERBS[act]
        tally["acts"] += 1
        if against:
            self.must_be_refused(against, verb, case_id=case.id, by=who.by, at=at, **what)
            tally["refused"] += 1
        else:
            verb(case_id=case.id, by=who.by, at=at, **what)
            case.follows = follows if act == "check" else case.follows
            before = case.state
            done(case, act, who, lines=found, refuse=refuse, tick=self.ticks)
            case.counted_from = at if act == "accept" else case.counted_from
            case.came_at = at if act == "supplement" else case.came_at
            tally[f"{act}: {before} -> {case.state}"] += 1
        self.touched.append(case)

    def must_be_refused(self, against: set[type[Refusal]], verb: Callable[..., Any], **what: Any) -> None:
        with pytest.raises(tuple(against)) as told:
            verb(**what)
        rule_named = told.value.rule
        assert rule_named in self.controls, (type(told.value), rule_named)

    def _look(
        self, case: Paper, draw: Random, at: datetime
    ) -> tuple[set[tuple[int, str]], set[int], list[CheckLine]]:
        """Draw how the materials are found: whole, with gaps, or with one that is promised to follow."""
        version = catalogue.version(self.office.id, case.item.version_id)
        answers = services_answers(case.id)
        places = dict(catalogue.requirements(version, answers).applying)
        gaps: set[tuple[int, str]] = set()
        follows: set[int] = set()
        if draw.random() < 0.45:
            for place in draw.sample(sorted(places), draw.randint(1, min(2, len(places)))):
                gaps.add((place, draw.choice(FAULTS)))
        elif case.item.flags.tolerance_allowed and draw.random() < 0.4:
            follows = {place for place, one in places.items() if one.deferrable}
        wrong = dict(gaps)
        tomorrow = (at + timedelta(days=1)).astimezone(LAST_MORNING.tzinfo).date()
        lines = [
            CheckLine(
                place,
                wrong.get(place) != "missing" and place not in follows,
                content_ok=wrong.get(place) != "content",
                deferred_until=tomorrow if place in follows else None,
            )
            for place in places
        ]
        return gaps, follows, lines

    def _said(
        self, act: str, who: Somebody, refuse: bool, position: int, lines: list[CheckLine]
    ) -> dict[str, Any]:
        """Return what must come with an act beside the case, who and when."""
        decision = Decision.REFUSED if refuse else Decision.APPROVED
        reason = "经审查，与规定的条件不符。"
        chief = self.somebody("chief").by.id
        said: dict[str, dict[str, Any]] = {
            "check": {"lines": lines},
            "not_accept": {"reason": reason, "basis": ("《办法》第三条",)},
            "keep": {"position": position},
            "propose": {"proposal": decision},
            "send_back": {"reason": reason},
            "decide": {"decision": decision, "reason": reason},
            "settle": {"decision": decision, "reason": reason},
            "opine": {"opinion": decision, "reason": reason},
            "hear_above": {"decision": decision, "reason": reason, "document": "省厅-2026-17"},
            "prepare": {"collection": PLACE},
            "deliver": {"handover": IN_HAND},
            "archive": {"in_folder": frozenset(Piece)},
            "correct": {"reason": reason, "approved_by": chief},
            "pause": {"ground": Ground.INSPECTION.value},
            "extend": {"value": EXTENSION, "reason": reason},
            "explain": {"reason": reason},
        }
        return said.get(act, {})


OVER = frozenset({"archived", "withdrawn", "not_accepted"})
VERBS: dict[str, Callable[..., Any]] = {
    "check": services.check,
    "tell": services.tell_once,
    "supplement": services.supplement,
    "accept": services.accept,
    "not_accept": services.refuse_acceptance,
    "keep": services.keep_promise,
    "begin": services.begin_handling,
    "propose": services.propose,
    "send_back": services.send_back,
    "decide": services.decide,
    "settle": services.settle,
    "opine": services.give_opinion,
    "hear_above": services.hear_above,
    "prepare": services.prepare_result,
    "notify": services.notify,
    "deliver": services.deliver,
    "close": services.close,
    "archive": services.archive,
    "withdraw": services.withdraw,
    "correct": services.correct_result,
    "pause": services.pause,
    "resume": services.resume,
    "extend": services.extend,
    "explain": services.explain_lateness,
}


def services_answers(case_id: UUID) -> dict[str, bool]:
    """Return the answers a case was opened with."""
    from yichuang.cases.models import Case

    answers: dict[str, bool] = Case.objects.values_list("answers", flat=True).get(id=case_id)
    return answers


@pytest.mark.proof
@pytest.mark.django_db
@proves("CAS-01")
@proves("CAS-01", refuses=True)
def test_the_cases_do_what_the_model_says() -> None:
    tally.clear()
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=SIZE,
            stateful_step_count=40 if FULL else 6,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # what fails is told by its seeds; to make it smaller takes too long
            suppress_health_check=list(HealthCheck),
        ),
    )
    print("\n".join(f"{count:7} {what}" for what, count in sorted(tally.items())))
    assert tally["cases"] >= (10_000 if FULL else 20)
