"""The JSON doors of tickets by phone and of slips under ``/api/v1/``: the same limits as the pages have.

A program that takes a ticket for somebody names a ``holder``: a random word of 16 to 40 signs that stands for
the phone, as the cookie does in a browser.  The check-in code is told to who takes, and to nobody else.
"""

from __future__ import annotations

import json
import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from yichuang.facilities import selectors as facilities
from yichuang.facilities.types import SlipCard
from yichuang.kernel import clock
from yichuang.kernel.access import address, tokens
from yichuang.kernel.access.doors import anyone, device, door, either, role
from yichuang.kernel.access.types import CLERKS, DeviceKind, Role
from yichuang.kernel.types import Key
from yichuang.organization import selectors as organization
from yichuang.queueing import answers, labels, selectors, services
from yichuang.queueing.answers import FieldMalformed, Json
from yichuang.queueing.refusals import UnknownTicket
from yichuang.queueing.types import Need, RemoteOffer, TicketCard

AT_THE_DOOR = either(device(DeviceKind.KIOSK, DeviceKind.TERMINAL), role(Role.GUIDE))
WHO_PRINTS = either(device(DeviceKind.KIOSK), role(Role.GUIDE, Role.CONS, *CLERKS))
HOLDER = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)
LONGEST = 40

router = Router(tags=["phone and slips"])


class OfferOut(Schema):
    """A line whose tickets can be taken by phone; ``why_not`` is a sentence where not now."""

    line: str
    name: str
    name_en: str
    opens: str
    closes: str
    left: int
    why_not: str | None


class SlipOut(Schema):
    """The latest slip of a ticket: where it is on its way to the paper, and why it is not on it."""

    state: str
    trouble: str | None
    copy_number: int
    asked_at: str
    ended_at: str | None
    may_print_again: bool


def _said(said: Json | list[Json], status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=answers.CONTENT_TYPE
    )


# ---- tickets by phone ---------------------------------------------------------------------------------


@router.get("/halls/{hall}/phone", response=list[OfferOut])
@door("queueing.offers", rule=anyone(), label=_("Tickets by phone"))
def offers(request: HttpRequest, hall: str) -> HttpResponse:
    """List the lines whose tickets can be taken by phone, with what is left of this half-hour."""
    card = organization.hall_by_code(hall)
    return _said([_offer(one) for one in selectors.remote_offers(card.id, clock.now())])


@router.post(
    "/halls/{hall}/phone",
    openapi_extra=answers.body_text(
        line="id",
        item="id or absent",
        phone="telephone number",
        holder="a random word that stands for the phone",
    ),
)
@door("queueing.take_by_phone", rule=anyone(), act=True, label=_("Take a ticket by phone"))
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """Take a ticket by phone; the number goes into a keyed hash and nowhere else."""
    card = organization.hall_by_code(hall)
    body = answers.object_of(request.body, frozenset({"line", "item", "phone", "holder"}))
    line_id = answers.id_field(body, "line")
    phone, holder = body.get("phone"), body.get("holder")
    if line_id is None:
        raise FieldMalformed(field="line")
    if not isinstance(phone, str) or len(phone) > LONGEST:
        raise FieldMalformed(field="phone")
    if not isinstance(holder, str) or not HOLDER.fullmatch(holder):
        raise FieldMalformed(field="holder")
    ticket = services.take_remote(
        hall_id=card.id,
        line_id=line_id,
        item_id=answers.id_field(body, "item"),
        phone=phone,
        browser=holder,
        address=address.of(request),
        at=clock.now(),
        key=_secret_key(request),
    )
    said = answers.ticket_json(ticket, token=True)
    return _said(said | {"check_in_code": selectors.check_in_code(ticket.id)}, 201)


@router.post(
    "/check-in",
    openapi_extra=answers.body_text(label="number of the ticket", code="its six digits, or absent (guides)"),
)
@door("queueing.check_in", rule=AT_THE_DOOR, act=True, label=_("Check in with a ticket by phone"))
def check_in(request: HttpRequest) -> HttpResponse:
    """Let who took a ticket by phone wait in the hall; only a guide, who sees the person, needs no code."""
    body = answers.object_of(request.body, frozenset({"label", "code"}))
    label, code = body.get("label"), body.get("code")
    if not isinstance(label, str) or not 0 < len(label) <= LONGEST:
        raise FieldMalformed(field="label")
    if code is not None and (not isinstance(code, str) or len(code) > LONGEST):
        raise FieldMalformed(field="code")
    ticket = services.check_in(
        label=label.strip().upper(),
        code=code,
        address=address.of(request),
        by=answers.actor_of(request.caller),  # type: ignore[attr-defined]
        at=clock.now(),
        key=answers.key_of(request.headers.get("Idempotency-Key"), request.path, request.body),
    )
    return _said(answers.ticket_json(ticket))


