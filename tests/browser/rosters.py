"""Scenes of rosters: forty people at thirty windows, and a hall whose shifts can be swapped."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from tests.support.hall import MORNING, Hall, build_hall

SURNAMES = "安白曹邓范高郝江孔林马牛庞秦任石陶魏徐杨张丁董"
GIVEN = ("志强", "丽", "建华", "雪", "海涛", "春梅")
WINDOWS, PEOPLE = 30, 40
NIGHTS, SATURDAYS = (15, 20, 25), (2, 6, 10, 16, 22, 28)
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


def hall_with_a_big_roster() -> dict[str, Any]:
    """Forty people at thirty windows, a year behind them, April planned twice."""
    from yichuang.kernel import clock
    from yichuang.organization import services as organization
    from yichuang.posts import services as posts
    from yichuang.posts.types import Part
    from yichuang.queueing import services as queueing

    hall = build_hall(crowded=True)
    at = MORNING - timedelta(hours=2)
    numbers = [f"03{place:02d}" for place in range(1, PEOPLE + 1)]
    for place, number in enumerate(numbers):
        if number not in hall.people:
            name = SURNAMES[place % len(SURNAMES)] + GIVEN[place % len(GIVEN)]
            card = organization.add_person(worker_number=number, name=name, kind=None, by=hall.by, at=at)
            hall.people[number] = card.id
    zone = organization.add_zone(code="B", name="二楼B区", name_en="First floor B", by=hall.by, at=at)
    for number in range(len(hall.windows) + 1, WINDOWS + 1):
        card = organization.add_window(
            number=number, zone_id=zone.id, name="社保综合", name_en="Social insurance", by=hall.by, at=at
        )
        hall.windows[number] = card.id
        queueing.add_serves(window_id=card.id, line_id=hall.lines["A"], by=hall.by, at=at)
        organization.activate_window(window_id=card.id, by=hall.by, at=at)
        post = posts.add_post(
            window_id=card.id, name=f"{number}号窗口岗", duties=("受理",), by=hall.by, at=at
        )
        for part, place in ((Part.A, number), (Part.B, number + 9)):
            who = hall.people[numbers[(place - 1) % PEOPLE]]
            posts.add_holder(post_id=post.id, person_id=who, part=part, by=hall.by, at=at)
    _open_late(hall, at)
    _second_stand_ins(hall, numbers, at)
    _a_year(hall)
    cards = [_planned(hall, seed) for seed in (1, 5)]
    clock.demo.start(MORNING)
    return hall.as_json() | {"rosters": [one.id.hex for one in cards]}


def _open_late(hall: Hall, at: Any) -> None:
    """Open some windows on two evenings, some on Saturday mornings."""
    from yichuang.organization import services as organization
    from yichuang.organization.types import SessionSpec

    day = [
        SessionSpec((1, 2, 3, 4, 5), time(8, 30), time(12)),
        SessionSpec((1, 2, 3, 4, 5), time(13, 30), time(17, 30)),
    ]
    for number in NIGHTS:
        late = SessionSpec((2, 4), time(18), time(20))
        organization.set_sessions(sessions=[*day, late], window_id=hall.windows[number], by=hall.by, at=at)
    for number in SATURDAYS:
        saturday = SessionSpec((6,), time(9), time(12))
        organization.set_sessions(
            sessions=[*day, saturday], window_id=hall.windows[number], by=hall.by, at=at
        )


def _second_stand_ins(hall: Hall, numbers: list[str], at: Any) -> None:
    from yichuang.posts import selectors
    from yichuang.posts import services as posts
    from yichuang.posts.types import Part

    for number, window in hall.windows.items():
        post = selectors.post_of_window(hall.id, window, at.date())
        held = {one.person_id for one in post.holders}
        who = hall.people[numbers[(number + 30) % PEOPLE]]
        if who not in held:
            posts.add_holder(post_id=post.id, person_id=who, part=Part.B, by=hall.by, at=at)


def _a_year(hall: Hall) -> None:
    """Let people have worked Saturdays and evenings since May, some more than others."""
    from yichuang.kernel.ids import new_id
    from yichuang.posts.models import Holder, Post, Shift

    since = date(2025, 5, 1)
    Holder.objects.filter(hall_id=hall.id).update(active_from=since)
    posts = {row.window_id: row.id for row in Post.objects.filter(hall_id=hall.id)}
    able = {
        number: list(Holder.objects.filter(post_id=posts[window]).values_list("person_id", flat=True))
        for number, window in hall.windows.items()
    }
    rows = []
    day = since
    while day < date(2026, 3, 1):
        for number in (*SATURDAYS, *NIGHTS) if day.weekday() in (1, 3, 5) else ():
            if (number in SATURDAYS) != (day.weekday() == 5):
                continue
            choice = able[number]
            turn = (day.toordinal() // 7 + number) % (len(choice) + 1)
            a, b = choice[turn % len(choice)], choice[(turn + 1) % len(choice)]
            session = "am" if day.weekday() == 5 else "eve"
            rows.append(
                Shift(
                    id=new_id(),
                    hall_id=hall.id,
                    post_id=posts[hall.windows[number]],
                    day=day,
                    session=session,
                    a_id=a,
                    b_id=b,
                )
            )
        day += timedelta(days=1)
    Shift.objects.bulk_create(rows, ignore_conflicts=True)


def _planned(hall: Hall, seed: int) -> Any:
    """Make a version of April from the search's first roster."""
    from django.db import transaction

    from yichuang.posts.selectors import roster as rosters
    from yichuang.posts.selectors.roster_problem import cells_of, problem_of
    from yichuang.posts.services.rosters import new_version
    from yichuang.rostering.ground import Ground
    from yichuang.rostering.mending import greedy

    posts = rosters.department_posts(hall.id, None)
    problem = problem_of(hall.id, posts, first=APRIL, until=MAY)
    plan = greedy(Ground(problem), {}, seed=seed).roster()
    by = hall.person("0001")
    with transaction.atomic():
        return new_version(None, APRIL, cells_of(problem, plan.assigned), None, by=by, at=MORNING)


