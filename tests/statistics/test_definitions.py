"""How a time is measured has versions: a change holds from its day, and is seen in the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.statistics.test_pages import page
from tests.support.callers import person_client
from tests.support.hall import MORNING, Hall, build_hall
from tests.support.once import once
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.posts import services as posts
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome
from yichuang.statistics import selectors, services
from yichuang.statistics.models import Turn
from yichuang.statistics.refusals import DefinitionNotAhead, DefinitionUnchanged, DefinitionUnfit
from yichuang.statistics.types import DefinitionCard, Dimension, Figure, Method, Metric

pytestmark = pytest.mark.django_db
FIRST = MORNING.date()
NEXT = FIRST + timedelta(days=1)


@once
def a_hall_of_two_days() -> Hall:
    """The new definition was laid down on the first day and holds from the second."""
    hall = build_hall()
    serve(hall, MORNING)
    lay_down(hall)
    serve(hall, MORNING + timedelta(days=1))
    hear()
    return hall


def serve(hall: Hall, at: datetime) -> None:
    """Let three be served at one window; each takes two minutes to get there."""
    clerk, window = hall.sign_on(1, at), hall.windows[1]
    taken = [hall.take("A", at + timedelta(seconds=one)) for one in range(3)]
    for nth, ticket in enumerate(taken, start=1):
        called = at + timedelta(minutes=10 * nth)
        queueing.call_next(window_id=window, by=clerk, at=called)
        queueing.begin(ticket_id=ticket.id, by=clerk, at=called + timedelta(minutes=2))
        queueing.finish(
            ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=clerk, at=called + timedelta(minutes=2 + nth)
        )
    posts.sign_off(window_id=window, by=clerk, at=at + timedelta(hours=1))


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    with clock.frozen(MORNING + timedelta(days=1, hours=1)):
        yield a_hall_of_two_days()


def lay_down(
    hall: Hall,
    method: Method = Method.TO_FIRST_SERVICE,
    active_from: date = NEXT,
    metric: Metric = Metric.WAIT,
    key: Key | None = None,
) -> DefinitionCard:
    return services.define(
        metric=metric, method=method, active_from=active_from, by=hall.by, at=MORNING, key=key
    )


def waits(hall: Hall, day: date, column: str) -> list[int]:
    found = Turn.objects.filter(hall_id=hall.id, business_day=day).values_list(column, flat=True)
    return sorted(one for one in found if one is not None)


@proves("LOG-03")
def test_a_changed_definition_is_a_break_in_the_drawing_with_both_versions_named(hall: Hall) -> None:
    told = selectors.report(hall.id, FIRST, NEXT, Dimension.LINE)
    assert told.days[FIRST].wait_seconds == sum(waits(hall, FIRST, "wait_seconds"))
    assert told.days[NEXT].wait_seconds == sum(waits(hall, NEXT, "until_service_seconds"))
    assert waits(hall, NEXT, "until_service_seconds") != waits(hall, NEXT, "wait_seconds")
    assert [(one.version, one.active_from) for one in told.breaks] == [(2, NEXT)]

    said = page(hall, f"/office/statistics/?from={FIRST}&to={NEXT}")
    assert said.count('class="break"') == 1
    assert "等候时长口径：第1版→第2版" in said
    assert "等候时长（口径第1版）：自取号至首次叫号。" in said
    assert f"等候时长（口径第2版，自{NEXT}起）：自取号至首次开始办理。" in said
    assert 'class="break"' not in page(hall, f"/office/statistics/?from={FIRST}&to={FIRST}")


def test_times_of_two_definitions_are_never_added_up(hall: Hall) -> None:
    told = selectors.report(hall.id, FIRST, NEXT, Dimension.LINE)
    for one in (told.total, *told.rows.values(), *told.hours.values()):
        assert (one.waits, one.wait_seconds, one.wait_p50, one.wait_p90) == (0, None, None, None)
        assert one.services
        assert one.service_seconds is not None
    assert told.total.taken == sum(one.taken for one in told.days.values())
    assert selectors.report(hall.id, NEXT, NEXT, Dimension.LINE).total.wait_p90 is not None


def test_the_rows_show_the_wait_of_their_day(hall: Hall) -> None:
    _count, cards = selectors.rows(hall.id, FIRST, NEXT, Figure.CALLED, size=1000)
    for day, column in ((FIRST, "wait_seconds"), (NEXT, "until_service_seconds")):
        shown = [one.wait_seconds for one in cards if one.business_day == day]
        assert sorted(one for one in shown if one is not None) == waits(hall, day, column)


def test_a_definition_begins_after_today_and_after_the_last(hall: Hall) -> None:
    for day in (FIRST - timedelta(days=1), FIRST, NEXT):
        with pytest.raises(DefinitionNotAhead):
            lay_down(hall, Method.TO_FIRST_CALL, day)
    with pytest.raises(DefinitionUnchanged):
        lay_down(hall, Method.TO_FIRST_SERVICE, NEXT + timedelta(days=1))
    with pytest.raises(DefinitionUnfit):
        lay_down(hall, Method.FROM_CALL, NEXT + timedelta(days=1))


def test_the_same_key_lays_down_once(hall: Hall) -> None:
    key = Key("5f0c", "0" * 64)
    later = NEXT + timedelta(days=5)
    first = lay_down(hall, Method.FROM_CALL, later, Metric.SERVICE, key)
    assert lay_down(hall, Method.FROM_CALL, later, Metric.SERVICE, key) == first
    assert [one.version for one in selectors.definitions(hall.id, Metric.SERVICE)] == [1, 2]


def test_the_office_lays_down_a_definition_and_a_clerk_does_not(hall: Hall) -> None:
    address = "/office/statistics/definitions/"
    later = NEXT + timedelta(days=3)
    form = {"metric": "service", "method": "counter_seconds", "active_from": str(later), "key": str(new_id())}
    assert person_client(hall, "0001").post(f"{address}set/", form).status_code == 303
    assert f"办理时长（口径第2版，自{later}起）：自叫号至办结。" in page(hall, address)
    broken = form | {"active_from": "soon", "key": str(new_id())}
    assert person_client(hall, "0001").post(f"{address}set/", broken).status_code == 422