@router.get("/tickets/{token}/phone")
@door("queueing.phone", rule=anyone(), label=_("A ticket by phone"))
def phone(request: HttpRequest, token: str) -> HttpResponse:
    """Tell who holds the ticket's token whether its turn has come and until when its place is kept."""
    ticket = selectors.ticket_by_token(token, clock.now())
    card = selectors.remote_card(ticket, "")
    if card is None:
        raise UnknownTicket
    return _said(
        {
            "turn_at": _moment(card.turn_at),
            "kept_until": _moment(card.kept_until),
            "ends_at": _moment(card.ends_at),
        }
    )


def _secret_key(request: HttpRequest) -> Key:
    """Return the request's key; the body is hashed under a secret, since a telephone number is in it."""
    said = request.body.decode("utf-8", "replace")
    return answers.key_of(
        request.headers.get("Idempotency-Key"), request.path, tokens.keyed("remote body", said).encode()
    )


def _offer(one: RemoteOffer) -> Json:
    return {
        "line": str(one.line.id),
        "name": one.line.name,
        "name_en": one.line.name_en,
        "opens": f"{one.rule.opens:%H:%M}",
        "closes": f"{one.rule.closes:%H:%M}",
        "left": one.left,
        "why_not": str(labels.REMOTE_WHY[one.why]) if one.why else None,
    }


# ---- needs --------------------------------------------------------------------------------------------


@router.post(
    "/tickets/{token}/needs", openapi_extra=answers.body_text(needs="list of codes, empty where none is left")
)
@door("queueing.needs", rule=anyone(), act=True, label=_("Say what one needs at the window"))
def needs(request: HttpRequest, token: str) -> HttpResponse:
    """Note what the holder of the ticket's token needs at the window."""
    said = answers.object_of(request.body, frozenset({"needs"})).get("needs")
    if not isinstance(said, list) or not all(one in Need.__members__.values() for one in said):
        raise FieldMalformed(field="needs")
    by = selectors.citizen_at(token)
    key = answers.key_of(request.headers.get("Idempotency-Key"), request.path, request.body)
    services.note_needs(ticket_id=by.id, needs=frozenset(map(Need, said)), by=by, at=clock.now(), key=key)
    noted = selectors.needs_of(by.hall_id, [by.id]).get(by.id, ())
    return _said({"needs": [one.value for one in noted]})


# ---- slips --------------------------------------------------------------------------------------------


@router.get("/tickets/{token}/slip", response=SlipOut)
@door("queueing.slip", rule=anyone(), label=_("Slip of a ticket"))
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """Tell who holds the ticket's token whether its slip came out."""
    ticket = selectors.ticket_by_token(token, clock.now())
    found = facilities.slip(ticket.hall_id, ticket.id)
    if found is None:
        raise services.NoSlip(label=ticket.label)
    return _said(_slip(ticket, found))


@router.post("/tickets/{ticket}/print", response={201: SlipOut}, openapi_extra=answers.body_text())
@door("queueing.print", rule=WHO_PRINTS, act=True, label=_("Print a slip"))
def print_slip(request: HttpRequest, ticket: str) -> HttpResponse:
    """Print the slip of a ticket where the caller stands: the first one, or again with the same number."""
    answers.object_of(request.body, frozenset())
    by = answers.actor_of(request.caller)  # type: ignore[attr-defined]
    ticket_id = answers.id_in(ticket, UnknownTicket)
    key = answers.key_of(request.headers.get("Idempotency-Key"), request.path, request.body)
    found = services.print_again(ticket_id=ticket_id, here=True, by=by, at=clock.now(), key=key)
    return _said(_slip(selectors.ticket_card(by.hall_id, ticket_id), found), 201)


def _slip(ticket: TicketCard, card: SlipCard) -> Json:
    most = facilities.slips_of_one(ticket.hall_id, ticket.business_day)
    worth = ticket.state in services.WORTH_A_SLIP
    return {
        "state": card.state.value,
        "trouble": card.trouble.value if card.trouble else None,
        "copy_number": card.copy,
        "asked_at": card.asked_at.isoformat(),
        "ended_at": _moment(card.ended_at),
        "may_print_again": worth and not card.under_way and card.copy < most,
    }


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
