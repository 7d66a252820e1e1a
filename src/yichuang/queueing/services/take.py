"""Take a ticket: the first of the two hot acts."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.facilities import selectors as facilities
from yichuang.kernel import clock
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import ring
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.queueing import selectors
from yichuang.queueing.events import TicketTaken
from yichuang.queueing.refusals import HallClosed, KioskRests, UnknownItem, UnknownLine
from yichuang.queueing.rules import order
from yichuang.queueing.services import hot
from yichuang.queueing.services.common import PlanMoved
from yichuang.queueing.services.hot.rows import LABEL, NUMBER, TAKE_ACT, Taken
from yichuang.queueing.services.hot.values import values_of
from yichuang.queueing.services.priority import declare, may_declare
from yichuang.queueing.services.replays import ticket_of_replay
from yichuang.queueing.types import PriorityClass, TicketCard, TicketState


def take_ticket(
    *,
    line_id: UUID,
    item_id: UUID | None = None,
    priority: PriorityClass = PriorityClass.ORDINARY,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """Give the next ticket of a line, for one of its items if ``item_id`` says which.

    Numbers are gapless per line and business day in the hall's own time; a refused ticket uses none up.
    ``priority`` is a class the citizen declares, to be checked at the window.  The card says how many stand
    ahead.

    Raises: HallClosed (HRS-01), KioskRests, UnknownLine, UnknownItem, ClassNotGiven, ClassNotDeclared,
    KeyReused.
    Sources: D2.15, D16.2.1.
    """
    rests = by.kind is ActorKind.DEVICE and facilities.rests_in_hand(by.hall_id, by.id)
    while True:
        try:
            if priority is not PriorityClass.ORDINARY:
                return _declared(line_id, item_id, priority, rests=rests, by=by, at=at, key=key)
            with hot.alone():
                return _take(line_id, item_id, priority, rests=rests, by=by, at=at, key=key)
        except PlanMoved:
            organization.reread(by.hall_id)


def issue(line_id: UUID, item_id: UUID | None, *, by: Actor, at: datetime) -> TicketCard:
    """Take a ticket inside the act of a caller, who gives it its state; the counter is held meanwhile.

    Raises: as ``take_ticket``, and PlanMoved.
    """
    return _take(line_id, item_id, PriorityClass.ORDINARY, rests=False, by=by, at=at, key=None)


def _declared(
    line_id: UUID,
    item_id: UUID | None,
    priority: PriorityClass,
    *,
    rests: bool,
    by: Actor,
    at: datetime,
    key: Key | None,
) -> TicketCard:
    """Take the ticket and give it its class in one act; the counter holds the line meanwhile."""
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    may_declare(selectors.policy_in_hand(by.hall_id, day), priority)
    with transaction.atomic():
        card = _take(line_id, item_id, priority, rests=rests, by=by, at=at, key=key)
        declare(ticket_id=card.id, priority=priority, by=by, at=at)
        return selectors.ticket_card(by.hall_id, card.id)


def _take(
    line_id: UUID,
    item_id: UUID | None,
    priority: PriorityClass,
    *,
    rests: bool,
    by: Actor,
    at: datetime,
    key: Key | None,
) -> TicketCard:
    plan = organization.plan_version_in_hand(by.hall_id)
    taking = organization.taking_in_hand(by.hall_id, at)
    hall = organization.hall_in_hand(by.hall_id)
    day = clock.local_day(at, hall.timezone)
    ticket_id, token = new_id(), secrets.token_urlsafe(16)
    event = TicketTaken(
        ticket_id=ticket_id,
        line_id=line_id,
        item_id=item_id,
        business_day=day,
        number=NUMBER,
        label=LABEL,
        priority=priority,
    )
    row = hot.engine().take(
        values_of(event, act=TAKE_ACT, by=by, at=at, key=key)
        | {
            "ticket": ticket_id,
            "token": token,
            "line": line_id,
            "item": item_id,
            "day": day,
            # a closed hall and a machine that rests are asked too, so that a replay still gets its ticket
            "plan": plan if taking.open and not rests else None,
            "arrival": order.microseconds(at),
            "policy": selectors.policy_in_hand(by.hall_id, day).version,
            "priority": priority.value,
        }
    )
    if not row.keyed:
        return ticket_of_replay(TAKE_ACT, by=by, key=key, at=at)
    if row.plan_version is None:
        raise UnknownLine
    if row.plan_version != plan:
        raise PlanMoved
    if not taking.open:
        raise HallClosed(why=organization.taking_sentence(taking, at=at, timezone=hall.timezone))
    if rests:
        raise KioskRests
    if not row.takes_item:
        raise UnknownItem
    ring()
    return _card(row, event, hall_id=by.hall_id, token=token, at=at)


def _card(row: Taken, event: TicketTaken, *, hall_id: UUID, token: str, at: datetime) -> TicketCard:
    assert row.number is not None
    return TicketCard(
        id=event.ticket_id,
        hall_id=hall_id,
        label=row.label,
        line_id=event.line_id,
        line_name=row.name,
        line_name_en=row.name_en,
        item_id=event.item_id,
        state=TicketState.WAITING,
        business_day=event.business_day,
        number=row.number,
        token=token,
        ahead=row.ahead,
        window_id=None,
        window_number=None,
        taken_at=at,
        called_at=None,
        last_called_at=None,
        began_at=None,
        finished_at=None,
        call_count=0,
        outcome=None,
        outcome_ref="",
        priority=PriorityClass(event.priority),
    )
