"""Many sweeps at once, and acts between them: each rung once, each move once, nobody waits for ever."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from tests.halls import Hall, at, found_hall
from yichuang.deadlines import services
from yichuang.deadlines.models import Clock, ClockRung
from yichuang.deadlines.services import anew, sweep
from yichuang.deadlines.types import Budget, Ground, Unit
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.organization import services as organization

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 3, 2)


def together(*works: Callable[[], object]) -> None:
    """Do all works at once, each in a thread with a connection of its own; what one raises is raised."""
    failures: list[BaseException] = []
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait(20)
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@transaction.atomic
def clocks(hall: Hall, count: int, value: int = 10, day: date = MONDAY) -> list:
    return [
        services.start(
            purpose="case.promised",
            budget=Budget(value, Unit.WORKING_DAY),
            subject_id=new_id(),
            by=hall.person("0302"),
            at=at("10:00", day),
        ).id
        for _ in range(count)
    ]


def told(name: str) -> Counter:
    return Counter(Entry.objects.filter(name=name).values_list("subject_id", flat=True))


@proves("TIME-03")
def test_rival_sweeps_tell_each_rung_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweep, "SLICE", 7)
    hall = found_hall(moment=at("07:00", date(2022, 9, 1)))
    ids = clocks(hall, 30)
    moment = at("08:00", date(2026, 3, 12))
    by = hall.person("0302")

    def stop_some() -> None:
        for clock_id in ids[::5]:
            services.stop(clock_id=clock_id, by=by, at=moment)

    together(*[lambda: services.tick(at=moment)] * 3, stop_some)
    services.tick(at=moment)

    near = told("deadlines.deadline_near")
    assert set(near.values()) == {1}
    assert set(ids) - set(ids[::5]) <= set(near)
    assert ClockRung.objects.count() == len(near)
    assert not Clock.objects.filter(next_rung_at__lte=moment).exists()


def test_open_clocks_are_counted_anew_once_while_acts_go_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(anew, "SLICE", 4)
    hall = found_hall(moment=at("07:00", date(2022, 9, 1)))
    ids = clocks(hall, 20, 6, date(2026, 12, 25))
    moment, by = at("09:00", date(2026, 12, 28)), hall.person("0302")
    off = "\n".join(f"2027-{day},off,元旦" for day in ("01-01", "01-04", "05-01", "10-01", "10-02", "10-03"))
    organization.import_calendar_year(
        text=f"day,kind,name\n{off}\n", source_name="2027.csv", by=hall.by, at=moment
    )
    hear()

    def pause_some() -> None:
        # two clocks in one act, the later one first: whoever waits while holding would stand still for ever
        for first, second in zip(ids[10:], ids[:10], strict=True):
            with transaction.atomic():
                for clock_id in (first, second):
                    services.pause(
                        clock_id=clock_id, ground=Ground.HEARING, evidence="TZ-9", by=by, at=moment
                    )

    together(*[lambda: services.reproject(at=moment)] * 2, pause_some)
    services.reproject(at=moment)

    assert told("deadlines.clock_reprojected") == Counter(dict.fromkeys(ids, 1))
    rows = Clock.objects.filter(id__in=ids)
    assert set(rows.values_list("state", "due_on", "provisional")) == {("paused", date(2027, 1, 6), False)}
