"""Told once: every gap in one notice, and nothing later that could have been seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.hall import Office
from tests.support.hall import MORNING
from yichuang.cases import handlers, refusals, selectors, services
from yichuang.cases.models import MatterTally
from yichuang.cases.types import (
    CaseCard,
    CaseState,
    CheckLine,
    Purpose,
)
from yichuang.deadlines.types import ClockState
from yichuang.kernel import heartbeat
from yichuang.kernel.claims import proves
from yichuang.notices import selectors as notices
from yichuang.notices import services as told_of
from yichuang.notices.events import ViolationSuspected
from yichuang.notices.types import Fault, LateGround, NoticeKind, NoticeState

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(minutes=10)
TUESDAY = MORNING + timedelta(days=1)


# ---- told once ----------------------------------------------------------------------------------


@proves("JOB-03")
@proves("ONE-03")
def test_four_of_five_leads_to_one_notice_with_exactly_the_gap(office: Office) -> None:
    case = office.submit("PERMIT", answers={"branch": True})
    office.check(case, missing=(5,))

    card, notice = services.tell_once(case_id=case.id, by=office.clerk, at=LATER)

    assert card.state is CaseState.SUPPLEMENT
    assert [(gap.material, gap.fault) for gap in notice.gaps] == [(5, Fault.MISSING)]
    clocks = selectors.clocks_by_purpose(office.id, case.id, LATER)
    assert clocks[Purpose.NOTICE].state is ClockState.STOPPED
    assert clocks[Purpose.SUPPLEMENT].state is ClockState.RUNNING


@proves("JOB-03", refuses=True)
@proves("ACC-01", refuses=True)
@pytest.mark.parametrize(
    "flaw",
    [
        CheckLine(4, False),
        CheckLine(4, True, form_ok=False),  # a copy where the original is asked for
        CheckLine(4, True, valid=False),  # expired
        CheckLine(4, True, genuine=False),
        CheckLine(4, True, content_ok=False),
    ],
)
def test_what_is_not_whole_is_not_accepted(office: Office, flaw: CheckLine) -> None:
    case = office.submit("PERMIT")
    office.check(case, flaw)

    with pytest.raises(refusals.Incomplete, match="场所证明"):
        services.accept(case_id=case.id, by=office.clerk, at=LATER)


def test_what_was_never_looked_at_is_neither_accepted_nor_told(office: Office) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusals.NotChecked):
        services.accept(case_id=case.id, by=office.clerk, at=LATER)
    with pytest.raises(refusals.NotChecked):
        services.tell_once(case_id=case.id, by=office.clerk, at=LATER)


def test_nothing_missing_is_nothing_to_tell(office: Office) -> None:
    case = office.submit("PERMIT")
    office.check(case)

    with pytest.raises(refusals.NothingMissing):
        services.tell_once(case_id=case.id, by=office.clerk, at=LATER)


@proves("ONE-04")
def test_who_brings_what_was_told_is_accepted_and_the_clock_starts(office: Office) -> None:
    case = office.told(missing=(3,))
    office.check(case, at=TUESDAY)

    accepted = services.accept(case_id=case.id, by=office.clerk, at=TUESDAY)

    assert accepted.state is CaseState.ACCEPTED
    assert {
        one.state for one in notices.notices_of(office.id, case.id) if one.kind is NoticeKind.SUPPLEMENT
    } == {NoticeState.SATISFIED}
    clock = selectors.clocks_by_purpose(office.id, case.id, TUESDAY)[Purpose.PROMISED]
    assert clock.due == date(2026, 3, 10)


@proves("ONE-04", refuses=True)
@proves("ONE-03", refuses=True)
def test_a_gap_nobody_was_told_of_cannot_hold_the_case_up(office: Office, heard: Heard) -> None:
    case = office.told(missing=(3,))

    with pytest.raises(refusals.NotTold, match="场所证明"):
        office.check(case, missing=(4,), at=TUESDAY)

    (told,) = heard(ViolationSuspected)
    assert (told.first_checker, told.gaps) == (office.clerk.id, ("4:missing",))


@proves("ONE-03")
@pytest.mark.parametrize("ground", [None, LateGround.LAW_CHANGED])
def test_a_section_head_lets_a_later_gap_through_with_a_reason(
    office: Office, heard: Heard, ground: LateGround | None
) -> None:
    case = office.told(missing=(3,))
    told_of.allow_second(matter_id=case.id, reason="新办法施行", ground=ground, by=office.head, at=TUESDAY)
    office.check(case, missing=(4,), at=TUESDAY)

    _card, notice = services.tell_once(case_id=case.id, by=office.clerk, at=TUESDAY)

    assert (notice.sequence, notice.ground, notice.allowed_by) == (2, ground, office.head.id)
    assert bool(heard(ViolationSuspected)) is (ground is None)  # without a ground it is told all the same


def test_what_was_told_and_is_still_missing_can_be_told_again(office: Office) -> None:
    case = office.told(missing=(3,))
    office.check(case, missing=(3,), at=TUESDAY)

    card, notice = services.tell_once(case_id=case.id, by=office.clerk, at=TUESDAY)

    assert card.state is CaseState.SUPPLEMENT
    assert notice.sequence == 2


# ---- over several applications ------------------------------------------------------------------


def _taken_back(office: Office, *, missing: tuple[int, ...] = (3,)) -> None:
    """Let somebody be told of a gap and take the application back."""
    case = office.submit("PERMIT")
    office.check(case, missing=missing)
    services.tell_once(case_id=case.id, by=office.clerk, at=MORNING)
    services.withdraw(case_id=case.id, by=office.clerk, at=MORNING)


def _told_anew(office: Office, *, missing: tuple[int, ...], **more: Any) -> CaseCard:
    case = office.submit("PERMIT", at=TUESDAY, **more)
    office.check(case, missing=missing, at=TUESDAY)
    return services.tell_once(case_id=case.id, by=office.clerk, at=TUESDAY)[0]


@proves("ONE-03")
def test_what_was_left_out_is_suspected_though_the_application_was_taken_back_and_handed_in_anew(
    office: Office, heard: Heard
) -> None:
    _taken_back(office)

    told = _told_anew(office, missing=(3, 4))

    assert told.state is CaseState.SUPPLEMENT  # not refused: what was whole then may be missing now
    (suspected,) = heard(ViolationSuspected)
    assert (suspected.first_checker, suspected.gaps) == (office.clerk.id, ("4:missing",))


def test_what_was_told_the_first_time_is_no_suspicion_the_second(office: Office, heard: Heard) -> None:
    _taken_back(office)

    _told_anew(office, missing=(3,))

    assert heard(ViolationSuspected) == []


def test_a_branch_that_was_not_asked_for_then_is_another_matter(office: Office, heard: Heard) -> None:
    _taken_back(office)

    _told_anew(office, missing=(4,), answers={"branch": True})

    assert heard(ViolationSuspected) == []


def test_what_comes_after_an_accepted_case_is_another_matter(office: Office, heard: Heard) -> None:
    _taken_back(office)
    office.accepted(at=MORNING + timedelta(hours=1))

    _told_anew(office, missing=(4,), despite_open=True)

    assert heard(ViolationSuspected) == []


@proves("TWO-01")
def test_how_often_somebody_came_is_forgotten_after_its_time_by_the_heartbeat(office: Office) -> None:
    _taken_back(office)
    almost = MORNING + timedelta(days=365)
    handlers.forget_tallies(almost)
    assert MatterTally.objects.count() == 1

    assert heartbeat.beat(almost + timedelta(days=1)) == []  # nothing failed

    assert not MatterTally.objects.exists()
