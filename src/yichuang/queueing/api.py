"""The JSON doors of the queue under ``/api/v1/``: the same verbs and cards as any screen.

Every act needs an ``Idempotency-Key`` header.  ``take`` and ``call`` are also answered on the fast lane
(``lane``), by the same functions and in the same words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router, Schema

from yichuang.kernel import clock, json_doors
from yichuang.kernel.access.api import router as access
from yichuang.kernel.access.doors import anyone, device, door, either, role
from yichuang.kernel.access.types import CLERKS, Caller, DeviceKind, Door, Role
from yichuang.kernel.types import Key
from yichuang.organization import selectors as organization
from yichuang.queueing import answers, selectors, services
from yichuang.queueing.answers import Json
from yichuang.queueing.api_keypad import router as keypad
from yichuang.queueing.api_phone import router as phone
from yichuang.queueing.refusals import UnknownTicket
from yichuang.queueing.types import TicketCard

AT_A_WINDOW = role(*CLERKS)
TAKERS = either(device(DeviceKind.KIOSK, DeviceKind.TERMINAL), role(Role.GUIDE, Role.CONS))
HELPERS = either(AT_A_WINDOW, role(Role.GUIDE))

router = Router(tags=["queue"])


class LineOut(Schema):
    """A line's id and names."""

    id: UUID
    name: str
    name_en: str


class TicketOut(Schema):
    """A ticket; ``token`` opens its page and is told only to who took it."""

    id: UUID
    label: str
    line: LineOut
    item: UUID | None
    state: str
    business_day: str
    number: int
    ahead: int | None
    window: int | None
    taken_at: str
    called_at: str | None
    last_called_at: str | None
    began_at: str | None
    finished_at: str | None
    call_count: int
    outcome: str | None
    reference: str
    priority: str
    estimate_minutes: list[int] | None
    let_first: int
    back_to_window: int | None
    token: str | None = None


class LineAtHall(Schema):
    """A line as it stands; ``estimate_minutes`` are the least and most minutes for who joins now."""

    id: UUID
    prefix: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    waiting: int
    estimate_minutes: list[int] | None
    windows_on_duty: int
    items: list[UUID]


class CallOut(Schema):
    """An open call: a label and where it is asked to."""

    label: str
    window: int
    zone: str
    state: str
    called_at: str
    call_count: int


class BoardOut(Schema):
    """The lobby board."""

    zone: str | None
    day: str
    waiting: int
    calls: list[CallOut]
    lines: list[LineAtHall]


def _key(request: HttpRequest) -> Key:
    return answers.key_of(request.headers.get("Idempotency-Key"), request.path, request.body)


def _said(said: Json | list[Json], status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=answers.CONTENT_TYPE
    )


@router.post(
    "/tickets", response={201: TicketOut}, openapi_extra=answers.body_text(line="id", item="id or absent")
)
@door("queueing.take", rule=TAKERS, act=True, label=_("Take a ticket"))
def take(request: HttpRequest) -> HttpResponse:
    """Take the next ticket of a line."""
    return _said(answers.take(_caller(request), request.body, _key(request), clock.now()), 201)


@router.post("/windows/{window}/call", response={201: TicketOut}, openapi_extra=answers.body_text())
@door("queueing.call", rule=AT_A_WINDOW, act=True, label=_("Call the next person"))
def call(request: HttpRequest, window: str) -> HttpResponse:
    """Call who is next for the window; nobody picks."""
    return _said(answers.call(_caller(request), window, request.body, _key(request), clock.now()), 201)


