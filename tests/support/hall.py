"""A small hall built through services, for tests and scenes: lines, windows, posts, people, logins, a kiosk.

    hall = build_hall(at=MORNING)             # 4 windows, 3 lines, 6 people
    token = hall.kiosk_token                  # the enrolled kiosk's
    hall.sign_on("0302", window=2, at=MORNING)

``crowded`` makes it the size of a city's hall.  Names are people's; passwords are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.support.once import once
from tests.support.vows import vow
from yichuang import catalogue as room_of_items
from yichuang.catalogue import selectors as in_catalogue
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import services as organization
from yichuang.organization.types import HallProfile, PersonKind, SessionKind, SessionSpec
from yichuang.posts import services as posts
from yichuang.posts.types import Part
from yichuang.queueing import services as queueing
from yichuang.queueing.types import TicketCard

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
PASSWORD = "Anyang-Window-26"
WEEK = (1, 2, 3, 4, 5)
DEMO_CATALOGUE = Path(room_of_items.__file__).parent / "data" / "demo.yaml"

# prefix, name, English, hint, English
LINES = (
    ("A", "社保综合", "Social insurance", "参保登记、缴费、关系转移", "Registration, payments, transfers"),
    ("B", "社保待遇", "Benefits", "养老、失业、工伤待遇", "Pension, unemployment, injury"),
    ("D", "就业综合", "Employment", "就业登记、补贴、创业贷款", "Registration, subsidies, loans"),
    ("K", "社保卡", "Social security card", "申领、补换、密码重置", "Issue, replace, reset the password"),
    ("C", "跨省通办", "Other provinces", "异地业务代收代办", "Matters of other provinces"),
    ("E", "人才档案", "Personnel files", "档案接转、职称、政审", "Transfer of files, titles, checks"),
    ("L", "仲裁监察", "Arbitration", "劳动争议、欠薪投诉", "Labour disputes, unpaid wages"),
    ("S", "办不成事反映", "Unresolved matters", "有事办不成,请到这里", "If nobody could help you"),
)
# window number -> prefixes of the lines it serves
SMALL = {1: "A", 2: "A", 3: "AB", 4: "D"}
CROWDED = dict(enumerate(("S", "A", "A", "A", "C", "B", "BA", "D", "D", "A", "D", "L", "K", "KE"), start=1))
PEOPLE = (
    "周颖",
    "孙静",
    "王敏",
    "吴昊",
    "郑欣",
    "沈悦",
    "钱芳",
    "陈洁",
    "冯涛",
    "朱明",
    "褚琳",
    "卫东",
    "蒋薇",
    "韩冰",
    "李强",
    "赵磊",
)


@dataclass
class Hall:
    """What was built, by the names one would call it."""

    id: UUID
    code: str
    by: Actor
    windows: dict[int, UUID] = field(default_factory=dict)
    lines: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    departments: dict[str, UUID] = field(default_factory=dict)
    kiosk: Actor | None = None
    kiosk_token: str = ""

    def person(self, worker_number: str) -> Actor:
        """Return a person as the one who acts."""
        return Actor(ActorKind.PERSON, self.people[worker_number], self.id)

    def clerk(self, window: int) -> Actor:
        """Return who holds the window's post as A."""
        return self.person(f"03{window:02d}")

    def sign_on(self, window: int, at: datetime) -> Actor:
        """Sign the window's A holder on and return the actor."""
        by = self.clerk(window)
        posts.sign_on(window_id=self.windows[window], by=by, at=at)
        return by

    def take(self, prefix: str, at: datetime) -> TicketCard:
        """Take a ticket at the kiosk."""
        assert self.kiosk
        return queueing.take_ticket(line_id=self.lines[prefix], by=self.kiosk, at=at)

    def as_json(self) -> dict[str, object]:
        """Return what a scene hands back to its test."""
        return {
            "id": self.id.hex,
            "code": self.code,
            "windows": {str(number): one.hex for number, one in self.windows.items()},
            "lines": {prefix: one.hex for prefix, one in self.lines.items()},
            "kiosk_token": self.kiosk_token,
        }


