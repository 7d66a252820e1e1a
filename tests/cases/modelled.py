"""An office under a state machine of hypothesis: opened, followed by the model, judged when it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.cases.hall import case_office
from tests.cases.model import HELD, LAW, Paper, Somebody, last_day, time_over
from tests.support.hall import MORNING
from tests.support.once import forget
from yichuang.cases import again, again_money
from yichuang.cases import selectors as cases
from yichuang.cases.models import Case
from yichuang.cases.types import CaseCard
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import again as clocks_again
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines import services as ticking
from yichuang.deadlines.types import ClockCard, ClockState
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

LAST_MORNING = datetime(2026, 4, 2, 9, 30, tzinfo=MORNING.tzinfo)  # a month without holidays
tally: Counter[str] = Counter()


class ModelledOffice(RuleBasedStateMachine):
    """The office of the cases, its papers beside it, and the judge at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget()
        self.office = case_office()
        self.items = {
            code: catalogue.version(self.office.id, self._version(one))
            for code, one in self.office.items.items()
        }
        self.at, self.ticks = MORNING, 0
        self.papers: list[Paper] = []
        self.touched: list[Paper] = []  # in this round, done to or tried
        self.people = self._people()

    def _version(self, item_id: UUID) -> UUID:
        found = catalogue.find(self.office.id, item_id, MORNING.date())
        assert found is not None
        return found.version_id

    def _people(self) -> list[Somebody]:
        hall = self.office.hall
        permits, jobs = hall.departments["许可处"], hall.departments["就业处"]
        worker = frozenset({Role.STF})
        return [
            Somebody("clerk", hall.person("0301"), 1, permits, worker),
            Somebody("neighbour", hall.person("0302"), 2, permits, worker),
            Somebody("floater", hall.person("0303"), None, None, worker),
            Somebody("stranger", hall.person("0304"), 4, jobs, worker),
            Somebody("chief", hall.person("0305"), None, permits, worker | {Role.CHIEF}, mandated=True),
            Somebody("head", hall.person("0306"), None, permits, worker | {Role.SEC}),
            Somebody("office", hall.person("0001"), None, None, frozenset({Role.OFF, Role.UH})),
            Somebody("supervision", hall.person("0003"), None, None, frozenset({Role.INSP})),
            Somebody("citizen", Actor(ActorKind.CITIZEN, uuid4(), hall.id)),
        ]

    def somebody(self, name: str) -> Somebody:
        return next(one for one in self.people if one.name == name)

    def moment(self) -> datetime:
        """Return the next second; no two acts share one."""
        self.at += timedelta(seconds=1)
        self.ticks += 1
        return self.at

    def goes_on(self, to: datetime) -> None:
        """Let time pass: the clocks tell, everybody hears, and the model lets happen what follows."""
        lively = [case for case in self.papers if case.clocks]
        running = self.running(lively)
        over = [
            (one.due_at, case, purpose_of(one))
            for case in lively
            for one in running[case.id]
            if one.state is ClockState.RUNNING and one.due_at <= to
        ]
        self.at = max(self.at, to)
        ticking.tick(at=self.at)
        hear()
        for _due, case, purpose in sorted(over, key=lambda one: (one[0], one[1].number)):
            if purpose in case.clocks:
                before = case.state
                time_over(case, purpose)
                tally[f"time: {before} -> {case.state}"] += before != case.state
        self.are_as_the_model_has_them(lively)
        for case, clocks in ((one, self.running([one])[one.id]) for one in lively):
            case.late = case.late or any(
                purpose_of(one) in LAW and one.state is ClockState.RUNNING and one.due_at <= self.at
                for one in clocks
            )

    # ---- what is always true ------------------------------------------------------------------------

    def running(self, cases: Sequence[Paper]) -> dict[UUID, list[ClockCard]]:
        """Return the clocks of these cases that were not stopped."""
        found = deadlines.clocks_of_matters(self.office.id, [one.id for one in cases], self.at)
        return {
            case.id: [one for one in found.get(case.id, ()) if one.state is not ClockState.STOPPED]
            for case in cases
        }

    def are_as_the_model_has_them(self, cases: Sequence[Paper]) -> None:
        """Hold cases, their clocks and their days against the model."""
        rows = Case.objects.in_bulk([one.id for one in cases])
        running = self.running(cases)
        for case in cases:
            row, clocks = rows[case.id], running[case.id]
            assert (row.state, row.handler_id, row.decision) == (case.state, case.handler, case.decision), (
                case
            )
            assert sorted(map(purpose_of, clocks)) == sorted(case.clocks), (
                sorted(map(purpose_of, clocks)),
                case,
            )
            held = {purpose_of(one) for one in clocks if one.state is ClockState.PAUSED}
            assert held == (case.clocks & HELD if case.still else set()), case
            for one in clocks if case.untouched and case.counted_from else ():
                if purpose_of(one) in LAW:
                    expected = last_day(case, purpose_of(one), case.counted_from)
                    assert expected is None or one.due == expected, (case, one)

    def paper_of(self, card: CaseCard, code: str) -> Paper:
        item = self.items[code]
        assert card.window_id is not None
        number = organization.window(self.office.id, card.window_id).number
        paper = Paper(
            card.id, card.number, item, card.department_id, number, "submitted", self.ticks, self.at, self.at
        )
        paper.clocks, paper.hands = {"notice"}, {card.submitted_by}
        self.papers.append(paper)
        tally["cases"] += 1
        return paper

    def teardown(self) -> None:
        try:
            hear()
            while seal():
                pass
            self.are_as_the_model_has_them(self.papers)
            tally.update(f"ends {case.state}" for case in self.papers)
            assert again.first_difference(self.office.id) is None
            assert clocks_again.first_difference(self.office.id) is None
            assert not [name for name, one in again_money.RETELLINGS.items() if one(self.office.id)]
            assert sum(cases.counts(self.office.id, self.office.id, cases.EVERYTHING).values()) == len(
                self.papers
            )
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)


def purpose_of(clock: ClockCard) -> str:
    """Return the last part of a clock's purpose: ``promised`` of ``case.promised``."""
    return clock.purpose.rsplit(".", 1)[1]
