"""A played month is read through: page, paper, code, list and slip, and no citizen is given away (PRV-05)."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest
import segno
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from tests.access.people import HallOfTest, machine
from tests.flows.privacy import found, live_texts
from yichuang.cases.models import Case
from yichuang.demo import month as played
from yichuang.demo.places import Place
from yichuang.kernel import clock
from yichuang.kernel.access import gate, services
from yichuang.kernel.access import selectors as accounts
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.scanner import scan
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.notices import selectors as notices
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors as queueing
from yichuang.queueing.services import take_ticket

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 3, 2), datetime(2026, 3, 26, 15, tzinfo=ZONE)
MOST = 80  # pages one pair of eyes looks at
LINK = re.compile(r"""(?:href|src|hx-get)=["']([^"'#]+)""")
#: Pages that do something when they are only looked at, or lead out of the house.
NOT_FOLLOWED = ("/static/", "/sign-out", "/live/", "/look/", "mailto:", "tel:")


@dataclass
class Seen:
    """What was read, by who read it and where it stood."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def take(self, whose: str, address: str, answer: object) -> list[str]:
        """Keep an answer as text, whatever it is, and return where it leads."""
        kind = answer.headers.get("Content-Type", "").split(";")[0]  # type: ignore[attr-defined]
        if getattr(answer, "streaming", False):
            return []
        self.kinds.add(kind)
        body = answer.content  # type: ignore[attr-defined]
        text = _read(kind, body)
        self.texts.append((f"{whose} {address}", text))
        return LINK.findall(text) if kind == "text/html" else []


def _read(kind: str, body: bytes) -> str:
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if kind.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(one).decode() for one in book.namelist() if one.endswith(".xml"))
    return body.decode("utf-8", "replace")


@dataclass
class Walked:
    """The hall of the month, its citizens' names and numbers, and all that was seen of it."""

    place: Place
    names: set[str]
    numbers: set[str]
    seen: Seen
    coded: list[str]


@pytest.fixture
def walked(db: None) -> Iterator[Walked]:
    """Play a small month, and let everybody read all that they come to."""
    month = played.act(FIRST, many=24, days=1, after=17, halls=(played.HALLS[0],), tell=lambda _: None)
    place, seen, coded = month.places[0], Seen(), list[str]()
    with clock.frozen(LAST), _codes_read(coded):
        people = _vowed(place)
        names, numbers = _citizens(place, people["1011"])
        names -= {
            one.display_name for one in organization.people(place.hall_id)
        }  # a clerk of that name may be shown
        for whose, client in _everybody(place, people):
            _walk(whose, client, place, seen)
        _take_a_list(_browser(place, people["0001"]), seen)
        _read_letters(place, seen)
        yield Walked(place, names, numbers, seen, coded)


@contextlib.contextmanager
def _codes_read(coded: list[str]) -> Iterator[None]:
    """Hear what is put into every QR code."""
    real = segno.make

    def make(content: Any, *args: Any, **options: Any) -> Any:
        coded.append(str(content))
        return real(content, *args, **options)

    with mock.patch("segno.make", make):
        yield


def _vowed(place: Place) -> dict[str, Actor]:
    """Let everybody of the hall undertake secrecy, and return them by worker number."""
    people = {}
    for one in organization.people(place.hall_id):
        by = Actor(ActorKind.PERSON, one.id, place.hall_id)
        vault.sign_undertaking(year=2026, until=datetime(2027, 1, 1, tzinfo=ZONE), by=by, at=LAST)
        people[one.worker_number] = by
    return people


def _citizens(place: Place, by: Actor) -> tuple[set[str], set[str]]:
    """Return the names and the numbers of whoever handed something in."""
    reason = Reason(ReasonCode.HANDLING, "cases.handling")
    names, numbers = set(), set()
    for case in Case.objects.filter(hall_id=place.hall_id):
        names.add(vault.reveal(case.applicant_name, reason=reason, by=by, at=LAST))
        for entry in (case.applicant_id_number, case.applicant_phone):
            if entry is not None:
                numbers.add(vault.reveal(entry, reason=reason, by=by, at=LAST))
    return names, numbers


def _browser(place: Place, by: Actor) -> Client:
    client = Client()
    account = next(one for one in accounts.accounts(place.hall_id) if one.person_id == by.id)
    token = services.open_session(account_id=account.id, by=by, at=LAST).token
    client.cookies[settings.SESSION_COOKIE] = token
    return client


def _everybody(place: Place, people: dict[str, Actor]) -> Iterator[tuple[str, Client]]:
    yield "a stranger", Client()
    kiosk, token = machine(HallOfTest(place.hall_id, place.code), DeviceKind.KIOSK)
    machine_client = Client()
    machine_client.cookies[gate.device_cookie(kiosk.kind)] = token
    line = queueing.lines(place.hall_id, LAST)[0]
    by = Actor(ActorKind.DEVICE, kiosk.id, place.hall_id)
    ticket = take_ticket(line_id=line.id, by=by, at=LAST)
    machine_client.get(f"/kiosk/ticket/{ticket.token}/")  # its page draws the code
    yield "a kiosk", machine_client
    head = next(one for one in accounts.accounts(place.hall_id) if one.worker_number == "0001")
    by = Actor(ActorKind.SYSTEM, place.hall_id, place.hall_id)
    services.grant_role(account_id=head.id, role=Role.SUP, by=by, at=LAST)
    for number in ("0001", "1011", "1013"):
        yield number, _browser(place, people[number])


def _walk(whose: str, client: Client, place: Place, seen: Seen) -> None:
    """Read what the front doors lead to, breadth first."""
    code = place.code
    some = list(Case.objects.filter(hall_id=place.hall_id).order_by("number")[:10])
    tokens = [one.token for one in some[:6]]
    fronts = ["/", f"/guide/{code}/", f"/guide/{code}/promises/", f"/board/{code}/", f"/progress/{code}/"]
    fronts += [f"/c/{one}/" for one in tokens] + ["/kiosk/", "/case/", "/together/", "/together/hard/"]
    fronts += [f"/case/{one.id}/" for one in some]
    fronts += [
        "/office/limits/",
        "/office/exports/",
        "/office/archive/",
        "/cashier/",
        "/journal/",
        "/office/",
    ]
    waiting, known = deque(fronts), set(fronts)
    looked = 0
    while waiting and looked < MOST:
        address = waiting.popleft()
        answer = client.get(address)
        looked += 1
        for link in seen.take(whose, address, answer):
            there = urlsplit(urljoin(address, link))
            led = there.path + (f"?{there.query}" if there.query else "")
            shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "*", there.path)
            often = sum(1 for one in known if one.startswith(f"shape {shape} "))
            if there.netloc or led in known or often > 12 or any(one in link for one in NOT_FOLLOWED):
                continue
            known |= {led, f"shape {shape} {often}"}
            waiting.append(led)


