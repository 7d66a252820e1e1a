"""Call somebody earlier: declared by the citizen, given or asked for by the hall, approved, withdrawn.

A class counts from the moment its grant stands; what must be approved moves nobody before that.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import PriorityGrant, Ticket
from yichuang.queueing.priority_refusals import (
    AlreadyPriority,
    ClassNotDeclared,
    ClassNotGiven,
    NoPriority,
    NotAPerson,
    NothingRequested,
    OwnRequest,
    ReasonMissing,
    ReasonUnfit,
)
from yichuang.queueing.refusals import NotNow
from yichuang.queueing.rules import order
from yichuang.queueing.rules.priority import REASONS
from yichuang.queueing.services.common import locked, tell
from yichuang.queueing.services.place import held, settle
from yichuang.queueing.types import (
    DECLARED,
    EndReason,
    GrantReason,
    GrantState,
    PolicyCard,
    PriorityClass,
    TicketCard,
    TicketState,
)

_OPEN = (GrantState.REQUESTED, GrantState.STANDING)


def may_declare(policy: PolicyCard, priority: PriorityClass) -> None:
    """Ask whether a citizen may declare the class at the kiosk.

    Raises: ClassNotGiven, ClassNotDeclared.
    """
    terms = policy.of(priority)
    if terms is None:
        raise ClassNotGiven
    if priority not in DECLARED or terms.needs_approver:
        raise ClassNotDeclared(priority=str(labels.PRIORITY[priority]))


def declare(*, ticket_id: UUID, priority: PriorityClass, by: Actor, at: datetime) -> None:
    """Give the ticket just taken the class its holder declared; to be checked at the window."""
    ticket = locked(ticket_id, by)
    if PriorityGrant.objects.filter(hall_id=by.hall_id, ticket=ticket).exists():
        return  # the same press came twice
    policy = selectors.policy_in_hand(by.hall_id, ticket.business_day)
    _grant(ticket, priority, GrantReason.DECLARED, GrantState.STANDING, policy, by=by, at=at)
    _stand(ticket, priority, policy)


@transaction.atomic
def grant_priority(
    *,
    ticket_id: UUID,
    priority: PriorityClass,
    reason: GrantReason | None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """Give a waiting ticket a class for a reason, or ask for it where the calling rule wants approval.

    An emergency takes the place of whatever class the ticket had or asked for (PRI-04).

    Raises: NotAPerson, ReasonMissing, ReasonUnfit, ClassNotGiven, UnknownTicket, NotNow, AlreadyPriority,
    KeyReused.  Sources: D3.1.2, D11.6.2, D16.2.4.
    """
    promise = idempotency.once(by, "queueing.grant_priority", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    if by.kind is not ActorKind.PERSON:
        raise NotAPerson
    if reason is None:
        raise ReasonMissing
    ticket = held(ticket_id, by)
    policy = selectors.policy_in_hand(by.hall_id, ticket.business_day)
    terms = policy.of(priority)
    if terms is None:
        raise ClassNotGiven
    if reason not in REASONS[priority]:
        raise ReasonUnfit(priority=str(labels.PRIORITY[priority]))
    _waits(ticket)
    standing = _open_grant(ticket)
    if standing is not None:
        if priority is not PriorityClass.EMERGENCY or standing.priority == PriorityClass.EMERGENCY:
            raise AlreadyPriority(label=ticket.label)
        _end(standing, GrantState.WITHDRAWN, EndReason.SUPERSEDED, by=by, at=at)
    state = GrantState.REQUESTED if terms.needs_approver else GrantState.STANDING
    _grant(ticket, priority, reason, state, policy, by=by, at=at)
    if state is GrantState.STANDING:
        _stand(ticket, priority, policy)
    what = events.PriorityRequested if state is GrantState.REQUESTED else events.PriorityGranted
    event = what(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        priority=priority,
        reason=reason,
        policy=policy.version,
        asked_by=by.id,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.ticket_card(by.hall_id, ticket.id)


@transaction.atomic
def approve_priority(*, ticket_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Approve the class somebody else asked for; from now on it counts.

    Raises: NotAPerson, UnknownTicket, NothingRequested, OwnRequest, NotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.approve_priority", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket, grant = _requested(ticket_id, by)
    _waits(ticket)
    priority = PriorityClass(grant.priority)
    grant.state, grant.decided_by, grant.decided_at = GrantState.STANDING, by.id, at
    grant.save(update_fields=["state", "decided_by", "decided_at"])
    _stand(ticket, priority, selectors.policy_in_hand(by.hall_id, ticket.business_day))
    event = events.PriorityGranted(
        ticket_id=ticket.id,
        line_id=ticket.line_id,
        label=ticket.label,
        priority=priority,
        reason=GrantReason(grant.reason),
        policy=grant.policy,
        asked_by=grant.asked_by,
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.ticket_card(by.hall_id, ticket.id)


@transaction.atomic
def refuse_priority(
    *, ticket_id: UUID, reason: EndReason, by: Actor, at: datetime, key: Key | None = None
) -> TicketCard:
    """Refuse the class somebody else asked for; the ticket keeps its place.

    Raises: NotAPerson, UnknownTicket, NothingRequested, OwnRequest, KeyReused.
    """
    promise = idempotency.once(by, "queueing.refuse_priority", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    ticket, grant = _requested(ticket_id, by)
    grant.decided_by, grant.decided_at = by.id, at
    _end(grant, GrantState.REFUSED, reason, by=by, at=at)
    event = events.PriorityRefused(
        ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, priority=_class(grant), reason=reason
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.ticket_card(by.hall_id, ticket.id)


@transaction.atomic
def withdraw_priority(
    *, ticket_id: UUID, reason: EndReason, by: Actor, at: datetime, key: Key | None = None
) -> TicketCard:
    """Take a class back, such as one whose criteria are not met at the window; who waits stands in turn.

    Raises: NotAPerson, UnknownTicket, NoPriority, NotNow, KeyReused.
    """
    promise = idempotency.once(by, "queueing.withdraw_priority", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, ticket_id)
    if by.kind is not ActorKind.PERSON:
        raise NotAPerson
    ticket = held(ticket_id, by)
    if TicketState(ticket.state) not in (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING):
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState(ticket.state)]))
    grant = _open_grant(ticket)
    if grant is None:
        raise NoPriority(label=ticket.label)
    _end(grant, GrantState.WITHDRAWN, reason, by=by, at=at)
    ticket.priority, ticket.head_start, ticket.sort_key = PriorityClass.ORDINARY, 0, ticket.arrival
    ticket.save(update_fields=["priority", "head_start", "sort_key"])
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
    event = events.PriorityWithdrawn(
        ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, priority=_class(grant), reason=reason
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.ticket_card(by.hall_id, ticket.id)


# ---- what they share ----------------------------------------------------------------------------------


def _waits(ticket: Ticket) -> None:
    if ticket.state != TicketState.WAITING:
        raise NotNow(label=ticket.label, state=str(labels.STATE[TicketState(ticket.state)]))


def _open_grant(ticket: Ticket) -> PriorityGrant | None:
    rows = PriorityGrant.objects.select_for_update()
    return rows.filter(hall_id=ticket.hall_id, ticket=ticket, state__in=_OPEN).first()


def _requested(ticket_id: UUID, by: Actor) -> tuple[Ticket, PriorityGrant]:
    if by.kind is not ActorKind.PERSON:
        raise NotAPerson
    ticket = held(ticket_id, by)
    grant = _open_grant(ticket)
    if grant is None or grant.state != GrantState.REQUESTED:
        raise NothingRequested(label=ticket.label)
    if grant.asked_by == by.id:
        raise OwnRequest
    return ticket, grant


def _class(grant: PriorityGrant) -> PriorityClass:
    return PriorityClass(grant.priority)


def _grant(
    ticket: Ticket,
    priority: PriorityClass,
    reason: GrantReason,
    state: GrantState,
    policy: PolicyCard,
    *,
    by: Actor,
    at: datetime,
) -> PriorityGrant:
    return PriorityGrant.objects.create(
        hall_id=ticket.hall_id,
        ticket=ticket,
        business_day=ticket.business_day,
        priority=priority,
        reason=reason,
        state=state,
        policy=policy.version,
        asked_by=by.id,
        asked_at=at,
    )


def _end(grant: PriorityGrant, state: GrantState, reason: EndReason, *, by: Actor, at: datetime) -> None:
    grant.state, grant.end_reason, grant.ended_by, grant.ended_at = state, reason, by.id, at
    grant.save()


def _stand(ticket: Ticket, priority: PriorityClass, policy: PolicyCard) -> None:
    """Let the class count: give the head start, and lay the line out again."""
    terms = policy.of(priority)
    assert terms is not None
    ticket.priority, ticket.policy = priority, policy.version
    ticket.head_start = order.head_start(priority, terms.head_start)
    ticket.save(update_fields=["priority", "policy", "head_start"])
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
