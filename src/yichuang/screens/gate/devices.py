"""The office's page of devices: issue a code, see what is enrolled, revoke."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import labels, selectors, services
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.texts import plain
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_key, optional_id

KEEPERS = role(Role.OFF, Role.TECH, Role.ADM)
AT_A_WINDOW = frozenset({DeviceKind.WINDOW_SCREEN, DeviceKind.TERMINAL, DeviceKind.KEYPAD})


def _page(request: HttpRequest, code: str = "", told: str = "") -> dict[str, object]:
    hall_id = caller(request).hall_id
    assert hall_id is not None  # the door let a person of a hall in
    windows = organization.windows(hall_id)
    zones = organization.zones(hall_id)
    places: dict[UUID | None, object] = {one.id: one for one in windows}
    places |= {one.id: one for one in zones}
    listed = [
        {"device": one, "kind": labels.DEVICES[one.kind], "place": places.get(one.window_id or one.zone_id)}
        for one in selectors.devices(hall_id)
    ]
    return {
        "devices": listed,
        "kinds": [(kind.value, label) for kind, label in labels.DEVICES.items()],
        "windows": windows,
        "zones": zones,
        "code": code,
        "told": told,
        "minutes": settings.ENROL_CODE_MINUTES,
        "enrol_address": request.build_absolute_uri(reverse("gate:enrol")),
    }


@require_safe
@door("office.devices", rule=KEEPERS, label=_("Devices"))
def devices(request: HttpRequest) -> HttpResponse:
    """Show the hall's enrolled devices and the form for a new one."""
    return render(request, "gate/devices.html", _page(request))


@require_POST
@door("office.issue_code", rule=KEEPERS, act=True, label=_("Issue an enrolment code"))
def issue_code(request: HttpRequest) -> HttpResponse:
    """Issue a one-time code and show it, once."""
    who = caller(request)
    assert who.actor is not None and who.hall_id is not None
    window_id, zone_id = optional_id(request.POST.get("window")), optional_id(request.POST.get("zone"))
    if window_id:
        organization.window(who.hall_id, window_id)
    if zone_id and zone_id not in {one.id for one in organization.zones(who.hall_id)}:
        raise Http404
    name = plain(request.POST.get("name", ""), field=_("Name of the device"), limit=80)
    kind = DeviceKind(request.POST.get("kind", "")) if request.POST.get("kind") in set(DeviceKind) else None
    code = services.enrol_code(
        kind=kind or DeviceKind.KIOSK,
        hall_code=who.hall_code,
        name=name,
        window_id=window_id if kind in AT_A_WINDOW else None,
        zone_id=zone_id if kind is DeviceKind.BOARD else None,
        by=who.actor,
        at=clock.now(),
        key=act_key(request),
    )
    return render(request, "gate/devices.html", _page(request, code=f"{code[:4]} {code[4:]}", told=name))


@require_POST
@door("office.revoke_device", rule=KEEPERS, act=True, label=_("Revoke a device"))
def revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Take a device out of service at once."""
    who = caller(request)
    assert who.actor is not None
    services.revoke_device(device_id=device_id, by=who.actor, at=clock.now(), key=act_key(request))
    response = HttpResponseRedirect(reverse("gate:devices"))
    response.status_code = 303
    return response
