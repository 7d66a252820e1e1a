"""A hall with people who read its rules and its journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.halls import Hall, at, found_hall
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.screens.oversight import proofs

PASSWORD = "Anyang-Window-26"
READERS = {"0101": Role.UH, "0301": Role.OFF, "0302": Role.INSP, "0303": Role.STF}


@dataclass
class House:
    """A hall, and browsers of the people in it."""

    hall: Hall
    moment: datetime

    def browser(self, worker_number: str = "") -> Client:
        """Return a browser, signed in as somebody or as nobody."""
        client = Client(enforce_csrf_checks=False)
        if worker_number:
            said = {"hall": "AYRS", "number": worker_number, "password": PASSWORD}
            answer = client.post("/sign-in/", said)
            assert answer.status_code in (302, 303), answer.content.decode()
        return client


@pytest.fixture
def house(db: None) -> Iterator[House]:
    hall = found_hall()
    hall.open()
    moment = at("09:30")
    for number, role in READERS.items():
        account = access.create_account(
            hall_id=hall.id,
            hall_code="AYRS",
            person_id=hall.people[number],
            worker_number=number,
            password=PASSWORD,
            by=hall.by,
            at=moment,
            must_change=False,
        )
        access.grant_role(account_id=account.id, role=role, by=hall.by, at=moment)
    proofs.forget()
    with clock.frozen(moment):
        yield House(hall, moment)
    proofs.forget()


def words(answer: Any) -> str:
    """Return what a page says."""
    said: str = answer.content.decode()
    return said
