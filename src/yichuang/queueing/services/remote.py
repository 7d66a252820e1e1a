"""Tickets by phone: take one, check in in the hall, lapse when the turn came and nobody did (decision 0010).

A telephone number is read once, told apart by the vault's keyed hash, and kept nowhere.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q

from yichuang.kernel import clock, idempotency
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.queueing import events, labels, selectors
from yichuang.queueing.models import Line, RemoteHolder, RemoteRule, RemoteTicket, Ticket
from yichuang.queueing.refusals import UnknownLine
from yichuang.queueing.remote_refusals import (
    CheckInUnknown,
    LiftReasonMissing,
    NothingToLift,
    RemoteNotForThis,
    RemoteNotNow,
    RemoteOneHere,
    RemoteRuleUnfit,
    RemoteTooMany,
)
from yichuang.queueing.rules import order
from yichuang.queueing.rules import remote as rules
from yichuang.queueing.rules.states import Act
from yichuang.queueing.selectors.remote import Limits, hash_of, lapses_of
from yichuang.queueing.services import remote_failures
from yichuang.queueing.services.common import PlanMoved, arrow, tell
from yichuang.queueing.services.place import come_behind, held, settle
from yichuang.queueing.services.take import issue
from yichuang.queueing.types import LiftReason, RemoteAsked, RemoteWhy, TicketCard, TicketState

MOST_PER_HALF_HOUR = 60
# whoever takes a ticket by phone is nobody in particular until the ticket is there
SOMEBODY = uuid5(NAMESPACE_URL, "yichuang:queueing.remote")
ENDED = (TicketState.FINISHED, TicketState.MISSED, TicketState.CANCELLED, TicketState.VOIDED)


@transaction.atomic
def set_remote_rule(
    *,
    line_id: UUID,
    per_half_hour: int,
    opens: time,
    closes: time,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> None:
    """Let so many tickets of a line be taken by phone in half an hour (0: none), at these times of day.

    It holds from now on.  Raises: UnknownLine, RemoteRuleUnfit, KeyReused.
    """
    promise = idempotency.once(by, "queueing.set_remote_rule", key, at)
    if promise.replay:
        return
    if not Line.objects.select_for_update().filter(hall_id=by.hall_id, id=line_id, active=True).exists():
        raise UnknownLine
    if not 0 <= per_half_hour <= MOST_PER_HALF_HOUR or opens >= closes:
        raise RemoteRuleUnfit(most=MOST_PER_HALF_HOUR)
    RemoteRule.objects.create(
        hall_id=by.hall_id,
        line_id=line_id,
        per_half_hour=per_half_hour,
        opens=opens,
        closes=closes,
        set_at=at,
    )
    event = events.RemoteRuleSet(
        line_id=line_id, per_half_hour=per_half_hour, opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}"
    )
    record(event, subject=line_id, by=by, at=at, entry_id=promise.entry_id)


def take_remote(
    *,
    hall_id: UUID,
    line_id: UUID,
    item_id: UUID | None = None,
    phone: str,
    browser: str,
    address: str,
    at: datetime,
    key: Key | None = None,
) -> TicketCard:
    """Take the next ticket of a line from a phone outside; it is called only after checking in in the hall.

    ``browser`` is what its cookie holds, ``address`` where it comes from; neither is kept as it is, nor is
    the number.  The numbers are those of the line, without gaps.

    Raises: ValueUnfit, RemoteNotNow (HRS-01), RemoteNotForThis, RemoteOneHere, RemoteTooMany (QUE-02),
    HallClosed, UnknownLine, UnknownItem, KeyReused.
    """
    by = Actor(ActorKind.CITIZEN, SOMEBODY, hall_id)
    index = vault.index_of(hall_id, Kind.PHONE, phone)
    told = (hash_of(hall_id, "browser", browser), hash_of(hall_id, "address", address))
    most = selectors.remote_limits(hall_id, _today(hall_id, at)).failures
    if remote_failures.too_many(hall_id, RemoteAsked.TAKE, told[1], most, at):
        raise RemoteTooMany
    while True:
        try:
            return _take(line_id, item_id, index, told, by=by, at=at, key=key)
        except PlanMoved:
            organization.reread(hall_id)
        except (RemoteNotForThis, RemoteOneHere):
            remote_failures.count(hall_id, RemoteAsked.TAKE, told[1], at)
            raise


@transaction.atomic
def _take(
    line_id: UUID,
    item_id: UUID | None,
    index: str,
    told: tuple[str, str],
    *,
    by: Actor,
    at: datetime,
    key: Key | None,
) -> TicketCard:
    promise = idempotency.once(by, "queueing.take_remote", key, at)
    if promise.replay:
        found = selectors.ticket_card(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
        if not RemoteTicket.objects.filter(hall_id=by.hall_id, ticket_id=found.id, browser=told[0]).exists():
            raise idempotency.KeyReused
        return found
    limits = selectors.remote_limits(by.hall_id, _today(by.hall_id, at))
    holder = _holder(by.hall_id, index)
    _may_take(holder, told, limits, at)
    # takes the line's counter, so that the count of this half-hour holds until the act is over
    card = issue(line_id, item_id, by=by, at=at)
    offer = next((one for one in selectors.remote_offers(by.hall_id, at) if one.line.id == line_id), None)
    why = offer.why if offer else RemoteWhy.OFF
    if why is not None:
        raise RemoteNotNow(why=str(labels.REMOTE_WHY[why]))
    ticket = Ticket.objects.select_related("line").get(hall_id=by.hall_id, id=card.id)
    ticket.state, ticket.remote = arrow(ticket, Act.EXPECT), True
    ticket.save(update_fields=["state", "remote"])
    RemoteTicket.objects.create(
        hall_id=by.hall_id, ticket=ticket, holder=holder, browser=told[0], address=told[1], taken_at=at
    )
    event = events.TicketExpected(ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label)
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


def _holder(hall_id: UUID, index: str) -> RemoteHolder:
    """Return the holder of a number, locked: two takes with one number do it one after the other."""
    while True:
        RemoteHolder.objects.bulk_create(
            [RemoteHolder(hall_id=hall_id, phone_index=index)], ignore_conflicts=True
        )
        found = RemoteHolder.objects.select_for_update().filter(hall_id=hall_id, phone_index=index).first()
        if found is not None:  # else forgotten between the two statements
            return found


def _may_take(holder: RemoteHolder, told: tuple[str, str], limits: Limits, at: datetime) -> None:
    today = _today(holder.hall_id, at)
    remote = RemoteTicket.objects.filter(hall_id=holder.hall_id)
    of_today = remote.filter(ticket__business_day=today)
    hour = remote.filter(address=told[1], taken_at__gt=at - timedelta(hours=1))
    if hour.count() >= limits.per_address:
        raise RemoteTooMany
    own = of_today.filter(holder=holder)
    blocked = rules.blocked_until(lapses_of(holder, at, limits.days), limits.no_shows, limits.days)
    open_one = own.exclude(ticket__state__in=ENDED).exists()
    if open_one or own.count() >= limits.per_day or (blocked is not None and blocked > at):
        raise RemoteNotForThis(most=limits.per_day, days=limits.days, times=limits.no_shows)
    if of_today.filter(browser=told[0]).exclude(ticket__state__in=ENDED).exists():
        raise RemoteOneHere


def check_in(
    *, label: str, code: str | None, address: str = "", by: Actor, at: datetime, key: Key | None = None
) -> TicketCard:
    """Let who took a ticket by phone wait, now that they stand in the hall, at a kiosk or the guide desk.

    The place is that of the taking while it is kept, else behind all who wait.  A person of the hall who sees
    who stands there needs no code (``None``).  Wrong codes are counted by the ``address`` they come from;
    after too many of them the right one gets the same answer there.

    Raises: CheckInUnknown (QUE-01), NotNow, KeyReused.
    """
    if code is None:
        return _check_in(label, code, by=by, at=at, key=key)
    place = hash_of(by.hall_id, "address", address)
    most = selectors.remote_limits(by.hall_id, _today(by.hall_id, at)).wrong_codes
    if remote_failures.too_many(by.hall_id, RemoteAsked.CHECK_IN, place, most, at):
        raise CheckInUnknown
    try:
        return _check_in(label, code, by=by, at=at, key=key)
    except CheckInUnknown:
        remote_failures.count(by.hall_id, RemoteAsked.CHECK_IN, place, at)
        raise


@transaction.atomic
def _check_in(label: str, code: str | None, *, by: Actor, at: datetime, key: Key | None) -> TicketCard:
    promise = idempotency.once(by, "queueing.check_in", key, at)
    if promise.replay:
        return selectors.ticket_card(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    today = _today(by.hall_id, at)
    row = RemoteTicket.objects.filter(
        hall_id=by.hall_id, ticket__label=label, ticket__business_day=today
    ).first()
    if row is None or not _may_check_in(row, code, by):
        raise CheckInUnknown
    ticket = held(row.ticket_id, by)
    ticket.state = arrow(ticket, Act.CHECK_IN)
    row.refresh_from_db()
    kept = rules.keeps_place(row.turn_at, at, selectors.remote_limits(by.hall_id, today).hold)
    if not kept:
        waiting = selectors.waiting_keys(by.hall_id, ticket.line_id, today)
        last = max(waiting) if waiting else None
        ticket.sort_key = ticket.arrival = max(ticket.arrival, order.arrival(at, last))
    ticket.checked_in_at = at
    ticket.save(update_fields=["state", "sort_key", "arrival", "checked_in_at"])
    come_behind(ticket)
    settle(ticket.hall_id, ticket.line_id, ticket.business_day)
    event = events.TicketCheckedIn(
        ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, kept=kept, turn_at=row.turn_at
    )
    tell(event, ticket, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(ticket)


def _may_check_in(row: RemoteTicket, code: str | None, by: Actor) -> bool:
    if code is None:
        return by.kind is ActorKind.PERSON
    return hmac.compare_digest(code.encode(), selectors.check_in_code(row.ticket_id).encode())


@transaction.atomic
def watch_remote(*, by: Actor, at: datetime) -> int:
    """Note whose turn has come without them, and let lapse who did not come in time; return how many lapsed.

    A turn has come when nobody who waits stands before the ticket, and its holder had the time to travel.
    """
    today = _today(by.hall_id, at)
    limits = selectors.remote_limits(by.hall_id, today)
    expected = RemoteTicket.objects.select_for_update(of=("self",)).filter(
        hall_id=by.hall_id, ticket__business_day=today, ticket__state=TicketState.EXPECTED
    )
    lapsed = 0
    for row in expected.select_related("ticket").order_by("taken_at", "id"):
        if row.turn_at is not None:
            lapsed += row.turn_at + limits.lapse <= at and _lapse(row, by, at)
        elif at >= row.taken_at + limits.travel and not _anybody_before(row.ticket):
            RemoteTicket.objects.filter(hall_id=by.hall_id, id=row.id).update(turn_at=at)
    return lapsed


def _anybody_before(ticket: Ticket) -> bool:
    return Ticket.objects.filter(
        Q(sort_key__lt=ticket.sort_key) | Q(sort_key=ticket.sort_key, id__lt=ticket.id),
        hall_id=ticket.hall_id,
        line_id=ticket.line_id,
        business_day=ticket.business_day,
        state=TicketState.WAITING,
    ).exists()


def _lapse(row: RemoteTicket, by: Actor, at: datetime) -> bool:
    ticket = held(row.ticket_id, by)
    assert row.turn_at is not None
    try:
        after = arrow(ticket, Act.LAPSE)
    except Refusal:  # checked in a moment ago
        return False
    ticket.state, ticket.left_in, ticket.ended_at = after, TicketState.EXPECTED, at
    ticket.save(update_fields=["state", "left_in", "ended_at"])
    RemoteTicket.objects.filter(hall_id=by.hall_id, id=row.id).update(lapsed_at=at)
    event = events.TicketLapsed(
        ticket_id=ticket.id, line_id=ticket.line_id, label=ticket.label, turn_at=row.turn_at
    )
    tell(event, ticket, by=by, at=at, entry_id=new_id())
    return True


@transaction.atomic
def lift_block(
    *, holder_id: UUID, reason: LiftReason | None, by: Actor, at: datetime, key: Key | None = None
) -> None:
    """Let somebody take tickets by phone again who had not come; what was missed until now is forgiven.

    Raises: LiftReasonMissing, NothingToLift, KeyReused.
    """
    promise = idempotency.once(by, "queueing.lift_block", key, at)
    if promise.replay:
        return
    if reason is None:
        raise LiftReasonMissing
    holder = RemoteHolder.objects.select_for_update().filter(hall_id=by.hall_id, id=holder_id).first()
    if holder is None or holder_id not in {
        one.holder_id for one in selectors.blocked_holders(by.hall_id, at)
    }:
        raise NothingToLift
    holder.lifted_at = at
    holder.save(update_fields=["lifted_at"])
    event = events.RemoteBlockLifted(holder_id=holder_id, reason=str(reason))
    record(event, subject=holder_id, by=by, at=at, entry_id=promise.entry_id)


@transaction.atomic
def forget_remote(*, by: Actor, at: datetime) -> int:
    """Forget the hashes that count no more: browsers and addresses after a day, numbers when nothing of
    theirs can count again; return how many numbers were forgotten."""
    remote_failures.forget(by.hall_id, at)
    today = _today(by.hall_id, at)
    days = timedelta(days=selectors.remote_limits(by.hall_id, today).days)
    remote = RemoteTicket.objects.filter(hall_id=by.hall_id)
    remote.filter(ticket__business_day__lt=today).exclude(browser="", address="").update(
        browser="", address=""
    )
    over = remote.filter(holder__isnull=False, ticket__business_day__lt=today)
    over.filter(Q(lapsed_at__isnull=True) | Q(lapsed_at__lte=at - 2 * days)).update(holder=None)
    used = RemoteTicket.objects.filter(hall_id=by.hall_id, holder__isnull=False).values("holder_id")
    gone, _each = RemoteHolder.objects.filter(hall_id=by.hall_id).exclude(id__in=used).delete()
    return gone


def _today(hall_id: UUID, at: datetime) -> date:
    return clock.local_day(at, organization.hall_in_hand(hall_id).timezone)
