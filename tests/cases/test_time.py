"""Time stands still, runs on and is prolonged by law; what is late says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.hall import IN_HAND, PLACE, Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import Decision, Purpose
from yichuang.deadlines.refusals import GroundUnlawful
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.notices.types import NoticeKind
from yichuang.posts.errors import OutsideMandate

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)


def clock(office: Office, case: Any, purpose: Purpose, at: Any = LATER) -> Any:
    return selectors.clocks_by_purpose(office.id, case.id, at)[purpose]


# ---- time ---------------------------------------------------------------------------------------


@proves("TIME-02")
def test_a_lawful_pause_moves_the_day_by_just_as_much(office: Office) -> None:
    case = office.accepted()
    services.pause(case_id=case.id, ground="inspection", link="现场核查", by=office.neighbour, at=LATER)

    services.resume(case_id=case.id, by=office.neighbour, at=LATER + timedelta(days=3))

    assert clock(office, case, Purpose.PROMISED, LATER + timedelta(days=3)).due == date(2026, 3, 12)
    letter = selectors.last_notice(office.id, case.id, NoticeKind.PAUSE)
    assert "10" in letter.elements.time_limit


@proves("TIME-02", refuses=True)
@pytest.mark.parametrize(
    ("ground", "link", "refusal"),
    [
        ("staff_absent", "", GroundUnlawful),  # AB-08
        ("hearing", "现场核查", refusals.GroundUnfit),
        ("inspection", "没有的环节", refusals.GroundUnfit),
    ],
)
def test_what_is_no_ground_of_the_item_pauses_nothing(
    office: Office, ground: str, link: str, refusal: type[Exception]
) -> None:
    case = office.accepted()

    with pytest.raises(refusal):
        services.pause(case_id=case.id, ground=ground, link=link, by=office.neighbour, at=LATER)

    assert clock(office, case, Purpose.PROMISED).state is ClockState.RUNNING


def test_a_case_is_prolonged_once_by_who_may_and_the_applicant_is_told(office: Office) -> None:
    case = office.accepted()

    services.extend(case_id=case.id, value=10, reason="案情复杂", by=office.chief, at=LATER)

    assert clock(office, case, Purpose.STATUTORY).due == date(2026, 4, 14)  # 30 working days
    assert selectors.last_notice(office.id, case.id, NoticeKind.EXTENSION).elements.has_reason
    with pytest.raises(refusals.NoExtension):
        services.extend(case_id=case.id, value=1, reason="再延", by=office.chief, at=LATER)


def test_nobody_without_the_mandate_prolongs_a_case(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(OutsideMandate):
        services.extend(case_id=case.id, value=10, reason="忙", by=office.neighbour, at=LATER)


def _late(office: Office) -> Any:
    """Return a case handed over two days after its promised day, and the moment of it."""
    late = MORNING + timedelta(days=9)
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=late)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=late)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=late)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=late)
    services.notify(case_id=case.id, by=office.neighbour, at=late)
    return services.deliver(case_id=case.id, handover=IN_HAND, by=office.clerk, at=late), late


@proves("TIME-07", refuses=True)
def test_a_late_case_is_not_closed_without_saying_why(office: Office) -> None:
    case, late = _late(office)

    with pytest.raises(refusals.LatenessUnexplained):
        services.close(case_id=case.id, by=office.clerk, at=late)


@proves("TIME-07")
def test_a_late_case_is_closed_with_its_reason_and_stays_known_as_late(office: Office, heard: Heard) -> None:
    case, late = _late(office)
    services.explain_lateness(case_id=case.id, reason="系统升级", by=office.neighbour, at=late)

    services.close(case_id=case.id, by=office.clerk, at=late)

    (told,) = heard(events.CaseClosed)
    assert told.on_time is False