@router.post("/tickets/{ticket}/recall", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.recall", rule=AT_A_WINDOW, act=True, label=_("Call again"))
def recall(request: HttpRequest, ticket: str) -> HttpResponse:
    """Call the person again who has not come."""
    return _said(_verb(services.recall, request, ticket))


@router.post("/tickets/{ticket}/begin", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.begin", rule=AT_A_WINDOW, act=True, label=_("Begin service"))
def begin(request: HttpRequest, ticket: str) -> HttpResponse:
    """Begin to serve the person who has come."""
    return _said(_verb(services.begin, request, ticket))


@router.post(
    "/tickets/{ticket}/finish",
    response=TicketOut,
    openapi_extra=answers.body_text(
        outcome="case, notice, referral or information", reference="number of the case or notice"
    ),
)
@door("queueing.finish", rule=AT_A_WINDOW, act=True, label=_("Finish service"))
def finish(request: HttpRequest, ticket: str) -> HttpResponse:
    """End the visit with its outcome."""
    return _said(answers.finish(_caller(request), ticket, request.body, _key(request), clock.now()))


@router.post("/tickets/{ticket}/miss", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.miss", rule=AT_A_WINDOW, act=True, label=_("Mark missed"))
def miss(request: HttpRequest, ticket: str) -> HttpResponse:
    """Mark as missed who was called often enough and has not come."""
    return _said(_verb(services.miss, request, ticket))


@router.post("/tickets/{ticket}/park", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.park", rule=AT_A_WINDOW, act=True, label=_("Park"))
def park(request: HttpRequest, ticket: str) -> HttpResponse:
    """Let the person wait in the lounge; the window is free for the next."""
    return _said(_verb(services.park, request, ticket))


@router.post("/tickets/{ticket}/resume", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.resume", rule=AT_A_WINDOW, act=True, label=_("Call back from the lounge"))
def resume(request: HttpRequest, ticket: str) -> HttpResponse:
    """Call a parked person back with the same number."""
    return _said(_verb(services.resume, request, ticket))


@router.post(
    "/tickets/{ticket}/transfer",
    response=TicketOut,
    openapi_extra=answers.body_text(
        line="id", item="id or absent", reason="wrong_line, next_step, specialist or equipment"
    ),
)
@door("queueing.transfer", rule=AT_A_WINDOW, act=True, label=_("Send on to another line"))
def transfer(request: HttpRequest, ticket: str) -> HttpResponse:
    """Send the person on to another line, keeping number and place."""
    return _said(answers.transfer(_caller(request), ticket, request.body, _key(request), clock.now()))


@router.post("/tickets/{ticket}/send-back", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.send_back", rule=AT_A_WINDOW, act=True, label=_("Send back"))
def send_back(request: HttpRequest, ticket: str) -> HttpResponse:
    """Send the person back to the window that sent them for one step."""
    return _said(_verb(services.send_back, request, ticket))


@router.post("/tickets/{ticket}/rejoin", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.rejoin", rule=HELPERS, act=True, label=_("Back in the line"))
def rejoin(request: HttpRequest, ticket: str) -> HttpResponse:
    """Let who missed the call wait again."""
    return _said(_verb(services.rejoin, request, ticket))


@router.get("/tickets/{token}", response=TicketOut)
@door("queueing.ticket", rule=anyone(), label=_("A ticket"))
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Tell who holds the ticket's token where it stands."""
    return _said(answers.ticket_json(selectors.ticket_by_token(token, clock.now()), token=True))


@router.post("/tickets/{token}/give-up", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.give_up", rule=anyone(), act=True, label=_("Give a ticket up"))
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Give the ticket up; only who holds its token may."""
    answers.object_of(request.body, frozenset())
    by = selectors.citizen_at(token)
    return _said(
        answers.ticket_json(services.give_up(ticket_id=by.id, by=by, at=clock.now(), key=_key(request)))
    )


@router.post("/tickets/{token}/delay", response=TicketOut, openapi_extra=answers.body_text())
@door("queueing.delay", rule=anyone(), act=True, label=_("Let others go first"))
def delay(request: HttpRequest, token: str) -> HttpResponse:
    """Let some others go first, once a ticket; only who holds its token may."""
    answers.object_of(request.body, frozenset())
    by = selectors.citizen_at(token)
    return _said(
        answers.ticket_json(services.delay(ticket_id=by.id, by=by, at=clock.now(), key=_key(request)))
    )


@router.get("/halls/{hall}/lines", response=list[LineAtHall])
@door("queueing.lines", rule=anyone(), label=_("Lines of a hall"))
def lines(request: HttpRequest, hall: str) -> HttpResponse:
    """List the lines of a hall, with who waits and how long it takes."""
    found = selectors.lines(organization.hall_by_code(hall).id, clock.now())
    return _said([answers.line_json(line) for line in found])


@router.get("/halls/{hall}/board", response=BoardOut)
@door("queueing.board", rule=anyone(), label=_("Lobby board"))
def board(request: HttpRequest, hall: str, zone: str | None = None) -> HttpResponse:
    """Show the lobby board of a hall, or of one zone."""
    return _said(answers.board_json(selectors.board(organization.hall_by_code(hall).id, zone, clock.now())))


def _caller(request: HttpRequest) -> Caller:
    return request.caller  # type: ignore[attr-defined, no-any-return]


def _verb(act: Callable[..., TicketCard], request: HttpRequest, ticket: str) -> Json:
    """Do one of the verbs that need nothing but the ticket."""
    answers.object_of(request.body, frozenset())
    by = answers.actor_of(_caller(request))
    card = act(ticket_id=answers.id_in(ticket, UnknownTicket), by=by, at=clock.now(), key=_key(request))
    return answers.ticket_json(card)


TAKE_DOOR: Door = take.door  # type: ignore[attr-defined]
CALL_DOOR: Door = call.door  # type: ignore[attr-defined]

api = NinjaAPI(title="Yichuang", version="1", docs_url=None, urls_namespace="api")
json_doors.install(api)
api.add_router("", access)
api.add_router("", router)
api.add_router("", keypad)
api.add_router("", phone)
