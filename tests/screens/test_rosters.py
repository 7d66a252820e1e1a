"""The roster page: a month drafted, edited, planned beside the hall, handed in, returned, published."""

from __future__ import annotations

import shutil
import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.halls import at
from tests.posts.planned import HEAD, OFFICE, Planned, planned_hall
from tests.support.callers import text_of
from yichuang.kernel.clock import frozen
from yichuang.organization import services as organization
from yichuang.organization.models import Window
from yichuang.organization.services import Wish
from yichuang.organization.types import ChangeKind, ChangeReason
from yichuang.posts import services
from yichuang.posts.models import BentRule, RosterRun
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.services import roster_runs
from yichuang.posts.types import RosterState, RunState

PAGE = "/office/roster/"
PASSWORD = "Anyang-Window-26"
APRIL = date(2026, 4, 1)
NOW = at("09:00", date(2026, 3, 20))
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(NOW):
        yield planned_hall()


def signed_in(number: str) -> Client:
    client = Client()
    answer = client.post("/sign-in/", {"hall": "AYRS", "number": number, "password": PASSWORD})
    assert answer.status_code in {302, 303}, answer.content.decode()
    return client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(f"{PAGE}{address}", {"key": uuid4().hex, **fields})


def drafted(client: Client, plan: Planned):
    assert send(client, "draft/", department="", month="2026-04").status_code == 303
    return rosters.rosters(plan.hall.id, None, APRIL)[0]


def test_a_month_is_drafted_edited_handed_in_returned_and_published(plan: Planned):
    client = signed_in(OFFICE)
    assert "本月尚未排班" in text_of(client.get(PAGE))

    card = drafted(client, plan)
    page = text_of(client.get(PAGE))
    assert "2026-04 排班" in page and "草稿 v1" in page and "03-31 前报办公室备案" in page
    cell = f"{plan.posts[1].hex}.2026-04-01"
    edit = text_of(client.get(f"{PAGE}?edit={cell}"))
    assert "1号窗口 2026-04-01" in edit and "锁定" in edit, edit[300:900]
    gap = {"post": plan.posts[1], "day": "2026-04-01", "a-am": "", "b-am": "", "a-pm": "", "b-pm": ""}
    assert send(client, f"{card.id}/set/", **gap).status_code == 303
    refused = send(client, f"{card.id}/file/")
    assert refused.status_code == 422 and "ROT-03" in refused.content.decode()
    assert "1号窗口2026-04-01" in text_of(client.get(PAGE))  # shown beside the grid, too

    card = drafted(client, plan)
    fixed = gap | {f"a-{one}": plan.hall.people["0301"] for one in ("am", "pm")}
    fixed |= {f"b-{one}": plan.hall.people["0302"] for one in ("am", "pm")} | {"pin-am": "on"}
    assert send(client, f"{card.id}/set/", **fixed).status_code == 303
    assert send(client, f"{card.id}/file/").status_code == 303
    assert "v2 已报送" in text_of(client.get(PAGE))
    assert send(client, f"{card.id}/return/").status_code == 303
    assert send(client, f"{card.id}/file/").status_code == 303
    assert send(client, f"{card.id}/publish/").status_code == 303
    assert rosters.roster(plan.hall.id, card.id).state is RosterState.PUBLISHED
    assert "v2 已发布" in text_of(client.get(PAGE))


