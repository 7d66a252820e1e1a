"""Many clocks counted at once: the dates of one by one, only what a change can touch, and nothing lost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.deadlines.counting import almanac, changed, moment, shipped
from tests.halls import Hall, at
from yichuang.deadlines import selectors, services
from yichuang.deadlines.events import ClockReprojected
from yichuang.deadlines.models import Clock, Reprojection
from yichuang.deadlines.rules import Alike, Ledger, calendar_of, changed_days, ladder_of, project
from yichuang.deadlines.selectors.almanac import almanac as almanac_of
from yichuang.deadlines.selectors.clocks import entries_of
from yichuang.deadlines.services import anew
from yichuang.deadlines.services.ledger import PROJECTED, Held, project_row, told_rungs
from yichuang.deadlines.types import Budget, Ground, Rollover, StartRule, Unit
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor
from yichuang.organization import calendars
from yichuang.organization import services as organization
from yichuang.organization.types import DayKind

LADDER = ladder_of(near_percent=80, before=1, office_after=1, supervision_after=3)
DAYS = [unit for unit in Unit if not unit.is_moment]
MONDAY = date(2026, 3, 2)
BEFORE = date(2026, 4, 6)
#: Ordinary days of spring 2026, that may be declared off or, at a weekend, made up.
OTHERS = [date(2026, 3, 10) + timedelta(days=step) for step in range(25)]


def budget(value: int, unit: Unit, start_rule: StartRule, rollover: Rollover) -> Budget:
    return Budget(0 if unit is Unit.IMMEDIATE else value, unit, start_rule, rollover)


day_budgets = some.builds(
    budget,
    some.integers(1, 40),
    some.sampled_from(DAYS),
    some.sampled_from(StartRule),
    some.sampled_from(Rollover),
)


@given(
    day_budgets,
    some.datetimes(datetime(2022, 1, 1), datetime(2027, 3, 1)),
    some.lists(some.datetimes(datetime(2022, 1, 1), datetime(2027, 3, 1)), max_size=3),
)
def test_many_at_once_have_the_dates_and_rungs_of_one(wanted: Budget, first: datetime, more: list[datetime]):
    by_almanac, starts = almanac(), [moment(one.date(), one.time()) for one in (first, *more, first)]

    found = Alike(wanted, by_almanac, LADDER).of(start.toordinal() for start in starts)

    for start, one in zip(starts, found, strict=True):
        alone = project(Ledger(wanted, start), by_almanac, start, LADDER)
        assert (one.due, one.due_at, one.provisional) == (alone.due, alone.due_at, alone.provisional)
        assert (one.near_at, one.moments, one.total) == (alone.near_at, alone.moments, alone.total)


def test_at_midnight_too_a_clock_is_like_the_others_of_its_day():
    for start_rule in StartRule:
        wanted = Budget(1, Unit.WORKING_DAY, start_rule)
        (found,) = Alike(wanted, almanac(), LADDER).of([MONDAY.toordinal()])
        assert (
            found.moments
            == project(Ledger(wanted, moment(MONDAY, time(0))), almanac(), moment(MONDAY), LADDER).moments
        )


def test_clocks_that_end_at_a_moment_are_not_alike():
    with pytest.raises(ValueError, match="depends on more"):
        Alike(Budget(4, Unit.WORKING_HOUR), almanac())


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (shipped(), None),  # the same days
        (changed(date(2026, 3, 20), DayKind.OFF), (date(2026, 3, 20), date(2026, 3, 20))),
        (changed(date(2026, 3, 21), DayKind.OFF), None),  # a Saturday off is no news
        (changed(date(2026, 3, 21), DayKind.MAKE_UP), (date(2026, 3, 21), date(2026, 3, 21))),
        (changed(date(2026, 10, 1), None), (date(2026, 10, 1), date(2026, 10, 1))),
        # a year that becomes known makes dates definite, wherever in it they lie
        (calendar_of([], [*range(2022, 2028)]), (date(2022, 1, 3), date(2027, 12, 31))),
    ],
)
def test_what_two_calendars_differ_in(new, expected):
    found = changed_days(shipped(), new)

    assert found == (expected and tuple(day.toordinal() for day in expected))


# --- the hall -------------------------------------------------------------------------------------------


def start(hall: Hall, wanted: Budget, day: date = MONDAY) -> Clock:
    by: Actor = hall.person("0302")
    card = services.start(
        purpose="case.promised",
        budget=wanted,
        subject_id=new_id(),
        most_extensions=2,
        most_extension_value=5,
        by=by,
        at=at("10:00", day),
    )
    return Clock.objects.get(id=card.id)


def declare(hall: Hall, moment_: datetime, **kinds: str) -> None:
    """Declare days of 2026 (``d0320=off``) besides those that are shipped, and ask for the counting anew."""
    days = {
        one.day: (one.kind, one.name) for one in next(y for y in calendars.shipped() if y.year == 2026).days
    }
    days |= {date(2026, int(day[1:3]), int(day[3:])): (kind, "调休") for day, kind in kinds.items()}
    rows = [f"2026,{day},{kind},{name}" for day, (kind, name) in sorted(days.items())]
    text = "\n".join(["year,day,kind,name", *rows, ""])
    organization.import_calendar_year(text=text, source_name="2026.csv", by=hall.by, at=moment_)
    services.ask_reprojection(reason="calendar", hours_only=False, by=hall.by, at=moment_)


def counted_alone(row: Clock, moment_: datetime) -> tuple:
    """Return what the row has to repeat, counted by the service for one clock."""
    one = Held(Clock.objects.get(id=row.id), entries_of(row.hall_id, [row.id])[row.id])
    project_row(one, almanac_of(row.hall_id), told_rungs(row.hall_id, [one])[row.id], moment_)
    return kept(one.row)


def kept(row: Clock) -> tuple:
    return tuple(getattr(row, name) for name in PROJECTED if name != "calendar_version")


acts = some.sampled_from(["nothing", "nothing", "pause", "paused", "extend", "shorten", "stop"])
clocks = some.lists(
    some.tuples(
        day_budgets | some.just(Budget(9, Unit.WORKING_HOUR)) | some.just(Budget(90, Unit.HOUR)),
        some.integers(0, 25),
        acts,
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clocks, some.sets(some.sampled_from(OTHERS), max_size=4))
def test_after_a_change_every_row_is_what_one_clock_alone_would_be(hall: Hall, heard, wanted, others):
    by, head, rows = hall.person("0302"), hall.people["0101"], []
    older = set(Clock.objects.values_list("id", flat=True))  # of the examples before
    for one, days, act in wanted:
        row = start(hall, one, MONDAY + timedelta(days=days))
        told, then = {"clock_id": row.id, "by": by}, row.started_at + timedelta(minutes=30)
        if selectors.clock(hall.id, row.id, then).overdue:
            act = "nothing"
        if act in ("pause", "paused"):
            services.pause(ground=Ground.HEARING, evidence="TZ-9", at=then, **told)
        if act == "pause":
            services.resume(at=then + timedelta(days=3), **told)
        if act == "extend" and one.unit is not Unit.IMMEDIATE:
            services.extend(value=2, approved_by=head, at=then, **told)
        if act == "shorten" and one.value > 8:
            services.shorten(value=1, approved_by=head, at=then, **told)
        if act == "stop":
            services.stop(at=then, **told)
        rows.append(row)
    services.tick(at=at("09:00", BEFORE))
    before = {row.id: (row.due_on, row.due_at) for row in Clock.objects.all()}
    stopped = {row.id: kept(row) for row in Clock.objects.filter(stopped_at__isnull=False)}
    kinds = {f"d{day:%m%d}": "make_up" if day.isoweekday() > 5 else "off" for day in others}
    already = len(heard(ClockReprojected))

    declare(hall, at("09:00", BEFORE), **kinds)
    services.reproject(at=at("09:00", BEFORE))

    moved = set()
    for row in Clock.objects.filter(id__in=[row.id for row in rows]):
        if row.id in stopped:
            assert kept(row) == stopped[row.id]
            continue
        assert kept(row) == counted_alone(row, at("09:00", BEFORE))
        if (row.due_on, row.due_at) != before[row.id]:
            moved.add(row.id)
    told = [one for one in heard(ClockReprojected)[already:] if one.clock_id in before.keys() - older]
    assert len(told) == len({one.clock_id for one in told})
    assert {one.clock_id for one in told} == moved
    assert {one.clock_id: (one.old_due, one.old_due_at) for one in told} == {
        one: before[one] for one in moved
    }


def test_only_what_a_change_can_touch_is_looked_at(hall: Hall, heard):
    over, across, later, days = (
        start(hall, Budget(5, Unit.WORKING_DAY)),  # until 9 March; its last rung is on the 12th
        start(hall, Budget(20, Unit.WORKING_DAY)),
        start(hall, Budget(5, Unit.WORKING_DAY), date(2026, 3, 25)),
        start(hall, Budget(40, Unit.CALENDAR_DAY)),
    )
    moment_ = at("09:00", date(2026, 3, 26))
    services.tick(at=moment_)

    declare(hall, moment_, d0323="off")
    services.reproject(at=moment_)

    (told,), work = heard(ClockReprojected), Reprojection.objects.get()
    assert (told.clock_id, told.reason) == (across.id, "calendar")
    assert (told.old_due, told.due) == (date(2026, 3, 30), date(2026, 3, 31))
    assert (work.to_look, work.looked, work.moved) == (2, 2, 1)
    for row in (over, later, days):
        assert Clock.objects.get(id=row.id).due_at == row.due_at


def test_what_is_broken_off_goes_on_behind_the_last_slice_and_tells_each_clock_once(
    hall: Hall, heard, monkeypatch
):
    monkeypatch.setattr(anew, "SLICE", 2)
    monkeypatch.setattr(anew, "READ", 3)
    rows = [start(hall, Budget(20, Unit.WORKING_DAY)) for _ in range(7)]
    moment_, note, left = at("09:00", date(2026, 3, 16)), anew._note, [2]
    declare(hall, moment_, d0323="off")

    def killed(*told) -> None:
        if not left[0]:
            raise KeyboardInterrupt  # the clocks of this slice are counted, and nothing is committed
        left[0] -= 1
        note(*told)

    with monkeypatch.context() as during:
        during.setattr(anew, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            services.reproject(at=moment_)
    half, work = len(heard(ClockReprojected)), Reprojection.objects.get()
    assert 0 < half < 7
    assert (work.to_look, work.moved, work.done_at) == (7, half, None)
    (shown,) = selectors.reprojections(hall.id, moment_)
    assert (shown.to_look, shown.looked, shown.done_at) == (7, half, None)

    services.reproject(at=moment_)

    assert sorted(one.clock_id for one in heard(ClockReprojected)) == sorted(row.id for row in rows)
    (shown,) = selectors.reprojections(hall.id, moment_)
    assert (shown.looked, shown.moved, shown.done_at) == (7, 7, moment_)


def test_a_change_while_clocks_are_counted_anew_takes_no_date_back(hall: Hall, heard, monkeypatch):
    monkeypatch.setattr(anew, "SLICE", 1)
    first, second = start(hall, Budget(20, Unit.WORKING_DAY)), start(hall, Budget(20, Unit.WORKING_DAY))
    moment_, slice_of, changes = at("09:00", date(2026, 3, 16)), anew._count_slice, [{"d0324": "off"}]
    declare(hall, moment_, d0323="off")

    def and_then_it_changes(*told) -> int:
        moved = slice_of(*told)
        if changes:
            declare(hall, moment_, d0323="off", **changes.pop())
        return moved

    monkeypatch.setattr(anew, "_count_slice", and_then_it_changes)
    services.reproject(at=moment_)
    services.reproject(at=moment_)

    told = heard(ClockReprojected)
    assert [(one.clock_id, one.due) for one in told] == [
        (first.id, date(2026, 3, 31)),
        (second.id, date(2026, 4, 1)),
        (first.id, date(2026, 4, 1)),
    ]
