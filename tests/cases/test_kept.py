"""How last month kept the promises, counted from the clocks: each case once, kept or late (PROM-01)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cases.hall import Office
from tests.support.hall import MORNING, SHANGHAI
from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.types import CaseCard, Decision, Purpose
from yichuang.kernel.claims import proves

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 3, 10, tzinfo=SHANGHAI)


def brought(office: Office, at: datetime = MORNING) -> CaseCard:
    """Bring one more case of somebody before whoever decides it."""
    case = office.accepted(at=at, despite_open=True)
    services.begin_handling(case_id=case.id, by=office.neighbour, at=at)
    return services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=at)


def decided(office: Office, *, after: timedelta, at: datetime = MORNING) -> CaseCard:
    case = brought(office, at)
    return services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=at + after)


def kept(office: Office, at: datetime = APRIL) -> tuple[int, int, int] | None:
    wanted = {office.items["PERMIT"]: Purpose.PROMISED}
    found = cases.kept_last_month(office.id, wanted, at).get(office.items["PERMIT"])
    return (found.kept, found.counted, found.percent) if found else None


@proves("PROM-01")
def test_the_share_is_of_those_kept_and_those_late(office: Office) -> None:
    for _one in range(5):
        decided(office, after=timedelta(days=1))
    decided(office, after=timedelta(days=9))

    assert kept(office) == (5, 6, 83)


def test_a_case_counts_once_late_when_its_time_ran_out_though_it_is_decided_later(office: Office) -> None:
    end_of_march = datetime(2026, 3, 24, 9, 30, tzinfo=SHANGHAI)  # five working days end on the 31st
    for _one in range(5):
        decided(office, after=timedelta(days=10), at=end_of_march)

    may = APRIL.replace(month=5)
    assert kept(office) == (0, 5, 0)
    assert kept(office, may) is None


def test_what_is_still_open_and_overdue_counts_and_what_is_open_in_time_does_not(office: Office) -> None:
    for _one in range(5):
        brought(office)
    open_in_time = datetime(2026, 3, 30, 9, 30, tzinfo=SHANGHAI)
    brought(office, open_in_time)

    assert kept(office) == (0, 5, 0)


def test_a_case_withdrawn_in_time_is_no_kept_promise(office: Office) -> None:
    for _one in range(5):
        decided(office, after=timedelta(days=1))
    case = office.accepted(despite_open=True)
    services.withdraw(case_id=case.id, by=office.clerk, at=MORNING + timedelta(hours=1))

    assert kept(office) == (5, 5, 100)


def test_a_lawful_pause_is_not_lateness(office: Office) -> None:
    for _one in range(4):
        decided(office, after=timedelta(days=1))
    waiting = office.accepted(despite_open=True)
    services.begin_handling(case_id=waiting.id, by=office.neighbour, at=MORNING)
    pause(office, waiting, MORNING + timedelta(days=1))

    assert kept(office) is None


def pause(office: Office, case: CaseCard, at: datetime) -> None:
    services.pause(case_id=case.id, ground="inspection", link="现场核查", by=office.neighbour, at=at)
