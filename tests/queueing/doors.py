"""Ways into the JSON doors of the queue: behind Django, and on the fast lane."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from uuid import UUID

from bench.hall import MORNING, OpenHall
from django.test import Client

from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.ids import new_id
from yichuang.kernel.serve import lanes
from yichuang.kernel.types import Actor, ActorKind

PASSWORD = "Willow-gate-73"


@dataclass(frozen=True)
class Answer:
    """What a door said."""

    status: int
    kind: str
    text: str

    @property
    def said(self) -> Any:
        return json.loads(self.text)


Ask = Callable[..., Answer]


def through_django(
    method: str, path: str, *, token: str = "", key: str | None = "", body: Any = b"", **headers: str
) -> Answer:
    """Ask as a program does, through Django."""
    sent = _headers(token, key) | headers
    answer = Client().generic(method, path, _bytes(body), "application/json", headers=sent)
    return Answer(answer.status_code, answer["Content-Type"], answer.content.decode())


def on_the_lane(
    method: str, path: str, *, token: str = "", key: str | None = "", body: Any = b"", **headers: str
) -> Answer:
    """Ask on the fast lane, where the address has one."""
    sent = _headers(token, key) | headers
    found = lanes.find(method, path)
    if found is None:
        return through_django(method, path, token=token, key=key, body=body, **headers)
    one, params = found
    request = lanes.LaneRequest(
        method=method,
        path=path,
        params=params,
        query=b"",
        headers={name.lower().encode(): value.encode("latin-1") for name, value in sent.items()},
        body=_bytes(body),
        request_id="test",
    )
    # a test's connection stands inside its transaction: it must not be closed after the request
    with patch("yichuang.kernel.serve.pool.close_old_connections"):
        status, said, content = lanes.answer(one, request)
    return Answer(status, dict(said)[b"content-type"].decode(), content.decode())


WAYS = {"django": through_django, "lane": on_the_lane}


def _headers(token: str, key: str | None) -> dict[str, str]:
    sent = {"Authorization": token} if token else {}
    if key is not None:
        sent["Idempotency-Key"] = key or new_id().hex
    return sent


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def clerk_token(hall: OpenHall, window: int = 0, *roles: Role) -> str:
    """Open a session for the clerk of a window."""
    clerk = hall.clerks[window]
    return person_token(hall, clerk.by.id, f"{window + 1:04d}", *(roles or (Role.STF,)))


def person_token(hall: OpenHall, person_id: UUID, number: str, *roles: Role) -> str:
    """Open an account with roles for a person, and a session for it."""
    account = access.create_account(
        hall_id=hall.hall_id,
        hall_code=hall.code,
        person_id=person_id,
        worker_number=number,
        password=PASSWORD,
        by=hall.office,
        at=MORNING,
        must_change=False,
    )
    for role in roles:
        access.grant_role(account_id=account.id, role=role, by=hall.office, at=MORNING)
    by = Actor(ActorKind.PERSON, person_id, hall.hall_id)
    return "Bearer " + access.open_session(account_id=account.id, by=by, at=MORNING).token


def kiosk_token(hall: OpenHall, kind: DeviceKind = DeviceKind.KIOSK) -> str:
    """Enrol a machine in the hall."""
    code = access.enrol_code(hall_code=hall.code, kind=kind, name="K1", by=hall.office, at=MORNING)
    _card, token = access.enrol(code=code, at=MORNING, address="10.1.7.30")
    return "Device " + token
