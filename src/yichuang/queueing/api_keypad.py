"""The door of hardware keypads: press a key, ask what to show.  ``docs/keypad.md`` tells how.

Every answer fits a display of two lines of ``WIDTH`` columns, where a Chinese sign takes two: no line and no
``display`` is longer than ``WIDTH`` bytes of GB18030.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from ninja import Router, Schema

from yichuang.kernel import clock, logs, problem
from yichuang.kernel.access.doors import device, door
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor
from yichuang.queueing import answers, selectors, services
from yichuang.queueing.types import KeypadCard, KeypadKey, KeypadState

WIDTH = 16
LONGEST_SHOWN = 59_999
KEYPADS = device(DeviceKind.KEYPAD)
router = Router(tags=["keypad"])

STATE: dict[KeypadState, Promise] = {
    KeypadState.OFF: pgettext_lazy("keypad", "Not signed on"),
    KeypadState.PAUSED: pgettext_lazy("keypad", "Paused"),
    KeypadState.IDLE: pgettext_lazy("keypad", "Free"),
    KeypadState.CALLED: pgettext_lazy("keypad", "call"),
    KeypadState.SERVING: pgettext_lazy("keypad", "here"),
}
SHORT: dict[str, Promise] = {
    "nobody-waiting": pgettext_lazy("keypad", "Nobody waiting"),
    "already-serving": pgettext_lazy("keypad", "Finish first"),
    "window-not-in-session": pgettext_lazy("keypad", "Out of hours"),
    "window-paused": pgettext_lazy("keypad", "Window paused"),
    "nobody-at-the-keypad": pgettext_lazy("keypad", "Sign on at desk"),
    "nobody-here": pgettext_lazy("keypad", "Nobody here"),
    "nobody-in-the-lounge": pgettext_lazy("keypad", "Nobody parked"),
    "too-soon": pgettext_lazy("keypad", "Wait %(seconds)s s"),
    "too-few-calls": pgettext_lazy("keypad", "Call again first"),
    "not-now": pgettext_lazy("keypad", "Not possible now"),
    "not-quick": pgettext_lazy("keypad", "Finish at desk"),
    "goes-back": pgettext_lazy("keypad", "Send back: desk"),
    "not-that-one": pgettext_lazy("keypad", "Ticket changed"),
    "unknown-key": pgettext_lazy("keypad", "No such key"),
    "key-reused": pgettext_lazy("keypad", "Press used twice"),
    "enrol-needed": pgettext_lazy("keypad", "Not enrolled"),
    "not-your-door": pgettext_lazy("keypad", "Not a keypad"),
}
ELSE = pgettext_lazy("keypad", "See the desk")


class KeypadOut(Schema):
    """What the display shows: ``lines`` ready to show, and what they are made of."""

    window: int
    state: str
    label: str | None
    waiting: int
    parked: int
    elapsed_seconds: int | None
    lines: list[str]


def fits(text: str) -> str:
    """Return the text cut to ``WIDTH`` bytes of GB18030, never through a sign."""
    while len(text.encode("gb18030", "replace")) > WIDTH:
        text = text[:-1]
    return text


def short(refusal: Refusal) -> str:
    """Return a refusal in the few words a display has room for."""
    said = str(SHORT.get(refusal.code, ELSE))
    return fits(said % refusal.params if "%(" in said else said)


def lines(card: KeypadCard) -> list[str]:
    """Return the two lines of the display: who is here, and how many wait since when."""
    first = " ".join(part for part in (card.label, str(STATE[card.state])) if part)
    second = pgettext("keypad", "Wait %(waiting)d") % {"waiting": min(card.waiting, 9999)}
    if card.elapsed_seconds is not None:
        minutes, seconds = divmod(min(card.elapsed_seconds, LONGEST_SHOWN), 60)
        second += f" {minutes:02d}:{seconds:02d}"
    return [fits(first), fits(second)]


def _said(card: KeypadCard) -> HttpResponse:
    told = {
        "window": card.window_number,
        "state": card.state.value,
        "label": card.label,
        "waiting": card.waiting,
        "parked": card.parked,
        "elapsed_seconds": card.elapsed_seconds,
        "lines": lines(card),
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=answers.CONTENT_TYPE)


def _shortly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Add to every refusal, also the door's own, what the display shows of it."""

    @functools.wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            ident = str(getattr(request, "request_id", "") or logs.request_id.get())
            return problem.response(problem.of_refusal(refusal, ident) | {"display": short(refusal)})

    return told


def _keypad(request: HttpRequest) -> Actor:
    return answers.actor_of(request.caller)  # type: ignore[attr-defined]


_PRESS: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "key": {"type": "string", "enum": [one.value for one in KeypadKey]},
                        "press": {"type": "string", "minLength": 4, "maxLength": 64},
                        "showing": {"type": "string"},
                    },
                    "required": ["key", "press"],
                    "additionalProperties": False,
                }
            }
        }
    }
}


@router.get("/keypad", response=KeypadOut)
@_shortly
@door("queueing.keypad", rule=KEYPADS, label=_("What a keypad shows"))
def keypad(request: HttpRequest) -> HttpResponse:
    """Tell the keypad of a window what to show."""
    by = _keypad(request)
    assert by.window_id is not None
    return _said(selectors.keypad(by.hall_id, by.window_id, clock.now()))


@router.post("/keypad/press", response=KeypadOut, openapi_extra=_PRESS)
@_shortly
@door("queueing.press", rule=KEYPADS, act=True, label=_("Press a key of a keypad"))
def press(request: HttpRequest) -> HttpResponse:
    """Do what the key means, by the hand of who is signed on at the keypad's window."""
    body = answers.object_of(request.body, frozenset({"key", "press", "showing"}))
    said = {name: _text(body, name) for name in ("key", "press")}
    showing = None if body.get("showing") is None else _text(body, "showing")
    card = services.press_key(
        pressed=said["key"], press=said["press"], showing=showing, by=_keypad(request), at=clock.now()
    )
    return _said(card)


def _text(body: answers.Json, field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str):
        raise answers.FieldMalformed(field=field)
    return value
