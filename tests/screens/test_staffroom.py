"""Staffroom, leave and shifts on the screen: one's own to whose it is, the rest to who decides and plans."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel import clock
from yichuang.organization import services as organization
from yichuang.posts import selectors, services
from yichuang.posts.models import Shift
from yichuang.posts.types import DaySession, LeaveKind, LeavePath, LeaveState, Part, ShiftSpec

pytestmark = pytest.mark.django_db
OFFICE, ZHOU, SUN, RESERVE = "0001", "0301", "0302", "0305"
TUESDAY = MORNING.date() + timedelta(days=1)


@pytest.fixture
def hall():
    """Zhou is A at window 1; the fifth person is a reserve who holds window 1 as B."""
    with clock.frozen(MORNING):
        hall = build_hall()
        post = post_of(hall, 1)
        services.add_holder(post_id=post, person_id=hall.people[RESERVE], part=Part.B, by=hall.by, at=MORNING)
        yield hall


def post_of(hall: Hall, window: int):
    card = selectors.post_of_window(hall.id, hall.windows[window], MORNING.date())
    assert card is not None
    return card.id


def ask(client, **other):
    said = {
        "kind": "sick",
        "first": TUESDAY.isoformat(),
        "begins": "08:30",
        "last": TUESDAY.isoformat(),
        "ends": "17:30",
        "path": "planned",
        "note": "去医院复查",
    } | other
    return client.post("/staffroom/leave/", said | {"key": key_in(client.get("/staffroom/"))})


def leave_of(hall: Hall):
    (found,) = selectors.leaves(hall.id, since=MORNING)
    return found


def test_leave_goes_from_the_staffroom_to_the_office_and_back(hall: Hall) -> None:
    zhou, reserve, office = (person_client(hall, number) for number in (ZHOU, RESERVE, OFFICE))

    assert ask(zhou).status_code == 303
    leave = leave_of(hall)
    said = {"post": post_of(hall, 1), "person": hall.people[RESERVE], "key": key_in(zhou.get("/staffroom/"))}
    assert zhou.post(f"/staffroom/leave/{leave.id}/cover/", said).status_code == 303
    cover = leave_of(hall).covers[0]
    page = text_of(reserve.get("/staffroom/"))
    assert "周颖" in page and "待签收" in page and "复查" not in page
    sign = {"key": key_in(reserve.get("/staffroom/"))}
    assert reserve.post(f"/staffroom/handover/{cover.id}/sign/", sign).status_code == 303
    waiting = text_of(office.get("/office/leave/"))
    assert "病假" in waiting and "已签收" in waiting and "复查" not in waiting
    read = office.post(f"/office/leave/{leave.id}/reason/", {})
    assert "去医院复查" in read.content.decode()
    done = office.post(f"/office/leave/{leave.id}/approve/", {"key": key_in(office.get("/office/leave/"))})

    assert done.status_code == 303 and leave_of(hall).state is LeaveState.APPROVED
    assert "已批准" in text_of(zhou.get("/staffroom/"))


def test_a_refusal_says_why_in_both_languages(hall: Hall) -> None:
    zhou, office = person_client(hall, ZHOU), person_client(hall, OFFICE)
    ask(zhou)
    address = f"/office/leave/{leave_of(hall).id}/approve/"

    chinese = office.post(address, {"key": key_in(office.get("/office/leave/"))})
    english = office.post(f"{address}?lang=en", {"key": key_in(office.get("/office/leave/"))})

    assert chinese.status_code == 409 and "1号窗口还没有人顶岗" in text_of(chinese)
    assert "Nobody covers window 1 yet" in text_of(english) and "ATT-03" in text_of(english)


def test_clerks_neither_decide_leave_nor_plan_shifts(hall: Hall) -> None:
    clerk = person_client(hall, ZHOU)

    assert [clerk.get(one).status_code for one in ("/office/leave/", "/office/shifts/")] == [403, 403]
    assert clerk.get("/staffroom/").status_code == 200


def test_who_called_in_is_written_down_and_b_covers_at_once(hall: Hall) -> None:
    office = person_client(hall, OFFICE)
    today = MORNING.date().isoformat()

    answer = office.post(
        "/office/leave/called-in/",
        {
            "person": hall.people[ZHOU],
            "kind": "sick",
            "first": today,
            "begins": "09:30",
            "last": today,
            "ends": "17:30",
            "note": "来电:发烧",
            "key": key_in(office.get("/office/leave/")),
        },
    )

    assert answer.status_code == 303
    (cover,) = selectors.covers_now(hall.id, MORNING)
    assert (cover.a_id, cover.b_id) == (hall.people[ZHOU], hall.people[RESERVE])
    page = text_of(office.get("/office/leave/"))
    assert "未移交即顶岗" in page and "特殊事由" in page


def test_a_b_who_falls_ill_while_covering_is_said_to_be_away_without_why(hall: Hall) -> None:
    office = person_client(hall, OFFICE)
    today = MORNING.date().isoformat()
    for number, ends in ((ZHOU, "17:30"), (RESERVE, "12:00")):
        call = {"person": hall.people[number], "kind": "sick", "first": today, "begins": "09:30"}
        call |= {"last": today, "ends": ends, "note": "来电:发烧"}
        key = key_in(office.get("/office/leave/"))
        assert office.post("/office/leave/called-in/", call | {"key": key}).status_code == 303

    page = text_of(office.get("/office/leave/"))

    assert page.count(f"本人也请假 {today} 周一 09:30 – {today} 周一 12:00") == 1, page
    with clock.frozen(MORNING.replace(hour=12)):
        assert "本人也请假" not in text_of(office.get("/office/leave/"))


def publish(hall: Hall, days: int = 1) -> None:
    first = MORNING.date()
    specs = [
        ShiftSpec(post_of(hall, 1), first + timedelta(days=day), one, hall.people[ZHOU], hall.people[RESERVE])
        for day in range(days)
        for one in (DaySession.AM, DaySession.NOON, DaySession.PM)
    ]
    services.publish_shifts(
        shifts=specs,
        first=first,
        until=first + timedelta(days=days),
        post_ids=[post_of(hall, 1)],
        by=hall.by,
        at=MORNING,
    )


def test_b_says_at_the_desk_why_and_sits_there_at_once(hall: Hall) -> None:
    publish(hall)
    desk = person_client(hall, RESERVE)
    page = desk.get("/desk/")
    said = {"window": hall.windows[1].hex, "key": key_in(page)}

    assert "A岗 周颖（0301）不在岗" in text_of(page)
    without = desk.post("/desk/stand-in/", said | {"reason": ""})
    assert without.status_code == 422 and "AB-04" in text_of(without)
    done = desk.post("/desk/stand-in/", said | {"reason": "kept_away", "key": key_in(desk.get("/desk/"))})

    assert done.status_code == 303
    assert selectors.on_duty(hall.id)[hall.windows[1]].person_id == hall.people[RESERVE]
    assert "移交待补" in text_of(desk.get("/staffroom/"))


def test_the_desk_tells_who_is_on_leave(hall: Hall) -> None:
    services.request_leave(
        kind=LeaveKind.SICK,
        begins=MORNING,
        ends=MORNING + timedelta(hours=8),
        path=LeavePath.EMERGENCY,
        note="发烧",
        by=hall.person(ZHOU),
        at=MORNING,
    )
    desk = person_client(hall, ZHOU)
    page = desk.get("/desk/")

    assert "您请假至 2026-03-02 周一 17:30" in text_of(page)
    refused = desk.post("/desk/on/", {"window": hall.windows[1].hex, "key": key_in(page)})
    assert refused.status_code == 409 and "LOC-02" in text_of(refused)


def test_the_office_publishes_days_and_changes_a_cell(hall: Hall) -> None:
    office = person_client(hall, OFFICE)
    first = MORNING.date().isoformat()
    page = office.get("/office/shifts/")
    assert "未发布" in text_of(page)

    done = office.post("/office/shifts/publish/", {"first": first, "last": first, "key": key_in(page)})
    assert done.status_code == 303, text_of(done)
    assert Shift.objects.filter(hall_id=hall.id).count() == 4 * 2 + 1
    place = f"{post_of(hall, 1).hex}_{first}_am"
    edit = office.get(f"/office/shifts/?edit={place}")
    assert "0305" in text_of(edit)
    said = {"place": place, "a": hall.people[RESERVE], "b": hall.people[ZHOU], "key": key_in(edit)}
    assert office.post("/office/shifts/set/", said).status_code == 303
    shift = selectors.shift_of(hall.id, post_of(hall, 1), MORNING.date(), DaySession.AM)
    assert shift is not None and shift.a_id == hall.people[RESERVE]
    gap = office.post(
        "/office/shifts/set/",
        said | {"b": "", "key": key_in(office.get(f"/office/shifts/?edit={place}"))},
    )
    assert gap.status_code == 422 and "1号窗口2026-03-02上午：没有B岗" in text_of(gap)


@pytest.mark.parametrize("nonsense", ["x", "1_2_3", f"{'0' * 32}_2026-03-02_am"])
def test_nonsense_in_the_address_is_no_cell(hall: Hall, nonsense: str) -> None:
    office = person_client(hall, OFFICE)

    page = office.get(f"/office/shifts/?edit={nonsense}&week=nonsense")

    assert page.status_code == 200 and "发布该班次" not in text_of(page)
    said = {"place": nonsense, "key": key_in(page)}
    assert office.post("/office/shifts/set/", said).status_code == 404


def test_my_shifts_stand_in_the_staffroom(hall: Hall) -> None:
    publish(hall, days=2)

    page = text_of(person_client(hall, ZHOU).get("/staffroom/"))

    assert page.count("2026-03-03 周二") == 1 and "上午" in page and "午间" in page and SUN not in page


def test_a_shift_one_is_on_leave_in_says_so(hall: Hall) -> None:
    publish(hall, days=2)
    services.request_leave(
        kind=LeaveKind.SICK,
        path=LeavePath.EMERGENCY,
        begins=MORNING,
        ends=MORNING.replace(hour=17, minute=30),
        note="发热",
        by=hall.person(ZHOU),
        at=MORNING,
    )

    rows = person_client(hall, ZHOU).get("/staffroom/").content.decode().split("<tr")
    shifts = [one for one in rows if "窗口" not in one and ("上午" in one or "下午" in one)][:4]

    assert ["请假" in one for one in shifts] == [True, True, False, False]


def test_a_day_that_was_closed_since_is_none_of_my_shifts_and_is_not_swapped(hall: Hall) -> None:
    publish(hall, days=2)
    organization.close_on(day=TUESDAY, reason="台风停办", by=hall.by, at=MORNING)
    zhou = person_client(hall, ZHOU)

    assert "2026-03-03" not in text_of(zhou.get("/staffroom/"))
    assert "2026-03-03" not in text_of(zhou.get("/staffroom/swaps/"))
    assert "2026-03-02 周一" in text_of(zhou.get("/staffroom/swaps/"))


def test_a_session_that_is_over_is_not_offered_for_a_swap(hall: Hall) -> None:
    publish(hall, days=1)

    with clock.frozen(MORNING.replace(hour=15)):
        page = text_of(person_client(hall, ZHOU).get("/staffroom/swaps/"))

    assert "2026-03-02 周一 下午" in page and "2026-03-02 周一 上午" not in page
