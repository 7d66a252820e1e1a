"""People and machines of two halls, for every test that stands before a door.

lin = worker(Role.STF, number="A07")
client = signed_in(Client(), lin)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client

from yichuang.kernel.access import gate, services
from yichuang.kernel.access.types import AccountCard, DeviceCard, DeviceKind, Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PASSWORD = "Willow-gate-73"
ADDRESS = "10.1.7.20"


@dataclass(frozen=True)
class HallOfTest:
    """A hall as access knows one: an id and a code."""

    id: UUID
    code: str

    @property
    def system(self) -> Actor:
        """The system acting for the hall."""
        return Actor(ActorKind.SYSTEM, self.id, self.id)


def hall(code: str = "YH") -> HallOfTest:
    """Return a hall nobody else knows."""
    return HallOfTest(new_id(), code)


def worker(
    where: HallOfTest,
    *roles: Role,
    number: str = "A07",
    department: UUID | None = None,
    initial: bool = False,
    person_id: UUID | None = None,
) -> AccountCard:
    """Open a login for somebody and give roles; ``initial``: the password must be changed first."""
    card = services.create_account(
        hall_id=where.id,
        hall_code=where.code,
        person_id=person_id or new_id(),
        worker_number=number,
        password=PASSWORD,
        by=where.system,
        at=MORNING,
        must_change=initial,
    )
    for role in roles:
        services.grant_role(
            account_id=card.id, role=role, department_id=department, by=where.system, at=MORNING
        )
    return card


def self_of(card: AccountCard) -> Actor:
    """Return the person of an account as the hand that acts."""
    return Actor(ActorKind.PERSON, card.person_id, card.hall_id)


def session(card: AccountCard) -> str:
    """Open a session without the form and return its token."""
    return services.open_session(account_id=card.id, by=self_of(card), at=MORNING).token


def signed_in(client: Client, card: AccountCard) -> Client:
    """Let ``client`` be signed in as the worker of ``card``."""
    client.cookies[settings.SESSION_COOKIE] = session(card)
    return client


def machine(
    where: HallOfTest,
    kind: DeviceKind,
    *,
    name: str = "entrance",
    window_id: UUID | None = None,
    zone_id: UUID | None = None,
) -> tuple[DeviceCard, str]:
    """Enrol a device with a code, as the office and a technician do; return its card and token."""
    code = services.enrol_code(
        kind=kind,
        hall_code=where.code,
        name=name,
        window_id=window_id,
        zone_id=zone_id,
        by=where.system,
        at=MORNING,
    )
    return services.enrol(code=code, address=ADDRESS, at=MORNING)


def as_device(client: Client, kind: DeviceKind, token: str) -> Client:
    """Let ``client`` be the browser of an enrolled device."""
    client.cookies[gate.device_cookie(kind)] = token
    return client
