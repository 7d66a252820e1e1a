"""The list of time limits: each open case once, by the time that ends first, and who sees which."""

from __future__ import annotations

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.hall import Office, case_office
from tests.cases.together import working_day
from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING
from yichuang.cases import events, services
from yichuang.cases.live import MOVES
from yichuang.cases.types import CaseCard, Decision
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.events import DeadlinePassed
from yichuang.deadlines.models import Reprojection
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.live.topics import changes_of, topics
from yichuang.organization import services as organization

OFFICE, CHIEF, CLERK = "0001", "0305", "0302"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


def handled(office: Office, at: datetime = MORNING) -> CaseCard:
    case = office.accepted("PERMIT", at=at, despite_open=True)
    return services.begin_handling(case_id=case.id, by=office.neighbour, at=at)


def paused(office: Office, at: datetime = MORNING) -> CaseCard:
    case = handled(office, at)
    return services.pause(
        case_id=case.id, ground="inspection", link="现场核查", evidence="核1", by=office.neighbour, at=at
    )


def look(office: Office, at: datetime, query: str = "", *, who: str = OFFICE) -> Any:
    """Look at the page at a moment as somebody signed in then."""
    with clock.frozen(at):
        return person_client(office.hall, who).get(f"/office/limits/{query}")


def numbers(answer: Any) -> list[str]:
    """Return the numbers of the cases on the page, in their order."""
    assert answer.status_code == 200
    return [one.case.number for one in answer.context["picture"].rows]


def counts(answer: Any) -> dict[str, int]:
    return {str(one.label): one.count for one in answer.context["picture"].lists}


def test_every_case_stands_once_by_the_time_that_ends_first_and_has_its_card(office: Office) -> None:
    over, resting, fresh = handled(office), paused(office), None
    at = working_day(4, "10:00")  # the step of three days is over, the promise of five is near
    fresh = handled(office, at)

    answer = look(office, at)

    rows = {one.case.number: one for one in answer.context["picture"].rows}
    assert len(rows) == 3 and numbers(answer)[0] == over.number
    assert [rows[one.number].tone for one in (over, resting, fresh)] == ["bad", "mute", "ok"]
    assert "审查" in str(rows[over.number].purpose) or "环节" in str(rows[over.number].purpose)
    said = text_of(answer)
    assert "超期" in said and "现场核查" not in said and rows[resting.number].ground in said
    assert "张" not in "".join(numbers(answer))
    found = counts(answer)
    assert found["全部在办"] == 3
    assert (found["超期（红牌）"], found["依法暂停"], found["时限正常"]) == (1, 1, 1)


def test_what_is_due_at_once_is_due_today_and_then_over_by_so_many_days(office: Office) -> None:
    case = office.submit("INSTANT")
    office.check(case)
    services.accept(case_id=case.id, by=office.clerk, at=MORNING)

    today, later = look(office, MORNING), look(office, MORNING + timedelta(days=2))

    assert "今日到期" in text_of(today) and "剩余0" not in text_of(today)
    (row,) = later.context["picture"].rows
    assert row.tone == "bad" and row.left == "2个自然日" and "已超2个自然日" in text_of(later)


@proves("CAS-02")
def test_a_case_idle_beyond_its_step_is_stale_and_one_in_a_lawful_pause_is_not(office: Office) -> None:
    idle, resting = handled(office), paused(office)
    before, after = working_day(3, "16:59"), working_day(4, "10:00")

    assert numbers(look(office, before, "?list=stale")) == []
    stale = look(office, after, "?list=stale")

    assert numbers(stale) == [idle.number]
    assert resting.number not in text_of(stale)
    services.resume(case_id=resting.id, by=office.neighbour, at=after)
    much_later = working_day(12, "10:00")
    assert set(numbers(look(office, much_later, "?list=stale"))) == {idle.number, resting.number}


@proves("CAS-02")
def test_a_step_that_changes_is_told_to_the_page_at_once_and_shown(office: Office) -> None:
    case = handled(office)
    at = MORNING + timedelta(hours=1)
    with clock.frozen(at):
        client = person_client(office.hall, OFFICE)
        page = client.get("/office/limits/")
        assert "办理中" in text_of(page) and "/live/cases/AYRS/all" in page.content.decode()

    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=at)
    hear()

    entry = journal.history(office.id, matter=case.id)[-1]
    assert changes_of(entry) == [("cases", "all", {"what": "moved"})]
    with clock.frozen(at + timedelta(seconds=5)):
        now = text_of(client.get("/office/limits/now/"))
        assert "待审批" in now and "办理中" not in now


def test_whatever_moves_a_case_or_its_time_is_told_and_only_to_who_may_know() -> None:
    assert set(MOVES) >= {events.CaseTimePaused, events.CaseTimeResumed, DeadlinePassed, events.CaseAssigned}
    assert not topics()["cases"].public


