"""A morning in the hall, then everything it let out and everything it stored is searched for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.access.people import as_device, session
from tests.flows.privacy import Ears, Walk, database_texts, found, journal_texts, live_texts
from tests.support.hall import MORNING, PEOPLE, Hall, build_hall
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.scanner import Finding
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.queueing.models import Ticket

pytestmark = pytest.mark.django_db
CITIZEN, PHONE, ID = "张建国", "13812342210", "110101199003070134"
CITIZENS = (CITIZEN, "买买提·吐尔逊", "欧阳娜娜")
STAFF = (*PEOPLE[:6], "何琳", "罗勇", "高翔")


@dataclass
class Morning:
    """What was heard and seen of a morning."""

    hall: Hall
    ears: Ears
    public: Walk
    inside: Walk
    token: str

    def channels(self) -> list[str]:
        """Return the keys under which the hall's streams can be followed."""
        return ["all", "A", self.token, *(one.hex for one in self.hall.windows.values())]


@pytest.fixture
def morning() -> Iterator[Morning]:
    """Let a clerk serve, a citizen wait, and both type what they should not."""
    with clock.frozen(MORNING):
        hall = build_hall()
        ears, public, inside = Ears(), Walk(), Walk()
        with ears.listening():
            token = act(hall, public, inside)
            hear()
            yield Morning(hall, ears, public, inside, token)


def form(**fields: str) -> dict[str, str]:
    return {"key": new_id().hex, **fields}


def act(hall: Hall, public: Walk, inside: Walk) -> str:
    """Take, call, begin, finish; sign in wrongly and rightly; keep and reveal a citizen's data."""
    kiosk = as_device(Client(), DeviceKind.KIOSK, hall.kiosk_token)
    sun = next(one for one in access.accounts(hall.id) if one.worker_number == "0302")
    desk = Client()
    desk.cookies[settings.SESSION_COOKIE] = session(sun)
    stranger = Client()
    for address in ("/kiosk/", "/kiosk/find/", f"/kiosk/found/?q={PHONE}", f"/kiosk/find/?q={CITIZEN}"):
        kiosk.get(address)
    public.see(kiosk, "/kiosk/")
    public.do(kiosk, "/kiosk/take/", form(line=hall.lines["A"].hex))
    ticket = Ticket.objects.get(hall_id=hall.id)
    public.see(kiosk, f"/kiosk/ticket/{ticket.token}/")
    inside.do(desk, "/desk/on/", form(window=hall.windows[2].hex))
    inside.do(desk, "/desk/call/", form())
    public.see(stranger, f"/board/{hall.code}/")
    inside.do(desk, "/desk/begin/", form(ticket=ticket.id.hex))
    public.see(stranger, f"/t/{ticket.token}")
    for typed in (PHONE, ID, CITIZEN, f"{CITIZEN}{PHONE}"):
        refused = inside.do(
            desk, "/desk/finish/", form(ticket=ticket.id.hex, outcome="case", reference=typed)
        )
        assert refused.status_code >= 400, typed
    inside.do(desk, "/desk/finish/", form(ticket=ticket.id.hex, outcome="information"))
    assert Ticket.objects.get(hall_id=hall.id).state == "finished"
    inside.see(desk, "/desk/")
    for typed in (PHONE, ID, CITIZEN):
        stranger.post("/sign-in/", {"hall": typed, "number": typed, "password": typed})
        stranger.post("/enrol/", {"code": typed})
        stranger.get(f"/{typed}/", {"q": typed})
        stranger.get(f"/t/{typed}")
        stranger.post(
            "/api/v1/session", {"hall": typed, "number": typed, "password": typed}, "application/json"
        )
    for address in ("/", f"/board/{hall.code}/A/", f"/t/{ticket.token}", "/rules/", "/sign-in/", "/enrol/"):
        public.see(stranger, address)
    citizen_comes(hall)
    return str(ticket.token)


def citizen_comes(hall: Hall) -> None:
    """Keep what a citizen gives, and look at it for a reason that names them."""
    kept = [
        vault.keep(
            hall_id=hall.id,
            kind=kind,
            value=value,
            purpose="cases.applicant",
            expires_at=MORNING + timedelta(days=30),
            by=hall.by,
            at=MORNING,
        )
        for kind, value in (
            (Kind.NAME, CITIZEN),
            (Kind.PHONE, PHONE),
            (Kind.ID_NUMBER, ID),
            (Kind.TEXT, f"{CITIZEN}住三楼,电话{PHONE}"),
        )
    ]
    by = Actor(ActorKind.PERSON, hall.people["0302"], hall.id)
    for entry_id in kept:
        reason = Reason(ReasonCode.CONTACT, "cases.applicant", note=f"回{CITIZEN}电话{PHONE}")
        vault.reveal(entry_id, reason=reason, by=by, at=MORNING)
    vault.erase(kept[0], reason=ReasonCode.SUBJECT_REQUEST, by=by, at=MORNING)
    vault.shred_expired(MORNING + timedelta(days=31))


