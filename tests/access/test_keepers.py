"""Two of the office take each other's role, or close each other's account, at one instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from django.db import connections

from tests.access.people import MORNING, HallOfTest, hall, self_of, worker
from yichuang.kernel.access import selectors, services
from yichuang.kernel.access.errors import LastKeeper
from yichuang.kernel.access.types import AccountCard, Role
from yichuang.kernel.act import act

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = MORNING + timedelta(minutes=1)
LATER = EARLIER + timedelta(milliseconds=5)


def revoke(where: HallOfTest, by: AccountCard, whom: AccountCard, at) -> None:
    (grant,) = [one for one in selectors.grants(where.id, MORNING) if one.account_id == whom.id]
    services.revoke_role(grant_id=grant.id, by=self_of(by), at=at)


def close(where: HallOfTest, by: AccountCard, whom: AccountCard, at) -> None:
    services.close_account(account_id=whom.id, by=self_of(by), at=at)


def within(work: Callable[[], None]) -> bool:
    """Do ``work`` on a thread of its own; tell whether it was done (else it was refused as the last)."""
    try:
        work()
    except LastKeeper:
        return False
    finally:
        connections.close_all()
    return True


@pytest.mark.parametrize("first", [revoke, close])
@pytest.mark.parametrize("second", [revoke, close])
def test_of_two_keepers_who_take_each_other_out_one_is_left(first, second):
    """The second acts while the first has not committed; its clock may even have been read before."""
    here = hall()
    chen, lin = worker(here, Role.OFF, number="A01"), worker(here, Role.ADM, number="A02")
    done, commit = Event(), Event()

    def slowly() -> None:
        with act():
            first(here, chen, lin, LATER)
            done.set()
            commit.wait(20)

    with ThreadPoolExecutor(2) as pool:
        ahead = pool.submit(within, slowly)
        assert done.wait(20)
        behind = pool.submit(within, lambda: second(here, lin, chen, EARLIER))
        with pytest.raises(TimeoutError):
            behind.result(0.5)  # it waits for the first one's commit
        commit.set()
        assert (ahead.result(20), behind.result(20)) == (True, False)

    later = LATER + timedelta(days=1)
    assert [one.account_id for one in selectors.grants(here.id, later)] == [chen.id]
    assert selectors.account(here.id, chen.id).active


@pytest.mark.parametrize("acts", [(revoke, revoke), (close, close), (revoke, close)])
def test_three_who_press_at_once_neither_block_each_other_nor_leave_nobody(acts):
    for number in range(8):
        here = hall()
        trio = [worker(here, Role.OFF, number=f"{number}{place}") for place in range(3)]
        victims = [*trio[1:], trio[0]]
        pressed = [
            partial(within, partial(acts[place % 2], here, by, whom, LATER))
            for place, (by, whom) in enumerate(zip(trio, victims, strict=True))
        ]
        with ThreadPoolExecutor(3) as pool:
            for one in [pool.submit(press) for press in pressed]:
                one.result(20)
        left = {one.account_id for one in selectors.grants(here.id, LATER)}
        assert left, "nobody can give roles any more"


def test_a_keeper_until_some_day_is_no_reason_to_let_the_last_one_go():
    here = hall()
    chen, lin = worker(here, Role.OFF, number="A01"), worker(here, number="A02")
    services.grant_role(
        account_id=lin.id, role=Role.OFF, by=here.system, at=MORNING, active_until=MORNING + timedelta(days=7)
    )

    with pytest.raises(LastKeeper):
        revoke(here, lin, chen, EARLIER)

    services.grant_role(account_id=lin.id, role=Role.ADM, by=here.system, at=MORNING)
    revoke(here, lin, chen, EARLIER)
    assert selectors.holders(here.id, Role.ADM, LATER) == {lin.person_id}
