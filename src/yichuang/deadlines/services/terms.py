"""Give a clock more time, or less: by whom, how often, how much (许可法 42, PRI-02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.deadlines.events import ClockExtended, ClockShortened
from yichuang.deadlines.refusals import ExtensionNotAllowed, ExtensionTooLate, ShorteningUnfit
from yichuang.deadlines.selectors.almanac import almanac
from yichuang.deadlines.selectors.clocks import extensions_of
from yichuang.deadlines.services.approval import approver
from yichuang.deadlines.services.ledger import add, count, held, renew
from yichuang.deadlines.types import ClockCard, EntryKind, Unit
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor


@transaction.atomic
def extend(
    *,
    clock_id: UUID,
    value: int,
    approved_by: UUID,
    notice_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Give a clock ``value`` more of its units, as often and as much as it allows, before it has run out.

    A limit that was missed is not extended: the law lets the head of the organ extend it while it runs, and
    afterwards it would only hide the delay (行政许可法 42).
    Raises: ExtensionNotAllowed, ExtensionTooLate, ClockUnknown, ClockIsStopped, PersonUnknown.
    """
    one = held(clock_id, by, at)
    before, old_due_at = one.card(at), one.row.due_at
    granted = [card.value for card in extensions_of(one.entries) if card.value > 0]
    times, most = one.row.most_extensions, one.row.most_extension_value
    if before.budget.unit is Unit.IMMEDIATE:
        times = most = 0  # what is due at once has nothing that could be extended
    if value <= 0 or len(granted) >= times or sum(granted) + value > most:
        raise ExtensionNotAllowed(times=times, value=most)
    if before.overdue:
        raise ExtensionTooLate
    approver(by.hall_id, approved_by)

    add(
        one,
        EntryKind.EXTEND,
        since=at,
        by=by,
        at=at,
        value=value,
        approved_by=approved_by,
        notice_id=notice_id,
    )
    renew(one, at)
    card = one.card(at)
    told = ClockExtended(
        clock_id=clock_id,
        purpose=card.purpose,
        subject_id=card.subject_id,
        value=value,
        approved_by=approved_by,
        notice_id=notice_id,
        old_due_at=old_due_at,
        due=one.row.due_on,
        due_at=one.row.due_at,
    )
    record(told, subject=clock_id, by=by, at=at, matter=one.row.matter_id)
    return card


@transaction.atomic
def shorten(*, clock_id: UUID, value: int, approved_by: UUID, by: Actor, at: datetime) -> ClockCard:
    """Take ``value`` units off a clock, as for express handling; something is left and it is not over by it.

    Raises: ShorteningUnfit, ClockUnknown, ClockIsStopped, PersonUnknown.  Source: PRI-02.
    """
    one = held(clock_id, by, at)
    before, old_due_at, ledger = one.card(at), one.row.due_at, one.ledger
    if not 0 < value < ledger.units:
        raise ShorteningUnfit
    shorter = count(replace(ledger, added=ledger.added - value), almanac(by.hall_id), at)
    if before.overdue or shorter.overdue:
        raise ShorteningUnfit
    approver(by.hall_id, approved_by)

    add(one, EntryKind.SHORTEN, since=at, by=by, at=at, value=value, approved_by=approved_by)
    renew(one, at)
    card = one.card(at)
    told = ClockShortened(
        clock_id=clock_id,
        purpose=card.purpose,
        subject_id=card.subject_id,
        value=value,
        approved_by=approved_by,
        old_due_at=old_due_at,
        due=one.row.due_on,
        due_at=one.row.due_at,
    )
    record(told, subject=clock_id, by=by, at=at, matter=one.row.matter_id)
    return card
