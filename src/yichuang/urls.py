"""Every address of the house: the screens, the JSON doors, the health doors.

The live streams and the fast lane of hot acts are answered before Django (see ``asgi``).
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

# (prefix, module): a place has its own urls
PLACES = (
    ("", "yichuang.screens.kit.urls"),
    ("", "yichuang.screens.gate.urls"),
    ("kiosk/", "yichuang.screens.kiosk.urls"),
    ("", "yichuang.screens.lobby.urls"),
    ("desk/", "yichuang.screens.desk.urls"),
    ("", "yichuang.screens.cashier.urls"),
    ("office/takings/", "yichuang.screens.takings.urls"),
    ("case/", "yichuang.screens.casework.urls"),
    ("together/", "yichuang.screens.together.urls"),
    ("", "yichuang.screens.portal.urls"),
    ("guide/", "yichuang.screens.guide.urls"),
    ("", "yichuang.screens.letters.urls"),
    ("", "yichuang.screens.progress.urls"),
    ("office/paper/", "yichuang.screens.paper.urls"),
    ("office/hours/", "yichuang.screens.hours.urls"),
    ("office/archive/", "yichuang.screens.archive.urls"),
    ("office/items/", "yichuang.screens.items.urls"),
    ("office/limits/", "yichuang.screens.limits.urls"),
    ("office/once/", "yichuang.screens.once.urls"),
    ("office/mandate/", "yichuang.screens.mandate.urls"),
    ("office/badges/", "yichuang.screens.badges.urls"),
    ("office/shifts/", "yichuang.screens.shifts.urls"),
    ("office/roster/", "yichuang.screens.rosters.urls"),
    ("office/attendance/", "yichuang.screens.attendance.urls"),
    ("office/leave/", "yichuang.screens.leaves.urls"),
    ("office/selection/", "yichuang.screens.selection.urls"),
    ("staffroom/", "yichuang.screens.staffroom.urls"),
    ("office/layout/", "yichuang.screens.layout.urls"),
    ("office/equipment/", "yichuang.screens.equipment.urls"),
    ("office/printers/", "yichuang.screens.printers.urls"),
    ("office/floor/", "yichuang.screens.floor.urls"),
    ("office/", "yichuang.screens.office.urls"),
    ("office/statistics/", "yichuang.screens.statistics.urls"),
    ("", "yichuang.screens.rating.urls"),
    ("", "yichuang.screens.order.urls"),
    ("", "yichuang.screens.oversight.urls"),
    ("", "yichuang.screens.privacy.urls"),
    ("", "yichuang.queueing.urls"),
    ("", "yichuang.cases.urls"),
    ("", "yichuang.catalogue.urls"),
    ("", "yichuang.kernel.health_urls"),
    ("", "yichuang.demo.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [path(prefix, include(module)) for prefix, module in PLACES]

handler400 = "yichuang.kernel.pages.bad_request"
handler403 = "yichuang.kernel.pages.forbidden"
handler404 = "yichuang.kernel.pages.not_found"
handler500 = "yichuang.kernel.pages.server_error"
