"""Tickets by phone: what each line offers now, what the holder is told, who is held back."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.kernel import clock
from yichuang.kernel.keys import secret
from yichuang.organization import selectors as organization
from yichuang.queueing.models import RemoteHolder, RemoteRule, RemoteTicket
from yichuang.queueing.rules import remote as rules
from yichuang.queueing.selectors.lines import lines
from yichuang.queueing.types import (
    BlockedCard,
    RemoteCard,
    RemoteOffer,
    RemoteRuleCard,
    TicketCard,
    TicketState,
)
from yichuang.regulations.selectors import parameter


@dataclass(frozen=True, slots=True)
class Limits:
    """The hall's own values of a day, in their units; ``queue.remote_*``."""

    per_day: int
    per_address: int
    before_end: timedelta
    travel: timedelta
    hold: timedelta
    lapse: timedelta
    no_shows: int
    days: int
    failures: int
    wrong_codes: int


def remote_limits(hall_id: UUID, on: date) -> Limits:
    """Return what keeps one person from holding many, and how long a place is kept."""

    def value(name: str) -> int:
        return int(parameter(hall_id, f"queue.remote_{name}", on))

    def minutes(name: str) -> timedelta:
        return timedelta(minutes=value(name))

    return Limits(
        per_day=value("per_day"),
        per_address=value("per_address"),
        before_end=minutes("before_end"),
        travel=minutes("travel"),
        hold=minutes("hold"),
        lapse=minutes("lapse"),
        no_shows=value("no_shows"),
        days=value("no_show_days"),
        failures=value("failures"),
        wrong_codes=value("wrong_codes"),
    )


def hash_of(hall_id: UUID, what: str, value: str) -> str:
    """Return the keyed hash under which a browser or an address is counted for a day."""
    told = f"{hall_id.hex}\n{what}\n{value}"
    return hmac.new(secret("remote"), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def check_in_code(ticket_id: UUID) -> str:
    """Return the six digits with which the holder of a ticket checks in; they are stored nowhere."""
    digest = hmac.new(secret("remote"), b"check-in" + ticket_id.bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**rules.CODE_DIGITS:0{rules.CODE_DIGITS}d}"


def check_in_typed(text: str) -> tuple[str, str] | None:
    """Return label and code of what was typed or scanned at a kiosk, or ``None`` where it spells neither."""
    return rules.typed(text)


def remote_rules(hall_id: UUID) -> dict[UUID, RemoteRuleCard]:
    """Return the rule that holds for each line that ever had one."""
    rows = RemoteRule.objects.filter(hall_id=hall_id).order_by("set_at", "id")
    return {
        one.line_id: RemoteRuleCard(one.line_id, one.per_half_hour, one.opens, one.closes, one.set_at)
        for one in rows
    }


def taken_in_half_hour(hall_id: UUID, at: datetime) -> Counter[UUID]:
    """Return how many tickets of each line were taken by phone in the half-hour of ``at``."""
    tz = ZoneInfo(organization.hall_in_hand(hall_id).timezone)
    rows = RemoteTicket.objects.filter(hall_id=hall_id, taken_at__gte=rules.half_hour(at.astimezone(tz)))
    return Counter(rows.values_list("ticket__line_id", flat=True))


def remote_offers(hall_id: UUID, at: datetime) -> tuple[RemoteOffer, ...]:
    """Return the lines whose tickets can be taken by phone, each with why not now if it cannot."""
    rule_of = {line_id: one for line_id, one in remote_rules(hall_id).items() if one.per_half_hour}
    if not rule_of:
        return ()
    hall = organization.hall_in_hand(hall_id)
    local = at.astimezone(ZoneInfo(hall.timezone))
    limits = remote_limits(hall_id, local.date())
    taking = organization.taking_in_hand(hall_id, at)
    taken = taken_in_half_hour(hall_id, at)
    offers = []
    for line in lines(hall_id, at):
        if (rule := rule_of.get(line.id)) is None:
            continue
        left = rule.per_half_hour - taken[line.id]
        why = rules.why_not(
            local=local,
            until=(taking.until or at) if taking.open else None,
            opens=rule.opens,
            closes=rule.closes,
            before_end=limits.before_end,
            left=left,
        )
        offers.append(RemoteOffer(line, rule, max(0, left), why))
    return tuple(offers)


def remote_card(ticket: TicketCard, browser: str) -> RemoteCard | None:
    """Return what the page of a ticket not yet checked in says; its code only to the browser that took it."""
    if ticket.state is not TicketState.EXPECTED:
        return None
    row = RemoteTicket.objects.get(hall_id=ticket.hall_id, ticket_id=ticket.id)
    limits = remote_limits(ticket.hall_id, ticket.business_day)
    own = bool(browser) and hmac.compare_digest(row.browser, hash_of(ticket.hall_id, "browser", browser))
    return RemoteCard(
        code=check_in_code(ticket.id) if own else "",
        turn_at=row.turn_at,
        kept_until=row.turn_at + limits.hold if row.turn_at else None,
        ends_at=row.turn_at + limits.lapse if row.turn_at else None,
        hold=limits.hold // timedelta(minutes=1),
        lapse=limits.lapse // timedelta(minutes=1),
    )


def lapses_of(holder: RemoteHolder, at: datetime, days: int) -> list[datetime]:
    """Return when tickets of a holder lapsed that may still count, rising; what was lifted is forgiven."""
    rows = RemoteTicket.objects.filter(
        hall_id=holder.hall_id, holder=holder, lapsed_at__gt=at - 2 * timedelta(days=days)
    )
    if holder.lifted_at is not None:
        rows = rows.filter(lapsed_at__gt=holder.lifted_at)
    return [one for one in rows.order_by("lapsed_at").values_list("lapsed_at", flat=True) if one]


def blocked_holders(hall_id: UUID, at: datetime) -> tuple[BlockedCard, ...]:
    """Return who may take no ticket by phone now: nobody's number, but the tickets that were missed."""
    limits = remote_limits(hall_id, clock.local_day(at, organization.hall_in_hand(hall_id).timezone))
    rows = RemoteTicket.objects.filter(
        hall_id=hall_id, holder__isnull=False, lapsed_at__gt=at - 2 * timedelta(days=limits.days)
    ).select_related("ticket", "holder")
    missed: dict[RemoteHolder, list[RemoteTicket]] = defaultdict(list)
    for row in rows.order_by("lapsed_at", "id"):
        assert row.holder is not None and row.lapsed_at is not None
        if row.holder.lifted_at is None or row.lapsed_at > row.holder.lifted_at:
            missed[row.holder].append(row)
    found = []
    for holder, tickets in missed.items():
        lapses = [one.lapsed_at for one in tickets if one.lapsed_at is not None]
        until = rules.blocked_until(lapses, limits.no_shows, limits.days)
        if until is not None and until > at:
            labels = tuple((one.ticket.label, one.ticket.business_day) for one in tickets)
            found.append(BlockedCard(holder.id, labels, until))
    return tuple(sorted(found, key=lambda one: (one.until, one.holder_id)))