@once
def build_hall(
    *,
    at: datetime = MORNING,
    code: str = "AYRS",
    crowded: bool = False,
    items: bool = False,
    departments: Mapping[str, str] | None = None,
) -> Hall:
    """Build a hall that is open on ``at``'s day, with nobody signed on and nobody waiting.

    ``items`` brings the demo catalogue in, each item into the line of its prefix where there is one.
    ``departments`` says of worker numbers whose people they are.
    """
    by = organization.founder()
    card = organization.create_hall(
        code=code,
        name="安阳市人力资源和社会保障服务大厅",
        name_en="Anyang Human Resources and Social Security Hall",
        profile=HallProfile.HRSS,
        by=by,
        at=at,
    )
    hall = Hall(card.id, card.code, by)
    plan = CROWDED if crowded else SMALL
    _rooms(hall, plan, at)
    for place, name in enumerate(dict.fromkeys((departments or {}).values()), start=1):
        department = organization.add_department(code=f"D{place}", name=name, by=by, at=at)
        hall.departments[name] = department.id
    _team(hall, plan, departments or {}, at)
    _hours(hall, at)
    _queue(hall, plan, at)
    organization.activate_hall(by=by, at=at)
    _posts(hall, at)
    _enrol_kiosk(hall, at)
    if items:
        _items(hall, at)
    return hall


def _rooms(hall: Hall, plan: dict[int, str], at: datetime) -> None:
    zone = organization.add_zone(code="A", name="一楼A区", name_en="Ground floor A", by=hall.by, at=at)
    names = {prefix: (name, english) for prefix, name, english, *_ in LINES}
    for number, prefixes in plan.items():
        name, english = names[prefixes[0]]
        window = organization.add_window(
            number=number, zone_id=zone.id, name=name, name_en=english, by=hall.by, at=at
        )
        hall.windows[number] = window.id


def _team(hall: Hall, plan: dict[int, str], departments: Mapping[str, str], at: datetime) -> None:
    for place, name in enumerate(PEOPLE[: len(plan) + 2], start=1):
        number = f"03{place:02d}"
        person = organization.add_person(
            worker_number=number,
            name=name,
            kind=PersonKind.SERVICE,
            department_id=hall.departments.get(departments.get(number, "")),
            by=hall.by,
            at=at,
        )
        hall.people[number] = person.id
        _login(hall, number, person.id, (Role.STF,), at)
    for number, name, roles in (
        ("0001", "何琳", (Role.OFF, Role.UH)),
        ("0002", "罗勇", (Role.GUIDE,)),
        ("0003", "高翔", (Role.INSP,)),
    ):
        person = organization.add_person(
            worker_number=number, name=name, kind=PersonKind.MANAGEMENT, by=hall.by, at=at
        )
        hall.people[number] = person.id
        _login(hall, number, person.id, roles, at)
    organization.appoint_head(person_id=hall.people["0001"], by=hall.by, at=at)


def _login(hall: Hall, number: str, person_id: UUID, roles: tuple[Role, ...], at: datetime) -> None:
    account = access.create_account(
        hall_id=hall.id,
        hall_code=hall.code,
        person_id=person_id,
        worker_number=number,
        password=PASSWORD,
        by=hall.by,
        at=at,
        must_change=False,
    )
    for role in roles:
        access.grant_role(account_id=account.id, role=role, by=hall.by, at=at)
    vow(hall.person(number), at)


def _hours(hall: Hall, at: datetime) -> None:
    hours = [
        SessionSpec(WEEK, time(8, 30), time(12), time(11, 50)),
        SessionSpec(WEEK, time(13, 30), time(17, 30), time(17)),
    ]
    organization.set_sessions(sessions=hours, by=hall.by, at=at)
    lunch = [SessionSpec(WEEK, time(12), time(13, 30), None, SessionKind.LUNCH_DUTY)]
    organization.set_sessions(sessions=lunch, window_id=hall.windows[1], by=hall.by, at=at)


