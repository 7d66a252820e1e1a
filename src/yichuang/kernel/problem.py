"""Say no in one sentence: on a page in its place, at a JSON door as problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yichuang.kernel.errors import Refusal
from yichuang.kernel.ports import Port

CONTENT_TYPE = "application/problem+json"
JSON_DOORS = "/api/"


def _no_register(rule: str, /) -> list[str]:
    return []


CLAUSES = Port("problem.clauses", _no_register)


def provide_clauses(port: Callable[[str], list[str]]) -> None:
    """Let the room that knows the register name the clauses of a rule."""
    CLAUSES.provide(port)


def clauses_of(rule: str) -> list[str]:
    """Return the clause addresses behind a rule's id; empty where it is not known."""
    return CLAUSES(rule) if rule else []


def document(
    *, code: str, status: int, sentence: str, rule: str = "", request_id: str = ""
) -> dict[str, Any]:
    """Return the members of a problem document."""
    members: dict[str, Any] = {
        "type": f"urn:yichuang:problem:{code}",
        "title": sentence,
        "status": status,
        "detail": sentence,
        "code": code,
        "request_id": request_id,
    }
    if rule:
        members["rule"] = rule
        members["clauses"] = clauses_of(rule)
    return members


def of_refusal(refusal: Refusal, request_id: str = "") -> dict[str, Any]:
    """Return the problem document of a refusal, in the language now active."""
    return document(
        code=refusal.code,
        status=refusal.status,
        sentence=str(refusal),
        rule=refusal.rule,
        request_id=request_id,
    )


def body(members: dict[str, Any]) -> bytes:
    """Return a problem document as JSON bytes."""
    return json.dumps(members, ensure_ascii=False).encode()


def response(members: dict[str, Any]) -> HttpResponse:
    """Return a problem document as a response with its status."""
    return HttpResponse(body(members), status=members["status"], content_type=CONTENT_TYPE)


def sentence_of(status: int) -> str:
    """Return the sentence of a plain HTTP status, in the language now active."""
    sentences = {
        400: _("This request could not be read."),
        401: _("Please sign in first."),
        403: _("You may not open this page."),
        404: _("There is nothing at this address."),
        405: _("This address does not know that way of asking."),
        408: _("The request took too long to arrive."),
        413: _("What was sent is too large."),
        422: _("Something in this request does not fit."),
        429: _("Too many requests at once. Please wait a moment."),
        500: _("Something went wrong here. Nothing was half done; please try again."),
        503: _("Many people are asking at this moment. Please try again in a few seconds."),
    }
    return sentences.get(status, sentences[500] if status >= 500 else sentences[400])


_CODES = {
    400: "unreadable",
    401: "sign-in",
    403: "not-allowed",
    404: "nothing-here",
    405: "wrong-method",
    408: "too-slow",
    413: "too-large",
    422: "unfit",
    429: "too-many",
    500: "accident",
    503: "busy",
}


def code_of(status: int) -> str:
    """Return the stable code of a plain HTTP status."""
    return _CODES.get(status, "accident" if status >= 500 else "unreadable")


def is_json_door(path: str) -> bool:
    """Say whether an address answers JSON, so that its refusals do too."""
    return path.startswith(JSON_DOORS)
