"""After acceptance: handled, decided by who may, paused and prolonged by law, handed over, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from tests.cases.hall import IN_HAND, PLACE, Office
from tests.support.hall import MORNING
from yichuang.cases import again, events, refusals, selectors, services
from yichuang.cases.models import Case
from yichuang.cases.types import CaseState, Decision, Purpose
from yichuang.deadlines.types import ClockState, Ground
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.notices.types import NoticeKind
from yichuang.posts import services as posts
from yichuang.posts.errors import OutsideMandate
from yichuang.posts.events import OverreachAttempted
from yichuang.posts.types import MandateAct

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=1)


def clock(office: Office, case: Any, purpose: Purpose, at: Any = LATER) -> Any:
    return selectors.clocks_by_purpose(office.id, case.id, at)[purpose]


# ---- stages -------------------------------------------------------------------------------------


@proves("ACC-07")
def test_a_case_may_go_back_from_approval_to_handling_with_a_reason(office: Office, heard: Heard) -> None:
    case = office.for_decision()

    back = services.send_back(case_id=case.id, reason="核查记录不全", by=office.chief, at=LATER)

    assert back.state is CaseState.HANDLING
    (told,) = heard(events.CaseSentBack)
    assert told.reason_id


@proves("ACC-07", refuses=True)
@proves("CAS-01", refuses=True)
def test_skipping_the_approval_is_refused_and_the_attempt_is_told(office: Office, heard: Heard) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)

    with pytest.raises(refusals.IllegalAct):
        services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)
    with pytest.raises(refusals.NeedsApproval):
        services.settle(case_id=case.id, decision=Decision.APPROVED, by=office.neighbour, at=LATER)

    assert [(one.act, one.code) for one in heard(events.ActRefused)] == [
        ("prepare", "illegal-act"),
        ("settle", "needs-approval"),
    ]
    assert selectors.case(office.id, case.id).state is CaseState.HANDLING


@proves("CAS-01")
def test_the_straight_way_leads_to_the_end_and_the_journal_tells_the_same(office: Office) -> None:
    case = office.delivered()
    closed = services.close(case_id=case.id, by=office.clerk, at=LATER)

    assert closed.state is CaseState.CLOSED
    hear()
    told = [entry.name for entry in journal.history(office.id, matter=case.id)]
    assert [one for one in told if one.startswith("cases.")] == [
        "cases.case_submitted",
        "cases.visit_counted",
        "cases.materials_checked",
        "cases.case_accepted",
        "cases.handling_begun",
        "cases.decision_proposed",
        "cases.case_decided",
        "cases.result_prepared",
        "cases.applicant_notified",
        "cases.result_delivered",
        "cases.visit_counted",
        "cases.case_closed",
    ]
    assert again.first_difference(office.id) is None


def test_a_row_that_was_changed_by_hand_is_named(office: Office) -> None:
    case = office.accepted()
    Case.objects.filter(id=case.id).update(accepted_at=MORNING - timedelta(days=3))

    found = again.first_difference(office.id)

    assert found is not None and found.column == "accepted_at"


def test_each_step_has_its_own_clock(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)
    assert clock(office, case, Purpose.STEP).due == date(2026, 3, 5)  # three working days to handle

    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=LATER)

    assert clock(office, case, Purpose.STEP).due == date(2026, 3, 4)  # two to approve


# ---- who may ------------------------------------------------------------------------------------


@proves("CHF-03")
def test_the_chief_decides_in_the_name_of_the_department(office: Office, heard: Heard) -> None:
    office.decided()

    (told,) = heard(events.CaseDecided)
    assert told.decision is Decision.APPROVED and told.delegation_id


@proves("CHF-03", refuses=True)
def test_who_has_no_mandate_decides_nothing_and_the_attempt_is_told(office: Office, heard: Heard) -> None:
    case = office.for_decision()

    with pytest.raises(OutsideMandate):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.head, at=LATER)

    assert selectors.case(office.id, case.id).state is CaseState.APPROVAL
    (told,) = heard(OverreachAttempted)
    assert told.act == "approve"


@proves("ACC-08", refuses=True)
def test_who_handled_a_case_does_not_decide_it(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.chief, at=LATER)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.chief, at=LATER)

    with pytest.raises(refusals.OwnWork):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)


@proves("ACC-08")
def test_another_one_decides_it(office: Office) -> None:
    assert office.decided().decided_by == office.chief.id


@proves("ACC-08", refuses=True)
def test_who_laid_a_case_before_does_not_decide_it_though_another_had_it_in_hand(office: Office) -> None:
    case = office.accepted()
    services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.chief, at=LATER)

    with pytest.raises(refusals.OwnWork):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)


def _up_to_five_thousand(office: Office) -> None:
    posts.grant_delegation(
        department_id=office.hall.departments["许可处"],
        person_id=office.head.id,
        acts=[MandateAct.APPROVE, MandateAct.REFUSE],
        all_at_level=True,
        most_amount=Decimal(5000),
        document="XK-2026-07",
        by=office.hall.by,
        at=MORNING,
    )


@proves("CHF-03", refuses=True)
@pytest.mark.parametrize(
    ("amount", "why"), [(None, "say the amount"), (Decimal("5000.01"), "does not reach this amount")]
)
def test_a_mandate_up_to_an_amount_decides_nothing_unnamed_and_nothing_beyond(
    office: Office, heard: Heard, amount: Decimal | None, why: str
) -> None:
    _up_to_five_thousand(office)
    case = office.for_decision()

    with translation.override("en"), pytest.raises(OutsideMandate, match=why):
        services.decide(case_id=case.id, decision=Decision.APPROVED, amount=amount, by=office.head, at=LATER)

    assert selectors.case(office.id, case.id).state is CaseState.APPROVAL
    assert [one.act for one in heard(OverreachAttempted)] == ["approve"]


@proves("CHF-03")
def test_within_its_amount_a_mandate_decides_and_the_journal_keeps_the_amount(
    office: Office, heard: Heard
) -> None:
    _up_to_five_thousand(office)
    case = office.for_decision()

    services.decide(
        case_id=case.id, decision=Decision.APPROVED, amount=Decimal("4999.50"), by=office.head, at=LATER
    )

    (told,) = heard(events.CaseDecided)
    assert (told.decision, told.cents) == (Decision.APPROVED, 499950)
    assert again.first_difference(office.id) is None


@pytest.mark.parametrize("amount", [Decimal("0.001"), Decimal("-1"), Decimal("NaN")])
def test_what_is_no_amount_is_no_amount_of_a_decision(office: Office, amount: Decimal) -> None:
    case = office.for_decision()

    with pytest.raises(refusals.AmountUnreadable):
        services.decide(case_id=case.id, decision=Decision.APPROVED, amount=amount, by=office.chief, at=LATER)


@proves("TIME-05")
def test_what_a_higher_body_decides_gets_a_timed_first_opinion(office: Office) -> None:
    case = office.for_decision("ABOVE")
    assert clock(office, case, Purpose.OPINION).due == date(2026, 3, 5)

    services.give_opinion(
        case_id=case.id, opinion=Decision.APPROVED, reason="材料属实", by=office.chief, at=LATER
    )
    decided = services.hear_above(
        case_id=case.id, decision=Decision.APPROVED, document="省职改-2026-17", by=office.neighbour, at=LATER
    )

    assert decided.state is CaseState.DECIDED
    assert clock(office, case, Purpose.OPINION).state is ClockState.STOPPED


@proves("TIME-05", refuses=True)
def test_the_chief_cannot_decide_what_a_higher_body_decides(office: Office) -> None:
    case = office.for_decision("ABOVE")

    with pytest.raises(refusals.DecidedAbove):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)


def test_another_department_is_turned_away_and_told_of(office: Office, heard: Heard) -> None:
    case = office.accepted()

    with pytest.raises(refusals.OtherDepartment):
        services.begin_handling(case_id=case.id, by=office.stranger, at=LATER)

    (told,) = heard(events.ActRefused)
    assert told.code == "other-department"


@proves("CRT-02", refuses=True)
def test_a_confidential_case_is_not_there_for_who_does_not_have_it_in_hand(
    office: Office, heard: Heard
) -> None:
    case = office.accepted("SECRET")
    said = set()

    for act in (services.begin_handling, services.accept, services.close, services.deliver):
        more = {"handover": IN_HAND} if act is services.deliver else {}
        for one in (case.id, UUID(int=7)):
            with pytest.raises(refusals.UnknownCase) as hidden:
                act(case_id=one, by=office.neighbour, at=LATER, **more)
            said.add((hidden.value.status, hidden.value.code, str(hidden.value)))

    assert said == {(404, "unknown-case", "没有这个办件。")}  # whether it is there or not
    assert {one.code for one in heard(events.ActRefused)} == {"unknown-case"}
    with pytest.raises(refusals.UnknownCase):  # at another window, where an ordinary case names its own
        services.withdraw(
            case_id=office.submit("SECRET", despite_open=True).id, by=office.neighbour, at=LATER
        )


@proves("CRT-02", refuses=True)
@pytest.mark.parametrize(
    ("act", "more"),
    [
        (services.pause, {"ground": Ground.HEARING.value, "evidence": "(2026)1"}),
        (services.ask_pause, {"ground": Ground.APPLICANT_REQUEST.value, "evidence": "(2026)1"}),
        (services.extend, {"value": 1, "reason": "疑难"}),
    ],
)
def test_nor_does_an_act_that_is_out_of_place_tell_of_a_confidential_case(
    office: Office, act: Any, more: dict[str, Any]
) -> None:
    secret, open_to_all = office.submit("SECRET"), office.submit("PERMIT", despite_open=True)

    with pytest.raises(refusals.UnknownCase):
        act(case_id=secret.id, by=office.neighbour, at=LATER, **more)
    with pytest.raises(refusals.IllegalAct, match=open_to_all.number):
        act(case_id=open_to_all.id, by=office.neighbour, at=LATER, **more)


@proves("CRT-02")
def test_a_confidential_case_is_in_no_list_and_no_count_of_others(office: Office) -> None:
    case = office.accepted("SECRET")
    mine, theirs = (selectors.eyes(office.id, one.id, LATER) for one in (office.clerk, office.neighbour))

    assert selectors.found(office.id, office.clerk.id, mine, case.number) is not None
    assert selectors.found(office.id, office.neighbour.id, theirs, case.number) is None
    assert selectors.listed(office.id, office.neighbour.id, theirs).total == 0
    assert selectors.counts(office.id, office.neighbour.id, theirs) == {}


@proves("ONE-06")
def test_a_refusal_says_reason_basis_and_remedies_in_a_numbered_letter(office: Office) -> None:
    case = office.for_decision()

    services.decide(
        case_id=case.id, decision=Decision.REFUSED, reason="经营场所不符合要求", by=office.chief, at=LATER
    )

    letter = selectors.last_notice(office.id, case.id, NoticeKind.REFUSAL)
    assert letter.elements.has_reason and len(letter.elements.remedies) == 2


@proves("ONE-06", refuses=True)
def test_a_refusal_without_a_reason_is_refused(office: Office) -> None:
    case = office.for_decision()

    with pytest.raises(refusals.ReasonNeeded):
        services.decide(case_id=case.id, decision=Decision.REFUSED, by=office.chief, at=LATER)


def test_a_doubtful_matter_is_not_turned_down_without_asking_above(office: Office) -> None:
    case = office.submit("DOUBTFUL")

    with pytest.raises(refusals.UncertainUnasked):
        services.refuse_acceptance(
            case_id=case.id, reason="工种不符", basis=("《办法》",), by=office.clerk, at=LATER
        )