def test_filters_narrow_the_list_and_the_counts(office: Office) -> None:
    first = handled(office)
    above = office.accepted("ABOVE")
    item, person = office.items["ABOVE"].hex, office.hall.people["0302"].hex
    at = MORNING + timedelta(hours=1)

    assert numbers(look(office, at, f"?item={item}")) == [above.number]
    assert counts(look(office, at, f"?item={item}"))["全部在办"] == 1
    assert numbers(look(office, at, "?purpose=case.step")) == [first.number]
    assert set(numbers(look(office, at, f"?department={office.hall.departments['许可处'].hex}"))) == {
        first.number,
        above.number,
    }
    assert numbers(look(office, at, f"?department={office.hall.departments['就业处'].hex}")) == []
    mine = numbers(look(office, at, f"?person={person}"))
    assert mine == [first.number]
    dues = {one.case.number: one.due for one in look(office, at).context["picture"].rows}
    for number, due in dues.items():
        day = f"?from={due}&to={due}"
        assert numbers(look(office, at, day)) == [one for one in dues if dues[one] == due], number
    assert numbers(look(office, at, f"?from={max(dues.values()) + timedelta(days=1)}")) == []
    assert numbers(look(office, at, f"?to={min(dues.values()) - timedelta(days=1)}")) == []
    nonsense = look(office, at, "?item=x&person=%00&from=nie&to=9999-12-31&list=no&purpose=no&start=-3")
    assert len(numbers(nonsense)) == 2


@proves("CRT-02")
def test_a_confidential_case_is_neither_shown_nor_counted_for_the_office(office: Office) -> None:
    secret, plain = office.accepted("SECRET"), office.accepted("PERMIT")
    at = MORNING + timedelta(hours=1)

    answer = look(office, at)

    assert numbers(answer) == [plain.number] and counts(answer)["全部在办"] == 1
    assert secret.number not in answer.content.decode()
    assert set(numbers(look(office, at, who=CHIEF))) == {secret.number, plain.number}


def test_who_is_not_meant_to_watch_does_not_come_in(office: Office) -> None:
    assert look(office, MORNING, who=CLERK).status_code == 403


def test_the_list_asks_as_often_for_many_cases_as_for_few(office: Office) -> None:
    with clock.frozen(MORNING):
        client = person_client(office.hall, OFFICE)

    def asked() -> int:
        """Count what one look asks; now and then a session writes something of its own."""
        counted = []
        with clock.frozen(MORNING + timedelta(hours=1)):
            for _look in range(3):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get("/office/limits/").status_code == 200
                counted.append(len(queries))
        return min(counted)

    for _case in range(2):
        handled(office)
    paused(office)
    few = asked()
    for _case in range(8):
        handled(office)
        paused(office)

    assert asked() == few


def test_a_long_list_is_shown_a_page_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yichuang.screens.limits.picture.PAGE", 2)
    made = [handled(office).number for _case in range(5)]
    at = MORNING + timedelta(hours=1)

    pages = [numbers(look(office, at, f"?start={start}")) for start in (0, 2, 4, 6)]

    assert [len(one) for one in pages] == [2, 2, 1, 0]
    assert sorted(number for one in pages for number in one) == sorted(made)
    assert "第 3–4 件，共 5 件" in text_of(look(office, at, "?start=2"))


def test_the_workbook_holds_the_list_and_no_formula_and_no_applicant(office: Office) -> None:
    case = handled(office)
    at = working_day(4, "10:00")
    with clock.frozen(at):
        client: Client = person_client(office.hall, OFFICE)
        answer = client.get("/office/limits/book/?list=overdue")

    assert answer.headers["Content-Type"].endswith("sheet") and "limits" in answer["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        text = book.read("xl/sharedStrings.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert case.number in text and "红牌" in text and "劳务派遣经营许可" in text
    assert "<f>" not in sheet and "张伟国" not in text and "110105" not in text
    assert office.hall.code in sheet or OFFICE in sheet


def test_an_empty_hall_says_so(office: Office) -> None:
    assert "此列没有办件" in text_of(look(office, MORNING))
    assert "没有符合条件的办件" in text_of(look(office, MORNING, "?purpose=case.step"))


def test_the_page_says_how_far_dates_are_counted_anew(office: Office):
    handled(office)
    organization.set_sessions(sessions=[], by=office.hall.by, at=MORNING)
    hear()

    assert "即将重新推算" in text_of(look(office, MORNING))
    Reprojection.objects.update(to_look=40, looked=10, moved=3)
    assert "已推算 10 项，共 40 项，3 项到期日有变" in text_of(look(office, MORNING))
    deadlines.reproject(at=MORNING)

    assert "大厅服务时段有变。 未结束的计时已全部重新推算：3 项到期日有变。" in text_of(look(office, MORNING))
    assert "重新推算" not in text_of(look(office, MORNING + timedelta(days=1, minutes=1)))
