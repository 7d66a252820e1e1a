"""Lay the places of a line out again when somebody gets or loses a class, leaves or comes back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.kernel.types import Actor
from yichuang.queueing import selectors
from yichuang.queueing.models import Call, Counter, Ticket
from yichuang.queueing.refusals import UnknownTicket
from yichuang.queueing.rules.order import Standing, places
from yichuang.queueing.services.common import locked
from yichuang.queueing.types import PolicyCard, PriorityClass, TicketState

# enough to find the last capped call behind any number of emergencies
LOOKED_BACK = 60
_SECOND = 1_000_000


def hold(hall_id: UUID, line_id: UUID, day: date) -> None:
    """Hold the line's counter until the act is over: places are laid out by one at a time.

    Who will ``settle`` a line holds it before locking any of its tickets; calls go on meanwhile.
    """
    Counter.objects.select_for_update().filter(hall_id=hall_id, line_id=line_id, business_day=day).first()


def come_behind(ticket: Ticket) -> None:
    """Let whoever takes a ticket from now on stand behind this one's place; its line is held."""
    counter = Counter.objects.filter(
        hall_id=ticket.hall_id, line_id=ticket.line_id, business_day=ticket.business_day
    )
    counter.filter(last_arrival__lt=ticket.arrival).update(last_arrival=ticket.arrival)


def held(ticket_id: UUID, by: Actor) -> Ticket:
    """Return the hall's ticket, locked until the act is over, with its line held.

    Raises: UnknownTicket.
    """
    rows = Ticket.objects.filter(hall_id=by.hall_id, id=ticket_id)
    row = rows.values_list("line_id", "business_day").first()
    if row is None:
        raise UnknownTicket
    hold(by.hall_id, *row)
    return locked(ticket_id, by)


def settle(hall_id: UUID, line_id: UUID, day: date) -> None:
    """Give everybody who waits in the line the place the calling rule says (``rules.order.places``)."""
    policy = selectors.policy_in_hand(hall_id, day)
    # who is called between the two questions is found by the second, and not twice
    waiting = list(
        Ticket.objects.filter(
            hall_id=hall_id, line_id=line_id, business_day=day, state=TicketState.WAITING
        ).only("id", "arrival", "head_start", "sort_key", "priority")
    )
    if not any(one.head_start for one in waiting):
        return
    ratio = selectors.priority_ratio(hall_id, day)
    called, since_capped = _called(hall_id, line_id, day, policy)
    queue = [
        Standing(one.id, one.arrival, one.head_start * _SECOND, _capped(policy, one.priority))
        for one in waiting
        if one.id not in called
    ]
    keys = places(queue, ratio, since_capped)
    for one in waiting:
        key = keys.get(one.id, one.sort_key)
        if key != one.sort_key:
            Ticket.objects.filter(hall_id=hall_id, id=one.id, state=TicketState.WAITING).update(sort_key=key)


def _called(
    hall_id: UUID, line_id: UUID, day: date, policy: PolicyCard
) -> tuple[frozenset[UUID], int | None]:
    """Return who of the line was called a moment ago, and how many in plain turn since the last capped one.

    A call counts as it was made, whatever its ticket became.  Who was called once and waits again (rejoined,
    sent on) is one of those who wait.
    """
    rows = Call.objects.filter(hall_id=hall_id, line_id=line_id, ticket__business_day=day)
    latest = list(
        rows.order_by("-called_at", "-id").values_list("ticket_id", "priority", "ticket__state")[:LOOKED_BACK]
    )
    gone = frozenset(one for one, _priority, state in latest if state != TicketState.WAITING)
    since = 0
    for _ticket_id, priority, _state in latest:
        if _capped(policy, priority):
            return gone, since
        since += priority == PriorityClass.ORDINARY
    return gone, None


def _capped(policy: PolicyCard, priority: str) -> bool:
    terms = policy.of(PriorityClass(priority))
    return terms is not None and terms.capped
