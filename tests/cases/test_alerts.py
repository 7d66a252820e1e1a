"""Who has to know, what lies still or uncollected; express handling; enforcement only after a warning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.hall import PLACE
from tests.cases.together import LATER, House, time_passes, working_day
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.models import Alert
from yichuang.cases.types import AlertKind, Decision, Level, Purpose, Stand
from yichuang.deadlines.types import Audience, Ground
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear, rebuild
from yichuang.notices import refusals as notice_refusals
from yichuang.notices.types import Channel

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]


def kinds(house: House, by: Any, at: Any) -> list[AlertKind]:
    return [one.kind for one in selectors.alerts(house.id, by.id, at)]


# ---- rungs reach people -------------------------------------------------------------------------


@proves("TIME-03")
def test_a_case_near_its_end_warns_its_handler_and_over_it_the_office_and_supervision(house: House) -> None:
    case = house.handling("PERMIT")  # promised until Monday the 9th
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)

    time_passes(working_day(4, "10:00"))
    near = selectors.alerts(house.id, house.office.neighbour.id, working_day(4))
    assert AlertKind.NEAR in {one.kind for one in near if one.purpose == Purpose.PROMISED}
    assert Purpose.PROMISED not in {
        one.purpose for one in selectors.alerts(house.id, house.manager.id, working_day(4))
    }

    time_passes(working_day(6, "00:05"))
    assert Purpose.PROMISED in {
        one.purpose
        for one in selectors.alerts(house.id, house.section_head.id, working_day(6))
        if one.kind is AlertKind.PASSED
    }
    time_passes(working_day(7, "00:05"))
    office = selectors.alerts(house.id, house.manager.id, working_day(7))
    assert Purpose.PROMISED in {one.purpose for one in office if one.audience is Audience.OFFICE}
    time_passes(working_day(9, "00:05"))
    inspector = house.office.hall.person("0003")
    told = selectors.alerts(house.id, inspector.id, working_day(9))
    assert Purpose.PROMISED in {one.purpose for one in told if one.audience is Audience.SUPERVISION}


def test_hearing_the_journal_again_tells_the_same(house: House) -> None:
    case = house.opened()
    services.raise_query(
        case_id=case.id, level=Level.SECTION, question="?", by=house.office.neighbour, at=LATER
    )
    time_passes(working_day(4))
    first = sorted(Alert.objects.values_list("id", "kind", "over_at"), key=str)

    rebuild(services.ALERTS)
    hear()

    assert sorted(Alert.objects.values_list("id", "kind", "over_at"), key=str) == first


def test_what_somebody_has_taken_note_of_leaves_everybodys_list_and_stays_in_the_journal(
    house: House, heard: Heard
) -> None:
    house.opened()
    hear()
    (alert,) = selectors.alerts(house.id, house.planner.id, LATER)

    services.acknowledge(alert_id=alert.id, by=house.planner, at=LATER)

    assert kinds(house, house.planner, LATER) == kinds(house, house.head_planner, LATER) == []
    assert [one.alert_id for one in heard(events.AlertAcknowledged)] == [alert.id]


def test_nobody_takes_note_of_what_was_not_for_them(house: House) -> None:
    house.opened()
    hear()
    (alert,) = selectors.alerts(house.id, house.planner.id, LATER)

    for by in (house.fireman, house.jobs, house.manager):
        with pytest.raises(refusals.AlertUnknown):
            services.acknowledge(alert_id=alert.id, by=by, at=LATER)


def test_an_alert_is_over_when_what_it_was_about_is_done(house: House) -> None:
    case = house.opened()
    hear()
    assert kinds(house, house.planner, LATER) == [AlertKind.JOINT_ASKED]

    services.give_joint_opinion(
        case_id=case.id, stand=Stand.AGREE, text="同意", by=house.planner, at=working_day(1)
    )
    hear()

    assert kinds(house, house.planner, working_day(1)) == []
    assert AlertKind.JOINT_OPINION in kinds(house, house.office.neighbour, working_day(1))


# ---- what lies still ----------------------------------------------------------------------------


@proves("CAS-10")
def test_a_step_idle_beyond_its_limit_alerts_its_owner_and_then_the_head(house: House) -> None:
    case = house.handling("PERMIT")  # three working days to handle: until Thursday

    time_passes(working_day(3, "15:00"))
    early = kinds(house, house.office.neighbour, working_day(3))
    time_passes(working_day(4, "00:05"))

    (still,) = selectors.stale(house.id, working_day(4))
    assert (still.case_number, still.owner_id) == (case.number, house.office.neighbour.id)
    assert AlertKind.NEAR in early
    for by in (house.office.neighbour, house.section_head):
        late = [
            one for one in selectors.alerts(house.id, by.id, working_day(4)) if one.kind is AlertKind.PASSED
        ]
        assert Purpose.STEP in {one.purpose for one in late}


@proves("CAS-10")
def test_a_case_in_a_lawful_pause_is_not_stale_and_alerts_nobody(house: House) -> None:
    case = house.handling("PERMIT")
    services.pause(
        case_id=case.id,
        ground=Ground.INSPECTION,
        link="现场核查",
        evidence="XC-7",
        by=house.office.neighbour,
        at=LATER,
    )

    time_passes(working_day(8))

    assert selectors.stale(house.id, working_day(8)) == []
    late = selectors.alerts(house.id, house.office.neighbour.id, working_day(8))
    assert AlertKind.PASSED not in {one.kind for one in late}


def test_a_step_that_changes_leaves_the_stale_list_at_once(house: House) -> None:
    case = house.handling("PERMIT")
    assert [one.case_id for one in selectors.stale(house.id, working_day(4))] == [case.id]

    services.propose(
        case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=working_day(4)
    )

    assert selectors.stale(house.id, working_day(4)) == []


def test_a_result_that_is_ready_and_not_told_in_time_is_listed_until_it_is_told(house: House) -> None:
    case = house.office.decided()
    services.prepare_result(case_id=case.id, collection=PLACE, by=house.office.neighbour, at=LATER)
    assert selectors.unnotified(house.id, LATER + timedelta(hours=23)) == []

    late = LATER + timedelta(hours=25)
    assert [one.case_number for one in selectors.unnotified(house.id, late)] == [case.number]
    services.notify(case_id=case.id, by=house.office.neighbour, at=late)

    assert selectors.unnotified(house.id, late) == []


@proves("CAS-06")
def test_a_result_that_lies_uncollected_calls_for_a_reminder_of_its_applicant(
    house: House, heard: Heard
) -> None:
    case = house.office.decided()
    services.prepare_result(case_id=case.id, collection=PLACE, by=house.office.neighbour, at=LATER)
    services.notify(case_id=case.id, by=house.office.neighbour, at=LATER)
    assert services.tell_uncollected_everywhere(at=LATER + timedelta(days=29)) == 0

    month = LATER + timedelta(days=31)
    assert services.tell_uncollected_everywhere(at=month) == 1
    assert services.tell_uncollected_everywhere(at=month + timedelta(hours=1)) == 0
    assert [one.case_number for one in selectors.uncollected(house.id, month)] == [case.number]
    card = services.remind_applicant(
        case_id=case.id, channel=Channel.PHONE, by=house.office.neighbour, at=month
    )

    assert (card.number, card.reminded_at) == (1, month)
    assert selectors.uncollected(house.id, month) == []
    assert services.tell_uncollected_everywhere(at=LATER + timedelta(days=61)) == 1  # and again a month later
    assert [one.number for one in heard(events.ResultUncollected)] == [1, 2]


def test_nobody_is_reminded_of_a_result_that_was_fetched(house: House) -> None:
    case = house.office.delivered()

    assert services.tell_uncollected_everywhere(at=LATER + timedelta(days=40)) == 0
    with pytest.raises(refusals.ResultNotLying):
        services.remind_applicant(case_id=case.id, channel=Channel.PHONE, by=house.office.neighbour, at=LATER)


# ---- express ------------------------------------------------------------------------------------


def express(house: House, case: Any, approved_by: Any) -> Any:
    return services.make_express(
        case_id=case.id, reason="企业投产在即", approved_by=approved_by, by=house.office.neighbour, at=LATER
    )


@proves("PRI-02")
def test_express_handling_shortens_what_was_promised_and_every_step_sees_it(house: House) -> None:
    case = house.handling("PERMIT")  # promised five working days, three of them to handle
    before = selectors.clocks_by_purpose(house.id, case.id, LATER)

    card = express(house, case, house.section_head.id)
    hear()

    assert card.percent == 50
    after = selectors.clocks_by_purpose(house.id, case.id, LATER)
    assert after[Purpose.PROMISED].due < before[Purpose.PROMISED].due
    assert (after[Purpose.PROMISED].total, after[Purpose.STEP].total) == (3, 2)
    assert after[Purpose.STATUTORY].due == before[Purpose.STATUTORY].due  # the law's own limit stands
    assert AlertKind.EXPRESS in kinds(house, house.section_head, LATER)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)
    approval = selectors.clocks_by_purpose(house.id, case.id, LATER)[Purpose.STEP]
    assert approval.total == 1  # the next step has half of its two days
    assert selectors.express_of(house.id, case.id) == card


@proves("PRI-02", refuses=True)
def test_express_handling_needs_the_approval_of_another_who_may(house: House) -> None:
    case = house.handling("PERMIT")

    for approver in (None, house.office.neighbour.id, house.jobs.id):
        with pytest.raises(refusals.ApproverNeeded):
            express(house, case, approver)

    assert selectors.express_of(house.id, case.id) is None
    with pytest.raises(refusals.ExpressAlready):
        express(house, case, house.section_head.id)
        express(house, case, house.section_head.id)


# ---- enforcement --------------------------------------------------------------------------------


@proves("ONE-12", refuses=True)
def test_enforcement_does_not_begin_with_no_notice_or_one_that_comes_later(house: House) -> None:
    case = house.handling("PERMIT")
    with pytest.raises(notice_refusals.NotToldBefore):
        services.begin_enforcement(case_id=case.id, by=house.office.neighbour, at=LATER)
    announce(house, case, LATER + timedelta(minutes=2))

    with pytest.raises(notice_refusals.NotToldBefore):
        services.begin_enforcement(
            case_id=case.id, by=house.office.neighbour, at=LATER + timedelta(minutes=1)
        )


def announce(house: House, case: Any, at: Any) -> Any:
    return services.announce_enforcement(
        case_id=case.id,
        measure="责令停止经营",
        reason="未按许可范围经营",
        basis=("《行政许可法》第八十条",),
        by=house.office.neighbour,
        at=at,
    )


@proves("ONE-12")
def test_enforcement_begins_after_the_person_was_told(house: House) -> None:
    case = house.handling("PERMIT")
    notice = announce(house, case, LATER)

    services.begin_enforcement(case_id=case.id, by=house.office.neighbour, at=LATER + timedelta(minutes=1))

    assert notice.elements.has_reason and notice.elements.remedies
