"""Open a window's till with its float counted, hand money in, close it balanced; tell what comes too late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Deposit, Till
from yichuang.cases.refusals import (
    AmountUnreadable,
    DepositUnfit,
    DifferenceUnexplained,
    NotYourTill,
    PiecesUnfit,
    SlipUsed,
    TillOfAnotherDay,
    TillOpenAlready,
    TillShut,
    UnknownTill,
)
from yichuang.cases.rules import fees as rules
from yichuang.cases.services.common import HANDLING, LONGEST_NOTE, YEAR, act, at_a_window, hall_day
from yichuang.cases.services.payments import reference_of
from yichuang.cases.types.fees import DENOMINATIONS, TillCard
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:cases.late_deposits")
#: How long accounts are kept (会计档案管理办法: cash journals thirty years).
KEPT = 30 * YEAR
MOST_PIECES = 100_000
Pieces = Mapping[int, int]


def _counted(pieces: Pieces) -> int:
    """Return what was counted, in cents.  Raises: PiecesUnfit."""
    if any(one not in DENOMINATIONS for one in pieces):
        raise PiecesUnfit
    if any(not 0 <= number <= MOST_PIECES for number in pieces.values()):
        raise PiecesUnfit
    return rules.counted(pieces)


def _kept(pieces: Pieces) -> dict[str, int]:
    return {str(piece): pieces[piece] for piece in DENOMINATIONS if pieces.get(piece)}


@act
def open_till(*, pieces: Pieces, by: Actor, at: datetime, key: Key | None = None) -> TillCard:
    """Open the till of one's window with its float counted, note by note and coin by coin (FEE-02).

    ``pieces`` says how many of each, by cents of the piece.  With less than the hall keeps as change the till
    opens and that is told.

    Raises: NotAtAWindow, PiecesUnfit, TillOpenAlready, TillOfAnotherDay, KeyReused.
    """
    promise = once(by, "cases.open_till", key, at)
    if promise.replay:
        return selectors.till_of_entry(by.hall_id, promise.entry_id)
    by = at_a_window(by, at)
    assert by.window_id is not None
    counted, today = _counted(pieces), hall_day(by.hall_id, at)
    window = organization.window(by.hall_id, by.window_id).number
    standing = selectors.open_till(by.hall_id, by.window_id)
    if standing is not None and standing.day != today:
        raise TillOfAnotherDay(window=window, day=standing.day.isoformat())
    if standing is not None:
        raise TillOpenAlready(window=window)
    minimum = rules.cents(Decimal(str(regulations.parameter(by.hall_id, "fee.float_minimum", today))))
    assert minimum is not None
    before = Till.objects.filter(hall_id=by.hall_id, window_id=by.window_id, day=today)
    try:
        with transaction.atomic():
            till = Till.objects.create(
                id=new_id(),
                hall_id=by.hall_id,
                window_id=by.window_id,
                day=today,
                number=before.count() + 1,
                float_cents=counted,
                minimum=minimum,
                pieces=_kept(pieces),
                opened_by=by.id,
                opened_at=at,
            )
    except IntegrityError:
        raise TillOpenAlready(window=window) from None
    told = events.TillOpened(window_id=by.window_id, day=today, number=till.number, float_cents=counted)
    record(told, subject=till.id, by=by, at=at, entry_id=promise.entry_id)
    if counted < minimum:
        short = events.FloatShort(window_id=by.window_id, float_cents=counted, minimum=minimum)
        record(short, subject=till.id, by=by, at=at)
    return selectors.till(by.hall_id, till.id)


@act
def deposit(
    *, till_id: UUID, amount: Decimal, reference: str, by: Actor, at: datetime, key: Key | None = None
) -> TillCard:
    """Hand in cash of a till, open or closed, with the number of its slip; the float stays (FEE-04).

    Raises: NotAtAWindow, UnknownTill, NotYourTill, AmountUnreadable, DepositUnfit, ReferenceNeeded, SlipUsed,
    KeyReused.
    """
    promise = once(by, "cases.deposit", key, at)
    if promise.replay:
        return selectors.till_of_entry(by.hall_id, promise.entry_id)
    by = at_a_window(by, at)
    till = _locked(till_id, by)
    cents = rules.cents(amount)
    if cents is None or not cents:
        raise AmountUnreadable
    slip = reference_of(reference)[:40]
    most = selectors.till(by.hall_id, till.id).drawer.to_deposit
    if cents > most:
        raise DepositUnfit(most=rules.spelled(most))
    if Deposit.objects.filter(hall_id=by.hall_id, reference=slip).exists():
        raise SlipUsed
    place = {"hall_id": by.hall_id, "till": till, "reference": slip}
    try:
        with transaction.atomic():
            row = Deposit.objects.create(id=new_id(), cents=cents, made_by=by.id, made_at=at, **place)
    except IntegrityError:  # the same slip at another window, this moment
        raise SlipUsed from None
    if till.closed_at is not None and cents == most:
        till.settled_at = at
        till.save(update_fields=["settled_at"])
    told = events.MoneyDeposited(deposit_id=row.id, cents=cents, left=most - cents)
    record(told, subject=till.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.till(by.hall_id, till.id)


@act
def close_till(
    *, till_id: UUID, pieces: Pieces, explanation: str = "", by: Actor, at: datetime, key: Key | None = None
) -> TillCard:
    """Count the till against the books and close it; a difference is explained (FEE-04).

    The books say: float, and cash taken, less what went back and what was handed in.

    Raises: NotAtAWindow, UnknownTill, NotYourTill, TillShut, PiecesUnfit, DifferenceUnexplained, KeyReused.
    """
    promise = once(by, "cases.close_till", key, at)
    if promise.replay:
        return selectors.till_of_entry(by.hall_id, promise.entry_id)
    by = at_a_window(by, at)
    till = _locked(till_id, by)
    if till.closed_at is not None:
        raise TillShut(window=organization.window(by.hall_id, till.window_id).number)
    drawer, counted = selectors.till(by.hall_id, till.id).drawer, _counted(pieces)
    difference = counted - drawer.expected
    if difference and not explanation.strip():
        raise DifferenceUnexplained(
            counted=rules.spelled(counted),
            expected=rules.spelled(drawer.expected),
            difference=rules.spelled(difference),
        )
    till.closed_by, till.closed_at = by.id, at
    till.cash_in, till.refunds, till.deposits = drawer.cash_in, drawer.refunds, drawer.deposits
    till.counted, till.closing_pieces, till.difference = counted, _kept(pieces), difference
    till.explanation = _explained(explanation, by=by, at=at) if difference else None
    # what was counted above the float is to be handed in, whatever the books say
    till.settled_at = None if counted > till.float_cents else at
    till.save()
    told = events.TillClosed(
        float_cents=till.float_cents,
        cash_in=drawer.cash_in,
        refunds=drawer.refunds,
        deposits=drawer.deposits,
        counted=counted,
        difference=difference,
        explanation_id=till.explanation,
    )
    record(told, subject=till.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.till(by.hall_id, till.id)


def _locked(till_id: UUID, by: Actor) -> Till:
    """Return a till of one's own window under lock.  Raises: UnknownTill, NotYourTill."""
    till = Till.objects.select_for_update().filter(hall_id=by.hall_id, id=till_id).first()
    if till is None:
        raise UnknownTill
    if till.window_id != by.window_id:
        raise NotYourTill(window=organization.window(by.hall_id, till.window_id).number)
    return till


