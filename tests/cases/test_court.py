"""The court’s window: the paper is always taken, and decided on in seven days or filed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.hall import Office, case_office
from tests.support.callers import text_of
from tests.support.hall import MORNING, SHANGHAI
from yichuang.cases import events, selectors, services
from yichuang.cases.types import AcceptMode, AlertKind, CaseCard, CaseState, Decision, Purpose
from yichuang.catalogue import selectors as items
from yichuang.catalogue import services as catalogue
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.types import Unit
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor

Heard = Callable[..., list[Any]]
FILING = """
items:
- id: FILING
  name: 民事一审登记立案
  department: 许可处
  applicant: 当事人
  category: 诉讼服务
  case_type: 即办件
  legal_basis: [《最高人民法院关于人民法院登记立案若干问题的规定》]
  materials:
  - {name: 民事起诉状, form: 原件, required: true}
  - {name: 被告身份信息, form: 复印件, required: true}
  statutory_limit: {value: 7, unit: calendar_day, citation: 登记立案规定第八条}
  promised_limit: {value: 0, unit: immediate}
  flags: {file_first: true}
  result: 受理案件通知书
  fee: {charged: false}
  avg_minutes: 25
  ticket_prefix: A
- id: RECORDS
  name: 诉讼档案查阅
  department: 许可处
  applicant: 当事人
  category: 诉讼服务
  case_type: 承诺件
  legal_basis: [《人民法院诉讼档案管理办法》]
  materials:
  - {name: 查阅申请表, form: 表单, required: true}
  steps:
  - {name: 初审, role: stf, stage: first_review, limit: {value: 0, unit: immediate}}
  - {name: 受理, role: stf, stage: acceptance, limit: {value: 0, unit: immediate}}
  - {name: 承办, role: stf, stage: handling, limit: {value: 2, unit: working_day}}
  - {name: 审批, role: chief, stage: approval, limit: {value: 1, unit: working_day}}
  statutory_limit: {value: 10, unit: working_day, citation: 管理办法第十条}
  promised_limit: {value: 5, unit: working_day}
  result: 查阅件
  fee: {charged: false}
  avg_minutes: 15
  ticket_prefix: A
"""


@pytest.fixture
def court(db: None) -> Office:
    office = case_office()
    catalogue.import_catalogue(
        hall_id=office.id, text=FILING, source_name="目录", by=office.hall.by, at=MORNING
    )
    office.items |= {one.code: one.id for one in items.items(office.id, MORNING.date())}
    return office


def beat(days: float) -> datetime:
    """Let the heartbeat come by so many days after the paper came in."""
    at = MORNING + timedelta(days=days)
    deadlines.tick(at=at)
    hear()
    return at


def now(court: Office, case: CaseCard) -> CaseCard:
    return selectors.case(court.id, case.id)


def test_the_time_to_decide_on_filing_is_the_law_s_seven_days_from_receipt(court: Office) -> None:
    case = court.submit("FILING")

    clock = selectors.clocks_by_purpose(court.id, case.id, MORNING)[Purpose.NOTICE]

    assert (clock.budget.value, clock.budget.unit) == (7, Unit.CALENDAR_DAY)
    assert clock.due is not None and clock.due.isoformat() == "2026-03-09"


def test_what_is_undecided_within_its_time_is_filed_first_and_its_time_counts_from_then(
    court: Office, heard: Heard
) -> None:
    case = court.submit("FILING")
    for day in range(1, 7):
        beat(day)
    assert now(court, case).state is CaseState.SUBMITTED

    at = beat(7.7)

    filed = now(court, case)
    assert (filed.state, filed.accept_mode) == (CaseState.ACCEPTED, AcceptMode.FILED_FIRST)
    (told,) = heard(events.CaseAccepted)
    assert told.mode is AcceptMode.FILED_FIRST and told.since >= datetime(2026, 3, 10, tzinfo=SHANGHAI)
    statutory = selectors.clocks_by_purpose(court.id, case.id, at)[Purpose.STATUTORY]
    assert not statutory.overdue and statutory.due is not None
    assert statutory.due.isoformat() == "2026-03-17"


def test_what_is_decided_at_once_is_not_filed_first(court: Office, heard: Heard) -> None:
    case = court.accepted("FILING")

    beat(9)

    assert [one.mode for one in heard(events.CaseAccepted)] == [AcceptMode.COMPLETE]
    assert now(court, case).accept_mode is AcceptMode.COMPLETE


def test_the_time_begins_anew_when_what_was_missing_comes_in(court: Office) -> None:
    case = court.submit("FILING")
    court.check(case, missing=(2,))
    services.tell_once(case_id=case.id, by=court.clerk, at=MORNING + timedelta(minutes=10))
    beat(9)
    assert now(court, case).state is CaseState.SUPPLEMENT

    back = MORNING + timedelta(days=10)
    services.supplement(case_id=case.id, by=court.clerk, at=back)

    clock = selectors.clocks_by_purpose(court.id, case.id, back)[Purpose.NOTICE]
    assert clock.due is not None and clock.due.isoformat() == "2026-03-19"


def late_steps(court: Office, who: Actor, at: datetime) -> list[CaseCard]:
    """Return the cases of which somebody was told that a step ran out."""
    told = selectors.alerts(court.id, who.id, at)
    return [
        selectors.case(court.id, one.case_id)
        for one in told
        if one.kind is AlertKind.PASSED and one.purpose == Purpose.STEP
    ]


@proves("CRT-01")
def test_a_step_that_ran_out_is_told_to_who_has_it_and_to_the_head_until_it_is_done(court: Office) -> None:
    case = court.accepted("RECORDS")
    services.begin_handling(case_id=case.id, by=court.neighbour, at=MORNING)
    assert late_steps(court, court.neighbour, beat(1)) == []

    at = beat(3)

    for who in (court.neighbour, court.head, court.chief):
        assert [one.id for one in late_steps(court, who, at)] == [case.id]
    assert late_steps(court, court.stranger, at) == []
    at += timedelta(minutes=10)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=court.neighbour, at=at)
    hear()
    assert late_steps(court, court.neighbour, at) == []


@proves("CRT-01")
def test_a_party_sees_the_stage_of_their_own_case_and_of_no_other(court: Office) -> None:
    mine, other = court.accepted("RECORDS"), court.submit("FILING")
    services.begin_handling(case_id=mine.id, by=court.neighbour, at=MORNING)

    with clock.frozen(MORNING):
        page = text_of(Client().get(f"/c/{mine.token}/"))
        nobody = Client().get(f"/c/{other.token[:-1]}x/")

    assert mine.number in page and "诉讼档案查阅" in page and other.number not in page
    assert nobody.status_code == 404
