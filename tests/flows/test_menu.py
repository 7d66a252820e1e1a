"""The menu of the back office leads nobody to a closed door, and hides no open one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.access.people import self_of
from tests.flows.crowd import STAFF_ROLES, House, Visitor, house
from tests.support.hall import MORNING
from yichuang.kernel import clock
from yichuang.kernel.vault import services as vault
from yichuang.screens.kit.nav import GROUPS

__all__ = ["house"]  # a fixture
pytestmark = pytest.mark.django_db
ENTRIES = {entry.address for group in GROUPS for entry in group.entries}


def links_in(page: str, start: str, end: str) -> set[str]:
    return set(re.findall(r'href="([^"]+)"', page.split(start)[1].split(end)[0]))


def _vow(visitor: Visitor) -> None:
    """Let them undertake secrecy, without which a door of personal data sends to the undertaking first."""
    end = MORNING + timedelta(days=300)
    vault.sign_undertaking(year=MORNING.year, until=end, by=self_of(visitor.caller.account), at=MORNING)


def test_everybody_sees_exactly_what_opens_for_them(house: House) -> None:
    looked = 0
    for visitor in house.visitors:
        browser = visitor.browser()
        with clock.frozen(MORNING):
            page = browser.get("/staffroom/")
            if page.status_code != 200:
                continue
            shown = links_in(page.content.decode(), 'class="office-nav"', "</nav>")
            vault.sign_undertaking(
                year=2026, until=MORNING + timedelta(days=300), by=self_of(visitor.caller.account), at=MORNING
            )
            opens = {one for one in ENTRIES if browser.get(one).status_code == 200}
            back = links_in(browser.get("/rules/").content.decode(), "</print-page>", "</header>")
        assert shown == opens, visitor.name
        assert back <= opens and back, visitor.name
        looked += 1
    assert looked >= len(STAFF_ROLES)
