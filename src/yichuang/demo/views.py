"""Spare whoever tries the demo the office's enrolment code: one button makes this browser a kiosk."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from yichuang.demo.scene import plan
from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as facilities_services
from yichuang.facilities.types import Chinese, EquipmentKind, PaperWidth, Reach
from yichuang.kernel import clock
from yichuang.kernel.access import address, gate, selectors, services
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.serve import is_demo
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services

VISITORS = "演示取号机"
PRINTER = "演示打印机"
# before the hall would miss it as one of its own machines (``facilities.silent_minutes``)
GONE = timedelta(minutes=2)


@require_POST
@door("demo.kiosk", rule=anyone(), act=True, label=_("Open the demo kiosk"))
def make_kiosk(request: HttpRequest) -> HttpResponse:
    """Make this browser a kiosk of the demo hall, once; a real hall has no such door."""
    if not is_demo():
        raise Http404
    at = clock.now()
    hall = organization.hall_by_code(plan()["hall"]["code"])
    if any(one.device and one.device.kind is DeviceKind.KIOSK for one in gate.devices_of(request)):
        return HttpResponseRedirect("/kiosk/")
    by = organization_services.founder(hall.id)
    forget_the_gone(by, at)
    code = services.enrol_code(kind=DeviceKind.KIOSK, hall_code=hall.code, name=VISITORS, by=by, at=at)
    card, token = services.enrol(code=code, address=address.of(request), at=at)
    _print_to_a_file(card.id, by, at)
    response = HttpResponseRedirect("/kiosk/")
    gate.remember_device(request, response, card.kind, token)
    return response


def _print_to_a_file(device_id: UUID, by: Actor, at: datetime) -> None:
    """Let the visitor's kiosk print: its slips lie in the home folder, as bytes and to be looked at."""
    known = next((one for one in facilities.printers(by.hall_id) if one.name == PRINTER), None)
    equipment_id = (
        known.equipment_id
        if known
        else facilities_services.add_equipment(kind=EquipmentKind.PRINTER, name=PRINTER, by=by, at=at).id
    )
    facilities_services.set_printer(
        equipment_id=equipment_id,
        paper=PaperWidth.MM80,
        chinese=Chinese.CHARACTERS,
        reach=Reach.FILE,
        address="demo",
        device_ids=[*(known.device_ids if known else ()), device_id],
        guide_desk=known is None or known.guide_desk,
        by=by,
        at=at,
    )


def forget_the_gone(by: Actor, at: datetime) -> None:
    """Take out of the hall what visitors left behind: browsers made a kiosk and closed since.

    Such a browser is no machine of the hall: that it is gone is nobody's fault to look after.
    """
    silences = selectors.silences(by.hall_id)
    for one in selectors.devices(by.hall_id):
        if one.name == VISITORS and silences.get(one.id, timedelta()) > GONE:
            services.revoke_device(device_id=one.id, by=by, at=at)
