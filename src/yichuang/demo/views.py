"""Spare whoever tries the demo the office's enrolment code: one button makes this browser a kiosk."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from yichuang.demo.scene import plan
from yichuang.kernel import clock
from yichuang.kernel.access import address, gate, services
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.serve import is_demo
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services


@require_POST
@door("demo.kiosk", rule=anyone(), act=True, label=_("Open the demo kiosk"))
def make_kiosk(request: HttpRequest) -> HttpResponse:
    """Enrol this browser as a kiosk of the demo hall; a real hall has no such door."""
    if not is_demo():
        raise Http404
    at = clock.now()
    hall = organization.hall_by_code(plan()["hall"]["code"])
    by = organization_services.founder(hall.id)
    code = services.enrol_code(kind=DeviceKind.KIOSK, hall_code=hall.code, name="visitor", by=by, at=at)
    card, token = services.enrol(code=code, address=address.of(request), at=at)
    response = HttpResponseRedirect("/kiosk/")
    gate.remember_device(request, response, card.kind, token)
    return response