def hall_with_swappable_shifts() -> dict[str, Any]:
    """Two weeks are published; 0305 and 0306 hold window 1 besides, 0306 is on leave on Tuesday.

    The hall lets nobody work more than one day in the second week.
    """
    from yichuang.kernel import clock
    from yichuang.posts import selectors
    from yichuang.posts import services as posts
    from yichuang.posts.types import LeaveKind, LeavePath, Part
    from yichuang.regulations import services as rulebook

    hall = build_hall()
    at = MORNING - timedelta(hours=2)
    first, second = MORNING.date(), MORNING.date() + timedelta(days=7)
    planned = selectors.proposed_shifts(hall.id, since=first, until=second + timedelta(days=7))
    post = selectors.post_of_window(hall.id, hall.windows[1], first)
    assert post is not None
    posts.publish_shifts(
        shifts=planned,
        first=first,
        until=second + timedelta(days=7),
        post_ids=sorted({one.post_id for one in planned}),
        by=hall.by,
        at=at,
    )
    for number in ("0305", "0306"):
        posts.add_holder(post_id=post.id, person_id=hall.people[number], part=Part.B, by=hall.by, at=at)
    posts.request_leave(
        kind=LeaveKind.SICK,
        path=LeavePath.EMERGENCY,
        begins=at + timedelta(days=1),
        ends=at + timedelta(days=1, hours=10),
        note="发热",
        person_id=hall.people["0306"],
        by=hall.person("0306"),
        at=at,
    )
    rulebook.set_parameter(
        hall_id=hall.id,
        parameter="rota.days_week",
        value=1,
        active_from=second,
        reason="中心办〔2026〕3号",
        by=hall.by,
        at=at,
    )
    clock.demo.start(MORNING)
    days = {"tuesday": first + timedelta(days=1), "monday": second, "next": second + timedelta(days=1)}
    return hall.as_json() | {
        "places": {name: f"{post.id.hex}_{day.isoformat()}_" for name, day in days.items()},
        "people": {number: one.hex for number, one in hall.people.items()},
    }