def test_a_cell_says_why_it_has_its_a_and_gives_it_to_another_at_a_click(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    place = f"{plan.posts[1].hex}.2026-04-01"
    people = plan.hall.people

    page = text_of(client.get(f"{PAGE}?edit={place}.pm"))
    assert "为什么是张伟国？" in page and "B1 李娜 0302 +2 顶岗 +1；顶岗份额 +1 换成" in page, page
    assert "能上这个班的人里没有代价更低的；其次是李娜，+2。" in page
    given = {"post": plan.posts[1], "day": "2026-04-01", "session": "pm", "person": people["0302"]}
    assert send(client, f"{card.id}/give/", **given).headers["Location"].endswith(f"edit={place}.pm#edit")

    page = text_of(client.get(f"{PAGE}?edit={place}.pm"))
    assert "为什么是李娜？" in page and "单看这一班，换张伟国代价少 2" in page
    cell = next(
        one for one in rosters.roster(plan.hall.id, card.id).cells if one.day == APRIL and one.session == "pm"
    )
    assert (cell.a_id, cell.b_id, cell.pinned) == (people["0302"], people["0301"], True)
    assert send(client, f"{card.id}/give/", **given | {"session": "eve"}).status_code == 404
    given["person"] = people["0303"]  # of another window then: set all the same, and said at once
    assert send(client, f"{card.id}/give/", **given).status_code == 303
    assert "0303 不是该岗位人员" in text_of(client.get(PAGE))


def test_what_was_handed_in_says_why_but_gives_nothing_away(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    send(client, f"{card.id}/file/")
    place = f"{plan.posts[1].hex}.2026-04-01"

    page = text_of(client.get(f"{PAGE}?edit={place}"))

    assert "为什么是张伟国？" in page and "换成" not in page and "不能修改" in page
    given = {"post": plan.posts[1], "day": "2026-04-01", "session": "pm", "person": plan.hall.people["0302"]}
    assert send(client, f"{card.id}/give/", **given).status_code == 409


def test_two_versions_are_compared_tier_by_tier_and_who_is_to_be_told_is_named(plan: Planned):
    client = signed_in(OFFICE)
    old = drafted(client, plan)
    assert client.get(f"{PAGE}{old.id}/compare/").status_code == 404  # nothing to compare with
    new = drafted(client, plan)
    people = plan.hall.people
    given = {"post": plan.posts[1], "day": "2026-04-01", "session": "pm", "person": people["0302"]}
    send(client, f"{new.id}/give/", **given)
    assert "与 v1 对比" in text_of(client.get(PAGE))

    page = text_of(client.get(f"{PAGE}{new.id}/compare/?with={old.id}"))

    assert "2026-04 排班：v1 → v2" in page and "1 个班次换了 A 岗，涉及 2 人。" in page, page
    assert "空岗班次 0 0 ±0" in page and "须通知 2 人" in page and "顶岗 0 1 +1" in page, page
    assert "张伟国 0301 减 1 班，加 0 班 − 04-01 下午 1号窗口" in page
    assert "李娜 0302 减 0 班，加 1 班 + 04-01 下午 1号窗口" in page
    assert "没有差别" in text_of(client.get(f"{PAGE}{drafted(client, plan).id}/compare/?with={new.id}"))
    assert client.get(f"{PAGE}{new.id}/compare/?with={uuid4()}").status_code == 404
    assert signed_in(HEAD).get(f"{PAGE}{new.id}/compare/").status_code == 403


def test_a_head_sees_no_button_of_the_offices(plan: Planned):
    Window.objects.filter(hall_id=plan.hall.id).update(department_id=plan.section)
    office, head = signed_in(OFFICE), signed_in(HEAD)
    assert send(head, "draft/", department=plan.section, month="2026-04").status_code == 303
    card = rosters.rosters(plan.hall.id, plan.section, APRIL)[0]
    assert send(head, f"{card.id}/file/").status_code == 303

    theirs, ours = (client.get(f"{PAGE}?department={plan.section.hex}") for client in (head, office))

    assert "已报送，由办公室发布或退回。" in text_of(theirs)
    assert "/publish/" not in theirs.content.decode() and "/return/" not in theirs.content.decode()
    assert "/publish/" in ours.content.decode() and "由办公室发布" not in text_of(ours)


def test_where_only_the_b_is_another_the_comparison_says_so_and_who_is_to_be_told(plan: Planned):
    client = signed_in(OFFICE)
    old, new = drafted(client, plan), drafted(client, plan)
    cell = next(one for one in new.cells if one.post_id == plan.posts[1])
    services.set_cell(
        roster_id=new.id,
        post_id=cell.post_id,
        day=cell.day,
        session=cell.session,
        a_id=cell.a_id,
        b_id=None,
        by=plan.hall.person(OFFICE),
        at=NOW,
    )

    page = text_of(client.get(f"{PAGE}{new.id}/compare/?with={old.id}"))

    assert "0 个班次换了 A 岗，涉及 1 人。 另有 1 个班次只换了 B 岗。" in page, page
    assert "须通知 1 人 李娜 0302 B 岗减 1 班，加 0 班" in page and "减 0 班，加 0 班" not in page


def test_who_is_on_leave_later_is_no_rule_broken_but_told_beside(plan: Planned):
    client = signed_in(OFFICE)
    old, new = drafted(client, plan), drafted(client, plan)
    cell = next(one for one in new.cells if one.post_id == plan.posts[1])
    plan.fall_ill(day=cell.day)

    page = text_of(client.get(f"{PAGE}{new.id}/compare/?with={old.id}"))

    assert "违反规则 0 0 ±0" in page and "A 岗请假的班次 2 2 ±0" in page, page


def test_a_run_at_work_shows_its_time_and_once_stopped_says_that_it_ends(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    run = RosterRun.objects.create(
        hall_id=plan.hall.id,
        roster_id=card.id,
        kind="month",
        state="running",
        seconds=20,
        asked_by=plan.hall.people[OFFICE],
        asked_at=NOW,
        started_at=NOW,
        progress={"vacant": 0, "cost": 9, "least": None, "seconds": 0.1},
    )
    with frozen(NOW + timedelta(seconds=7)):
        page = client.get(f"{PAGE}run/{run.id}/")
    assert (
        "已用 7 / 20 秒 · 最近一次改进在第 0.1 秒" in text_of(page) and 'value="7"' in page.content.decode()
    )
    assert "停止，取当前最好" in text_of(page)

    folder = roster_runs.folder_of(run.id)
    folder.mkdir(parents=True)
    try:
        assert send(client, f"run/{run.id}/stop/").status_code == 303
        stopped = text_of(client.get(f"{PAGE}run/{run.id}/"))
    finally:
        shutil.rmtree(folder)

    assert "正在停止" in stopped and "停止，取当前最好" not in stopped


def test_every_absence_that_cannot_be_mended_is_named_the_later_ones_on_a_click(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    li, shift = plan.hall.people["0302"].hex, f"{plan.posts[1].hex}.2026-04-"
    told = [[li, day, [[f"{shift}{day:02}.am", [[li, 0, "sick", ""]]]]] for day in range(1, 15)]
    RosterRun.objects.create(
        hall_id=plan.hall.id,
        roster_id=card.id,
        kind="survive",
        state="done",
        seconds=120,
        asked_by=plan.hall.people[OFFICE],
        asked_at=NOW,
        answer={"tried": 90, "fragile": told},
    )

    page = client.get(PAGE)

    assert "已检验 90 次缺勤（每人每天） · 76 次能补上，以下补不上" in text_of(page)
    assert text_of(page).count("李娜 缺勤时：") == 14
    assert "<summary>另有 2 项</summary>" in page.content.decode()


def test_the_cheapest_way_out_is_applied_at_a_click_or_refused_with_its_clause(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    li = plan.hall.people["0302"].hex
    told = {"changes": 2, "checked": True, "proven": True, "confirmed": True}
    run = RosterRun.objects.create(
        hall_id=plan.hall.id,
        roster_id=card.id,
        kind="month",
        state="done",
        seconds=8,
        asked_by=plan.hall.people[OFFICE],
        asked_at=NOW,
        answer={
            "status": "vacant",
            "vacancies": [],
            "way_out": told | {"relaxations": [["leave", li, 2, 1]]},
        },
    )

    page = text_of(client.get(PAGE))
    assert "代价最小的办法：李娜 04-03 从休假中召回。另改动 2 个班次。" in page and "采用并重新求解" in page
    refused = send(client, f"run/{run.id}/bend/", reason="illness")
    assert refused.status_code == 422 and "ATT-07" in refused.content.decode()
    assert send(client, f"run/{run.id}/bend/", reason="nonsense").status_code == 404
    run.answer["way_out"]["relaxations"] = [["days_week", li, 202614, 1]]
    run.save()

    assert send(client, f"run/{run.id}/bend/", reason="illness").status_code == 303

    page = text_of(client.get(PAGE))
    assert "已采用" in page and "本月已放宽的规则 偏差 1 项 李娜 第 14 周多上 1 天 有人生病 · 何琳" in page, (
        page
    )
    assert [one.kind for one in rosters.runs(plan.hall.id, card.id)] == ["month", "month"]
    bent = f"bent/{BentRule.objects.get().id}/withdraw/"
    assert send(client, bent, reason="nonsense", roster=card.id).status_code == 404
    assert send(client, bent, reason="mistaken", roster=card.id).status_code == 303
    page = text_of(client.get(PAGE))
    assert "已撤销" in page and "撤销放宽" not in page


def test_burdens_are_drawn_with_each_ones_share(plan: Planned):
    client = signed_in(OFFICE)
    drafted(client, plan)

    page = client.get(PAGE)

    assert "2025-05-01 起的休息日、晚间和顶岗班次" in text_of(page)
    assert 'class="share"' in page.content.decode() and "份额 100%" in page.content.decode()


def test_the_engine_is_asked_looked_at_and_its_roster_shown(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    assert send(client, f"{card.id}/run/", kind="month").status_code == 303
    assert send(client, f"{card.id}/run/", kind="nonsense").status_code == 404
    run = rosters.runs(plan.hall.id, card.id)[0]
    waiting = client.get(f"{PAGE}run/{run.id}/")
    assert "排队中" in text_of(waiting) and "hx-trigger" in waiting.content.decode()
    until = time.monotonic() + 300
    while rosters.run(plan.hall.id, run.id).state in rosters.OPEN_RUN and time.monotonic() < until:
        services.tend_runs(at=NOW)
        time.sleep(0.1)

    ended = client.get(f"{PAGE}run/{run.id}/")
    assert ended.headers["HX-Redirect"].endswith("version=2")
    page = text_of(client.get(PAGE))
    assert rosters.run(plan.hall.id, run.id).state is RunState.DONE
    assert "0 空岗" in page and "差距 ≤ 0.0%" in page and "草稿 v2" in page


def test_single_absences_are_tried_and_named(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    send(client, f"{card.id}/run/", kind="survive")
    until = time.monotonic() + 300
    while rosters.runs(plan.hall.id, card.id)[0].state in rosters.OPEN_RUN and time.monotonic() < until:
        services.tend_runs(at=NOW)
        time.sleep(0.1)

    page = text_of(client.get(f"{PAGE}?version=1"))

    assert "次缺勤" in page and "都能补上" in page


def test_a_head_of_a_section_without_windows_plans_none_and_publishes_nothing(plan: Planned):
    office, head = signed_in(OFFICE), signed_in(HEAD)
    card = drafted(office, plan)

    assert "您没有负责排班的窗口" in text_of(head.get(PAGE))
    assert send(head, f"{card.id}/publish/").status_code == 403
    assert send(head, f"{card.id}/file/").status_code == 403
    assert head.get(f"{PAGE}?department={plan.section.hex}").status_code == 404


def test_a_run_that_works_can_be_stopped_from_the_page(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    send(client, f"{card.id}/run/", kind="month")
    run = rosters.runs(plan.hall.id, card.id)[0]

    assert client.post(f"{PAGE}run/{run.id}/stop/").status_code == 303


def test_a_run_is_looked_at_only_by_who_plans_the_department(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    send(client, f"{card.id}/run/", kind="month")
    (run,) = rosters.runs(plan.hall.id, card.id)

    other = signed_in(HEAD)  # heads a section that has no window here

    assert client.get(f"{PAGE}run/{run.id}/").status_code == 200
    assert other.get(f"{PAGE}run/{run.id}/").status_code == 403


def test_a_run_that_waits_is_stopped_on_its_page(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    send(client, f"{card.id}/run/", kind="month")
    (run,) = rosters.runs(plan.hall.id, card.id)
    assert "不再求解" in text_of(client.get(PAGE))

    assert send(client, f"run/{run.id}/stop/").status_code == 303

    page = text_of(client.get(PAGE))
    assert "已停止，没有结果" in page and "无空岗" not in page


def test_a_session_that_came_after_the_month_was_published_is_said_to_have_nobody(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    assert send(client, f"{card.id}/file/").status_code == 303
    assert send(client, f"{card.id}/publish/").status_code == 303
    before = text_of(client.get(PAGE))
    saturday = date(2026, 4, 11)
    wish = Wish(
        ChangeKind.OVERTIME, (plan.hall.windows[1],), at("08:00", saturday), at("12:00", saturday),
        ChangeReason.RUSH,
    )  # fmt: skip
    asked = organization.request_change(wish=wish, by=plan.hall.person("0301"), at=NOW)

    organization.approve_change(change_id=asked.id, by=plan.hall.person(OFFICE), at=NOW)

    assert "2026-04-11" not in before
    assert "1号窗口2026-04-11上午：没有A岗" in text_of(client.get(PAGE))
