"""The page of windows needed: the record beside the field, the need said, a window made flexible."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.halls import at
from tests.posts.planned import HEAD, OFFICE, Planned, planned_hall
from tests.posts.staffed import ZHANG
from tests.screens.test_rosters import APRIL, NOW, PAGE, drafted, send, signed_in
from tests.support.callers import text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.posts import selectors
from yichuang.posts.types import DaySession
from yichuang.statistics import selectors as statistics
from yichuang.statistics.models import Turn, Visit

NEED = f"{PAGE}need/"
TUESDAY, WEDNESDAY = date(2026, 3, 17), date(2026, 3, 18)
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(NOW):
        yield planned_hall()


def came(plan: Planned, day: date, clock: str, minutes: int, window: int = 1, times: int = 1) -> None:
    """Let somebody take a ticket, be called at once and be served so long."""
    taken: datetime = at(clock, day)
    for number in range(times):
        visit = Visit.objects.create(
            id=uuid4(),
            hall_id=plan.hall.id,
            business_day=day,
            hour=taken.hour,
            label=f"A{number}",
            line_id=uuid4(),
            taken_at=taken,
            ending="served",
        )
        Turn.objects.create(
            id=uuid4(),
            hall_id=plan.hall.id,
            visit=visit,
            business_day=day,
            hour=taken.hour,
            line_id=visit.line_id,
            window_id=plan.hall.windows[window],
            person_id=plan.hall.people[ZHANG],
            called_at=taken,
            ending="served",
            wait_seconds=60,
            service_seconds=minutes * 60 - 30,
            counter_seconds=minutes * 60,
        )


def say(client: Any, **fields: Any):
    said = {
        "department": "",
        "weekday": 3,
        "session": "am",
        "windows": 3,
        "reason": "record",
        "from_day": "2026-04-01",
    }
    return send(client, "need/set/", **said | fields)


@proves("QUE-09")
def test_the_record_of_a_session_stands_beside_the_field_with_the_windows_it_asks_for(plan: Planned):
    first = plan.hall.windows[1]
    spans = selectors.day_spans(plan.hall.id, first, WEDNESDAY)[DaySession.AM]
    hours = (spans[1] - spans[0]) / timedelta(hours=1)
    came(plan, WEDNESDAY, "09:10", 10, times=round(30 * hours))
    came(plan, WEDNESDAY, "14:40", 6, times=2)

    answer = signed_in(OFFICE).get(NEED)

    page = text_of(answer)
    assert "周三 上午 30.0 10.0 7 未填" in page, page
    starts = re.findall(
        r'name="windows" type="number" min="0" max="(\d)" required value="(\d)"', answer.content.decode()
    )
    assert ("3", "3") in starts and all(start <= most for most, start in starts)  # seven of three is none
    assert "90% 的人在 15 分钟内叫到" in page
    assert "周一 上午 15.0* 10.0 4 未填" in page and "按有记录的各日平均" in page  # of two days


def test_what_the_hours_hold_is_counted_for_these_windows_alone(plan: Planned):
    came(plan, TUESDAY, "09:10", 4, window=1)
    came(plan, TUESDAY, "09:50", 6, window=2)
    came(plan, TUESDAY, "10:10", 5, window=3)
    mine = [plan.hall.windows[one] for one in (1, 2)]

    (hour,) = statistics.load_by_hour(plan.hall.id, TUESDAY, WEDNESDAY, mine)

    assert (hour.business_day, hour.hour, hour.people, hour.served) == (TUESDAY, 9, 2, 2)
    assert hour.seconds == 600


def test_a_need_is_said_and_the_roster_shows_plan_and_need_session_by_session(plan: Planned):
    client = signed_in(OFFICE)
    three = {"department": "", "post": plan.posts[3], "from_day": "2026-04-01"}
    assert "未填" in text_of(client.get(NEED)) and "没有记录" in text_of(client.get(NEED))
    assert send(client, "need/flexible/", **three).status_code == 303
    drafted(client, plan)
    assert "应开 上午" not in text_of(client.get(f"{PAGE}?month=2026-04"))
    assert say(client).status_code == 303

    assert "04-01 起机动" in text_of(client.get(NEED)) and "04-01 起 3 个" in text_of(client.get(NEED))
    page = text_of(client.get(f"{PAGE}?month=2026-04"))
    assert "应开 上午 2/3 04-01 上午：应开 3 个窗口，已排 2 个；缺 1 个" in page, page
    assert "冲突 无" in page  # the closed window is no gap
    assert send(client, "need/fixed/", **three).status_code == 303
    assert "机动" not in text_of(client.get(NEED)).split("机动窗口只按应开数开放")[1].split("改为")[0]


def test_refusals_stand_in_the_language_of_who_reads_them(plan: Planned):
    client = signed_in(OFFICE)

    many = say(client, windows=9)

    assert many.status_code == 422 and "0 至 3" in many.content.decode()
    assert "QUE-09" in many.content.decode()
    for wrong in ({"session": "night"}, {"reason": "why"}, {"weekday": "x"}, {"windows": ""}):
        assert say(client, **wrong).status_code == 404
    assert say(client, from_day="2026-01-01").status_code == 422


def test_who_plans_nothing_here_sees_nothing_and_says_nothing(plan: Planned):
    assert signed_in(ZHANG).get(NEED).status_code in {302, 303, 403}
    head = signed_in(HEAD)  # of a department without a window
    assert head.get(NEED).status_code == 404
    assert say(head).status_code == 403


def test_the_duty_sheet_does_not_miss_a_closed_flexible_window(plan: Planned):
    client = signed_in(OFFICE)
    for window in (2, 3):
        three = {"department": "", "post": plan.posts[window], "from_day": "2026-04-01"}
        send(client, "need/flexible/", **three)
    card = drafted(client, plan)
    assert send(client, f"{card.id}/file/").status_code == 303
    assert send(client, f"{card.id}/publish/").status_code == 303

    sheet = client.get(f"{PAGE}sheet/?span=month&day={APRIL}").context["sheet"]

    assert sheet.missing == 0
