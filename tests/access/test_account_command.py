from __future__ import annotations

import pytest

from tests.access.people import MORNING, PASSWORD, hall, worker
from yichuang.kernel.access import commands, services
from yichuang.kernel.access.errors import WrongSignIn

pytestmark = pytest.mark.django_db


def sign_in(password: str):
    return services.sign_in(
        hall_code="YH", worker_number="A01", password=password, address="10.1.1.1", at=MORNING
    )


def test_an_administrator_who_forgot_the_password_gets_a_new_initial_one(capsys):
    worker(hall(), number="A01")

    assert commands.run(["reset", "yh-a01"]) == 0

    initial = capsys.readouterr().out.split()[-1].split("：")[-1]
    assert sign_in(initial).account.password_due
    with pytest.raises(WrongSignIn):
        sign_in(PASSWORD)


def test_an_unknown_login_is_said(capsys):
    assert commands.run(["reset", "YH-A01"]) == 1
    assert "没有这个账号" in capsys.readouterr().err
