"""An emergency closes the hall at once and climbs the list until somebody takes it in hand."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from tests.halls import MONDAY, Hall, at, found_hall
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.heartbeat import beat
from yichuang.organization import selectors, services
from yichuang.organization.errors import AlarmInHand, AlarmStands, ListUnfit, NotTold, NotYoursToDecide
from yichuang.organization.types import AlarmReason, TakingReason
from yichuang.regulations import services as regulations

HEAD, FIRST, SECOND, THIRD, CLERK = "0101", "0301", "0302", "0303", "0304"


@pytest.fixture
def hall(db: None) -> Hall:
    hall = found_hall()
    hall.open()
    services.set_duty_leaders(
        person_ids=[hall.people[one] for one in (FIRST, SECOND, THIRD)], by=hall.by, at=at("07:30")
    )
    return hall


def raised(hall, clock="10:00", reason=AlarmReason.POWER):
    return services.raise_alarm(reason=reason, by=hall.person(CLERK), at=at(clock))


def told(hall):
    by_person = {person: number for number, person in hall.people.items()}
    standing = selectors.standing_alarm(hall.id)
    return [by_person[one.person_id] for one in standing.rungs]


@proves("HRS-05")
def test_who_does_not_answer_in_time_is_followed_by_the_next_on_the_list_until_one_does(hall):
    alarm = raised(hall)
    listed = [told(hall)]
    for clock in ("10:09", "10:10", "10:10", "10:19", "10:20"):
        beat(at(clock))
        listed.append(told(hall))

    services.acknowledge_alarm(alarm_id=alarm.id, by=hall.person(SECOND), at=at("10:21"))
    for clock in ("10:30", "10:40"):
        beat(at(clock))

    assert [len(one) for one in listed] == [1, 1, 2, 2, 2, 3]
    assert told(hall) == [FIRST, SECOND, THIRD]
    assert len(hall.told("organization.alarm_told")) == 3  # each exactly once
    assert selectors.standing_alarm(hall.id).acknowledged_by == hall.people[SECOND]


@proves("HRS-05")
def test_acknowledged_by_the_first_nobody_further_is_told(hall):
    alarm = raised(hall)

    services.acknowledge_alarm(alarm_id=alarm.id, by=hall.person(FIRST), at=at("10:04"))
    beat(at("10:10")), beat(at("11:00"))

    assert told(hall) == [FIRST]
    assert '"minutes":4' in hall.told("organization.alarm_acknowledged")[0].body


@proves("HRS-05")
def test_the_public_sees_the_closure_at_once_and_its_end(hall):
    before = selectors.takes_tickets(hall.id, at("10:00")).open
    alarm = raised(hall, reason=AlarmReason.FIRE)

    verdict = selectors.takes_tickets(hall.id, at("10:00"))
    window = selectors.is_open(hall.id, at("10:00"), hall.windows[1])

    assert before and not verdict.open and verdict.reason is TakingReason.CLOSURE and not window
    with translation.override("zh-hans"):
        assert selectors.detail_text(verdict) == "突发情况，消防警报"
    hall.grant(HEAD, Role.OFF)
    services.lift_alarm(alarm_id=alarm.id, by=hall.person(HEAD), at=at("10:45"))
    assert not selectors.is_open(hall.id, at("10:44")) and selectors.is_open(hall.id, at("10:45"))
    assert selectors.standing_alarm(hall.id) is None


@proves("HRS-05", refuses=True)
def test_only_who_was_told_acknowledges_and_only_once(hall):
    alarm = raised(hall)

    for stranger in (SECOND, CLERK):
        with pytest.raises(NotTold):
            services.acknowledge_alarm(alarm_id=alarm.id, by=hall.person(stranger), at=at("10:02"))
    services.acknowledge_alarm(alarm_id=alarm.id, by=hall.person(FIRST), at=at("10:03"))
    with pytest.raises(AlarmInHand):
        services.acknowledge_alarm(alarm_id=alarm.id, by=hall.person(FIRST), at=at("10:04"))
    with pytest.raises(AlarmStands):
        raised(hall, "10:05")
    with pytest.raises(NotYoursToDecide):
        services.lift_alarm(alarm_id=alarm.id, by=hall.person(CLERK), at=at("10:06"))


def test_without_a_list_the_head_of_the_hall_is_told(hall):
    services.set_duty_leaders(person_ids=[], by=hall.by, at=at("07:40"))

    raised(hall)

    assert told(hall) == [HEAD]
    with pytest.raises(ListUnfit):
        services.set_duty_leaders(person_ids=[hall.people[FIRST]] * 2, by=hall.by, at=at("10:00"))


def test_the_step_is_the_hall_s_own_and_the_next_day_the_hall_is_open_again(hall):
    regulations.set_parameter(
        hall_id=hall.id,
        parameter="hours.alarm_step",
        value=5,
        active_from=MONDAY,
        reason="大厅小，五分钟逐级通知",
        by=hall.by,
        at=at("07:00"),
    )
    raised(hall)
    beat(at("10:05"))
    told_by_then = told(hall)

    beat(at("07:00", date(2026, 3, 3)))

    assert told_by_then == [FIRST, SECOND]
    assert selectors.standing_alarm(hall.id) is None
    assert selectors.is_open(hall.id, at("09:00", date(2026, 3, 3)))
