from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.people import ADDRESS, MORNING, PASSWORD, hall, self_of, session, worker
from yichuang.kernel.access import callers, doors, selectors, services
from yichuang.kernel.access.errors import LockedOut, OldPasswordWrong
from yichuang.kernel.access.events import PasswordChanged, PasswordReset, SessionsEnded, SignInRefused
from yichuang.kernel.access.models import StaffSession
from yichuang.kernel.access.types import Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import ActorKind

pytestmark = pytest.mark.django_db
NEW = "Quiet-river-58"


def stands(token):
    return callers.by_session(token, MORNING).account is not None


def test_a_caller_is_known_by_one_statement():
    token = session(worker(hall(), Role.STF, Role.BST))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        caller = callers.by_session(token, MORNING)

    assert caller.roles == {Role.STF, Role.BST}
    assert len(queries) == 1


def test_half_an_hour_without_an_act_ends_a_session(wall_moves):
    token = session(worker(hall()))
    wall_moves(timedelta(minutes=29))
    assert stands(token)

    wall_moves(timedelta(minutes=2))

    assert not stands(token)


def test_looking_does_not_keep_a_session_awake_but_acting_does(wall_moves):
    looking, acting = (session(worker(hall(), number=number)) for number in ("A07", "A08"))

    for _ in range(4):
        wall_moves(timedelta(minutes=10))
        callers.by_session(looking, MORNING)
        callers.acted(callers.by_session(acting, MORNING))

    assert not stands(looking)
    assert stands(acting)


def test_a_session_ends_after_twelve_hours_however_busy(wall_moves):
    token = session(worker(hall()))
    for _ in range(12 * 4 - 1):
        wall_moves(timedelta(minutes=15))
        callers.acted(callers.by_session(token, MORNING))
    assert stands(token)

    wall_moves(timedelta(minutes=15, seconds=1))

    assert not stands(token)


def test_a_busy_clerk_writes_the_idle_timer_once_a_minute(wall_moves):
    token = session(worker(hall()))
    wall_moves(timedelta(seconds=59))

    with CaptureQueriesContext(connection) as queries:
        callers.acted(callers.by_session(token, MORNING))
    assert len(queries) == 1

    wall_moves(timedelta(seconds=2))
    with CaptureQueriesContext(connection) as queries:
        callers.acted(callers.by_session(token, MORNING))
    assert len(queries) == 2


def test_a_new_password_ends_every_session(told):
    lin = worker(hall())
    tokens = [session(lin), session(lin)]

    services.set_password(
        account_id=lin.id, old=PASSWORD, new=NEW, address=ADDRESS, by=self_of(lin), at=MORNING
    )

    assert not any(map(stands, tokens))
    assert told(PasswordChanged, lin.id)
    assert told(SessionsEnded, lin.id) == [SessionsEnded(lin.id, "password_changed", 2)]


def test_a_password_is_not_changed_without_the_present_one():
    lin = worker(hall())
    token = session(lin)

    with pytest.raises(OldPasswordWrong):
        services.set_password(
            account_id=lin.id, old="not it", new=NEW, address=ADDRESS, by=self_of(lin), at=MORNING
        )

    assert stands(token)


def test_a_session_left_open_is_no_place_to_guess_the_password(told):
    lin = worker(hall())
    session(lin)

    def guess(old):
        services.set_password(
            account_id=lin.id, old=old, new=NEW, address=ADDRESS, by=self_of(lin), at=MORNING
        )

    for _guess in range(4):
        with pytest.raises(OldPasswordWrong):
            guess("not it")
    for old in ("not it", PASSWORD):
        with pytest.raises(LockedOut):
            guess(old)

    assert len(told(SignInRefused, lin.id)) == 5


def test_the_office_resets_a_password_and_the_worker_must_choose_a_new_one(told):
    here = hall()
    lin = worker(here)
    token = session(lin)

    initial = services.reset_password(account_id=lin.id, by=here.system, at=MORNING)

    assert not stands(token)
    card = services.sign_in(
        hall_code="YH", worker_number="A07", password=initial, address="10.1.1.1", at=MORNING
    )
    assert card.account.password_due
    assert told(PasswordReset, lin.id)


def test_a_password_wears_out_after_ninety_days(wall_moves, settings):
    here = hall()
    lin = worker(here, initial=True)
    services.set_password(
        account_id=lin.id, old=PASSWORD, new=NEW, address=ADDRESS, by=self_of(lin), at=MORNING
    )
    assert not selectors.account(here.id, lin.id).password_due

    wall_moves(timedelta(days=91))

    assert selectors.account(here.id, lin.id).password_due
    assert callers.by_session(session(lin), MORNING).account.password_due
    settings.PASSWORD_DAYS = 0
    assert not selectors.account(here.id, lin.id).password_due


def test_closing_an_account_ends_its_sessions_and_roles():
    here = hall()
    lin = worker(here, Role.GUIDE)
    token = session(lin)

    services.close_account(account_id=lin.id, by=here.system, at=MORNING)

    assert not stands(token)
    assert not selectors.holders(here.id, Role.GUIDE, MORNING + timedelta(seconds=1))


def test_a_live_stream_stands_while_its_person_is_signed_in_and_holds_the_role():
    here = hall()
    lin = worker(here, Role.STF)
    token = session(lin)
    desk, anybody = doors.role(Role.STF, Role.CHIEF), doors.signed_in()

    def stand(rule, where=here):
        return selectors.stands(ActorKind.PERSON, lin.person_id, where.id, rule, MORNING)

    assert stand(desk) and stand(anybody)
    assert not stand(desk, hall()) and not stand(doors.role(Role.OFF))

    (given,) = selectors.grants(here.id, MORNING)
    services.revoke_role(grant_id=given.id, by=here.system, at=MORNING)
    assert stand(anybody) and not stand(desk)

    services.sign_out(session_id=callers.by_session(token, MORNING).session_id, by=self_of(lin), at=MORNING)
    assert not stand(anybody)


def test_sessions_that_are_over_are_swept_and_others_stay(wall_moves):
    here = hall()
    session(worker(here, number="A07"))
    wall_moves(timedelta(minutes=31))
    token = session(worker(here, number="A08"))

    assert services.sweep_sessions() == 1

    assert StaffSession.objects.count() == 1 and stands(token)


def test_a_session_remembers_the_window_it_stands_at():
    token, window = session(worker(hall())), new_id()

    services.stand_at(session_id=callers.by_session(token, MORNING).session_id, window_id=window)

    assert callers.by_session(token, MORNING).actor.window_id == window
