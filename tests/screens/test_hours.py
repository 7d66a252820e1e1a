"""The page of hours, and what the public reads of it: extensions, pauses, an emergency, who is deferred."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.support.callers import device_client, key_in, kiosk_client, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel import clock
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.claims import proves
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as duty
from yichuang.posts import services as posts
from yichuang.posts.types import PauseReason

PAGE = "/office/hours/"
HALF_PAST_FIVE = MORNING.replace(hour=17, minute=30)


def send(client: Client, address: str, **fields: Any) -> Any:
    """Send a form of the page as somebody does who has it open."""
    return client.post(f"{PAGE}{address}/", {"key": key_in(client.get(PAGE)), **fields})


def asked(client: Client, hall: Hall, **fields: Any) -> Any:
    extension = {
        "kind": "extension",
        "window": [hall.windows[3].hex],
        "day": "2026-03-02",
        "begins": "17:30",
        "ends": "18:30",
        "reason": "people_waiting",
    }
    return send(client, "ask", **(extension | fields))


def public(hall: Hall, ticket: str = "") -> list[str]:
    pages = [(Client(), f"/board/{hall.code}/"), (kiosk_client(hall), "/kiosk/")]
    pages += [(Client(), f"/t/{ticket}")] if ticket else []
    return [text_of(client.get(address)) for client, address in pages]


@proves("EXT-02")
def test_an_extension_a_clerk_asks_for_and_the_office_approves_is_published(hall: Hall) -> None:
    clerk, office = person_client(hall, "0303"), person_client(hall, "0001")
    token = hall.take("A", MORNING).token

    assert asked(clerk, hall, note="门诊报销集中").status_code == 303
    (card,) = organization.hours_changes(hall.id, since=MORNING.date())
    before = public(hall, token)
    own, theirs = text_of(clerk.get(PAGE)), text_of(office.get(PAGE))
    assert send(office, "decide", change=card.id, verdict="approve").status_code == 303

    assert "待审批" in own and "不批准" not in own and "撤回" in own
    assert "门诊报销集中" in theirs and "不批准" in theirs
    assert not any("延时服务 17:30–18:30" in said for said in before)
    assert all("延时服务 17:30–18:30：3 号窗口" in said for said in public(hall, token))
    assert not any("门诊报销" in said for said in public(hall, token))


@proves("EXT-02", refuses=True)
def test_who_asked_gets_no_button_and_a_clerk_no_door_to_decide(hall: Hall) -> None:
    clerk, office = person_client(hall, "0303"), person_client(hall, "0001")
    asked(office, hall)
    (card,) = organization.hours_changes(hall.id, since=MORNING.date())

    own = send(office, "decide", change=card.id, verdict="approve")
    other = send(clerk, "decide", change=card.id, verdict="approve")

    assert (own.status_code, other.status_code) == (403, 403)
    assert "须由他人审批" in text_of(own)
    assert organization.hours_changes(hall.id, since=MORNING.date())[0].decided_by is None


@proves("HRS-04", refuses=True)
def test_overtime_of_yesterday_is_refused_with_a_sentence(hall: Hall) -> None:
    clerk = person_client(hall, "0303")

    answer = asked(clerk, hall, kind="overtime", day="2026-03-01", begins="18:00", ends="19:00")

    assert answer.status_code == 422 and "已经过去的时间不能补批" in text_of(answer)
    assert asked(clerk, hall, begins="").status_code == 422
    assert asked(clerk, hall, window=["nonsense"]).status_code == 404


def test_an_emergency_is_seen_until_it_is_explained(hall: Hall) -> None:
    office = person_client(hall, "0001")
    asked(office, hall, emergency="1", told=[hall.people["0301"].hex])
    (card,) = organization.unexplained_changes(hall.id)

    owed = text_of(office.get("/office/"))
    send(office, "explain", change=card.id, explanation="断网一小时，恢复后补办")

    assert "1 项突发情况尚未说明" in owed and "HRS-04" in owed
    assert "断网一小时" in text_of(office.get(PAGE))
    assert "尚未说明" not in text_of(office.get("/office/"))


@proves("HRS-05")
def test_an_emergency_shows_on_every_public_page_at_once_and_asks_its_leader(hall: Hall) -> None:
    clerk, leader = person_client(hall, "0303"), person_client(hall, "0001")
    token = hall.take("A", MORNING).token

    assert send(clerk, "alarm", reason="fire").status_code == 303

    assert all("突发情况，消防警报" in said for said in public(hall, token))
    journal = text_of(leader.get("/journal/"))
    assert "紧急停办，尚无人接手，现通知您" in journal
    assert "尚无人接手，现通知您" not in text_of(clerk.get(PAGE))
    alarm = organization.standing_alarm(hall.id)
    assert alarm is not None
    assert send(clerk, "acknowledge", alarm=alarm.id).status_code == 403
    assert send(leader, "acknowledge", alarm=alarm.id).status_code == 303
    assert "现通知您" not in text_of(leader.get("/journal/"))
    send(leader, "lift", alarm=alarm.id)
    assert not any("突发情况" in said for said in public(hall, token))


def test_a_window_that_pauses_says_so_to_the_public_and_why_only_to_the_office(hall: Hall) -> None:
    by = hall.sign_on(2, MORNING)
    screen = device_client(hall, DeviceKind.WINDOW_SCREEN, window=2)
    posts.pause_window(window_id=hall.windows[2], reason=PauseReason.CLOSING_ACCOUNTS, by=by, at=MORNING)

    board, above = public(hall)[0], text_of(screen.get("/window/"))
    seen = [text_of(person_client(hall, "0001").get(address)) for address in ("/office/", PAGE)]

    assert "暂停服务" in board and "暂停服务" in above
    assert "结账对账" not in board + above
    assert all("结账对账" in said and "09:30" in said for said in seen)


@proves("EXT-01")
def test_near_closing_the_hall_is_asked_and_who_is_deferred_reads_it(hall: Hall) -> None:
    first, second = hall.take("A", MORNING), hall.take("A", MORNING)
    hall.sign_on(2, MORNING)
    with clock.frozen(HALF_PAST_FIVE - timedelta(minutes=5)):
        office, clerk = person_client(hall, "0001"), person_client(hall, "0302")
        alert, page = text_of(office.get("/office/")), text_of(clerk.get("/desk/"))
        answer = send(clerk, "closing", line=hall.lines["A"].hex, choice="defer", **{"from": "desk"})
        told = [text_of(Client().get(f"/t/{one.token}")) for one in (first, second)]
        after = text_of(office.get("/office/"))
        extend = {"choice": "extend", "window": [hall.windows[2].hex], "until": "18:10"}
        again = send(clerk, "closing", line=hall.lines["A"].hex, **extend)

    assert "延时还是改日" in alert and "EXT-01" in alert
    assert "社保综合 17:30 闭窗" in page and f"{first.label} {second.label}" in page
    assert (answer.status_code, answer["Location"]) == (303, "/desk/") and again.status_code == 303
    assert all("您的号今日不再办理" in said for said in told)
    assert "延时还是改日" not in after
    (card,) = organization.hours_changes(hall.id, since=MORNING.date())
    assert [str(card.kind), f"{card.ends - card.begins}"] == ["extension", "0:40:00"]
    with clock.frozen(HALF_PAST_FIVE):
        assert "您的号今日不再办理" not in text_of(Client().get(f"/t/{first.token}"))


@proves("EXT-03")
def test_the_office_lists_the_minutes_of_each_in_an_extension(hall: Hall) -> None:
    clerk, office = person_client(hall, "0303"), person_client(hall, "0001")
    for window in (2, 3):
        hall.sign_on(window, MORNING)
    asked(clerk, hall, window=[hall.windows[2].hex, hall.windows[3].hex], ends="18:10")
    (card,) = organization.hours_changes(hall.id, since=MORNING.date())
    send(office, "decide", change=card.id, verdict="approve")

    with clock.frozen(HALF_PAST_FIVE.replace(hour=18, minute=20)):
        listed = text_of(person_client(hall, "0001").get(PAGE))

    assert len(re.findall(r"延时服务 40", listed)) == 2
    assert len(duty.extra_time(hall.id, since=MORNING.date(), until=MORNING.date(), at=MORNING)) == 0


def test_the_list_of_leaders_is_the_office_s(hall: Hall) -> None:
    office, clerk = person_client(hall, "0001"), person_client(hall, "0303")

    send(office, "leaders", person=[hall.people["0302"].hex, "", hall.people["0001"].hex])

    assert organization.duty_leaders(hall.id) == (hall.people["0302"], hall.people["0001"])
    assert send(clerk, "leaders", person=[hall.people["0303"].hex]).status_code == 403
    assert "突发情况通知名单" not in text_of(clerk.get(PAGE))
