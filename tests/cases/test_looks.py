"""Cases are looked at by who may, every attempt is told, and looks without work alert supervision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.filing import LATER, as_role, office_person
from tests.cases.hall import Office
from tests.support.hall import MORNING
from yichuang.cases import events, handlers, refusals, selectors, services
from yichuang.cases.models import Case, Look
from yichuang.cases.rules import looks as rules
from yichuang.cases.types import CaseCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode

Heard = Callable[..., list[Any]]
MATTERS = st.sampled_from([new_id() for _ in range(4)])


@given(st.lists(st.one_of(st.none(), MATTERS), max_size=40), st.sets(MATTERS), st.integers(1, 40))
def test_a_look_in_one_s_own_matter_never_makes_a_burst(
    looks: list[Any], handled: set[Any], most: int
) -> None:
    others = [one for one in looks if one is None or one not in handled]

    assert rules.is_burst(looks, handled, most) is (len(others) >= most)
    assert not rules.is_burst([one for one in looks if one in handled], handled, most)


@pytest.mark.django_db
@proves("PRV-01", refuses=True)
def test_staff_of_another_department_are_refused_and_the_attempt_is_told(
    office: Office, heard: Heard
) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusals.OtherDepartment) as refused:
        services.look(case_id=case.id, by=office.stranger, at=LATER)

    assert refused.value.status == 403
    assert [(one.act, one.code) for one in heard(events.ActRefused)] == [("look", "other-department")]


@pytest.mark.django_db
@proves("CRT-02", refuses=True)
def test_a_confidential_case_sounds_as_if_there_were_none_and_the_attempt_is_told_all_the_same(
    office: Office, heard: Heard
) -> None:
    case = office.submit("SECRET")

    with pytest.raises(refusals.UnknownCase) as hidden:
        services.look(case_id=case.id, by=office.neighbour, at=LATER)
    with pytest.raises(refusals.UnknownCase) as absent:
        services.look(case_id=new_id(), by=office.neighbour, at=LATER)

    assert (str(hidden.value), hidden.value.status) == (str(absent.value), absent.value.status)
    assert [(one.act, one.code) for one in heard(events.ActRefused)] == [("look", "unknown-case")]


@pytest.mark.django_db
@proves("PRV-01")
def test_a_colleague_looks_and_it_is_written_down_but_not_for_who_has_it_in_hand(
    office: Office, heard: Heard
) -> None:
    case = office.submit("PERMIT")

    assert services.look(case_id=case.id, by=office.clerk, at=LATER).id == case.id
    assert heard(events.CaseLookedAt) == []
    assert services.look(case_id=case.id, by=office.neighbour, at=LATER).id == case.id

    assert [one.state for one in heard(events.CaseLookedAt)] == ["submitted"]


def copies(office: Office, count: int) -> list[CaseCard]:
    """Lay many cases of a colleague, quickly."""
    first = Case.objects.get(id=office.submit("PERMIT").id)
    made = []
    for place in range(count):
        first.pk, first.number, first.token = new_id(), f"X{place}", f"x{place}"
        first.save(force_insert=True)
        made.append(selectors.case(office.id, first.pk))
    return made


def leaf_through(office: Office, cases: list[CaseCard], by: Actor, at: datetime) -> None:
    for place, case in enumerate(cases):
        services.look(case_id=case.id, by=by, at=at + timedelta(seconds=place))
    hear()


@pytest.mark.django_db
@proves("PRV-02")
def test_thirty_looks_without_work_in_an_hour_alert_supervision_once(office: Office, heard: Heard) -> None:
    cases = copies(office, 32)

    leaf_through(office, cases[:29], office.neighbour, LATER)
    assert selectors.bursts(office.id, MORNING) == []
    leaf_through(office, cases[29:], office.neighbour, LATER + timedelta(minutes=5))

    (burst,) = selectors.bursts(office.id, MORNING, open_only=True)
    assert (burst.person_id, burst.views) == (office.neighbour.id, 30)
    assert [one.views for one in heard(events.ViewsBurst)] == [30]


@pytest.mark.django_db
@proves("PRV-02")
def test_thirty_looks_at_one_s_own_cases_alert_nobody(office: Office) -> None:
    cases = copies(office, 30)
    Case.objects.filter(hall_id=office.id).update(handler_id=office.neighbour.id)
    name = cases[0].applicant_name
    reason = Reason(ReasonCode.HANDLING, "cases.handling", matter=cases[0].id)
    services.explain_lateness(case_id=cases[0].id, reason="等待核查", by=office.head, at=LATER)

    leaf_through(office, cases, office.neighbour, LATER)
    for second in range(30):  # the head has worked on this one, so revealing it is no idle look
        vault.reveal(name, reason=reason, by=office.head, at=LATER + timedelta(seconds=second))
    hear()

    assert selectors.bursts(office.id, MORNING) == []


@pytest.mark.django_db
def test_revealing_thirty_names_counts_as_looking(office: Office) -> None:
    cases = copies(office, 1)
    reason = Reason(ReasonCode.HANDLING, "cases.handling", matter=cases[0].id)

    for second in range(30):
        vault.reveal(
            cases[0].applicant_name, reason=reason, by=office.neighbour, at=LATER + timedelta(seconds=second)
        )
    hear()

    assert [one.person_id for one in selectors.bursts(office.id, MORNING)] == [office.neighbour.id]


@pytest.mark.django_db
def test_looks_spread_over_a_day_alert_nobody(office: Office) -> None:
    for place, case in enumerate(copies(office, 32)):
        services.look(case_id=case.id, by=office.neighbour, at=LATER + timedelta(minutes=5 * place))
    hear()

    assert selectors.bursts(office.id, MORNING) == []


@pytest.mark.django_db
def test_supervision_settles_an_alert_and_nobody_their_own(office: Office, heard: Heard) -> None:
    leaf_through(office, copies(office, 30), office_person(office), LATER)
    (burst,) = selectors.bursts(office.id, MORNING)
    watch = as_role(office, "0003", Role.SUP)

    for by in (office_person(office), office.clerk):
        with pytest.raises(refusals.NotSupervision):
            services.settle_burst(burst_id=burst.id, note="例行抽查", by=by, at=LATER)
    settled = services.settle_burst(burst_id=burst.id, note="例行抽查", by=watch, at=LATER)

    assert settled.settled_by == watch.id
    assert selectors.bursts(office.id, MORNING, open_only=True) == []
    assert len(heard(events.BurstSettled)) == 1


@pytest.mark.django_db
def test_looks_are_forgotten_after_a_day_and_the_journal_keeps_them(office: Office, heard: Heard) -> None:
    leaf_through(office, copies(office, 3), office.neighbour, LATER)
    assert Look.objects.filter(hall_id=office.id).count() == 3

    handlers.forget_looks(LATER + timedelta(days=1, minutes=1))

    assert not Look.objects.filter(hall_id=office.id).exists()
    assert len(heard(events.CaseLookedAt)) == 3
