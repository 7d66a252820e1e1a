from __future__ import annotations

from datetime import timedelta

import pytest

from tests.access.people import MORNING, PASSWORD, hall, session, worker
from yichuang.kernel.access import callers, selectors, services
from yichuang.kernel.access.errors import (
    AccountTaken,
    AccountUnknown,
    GrantUnknown,
    LastKeeper,
    RoleNotGranted,
    RolesApart,
    WorkerNumberUnfit,
)
from yichuang.kernel.access.events import AccountOpened, GrantGiven, GrantRevoked
from yichuang.kernel.access.types import GrantCard, Role
from yichuang.kernel.ids import new_id

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def give(where, card, role, **more):
    return services.grant_role(account_id=card.id, role=role, by=where.system, at=MORNING, **more)


def roles_at(card, at):
    return callers.by_session(session(card), at).roles


def test_a_role_holds_from_its_day_until_its_day(told):
    here = hall()
    lin = worker(here)
    grant = give(here, lin, Role.INSP, active_from=MORNING + HOUR, active_until=MORNING + 3 * HOUR)

    assert roles_at(lin, MORNING) == set()
    assert roles_at(lin, MORNING + HOUR) == {Role.INSP}
    assert roles_at(lin, MORNING + 3 * HOUR) == set()
    assert [one.grant_id for one in told(GrantGiven, lin.id)] == [grant]
    assert told(AccountOpened, lin.id) == [AccountOpened(lin.id, lin.person_id)]


def test_a_role_of_a_department_holds_there_and_not_next_door():
    here, social, work = hall(), new_id(), new_id()
    sun = worker(here, Role.SEC, department=social)

    caller = callers.by_session(session(sun), MORNING)

    assert caller.holds(Role.SEC, social)
    assert not caller.holds(Role.SEC, work)
    assert not caller.holds(Role.SEC)
    assert caller.departments == {social}


def test_a_role_taken_back_is_gone_at_once(told):
    here = hall()
    lin = worker(here)
    grant = give(here, lin, Role.GUIDE)

    services.revoke_role(grant_id=grant, by=here.system, at=MORNING + HOUR)
    services.revoke_role(grant_id=grant, by=here.system, at=MORNING + HOUR)

    assert roles_at(lin, MORNING + HOUR) == set()
    assert len(told(GrantRevoked, lin.id)) == 1


def test_the_same_role_given_twice_is_one_grant():
    here = hall()
    lin = worker(here)

    assert give(here, lin, Role.OFF) == give(here, lin, Role.OFF)
    assert selectors.roles_of(here.id, lin.person_id, MORNING) == {GrantCard(Role.OFF)}


def test_who_runs_the_system_does_not_watch_over_it():
    here = hall()
    admin = worker(here, Role.ADM)

    for watching in (Role.SUP, Role.INSP):
        with pytest.raises(RolesApart):
            give(here, admin, watching)

    assert roles_at(admin, MORNING) == {Role.ADM}


@pytest.mark.parametrize("role", [Role.CIT, Role.PUB, Role.SYS])
def test_nobody_is_given_the_role_of_the_public_or_the_system(role: Role):
    here = hall()
    with pytest.raises(RoleNotGranted):
        give(here, worker(here), role)


def test_another_halls_account_and_grant_look_like_none():
    here, there = hall("YH"), hall("BD")
    lin = worker(here)
    grant = give(here, lin, Role.STF)

    with pytest.raises(AccountUnknown):
        give(there, lin, Role.ADM)
    with pytest.raises(GrantUnknown):
        services.revoke_role(grant_id=grant, by=there.system, at=MORNING)
    with pytest.raises(AccountUnknown):
        services.reset_password(account_id=lin.id, by=there.system, at=MORNING)
    with pytest.raises(AccountUnknown):
        services.create_account(
            hall_id=here.id,
            hall_code=here.code,
            person_id=new_id(),
            worker_number="A99",
            password=PASSWORD,
            by=there.system,
            at=MORNING,
        )
    with pytest.raises(AccountUnknown):
        services.close_account(account_id=lin.id, by=there.system, at=MORNING)
    with pytest.raises(AccountUnknown):
        selectors.account(there.id, lin.id)

    assert roles_at(lin, MORNING) == {Role.STF}


def test_a_worker_number_and_a_person_have_one_account():
    here = hall()
    lin = worker(here, number="A07")

    with pytest.raises(AccountTaken):
        worker(here, number="a07")
    with pytest.raises(AccountTaken):
        worker(here, number="A08", person_id=lin.person_id)

    assert len(selectors.accounts(here.id)) == 1


@pytest.mark.parametrize("number", ["", "A-07", "A" * 33, "工号1", "A07'; DROP TABLE", "A/7"])
def test_a_worker_number_is_letters_and_digits(number: str):
    with pytest.raises(WorkerNumberUnfit):
        worker(hall(), number=number)


def test_a_hall_is_never_left_without_somebody_who_can_give_roles():
    here = hall()
    chen, lin = worker(here, number="A01"), worker(here, Role.STF, number="A07")
    grant = give(here, chen, Role.OFF)
    give(here, lin, Role.OFF, active_from=MORNING + HOUR)  # only later

    with pytest.raises(LastKeeper):
        services.revoke_role(grant_id=grant, by=here.system, at=MORNING)
    with pytest.raises(LastKeeper):
        services.close_account(account_id=chen.id, by=here.system, at=MORNING)
    assert roles_at(chen, MORNING) == {Role.OFF}

    services.close_account(account_id=chen.id, by=here.system, at=MORNING + HOUR)
    assert selectors.holders(here.id, Role.OFF, MORNING + HOUR) == {lin.person_id}
