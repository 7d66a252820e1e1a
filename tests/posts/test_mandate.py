"""Who may decide: delegations in writing, their scope and days, the deputy, what is not delegated."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.halls import MONDAY, at
from tests.posts.mandated import (
    APPROVE,
    CHIEF,
    CLERK,
    DEPUTY,
    FILE,
    HEAD,
    REFUSE,
    TUESDAY,
    departments,
)
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    DelegationOver,
    NotOursToDecide,
    OutsideMandate,
)
from yichuang.posts.types import FINAL, DelegationState, LeaveKind, LeavePath, MandateAct, MandateDenial

pytestmark = pytest.mark.django_db


@proves("CHF-02")
def test_a_department_with_three_own_items_and_two_delegated_shows_exactly_the_third():
    office = departments()
    office.grant(CHIEF, "RS1", "RS2")

    gaps = selectors.delegation_gaps(office.hall.id, office.id, at("10:00"))

    assert [(one.code, one.missing) for one in gaps] == [("RS3", (APPROVE, REFUSE))]
    assert office.may(CHIEF, "RS1").ok and office.may(CHIEF, "RS2").ok


@proves("CHF-02", refuses=True)
def test_approving_the_third_or_by_a_delegation_that_ended_yesterday_is_refused_with_403():
    office = departments()
    office.grant(CHIEF, "RS1", "RS2", active_until=TUESDAY)

    def approve(code, day):
        return services.require_mandate(
            item_id=office.items[code], act=APPROVE, by=office.person(CHIEF), at=at("10:00", day)
        )

    assert approve("RS2", MONDAY).ok
    for code, day in (("RS3", MONDAY), ("RS2", TUESDAY)):
        with pytest.raises(OutsideMandate) as refused:
            approve(code, day)
        assert refused.value.status == 403


def test_what_is_not_delegated_may_not_be_approved_by_anybody():
    office = departments()
    office.grant(CHIEF, "RS1", "RS2")

    third, clerk = office.may(CHIEF, "RS3"), office.may(CLERK, "RS1")

    assert (third.ok, third.reason, third.rule) == (False, MandateDenial.OUT_OF_SCOPE, "CHF-03")
    assert (clerk.ok, clerk.reason, clerk.rule) == (False, MandateDenial.NOT_DELEGATED, "CHF-02")


def test_a_delegation_of_approval_alone_leaves_refusal_a_gap():
    office = departments()
    office.grant(CHIEF, all_at_level=True, acts=[APPROVE])

    gaps = selectors.delegation_gaps(office.hall.id, office.id, at("10:00"))

    assert {one.code for one in gaps} == {"RS1", "RS2", "RS3"}
    assert {one.missing for one in gaps} == {(REFUSE,)}


def test_what_a_section_head_or_clerk_was_given_closes_no_gap_of_the_chief():
    office = departments()
    office.grant(HEAD, all_at_level=True)

    assert len(selectors.delegation_gaps(office.hall.id, office.id, at("10:00"))) == 3
    assert office.may(HEAD, "RS1").ok


def test_a_delegation_that_ended_yesterday_allows_nothing_today():
    office = departments()
    office.grant(CHIEF, all_at_level=True, active_until=TUESDAY)

    assert office.may(CHIEF, "RS1", day=MONDAY).ok
    today = office.may(CHIEF, "RS1", day=TUESDAY)
    assert (today.ok, today.reason, today.rule) == (False, MandateDenial.EXPIRED, "CHF-02")
    assert len(selectors.delegation_gaps(office.hall.id, office.id, at("10:00", TUESDAY))) == 3


def test_a_delegation_of_tomorrow_allows_nothing_today():
    office = departments()
    office.grant(CHIEF, all_at_level=True, active_from=TUESDAY)

    assert office.may(CHIEF, "RS1", day=MONDAY).reason is MandateDenial.NOT_YET
    assert office.may(CHIEF, "RS1", day=TUESDAY).ok


def test_a_delegation_reaches_as_far_as_its_amount():
    office = departments()
    office.grant(CHIEF, "RS1", most_amount=Decimal("5000.00"))

    assert office.may(CHIEF, "RS1", amount=Decimal("5000.00")).ok
    above = office.may(CHIEF, "RS1", amount=Decimal("5000.01"))
    assert (above.reason, above.rule) == (MandateDenial.ABOVE_AMOUNT, "CHF-03")


def test_only_a_first_opinion_is_given_on_what_is_decided_above():
    office = departments()
    office.grant(CHIEF, all_at_level=True)

    for act in FINAL:
        final = office.may(CHIEF, "UP1", act)
        assert (final.ok, final.reason, final.rule) == (False, MandateDenial.NOT_AT_LEVEL, "TIME-05")
    assert office.may(CHIEF, "UP1", MandateAct.FIRST_OPINION).ok
    assert office.may(CLERK, "UP1", MandateAct.FIRST_OPINION).rule == "TIME-05"


def test_final_words_on_what_is_decided_above_cannot_be_delegated():
    office = departments()

    with pytest.raises(NotOursToDecide, match="UP1"):
        office.grant(CHIEF, "UP1")
    assert office.grant(CHIEF, "UP1", acts=[MandateAct.FIRST_OPINION]).acts == (MandateAct.FIRST_OPINION,)


def test_a_joint_review_is_opened_by_the_chief_or_while_away_by_the_deputy():
    office = departments()
    opens = MandateAct.OPEN_JOINT

    before = (office.may(CHIEF, "RS1", opens).ok, office.may(DEPUTY, "RS1", opens).rule)
    office.grant(
        DEPUTY,
        all_at_level=True,
        acts=[opens],
        active_until=TUESDAY,
        deputy_of=office.hall.people[CHIEF],
    )

    assert before == (True, "CHF-04")
    assert office.may(DEPUTY, "RS1", opens).ok
    assert office.may(DEPUTY, "RS1", opens, day=TUESDAY).rule == "CHF-07"


@proves("CHF-07")
@proves("CHF-07", refuses=True)
def test_a_deputy_acts_for_the_chief_within_the_interval_and_the_scope_only():
    office = departments()
    wednesday = TUESDAY + timedelta(days=1)
    office.grant(CHIEF, "RS1", most_amount=Decimal(5000))
    office.grant(
        DEPUTY,
        all_at_level=True,
        active_from=TUESDAY,
        active_until=wednesday,
        deputy_of=office.hall.people[CHIEF],
    )

    within = office.may(DEPUTY, "RS1", day=TUESDAY, amount=Decimal(5000))
    assert within.ok and within.deputy_of == office.hall.people[CHIEF]
    for day in (MONDAY, wednesday):
        outside = office.may(DEPUTY, "RS1", day=day)
        assert not outside.ok and outside.rule == "CHF-07"
    for beyond in (
        office.may(DEPUTY, "RS2", day=TUESDAY),
        office.may(DEPUTY, "RS1", day=TUESDAY, amount=Decimal(5001)),
    ):
        assert (beyond.reason, beyond.rule) == (MandateDenial.BEYOND_CHIEF, "CHF-07")


@proves("CHF-07")
@proves("CHF-07", refuses=True)
def test_while_the_chief_is_on_leave_the_deputy_decides_and_outside_the_interval_is_refused_with_403():
    office = departments()
    office.grant(CHIEF, "RS1")
    office.grant(
        DEPUTY, "RS1", active_from=TUESDAY, active_until=TUESDAY + timedelta(days=1),
        deputy_of=office.hall.people[CHIEF],
    )  # fmt: skip
    leave = services.request_leave(
        kind=LeaveKind.ANNUAL, begins=at("08:00", TUESDAY), ends=at("17:00", TUESDAY),
        by=office.person(CHIEF), at=at("09:00"),
    )  # fmt: skip
    services.approve_leave(leave_id=leave.id, by=office.hall.grant("0101", Role.OFF), at=at("10:00"))

    def decide(number, day):
        return services.require_mandate(
            item_id=office.items["RS1"], act=APPROVE, by=office.person(number), at=at("10:00", day)
        )

    assert decide(DEPUTY, TUESDAY).deputy_of == office.hall.people[CHIEF]
    for number, day in ((DEPUTY, MONDAY), (DEPUTY, TUESDAY + timedelta(days=1)), (CHIEF, TUESDAY)):
        with pytest.raises(OutsideMandate) as refused:
            decide(number, day)
        assert refused.value.status == 403
    assert decide(CHIEF, TUESDAY + timedelta(days=1)).ok


@proves("LOC-02", refuses=True)
def test_whoever_is_on_leave_decides_nothing_to_the_minute():
    office = departments()
    office.grant(CHIEF, "RS1")
    services.request_leave(
        kind=LeaveKind.SICK, path=LeavePath.EMERGENCY, note="发烧", begins=at("10:00"), ends=at("12:00"),
        by=office.person(CHIEF), at=at("10:00"),
    )  # fmt: skip

    found = [office.may(CHIEF, "RS1", clock=clock) for clock in ("09:59", "10:00", "11:59", "12:00")]

    assert [one.ok for one in found] == [True, False, False, True]
    assert found[1].reason is MandateDenial.ON_LEAVE


@proves("CHF-07", refuses=True)
def test_while_a_deputy_acts_the_chief_does_not_and_when_it_ends_does_again():
    office = departments()
    office.grant(CHIEF, all_at_level=True)
    deputy = office.grant(
        DEPUTY, all_at_level=True, active_until=TUESDAY, deputy_of=office.hall.people[CHIEF]
    )

    away = office.may(CHIEF, "RS1")
    services.revoke_delegation(delegation_id=deputy.id, by=office.hall.by, at=at("11:00"))

    assert (away.reason, away.rule) == (MandateDenial.WITH_DEPUTY, "CHF-07")
    assert office.may(CHIEF, "RS1", clock="11:30").ok
    assert office.may(DEPUTY, "RS1", clock="11:30").reason is MandateDenial.REVOKED


def test_a_suspended_chief_has_no_deputy_who_decides():
    office = departments()
    chief = office.grant(CHIEF, all_at_level=True)
    office.grant(DEPUTY, all_at_level=True, active_until=TUESDAY, deputy_of=office.hall.people[CHIEF])

    services.suspend_delegation(delegation_id=chief.id, by=office.hall.by, at=at("09:00"))

    assert office.may(DEPUTY, "RS1").reason is MandateDenial.BEYOND_CHIEF


def test_a_suspended_delegation_sleeps_until_it_is_resumed_and_a_revoked_one_for_good():
    office = departments()
    given = office.grant(CHIEF, all_at_level=True)
    by = office.hall.by

    asleep = services.suspend_delegation(delegation_id=given.id, by=by, at=at("09:00"))
    denied = office.may(CHIEF, "RS1")
    services.resume_delegation(delegation_id=given.id, by=by, at=at("10:30"))
    allowed = office.may(CHIEF, "RS1", clock="11:00")
    services.revoke_delegation(delegation_id=given.id, by=by, at=at("11:30"))

    assert asleep.state(MONDAY) is DelegationState.SUSPENDED
    assert denied.reason is MandateDenial.SUSPENDED and allowed.ok
    assert office.may(CHIEF, "RS1", clock="12:00").reason is MandateDenial.REVOKED
    for again in (services.suspend_delegation, services.resume_delegation, services.revoke_delegation):
        with pytest.raises(DelegationOver):
            again(delegation_id=given.id, by=by, at=at("13:00"))
    told = [entry.name for entry in office.hall.told("posts.delegation_suspended")]
    assert (
        told and office.hall.told("posts.delegation_resumed") and office.hall.told("posts.delegation_revoked")
    )


def test_a_section_head_s_own_acts_need_no_paper_and_end_with_the_office():
    office = departments()

    for act in (MandateAct.WAIVE_NOTICE, MandateAct.PAUSE, MandateAct.EXPRESS, MandateAct.REFUND):
        assert office.may(HEAD, "RS1", act).ok
        assert not office.may(CLERK, "RS1", act).ok
    assert not office.may(HEAD, "SI1", MandateAct.PAUSE).ok  # another department's item


def test_an_extension_is_approved_by_whom_the_item_names():
    office = departments()
    text = FILE.replace(
        "- id: RS1\n", "- id: RS1\n  extension: {times: 1, value: 5, unit: working_day, approver: uh}\n"
    )
    catalogue.import_catalogue(
        hall_id=office.hall.id, text=text, source_name="x", by=office.hall.by, at=at("07:30")
    )

    assert not office.may(HEAD, "RS1", MandateAct.EXTEND).ok
    office.hall.grant("0101", Role.UH)
    assert office.may("0101", "RS1", MandateAct.EXTEND).ok
    assert not office.may("0101", "RS2", MandateAct.EXTEND).ok


def test_an_item_that_is_nobody_s_or_not_offered_is_decided_by_nobody():
    office = departments()
    text = FILE.replace("department: 公共就业服务机构", "department: 谁也不知道", 1)
    catalogue.import_catalogue(
        hall_id=office.hall.id, text=text, source_name="x", by=office.hall.by, at=at("07:30")
    )
    office.grant(CHIEF, all_at_level=True)

    assert office.may(CHIEF, "RS1").reason is MandateDenial.NOBODYS_ITEM
    unknown = selectors.may_decide(
        office.hall.id, office.hall.people[CHIEF], uuid4(), APPROVE, None, at("10:00")
    )
    assert unknown.reason is MandateDenial.ITEM_NOT_OFFERED
