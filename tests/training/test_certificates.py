"""Certificates: given after a test, told of before they end, and nobody at a window without one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import (
    CHEN,
    FRIDAY,
    HEAD,
    LI,
    OFFICE,
    TUESDAY,
    WANG,
    WEDNESDAY,
    ZHANG,
    ZHAO,
    Planned,
    publish,
)
from tests.training.selected import HR, choose, selecting_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.events import load
from yichuang.posts import selectors as posts
from yichuang.posts import services as post_services
from yichuang.posts.errors import NotCertified, ShiftConflicts, ShiftsOverHours, ShiftsUnfit
from yichuang.posts.errors.roster import RosterBarred
from yichuang.posts.types import DaySession, ShiftFault
from yichuang.training import selectors, services
from yichuang.training.errors import CertificateRevokedAlready, CertificateThere, TestDayUnfit

pytestmark = pytest.mark.django_db
YEAR_AGO = date(2025, 3, 10)
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def plan() -> Planned:
    return selecting_hall()


def certify(
    plan: Planned, number: str, *, tested: date = MONDAY, until: date | None = None, day: date = MONDAY
):
    return services.issue_certificate(
        person_id=plan.hall.people[number],
        number=f"SG-{number}-{tested:%Y%m%d}",
        tested_on=tested,
        until=until,
        by=plan.hall.person(HR),
        at=at("07:30", day),
    )


def everybody(plan: Planned, *but: str) -> None:
    """Certify who is planned, so that a hall can ask for it."""
    for number in (ZHANG, LI, WANG, ZHAO, CHEN):
        if number not in but:
            certify(plan, number)


# --- STF-05 --------------------------------------------------------------------------------------------


@proves("STF-05")
def test_with_a_valid_certificate_somebody_signs_on(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    certify(plan, ZHANG, until=TUESDAY)

    assert plan.sign_on(ZHANG, 1, "08:00").person_id == plan.hall.people[ZHANG]


@proves("STF-05", refuses=True)
def test_who_has_a_certificate_that_ended_yesterday_does_not_sign_on(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    certify(plan, ZHANG, until=TUESDAY)  # Monday is its last day

    with pytest.raises(NotCertified) as refused:
        plan.sign_on(ZHANG, 1, "08:00", TUESDAY)

    assert (refused.value.status, refused.value.rule) == (403, "STF-05")
    certify(plan, ZHANG, tested=TUESDAY, day=TUESDAY)
    assert plan.sign_on(ZHANG, 1, "08:01", TUESDAY).person_id == plan.hall.people[ZHANG]


@proves("STF-05", refuses=True)
def test_a_certificate_taken_away_opens_no_window(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    card = certify(plan, ZHANG)
    taken = {"certificate_id": card.id, "by": plan.hall.person(HR), "at": at("07:40")}
    services.revoke_certificate(**taken)

    with pytest.raises(NotCertified):
        plan.sign_on(ZHANG, 1, "08:00")
    with pytest.raises(CertificateRevokedAlready):
        services.revoke_certificate(**taken)


def told(plan: Planned, name: str) -> list:
    return [load(one.name, one.version, one.body) for one in plan.hall.told(f"training.{name}")]


@proves("STF-05")
def test_the_head_is_told_thirty_days_before_and_once_more_when_it_has_ended(plan: Planned) -> None:
    ends = MONDAY + timedelta(days=60)
    certify(plan, ZHANG, until=ends)
    before, after = ends - timedelta(days=31), ends - timedelta(days=30)

    assert services.tell_certificates(at=at("09:00", before)) == 0
    assert services.tell_certificates(at=at("09:00", after)) == 1
    assert services.tell_certificates(at=at("10:00", after)) == 0
    assert services.tell_certificates(at=at("09:00", ends)) == 1
    assert services.tell_certificates(at=at("10:00", ends)) == 0

    (near,), (over,) = told(plan, "certificate_near_end"), told(plan, "qualification_lapsed")
    assert near.person_id == plan.hall.people[ZHANG]
    assert near.told == over.told == (plan.hall.people[HEAD],)


def test_the_days_of_notice_are_the_halls_and_the_office_is_told_of_who_has_no_head(plan: Planned) -> None:
    choose(plan, "certificate.notice_days", 60)
    certify(plan, WANG, until=MONDAY + timedelta(days=60))

    assert services.tell_certificates(at=at("09:00")) == 1

    (near,) = told(plan, "certificate_near_end")
    assert near.told == (plan.hall.people[OFFICE],)


def test_nobody_is_told_where_another_certificate_follows(plan: Planned) -> None:
    certify(plan, ZHANG, until=MONDAY + timedelta(days=10))
    certify(plan, ZHANG, tested=MONDAY - timedelta(days=1))

    assert services.tell_certificates(at=at("09:00")) == 0


@proves("STF-05", refuses=True)
@pytest.mark.parametrize(
    ("tested", "until"),
    [
        (TUESDAY, None),  # a test to come
        (MONDAY, date(2027, 3, 3)),  # beyond the next test
        (MONDAY, MONDAY),  # not for a day
        (date(2025, 3, 2), None),  # the next test is due today
    ],
)
def test_a_certificate_follows_a_test_and_ends_before_the_next(plan: Planned, tested: date, until) -> None:
    with pytest.raises(TestDayUnfit) as refused:
        certify(plan, ZHANG, tested=tested, until=until)

    assert refused.value.rule == "STF-05"


@proves("STF-05")
def test_it_lasts_until_the_next_test_is_due(plan: Planned) -> None:
    assert certify(plan, ZHANG).active_until == date(2027, 3, 2)
    choose(plan, "certificate_test.interval", "half_year")
    assert certify(plan, LI).active_until == date(2026, 9, 2)


def test_a_number_is_given_once(plan: Planned) -> None:
    certify(plan, ZHANG)

    with pytest.raises(CertificateThere):
        certify(plan, ZHANG)


def test_where_none_is_asked_for_nobody_is_kept_away(plan: Planned) -> None:
    assert plan.sign_on(ZHANG, 1, "08:00").person_id == plan.hall.people[ZHANG]
    assert selectors.certificates(plan.hall.id) == []


# --- ROT-05 --------------------------------------------------------------------------------------------


def change(plan: Planned, day: date, a: str | None = ZHANG, b: str | None = LI):
    people = plan.hall.people
    return post_services.set_shift(
        post_id=plan.posts[1],
        day=day,
        session=DaySession.AM,
        a_id=people[a] if a else None,
        b_id=people[b] if b else None,
        by=plan.hall.person(OFFICE),
        at=at("09:00"),
    )


@proves("ROT-05")
def test_who_is_certified_on_the_day_is_planned(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    everybody(plan)

    assert change(plan, FRIDAY).a_id == plan.hall.people[ZHANG]


@proves("ROT-05", refuses=True)
@pytest.mark.parametrize(("a", "b"), [(ZHANG, LI), (LI, ZHANG)])
def test_who_is_not_certified_on_the_day_is_neither_a_nor_b(plan: Planned, a: str, b: str) -> None:
    choose(plan, "staff.certificate", "required")
    everybody(plan, ZHANG)
    certify(plan, ZHANG, until=FRIDAY)

    assert change(plan, FRIDAY - timedelta(days=1), a, b)
    with pytest.raises(ShiftConflicts) as refused:
        change(plan, FRIDAY, a, b)

    assert refused.value.rule == "ROT-05"
    (fault,) = [one for one in refused.value.found if one.fault is ShiftFault.NO_CERTIFICATE]
    assert fault.person_id == plan.hall.people[ZHANG]


@proves("ROT-05", refuses=True)
def test_a_month_with_somebody_uncertified_is_not_published(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    everybody(plan, CHEN)

    with pytest.raises(ShiftsUnfit) as refused:
        publish(plan, now=at("09:00"))

    assert ShiftFault.NO_CERTIFICATE in {one.fault for one in refused.value.found}


@proves("ROT-05", refuses=True)
def test_a_roster_takes_nobody_in_who_is_not_certified(plan: Planned) -> None:
    by = plan.hall.person(OFFICE)
    roster = post_services.draft_roster(department_id=None, month=MONDAY, by=by, at=at("09:00"))
    choose(plan, "staff.certificate", "required")
    everybody(plan, ZHANG)
    cell = next(one for one in roster.cells if one.post_id == plan.posts[1] and one.day == WEDNESDAY)
    place = {"roster_id": roster.id, "post_id": cell.post_id, "day": cell.day, "session": cell.session}
    people = plan.hall.people

    with pytest.raises(RosterBarred) as refused:
        post_services.set_cell(**place, a_id=people[ZHANG], b_id=people[LI], by=by, at=at("09:10"))

    assert refused.value.rule == "ROT-05"
    assert "0301" in str(refused.value)
    saved = post_services.set_cell(**place, a_id=people[LI], b_id=None, by=by, at=at("09:11"))
    assert next(one for one in saved.cells if one.day == WEDNESDAY and one.a_id == people[LI])


def test_the_engine_and_the_first_plan_pass_over_who_is_not_certified(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required")
    everybody(plan, ZHANG)

    held = posts.holders_by_day(plan.hall.id, since=NEXT_MONDAY, until=NEXT_MONDAY + timedelta(days=1))

    assert held[plan.posts[1], NEXT_MONDAY] == [plan.hall.people[LI]]


def test_a_hall_may_ask_for_certificates_from_a_day_on(plan: Planned) -> None:
    choose(plan, "staff.certificate", "required", WEDNESDAY)

    found = posts.unfit_days(plan.hall.id, [plan.hall.people[ZHANG]], since=MONDAY, until=FRIDAY)

    assert sorted(day for _who, day in found) == [WEDNESDAY, WEDNESDAY + timedelta(days=1)]


@proves("ROT-05", refuses=True)
def test_a_shift_beyond_the_hours_of_a_week_is_not_set(plan: Planned) -> None:
    choose(plan, "rota.days_week", 4)  # Zhang is A on the five days of the published week

    with pytest.raises(ShiftsOverHours):
        publish(plan, now=at("09:00"))
    for day in range(4):
        change(plan, MONDAY + timedelta(days=day), LI, ZHANG)
    with pytest.raises(ShiftsOverHours) as refused:
        change(plan, FRIDAY, LI, ZHANG)

    assert refused.value.rule == "ROT-05"
    assert "0302" in str(refused.value) and "0301" not in str(refused.value)
