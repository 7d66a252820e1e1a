from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt

from tests.access.people import ADDRESS, MORNING, PASSWORD, hall, self_of, session, worker
from yichuang.kernel.access import callers, services
from yichuang.kernel.access.errors import LockedOut, WrongSignIn
from yichuang.kernel.access.events import SignedIn, SignedOut, SignInRefused
from yichuang.kernel.access.models import StaffSession
from yichuang.kernel.access.types import Role

pytestmark = pytest.mark.django_db


def try_in(where, number="A07", password=PASSWORD, address=ADDRESS):
    return services.sign_in(
        hall_code=where.code, worker_number=number, password=password, address=address, at=MORNING
    )


def test_a_clerk_signs_in_with_hall_code_worker_number_and_password(told):
    here = hall()
    lin = worker(here, Role.STF)

    card = try_in(here)

    caller = callers.by_session(card.token, MORNING)
    assert caller.account.id == lin.id
    assert caller.roles == {Role.STF}
    assert caller.hall_id == here.id and caller.hall_code == "YH"
    assert caller.actor == self_of(lin)
    assert told(SignedIn, lin.id) == [SignedIn(lin.id, card.session_id)]


@pytest.mark.parametrize("typed", [" a07 ", "A07", "A07", "a 07"])
def test_a_worker_number_is_known_however_it_is_typed(typed):
    here = hall("yh")
    lin = worker(here, Role.STF)

    assert try_in(here, number=typed).account.id == lin.id


def test_the_database_never_sees_the_token():
    here = hall()
    worker(here)

    card = try_in(here)

    row = StaffSession.objects.get()
    assert card.token not in (row.token_hash, str(row.__dict__))
    assert len(row.token_hash) == 64


def test_a_worker_number_belongs_to_one_hall():
    here, there = hall("YH"), hall("BD")
    worker(here, number="A07")

    with pytest.raises(WrongSignIn):
        try_in(there, number="A07")


def test_an_unknown_worker_number_hears_the_same_sentence_as_a_wrong_password():
    here = hall()
    worker(here)

    with pytest.raises(WrongSignIn) as known:
        try_in(here, password="wrong-Password-1")
    with pytest.raises(WrongSignIn) as unknown:
        try_in(here, number="Z99", password="wrong-Password-1")

    assert str(known.value) == str(unknown.value)


def test_five_wrong_passwords_lock_the_worker_number_for_a_quarter_of_an_hour(wall_moves, told):
    here = hall()
    lin = worker(here)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongSignIn) as refused:
            try_in(here, password="wrong")
        assert refused.value.params == {"left": left}

    with pytest.raises(LockedOut):
        try_in(here, password="wrong")
    with pytest.raises(LockedOut) as locked:
        try_in(here)
    assert len(locked.value.params["until"]) == 5
    assert len(told(SignInRefused, lin.id)) == 5

    wall_moves(timedelta(minutes=15, seconds=1))
    assert try_in(here).account.id == lin.id


def test_trying_while_locked_out_does_not_lock_for_longer(wall_moves):
    here = hall()
    worker(here)
    for _ in range(5):
        with pytest.raises((WrongSignIn, LockedOut)):
            try_in(here, password="wrong")

    wall_moves(timedelta(minutes=14))
    with pytest.raises(LockedOut):
        try_in(here, password="wrong")
    wall_moves(timedelta(minutes=1, seconds=1))

    assert try_in(here)


def test_a_colleague_behind_the_same_address_is_not_locked_out():
    here = hall()
    worker(here, number="A07")
    wang = worker(here, number="A08")
    for _ in range(5):
        with pytest.raises((WrongSignIn, LockedOut)):
            try_in(here, number="A07", password="wrong")

    assert try_in(here, number="A08").account.id == wang.id


def test_somebody_guessing_elsewhere_does_not_lock_the_clerk_at_the_window():
    here = hall()
    lin = worker(here)
    for _ in range(5):
        with pytest.raises((WrongSignIn, LockedOut)):
            try_in(here, password="wrong", address="10.9.9.9")

    assert try_in(here).account.id == lin.id


def test_a_right_password_forgives_the_wrong_ones_before():
    here = hall()
    worker(here)
    for _ in range(4):
        with pytest.raises(WrongSignIn):
            try_in(here, password="wrong")
    try_in(here)

    with pytest.raises(WrongSignIn) as refused:
        try_in(here, password="wrong")

    assert refused.value.params == {"left": 4}


def test_a_closed_account_does_not_open_and_does_not_say_so():
    here = hall()
    lin = worker(here)
    services.close_account(account_id=lin.id, by=here.system, at=MORNING)

    with pytest.raises(WrongSignIn):
        try_in(here)


def test_a_clerk_signs_out(told):
    here = hall()
    lin = worker(here)
    card = try_in(here)

    services.sign_out(session_id=card.session_id, by=self_of(lin), at=MORNING)

    assert callers.by_session(card.token, MORNING).account is None
    assert told(SignedOut, lin.id) == [SignedOut(lin.id, card.session_id)]


def test_nobody_signs_out_somebody_else():
    here = hall()
    lin, wang = worker(here, number="A07"), worker(here, number="A08")
    token = session(lin)
    caller = callers.by_session(token, MORNING)

    services.sign_out(session_id=caller.session_id, by=self_of(wang), at=MORNING)

    assert callers.by_session(token, MORNING).account.id == lin.id


@pytest.mark.parametrize("nonsense", ["", "x" * 10_000, "' OR 1=1 --", "<b>", "😀", "\x00", "\ud800"])
def test_nonsense_in_any_field_is_only_a_wrong_sign_in(nonsense):
    here = hall()
    worker(here)

    for fields in ({"hall_code": nonsense}, {"worker_number": nonsense}, {"password": nonsense}):
        typed = {"hall_code": here.code, "worker_number": "A07", "password": PASSWORD} | fields
        with pytest.raises((WrongSignIn, LockedOut)):
            services.sign_in(**typed, address=ADDRESS, at=MORNING)


def test_what_is_typed_as_a_login_name_is_counted_but_not_kept():
    for typed in ("13812342210", "张建国"):
        with pytest.raises(WrongSignIn):
            try_in(hall(), number=typed)

    kept = str(AccessAttempt.objects.values())
    assert AccessAttempt.objects.count() == 2
    assert "13812342210" not in kept and "张建国" not in kept


def test_wrong_passwords_are_forgotten_a_day_later(wall_moves):
    with pytest.raises(WrongSignIn):
        try_in(hall())
    assert services.sweep_attempts() == 0

    wall_moves(timedelta(days=1, minutes=16))

    assert services.sweep_attempts() == 1
