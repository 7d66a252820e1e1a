"""The same question for the fast lane, which has headers and no request object."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.http import parse_cookie

from yichuang.kernel.access import callers, csrf, doors, gate, sights
from yichuang.kernel.access.errors import NoCsrf
from yichuang.kernel.access.types import Caller, Door


def caller_of(headers: Mapping[bytes, bytes], at: datetime, door: Door | None = None) -> Caller:
    """Return who sent these headers (lower-case names); with ``door``, only if its rule lets them in.

    One SQL statement.  Every lane is an act, so a cookie must come with the token of our own page, and the
    idle timer starts anew.  Raises: as ``doors.admit``, and ``NoCsrf``.
    """
    authorization = headers.get(b"authorization", b"").decode("latin-1")
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1")) if b"cookie" in headers else {}
    who = gate.find(authorization, cookies, door.rule if door else gate.ANYBODY, at)
    if door is not None:
        doors.admit(door, who)
    if who.by_cookie:
        token = headers.get(b"x-csrftoken") or headers.get(b"x-csrf-token") or b""
        if not csrf.matches(cookies.get(settings.CSRF_COOKIE_NAME, ""), token.decode("latin-1")):
            raise NoCsrf
    sights.note(who)
    callers.acted(who)
    return who
