"""Everybody declares once a year to serve fairly and gain nothing by it; who has not is listed (PROM-03)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.halls import Hall, at, found_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.organization import selectors, services
from yichuang.organization.errors import AlreadyDeclared, PersonUnknown

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 4)


@pytest.fixture
def hall() -> Hall:
    return found_hall()


def missing(hall: Hall, year: int = 2026) -> list[str]:
    return [one.worker_number for one in selectors.undeclared(hall.id, year)]


@proves("PROM-03")
def test_when_a_year_begins_everybody_is_listed_until_they_have_signed(hall: Hall) -> None:
    everybody = missing(hall)
    for number in everybody:
        services.declare_integrity(by=hall.person(number), at=at("10:00"))
    assert everybody == sorted(hall.people) and missing(hall) == []

    assert missing(hall, 2027) == everybody
    services.declare_integrity(by=hall.person("0301"), at=at("09:00", NEW_YEAR))

    assert missing(hall, 2027) == [one for one in everybody if one != "0301"]
    (told, again) = [
        one for one in hall.told("organization.integrity_declared") if one.actor_id == hall.people["0301"]
    ]
    assert '"year":2026' in told.body and '"year":2027' in again.body


@proves("PROM-03", refuses=True)
def test_signing_twice_in_the_same_year_is_refused(hall: Hall) -> None:
    services.declare_integrity(by=hall.person("0301"), at=at("10:00"))

    with pytest.raises(AlreadyDeclared) as refused:
        services.declare_integrity(by=hall.person("0301"), at=at("16:00"))

    assert "2026" in str(refused.value)
    assert len(hall.told("organization.integrity_declared")) == 1


def test_the_same_click_twice_is_one_signature(hall: Hall) -> None:
    key = Key("a" * 32, "b" * 64)
    first = services.declare_integrity(by=hall.person("0301"), at=at("10:00"), key=key)

    assert services.declare_integrity(by=hall.person("0301"), at=at("10:01"), key=key) == first


def test_the_hall_itself_declares_nothing(hall: Hall) -> None:
    with pytest.raises(PersonUnknown):
        services.declare_integrity(by=hall.by, at=at("10:00"))
