"""A real hall is founded from the command line, and holds nothing that nobody asked for."""

from __future__ import annotations

import pytest

from yichuang.installation import found
from yichuang.kernel.errors import Refusal
from yichuang.kernel.serve import installation
from yichuang.organization import selectors as organization

JINXI = [
    *("--hall", "JX01", "--name", "锦溪县人社服务大厅", "--name-en", "Jinxi Hall", "--profile", "hrss"),
    *("--worker", "0001", "--person", "王建国"),
]
PASSWORD = "Ostwind-1907"


def charter(*, password: str = PASSWORD) -> found.Charter:
    return found.charter(JINXI, secret=lambda _question: password)


@pytest.mark.django_db
def test_a_new_installation_has_one_hall_and_one_administrator():
    login = found.found(charter())

    halls = organization.halls()
    assert [hall.code for hall in halls] == ["JX01"]
    assert [person.worker_number for person in organization.people(halls[0].id)] == ["0001"]
    assert login == "JX01-0001"
    assert installation.kind() == "real"


@pytest.mark.django_db
def test_a_weak_password_founds_nothing():
    with pytest.raises(Refusal):
        found.found(charter(password="123456"))

    assert organization.halls() == []
    assert installation.kind() == ""


def test_what_the_command_leaves_out_is_asked_for():
    answers = {"Code of the hall, such as JX01": "JX02", "Worker number of the administrator": "0007"}
    given = ["--name", "锦溪县法院", "--name-en", "", "--person", "李秀英"]

    wanted = found.charter(
        given, ask=lambda question: answers[question[:-2]], secret=lambda _question: PASSWORD
    )

    assert (wanted.code, wanted.worker_number, str(wanted.profile)) == ("JX02", "0007", "general")


def test_two_different_passwords_stop_the_founding():
    words = iter([PASSWORD, "Westwind-1907"])

    with pytest.raises(SystemExit):
        found.charter(JINXI, secret=lambda _question: next(words))
