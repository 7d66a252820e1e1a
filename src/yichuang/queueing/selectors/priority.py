"""Who is called earlier and why: grants, who gave them, and what made a call the next one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from yichuang.queueing.models import Call, PriorityGrant, Ticket
from yichuang.queueing.refusals import UnknownTicket
from yichuang.queueing.rules.priority import unusual
from yichuang.queueing.selectors.policy import policies, policy_in_hand
from yichuang.queueing.selectors.rulebook import unusual_grants
from yichuang.queueing.types import (
    EndReason,
    GiverCard,
    GrantCard,
    GrantReason,
    GrantState,
    PriorityClass,
    TicketState,
    WhyCard,
)

# over how many days it is counted who gives how often
LOOKED_AT = 30


def grants(hall_id: UUID, day: date) -> tuple[GrantCard, ...]:
    """Return every grant of a business day, what can still be approved first, then the latest first."""
    rows = PriorityGrant.objects.filter(hall_id=hall_id, business_day=day).select_related("ticket")
    cards = [_card(row) for row in rows.order_by("-asked_at", "-id")]
    return tuple(sorted(cards, key=lambda card: card.state is not GrantState.REQUESTED or card.too_late))


def givers(hall_id: UUID, day: date) -> tuple[GiverCard, ...]:
    """Return who gave or asked for a class in the thirty days up to ``day``, how often, and who unusually so.

    Compared are all who called or gave in these days; what a citizen declared at the kiosk is nobody's.
    """
    since = day - timedelta(days=LOOKED_AT - 1)
    rows = PriorityGrant.objects.filter(hall_id=hall_id, business_day__range=(since, day))
    given = Counter(
        rows.exclude(reason=GrantReason.DECLARED)
        .exclude(state=GrantState.REFUSED)
        .values_list("asked_by", flat=True)
    )
    callers = Call.objects.filter(hall_id=hall_id, ticket__business_day__range=(since, day))
    everybody = dict.fromkeys(callers.values_list("person_id", flat=True).distinct(), 0) | given
    times, few = unusual_grants(hall_id, day)
    listed = unusual(everybody, times=times, few=few)
    return tuple(GiverCard(person, count, person in listed) for person, count in given.most_common())


def ticket_of_label(hall_id: UUID, day: date, label: str) -> UUID:
    """Return the ticket of a business day that bears the label.

    Raises: UnknownTicket.
    """
    rows = Ticket.objects.filter(hall_id=hall_id, business_day=day, label=label)
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise UnknownTicket
    return found


def why_called(hall_id: UUID, ticket_id: UUID) -> WhyCard | None:
    """Return what made the latest call of a ticket the next one, or ``None`` where it was never called."""
    row = (
        Call.objects.filter(hall_id=hall_id, ticket_id=ticket_id)
        .select_related("ticket")
        .order_by("-called_at", "-id")
        .first()
    )
    if row is None:
        return None
    versions = {one.version: one for one in policies(hall_id)}
    ticket = row.ticket
    return WhyCard(
        label=ticket.label,
        priority=PriorityClass(ticket.priority),
        policy=versions.get(row.policy) or policy_in_hand(hall_id, ticket.business_day),
        rank=row.rank,
        passed_over=tuple(row.passed_over.split()),
        called_at=row.called_at,
        let_first=ticket.let_first,
    )


def _card(row: PriorityGrant) -> GrantCard:
    return GrantCard(
        ticket_id=row.ticket_id,
        label=row.ticket.label,
        waits=row.ticket.state == TicketState.WAITING,
        priority=PriorityClass(row.priority),
        reason=GrantReason(row.reason),
        state=GrantState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
    )
