"""Who tries the doors: a hall with something behind every door, and everybody before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from tests.access.people import HallOfTest, machine, session, worker
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import services as facilities
from yichuang.facilities.types import AreaKind, Chinese, EquipmentKind, PaperWidth, Reach
from yichuang.kernel import clock
from yichuang.kernel.access import gate, services
from yichuang.kernel.access.types import (
    NOT_GRANTED,
    STRANGER,
    Caller,
    DeviceKind,
    GrantCard,
    Role,
)
from yichuang.kernel.journal.deliver import hear
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind
from yichuang.queueing import services as queueing
from yichuang.queueing.models import RemoteHolder

STAFF_ROLES = tuple(role for role in Role if role not in NOT_GRANTED)
# nothing of the kind is in the hall: whoever comes in is told so
NOTHING_THERE = (
    "alert",
    "bent",
    "burst_id",
    "case",
    "case_id",
    "certificate",
    "cover_id",
    "delegation",
    "export_id",
    "file_id",
    "guide",
    "hard",
    "hold_id",
    "item",
    "leave",
    "list_id",
    "loan_id",
    "nomination",
    "pool",
    "posting",
    "query",
    "restatement",
    "referral",
    "roster",
    "roster_run",
    "seat",
    "swap",
)


@dataclass
class Visitor:
    """Somebody who tries doors: what rules take them for, and what they carry."""

    name: str
    caller: Caller
    cookies: dict[str, str] = field(default_factory=dict)
    header: str = ""

    def browser(self) -> Client:
        client = Client()
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client


@dataclass
class House:
    """A hall with something behind every door, and the hall next door."""

    hall: Hall
    other: Hall
    values: dict[str, str]
    visitors: list[Visitor]
    neighbours: list[Visitor]


def staff(hall: Hall, *roles: Role, number: str, initial: bool = False) -> Visitor:
    """Let a person of the hall be signed in with these roles."""
    person = organization.add_person(
        worker_number=number, name="林晓", kind=PersonKind.SERVICE, by=hall.by, at=MORNING
    )
    here = HallOfTest(hall.id, hall.code)
    card = worker(here, *roles, number=number, initial=initial, person_id=person.id)
    token = session(card)
    caller = Caller(account=card, grants=frozenset(GrantCard(role) for role in roles))
    name = f"{' '.join(roles) or 'no role'}{' with an initial password' if initial else ''}"
    return Visitor(name, caller, {settings.SESSION_COOKIE: token}, f"Bearer {token}")


def device(hall: Hall, kind: DeviceKind) -> Visitor:
    """Let an enrolled device of the hall come."""
    card, token = machine(HallOfTest(hall.id, hall.code), kind, window_id=hall.windows[1])
    return Visitor(f"a {kind}", Caller(device=card), {gate.device_cookie(kind): token}, f"Device {token}")


@pytest.fixture
def house() -> Iterator[House]:
    """Build two halls and let everybody gather before the first."""
    with clock.frozen(MORNING):
        hall, other = build_hall(code="AYRS"), build_hall(code="BD")
        hall.sign_on(1, MORNING)
        ticket = hall.take("A", MORNING)
        visitors = [Visitor("a stranger", STRANGER)]
        visitors += [staff(hall, role, number=f"9{place:03}") for place, role in enumerate(STAFF_ROLES)]
        visitors += [staff(hall, number="9100"), staff(hall, *STAFF_ROLES[:9], number="9101", initial=True)]
        visitors += [device(hall, kind) for kind in DeviceKind]
        sacrificed = staff(hall, Role.STF, number="9200").caller.account
        grant_id = services.grant_role(account_id=sacrificed.id, role=Role.GUIDE, by=hall.by, at=MORNING)
        spare, _ = machine(HallOfTest(hall.id, hall.code), DeviceKind.KIOSK)
        neighbours = [staff(other, role, number=f"9{place:03}") for place, role in enumerate(STAFF_ROLES)]
        neighbours += [device(other, kind) for kind in DeviceKind]
        piece = facilities.add_equipment(kind=EquipmentKind.PRINTER, name="一号", by=hall.by, at=MORNING)
        area = facilities.add_area(
            kind=AreaKind.RECEPTION, name="接待区", place="正门右侧", by=hall.by, at=MORNING
        )
        printer = facilities.set_printer(
            equipment_id=piece.id,
            paper=PaperWidth.MM80,
            chinese=Chinese.CHARACTERS,
            reach=Reach.FILE,
            address="slips",
            by=hall.by,
            at=MORNING,
        )
        hear()
        values = {
            "device_id": str(spare.id),
            "account_id": str(sacrificed.id),
            "grant_id": str(grant_id),
            "equipment_id": str(piece.id),
            "printer_id": str(printer.id),
            "person": str(hall.people["0301"]),
            "ticket_id": str(ticket.id),
            "pack": str(queueing.prepare_pack(by=hall.by, at=MORNING).id),
            **dict.fromkeys(NOTHING_THERE, str(UUID(int=7))),
            "window": hall.windows[1].hex,
            "ticket": ticket.id.hex,
            "line": hall.lines["A"].hex,
            "holder": RemoteHolder.objects.create(hall_id=hall.id, phone_index="0" * 64).id.hex,
            "token": ticket.token,
            "hall": hall.code,
            "area": str(area.id),
            "zone": "A",
            "code": "QUE",
            "key": "queue.missed_calls",
            "seq": "1",
            "language": "zh",
            "name": "A",
        }
        yield House(hall, other, values, visitors, neighbours)
