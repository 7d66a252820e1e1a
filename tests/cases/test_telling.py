"""A result that is ready is told in time; who is not reached is telephoned, again and again until reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.hall import IN_HAND, PLACE, Office, case_office
from tests.cases.together import time_passes, working_day
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import AlertKind, CaseCard, CaseState, Decision
from yichuang.cases.types.telling import Unreached
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, Key
from yichuang.notices.types import Channel

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
NOON = MORNING.replace(hour=11, minute=30)


@pytest.fixture
def office(db: None) -> Office:
    return case_office()


def ready(office: Office) -> CaseCard:
    """Make a result ready that nobody has been told of."""
    case, by = office.accepted(despite_open=True), office.neighbour
    services.begin_handling(case_id=case.id, by=by, at=MORNING)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=by, at=MORNING)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=MORNING)
    return services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=MORNING)


def failed(office: Office, case: CaseCard, at: Any = NOON, **more: Any) -> None:
    said = {"channel": Channel.PHONE, "why": Unreached.NO_ANSWER, "by": office.neighbour} | more
    services.telling_failed(case_id=case.id, at=at, **said)


def calls(office: Office, by: Actor, at: Any) -> int:
    hear()
    return [one.kind for one in selectors.alerts(office.id, by.id, at)].count(AlertKind.CALL)


@proves("CAS-03")
def test_a_result_not_told_within_its_hours_is_listed_and_one_told_is_not(office: Office) -> None:
    late, told = ready(office), ready(office)
    services.notify(case_id=told.id, by=office.neighbour, at=MORNING)

    time_passes(MORNING + timedelta(hours=23))
    assert selectors.unnotified(office.id, MORNING + timedelta(hours=23)) == []
    time_passes(MORNING + timedelta(hours=25))

    found = selectors.unnotified(office.id, MORNING + timedelta(hours=25))
    assert [one.case_number for one in found] == [late.number]


@proves("CAS-03")
def test_who_was_not_reached_is_a_task_to_telephone_and_told_again_when_its_time_comes(
    office: Office, heard: Heard
) -> None:
    case = ready(office)

    failed(office, case)

    (task,) = selectors.calls(office.id, NOON)
    assert (task.case_number, task.last.why, task.due) == (case.number, Unreached.NO_ANSWER, False)
    again = task.last.again_at  # four working hours, lunch not counted
    assert again == MORNING.replace(hour=17, minute=0)
    assert calls(office, office.neighbour, NOON) == 1 and calls(office, office.head, NOON) == 0
    assert services.call_again(hall_id=office.id, by=office.clerk, at=again - timedelta(minutes=1)) == 0
    services.call_again_everywhere(at=again)
    services.call_again_everywhere(at=again + timedelta(minutes=10))

    assert [one.number for one in heard(events.CallDue)] == [1]
    assert selectors.calls(office.id, again)[0].due
    assert calls(office, office.head, again) == 1


def test_every_attempt_is_kept_and_only_the_last_one_asks_for_another(office: Office) -> None:
    case = ready(office)
    failed(office, case, channel=Channel.ONLINE, why=Unreached.SENT_BACK)
    failed(office, case, at=NOON + timedelta(hours=3))

    tries = selectors.tellings(office.id, case.id)
    assert [(one.number, one.channel, one.why) for one in tries] == [
        (1, Channel.ONLINE, Unreached.SENT_BACK),
        (2, Channel.PHONE, Unreached.NO_ANSWER),
    ]
    assert [one.over_at is None for one in tries] == [False, True]
    assert len(selectors.calls(office.id, NOON + timedelta(hours=3))) == 1


def test_telling_ends_the_task_and_so_does_handing_over(office: Office) -> None:
    case = ready(office)
    failed(office, case)
    services.notify(case_id=case.id, by=office.neighbour, at=NOON + timedelta(minutes=1))
    assert selectors.calls(office.id, NOON) == []
    assert calls(office, office.neighbour, NOON) == 0

    failed(office, case, at=NOON + timedelta(minutes=5), why=Unreached.SENT_BACK)  # the letter came back
    assert len(selectors.calls(office.id, NOON)) == 1
    services.deliver(case_id=case.id, handover=IN_HAND, by=office.clerk, at=NOON + timedelta(minutes=9))
    assert selectors.calls(office.id, NOON) == []


def test_who_was_reached_at_last_is_noted_with_the_attempts_it_took(office: Office, heard: Heard) -> None:
    case = ready(office)
    services.notify(case_id=case.id, by=office.neighbour, at=MORNING)
    failed(office, case, why=Unreached.SENT_BACK)
    failed(office, case, at=NOON + timedelta(minutes=30))

    services.reached(
        case_id=case.id, channel=Channel.PHONE, by=office.neighbour, at=NOON + timedelta(hours=2)
    )

    (told,) = heard(events.ApplicantReached)
    assert (told.channel, told.attempts) == (Channel.PHONE, 2)
    assert selectors.calls(office.id, working_day(1)) == []
    with pytest.raises(refusals.NobodyToCall):
        services.reached(
            case_id=case.id, channel=Channel.PHONE, by=office.neighbour, at=NOON + timedelta(hours=2)
        )


def test_before_a_result_is_ready_and_after_it_went_out_there_is_nothing_to_tell(office: Office) -> None:
    gone = office.delivered()
    with pytest.raises(refusals.IllegalAct):
        failed(office, gone)
    early = office.accepted(despite_open=True)
    with pytest.raises(refusals.IllegalAct):
        failed(office, early)
    unread = ready(office)
    failed(office, unread)
    with pytest.raises(refusals.IllegalAct):  # the letter has not gone out: that is what tells
        services.reached(case_id=unread.id, channel=Channel.PHONE, by=office.neighbour, at=NOON)


def test_another_department_notes_nothing_and_pressing_twice_notes_once(office: Office) -> None:
    case = ready(office)
    with pytest.raises(refusals.OtherDepartment):
        failed(office, case, by=office.stranger)
    key = Key("not-reached-once", "0" * 64)
    for _press in range(2):
        failed(office, case, key=key)

    assert len(selectors.tellings(office.id, case.id)) == 1
    assert selectors.case(office.id, case.id).state is CaseState.READY
