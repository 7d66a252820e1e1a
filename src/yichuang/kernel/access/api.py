"""JSON doors of access: a session for a program of a worker, enrolment of a device without a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status

from yichuang.kernel import clock
from yichuang.kernel.access import address, doors, services
from yichuang.kernel.access.doors import anyone, device, door, either, signed_in
from yichuang.kernel.access.types import DeviceKind

router = Router(tags=["access"])


class SignInBody(Schema):
    """Who signs in, where, and the password."""

    hall: str = Field(max_length=24)
    number: str = Field(max_length=32)
    password: str = Field(max_length=256)


class SessionOut(Schema):
    """The token goes into ``Authorization: Bearer …``."""

    token: str
    ends_at: datetime
    password_due: bool


class CallerOut(Schema):
    """Who the server takes the caller for."""

    hall: str
    person_id: UUID | None
    worker_number: str | None
    roles: list[str]
    device_id: UUID | None
    device_kind: str | None


class EnrolBody(Schema):
    """The one-time code of the office."""

    code: str = Field(max_length=32)


class DeviceOut(Schema):
    """The token goes into ``Authorization: Device …``; it is told once."""

    token: str
    device_id: UUID
    kind: str
    hall: str
    window_id: UUID | None
    zone_id: UUID | None


@router.post("/session", response={201: SessionOut})
@door("api.sign_in", rule=anyone(), label=_("Sign in"))
def open_session(request: HttpRequest, body: SignInBody) -> Status[dict[str, Any]]:
    """Sign in with hall code, worker number and password."""
    card = services.sign_in(
        hall_code=body.hall,
        worker_number=body.number,
        password=body.password,
        address=address.of(request),
        at=clock.now(),
    )
    said = {"token": card.token, "ends_at": card.ends_at, "password_due": card.account.password_due}
    return Status(201, said)


@router.get("/session", response=CallerOut)
@door(
    "api.session",
    rule=either(signed_in(), device(*DeviceKind)),
    label=_("Who am I"),
    while_password_due=True,
)
def show_session(request: HttpRequest) -> dict[str, Any]:
    """Tell who the server takes the caller for."""
    caller = doors.caller(request)
    return {
        "hall": caller.hall_code,
        "person_id": caller.person_id,
        "worker_number": caller.account.worker_number if caller.account else None,
        "roles": sorted(caller.roles),
        "device_id": caller.device.id if caller.device else None,
        "device_kind": caller.device.kind if caller.device else None,
    }


@router.delete("/session", response={204: None})
@door("api.sign_out", rule=signed_in(), label=_("Sign out"), while_password_due=True)
def close_session(request: HttpRequest) -> Status[None]:
    """Sign out: the token opens nothing any more."""
    caller = doors.caller(request)
    if caller.session_id and caller.actor:
        services.sign_out(session_id=caller.session_id, by=caller.actor, at=clock.now())
    return Status(204, None)


@router.post("/devices", response={201: DeviceOut})
@door("api.enrol", rule=anyone(), label=_("Enrol a device"))
def enrol_device(request: HttpRequest, body: EnrolBody) -> Status[dict[str, Any]]:
    """Enrol a device with the one-time code of the office."""
    card, token = services.enrol(code=body.code, address=address.of(request), at=clock.now())
    said = {
        "token": token,
        "device_id": card.id,
        "kind": card.kind,
        "hall": card.hall_code,
        "window_id": card.window_id,
        "zone_id": card.zone_id,
    }
    return Status(201, said)
