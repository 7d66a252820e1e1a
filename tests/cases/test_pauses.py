"""A pause that needs an approval: asked for by one, approved or declined by another's own act (TIME-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.cases.hall import Office, case_office
from tests.support.hall import MORNING
from yichuang.cases import again, again_beside, events, models, refusals, selectors, services
from yichuang.cases.types import (
    CaseCard,
    Decision,
    LimitList,
    PauseRequestCard,
    PauseState,
    Purpose,
    WantedLimits,
)
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.again import first_difference as clock_differs
from yichuang.deadlines.refusals import ApprovalMissing, GroundUnlawful, PaperMissing, PaperUnfit
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, Key
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind
from yichuang.posts.errors import OutsideMandate

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
ASKED = MORNING + timedelta(hours=1)
ANSWERED = MORNING + timedelta(days=1)
PAPER = "中止申请-2026-7"
WITHOUT = "未说明事由"


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


def in_hand(office: Office, item: str = "PERMIT") -> CaseCard:
    """Return a case in the hand of the neighbour."""
    case = office.accepted(item)
    return services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)


def ask(office: Office, case: CaseCard, **more: Any) -> PauseRequestCard:
    said = {"ground": "suspension", "evidence": PAPER, "by": office.neighbour, "at": ASKED}
    return services.ask_pause(case_id=case.id, **(said | more))


def states(office: Office, case: CaseCard, at: Any = ANSWERED) -> set[ClockState]:
    """Return how the case's running clocks stand."""
    clocks = selectors.clocks_by_purpose(office.id, case.id, at)
    return {clocks[one].state for one in (Purpose.PROMISED, Purpose.STATUTORY, Purpose.STEP)}


def letters(office: Office, case: CaseCard) -> list[NoticeKind]:
    return [one.kind for one in notices.notices_of(office.id, case.id)]


# ---- asked, approved, declined -----------------------------------------------------------------------


@proves("TIME-02")
def test_time_runs_on_until_another_approves_and_stands_still_from_then_on(
    office: Office, heard: Heard
) -> None:
    case = in_hand(office)
    before = selectors.clocks_by_purpose(office.id, case.id, ASKED)[Purpose.PROMISED].due
    asked = ask(office, case)
    assert states(office, case) == {ClockState.RUNNING}
    assert NoticeKind.PAUSE not in letters(office, case)

    done = services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)

    assert done.state is PauseState.APPROVED and done.answered_by == office.head.id
    assert states(office, case) == {ClockState.PAUSED}
    clock = selectors.clocks_by_purpose(office.id, case.id, ANSWERED)[Purpose.PROMISED]
    (pause,) = clock.pauses
    assert (pause.since, pause.approved_by, pause.evidence) == (ANSWERED, office.head.id, PAPER)
    assert letters(office, case).count(NoticeKind.PAUSE) == 1
    services.resume(case_id=case.id, by=office.neighbour, at=ANSWERED + timedelta(days=2))
    after = selectors.clocks_by_purpose(office.id, case.id, ANSWERED + timedelta(days=2))[Purpose.PROMISED]
    assert after.due == before + timedelta(days=2)
    (told,) = heard(events.PauseApproved)
    assert (told.asked_by, told.request_id) == (office.neighbour.id, asked.id)
    assert len(heard(events.CaseTimePaused)) == 1


@proves("TIME-02", refuses=True)
def test_a_declined_pause_lets_nothing_stand_still_and_says_why(office: Office, heard: Heard) -> None:
    case = in_hand(office)
    asked = ask(office, case)
    with pytest.raises(refusals.ReasonNeeded):
        services.decline_pause(request_id=asked.id, reason="  ", by=office.head, at=ANSWERED)

    done = services.decline_pause(request_id=asked.id, reason=WITHOUT, by=office.head, at=ANSWERED)

    assert done.state is PauseState.DECLINED and done.reason_id is not None
    assert states(office, case) == {ClockState.RUNNING}
    clock = selectors.clocks_by_purpose(office.id, case.id, ANSWERED)[Purpose.PROMISED]
    assert clock.pauses == ()
    said = services.read_text(case_id=case.id, entry_id=done.reason_id, by=office.neighbour, at=ANSWERED)
    assert said == WITHOUT
    assert len(heard(events.PauseDeclined)) == 1
    ask(office, case, at=ANSWERED)  # on a better paper it is asked for anew
    counted = selectors.pause_counts(office.id)
    assert (counted[PauseState.ASKED], counted[PauseState.DECLINED], counted[PauseState.LAPSED]) == (1, 1, 0)


# ---- who answers ---------------------------------------------------------------------------------------


@proves("TIME-02", refuses=True)
@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("neighbour", refusals.OtherDepartment),  # a clerk comes before no decision
        ("stranger", refusals.OtherDepartment),
        ("chief", OutsideMandate),  # has it not delegated in writing
    ],
)
def test_only_who_holds_the_mandate_answers(office: Office, who: str, refusal: type[Exception]) -> None:
    case = in_hand(office)
    asked = ask(office, case, by=office.clerk)
    by: Actor = getattr(office, who)

    for verb, more in ((services.approve_pause, {}), (services.decline_pause, {"reason": WITHOUT})):
        with pytest.raises(refusal):
            verb(request_id=asked.id, by=by, at=ANSWERED, **more)

    assert states(office, case) == {ClockState.RUNNING}


