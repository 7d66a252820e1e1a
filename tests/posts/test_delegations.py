"""Giving and taking back a delegation, and the attempt to decide without one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.halls import MONDAY, at, found_hall
from tests.posts.mandated import (
    APPROVE,
    CHIEF,
    CLERK,
    DEPUTY,
    REFUSE,
    TUESDAY,
    Departments,
    departments,
)
from yichuang.kernel.act import act as one_act
from yichuang.kernel.act import tells_attempts
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.organization.errors import HasLeft, PersonUnknown, PlaceUnknown
from yichuang.posts import selectors, services
from yichuang.posts.errors import (
    DelegationDaysUnfit,
    DelegationUnknown,
    ItemElsewhere,
    NoChiefToStandInFor,
    NothingDelegated,
    NotInWriting,
    NotOfDepartment,
    NotToOneself,
    OutsideMandate,
)
from yichuang.posts.models import Delegation

pytestmark = pytest.mark.django_db
SOMEBODY = UUID(int=7)


@tells_attempts
@transaction.atomic
def approve(office: Departments, number: str, code: str):
    """Stand for any act that asks for the mandate: it writes something first, then is refused."""
    services.grant_delegation(
        department_id=office.id,
        person_id=office.hall.people[DEPUTY],
        acts=[REFUSE],
        all_at_level=True,
        document="一同撤回",
        by=office.hall.by,
        at=at("09:00"),
    )
    return services.require_mandate(
        item_id=office.items[code], act=APPROVE, by=office.person(number), at=at("10:00")
    )


def test_an_attempt_outside_the_scope_is_refused_with_403_and_told_though_the_act_is_taken_back():
    office = departments()
    office.grant(CHIEF, "RS1")

    with pytest.raises(OutsideMandate) as refused:
        approve(office, CHIEF, "RS2")

    assert (refused.value.status, refused.value.rule) == (403, "CHF-03")
    assert str(refused.value) == "您的授权不包括该事项或该行为。"
    assert not Delegation.objects.filter(document="一同撤回").exists()
    (told,) = office.hall.told("posts.overreach_attempted")
    assert told.subject_id == office.items["RS2"] and told.actor_id == office.hall.people[CHIEF]
    assert '"reason":"out-of-scope"' in told.body and '"act":"approve"' in told.body


def test_an_attempt_within_a_larger_act_is_told_once():
    office = departments()

    with pytest.raises(OutsideMandate), one_act():
        approve(office, CLERK, "RS1")

    assert len(office.hall.told("posts.overreach_attempted")) == 1


def test_within_the_scope_the_act_names_the_delegation_it_rests_on():
    office = departments()
    given = office.grant(CHIEF, "RS1")

    verdict = approve(office, CHIEF, "RS1")

    assert verdict.ok and verdict.delegation_id == given.id
    assert not office.hall.told("posts.overreach_attempted")


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"document": "  "}, NotInWriting),
        ({"acts": []}, NothingDelegated),
        ({"all_at_level": False}, NothingDelegated),
        ({"active_from": date(2026, 3, 1)}, DelegationDaysUnfit),
        ({"active_until": MONDAY}, DelegationDaysUnfit),
        ({"item_ids": "SI1"}, ItemElsewhere),
        ({"person_id": "0301"}, NotOfDepartment),
        ({"person_id": "nobody"}, PersonUnknown),
        ({"department_id": SOMEBODY}, PlaceUnknown),
        ({"deputy_of": DEPUTY, "active_until": TUESDAY}, NoChiefToStandInFor),
        ({"deputy_of": CHIEF, "active_until": TUESDAY}, NoChiefToStandInFor),  # for oneself
        ({"person_id": DEPUTY, "deputy_of": CHIEF}, DelegationDaysUnfit),  # for ever
    ],
)
def test_a_delegation_that_does_not_fit_is_not_given(other, refusal):
    office = departments()
    people = office.hall.people
    given = {"person_id": people[CHIEF], "acts": [APPROVE], "document": "1号", "all_at_level": True}
    for name, value in other.items():
        if name in ("person_id", "deputy_of"):
            value = people.get(value, uuid4())
        given[name] = [office.items[value]] if name == "item_ids" else value

    with pytest.raises(refusal):
        services.grant_delegation(**({"department_id": office.id} | given), by=office.hall.by, at=at("08:00"))
    assert not Delegation.objects.exists()


def test_nobody_delegates_to_themselves_nor_wakes_their_own_but_may_give_it_back():
    office = departments()
    given = office.grant(CHIEF, all_at_level=True)
    chief = office.person(CHIEF)

    with pytest.raises(NotToOneself):
        services.grant_delegation(
            department_id=office.id,
            person_id=chief.id,
            acts=[APPROVE],
            all_at_level=True,
            document="1号",
            by=chief,
            at=at("08:00"),
        )
    with pytest.raises(NotToOneself):
        services.suspend_delegation(delegation_id=given.id, by=chief, at=at("09:00"))
    assert services.revoke_delegation(delegation_id=given.id, by=chief, at=at("09:00")).revoked_at


def test_one_who_left_is_given_nothing():
    office = departments()
    organization.person_leaves(person_id=office.hall.people[CLERK], by=office.hall.by, at=at("07:30"))

    with pytest.raises(HasLeft):
        office.grant(CLERK, all_at_level=True)


def test_a_delegation_sent_twice_is_given_once():
    office, key = departments(), Key("delegation-form-1", "a" * 64)

    first, second = (office.grant(CHIEF, all_at_level=True, key=key) for _ in range(2))

    assert first == second and Delegation.objects.count() == 1
    assert len(office.hall.told("posts.delegation_granted")) == 1


def test_the_paper_s_number_stays_out_of_the_journal():
    office = departments()
    office.grant(CHIEF, all_at_level=True, most_amount=Decimal("5000.00"))

    (told,) = office.hall.told("posts.delegation_granted")

    assert "市就授" not in told.body and '"most_amount":"5000.00"' in told.body


def test_a_delegation_of_another_hall_is_not_found():
    office, elsewhere = departments(), found_hall("HBRS")
    given = office.grant(CHIEF, all_at_level=True)

    with pytest.raises(DelegationUnknown):
        services.revoke_delegation(delegation_id=given.id, by=elsewhere.by, at=at("09:00"))
    with pytest.raises(DelegationUnknown):
        selectors.delegation(elsewhere.id, given.id)
    assert selectors.delegations(elsewhere.id) == []


@pytest.mark.parametrize("other", [{"document": ""}, {"deputy_of": SOMEBODY, "active_until": None}])
def test_the_database_itself_wants_paper_and_an_end_for_a_deputy(other):
    office = departments()
    given = office.grant(CHIEF, all_at_level=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(id=given.id).update(**other)
