"""Browsers without a screen: Django's client as a kiosk, a clerk, a stranger.

kiosk = kiosk_client(hall)
desk = person_client(hall, "0303")
desk.post("/desk/call/", form(desk.get("/desk/")))
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.test import Client

from tests.support.hall import MORNING, PASSWORD, Hall
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind

HIDDEN = re.compile(r'<input type="hidden" name="key" value="([0-9a-f]+)">')


def kiosk_client(hall: Hall) -> Client:
    """Return a browser that is the hall's enrolled kiosk."""
    client = Client()
    client.cookies[f"{settings.DEVICE_COOKIE}_kiosk"] = hall.kiosk_token
    return client


def device_client(hall: Hall, kind: DeviceKind, *, window: int | None = None) -> Client:
    """Enrol a device of ``kind``, at a window if one is named, and return it as a browser."""
    code = access.enrol_code(
        hall_code=hall.code,
        kind=kind,
        name=str(kind),
        window_id=hall.windows[window] if window else None,
        by=hall.by,
        at=MORNING,
    )
    _device, token = access.enrol(code=code, address="127.0.0.1", at=MORNING)
    client = Client()
    client.cookies[f"{settings.DEVICE_COOKIE}_{kind}"] = token
    return client


def person_client(hall: Hall, worker_number: str) -> Client:
    """Return a browser in which the person has signed in."""
    client = Client()
    answer = client.post(
        "/sign-in/", {"hall": hall.code, "number": worker_number, "password": PASSWORD, "next": "/desk/"}
    )
    assert answer.status_code in {302, 303}, answer.content.decode()
    return client


def key_in(answer: Any) -> str:
    """Return the first form's key of a rendered page."""
    found = HIDDEN.search(answer.content.decode())
    assert found, "the page has no form with a key"
    return found[1]


def text_of(answer: Any) -> str:
    """Return a page's text without its tags, spaces squeezed."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
