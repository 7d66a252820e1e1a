"""Read what a form sent: ids and days that may be nonsense, texts that may be endless, and the key."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TypedDict
from urllib.parse import urldefrag, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of
from yichuang.kernel.idempotency import key_of
from yichuang.kernel.types import Actor, Key

SEE_OTHER = 303


class Act(TypedDict):
    """Who does something when, once however often it is sent."""

    by: Actor
    at: datetime
    key: Key


NOT_THE_BODY = frozenset({"key", "csrfmiddlewaretoken"})


def act_key(request: HttpRequest) -> Key:
    """Return the idempotency key of the rendering this form came from, with the hash of what it says where.

    Raises: KeyMissing, KeyUnfit.
    """
    said = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_THE_BODY}
    body = json.dumps([request.path, said], sort_keys=True, ensure_ascii=False)
    return key_of(request.POST.get("key"), body.encode("utf-8", "surrogatepass"))


def act_of(request: HttpRequest) -> Act:
    """Return what every act is told beside its own words: by whom, now, and the key of its form.

    Raises: KeyMissing, KeyUnfit.
    """
    return {"by": actor_of(request), "at": clock.now(), "key": act_key(request)}


def id_of(text: str | None) -> UUID:
    """Read an id out of a form or address; nonsense is a page that does not exist."""
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None


def optional_id(text: str | None) -> UUID | None:
    """Read an id that may be left empty."""
    return id_of(text) if text else None


def short_text(text: str | None, limit: int) -> str:
    """Return a text of one line, without what cannot be printed, cut at ``limit`` characters."""
    return "".join(one for one in (text or "") if one.isprintable()).strip()[:limit]


def day_of(text: str | None) -> date | None:
    """Read a day (``2026-03-02``); None for nothing and for nonsense, whose refusal is the caller's."""
    try:
        return date.fromisoformat((text or "").strip()[:20])
    except ValueError:
        return None


def time_of(text: str | None) -> time | None:
    """Read a time of day to the minute; None for nothing and for nonsense."""
    try:
        return time.fromisoformat((text or "").strip()[:20]).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def moment_of(day: str | None, at: str | None, timezone: str) -> datetime | None:
    """Read a moment on a hall's wall from a day and a time of day; None where either is nonsense."""
    on, when = day_of(day), time_of(at)
    return None if on is None or when is None else datetime.combine(on, when, tzinfo=ZoneInfo(timezone))


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead on to ``address`` after an act, whether the form was sent by the browser or by htmx.

    Where the script stands there already the place on the page is left out: with it a browser would only
    scroll, and show what was before the act.
    """
    if request.headers.get("HX-Request"):
        here, there = urlsplit(request.headers.get("HX-Current-URL", "")), urlsplit(address)
        same = (here.path, here.query) == (there.path, there.query)
        return HttpResponse(headers={"HX-Redirect": urldefrag(address).url if same else address})
    response = HttpResponseRedirect(address)
    response.status_code = SEE_OTHER
    return response
