"""Halls for the played month: one of each profile, so that every item of the catalogue has its window.

Each department that owns items, or is asked by one, has a clerk at a window of its own, somebody behind it
and a chief representative; one more window takes the money.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from importlib import resources
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as catalogue_services
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault import undertaking
from yichuang.organization import services as organization
from yichuang.organization.types import HallProfile, PersonKind, SessionSpec
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct, Part
from yichuang.queueing import services as queueing

TIMEZONE = "Asia/Shanghai"
#: Code, name and profile of each hall of the month.
HALLS = (
    ("YRS", "人力资源和社会保障服务大厅", HallProfile.HRSS),
    ("YFY", "人民法院诉讼服务中心", HallProfile.COURT),
    ("YWS", "中心卫生院服务大厅", HallProfile.HEALTH),
    ("YZH", "政务服务中心", HallProfile.GENERAL),
    ("YQY", "便民营业厅", HallProfile.ENTERPRISE),
)
WEEK = (1, 2, 3, 4, 5)
ACTS = (
    MandateAct.APPROVE,
    MandateAct.REFUSE,
    MandateAct.EXTEND,
    MandateAct.FIRST_OPINION,
    MandateAct.OPEN_JOINT,
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "文武明亮安宁清正和平志远思齐"


@dataclass(frozen=True)
class Desk:
    """A department in the play: its window and who sits there, works behind it and decides."""

    department_id: UUID
    window_id: UUID
    number: int
    clerk: Actor
    handler: Actor
    chief: Actor


@dataclass
class Place:
    """One hall of the month: its desks by what the catalogue calls their department, its till, its items."""

    hall_id: UUID
    code: str
    name: str
    desks: dict[str, Desk] = field(default_factory=dict)
    head: Actor | None = None
    till: tuple[UUID, Actor] | None = None
    items: tuple[ItemCard, ...] = ()

    @property
    def leader(self) -> Actor:
        """Return who leads the hall."""
        assert self.head is not None
        return self.head

    @property
    def at_windows(self) -> list[tuple[UUID, Actor]]:
        """Return every window with who sits there."""
        return [(one.window_id, one.clerk) for one in self.desks.values()] + (
            [self.till] if self.till else []
        )


def found(code: str, name: str, profile: HallProfile, *, at: datetime) -> Place:
    """Found a hall of this profile as of ``at``, with a desk for every department its items name."""
    by = organization.founder()
    with transaction.atomic():
        card = organization.create_hall(
            code=code, name=name, profile=profile, timezone=TIMEZONE, by=by, at=at
        )
        place = Place(card.id, code, name)
        hours = [SessionSpec(WEEK, time(8, 30), time(12), time(11, 50)),
                 SessionSpec(WEEK, time(13, 30), time(17, 30), time(17))]  # fmt: skip
        organization.set_sessions(sessions=hours, by=by, at=at)
        text = resources.files("yichuang.catalogue").joinpath("data/demo.yaml").read_text("utf-8")
        catalogue_services.import_catalogue(
            hall_id=by.hall_id, text=text, source_name="demo.yaml", by=by, at=at
        )
        items = catalogue.items(card.id, clock.local_day(at, TIMEZONE))
        place.items = tuple(one for one in items if one.legal_basis)
        _furnish(place, _departments(place.items), by, at)
        organization.activate_hall(by=by, at=at)
    return place


def _departments(items: Sequence[ItemCard]) -> list[str]:
    named = [one.department for one in items]
    return list(dict.fromkeys([*named, *(name for one in items for name in one.joint.departments)]))


def _furnish(place: Place, names: list[str], by: Actor, at: datetime) -> None:
    zone = organization.add_zone(code="A", name="一楼", by=by, at=at)
    people = _Staff(place, by, at)
    head = place.head = people.take("0001", None, (Role.UH, Role.OFF))
    organization.appoint_head(person_id=head.id, by=by, at=at)
    for number, name in enumerate(names, start=1):
        department = organization.add_department(code=f"D{number}", name=name[:80], by=by, at=at).id
        catalogue_services.explain_wording(wording=name, department_id=department, by=by, at=at)
        clerk = people.take(f"1{number:02d}1", department, (Role.STF,))
        handler = people.take(f"1{number:02d}2", department, (Role.BST,))
        chief = people.take(f"1{number:02d}3", department, (Role.CHIEF, Role.SEC))
        window = _window(number, name, zone.id, department, clerk, by, at)
        posts.grant_delegation(
            department_id=department, person_id=chief.id, acts=ACTS, all_at_level=True,
            document=f"授权〔2026〕{number}号", by=by, at=at,
        )  # fmt: skip
        place.desks[name] = Desk(department, window, number, clerk, handler, chief)
    if any(one.fees for one in place.items):
        cashier = people.take("0900", None, (Role.CASH,))
        place.till = (_window(len(names) + 1, "收费", zone.id, None, cashier, by, at), cashier)


def _window(
    number: int, name: str, zone_id: UUID, department_id: UUID | None, clerk: Actor, by: Actor, at: datetime
) -> UUID:
    window = organization.add_window(
        number=number, zone_id=zone_id, name=name[:40], department_id=department_id, by=by, at=at
    )
    post = posts.add_post(window_id=window.id, name=f"{number}号窗口岗", duties=("受理",), by=by, at=at)
    given = posts.add_holder(post_id=post.id, person_id=clerk.id, part=Part.A, by=by, at=at)
    own = Actor(ActorKind.PERSON, clerk.id, by.hall_id)
    posts.acknowledge_posting(holder_id=given.id, by=own, at=at)
    prefix = string.ascii_uppercase[number - 1]
    line = queueing.add_line(
        prefix=prefix, name=name[:20], name_en="", hint="", hint_en="", place=number, by=by, at=at
    )
    queueing.add_serves(window_id=window.id, line_id=line.id, by=by, at=at)
    return window.id


class _Staff:
    """The people of a hall; nobody signs in, so their logins open with no password at all."""

    def __init__(self, place: Place, by: Actor, at: datetime) -> None:
        self.place, self.by, self.at = place, by, at
        self.taken = 0

    def take(self, number: str, department_id: UUID | None, roles: tuple[Role, ...]) -> Actor:
        """Return one more person, with a login and these roles in the department."""
        by, at, place = self.by, self.at, self.place
        name = SURNAMES[self.taken % len(SURNAMES)] + GIVEN[self.taken // 3 % len(GIVEN)]
        person = organization.add_person(
            worker_number=number,
            name=name,
            kind=PersonKind.HANDLING,
            department_id=department_id,
            by=by,
            at=at,
        )
        account = access.create_account(
            hall_id=by.hall_id,
            hall_code=place.code,
            person_id=person.id,
            worker_number=number,
            password=secrets.token_urlsafe(12) + "-7a",
            hashed=make_password(None),
            by=by,
            at=at,
            must_change=False,
        )
        self.taken += 1
        for role in roles:
            access.grant_role(account_id=account.id, role=role, department_id=department_id, by=by, at=at)
        actor = Actor(ActorKind.PERSON, person.id, by.hall_id)
        year, until = undertaking.year_of(at, TIMEZONE)
        vault.sign_undertaking(year=year, until=until, by=actor, at=at)
        return actor
