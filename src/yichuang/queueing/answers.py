"""JSON of the queue: what its doors read and answer, the same on the fast lane and behind Django."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.kernel import idempotency
from yichuang.kernel.access.types import Caller
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor, Key
from yichuang.organization.errors import WindowUnknown
from yichuang.queueing import services
from yichuang.queueing.refusals import NobodyPicks, OutcomeMissing, TransferReasonMissing, UnknownTicket
from yichuang.queueing.types import BoardCard, LineCard, Outcome, TicketCard, TransferReason

Json = dict[str, Any]
CONTENT_TYPE = "application/json; charset=utf-8"
MOST = 10_000
PICKING = frozenset({"ticket", "ticket_id", "label", "number", "token"})


class Unreadable(Refusal):
    code = "unreadable-body"
    status = 400
    sentence = _("The body of this request must be a JSON object.")


class UnknownField(Refusal):
    code = "unknown-field"
    status = 422
    sentence = _("This door does not know the field “%(field)s”.")


class FieldMalformed(Refusal):
    code = "field-malformed"
    status = 422
    sentence = _("The field “%(field)s” is missing or not of the right kind.")


# ---- reading ------------------------------------------------------------------------------------------


def object_of(raw: bytes, known: frozenset[str]) -> Json:
    """Return the body as a JSON object with none but the ``known`` fields; an empty body is ``{}``.

    Raises: Unreadable, UnknownField.
    """
    if len(raw) > MOST:
        raise Unreadable
    try:
        body = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(body, dict):
        raise Unreadable
    for field in body.keys() - known:
        raise UnknownField(field=_shown(field))
    return body


def _shown(text: str) -> str:
    return "".join(one for one in text[:20] if one.isprintable())


def id_in(value: object, unknown: type[Refusal]) -> UUID:
    """Return the id that ``value`` spells; what spells none names nothing (``unknown``)."""
    if isinstance(value, str) and len(value) in (32, 36):
        try:
            return UUID(value)
        except ValueError:
            pass
    raise unknown


def id_field(body: Json, field: str) -> UUID | None:
    """Return the id in a field of the body, ``None`` where it is missing or null.

    Raises: FieldMalformed.
    """
    value = body.get(field)
    if value is None:
        return None
    if not isinstance(value, str):
        raise FieldMalformed(field=field)
    try:
        return UUID(value)
    except ValueError:
        raise FieldMalformed(field=field) from None


def key_of(header: str | None, path: str, raw: bytes) -> Key:
    """Return the request's idempotency key: it stands for this address with this body.

    Raises: KeyMissing, KeyUnfit.
    """
    return idempotency.key_of(header, path.encode() + b"\n" + raw)


def actor_of(caller: Caller) -> Actor:
    """Return the hand of a caller whom the door has let in."""
    by = caller.actor
    assert by is not None, "the door lets only known callers in"
    return by


def body_text(**fields: str) -> Json:
    """Return the OpenAPI text of a body that is read here, so that every way in refuses alike."""
    properties = {name: {"type": "string", "description": text} for name, text in fields.items()}
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    header = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "minLength": 8, "maxLength": 100},
    }
    return {"parameters": [header], "requestBody": {"content": {"application/json": {"schema": schema}}}}


# ---- the acts -----------------------------------------------------------------------------------------


def take(caller: Caller, raw: bytes, key: Key, at: datetime) -> Json:
    """Read ``{"line": id, "item": id?}`` and take a ticket."""
    body = object_of(raw, frozenset({"line", "item"}))
    line_id, item_id = id_field(body, "line"), id_field(body, "item")
    if line_id is None:
        raise FieldMalformed(field="line")
    card = services.take_ticket(line_id=line_id, item_id=item_id, by=actor_of(caller), at=at, key=key)
    return ticket_json(card, token=True)


def call(caller: Caller, window: str, raw: bytes, key: Key, at: datetime) -> Json:
    """Read nothing, and call who is next; who names a ticket is refused (QUE-01)."""
    body = object_of(raw, PICKING)
    if body:
        raise NobodyPicks
    window_id = id_in(window, WindowUnknown)
    return ticket_json(services.call_next(window_id=window_id, by=actor_of(caller), at=at, key=key))


def finish(caller: Caller, ticket: str, raw: bytes, key: Key, at: datetime) -> Json:
    """Read ``{"outcome": …, "reference": …?}`` and end the visit."""
    body = object_of(raw, frozenset({"outcome", "reference"}))
    reference = body.get("reference") or ""
    if not isinstance(reference, str):
        raise FieldMalformed(field="reference")
    try:
        outcome = Outcome(body["outcome"]) if body.get("outcome") else None
    except (ValueError, TypeError):
        raise OutcomeMissing from None
    card = services.finish(
        ticket_id=id_in(ticket, UnknownTicket),
        outcome=outcome,
        reference=reference,
        by=actor_of(caller),
        at=at,
        key=key,
    )
    return ticket_json(card)


def transfer(caller: Caller, ticket: str, raw: bytes, key: Key, at: datetime) -> Json:
    """Read ``{"line": id, "item": id?, "reason": …, "back": true?}`` and send the person on."""
    body = object_of(raw, frozenset({"line", "item", "reason", "back"}))
    if not isinstance(back := body.get("back", False), bool):
        raise FieldMalformed(field="back")
    line_id = id_field(body, "line")
    if line_id is None:
        raise FieldMalformed(field="line")
    try:
        reason = TransferReason(body["reason"]) if body.get("reason") else None
    except (ValueError, TypeError):
        raise TransferReasonMissing from None
    card = services.transfer(
        ticket_id=id_in(ticket, UnknownTicket),
        line_id=line_id,
        item_id=id_field(body, "item"),
        reason=reason,
        back=back,
        by=actor_of(caller),
        at=at,
        key=key,
    )
    return ticket_json(card)


# ---- what is answered ---------------------------------------------------------------------------------


def ticket_json(card: TicketCard, *, token: bool = False) -> Json:
    """Return a ticket as JSON; its token only to who holds the ticket."""
    said: Json = {
        "id": str(card.id),
        "label": card.label,
        "line": {"id": str(card.line_id), "name": card.line_name, "name_en": card.line_name_en},
        "item": _text(card.item_id),
        "state": card.state.value,
        "business_day": card.business_day.isoformat(),
        "number": card.number,
        "ahead": card.ahead,
        "window": card.window_number,
        "taken_at": card.taken_at.isoformat(),
        "called_at": _moment(card.called_at),
        "last_called_at": _moment(card.last_called_at),
        "began_at": _moment(card.began_at),
        "finished_at": _moment(card.finished_at),
        "call_count": card.call_count,
        "outcome": card.outcome.value if card.outcome else None,
        "reference": card.outcome_ref,
        "priority": card.priority.value,
        "estimate_minutes": _range(card.est_low, card.est_high),
        "let_first": card.let_first,
        "back_to_window": card.home_window_number,
    }
    if token:
        said["token"] = card.token
    return said


def line_json(card: LineCard) -> Json:
    """Return a line as JSON."""
    return {
        "id": str(card.id),
        "prefix": card.prefix,
        "name": card.name,
        "name_en": card.name_en,
        "hint": card.hint,
        "hint_en": card.hint_en,
        "waiting": card.waiting,
        "estimate_minutes": _range(card.est_low, card.est_high),
        "windows_on_duty": card.windows_on_duty,
        "items": [str(item) for item in card.item_ids],
    }


def board_json(card: BoardCard) -> Json:
    """Return a board as JSON: labels and windows, nobody's name (QUE-07)."""
    return {
        "zone": card.zone_code,
        "day": card.day.isoformat(),
        "waiting": card.waiting,
        "calls": [
            {
                "label": call.label,
                "window": call.window_number,
                "zone": call.zone_code,
                "state": call.state.value,
                "called_at": call.called_at.isoformat(),
                "call_count": call.call_count,
            }
            for call in card.calls
        ],
        "lines": [line_json(line) for line in card.lines],
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _range(low: int | None, high: int | None) -> list[int] | None:
    return None if low is None or high is None else [low, high]
