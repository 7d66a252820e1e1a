"""People who do or try acts of a case's own course, in an office held against the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.cases.hall import IN_HAND, PLACE, SEEN, ZHANG
from tests.cases.model import ANYWHERE, EXTENSION, WAYS, Paper, Somebody, done, stands_against
from tests.cases.modelled import LAST_MORNING, ModelledOffice, tally
from yichuang.cases import services
from yichuang.cases.types import CheckLine, Decision
from yichuang.cases.types.archive import Piece
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines.types import Ground
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor
from yichuang.regulations import selectors as regulations

ACTS = (*WAYS, *sorted(ANYWHERE))
ENDS = ("withdraw", "not_accept")  # tried less often: cases are to get further
OVER = frozenset({"archived", "withdrawn", "not_accepted"})
AHEAD = (
    "check", "tell", "supplement", "accept", "keep", "begin", "propose", "decide", "settle", "opine",
    "hear_above", "prepare", "notify", "deliver", "again", "explain", "close", "archive",
)  # fmt: skip
ASIDE = ("pause", "resume", "send_back", "correct", "withdraw", "not_accept", "extend")
FAULTS = ("missing", "missing", "content")
REASON = "经审查，与规定的条件不符。"
Refusals = set[type[Refusal]]


@transaction.atomic
def corrected(*, case_id: UUID, reason: str, second: Actor, by: Actor, at: datetime) -> object:
    """Ask that a result be issued anew and let the second person approve it, both or neither."""
    asked = services.ask_correction(case_id=case_id, reason=reason, by=by, at=at)
    return services.approve_correction(correction_id=asked.id, by=second, at=at)


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
    "correct": corrected,
    "again": services.hand_again,
    "pause": services.pause,
    "resume": services.resume,
    "extend": services.extend,
    "explain": services.explain_lateness,
}


class Trying(ModelledOffice):
    """What somebody does or tries with a case itself; other chapters add what is tried beside it."""

    controls = frozenset(one.id for one in regulations.controls())

    def attempt(
        self,
        act: str,
        against: Refusals,
        verb: Callable[..., Any],
        done: Callable[[Any], object],
        **what: Any,
    ) -> Refusal | None:
        """Do it, where nothing stands against it; else see it refused by one of those rules and return it."""
        tally["acts"] += 1
        if not against:
            done(verb(**what))
            tally[act] += 1
            return None
        with pytest.raises(tuple(against)) as told:
            verb(**what)
        named = told.value.rule
        assert named in self.controls, (type(told.value), named)
        tally["refused"] += 1
        tally[f"{act}: refused"] += 1
        return told.value

    def whoever(self, draw: Random, against: Callable[[Somebody], Refusals]) -> tuple[Somebody, Refusals]:
        """Draw who tries: mostly one who may, if anybody may, else anybody; with what stands against it."""
        found = {one.name: against(one) for one in self.people}
        able = [one for one in self.people if not found[one.name]]
        who = draw.choice(able if able and draw.random() < 0.75 else self.people)
        return who, found[who.name]

    def somebody_hands_in(self, draw: Random, code: str) -> None:
        at = self.moment()
        answers = {one.code: draw.random() < 0.3 for one in self.items[code].questions}
        card = services.submit(
            item_id=self.office.items[code],
            applicant=ZHANG,
            answers=answers,
            id_check=SEEN,
            despite_open=True,
            by=self.office.clerk,
            at=at,
        )
        self.touched.append(self.paper_of(card, code))

    def against(self, case: Paper, act: str, who: Somebody, **more: Any) -> Refusals:
        return stands_against(case, act, who, chief=self.somebody("chief"), **more)

    def somebody_goes_on(self, case: Paper, draw: Random) -> bool:
        """Let one who may do the next thing that can be done with the case; say whether there is such."""
        ways = [one for one in AHEAD if case.state in WAYS.get(one, {})]
        if draw.random() < 0.12:
            ways = [one for one in ASIDE if one in ANYWHERE or case.state in WAYS[one]] or ways
            ways = [one for one in ways if one not in ENDS or draw.random() < 0.4] or ways
        if case.late and not case.explained:
            ways.append("explain")
        draw.shuffle(ways)
        for act in ways:
            able = [one for one in self.people if not self.against(case, act, one)]
            if able:
                self.somebody_tries(case, act, draw.choice(able), draw)
                return True
        return False

    def somebody_tries(self, case: Paper, act: str, who: Somebody, draw: Random) -> None:
        at = self.moment()
        refuse = draw.random() < 0.15
        position = draw.choice((3, 3, 3, 1))
        found, follows, looked = self._look(case, draw) if act == "check" else (set(), set(), [])
        against = self.against(case, act, who, lines=found, refuse=refuse, position=position)
        before = case.state

        def happens(_card: object) -> None:
            case.follows = follows if act == "check" else case.follows
            done(case, act, who, lines=found, refuse=refuse, tick=self.ticks)
            case.counted_from = at if act == "accept" else case.counted_from
            case.came_at = at if act == "supplement" else case.came_at
            tally[f"{act}: {before} -> {case.state}"] += 1

        what = {"case_id": case.id, "by": who.by, "at": at, **self._said(act, refuse, position, looked)}
        self.attempt(act, against, VERBS[act], happens, **what)
        self.touched.append(case)

    def _look(self, case: Paper, draw: Random) -> tuple[set[tuple[int, str]], set[int], list[CheckLine]]:
        """Draw how the materials are found: whole, with gaps, or with one that is promised to follow."""
        places = dict(catalogue.requirements(case.item, case.answers).applying)
        gaps: set[tuple[int, str]] = set()
        follows: set[int] = set()
        if draw.random() < 0.35:
            asked = [place for place, one in places.items() if one.required]
            for place in draw.sample(asked, draw.randint(1, min(2, len(asked)))):
                gaps.add((place, draw.choice(FAULTS)))
        elif case.item.flags.tolerance_allowed and draw.random() < 0.4:
            follows = {place for place, one in places.items() if one.deferrable}
        wrong = dict(gaps)
        tomorrow = (self.at + timedelta(days=1)).astimezone(LAST_MORNING.tzinfo).date()
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

    def _said(self, act: str, refuse: bool, position: int, lines: list[CheckLine]) -> dict[str, Any]:
        """Return what must come with an act beside the case, who and when."""
        decision = Decision.REFUSED if refuse else Decision.APPROVED
        said: dict[str, dict[str, Any]] = {
            "check": {"lines": lines},
            "not_accept": {"reason": REASON, "basis": ("《办法》第三条",)},
            "keep": {"position": position},
            "propose": {"proposal": decision},
            "send_back": {"reason": REASON},
            "decide": {"decision": decision, "reason": REASON},
            "settle": {"decision": decision, "reason": REASON},
            "opine": {"opinion": decision, "reason": REASON},
            "hear_above": {"decision": decision, "reason": REASON, "document": "省厅-2026-17"},
            "prepare": {"collection": PLACE},
            "deliver": {"handover": IN_HAND},
            "archive": {"in_folder": frozenset(Piece)},
            "correct": {"reason": REASON, "second": self.somebody("chief").by},
            "again": {"handover": IN_HAND},
            "pause": {"ground": Ground.INSPECTION.value},
            "extend": {"value": EXTENSION, "reason": REASON},
            "explain": {"reason": REASON},
        }
        return said.get(act, {})