@proves("TIME-02", refuses=True)
def test_neither_who_asked_nor_who_has_the_case_in_hand_answers(office: Office) -> None:
    by_the_head = ask(office, in_hand(office), by=office.head)
    case = office.accepted("ABOVE")
    services.begin_handling(case_id=case.id, by=office.head, at=MORNING)
    in_the_heads_hand = ask(office, case, by=office.clerk)

    for asked in (by_the_head, in_the_heads_hand):
        with pytest.raises(refusals.PauseNeedsSecond):
            services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)
        with pytest.raises(refusals.PauseNeedsSecond):
            services.decline_pause(request_id=asked.id, reason=WITHOUT, by=office.head, at=ANSWERED)
        with transaction.atomic(), pytest.raises(IntegrityError):
            models.PauseRequest.objects.filter(id=asked.id).update(
                state="declined", answered_by=asked.asked_by, answered_at=ANSWERED, reason_id=new_id()
            )
    everything = selectors.eyes(office.id, office.head.id, ANSWERED)
    assert selectors.pauses_to_answer(office.id, office.head.id, everything, ANSWERED) == []


def test_a_confidential_case_is_not_found_by_its_request(office: Office) -> None:
    case = office.accepted("SECRET")
    asked = ask(office, case, by=office.clerk)

    with pytest.raises(refusals.UnknownCase):
        services.approve_pause(request_id=asked.id, by=office.stranger, at=ANSWERED)

    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)


# ---- what may be asked ---------------------------------------------------------------------------------


@proves("TIME-02", refuses=True)
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"evidence": " "}, PaperMissing),
        ({"evidence": "13800132210"}, PaperUnfit),
        ({"ground": "staff_absent"}, GroundUnlawful),
        ({"ground": "inspection"}, refusals.NoApprovalNeeded),
        ({"link": "没有的环节"}, refusals.GroundUnfit),
        ({"link": "现场核查"}, refusals.GroundUnfit),
    ],
)
def test_a_pause_is_asked_for_on_a_ground_that_needs_approval_and_a_paper(
    office: Office, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ask(office, in_hand(office), **more)


@proves("TIME-02", refuses=True)
def test_nobody_lets_time_stand_still_by_naming_an_approver(office: Office) -> None:
    case = in_hand(office)

    with pytest.raises(ApprovalMissing):
        services.pause(case_id=case.id, ground="suspension", evidence=PAPER, by=office.neighbour, at=ASKED)
    with pytest.raises(TypeError):
        services.pause(  # type: ignore[call-arg]
            case_id=case.id, ground="suspension", approved_by=office.head.id, by=office.neighbour, at=ASKED
        )

    assert states(office, case) == {ClockState.RUNNING}


def test_one_pause_is_asked_for_at_a_time_and_none_while_time_stands_still(office: Office) -> None:
    case = in_hand(office)
    asked = ask(office, case)
    with pytest.raises(refusals.PauseAskedAlready):
        ask(office, case, ground="applicant_request")

    services.pause(case_id=case.id, ground="inspection", link="现场核查", by=office.neighbour, at=ASKED)

    with pytest.raises(refusals.TimeStandsStill):
        services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)
    services.decline_pause(request_id=asked.id, reason=WITHOUT, by=office.head, at=ANSWERED)
    with pytest.raises(refusals.TimeStandsStill):
        ask(office, case, at=ANSWERED)


def test_before_it_is_accepted_and_after_it_is_decided_no_pause_is_asked_for(office: Office) -> None:
    for case in (office.submit("ABOVE"), office.decided()):
        with pytest.raises(refusals.IllegalAct):
            ask(office, case)


# ---- twice, too late, meanwhile --------------------------------------------------------------------------


def test_pressing_twice_asks_and_approves_once(office: Office, heard: Heard) -> None:
    case = in_hand(office)
    key, other = Key("ask-it-once", "0" * 64), Key("approve-it-once", "0" * 64)

    first, again_asked = ask(office, case, key=key), ask(office, case, key=key)
    answers = [
        services.approve_pause(request_id=first.id, by=office.head, at=ANSWERED, key=other) for _ in range(2)
    ]

    assert first.id == again_asked.id and {one.state for one in answers} == {PauseState.APPROVED}
    with pytest.raises(refusals.PauseAnswered):  # another rendering of the form
        services.approve_pause(request_id=first.id, by=office.head, at=ANSWERED)
    with pytest.raises(refusals.PauseAnswered):
        services.decline_pause(request_id=first.id, reason=WITHOUT, by=office.head, at=ANSWERED)
    assert len(heard(events.CaseTimePaused)) == 1
    with pytest.raises(refusals.UnknownPauseRequest):
        services.approve_pause(request_id=new_id(), by=office.head, at=ANSWERED)


