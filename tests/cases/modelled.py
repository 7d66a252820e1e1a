"""An office under a state machine of hypothesis: opened, followed by the model, judged when it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from hypothesis.stateful import RuleBasedStateMachine

from tests.cases.hall import Office
from tests.cases.model import HELD, LAW, Paper, Somebody, last_day, time_over
from tests.cases.model_beside import OPEN
from tests.cases.model_money import Till, on_the_wall, owed
from tests.cases.whole import whole_office
from tests.support.hall import MORNING
from tests.support.once import forget
from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.models import Case, PauseRequest, Query, Referral, Seat, Urge
from yichuang.cases.selectors.fees import fees_of_rows
from yichuang.cases.types import CaseCard
from yichuang.catalogue import selectors as catalogue
from yichuang.deadlines import services as ticking
from yichuang.deadlines.models import Clock
from yichuang.deadlines.selectors.clocks import cards
from yichuang.deadlines.types import ClockCard, ClockState
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

LAST_MORNING = datetime(2026, 4, 2, 9, 30, tzinfo=MORNING.tzinfo)  # a month without holidays
SWEEP = uuid4()
NOT_URGED = frozenset({"supplement", "tolerance"})  # the applicant's own times
REPLAYED = {
    *(
        f"cases.{one}"
        for one in ("case", "payment", "refund", "till", "remission", "seat", "query", "referral")
    ),
    "cases.pause_request",
    "deadlines.clock",
}
tally: Counter[str] = Counter()


class ModelledOffice(RuleBasedStateMachine):
    """The office of the cases, its papers beside it, and the judge at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget()
        self.whole = whole_office()
        self.office: Office = self.whole.office
        self.departments = dict(self.office.hall.departments)
        self.names = {one: name for name, one in self.departments.items()}
        self.items = {
            code: catalogue.version(self.office.id, self._version(one))
            for code, one in self.office.items.items()
        }
        self.at, self.ticks = MORNING, 0
        self.papers: list[Paper] = []
        self.touched: list[Paper] = []  # in this round, done to or tried
        self.sound = True  # False while a round is under way, and after one that failed
        self.people = self._people()
        self.named = {one.name: one for one in self.people}
        self.till: Till | None = None
        self.urged_on: set[tuple[UUID, object]] = set()  # by the system: a clock, a day

    def _version(self, item_id: UUID) -> UUID:
        found = catalogue.find(self.office.id, item_id, MORNING.date())
        assert found is not None
        return found.version_id

    def _people(self) -> list[Somebody]:
        hall, departments = self.office.hall, self.departments
        permits, jobs = departments["许可处"], departments["就业处"]
        worker, chief, head = frozenset({Role.STF}), frozenset({Role.CHIEF}), frozenset({Role.SEC})
        above, cashier = frozenset({Role.OFF, Role.UH}), worker | {Role.CASH}
        inspector = frozenset({Role.INSP})
        asked = {"0401": ("规划处", worker), "0402": ("规划处", head), "0411": ("消防处", worker)}
        asked |= {"0421": ("水务处", worker), "0441": ("许可处", head)}
        return [
            Somebody("clerk", hall.person("0301"), 1, permits, worker, worker),
            Somebody("neighbour", hall.person("0302"), 2, permits, worker, worker),
            Somebody("cashier", hall.person("0303"), 3, None, cashier, cashier),
            Somebody("stranger", hall.person("0304"), 4, jobs, worker, worker),
            Somebody("chief", hall.person("0305"), None, permits, worker | chief, worker, permits),
            Somebody("head", hall.person("0306"), None, permits, worker | head, worker),
            Somebody("office", hall.person("0001"), None, None, above, above),
            Somebody("supervision", hall.person("0003"), None, None, inspector, inspector),
            Somebody("jobs", hall.person("0431"), None, jobs, worker | chief, frozenset(), jobs),
            *(
                Somebody(number, hall.person(number), None, departments[where], roles)
                for number, (where, roles) in asked.items()
            ),
            Somebody("citizen", Actor(ActorKind.CITIZEN, uuid4(), hall.id)),
        ]

    def somebody(self, name: str) -> Somebody:
        return self.named[name]

    def moment(self) -> datetime:
        """Return the next second; no two acts share one."""
        self.at += timedelta(seconds=1)
        self.ticks += 1
        return self.at

    # ---- time ---------------------------------------------------------------------------------------

    def goes_on(self, to: datetime) -> None:
        """Let time pass: the clocks tell, everybody hears, and the model lets happen what follows."""
        lively = [case for case in self.papers if case.running]
        running = self.running(lively)
        over = [
            (one.due_at, case, one)
            for case in lively
            for one in running[case.id]
            if one.state is ClockState.RUNNING and one.due_at <= to
        ]
        self.at = max(self.at, to)
        ticking.tick(at=self.at)
        hear(slice_seconds=1)
        for _due, case, clock in sorted(over, key=lambda one: (one[0], one[1].number, one[2].id)):
            self._is_over(case, clock)
        for case in lively:
            if case.state in ("withdrawn", "not_accepted"):
                case.beside.nobody_waits()
        running = self.are_as_the_model_has_them(lively)
        for case in lively:
            case.late = case.late or any(
                purpose_of(one) in LAW and one.state is ClockState.RUNNING and one.due_at <= self.at
                for one in running[case.id]
            )

    def _is_over(self, case: Paper, clock: ClockCard) -> None:
        """Let what follows from a time that is over happen to the case, the question or the opinion."""
        purpose = purpose_of(clock)
        if clock.subject_id == case.id and purpose in case.clocks:
            before = case.state
            time_over(case, purpose)
            tally[f"time: {before} -> {case.state}"] += before != case.state
        for question in case.beside.questions:
            if question.id == clock.subject_id and purpose == "query":
                before = question.level
                question.time_over()
                tally[f"time: question {before} -> {question.level}"] += before != question.level
        for seat in case.beside.seats:
            if seat.id == clock.subject_id and seat.state == "asked" and seat.silence == "agree":
                seat.state = "silent"
                tally["time: silence counted"] += 1

    def the_late_are_urged(self) -> None:
        """Let the system urge who is late: each time once a day, on a working day, and twice is once."""
        at, today = self.moment(), self.at.astimezone(LAST_MORNING.tzinfo).date()
        by = Actor(ActorKind.SYSTEM, SWEEP, self.office.id)
        due = []
        by_id = {one.id: one for one in self.papers}
        for case_id, clocks in self.running(self.papers).items():
            case = by_id[case_id]
            for one in clocks:
                wanted = purpose_of(one) not in NOT_URGED and (
                    case.state in OPEN or purpose_of(one) == "archive"
                )
                late = one.due_at <= at  # what ran out before it stood still is late too
                if wanted and late and (one.id, today) not in self.urged_on:
                    self.urged_on.add((one.id, today))
                    case.beside.urges += 1
                    due.append((purpose_of(one), case.state))
        assert services.urge_overdue(hall_id=self.office.id, by=by, at=at) == len(due), due
        assert services.urge_overdue(hall_id=self.office.id, by=by, at=at) == 0
        tally["urged by the system"] += len(due)

    # ---- what is always true ------------------------------------------------------------------------

    def running(self, cases: Sequence[Paper]) -> dict[UUID, list[ClockCard]]:
        """Return the clocks of these cases that were not stopped."""
        found: dict[UUID, list[ClockCard]] = {one.id: [] for one in cases}
        rows = Clock.objects.filter(hall_id=self.office.id, matter_id__in=list(found), stopped_at=None)
        for card in cards(self.office.id, list(rows), self.at):
            assert card.matter_id is not None
            found[card.matter_id].append(card)
        return found

    def are_as_the_model_has_them(self, cases: Sequence[Paper]) -> dict[UUID, list[ClockCard]]:
        """Hold cases, their clocks and their days against the model; return the clocks."""
        cases = list(dict.fromkeys(cases))
        rows = Case.objects.in_bulk([one.id for one in cases])
        running = self.running(cases)
        for case in cases:
            row, clocks = rows[case.id], running[case.id]
            has = (row.state, row.department_id, row.handler_id, row.decision)
            assert has == (case.state, case.department, case.handler, case.decision), (has, case)
            purposes = sorted(map(purpose_of, clocks))
            assert purposes == case.running, (purposes, case)
            held = {purpose_of(one) for one in clocks if one.state is ClockState.PAUSED}
            assert held == (case.clocks & HELD if case.still else set()), case
            since = case.counted_from if case.untouched else None
            for one in clocks:
                if since is not None and purpose_of(one) in LAW:
                    expected = last_day(case, purpose_of(one), since)
                    assert expected is None or one.due == expected, (case, one)
        return running

    def others_are_as_the_model_has_them(self) -> None:
        """Hold opinions, questions, hops, urges and money against the model."""
        hall = {"hall_id": self.office.id}
        seats = dict(Seat.objects.filter(**hall).values_list("id", "state"))
        questions = {row.id: (row.state, row.level) for row in Query.objects.filter(**hall)}
        hops: dict[UUID, list[tuple[str, bool, UUID]]] = {}
        for row in Referral.objects.filter(**hall).order_by("number"):
            hops.setdefault(row.case_id, []).append((row.state, row.binding, row.to_department_id))
        wishes = dict(PauseRequest.objects.filter(**hall).values_list("id", "state"))
        urges = dict(Urge.objects.filter(**hall).values_list("case_id").annotate(most=Max("number")))
        for case in self.papers:
            beside = case.beside
            for seat in beside.seats:
                state = seats.pop(seat.id)
                # of a case that ended at the same moment, silence may have counted just before
                assert state == seat.state or {state, seat.state} == {"silent", "dropped"}, (state, case)
            for question in beside.questions:
                state, level = questions.pop(question.id)
                assert state == question.state, (state, question)
                assert state == "dropped" or level == question.level, (level, question)
            told = [(one.state, one.binding, one.target) for one in beside.hops]
            assert hops.pop(case.id, []) == told, case
            assert urges.pop(case.id, 0) == beside.urges, case
            for wish in beside.wishes:
                assert wishes.pop(wish.id) == wish.state, (wish, case)
        assert not seats and not questions and not hops and not urges and not wishes
        self._money_is_as_the_model_has_it()

    def _money_is_as_the_model_has_it(self) -> None:
        charged = {
            one.id: one for one in self.papers if on_the_wall(one.item.code, one.answers, one.purse.value)
        }
        for case_id, fees in fees_of_rows(Case.objects.filter(id__in=list(charged))).items():
            case = charged[case_id]
            left = owed(case.purse, case.item.code, case.answers)
            assert fees.owed == sum(one.cents or 0 for one in left), case
            assert bool(fees.unstated) == any(one.cents is None for one in left), case
            assert {one.code for one in fees.lines if one.paid} == case.purse.paid, case
            assert sum(one.due - one.refunded for one in fees.payments) == sum(
                sum(one.left.values()) for one in case.purse.payments
            )
        if self.till is not None:
            assert cases.till(self.office.id, self.till.id).drawer.expected == self.till.held

    def paper_of(self, card: CaseCard, code: str) -> Paper:
        item, department = self.items[code], card.department_id
        assert card.window_id is not None and department is not None
        number = organization.window(self.office.id, card.window_id).number
        paper = Paper(
            card.id, card.number, item, dict(card.answers), department, number, "submitted",
            self.names[department], self.ticks, self.at, self.at,
        )  # fmt: skip
        paper.clocks, paper.hands = {"notice"}, {"submitted": card.submitted_by}
        paper.beside.first = department
        self.papers.append(paper)
        tally["cases"] += 1
        return paper

    def teardown(self) -> None:
        try:
            if self.sound:
                self.judge()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def judge(self) -> None:
        """Hold everything against the model once more, and the journal against the tables."""
        hear(slice_seconds=1)
        for case in self.papers:
            if case.state in ("withdrawn", "not_accepted"):
                case.beside.nobody_waits()
        self.are_as_the_model_has_them(self.papers)
        self.others_are_as_the_model_has_them()
        tally.update(f"ends {case.state}" for case in self.papers)
        self.the_journal_tells_the_same()
        listed = cases.counts(self.office.id, self.office.id, cases.EVERYTHING)
        assert sum(listed.values()) == len(self.papers)

    def the_journal_tells_the_same(self) -> None:
        """Walk the chain, and tell every case, clock and payment again from it: nothing may differ."""
        report = verify(self.office.id, tables=True)
        assert set(report.tables) >= REPLAYED
        assert report.ok, [one.differences or one.finding for one in report.halls]
        tally["journal entries told again"] += report.halls[0].entries


def purpose_of(clock: ClockCard) -> str:
    """Return the last part of a clock's purpose: ``promised`` of ``case.promised``."""
    return clock.purpose.rsplit(".", 1)[1]
