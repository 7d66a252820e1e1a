"""The office of the cases with everything at once: its tariff, the departments it asks, a chief at each end.

whole = whole_office()
whole.cash.till()
whole.house.opened("JOINT")
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.cases.hall import Office, case_office
from tests.cases.money import Cash, with_cash
from tests.cases.together import House, with_others
from tests.support.hall import MORNING
from tests.support.once import once
from tests.support.vows import vow
from yichuang.kernel.access import selectors as access_cards
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct

JOBS = "就业处"


@dataclass
class Whole:
    """One office, as its cashier and as its other departments know it."""

    office: Office
    cash: Cash
    house: House


@once
def whole_office() -> Whole:
    """Build the office with its tariff and its departments; that of jobs has a chief with a mandate too."""
    office = case_office()
    vow(office.chief, MORNING)  # who approves a correction reads why it is asked for
    cash, house = with_cash(office), with_others(office)
    hall, by, at = office.hall, office.hall.by, MORNING
    logins = {one.person_id: one.id for one in access_cards.accounts(hall.id)}
    account, jobs = logins[hall.people["0431"]], hall.departments[JOBS]
    access.grant_role(account_id=account, role=Role.CHIEF, department_id=jobs, by=by, at=at)
    posts.grant_delegation(
        department_id=jobs,
        person_id=hall.people["0431"],
        acts=[MandateAct.APPROVE, MandateAct.REFUSE, MandateAct.EXTEND],
        all_at_level=True,
        document="JY-2026-01",
        by=by,
        at=at,
    )
    return Whole(office, cash, house)
