"""Build and staff the demo hall, by services only, as an office would do on the weeks before opening."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time
from importlib import resources
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as catalogue_services
from yichuang.demo.scene import plan
from yichuang.facilities import services as facilities
from yichuang.facilities.types import AreaKind
from yichuang.kernel import clock
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault import undertaking
from yichuang.organization import services as organization
from yichuang.organization.types import HallProfile, PersonKind, SessionKind, SessionSpec
from yichuang.posts import selectors as posted
from yichuang.posts import services as posts
from yichuang.posts.types import MandateAct, Part
from yichuang.queueing import services as queueing

Tell = Callable[[str], None]
DELEGATED = (
    MandateAct.APPROVE,
    MandateAct.REFUSE,
    MandateAct.EXTEND,
    MandateAct.OPEN_JOINT,
    MandateAct.REFUND,
)
# who is worth trying first; the rest stands in the same file of logins
SHOWN = ("0317", "0308", "0312", "0001", "0002", "0101", "0701", "0801", "0501", "0601")


@dataclass(frozen=True)
class Login:
    """One demo login, random for this installation."""

    hall_code: str
    worker_number: str
    password: str
    title: str
    title_en: str


def build(*, at: datetime, tell: Tell) -> list[Login]:
    """Found the hall of ``data/hall.yaml`` as of ``at`` and return its logins, the telling ones first."""
    text = plan()
    by = organization.founder()
    hall = text["hall"]
    passwords = {row["worker"]: _password() for row in text["people"]}
    # hashing is slow on purpose, and need not hold anybody up
    with ThreadPoolExecutor() as pool, transaction.atomic():
        hashed = {one: pool.submit(make_password, password) for one, password in passwords.items()}
        organization.create_hall(
            code=hall["code"],
            name=hall["name"],
            name_en=hall["name_en"],
            profile=HallProfile(hall["profile"]),
            timezone=hall["timezone"],
            by=by,
            at=at,
        )
        departments = {
            row["code"]: organization.add_department(
                code=row["code"], name=row["name"], name_en=row["name_en"], by=by, at=at
            ).id
            for row in text["departments"]
        }
        organization.set_sessions(sessions=_hours(text["sessions"]), by=by, at=at)
        windows = _windows(text, departments, by, at)
        _import_items(text, departments, by, at)
        _lines(text, windows, by, at)
        tell(_("The hall, its windows, lines and items stand."))
        people = _people(text, departments, by, at)
        _undertakings(people, text["hall"]["timezone"], by, at)
        _posts(text, departments, windows, people, by, at)
        for person_id in people.values():
            posts.issue_badge(person_id=person_id, by=by, at=at)
        organization.appoint_head(person_id=people[text["people"][0]["worker"]], by=by, at=at)
        logins = _accounts(text, departments, people, passwords, hashed, by, at)
        _mandates(text, departments, people, by, at)
        organization.set_complaint_phone(phone=hall["complaint_phone"], by=by, at=at)
        organization.activate_hall(by=by, at=at)
        pack = queueing.prepare_pack(place=text["paper"], by=by, at=at)
        queueing.print_pack(pack_id=pack.id, by=by, at=at)
    tell(_("%(people)s people, %(windows)s windows") % {"people": len(people), "windows": len(windows)})
    first = sorted(
        logins, key=lambda one: SHOWN.index(one.worker_number) if one.worker_number in SHOWN else 99
    )
    return first


def _time(text: str) -> time:
    return time.fromisoformat(text)


def _hours(rows: list[dict[str, Any]], kind: SessionKind = SessionKind.OPEN) -> list[SessionSpec]:
    return [
        SessionSpec(
            weekdays=tuple(row["weekdays"]),
            opens=_time(row["opens"]),
            closes=_time(row["closes"]),
            takes_until=_time(row["takes_until"]),
            kind=kind,
        )
        for row in rows
    ]


def _windows(text: dict[str, Any], departments: dict[str, UUID], by: Actor, at: datetime) -> dict[int, UUID]:
    zones = {
        row["code"]: organization.add_zone(
            code=row["code"], name=row["name"], name_en=row["name_en"], by=by, at=at
        ).id
        for row in text["zones"]
    }
    for row in text["areas"]:
        facilities.add_area(
            kind=AreaKind(row["kind"]),
            zone_id=zones[row["zone"]] if "zone" in row else None,
            name=row["name"],
            name_en=row["name_en"],
            place=row["place"],
            place_en=row["place_en"],
            by=by,
            at=at,
        )
    noon = text["noon"]
    windows: dict[int, UUID] = {}
    for row in text["windows"]:
        window = organization.add_window(
            number=row["number"],
            zone_id=zones[row["zone"]],
            name=row["name"],
            name_en=row["name_en"],
            department_id=departments[row["department"]],
            by=by,
            at=at,
        )
        windows[row["number"]] = window.id
        if row.get("lunch"):
            duty = SessionSpec(
                tuple(noon["weekdays"]),
                _time(noon["opens"]),
                _time(noon["closes"]),
                kind=SessionKind.LUNCH_DUTY,
            )
            organization.set_sessions(sessions=[duty], window_id=window.id, by=by, at=at)
        if row.get("shut"):
            shut = [
                SessionSpec(tuple(noon["weekdays"]), _time(opens), _time(closes), kind=SessionKind.CLOSED)
                for opens, closes in row["shut"]
            ]
            organization.set_sessions(sessions=shut, window_id=window.id, by=by, at=at)
    return windows


def _import_items(text: dict[str, Any], departments: dict[str, UUID], by: Actor, at: datetime) -> None:
    source = resources.files("yichuang.catalogue").joinpath("data/demo.yaml").read_text("utf-8")
    catalogue_services.import_catalogue(
        hall_id=by.hall_id, text=source, source_name="demo.yaml", by=by, at=at
    )
    for row in text["departments"]:
        for wording in row.get("owns", []):
            catalogue_services.explain_wording(
                wording=wording, department_id=departments[row["code"]], by=by, at=at
            )


def _lines(text: dict[str, Any], windows: dict[int, UUID], by: Actor, at: datetime) -> None:
    items = catalogue.items(by.hall_id, clock.local_day(at, text["hall"]["timezone"]))
    lines: dict[str, UUID] = {}
    for place, row in enumerate(text["lines"], start=1):
        line = queueing.add_line(
            prefix=row["prefix"],
            name=row["name"],
            name_en=row["name_en"],
            hint=row["hint"],
            hint_en=row["hint_en"],
            place=place,
            by=by,
            at=at,
        )
        lines[row["prefix"]] = line.id
        for item in items:
            if item.ticket_prefix in row["prefixes"]:
                queueing.add_line_item(line_id=line.id, item_id=item.id, by=by, at=at)
        if "by_phone" in row:
            queueing.set_remote_rule(
                line_id=line.id,
                per_half_hour=row["by_phone"],
                opens=time(8, 30),
                closes=time(16),
                by=by,
                at=at,
            )
    for row in text["windows"]:
        for prefix in row["lines"]:
            queueing.add_serves(window_id=windows[row["number"]], line_id=lines[prefix], by=by, at=at)


def _people(text: dict[str, Any], departments: dict[str, UUID], by: Actor, at: datetime) -> dict[str, UUID]:
    return {
        row["worker"]: organization.add_person(
            worker_number=row["worker"],
            name=row["name"],
            kind=PersonKind(_role(text, row)["kind"]),
            department_id=departments[row["department"]],
            title=_role(text, row)["title"],
            by=by,
            at=at,
        ).id
        for row in text["people"]
    }


def _undertakings(people: dict[str, UUID], timezone: str, by: Actor, at: datetime) -> None:
    """Let everybody undertake to keep secrets, as on the year's first working day."""
    year, until = undertaking.year_of(at, timezone)
    for person_id in people.values():
        signs = Actor(ActorKind.PERSON, person_id, by.hall_id)
        vault.sign_undertaking(year=year, until=until, by=signs, at=at)


