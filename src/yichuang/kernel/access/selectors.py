"""Questions about logins, roles and devices of one hall."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from yichuang.kernel.access import callers, wall
from yichuang.kernel.access.errors import AccountUnknown, DeviceUnknown
from yichuang.kernel.access.models import Account, Device, Grant, StaffSession
from yichuang.kernel.access.rules import tidy
from yichuang.kernel.access.types import AccountCard, DeviceCard, DeviceKind, GivenCard, GrantCard, Role, Rule
from yichuang.kernel.types import ActorKind


def account_card(row: Account) -> AccountCard:
    """Return the card of an account's row."""
    worn = callers.password_worn(row.password_set_at, row.password_lasts, wall.now())
    return AccountCard(
        id=row.id,
        hall_id=row.hall_id,
        hall_code=row.hall_code,
        worker_number=row.worker_number,
        person_id=row.person_id,
        active=row.is_active,
        password_due=row.must_change_password or worn,
    )


def device_card(row: Device) -> DeviceCard:
    """Return the card of a device's row."""
    return DeviceCard(
        id=row.id,
        hall_id=row.hall_id,
        hall_code=row.hall_code,
        kind=DeviceKind(row.kind),
        name=row.name,
        window_id=row.window_id,
        zone_id=row.zone_id,
        active=row.active,
    )


def accounts(hall_id: UUID) -> list[AccountCard]:
    """Return every account of the hall by worker number."""
    return [account_card(row) for row in Account.objects.filter(hall_id=hall_id).order_by("worker_number")]


def account(hall_id: UUID, account_id: UUID) -> AccountCard:
    """Return one account of the hall.  Raises: AccountUnknown."""
    row = Account.objects.filter(hall_id=hall_id, id=account_id).first()
    if row is None:
        raise AccountUnknown
    return account_card(row)


def account_called(login: str) -> AccountCard | None:
    """Return the account with this login name (hall code, dash, worker number), of whatever hall."""
    row = Account.objects.filter(username=tidy(login)).first()
    return account_card(row) if row else None


def account_of_person(hall_id: UUID, person_id: UUID) -> AccountCard | None:
    """Return the login of a person of the hall, if there is one."""
    row = Account.objects.filter(hall_id=hall_id, person_id=person_id).first()
    return account_card(row) if row else None


def grants(hall_id: UUID, at: datetime) -> list[GivenCard]:
    """Return every role that holds at ``at`` in the hall, with whose it is."""
    rows = _held(hall_id, at).select_related("account").order_by("account__worker_number", "role")
    return [
        GivenCard(
            row.id, row.account_id, row.account.person_id, Role(row.role), row.department_id, row.active_until
        )
        for row in rows
    ]


def roles_of(hall_id: UUID, person_id: UUID, at: datetime) -> frozenset[GrantCard]:
    """Return the roles a person of the hall holds at ``at``; asked in every act, so only theirs are read."""
    held = _held(hall_id, at).filter(account__hall_id=hall_id, account__person_id=person_id)
    return frozenset(GrantCard(Role(role), home) for role, home in held.values_list("role", "department_id"))


def roles_in(hall_id: UUID, person_id: UUID, department_id: UUID | None, at: datetime) -> frozenset[Role]:
    """Return the roles a person holds for a department or for the whole hall; of None, the latter only."""
    held = roles_of(hall_id, person_id, at)
    return frozenset(one.role for one in held if one.department_id in (None, department_id))


def _held(hall_id: UUID, at: datetime) -> QuerySet[Grant]:
    ends = Q(active_until__isnull=True) | Q(active_until__gt=at)
    return Grant.objects.filter(ends, hall_id=hall_id, active_from__lte=at)


def holders(hall_id: UUID, role: Role, at: datetime) -> frozenset[UUID]:
    """Return the persons who hold ``role`` somewhere in the hall at ``at``."""
    return frozenset(given.person_id for given in grants(hall_id, at) if given.role is role)


def devices(hall_id: UUID) -> list[DeviceCard]:
    """Return the hall's devices that are not revoked, by kind and name."""
    rows = Device.objects.filter(hall_id=hall_id, active=True).order_by("kind", "name")
    return [device_card(row) for row in rows]


def silences(hall_id: UUID) -> dict[UUID, timedelta]:
    """Return how long ago, in real time, each device was last seen; one never seen is not there."""
    now = wall.now()
    rows = Device.objects.filter(hall_id=hall_id, active=True, seen_at__isnull=False)
    return {row.id: now - row.seen_at for row in rows if row.seen_at}


def device(hall_id: UUID, device_id: UUID) -> DeviceCard:
    """Return one device of the hall.  Raises: DeviceUnknown."""
    row = Device.objects.filter(hall_id=hall_id, id=device_id).first()
    if row is None:
        raise DeviceUnknown
    return device_card(row)


def stands(kind: ActorKind, actor_id: UUID, hall_id: UUID, rule: Rule, at: datetime) -> bool:
    """Tell whether ``rule`` still lets in a person who is signed in somewhere, or an enrolled device.

    Roles are those held at ``at`` (hall time); the session itself lives by the wall clock.
    """
    if kind is ActorKind.DEVICE:
        kinds = [one.value for one in rule.kinds]
        return Device.objects.filter(hall_id=hall_id, id=actor_id, active=True, kind__in=kinds).exists()
    if kind is not ActorKind.PERSON:
        return False
    now = wall.now()
    signed_in = StaffSession.objects.filter(
        account__hall_id=hall_id,
        account__person_id=actor_id,
        account__is_active=True,
        ends_at__gt=now,
        last_act_at__gt=now - timedelta(minutes=settings.SESSION_IDLE_MINUTES),
    ).exists()
    return signed_in and (rule.any_person or _holds_one_of(hall_id, actor_id, rule.roles, at))


def works_as(hall_id: UUID, person_id: UUID, roles: frozenset[Role], at: datetime) -> bool:
    """Tell whether the person has a login that stands and holds one of ``roles``, signed in or not."""
    stands = Account.objects.filter(hall_id=hall_id, person_id=person_id, is_active=True)
    return stands.exists() and _holds_one_of(hall_id, person_id, roles, at)


def _holds_one_of(hall_id: UUID, person_id: UUID, roles: frozenset[Role], at: datetime) -> bool:
    return (
        Grant.objects.filter(Q(active_until__isnull=True) | Q(active_until__gt=at), active_from__lte=at)
        .filter(hall_id=hall_id, account__person_id=person_id, role__in=[one.value for one in roles])
        .exists()
    )