def _take_a_list(client: Client, seen: Seen) -> None:
    page = client.get("/office/exports/").content.decode()
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    seen.take("0001", "POST exports", client.post("/office/exports/take/", {"key": key[1] if key else ""}))


def _read_letters(place: Place, seen: Seen) -> None:
    """Read every kind of letter that was issued, on the phone and as the file that is printed."""
    kinds: dict[str, str] = {}
    for case in Case.objects.filter(hall_id=place.hall_id):
        for one in notices.notices_of(place.hall_id, case.id):
            kinds.setdefault(one.kind.value, one.token)
    for token in kinds.values():
        for address in (f"/n/{token}/", f"/n/{token}/paper.pdf"):
            seen.take("a holder", address, Client().get(address))


@proves("PRV-05")
def test_no_page_paper_code_or_list_of_a_played_month_shows_a_citizen(walked: Walked) -> None:
    leaks = found(walked.seen.texts, walked.names)

    assert [str(one) for one in leaks] == []
    read = [where for where, _text in walked.seen.texts]
    assert len(read) > 200 and {"text/html", "application/pdf"} <= walked.seen.kinds
    assert any(one.endswith("sheet") for one in walked.seen.kinds)
    coded = [("code", one) for one in walked.coded]
    streamed = list(live_texts(walked.place.hall_id, ["all", "A"]))
    assert coded and streamed and found(coded + streamed, walked.names) == []
    _names_are_really_there(walked)
    _each_would_have_been_seen(walked)


def _names_are_really_there(walked: Walked) -> None:
    """Else nobody would have been found because nobody was shown."""
    clerks = "".join(text for where, text in walked.seen.texts if where.startswith(("0001", "1011", "1013")))
    assert sum(f"{name[0]}*" in clerks for name in walked.names) > 5
    assert sum("/case/" in where for where, _text in walked.seen.texts) > 10


def _each_would_have_been_seen(walked: Walked) -> None:
    """Every name and number that was handed in is found when it is planted in a page that was read."""
    where, page = next(one for one in walked.seen.texts if "</main>" in one[1])
    assert len(walked.names) > 10 and len(walked.numbers) > 10
    for one in sorted(walked.names | walked.numbers):
        planted = page.replace("</main>", f"<p>{one}</p></main>")
        assert scan(planted, where=where, names=walked.names), f"not seen: {one[:2]}…"
