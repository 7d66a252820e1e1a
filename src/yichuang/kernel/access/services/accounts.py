"""Open, close and secure a worker's login.

Hashing a password takes a tenth of a second on purpose, so it is done before the transaction begins: nobody
at a window waits for it.
"""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from yichuang.kernel.access import passwords, rules, tokens, wall
from yichuang.kernel.access.errors import (
    AccountTaken,
    AccountUnknown,
    InitialReplaced,
    OldPasswordWrong,
    WorkerNumberUnfit,
    WrongSignIn,
)
from yichuang.kernel.access.events import (
    AccountClosed,
    AccountOpened,
    GrantRevoked,
    PasswordChanged,
    PasswordReset,
    SessionsEnded,
)
from yichuang.kernel.access.models import Account, Grant, PastPassword, StaffSession
from yichuang.kernel.access.selectors import account_card
from yichuang.kernel.access.services.common import locked_account, locked_keepers, refuse_if_last_keeper
from yichuang.kernel.access.services.sessions import proven
from yichuang.kernel.access.types import AccountCard
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key


def create_account(
    *,
    hall_id: UUID,
    hall_code: str,
    person_id: UUID,
    worker_number: str,
    password: str,
    by: Actor,
    at: datetime,
    must_change: bool = True,
    hashed: str = "",
    key: Key | None = None,
) -> AccountCard:
    """Open a login for a person of the hall.

    With ``must_change`` the password is an initial one and is changed at the first sign-in; without (the
    demo) it lasts.  ``hashed`` is what ``make_password`` gives for it, where that was done beforehand.
    Raises: AccountUnknown (another hall's), WorkerNumberUnfit, AccountTaken, PasswordUnfit, InitialReplaced.
    """
    if by.hall_id != hall_id:
        raise AccountUnknown
    number = rules.tidy(worker_number)
    if not re.fullmatch(r"[0-9A-Z]{1,32}", number):
        raise WorkerNumberUnfit
    row = Account(
        username=rules.username(hall_code, number),
        hall_id=hall_id,
        hall_code=hall_code,
        worker_number=number,
        person_id=person_id,
        must_change_password=must_change,
        password_lasts=not must_change,
        password_set_at=wall.now(),
        opened_at=at,
    )
    passwords.check(password, row)
    row.password = hashed or make_password(password)
    try:
        with transaction.atomic():
            promise = once(by, "access.create_account", key, at)
            if not promise.replay:
                row.save(force_insert=True)
                told = AccountOpened(row.id, person_id)
                record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    except IntegrityError:
        raise AccountTaken(number=number) from None
    if promise.replay:
        opened = journal.subject_of(by.hall_id, promise.entry_id)
        row = _still_opened_by(password, Account.objects.get(hall_id=by.hall_id, id=opened))
    return account_card(row)


def _still_opened_by(password: str, row: Account) -> Account:
    """Return the account if ``password``, about to be told once more, is still the one that opens it."""
    if not (row.is_active and check_password(password, row.password)):
        raise InitialReplaced
    return row


@transaction.atomic
def close_account(*, account_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> AccountCard:
    """Close a login: its roles and sessions end at once.  Raises: AccountUnknown, LastKeeper."""
    promise = once(by, "access.close_account", key, at)
    row = locked_account(by.hall_id, account_id)
    if promise.replay or not row.is_active:
        return account_card(row)
    keepers = locked_keepers(row.hall_id)
    standing = Q(active_until__isnull=True) | Q(active_until__gt=at)
    current = list(Grant.objects.select_for_update().filter(standing, account=row).order_by("id"))
    refuse_if_last_keeper(current, keepers, at)

    row.is_active = False
    row.save(update_fields=["is_active"])
    for grant in current:
        grant.active_until = max(at, grant.active_from)
        grant.save(update_fields=["active_until"])
        record(GrantRevoked(grant.id, row.id, row.person_id, grant.role), subject=row.id, by=by, at=at)
    _end(row, "closed", by=by, at=at)
    told = AccountClosed(row.id, row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return account_card(row)


def set_password(
    *, account_id: UUID, old: str, new: str, address: str, by: Actor, at: datetime
) -> AccountCard:
    """Change one's own password; every session of the account ends.

    A wrong present password counts as one at the sign-in from ``address`` does, so a session left open is
    no place to guess.  Raises: AccountUnknown, OldPasswordWrong, LockedOut, PasswordUnfit.
    """
    seen = Account.objects.filter(hall_id=by.hall_id, id=account_id, person_id=by.id).first()
    if seen is None:
        raise AccountUnknown
    try:
        seen = proven(seen.username, old, address, at)
    except WrongSignIn:
        raise OldPasswordWrong from None
    passwords.check(new, seen)
    fresh = make_password(new)
    with transaction.atomic():
        row = locked_account(by.hall_id, account_id)
        if row.password != seen.password:
            raise OldPasswordWrong  # changed while this one was being looked at
        _replace(row, fresh, must_change=False)
        record(PasswordChanged(row.id), subject=row.id, by=by, at=at)
        _end(row, "password_changed", by=by, at=at)
    return account_card(row)


def reset_password(*, account_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> str:
    """Give a worker a new initial password and return it, to be told once; every session ends.

    The same key tells the same password while it still opens the account.
    Raises: AccountUnknown, InitialReplaced.
    """
    password = passwords.initial(tokens.seed_of(by, key))
    fresh = make_password(password)
    with transaction.atomic():
        promise = once(by, "access.reset_password", key, at)
        row = locked_account(by.hall_id, account_id)
        if not promise.replay:
            _replace(row, fresh, must_change=True)
            record(PasswordReset(row.id), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
            _end(row, "password_reset", by=by, at=at)
    if promise.replay:
        _still_opened_by(password, row)
    return password


@transaction.atomic
def end_sessions(*, account_id: UUID, by: Actor, at: datetime) -> int:
    """End every session of an account; return how many there were.  Raises: AccountUnknown."""
    return _end(locked_account(by.hall_id, account_id), "ended", by=by, at=at)


def _replace(row: Account, hashed: str, *, must_change: bool) -> None:
    now = wall.now()
    PastPassword.objects.create(account=row, password=row.password, until=now)
    row.password = hashed
    row.must_change_password = must_change
    row.password_lasts = False
    row.password_set_at = now
    row.save(update_fields=["password", "must_change_password", "password_lasts", "password_set_at"])


def _end(row: Account, reason: str, *, by: Actor, at: datetime) -> int:
    count, _ = StaffSession.objects.filter(account=row).delete()
    if count:
        record(SessionsEnded(row.id, reason, count), subject=row.id, by=by, at=at)
    return count
