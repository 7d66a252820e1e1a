"""The figures are what the journal says, whoever counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.queueing.walks import a_busy_morning, call, moment, take
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import consumers
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.deliver import hear, rebuild
from yichuang.kernel.journal.seal import seal
from yichuang.queueing import events, services
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import Outcome, TicketState, TransferReason
from yichuang.statistics import selectors
from yichuang.statistics import services as statistics
from yichuang.statistics.events import DayRecounted
from yichuang.statistics.models import Recount, Turn, Visit
from yichuang.statistics.types import Dimension, Ending, Figure, Figures

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def a_full_morning(hall: OpenHall) -> None:
    """Let a busy morning pass; then one is parked, called back and served, one sent on and served there."""
    a_busy_morning(hall)
    parked, by = call(hall, 2, at=600), hall.clerks[2].by
    services.begin(ticket_id=parked.id, by=by, at=moment(610))
    services.park(ticket_id=parked.id, by=by, at=moment(700))
    sent = call(hall, 2, at=710)
    there = next(one.id for one in hall.lines if one.id != sent.line_id)
    services.transfer(
        ticket_id=sent.id, line_id=there, reason=TransferReason.WRONG_LINE, by=by, at=moment(720)
    )
    services.resume(ticket_id=parked.id, by=by, at=moment(800))
    services.begin(ticket_id=parked.id, by=by, at=moment(810))
    services.finish(ticket_id=parked.id, outcome=Outcome.INFORMATION, by=by, at=moment(900))


def told() -> list[tuple[Any, ...]]:
    """Return every row of the read models, column by column."""
    return [*Visit.objects.order_by("id").values_list(), *Turn.objects.order_by("id").values_list()]


def story(hall: OpenHall) -> list[EntryCard]:
    return sorted(journal.entries(hall.hall_id, limit=10_000), key=lambda entry: entry.seq)


def test_a_rebuild_from_the_first_entry_gives_every_row_again(hall: OpenHall) -> None:
    a_full_morning(hall)
    hear()
    services.void_left_over(day=TODAY + timedelta(days=1), by=hall.office, at=moment(80_000))
    hear()
    before = told()

    rebuild(statistics.VISITS)

    assert len(before) > 12 + 8
    assert told() == before


def test_to_hear_an_event_twice_changes_nothing(hall: OpenHall) -> None:
    a_full_morning(hall)
    hear()
    before = told()

    consumer = consumers.all_consumers()[statistics.VISITS]
    for entry in reversed(story(hall)):
        if entry.name in consumer.events:
            consumer.handler(entry.event, entry)

    assert told() == before


@proves("QUE-04")
def test_the_report_is_what_the_tickets_and_the_raw_events_give(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()

    report = selectors.report(hall.hall_id, TODAY, TODAY, Dimension.LINE)

    figures = queueing.day_figures(hall.hall_id, TODAY)
    ours = report.total
    assert (ours.taken, ours.served, ours.left) == (figures.taken, figures.finished, figures.cancelled)
    assert ours.outcomes == figures.outcomes
    assert (ours.wait_p50, ours.wait_p90) == (figures.wait_p50, figures.wait_p90)
    assert (ours.service_p50, ours.service_p90) == (figures.service_p50, figures.service_p90)
    for line in hall.lines:
        assert report.rows[line.id] == counted_again(story(hall), line.id)
    assert report.days == {TODAY: ours} == {TODAY: counted_again(story(hall))}
    assert report.hours == {9: ours}


def counted_again(entries: Iterable[EntryCard], line_id: UUID | None = None) -> Figures:
    """Count a day from what was told, as an inspector with nothing but the journal would."""
    times: Counter[str] = Counter()
    outcomes: Counter[Outcome] = Counter()
    line: dict[UUID, UUID] = {}
    at: dict[tuple[UUID, str], datetime] = {}
    waits, services_ = [], []
    for entry in entries:
        who, event = entry.subject_id, entry.event
        if isinstance(event, events.TicketTaken):
            line[who] = event.line_id
        if who not in line or line_id not in (None, line[who]):
            continue
        times[entry.name.removeprefix("queueing.")] += 1
        if isinstance(event, events.TicketCalled) and (who, "called") not in at:
            at[who, "called"] = entry.at
            waits.append(round((entry.at - at[who, "taken"]).total_seconds()))
        if isinstance(event, events.TicketServed):
            outcomes[Outcome(event.outcome)] += 1
            services_.append(round((entry.at - at[who, "begun"]).total_seconds()))
        at.setdefault((who, "taken"), entry.at)
        if isinstance(event, events.ServiceBegun):
            at[who, "begun"] = entry.at
    waits.sort()
    services_.sort()
    return Figures(
        taken=times["ticket_taken"],
        called=times["ticket_called"],
        served=times["ticket_served"],
        outcomes=dict(outcomes),
        missed=times["ticket_missed"],
        left=times["ticket_left"],
        voided=times["ticket_voided"],
        waits=len(waits),
        wait_seconds=sum(waits),
        wait_p50=nth(waits, 5),
        wait_p90=nth(waits, 9),
        services=len(services_),
        service_seconds=sum(services_),
        service_p50=nth(services_, 5),
        service_p90=nth(services_, 9),
    )


def nth(ranked: list[int], tenths: int) -> int | None:
    """Return the first value of a ranked list that so many tenths do not exceed."""
    return next(
        (one for place, one in enumerate(ranked, start=1) if place * 10 >= tenths * len(ranked)), None
    )


@proves("LOG-01")
def test_the_totals_of_the_windows_are_the_totals_of_the_hall(hall: OpenHall) -> None:
    a_full_morning(hall)
    hear()

    finished = queueing.day_figures(hall.hall_id, TODAY).finished
    for by in Dimension:
        report = selectors.report(hall.hall_id, TODAY, TODAY, by)
        parts = report.rows.values()
        assert sum(one.served for one in parts) == report.total.served == finished > 0
        assert (report.total.parked, report.total.transferred) == (1, 1)
        for name in (
            "called",
            "missed",
            "parked",
            "transferred",
            "waits",
            "wait_seconds",
            "services",
            "service_seconds",
        ):
            assert sum(getattr(one, name) or 0 for one in parts) == (getattr(report.total, name) or 0), (
                by,
                name,
            )
        if not by.of_turns:
            assert sum(one.taken for one in parts) == report.total.taken


def test_a_ticket_counts_on_its_business_day_however_late_something_is_told(hall: OpenHall) -> None:
    take(hall)
    hear()
    assert selectors.report(hall.hall_id, TODAY, TODAY, Dimension.LINE).total.voided == 0

    services.void_left_over(day=TODAY + timedelta(days=3), by=hall.office, at=MORNING + timedelta(days=3))
    hear()

    days = selectors.trend(hall.hall_id, TODAY, TODAY + timedelta(days=9))
    assert {day: (one.taken, one.voided) for day, one in days.items()} == {TODAY: (1, 1)}


def test_each_figure_leads_to_as_many_rows_as_it_says(hall: OpenHall) -> None:
    a_full_morning(hall)
    hear()

    asked = 0
    for by in Dimension:
        report = selectors.report(hall.hall_id, TODAY, TODAY, by)
        for figure in Figure:
            parts = [((by, value), one) for value, one in report.rows.items()]
            for part, figures in [(None, report.total), *parts]:
                if part and by.of_turns and figure in (Figure.TAKEN, Figure.LEFT, Figure.VOIDED):
                    continue
                count, cards = selectors.rows(hall.hall_id, TODAY, TODAY, figure, part=part)
                assert count == len(cards) == figures.count(figure), (figure, part)
                asked += 1
    assert asked > 60


def test_the_figures_of_another_hall_are_not_asked(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()

    report = selectors.report(new_id(), TODAY, TODAY, Dimension.LINE)

    assert (report.total, report.rows, report.days) == (Figures(), {}, {})


def test_a_year_is_asked_as_often_as_a_day(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()
    with CaptureQueriesContext(connection) as asked:
        selectors.report(hall.hall_id, date(2026, 1, 1), date(2026, 12, 31), Dimension.PERSON)

    assert len(asked) <= 12


# ---- at night -----------------------------------------------------------------------------------------


@proves("LOG-01")
def test_at_night_the_day_is_counted_again_and_what_differs_is_put_right(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()
    right = told()
    spoiled = Turn.objects.filter(ending=Ending.SERVED).first()
    assert spoiled is not None
    Turn.objects.filter(pk=spoiled.pk).update(service_seconds=99_999)
    lost = Visit.objects.exclude(pk=spoiled.visit_id).exclude(ending=Ending.LEFT).first()
    assert lost is not None
    lost.delete()
    Visit.objects.filter(ending=Ending.LEFT).update(ending=Ending.OPEN)

    statistics.recount_past_days(at=MORNING)  # the day is not over
    assert told() != right
    night = MORNING.replace(hour=1, minute=5) + timedelta(days=1)
    statistics.recount_past_days(at=night)
    statistics.recount_past_days(at=night + timedelta(minutes=30))
    hear()

    assert told() == right
    (found,) = Recount.objects.all()
    assert (found.business_day, found.visits, found.differing) == (TODAY, 12, 3)
    (entry,) = journal.entries(hall.hall_id, names=["statistics.day_recounted"])
    finished = queueing.day_figures(hall.hall_id, TODAY).finished
    assert isinstance(entry.event, DayRecounted)
    assert (entry.event.served, entry.event.differing) == (finished, 3)


def test_a_day_not_heard_to_its_end_is_not_counted_again_yet(hall: OpenHall) -> None:
    a_busy_morning(hall)
    hear()
    card = call(hall, 2, at=900)
    assert card.state is TicketState.CALLED
    seal()

    assert statistics.recount_past_days(at=MORNING + timedelta(days=1)) == 0
    hear()
    assert statistics.recount_past_days(at=MORNING + timedelta(days=1)) == 1
    assert Recount.objects.get().differing == 0
