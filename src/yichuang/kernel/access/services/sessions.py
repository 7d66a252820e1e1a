"""Sign in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from yichuang.kernel.access import address as address_rules
from yichuang.kernel.access import passwords, rules, tokens, wall
from yichuang.kernel.access.errors import AccountUnknown, LockedOut, WrongSignIn
from yichuang.kernel.access.events import SignedIn, SignedOut, SignInRefused
from yichuang.kernel.access.models import Account, StaffSession
from yichuang.kernel.access.selectors import account_card
from yichuang.kernel.access.types import AccountCard
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind

GATE_ID = uuid5(NAMESPACE_URL, "yichuang:access.gate")


@dataclass(frozen=True, slots=True)
class SignedInCard:
    """A fresh session: the token goes to the browser and is stored nowhere."""

    account: AccountCard
    session_id: UUID
    token: str
    ends_at: datetime


def sign_in(*, hall_code: str, worker_number: str, password: str, address: str, at: datetime) -> SignedInCard:
    """Open a session for a worker of a hall.

    ``address`` is where the request comes from; five wrong passwords from there lock this worker number
    there for a quarter of an hour.  Raises: WrongSignIn, LockedOut.
    """
    account = proven(rules.username(hall_code, worker_number)[:64], password, address, at)
    return open_session(account_id=account.id, by=_self(account), at=at)


def proven(username: str, password: str, address: str, at: datetime) -> Account:
    """Return the account that ``password`` opens; a wrong one is counted and told in the journal.

    Raises: WrongSignIn, LockedOut.
    """
    request = HttpRequest()
    request.method = "POST"
    request.META = {"REMOTE_ADDR": address, "HTTP_USER_AGENT": "-"}
    _refuse_if_locked(username, address, at)
    account = authenticate(request, username=username, password=passwords.readable(password))
    if not isinstance(account, Account):
        _tell_refused(username, "wrong_password", at)
        _refuse_if_locked(username, address, at)
        raise WrongSignIn(left=settings.AXES_FAILURE_LIMIT - _failures(username, address)[0])
    user_logged_in.send(sender=Account, request=request, user=account)
    return account


@transaction.atomic
def open_session(*, account_id: UUID, by: Actor, at: datetime) -> SignedInCard:
    """Open a session for one who has just proven who they are: signed in, or chose a new password.

    Raises: AccountUnknown.
    """
    account = Account.objects.filter(
        id=account_id, hall_id=by.hall_id, person_id=by.id, is_active=True
    ).first()
    if account is None:
        raise AccountUnknown
    now = wall.now()
    token = tokens.new_token()
    session = StaffSession.objects.create(
        token_hash=tokens.hash_of(token),
        account=account,
        began_at=now,
        last_act_at=now,
        ends_at=now + timedelta(hours=settings.SESSION_HOURS),
    )
    record(SignedIn(account.id, session.id), subject=account.id, by=by, at=at)
    return SignedInCard(account_card(account), session.id, token, session.ends_at)


def _self(account: Account) -> Actor:
    return Actor(ActorKind.PERSON, account.person_id, account.hall_id)


def _failures(username: str, address: str) -> tuple[int, datetime | None]:
    """Return how many wrong passwords count now, and when the last was typed."""
    since = wall.now() - settings.AXES_COOLOFF_TIME
    counted = address_rules.counted_as(username)
    found = AccessAttempt.objects.filter(username=counted, ip_address=address, attempt_time__gte=since)
    sums = found.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    return sums["count"] or 0, sums["last"]


def _refuse_if_locked(username: str, address: str, at: datetime) -> None:
    count, last = _failures(username, address)
    if last is not None and count >= settings.AXES_FAILURE_LIMIT:
        until = timezone.localtime(last + settings.AXES_COOLOFF_TIME) + timedelta(seconds=59)
        raise LockedOut(until=until.strftime("%H:%M"))


def _tell_refused(username: str, reason: str, at: datetime) -> None:
    """Journal a refused sign-in where the account exists; a number nobody has belongs to no hall."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        return
    by = Actor(ActorKind.SYSTEM, GATE_ID, account.hall_id)
    with transaction.atomic():
        record(SignInRefused(account.id, reason), subject=account.id, by=by, at=at)


@transaction.atomic
def sign_out(*, session_id: UUID, by: Actor, at: datetime) -> None:
    """End one session; one that is over already, or is not ``by``'s, changes nothing."""
    session = StaffSession.objects.select_related("account").filter(id=session_id).first()
    if session is None or session.account.person_id != by.id:
        return
    session.delete()
    record(SignedOut(session.account_id, session_id), subject=session.account_id, by=by, at=at)


def stand_at(*, session_id: UUID, window_id: UUID | None) -> None:
    """Note the window this session stands at (a screen's memory, no authority; None: nowhere)."""
    StaffSession.objects.filter(id=session_id).update(window_id=window_id)


def sweep_sessions(limit: int = 1000) -> int:
    """Forget sessions that are over; return how many."""
    now = wall.now()
    idle_since = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    over = StaffSession.objects.filter(ends_at__lte=now) | StaffSession.objects.filter(
        last_act_at__lte=idle_since
    )
    ids = list(over.values_list("id", flat=True)[:limit])
    return StaffSession.objects.filter(id__in=ids).delete()[0]


def sweep_attempts() -> int:
    """Forget wrong passwords that have not counted for a day; return how many rows."""
    old = wall.now() - settings.AXES_COOLOFF_TIME - timedelta(days=1)
    gone: int = AccessAttempt.objects.filter(attempt_time__lt=old).delete()[0]
    return gone