def _queue(hall: Hall, plan: dict[int, str], at: datetime) -> None:
    used = "".join(plan.values())
    for place, (prefix, name, english, hint, hint_en) in enumerate(LINES):
        if prefix not in used:
            continue
        line = queueing.add_line(
            prefix=prefix,
            name=name,
            name_en=english,
            hint=hint,
            hint_en=hint_en,
            place=place,
            by=hall.by,
            at=at,
        )
        hall.lines[prefix] = line.id
    for number, prefixes in plan.items():
        for prefix in prefixes:
            queueing.add_serves(window_id=hall.windows[number], line_id=hall.lines[prefix], by=hall.by, at=at)


def _posts(hall: Hall, at: datetime) -> None:
    numbers = list(hall.windows)
    for number in numbers:
        post = posts.add_post(
            window_id=hall.windows[number],
            name=f"{number}号窗口岗",
            name_en=f"Post {number}",
            duties=("受理", "一次性告知"),
            by=hall.by,
            at=at,
        )
        stands_in = f"03{number % len(numbers) + 1:02d}"
        for part, who in ((Part.A, f"03{number:02d}"), (Part.B, stands_in)):
            posts.add_holder(post_id=post.id, person_id=hall.people[who], part=part, by=hall.by, at=at)


def _items(hall: Hall, at: datetime) -> None:
    catalogue.import_catalogue(
        hall_id=hall.id, text=DEMO_CATALOGUE.read_text("utf-8"), source_name="demo", by=hall.by, at=at
    )
    for item in in_catalogue.items(hall.id, at.date()):
        if item.ticket_prefix in hall.lines:
            queueing.add_line_item(line_id=hall.lines[item.ticket_prefix], item_id=item.id, by=hall.by, at=at)


def _enrol_kiosk(hall: Hall, at: datetime) -> None:
    issued = access.enrol_code(
        hall_code=hall.code, kind=DeviceKind.KIOSK, name="1号取号机", by=hall.by, at=at
    )
    device, token = access.enrol(code=issued, address="127.0.0.1", at=at)
    hall.kiosk = Actor(ActorKind.DEVICE, device.id, hall.id)
    hall.kiosk_token = token


def fill(hall: Hall, at: datetime, *, minutes: int = 40) -> datetime:
    """Let a morning pass: clerks sign on, people come, most are served; return the moment it ends at."""
    from yichuang.queueing.types import Outcome

    begin = at - timedelta(minutes=minutes)
    away = {6, 10}
    on_duty = {number: hall.sign_on(number, begin) for number in hall.windows if number not in away}
    prefixes = list(hall.lines)
    open_at: dict[int, TicketCard] = {}
    for minute in range(minutes):
        now = begin + timedelta(minutes=minute)
        for nth in range(2):
            hall.take(prefixes[(minute * 2 + nth * 3) % len(prefixes)], now + timedelta(seconds=nth * 20))
        for number, by in on_duty.items():
            if (minute + number) % 4 or minute > minutes - 3:
                continue
            later = now + timedelta(seconds=40)
            if number in open_at:
                queueing.finish(
                    ticket_id=open_at.pop(number).id, outcome=Outcome.INFORMATION, by=by, at=later
                )
            try:
                card = queueing.call_next(window_id=hall.windows[number], by=by, at=later)
            except queueing.NobodyWaiting:
                continue
            if (minute // 4) % 6 != 5 or number % 3:
                queueing.begin(ticket_id=card.id, by=by, at=later + timedelta(seconds=10))
                open_at[number] = card
            else:
                queueing.begin(ticket_id=card.id, by=by, at=later + timedelta(seconds=15))
                open_at[number] = card
    return at