def _explained(text: str, *, by: Actor, at: datetime) -> UUID:
    value = plain(text, field=_("Explanation"), limit=LONGEST_NOTE, lines=True)
    return vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=value,
        purpose=HANDLING,
        expires_at=at + KEPT,
        by=by,
        at=at,
    )


@transaction.atomic
def tell_late_deposits(*, at: datetime) -> int:
    """Tell of every till whose money was not handed in by the cut-off, once a day (FEE-04); return how many.

    Money taken after the day's cut-off is due by the next day's.
    """
    return sum(_tell_of(hall.id, at) for hall in organization.halls() if hall.active)


def _tell_of(hall_id: UUID, at: datetime) -> int:
    today = hall_day(hall_id, at)
    moment = selectors.cutoff(hall_id, today)
    if at < moment or not organization.is_working_day(hall_id, today):
        return 0
    by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
    waiting = Till.objects.select_for_update().filter(hall_id=hall_id, settled_at__isnull=True)
    rows = [row for row in waiting if row.late_on != today]
    if not rows:
        return 0
    told = 0
    drawers = selectors.drawers_of(rows, until=moment)
    for row in rows:
        owed = drawers[row.id].to_deposit
        if not owed:
            continue
        row.late_on = today
        row.save(update_fields=["late_on"])
        event = events.DepositLate(window_id=row.window_id, cents=owed, cutoff=moment)
        record(event, subject=row.id, by=by, at=at)
        told += 1
    return told
