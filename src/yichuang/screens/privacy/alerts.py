"""What of secrecy wants supervision's hand, told on the office's page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yichuang.cases import selectors
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.screens.office.alerts import Alert

PAGE = "/office/secrecy/"
SHOWN = timedelta(days=90)


def alerts_of_secrecy(hall: HallCard, at: datetime) -> tuple[Alert, ...]:
    """Return an alert for each burst of views nobody has settled (PRV-02)."""
    found = selectors.bursts(hall.id, at - SHOWN, open_only=True)
    if not found:
        return ()
    people = {one.id: f"{one.display_name} {one.worker_number}" for one in organization.people(hall.id)}
    title = _("Many citizens’ records were looked at and nothing was done")
    return tuple(
        Alert(
            "bad",
            title,
            _("%(person)s: %(views)s views") % {"person": people.get(one.person_id, ""), "views": one.views},
            "PRV-02",
            PAGE,
        )
        for one in found
    )