def test_the_journal_of_a_morning_names_nobody(morning: Morning):
    texts = list(journal_texts(morning.hall.id))

    assert len(texts) > 40
    assert found(texts, CITIZENS + STAFF) == []


def test_the_log_of_a_morning_names_nobody(morning: Morning):
    assert len(morning.ears.logged) > 10

    assert found([("log", line) for line in morning.ears.logged], CITIZENS + STAFF) == []


def test_no_address_of_a_morning_names_anybody(morning: Morning):
    addresses = morning.public.addresses | morning.inside.addresses

    assert len(addresses) > 30
    assert found([("address", one) for one in addresses], CITIZENS + STAFF) == []


def test_public_pages_show_no_citizen_and_of_staff_only_the_badge(morning: Morning):
    """The name a worker wears at the window is public by the rules; numbers and citizens never are."""
    pages = morning.public.pages.items()

    assert len(pages) >= 10
    assert found(pages, CITIZENS) == []


def test_a_code_on_a_ticket_holds_the_address_of_its_page_and_nothing_else(morning: Morning):
    assert morning.ears.coded
    assert all(one.endswith(f"/t/{morning.token}") for one in morning.ears.coded)
    assert found([("QR", one) for one in morning.ears.coded], CITIZENS + STAFF) == []


def test_the_live_streams_name_nobody(morning: Morning):
    texts = list(live_texts(morning.hall.id, morning.channels()))

    assert len(texts) > 8
    assert found(texts, CITIZENS + STAFF) == []


def test_who_steals_the_database_without_the_keys_learns_no_name(morning: Morning):
    texts = list(database_texts())

    assert len(texts) > 200
    assert found(texts, CITIZENS + STAFF) == []


def test_the_staff_are_really_there(morning: Morning):
    """Else the searches above would have found nobody because nobody was there."""
    assert set(STAFF) <= {one.display_name for one in organization.people(morning.hall.id)}
    assert any("孙静" in text for text in morning.inside.pages.values())


def planted_in_the_journal(morning: Morning) -> list[Finding]:
    texts = [
        (where, text.replace('"body"', f'"told": "{PHONE}", "body"'))
        for where, text in journal_texts(morning.hall.id)
    ]
    return found(texts, ())


def planted_in_a_page(morning: Morning) -> list[Finding]:
    page = morning.public.pages[f"/board/{morning.hall.code}/"]
    return found([("page", page.replace("</main>", f"<p>{CITIZEN}</p></main>"))], CITIZENS)


def planted_in_a_code(morning: Morning) -> list[Finding]:
    return found([("QR", morning.ears.coded[0] + f"?id={ID}")], ())


def planted_in_the_log(morning: Morning) -> list[Finding]:
    import logging

    logging.getLogger("yichuang.request").warning("call %s back", PHONE)
    return found([("log", morning.ears.logged[-1])], ())


def planted_in_a_table(morning: Morning) -> list[Finding]:
    Ticket.objects.update(outcome_ref=ID)
    return found(database_texts(), ())


@pytest.mark.parametrize(
    "plant",
    [
        planted_in_the_journal,
        planted_in_a_page,
        planted_in_a_code,
        planted_in_the_log,
        planted_in_a_table,
    ],
)
def test_what_is_planted_is_found(morning: Morning, plant: Callable[[Morning], list[Finding]]):
    assert plant(morning)


@pytest.mark.proof
def test_a_day_of_the_demo_names_nobody(proof_size: Callable[[int, int], int]):
    from yichuang.demo import commands
    from yichuang.demo.scene import plan

    ears = Ears()
    with ears.listening():
        commands.act(clock.DEMO_MORNING, days=proof_size(0, 1), seed=7)
    (hall,) = organization.halls()
    names = {one.display_name for one in organization.people(hall.id, include_left=True)}
    with clock.frozen(clock.DEMO_MORNING):
        walk, stranger = Walk(), Client()
        for address in ("/", f"/board/{hall.code}/", "/rules/"):
            walk.see(stranger, address)
        texts = [
            *journal_texts(hall.id),
            *live_texts(hall.id, ["all"]),
            *(("log", line) for line in ears.logged),
            *(("address", one) for one in walk.addresses),
            *database_texts(),
        ]

    assert len(names) >= 30 and plan()
    assert len(texts) > 500
    assert found(texts, names) == []
    assert found(walk.pages.items(), ()) == []