def _role(text: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    role: dict[str, Any] = text["roles"][row["roles"][0] if row["roles"][0] in text["roles"] else "stf"]
    return role


def _accounts(
    text: dict[str, Any],
    departments: dict[str, UUID],
    people: dict[str, UUID],
    passwords: dict[str, str],
    hashed: dict[str, Future[str]],
    by: Actor,
    at: datetime,
) -> list[Login]:
    code, logins = text["hall"]["code"], []
    for row in text["people"]:
        worker, role = row["worker"], _role(text, row)
        account = access.create_account(
            hall_id=by.hall_id,
            hall_code=code,
            person_id=people[worker],
            worker_number=worker,
            password=passwords[worker],
            by=by,
            at=at,
            must_change=False,
            hashed=hashed[worker].result(),
        )
        for given in row["roles"]:
            scope = (
                departments[row["department"]] if given in {"sec", "chief", "stf", "bst", "unit"} else None
            )
            access.grant_role(account_id=account.id, role=Role(given), department_id=scope, by=by, at=at)
        logins.append(Login(code, worker, passwords[worker], role["title"], role["title_en"]))
    return logins


def _posts(
    text: dict[str, Any],
    departments: dict[str, UUID],
    windows: dict[int, UUID],
    people: dict[str, UUID],
    by: Actor,
    at: datetime,
) -> None:
    post_of: dict[int, UUID] = {}
    for row in text["windows"]:
        post = posts.add_post(
            window_id=windows[row["number"]],
            name=row["name"],
            name_en=row["name_en"],
            duties=tuple(text["duties"]),
            by=by,
            at=at,
        )
        post_of[row["number"]] = post.id
    for row in text["people"]:
        for part, field in ((Part.A, "a"), (Part.B, "b")):
            for number in row.get(field, []):
                posts.add_holder(
                    post_id=post_of[number], person_id=people[row["worker"]], part=part, by=by, at=at
                )
    for row in text["pools"]:
        posts.make_pool(
            department_id=departments[row["department"]],
            name=row["name"],
            name_en=row["name_en"],
            post_ids=[post_of[number] for number in row["windows"]],
            person_ids=[people[worker] for worker in row["people"]],
            by=by,
            at=at,
        )
    for given in posted.unread_postings(by.hall_id, clock.local_day(at, text["hall"]["timezone"])):
        own = Actor(ActorKind.PERSON, given.person_id, by.hall_id)
        posts.acknowledge_posting(holder_id=given.id, by=own, at=at)


def _mandates(
    text: dict[str, Any], departments: dict[str, UUID], people: dict[str, UUID], by: Actor, at: datetime
) -> None:
    """Delegate what is decided here to the chief representatives in writing, and let their departments in."""
    of = {row["worker"]: departments[row["department"]] for row in text["people"]}
    for row in text["mandates"]:
        posts.grant_delegation(
            department_id=of[row["worker"]],
            person_id=people[row["worker"]],
            acts=DELEGATED,
            all_at_level=True,
            document=row["document"],
            by=by,
            at=at,
        )
        posts.station_department(department_id=of[row["worker"]], by=by, at=at)
    for row in text["outside"]:
        posts.note_outside_item(
            department_id=departments[row["department"]],
            name=row["name"],
            reason=row.get("reason", ""),
            by=by,
            at=at,
        )


def enrol_kiosk(*, hall_id: UUID, hall_code: str, name: str, by: Actor, at: datetime) -> Actor:
    """Enrol a kiosk that only the play uses and return it as an actor."""
    code = access.enrol_code(kind=DeviceKind.KIOSK, hall_code=hall_code, name=name, by=by, at=at)
    card, _token = access.enrol(code=code, address="play", at=at)
    return Actor(ActorKind.DEVICE, card.id, hall_id)


def _password() -> str:
    """Twelve characters a person can type: letters without look-alikes, digits, and a dash between."""
    letters = "".join(one for one in string.ascii_letters if one not in "lIOo")
    draw = [secrets.choice(letters) for _ in range(4)] + [secrets.choice("23456789") for _ in range(4)]
    return (
        "".join(draw[:4])
        + "-"
        + "".join(draw[4:])
        + "-"
        + secrets.choice(letters)
        + secrets.choice("23456789")
    )
