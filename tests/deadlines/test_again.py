"""Whatever is done to clocks in whatever order: the ledger, the rows and the journal tell the same."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.halls import Hall, at
from yichuang.deadlines import again, selectors, services
from yichuang.deadlines.models import Clock
from yichuang.deadlines.selectors.almanac import almanac
from yichuang.deadlines.selectors.clocks import entries_of, ledger_of
from yichuang.deadlines.services.ledger import count
from yichuang.deadlines.types import Budget, ClockCard, ClockState, Ground, Rollover, StartRule, Unit
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.journal.verify import verify

MONDAY = date(2026, 2, 9)
GROUNDS = (Ground.SUPPLEMENT, Ground.HEARING, Ground.SUSPENSION)
ACTS = ("pause", "resume", "resume earlier", "extend", "shorten", "reassign", "tick", "look", "stop")
budgets = some.builds(
    Budget,
    some.integers(1, 20),
    some.sampled_from([one for one in Unit if one is not Unit.IMMEDIATE]),
    some.sampled_from(StartRule),
) | some.just(Budget(5, Unit.CALENDAR_DAY, rollover=Rollover.NEXT_WORKING_DAY))
steps = some.lists(
    some.tuples(some.sampled_from(ACTS), some.integers(0, 4000), some.integers(0, 2)), min_size=3, max_size=14
)


def act(hall: Hall, card: ClockCard, what: str, moment, which: int) -> None:
    """Do one thing to the clock, whether or not it may be done."""
    head = hall.people["0101"]
    asked = {"clock_id": card.id, "by": hall.person("0302"), "at": moment}
    ground = GROUNDS[which]
    match what:
        case "pause":
            services.pause(ground=ground, evidence="TZ-1", approved_by=head, **asked)
        case "resume":
            services.resume(ground=ground, **asked)
        case "resume earlier":
            services.resume(ground=ground, since=moment - timedelta(hours=7 * which), **asked)
        case "extend":
            services.extend(value=which + 1, approved_by=head, **asked)
        case "shorten":
            services.shorten(value=which + 1, approved_by=head, **asked)
        case "reassign":
            services.reassign(owner_id=hall.people[f"030{which + 1}"], department_id=None, **asked)
        case "tick":
            services.tick(at=moment)
        case "stop":
            services.stop(**asked)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(budgets, steps)
def test_after_any_acts_rows_ledger_and_journal_are_one(hall: Hall, budget: Budget, done):
    moment = at("09:40", MONDAY)
    card = services.start(
        purpose="case.promised",
        budget=budget,
        subject_id=new_id(),
        owner_id=hall.people["0302"],
        most_extensions=2,
        most_extension_value=4,
        by=hall.person("0302"),
        at=moment,
    )
    before = card
    for what, minutes, which in done:
        moment += timedelta(minutes=minutes)
        entries = Entry.objects.count()
        try:
            act(hall, card, what, moment, which)
        except Refusal:
            assert Entry.objects.count() == entries
        now = selectors.clock(hall.id, card.id, moment)
        if before.state is ClockState.STOPPED:
            assert (now.state, now.due_at, now.elapsed) == (before.state, before.due_at, before.elapsed)
        if budget.start_rule is StartRule.NEXT_DAY or budget.unit.is_moment:
            # a day that ends within a pause does not count under the other rule, though it did so far
            assert now.elapsed >= before.elapsed
        before = now

    row = Clock.objects.get(id=card.id)
    ledger = ledger_of(row, entries_of(hall.id, [card.id])[card.id])
    found = count(ledger, almanac(hall.id), moment, row.ladder)
    assert (row.state, row.due_on, row.due_at) == (ledger.state, found.due, found.due_at)
    assert again.ledger_told(hall.id, card.id) == ledger
    assert again.first_difference(hall.id) is None


def test_verify_names_the_first_clock_that_is_not_what_the_journal_says(hall: Hall):
    card = services.start(
        purpose="case.promised",
        budget=Budget(5, Unit.WORKING_DAY),
        subject_id=new_id(),
        by=hall.person("0302"),
        at=at("10:00", MONDAY),
    )
    assert not [one for report in verify(tables=True).halls for one in report.differences]

    Clock.objects.filter(id=card.id).update(due_on=date(2026, 4, 1))

    (difference,) = [one for report in verify(tables=True).halls for one in report.differences]
    assert (difference.table, difference.row_id, difference.column) == (
        "deadlines_clock",
        str(card.id),
        "due_on",
    )
