"""Keep the disturbance register: what disturbed the order of the hall, where, and what was done (QUE-11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.kernel import clock, idempotency
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import events, selectors
from yichuang.queueing.models import Disturbance, Ticket
from yichuang.queueing.refusals import ActionMissing, DisturbanceUnclear, UnknownTicket
from yichuang.queueing.selectors.rulebook import disturbance_minutes
from yichuang.queueing.types import DisturbanceAction, DisturbanceCard, DisturbanceKind


@transaction.atomic
def record_disturbance(
    *,
    zone_id: UUID,
    kind: DisturbanceKind | None,
    action: DisturbanceAction | None,
    label: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> DisturbanceCard:
    """Enter a disturbance in a zone with what was done about it.

    ``label`` names today's ticket of who disturbed, where one is known; the ticket keeps its place.  The
    second in one zone within ``queue.disturbance_minutes`` suggests opening a crowding incident.

    Raises: ActionMissing (QUE-11), DisturbanceUnclear, UnknownTicket, KeyReused.  Sources: D16.2.4, C9.3.
    """
    promise = idempotency.once(by, "queueing.record_disturbance", key, at)
    if promise.replay:
        return selectors.disturbance(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    if kind is None or all(one.id != zone_id for one in organization.zones(by.hall_id)):
        raise DisturbanceUnclear
    if action is None:
        raise ActionMissing
    ticket = _ticket_of(label.strip().upper(), by, at) if label.strip() else None
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    since = at - timedelta(minutes=disturbance_minutes(by.hall_id, day))
    soon = Disturbance.objects.filter(hall_id=by.hall_id, zone_id=zone_id, at__gt=since, at__lte=at)
    row = Disturbance.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        zone_id=zone_id,
        kind=kind,
        action=action,
        ticket=ticket,
        person_id=by.id,
        at=at,
        suggests_incident=soon.exists(),
    )
    event = events.DisturbanceRecorded(
        disturbance_id=row.id,
        zone_id=zone_id,
        kind=kind,
        action=action,
        ticket_id=ticket.id if ticket else None,
        suggests_incident=row.suggests_incident,
    )
    record(event, subject=row.id, matter=row.ticket_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.disturbance(by.hall_id, row.id)


def _ticket_of(label: str, by: Actor, at: datetime) -> Ticket:
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    found = Ticket.objects.filter(hall_id=by.hall_id, business_day=day, label=label[:14]).first()
    if found is None:
        raise UnknownTicket
    return found
