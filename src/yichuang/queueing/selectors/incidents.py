"""What disturbs a day in the hall: crowding, disturbances, suspicions, and what was left when it ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from yichuang.organization import selectors as organization
from yichuang.queueing.models import NEVER_USED, Crowding, Disturbance, Serves, Suspicion, Ticket
from yichuang.queueing.rules.floor import LEFT_BECAUSE
from yichuang.queueing.selectors.closing import deferred_tickets
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import (
    CrowdingCard,
    DisturbanceAction,
    DisturbanceCard,
    DisturbanceKind,
    LeftOverCard,
    LeftWhy,
    SuspicionCard,
    TicketState,
)
from yichuang.regulations.selectors import parameter

LEFT_OVER = (TicketState.VOIDED, TicketState.MISSED)


def crowd_limits(hall_id: UUID, on: date) -> tuple[int, int]:
    """Return over how many waiting persons a zone is crowded, and below how many no longer."""
    return (
        int(parameter(hall_id, "queue.crowd_threshold", on)),
        int(parameter(hall_id, "queue.crowd_clear", on)),
    )


def waiting_by_zone(hall_id: UUID, day: date) -> Counter[UUID]:
    """Return how many persons wait in each zone: where most windows stand that may call them."""
    windows = {one.id: one for one in organization.windows_in_hand(hall_id) if one.active}
    able: dict[UUID, list[tuple[UUID | None, UUID]]] = defaultdict(list)
    for window_id, line_id, item_id in Serves.objects.filter(hall_id=hall_id).values_list(
        "window_id", "line_id", "item_id"
    ):
        if window_id in windows:
            able[line_id].append((item_id, windows[window_id].zone_id))
    found: Counter[UUID] = Counter()
    rows = Ticket.objects.filter(hall_id=hall_id, business_day=day, state=TicketState.WAITING)
    groups = Counter(rows.values_list("line_id", "item_id"))
    for (line_id, item_id), waiting in groups.items():
        zones = Counter(zone for item, zone in able[line_id] if item in (None, item_id))
        if zones:
            found[min(zones, key=lambda zone: (-zones[zone], zone))] += waiting
    return found


def crowdings(hall_id: UUID) -> tuple[CrowdingCard, ...]:
    """Return the zones that are crowded now."""
    rows = Crowding.objects.filter(hall_id=hall_id, ended_at__isnull=True).order_by("began_at", "id")
    return tuple(
        CrowdingCard(row.zone_id, row.waiting, row.threshold, row.told_to, row.began_at) for row in rows
    )


def disturbance(hall_id: UUID, disturbance_id: UUID) -> DisturbanceCard:
    """Return one entry of the disturbance register."""
    return _disturbance(Disturbance.objects.select_related("ticket").get(hall_id=hall_id, id=disturbance_id))


def disturbances(hall_id: UUID, since: datetime) -> tuple[DisturbanceCard, ...]:
    """Return the disturbance register since a moment, the latest first."""
    rows = Disturbance.objects.filter(hall_id=hall_id, at__gte=since).select_related("ticket")
    return tuple(_disturbance(row) for row in rows.order_by("-at", "-id"))


def _disturbance(row: Disturbance) -> DisturbanceCard:
    return DisturbanceCard(
        id=row.id,
        zone_id=row.zone_id,
        kind=DisturbanceKind(row.kind),
        action=DisturbanceAction(row.action),
        label=row.ticket.label if row.ticket else "",
        person_id=row.person_id,
        at=row.at,
        suggests_incident=row.suggests_incident,
    )


def suspicions(hall_id: UUID, day: date) -> tuple[SuspicionCard, ...]:
    """Return the tickets of a day that were sent on three times with no service noted (JOB-08)."""
    rows = Suspicion.objects.filter(hall_id=hall_id, business_day=day).select_related("ticket")
    return tuple(
        SuspicionCard(
            row.ticket.label, row.transfers, window_of(hall_id, row.window_id).number, row.raised_at
        )
        for row in rows.order_by("raised_at", "id")
    )


def left_over(hall_id: UUID, day: date) -> tuple[LeftOverCard, ...]:
    """Return the tickets of a day that is over which did not come to an end, in their order, with why.

    Those voided when it ended, and those who missed the call and did not come back.
    """
    rows = Ticket.objects.select_related("line").filter(
        hall_id=hall_id, business_day=day, state__in=LEFT_OVER
    )
    rows = rows.exclude(NEVER_USED)
    deferred = deferred_tickets(hall_id, day)
    found = []
    for row in rows.order_by("line__place", "sort_key", "id"):
        state = TicketState(row.left_in) if row.left_in else TicketState(row.state)
        found.append(
            LeftOverCard(
                ticket_id=row.id,
                label=row.label,
                line_name=row.line.name,
                line_name_en=row.line.name_en,
                window_number=window_of(hall_id, row.window_id).number if row.window_id else None,
                state=state,
                why=LeftWhy.DEFERRED if row.id in deferred else LEFT_BECAUSE.get(state, LeftWhy.NOT_CALLED),
                taken_at=row.taken_at,
            )
        )
    return tuple(found)


def days_left_over(hall_id: UUID, until: date) -> tuple[date, ...]:
    """Return the last ten days before ``until`` on which tickets were left over, the latest first."""
    rows = Ticket.objects.filter(
        hall_id=hall_id,
        business_day__lt=until,
        business_day__gte=until - timedelta(days=31),
        state__in=LEFT_OVER,
    )
    days = rows.order_by("-business_day").values_list("business_day", flat=True).distinct()
    return tuple(days[:10])
