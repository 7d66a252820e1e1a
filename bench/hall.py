"""Open a hall for a benchmark or a proof: windows, lines, clerks signed on, all through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind
from yichuang.posts import services as posts
from yichuang.posts.types import Part
from yichuang.queueing import services as queueing
from yichuang.queueing.types import LineCard

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = ("社保综合", "社保待遇", "就业综合", "人才档案", "社保卡", "仲裁监察", "工伤综合", "咨询导办")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk at a window."""

    by: Actor
    window_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class OpenHall:
    """A hall in the middle of its morning."""

    hall_id: UUID
    code: str
    office: Actor
    lines: tuple[LineCard, ...]
    clerks: tuple[Clerk, ...]
    kiosks: tuple[Actor, ...]


def open_hall(
    *,
    windows: int = 4,
    lines: int = 2,
    kiosks: int = 2,
    general: bool = True,
    code: str | None = None,
    at: datetime = MORNING,
) -> OpenHall:
    """Open a hall with ``windows`` windows, each with a clerk signed on, and ``lines`` lines.

    A general window serves every line; otherwise window n serves line n alone (modulo the lines).
    """
    early = at.replace(hour=7, minute=0, second=0, microsecond=0)
    by = organization.founder()
    code = code or f"T{by.hall_id.hex[-8:].upper()}"
    organization.create_hall(code=code, name="市人社服务大厅", name_en="Hall", by=by, at=early)
    zone = organization.add_zone(code="A", name="一区", name_en="Zone A", by=by, at=early)
    rooms = [
        organization.add_window(number=n + 1, zone_id=zone.id, name=f"{n + 1} 号", by=by, at=early)
        for n in range(windows)
    ]
    people = [
        organization.add_person(
            worker_number=f"{n + 1:04d}",
            name=SURNAMES[n % len(SURNAMES)] + "敏华强丽军"[n % 5],
            kind=PersonKind.SERVICE,
            by=by,
            at=early,
        )
        for n in range(windows)
    ]
    organization.appoint_head(person_id=people[0].id, by=by, at=early)
    cards = [
        queueing.add_line(
            prefix="ABCDEFGH"[n], name=NAMES[n], name_en=f"Line {n + 1}", place=n, by=by, at=early
        )
        for n in range(lines)
    ]
    for n, room in enumerate(rooms):
        for line in cards if general else [cards[n % lines]]:
            queueing.add_serves(window_id=room.id, line_id=line.id, by=by, at=early)
    clerks = []
    for room, person in zip(rooms, people, strict=True):
        post = posts.add_post(
            window_id=room.id, name=f"{room.number} 号岗", duties=("受理",), by=by, at=early
        )
        posts.add_holder(post_id=post.id, person_id=person.id, part=Part.A, by=by, at=early)
    organization.activate_hall(by=by, at=early)
    for room, person in zip(rooms, people, strict=True):
        actor = Actor(ActorKind.PERSON, person.id, by.hall_id, window_id=room.id)
        posts.sign_on(window_id=room.id, by=actor, at=at)
        clerks.append(Clerk(actor, room.id, room.number))
    machines = tuple(Actor(ActorKind.DEVICE, new_id(), by.hall_id) for _ in range(kiosks))
    return OpenHall(by.hall_id, code, by, tuple(cards), tuple(clerks), machines)