@proves("TIME-02", refuses=True)
@pytest.mark.parametrize("ended_by", ["decided", "withdrawn"])
def test_a_request_nobody_answered_lapses_when_its_case_is_decided_or_ends(
    office: Office, heard: Heard, ended_by: str
) -> None:
    case = in_hand(office)
    asked = ask(office, case)
    if ended_by == "decided":
        services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=ANSWERED)
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=ANSWERED)
    else:
        services.withdraw(case_id=case.id, by=office.clerk, at=ANSWERED)

    lapsed = selectors.pause_request(office.id, asked.id)

    assert (lapsed.state, lapsed.answered_by, lapsed.answered_at) == (PauseState.LAPSED, None, ANSWERED)
    assert [one.request_id for one in heard(events.PauseLapsed)] == [asked.id]
    with pytest.raises(refusals.PauseAnswered):
        services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)


def test_a_step_that_begins_while_time_stands_still_stands_still_on_the_same_approval(office: Office) -> None:
    case = office.accepted()
    asked = ask(office, case)
    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)

    services.begin_handling(case_id=case.id, by=office.head, at=ANSWERED)  # also in the approver's own hand

    step = selectors.clocks_by_purpose(office.id, case.id, ANSWERED)[Purpose.STEP]
    assert step.state is ClockState.PAUSED
    assert (step.pauses[0].approved_by, step.pauses[0].evidence) == (office.head.id, PAPER)


# ---- who sees and hears it -------------------------------------------------------------------------------


def test_the_head_is_told_of_the_request_and_the_asker_of_the_answer(office: Office) -> None:
    case = in_hand(office)
    asked = ask(office, case)
    hear()
    kinds = lambda who: [one.kind.value for one in selectors.alerts(office.id, who.id, ANSWERED)]  # noqa: E731
    assert "pause_asked" in kinds(office.head) and "pause_asked" not in kinds(office.neighbour)
    eyes = selectors.eyes(office.id, office.head.id, ANSWERED)
    (waits,) = selectors.pauses_to_answer(office.id, office.head.id, eyes, ANSWERED)
    assert (waits.id, waits.evidence) == (asked.id, PAPER)

    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)
    hear()

    assert "pause_asked" not in kinds(office.head)
    assert "pause_approved" in kinds(office.neighbour)
    assert selectors.pauses_to_answer(office.id, office.head.id, eyes, ANSWERED) == []


def test_the_list_of_time_limits_has_what_is_asked_for_until_it_is_answered(office: Office) -> None:
    case, _other = in_hand(office), in_hand(office, "ABOVE")
    asked = ask(office, case)

    def listed(wanted: LimitList) -> list[UUID]:
        page = selectors.limits(
            office.id, office.id, selectors.EVERYTHING, ANSWERED, WantedLimits(list=wanted), start=0, size=9
        )
        assert page.counts[wanted] == len(page.rows)
        return [one.case.id for one in page.rows]

    assert listed(LimitList.ASKED) == [case.id] and listed(LimitList.STILL) == []

    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)

    assert listed(LimitList.ASKED) == [] and listed(LimitList.STILL) == [case.id]


def test_the_reasoning_names_who_approved_inside_the_hall_only(office: Office) -> None:
    case = in_hand(office)
    asked = ask(office, case)
    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)
    later = ANSWERED + timedelta(days=2)
    clock = selectors.clocks_by_purpose(office.id, case.id, later)[Purpose.PROMISED]

    inside, outside = (
        " ".join(one.zh + one.en for one in deadlines.explain(office.id, clock.id, later, inside=who).lines)
        for who in (True, False)
    )

    assert "0306批准" in inside and "approved by" in inside
    assert PAPER in outside and "批准" not in outside and "approved by" not in outside


# ---- told again from the journal ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("state", {"state": "lapsed"}),
        ("paper", {"evidence": "另一份"}),
        ("answered_by", {"answered_by": UUID(int=7)}),
        ("asked_at", {"asked_at": MORNING}),
    ],
)
def test_a_turned_request_is_found_by_the_journal(
    office: Office, column: str, values: dict[str, Any]
) -> None:
    asked = ask(office, in_hand(office))
    services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)
    find = again_beside.RETELLINGS["cases.pause_request"]
    assert find(office.id) is None and again.first_difference(office.id) is None
    assert clock_differs(office.id) is None

    models.PauseRequest.objects.filter(id=asked.id).update(**values)

    found = find(office.id)
    assert found is not None and found.column == column


def test_what_is_refused_is_said_in_both_languages(office: Office) -> None:
    asked = ask(office, in_hand(office), by=office.head)

    with pytest.raises(refusals.PauseNeedsSecond) as told:
        services.approve_pause(request_id=asked.id, by=office.head, at=ANSWERED)

    with translation.override("zh-hans"):
        assert "自行审批" in str(told.value)
    with translation.override("en"):
        assert "asked for a pause" in str(told.value)
    assert told.value.rule == "TIME-02"
