"""What of the equipment wants somebody's hand, told on the office's page."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import KIND, REASON
from yichuang.facilities.types import EquipmentCard
from yichuang.organization.types import HallCard
from yichuang.screens.kit.words import named
from yichuang.screens.office.alerts import Alert

PAGE = "/office/equipment/"


def alerts_of_equipment(hall: HallCard, down: list[EquipmentCard]) -> tuple[Alert, ...]:
    """Return one alert that names what is down, since when and why, or none."""
    if not down:
        return ()
    count = len(down)
    title = ngettext("%(count)s piece of equipment is down", "%(count)s pieces of equipment are down", count)
    text = " · ".join(_said(one, ZoneInfo(hall.timezone)) for one in down)
    return (Alert("bad", title % {"count": count}, text, "FAC-01", PAGE),)


def _said(piece: EquipmentCard, zone: ZoneInfo) -> str:
    assert piece.fault is not None
    return _("%(name)s since %(time)s, %(why)s") % {
        "name": named(piece.name, piece.name_en),
        "time": f"{piece.fault.began_at.astimezone(zone):%H:%M}",
        "why": REASON[piece.fault.reason],
    }


def down_at_windows(down: list[EquipmentCard]) -> dict[UUID, str]:
    """Return, by window, the kinds of equipment that are down there, in words."""
    found: dict[UUID, list[str]] = {}
    for one in down:
        if one.window_id:
            found.setdefault(one.window_id, []).append(str(KIND[one.kind]))
    return {window_id: _("%(what)s down") % {"what": " · ".join(kinds)} for window_id, kinds in found.items()}


def down_now(hall: HallCard) -> list[EquipmentCard]:
    """Return what is down in the hall, the longest first."""
    return facilities.down(hall.id)
