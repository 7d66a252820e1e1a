"""A hall under a state machine of hypothesis: opened, followed by the model, judged when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from bench.hall import MORNING, OpenHall, open_hall
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.queueing.model import AT_ONCE, Model
from tests.support.history import read, violations
from tests.support.once import forget
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import selectors, services
from yichuang.queueing.again import first_difference
from yichuang.queueing.models import Suspicion
from yichuang.queueing.types import ClassCard, PriorityClass

WINDOWS, LINES = 3, 2
SERVED = ((0,), (1,), (0, 1))  # which lines each window may call


class ModelledHall(RuleBasedStateMachine):
    """An open hall, its model beside it, and the judge at the end; what happens there is told elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget()
        self.hall: OpenHall = open_hall(windows=WINDOWS, lines=LINES, general=False)
        services.add_serves(
            window_id=self.hall.clerks[2].window_id, line_id=self.hall.lines[1].id,
            by=self.hall.office, at=MORNING,
        )  # fmt: skip
        self.guide, self.head = (Actor(ActorKind.PERSON, new_id(), self.hall.hall_id) for _ in range(2))
        self.morning, self.seconds = MORNING, 0.0
        self.new_rule: tuple[ClassCard, ...] | None = None
        self.suspected = 0
        self.begin_the_day()
        day = MORNING.date()
        self.needed = selectors.missed_calls(self.hall.hall_id, day)
        self.pause = selectors.recall_pause(self.hall.hall_id, day)
        _rule, self.behind, minutes = selectors.rejoin_rule(self.hall.hall_id, day)
        self.rejoin_seconds = minutes * 60

    def begin_the_day(self) -> None:
        rule = selectors.policy(self.hall.hall_id, self.morning.date())
        self.version = rule.version
        terms = {
            one.priority: (
                AT_ONCE if one.priority is PriorityClass.EMERGENCY else one.head_start * 60,
                one.needs_approver,
                one.capped,
            )
            for one in rule.classes
        }
        ratio = selectors.priority_ratio(self.hall.hall_id, self.morning.date())
        self.model = Model(terms, ratio, WINDOWS)

    def teardown(self) -> None:
        try:
            while seal():
                pass
            assert violations(read(self.hall.hall_id)) == []
            assert first_difference(self.hall.hall_id) is None
            assert Suspicion.objects.filter(hall_id=self.hall.hall_id).count() == self.suspected
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def at(self) -> datetime:
        return self.morning + timedelta(seconds=self.seconds)

    def refused(self, act: type[Refusal] | tuple[type[Refusal], ...], **what: object) -> None:
        verb = what.pop("verb")
        with pytest.raises(act):
            verb(**what, at=self.at)  # type: ignore[operator]
