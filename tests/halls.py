"""A hall for the tests of the ground floors: built by services, nothing above posts.

hall = found_hall()                       # Anyang, draft, three windows in zone A, six people
hall.open()                               # with head and hours: open to the public
zhang = hall.person("0302")               # as the one who acts
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.support.once import once
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import services
from yichuang.organization.types import WINDOWS_SERVING_NOTHING, Activation, HallProfile, PersonKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
TEAM = (
    ("0101", "何琳", PersonKind.MANAGEMENT),
    ("0301", "张伟国", PersonKind.HANDLING),
    ("0302", "李娜", PersonKind.HANDLING),
    ("0303", "王秀英", PersonKind.HANDLING),
    ("0304", "赵磊", PersonKind.SERVICE),
    ("0305", "陈静", PersonKind.CONSULTING),
)


def at(clock: str, day: date = MONDAY) -> datetime:
    """Return a moment of hall time: ``at("12:30")`` on Monday, 2 March 2026."""
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), tzinfo=SHANGHAI)


@dataclass
class Hall:
    """A hall and what stands in it, by the names one would call it."""

    id: UUID
    by: Actor
    zone: UUID
    windows: dict[int, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def person(self, worker_number: str) -> Actor:
        """Return a person as the one who acts."""
        return Actor(ActorKind.PERSON, self.people[worker_number], self.id)

    def grant(self, worker_number: str, *roles: Role, department: UUID | None = None) -> Actor:
        """Give a person a login with these roles and return them as the one who acts."""
        account = access.create_account(
            hall_id=self.id,
            hall_code="AYRS",
            person_id=self.people[worker_number],
            worker_number=worker_number,
            password="Anyang-Window-26",
            by=self.by,
            at=at("07:00"),
            must_change=False,
        )
        for role in roles:
            access.grant_role(
                account_id=account.id, role=role, department_id=department, by=self.by, at=at("07:00")
            )
        return self.person(worker_number)

    def open(self, moment: datetime | None = None) -> Activation:
        """Open the hall to the public, as if every window had something to serve."""
        with WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset()):
            return services.activate_hall(by=self.by, at=moment or at("07:00"))

    def told(self, name: str) -> list[Entry]:
        """Return the journal's entries of an event in this hall."""
        return list(Entry.objects.filter(hall_id=self.id, name=name).order_by("recorded_at"))


@once
def found_hall(
    code: str = "AYRS", *, windows: int = 3, head: bool = True, moment: datetime | None = None, **other: Any
) -> Hall:
    """Found a draft hall with its team; the hours are the usual ones."""
    moment = moment or at("07:00")
    by = services.founder()
    described = {"name": "安阳市人社服务大厅", "name_en": "Anyang HRSS Hall", "profile": HallProfile.HRSS}
    services.create_hall(code=code, **(described | other), by=by, at=moment)
    zone = services.add_zone(code="A", name="一楼A区", name_en="Zone A", by=by, at=moment)
    hall = Hall(by.hall_id, by, zone.id)
    for number in range(1, windows + 1):
        window = services.add_window(number=number, zone_id=zone.id, name="社保综合", by=by, at=moment)
        hall.windows[number] = window.id
    for number, name, kind in TEAM:
        card = services.add_person(worker_number=number, name=name, kind=kind, by=by, at=moment)
        hall.people[number] = card.id
    if head:
        services.appoint_head(person_id=hall.people["0101"], by=by, at=moment)
    return hall


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, as the database hands it back."""
    return moment.astimezone(UTC)
