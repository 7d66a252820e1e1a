from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection

from tests.access.people import ADDRESS, MORNING, PASSWORD, hall, self_of, worker
from yichuang.kernel.access import passwords, rules, services, tokens
from yichuang.kernel.access.errors import AccountUnknown, OldPasswordWrong, PasswordUnfit
from yichuang.kernel.access.models import Account
from yichuang.kernel.access.services import accounts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab3-", "too short"),
        ("Ab3-Ab3-9", "nine characters"),
        ("a" * 129 + "B3", "too long"),
        ("alllowercaseletters", "one kind"),
        ("lowercase-and-sign", "two kinds"),
        ("Password123", "well known with a tail"),
        ("Qwerty123!", "well known with a tail"),
        ("My-WK0007-number", "contains the worker number"),
        ("my-wk0007-Number", "contains it in another case"),
        ("Hello-YIHE-2026", "contains the hall code"),
    ],
)
def test_an_unfit_password_is_refused(password: str, why: str):
    account = Account(worker_number="WK0007", hall_code="YIHE")

    with pytest.raises(PasswordUnfit) as refused:
        passwords.check(password, account)

    assert str(refused.value)


@pytest.mark.parametrize(
    "password", ["Willow-gate-73", "绿水青山abcD2026", "correct Horse 9", "Tr0mbone$$Lake"]
)
def test_a_fit_password_is_taken(password: str):
    passwords.check(password, Account(worker_number="WK0007", hall_code="YIHE"))


def test_the_last_five_passwords_are_not_taken_again():
    lin = worker(hall())
    used = [PASSWORD, *(f"Quiet-river-{number}" for number in range(50, 55))]
    for old, new in pairwise(used):
        services.set_password(
            account_id=lin.id, old=old, new=new, address=ADDRESS, by=self_of(lin), at=MORNING
        )

    for again in used[-5:]:
        with pytest.raises(PasswordUnfit):
            services.set_password(
                account_id=lin.id, old=used[-1], new=again, address=ADDRESS, by=self_of(lin), at=MORNING
            )

    services.set_password(
        account_id=lin.id, old=used[-1], new=PASSWORD, address=ADDRESS, by=self_of(lin), at=MORNING
    )


def test_an_initial_password_is_random_and_keeps_the_rules():
    lin = worker(hall())
    made = {passwords.initial(tokens.seed_of(self_of(lin), None)) for _ in range(50)}

    assert len(made) == 50
    for password in made:
        passwords.check(password, Account(worker_number="A07", hall_code="YH"))
        assert rules.classes(password) == 4


def test_nobody_changes_the_password_of_somebody_else():
    here = hall()
    lin, wang = worker(here, number="A07"), worker(here, number="A08")

    with pytest.raises(AccountUnknown):
        services.set_password(
            account_id=lin.id,
            old=PASSWORD,
            new="Quiet-river-58",
            address=ADDRESS,
            by=self_of(wang),
            at=MORNING,
        )


def test_the_rules_are_told_as_sentences():
    assert len(passwords.spoken()) == 5


def test_nobody_waits_for_a_password_to_be_hashed(monkeypatch):
    """Hashing is slow on purpose; on SQLite a transaction around it would stop every window."""
    here = hall()
    real, inside = accounts.make_password, []

    def watched(password: str) -> str:
        inside.append(len(connection.savepoint_ids))
        return real(password)

    monkeypatch.setattr(accounts, "make_password", watched)
    outside = len(connection.savepoint_ids)
    lin = worker(here)
    services.set_password(
        account_id=lin.id, old=PASSWORD, new="Quiet-river-58", address=ADDRESS, by=self_of(lin), at=MORNING
    )
    services.reset_password(account_id=lin.id, by=here.system, at=MORNING)

    assert inside == [outside] * 3


def test_a_password_that_changed_meanwhile_is_not_overwritten(monkeypatch):
    lin = worker(hall())
    real = passwords.check

    def slow(password: str, account: Account) -> None:
        real(password, account)
        Account.objects.filter(id=lin.id).update(password="another")

    monkeypatch.setattr(passwords, "check", slow)
    with pytest.raises(OldPasswordWrong):
        services.set_password(
            account_id=lin.id,
            old=PASSWORD,
            new="Quiet-river-58",
            address=ADDRESS,
            by=self_of(lin),
            at=MORNING,
        )

    assert Account.objects.get(id=lin.id).password == "another"
