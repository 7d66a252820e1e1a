"""What of the floor wants somebody's hand today, told on the office's page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard
from yichuang.queueing import selectors as queueing
from yichuang.screens.kit.words import named
from yichuang.screens.office.alerts import Alert

PAGE = "/office/floor/"


def alerts_of_floor(hall: HallCard, at: datetime) -> tuple[Alert, ...]:
    """Return crowded zones, incidents that are suggested and suspicions of today, gravest first."""
    return (*_crowded(hall), *_incidents(hall, at), *_suspicions(hall, at))


def _crowded(hall: HallCard) -> list[Alert]:
    found = queueing.crowdings(hall.id)
    if not found:
        return []
    zones = {one.id: one for one in organization.zones(hall.id)}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    return [
        Alert(
            "bad",
            _("%(zone)s is crowded: %(n)s wait")
            % {"zone": named(zones[one.zone_id].name, zones[one.zone_id].name_en), "n": one.waiting},
            _said_to(people.get(one.told_to)) if one.told_to else _("No duty leader is named."),
            "QUE-03",
            PAGE,
        )
        for one in found
    ]


def _said_to(leader: PersonCard | None) -> str:
    if leader is None:
        return _("No duty leader is named.")
    said = {"name": leader.display_name, "number": leader.worker_number}
    return _("For the duty leader %(name)s %(number)s") % said


def _incidents(hall: HallCard, at: datetime) -> list[Alert]:
    zones = {one.id: one for one in organization.zones(hall.id)}
    soon = [one for one in queueing.disturbances(hall.id, at - timedelta(hours=1)) if one.suggests_incident]
    return [
        Alert(
            "warn",
            _("Second disturbance within the hour in %(zone)s")
            % {"zone": named(zones[zone_id].name, zones[zone_id].name_en)},
            _("Consider opening a crowding incident."),
            "QUE-11",
            PAGE,
        )
        for zone_id in dict.fromkeys(one.zone_id for one in soon)
    ]


def _suspicions(hall: HallCard, at: datetime) -> list[Alert]:
    return [
        Alert(
            "warn",
            _("%(label)s was sent on %(n)s times with no service noted")
            % {"label": one.label, "n": one.transfers},
            _("Last by window %(number)s; please look into it.") % {"number": one.window_number},
            "JOB-08",
        )
        for one in queueing.suspicions(hall.id, local_day(at, hall.timezone))
    ]
