"""One's own shifts in a calendar: own ones only, by an address nobody can guess and its owner can end."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, TUESDAY, WEDNESDAY, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from tests.screens.test_rosters import signed_in
from tests.support.callers import key_in, text_of
from yichuang.kernel.clock import frozen
from yichuang.kernel.journal.deliver import hear
from yichuang.organization.models import Person
from yichuang.posts import selectors, services
from yichuang.screens.staffroom.ics import folded, text, written
from yichuang.training import services as training
from yichuang.training.types import WithdrawalReason

PAGE = "/staffroom/calendar/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(at("09:00")):
        yield planned_hall()


def opened(client) -> str:
    assert client.post(f"{PAGE}open/", {"key": key_in(client.get(PAGE))}).status_code == 303
    (address,) = re.findall(r'value="http://[^/]+(/staffroom/feed/[^"]+)"', client.get(PAGE).content.decode())
    return address


def events(client, address: str) -> list[dict[str, str]]:
    """Read the file back as a calendar does: unfold, then name and value of every line of every event."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            found[-1].setdefault(*line.split(":", 1))
    return found


def moment(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def test_a_calendar_has_exactly_ones_own_shifts_with_their_hours(plan: Planned, client):
    read = events(client, opened(signed_in(CHEN)))

    mine = selectors.shifts_of(
        plan.hall.id, plan.hall.people[CHEN], since=date(2026, 1, 1), until=date(2026, 6, 1)
    )
    days = selectors.open_days(plan.hall.id, since=date(2026, 3, 1), until=date(2026, 4, 1))
    wanted = sorted(days.spans[one.post_id, one.day, one.session] for one in mine)
    told = sorted(
        tuple(
            datetime.strptime(one[name], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            for name in ("DTSTART", "DTEND")
        )
        for one in read
    )
    assert len(mine) > 10 and told == wanted
    assert len({one["UID"] for one in read}) == len(read)
    assert {one["SUMMARY"] for one in read} >= {"2号窗口，上午，B", "3号窗口，下午，B"}
    assert {one["TRANSP"] for one in read} == {"TRANSPARENT"}  # who is B is not taken up by it


def test_nobody_else_and_no_leave_stands_in_it_and_ones_own_leave_takes_shifts_out(plan: Planned, client):
    zhang, li = (opened(signed_in(number)) for number in (ZHANG, LI))
    before = {number: len(events(client, one)) for number, one in ((ZHANG, zhang), (LI, li))}
    plan.fall_ill(ZHANG, "07:30", WEDNESDAY)

    assert len(events(client, zhang)) == before[ZHANG] - 2
    assert len(events(client, li)) == before[LI]
    raw = client.get(li).content.decode()
    assert not any(word in raw for word in ("张", "假", "病", ZHANG, plan.hall.people[ZHANG].hex))


def test_who_was_withdrawn_has_no_shift_in_it_any_more_nor_in_the_staffroom(plan: Planned, client):
    zhang = signed_in(ZHANG)
    address = opened(zhang)
    assert len(events(client, address)) > 10

    training.withdraw_person(
        person_id=plan.hall.people[ZHANG],
        reason=WithdrawalReason.ROTATION,
        by=plan.hall.person(OFFICE),
        at=at("11:00"),
    )
    hear()

    assert events(client, address) == []
    assert "这些天没有发布您的班次。" in text_of(zhang.get("/staffroom/"))


def test_a_shift_keeps_its_uid_from_version_to_version(plan: Planned, client):
    address = opened(signed_in(ZHANG))
    before = {one["UID"]: one["SUMMARY"] for one in events(client, address)}
    shift = next(
        one
        for one in selectors.shifts_of(
            plan.hall.id, plan.hall.people[ZHANG], since=WEDNESDAY, until=WEDNESDAY + timedelta(days=1)
        )
        if one.a_id == plan.hall.people[ZHANG]
    )

    services.set_shift(
        post_id=shift.post_id,
        day=shift.day,
        session=shift.session,
        a_id=shift.b_id,
        b_id=shift.a_id,
        by=plan.hall.person(OFFICE),
        at=at("09:00"),
    )

    after = {one["UID"]: one["SUMMARY"] for one in events(client, address)}
    assert after.keys() == before.keys()
    changed = [(before[uid], after[uid]) for uid in before if before[uid] != after[uid]]
    assert changed == [("1号窗口，上午，A", "1号窗口，上午，B")]


def test_a_new_address_ends_the_old_one_and_an_ended_one_answers_nothing(plan: Planned, client):
    zhang = signed_in(ZHANG)
    first = opened(zhang)
    second = opened(zhang)

    assert first != second
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    assert zhang.post(f"{PAGE}end/", {"key": key_in(zhang.get(PAGE))}).status_code == 303
    assert client.get(second).status_code == 404
    assert "生成地址" in text_of(zhang.get(PAGE))
    third = opened(zhang)
    assert third not in (first, second) and client.get(third).status_code == 200
    assert [len(plan.hall.told(f"posts.calendar_{name}")) for name in ("opened", "ended")] == [3, 1]


def test_a_form_sent_twice_makes_one_address(plan: Planned):
    zhang = signed_in(ZHANG)
    key = key_in(zhang.get(PAGE))

    assert [zhang.post(f"{PAGE}open/", {"key": key}).status_code for _ in range(2)] == [303, 303]
    assert len(plan.hall.told("posts.calendar_opened")) == 1


def test_no_guess_reads_a_calendar_and_who_left_has_none(plan: Planned, client):
    address = opened(signed_in(ZHANG))
    token = address.removeprefix("/staffroom/feed/").removesuffix(".ics")
    other = "0" if token[-1] != "0" else "1"

    for guess in (
        token[:-1] + other,
        token[:32],
        token[32:],
        token + "0",
        "x",
        "é" * 64,
        token[:32] + "é" * 32,
    ):
        assert client.get(f"/staffroom/feed/{guess}.ics").status_code == 404
    Person.objects.filter(id=plan.hall.people[ZHANG]).update(left_on=TUESDAY)
    with frozen(at("09:00", WEDNESDAY)):
        assert client.get(address).status_code == 404


def test_an_address_is_none_before_it_is_opened_and_ending_none_is_no_fault(plan: Planned):
    services.end_calendar(by=plan.hall.person(ZHANG), at=at("09:00"))

    assert plan.hall.told("posts.calendar_ended") == []
    assert "生成地址" in text_of(signed_in(ZHANG).get(PAGE))


def test_lines_are_folded_at_75_octets_and_texts_escaped():
    long = "SUMMARY:" + "窗口" * 40

    parts = list(folded(long))
    assert all(len(one.encode()) <= 75 for one in parts) and len(parts) > 1
    assert parts[0] + "".join(one.removeprefix(" ") for one in parts[1:]) == long
    assert text("a,b;c\\d\ne\r") == "a\\,b\\;c\\\\d\\ne"
    assert written(["A", "B"]) == b"A\r\nB\r\n"
