"""Questions about one ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing.models import Ticket
from yichuang.queueing.refusals import UnknownTicket
from yichuang.queueing.rules import order
from yichuang.queueing.rules.waits import in_minutes
from yichuang.queueing.selectors.ahead import ahead_now
from yichuang.queueing.selectors.rulebook import delay_others
from yichuang.queueing.selectors.windows import window_of
from yichuang.queueing.types import Outcome, PriorityClass, TicketCard, TicketState


def card_of(ticket: Ticket) -> TicketCard:
    """Return the card of a row; counts who is ahead while it waits."""
    state = TicketState(ticket.state)
    window = window_of(ticket.hall_id, ticket.window_id) if ticket.window_id else None
    return TicketCard(
        id=ticket.id,
        hall_id=ticket.hall_id,
        label=ticket.label,
        line_id=ticket.line_id,
        line_name=ticket.line.name,
        line_name_en=ticket.line.name_en,
        item_id=ticket.item_id,
        state=state,
        business_day=ticket.business_day,
        number=ticket.number,
        token=ticket.token,
        ahead=_ahead(ticket) if state in (TicketState.WAITING, TicketState.EXPECTED) else None,
        window_id=ticket.window_id,
        window_number=window.number if window else None,
        taken_at=ticket.taken_at,
        called_at=ticket.called_at,
        last_called_at=ticket.last_called_at,
        began_at=ticket.began_at,
        finished_at=ticket.ended_at if state is TicketState.FINISHED else None,
        call_count=ticket.call_count,
        outcome=Outcome(ticket.outcome) if ticket.outcome else None,
        outcome_ref=ticket.outcome_ref,
        priority=PriorityClass(ticket.priority),
        let_first=ticket.let_first,
        on_paper=ticket.on_paper,
        home_window_number=_home(ticket),
        remote=ticket.remote,
    )


def _home(ticket: Ticket) -> int | None:
    return window_of(ticket.hall_id, ticket.home_window_id).number if ticket.home_window_id else None


def _ahead(ticket: Ticket) -> int:
    earlier = Q(sort_key__lt=ticket.sort_key) | Q(sort_key=ticket.sort_key, id__lt=ticket.id)
    return Ticket.objects.filter(
        earlier,
        hall_id=ticket.hall_id,
        line_id=ticket.line_id,
        business_day=ticket.business_day,
        state=TicketState.WAITING,
    ).count()


def ticket_card(hall_id: UUID, ticket_id: UUID) -> TicketCard:
    """Return a ticket of the hall.

    Raises: UnknownTicket.
    """
    found = Ticket.objects.select_related("line").filter(hall_id=hall_id, id=ticket_id).first()
    if found is None:
        raise UnknownTicket
    return card_of(found)


def ticket_by_token(token: str, at: datetime) -> TicketCard:
    """Return the ticket a citizen's link opens, with an estimate in minutes while it waits.

    Raises: UnknownTicket.
    """
    card = card_of(_by_token(token))
    if card.state is not TicketState.WAITING:
        return card
    seconds = ahead_now(card.hall_id, card.business_day, at).forecast.tickets.get(card.id)
    if seconds is None:
        return card
    low, high = in_minutes(seconds)
    return replace(card, est_low=low, est_high=high)


def citizen_at(token: str) -> Actor:
    """Return the citizen who holds the link, as the one who acts.

    Raises: UnknownTicket.
    """
    ticket = _by_token(token)
    return Actor(ActorKind.CITIZEN, ticket.id, ticket.hall_id)


def _by_token(token: str) -> Ticket:
    found = None
    if token.isascii() and len(token) <= 22:
        found = Ticket.objects.select_related("line").filter(token=token).first()
    if found is None:
        raise UnknownTicket
    return found


def waiting_keys(hall_id: UUID, line_id: UUID, day: date) -> list[int]:
    """Return the places of those who wait in a line, in order."""
    waiting = Ticket.objects.filter(
        hall_id=hall_id, line_id=line_id, business_day=day, state=TicketState.WAITING
    )
    return list(waiting.order_by("sort_key").values_list("sort_key", flat=True))


def delayed_key(ticket: Ticket) -> tuple[int, int]:
    """Return the place of a waiting ticket that lets others go first, and how many those are (0: none).

    ``queue.delay_others`` says how many, fewer where fewer stand behind.
    """
    later = Q(sort_key__gt=ticket.sort_key) | Q(sort_key=ticket.sort_key, id__gt=ticket.id)
    behind = Ticket.objects.filter(
        later,
        hall_id=ticket.hall_id,
        line_id=ticket.line_id,
        business_day=ticket.business_day,
        state=TicketState.WAITING,
    )
    others = delay_others(ticket.hall_id, ticket.business_day)
    return order.delayed_key((ticket.sort_key, ticket.id), behind.values_list("sort_key", "id"), others)


def may_let_first(card: TicketCard) -> int:
    """Return how many others a waiting ticket may let go first now; 0 where it may not, or not again."""
    if card.state is not TicketState.WAITING or card.let_first:
        return 0
    return delayed_key(Ticket.objects.get(hall_id=card.hall_id, id=card.id))[1]


def waiting_count(hall_id: UUID, line_id: UUID, day: date) -> int:
    """Return how many wait in a line."""
    return Ticket.objects.filter(
        hall_id=hall_id, line_id=line_id, business_day=day, state=TicketState.WAITING
    ).count()


def tokens_in_line(hall_id: UUID, ticket_id: UUID, line_id: UUID | None, nearest: int) -> list[str]:
    """Return the token of a ticket and of the ``nearest`` who wait in the line, first in order first."""
    own = Ticket.objects.filter(hall_id=hall_id, id=ticket_id).values_list("token", "business_day").first()
    if own is None or line_id is None:
        return [own[0]] if own else []
    token, day = own
    waiting = Ticket.objects.filter(
        hall_id=hall_id, line_id=line_id, business_day=day, state=TicketState.WAITING
    ).order_by("sort_key", "id")
    near = waiting.values_list("token", flat=True)[: nearest + 1]
    return [token, *[one for one in near if one != token][:nearest]]


def waiting_tokens(hall_id: UUID, day: date, limit: int) -> list[str]:
    """Return the tokens of who waits on ``day``, first in order first, at most ``limit`` of them."""
    waiting = Ticket.objects.filter(hall_id=hall_id, business_day=day, state=TicketState.WAITING)
    return list(waiting.order_by("sort_key", "id").values_list("token", flat=True)[:limit])
