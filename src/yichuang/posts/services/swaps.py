"""Swap a shift: asked for with its cost, agreed to by who takes it, approved by a head; then it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.posts.errors import NothingToPublish
from yichuang.posts.errors.roster import NotYourSwap, SwapThere, SwapUnknown
from yichuang.posts.events.roster import SwapAgreed, SwapAsked
from yichuang.posts.models import Post
from yichuang.posts.models.roster import Swap
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.selectors.roster_published import PublishedMonth
from yichuang.posts.selectors.shifts import shift_of
from yichuang.posts.selectors.swaps import cost_of_swap
from yichuang.posts.services.roster_follow import settle_swap
from yichuang.posts.services.shifts import change_shift, refuse_past
from yichuang.posts.services.turns import take_turn
from yichuang.posts.types import DaySession, ShiftSpec
from yichuang.posts.types.roster import OPEN_SWAP, SwapCard, SwapState


@transaction.atomic
def ask_swap(
    *,
    post_id: UUID,
    day: date,
    session: DaySession,
    taker_id: UUID,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> SwapCard:
    """Ask somebody to take over one's own shift as A; what the month's wishes then cost more is told at once.

    Raises: NothingToPublish, ShiftPast, NotYourSwap, SwapThere, SwapUnfit.
    """
    promise = once(by, "posts.ask_swap", key, at)
    if promise.replay:
        swap_id = journal.subject_of(by.hall_id, promise.entry_id)
        return rosters.swap_card(Swap.objects.get(hall_id=by.hall_id, id=swap_id))
    refuse_past(by.hall_id, (post_id, day, session), at)
    held = shift_of(by.hall_id, post_id, day, session)
    if held is None:
        raise NothingToPublish
    if held.a_id != by.id or taker_id == by.id:
        raise NotYourSwap
    place = {"hall_id": by.hall_id, "post_id": post_id, "day": day, "session": session}
    Post.objects.select_for_update().get(hall_id=by.hall_id, id=post_id)  # two who ask at once: one waits
    if Swap.objects.filter(**place, state__in=OPEN_SWAP).exists():
        raise SwapThere
    month = PublishedMonth(by.hall_id, post_id, day)
    row = Swap.objects.create(
        id=new_id(),
        **place,
        giver_id=by.id,
        taker_id=taker_id,
        state=SwapState.ASKED,
        cost=cost_of_swap(month, shift_id(post_id, day, session), by.hall_id, taker_id),
        asked_at=at,
    )
    told = SwapAsked(
        post_id=post_id, day=day, session=session, giver_id=by.id, taker_id=taker_id, cost=row.cost
    )
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return rosters.swap_card(row)


def _open(hall_id: UUID, swap_id: UUID, *states: SwapState) -> Swap:
    row = Swap.objects.select_for_update().filter(hall_id=hall_id, id=swap_id, state__in=states).first()
    if row is None:
        raise SwapUnknown
    return row


@transaction.atomic
def agree_to_swap(*, swap_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SwapCard:
    """Agree to take over a shift; the roster changes only when a head approves.

    Raises: SwapUnknown, NotYourSwap.
    """
    promise = once(by, "posts.agree_to_swap", key, at)
    if promise.replay:
        return rosters.swap_card(Swap.objects.get(hall_id=by.hall_id, id=swap_id))
    row = _open(by.hall_id, swap_id, SwapState.ASKED)
    if row.taker_id != by.id:
        raise NotYourSwap
    row.state, row.agreed_at = SwapState.AGREED, at
    row.save(update_fields=["state", "agreed_at"])
    told = SwapAgreed(giver_id=row.giver_id, taker_id=row.taker_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return rosters.swap_card(row)


@transaction.atomic
def approve_swap(*, swap_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SwapCard:
    """Approve a swap both have confirmed: the shift has its new A from now on.

    Who gave it up becomes its B where the taker was.
    Raises: SwapUnknown, NotYourSwap, SwapUnfit, ShiftsUnfit.
    """
    promise = once(by, "posts.approve_swap", key, at)
    if promise.replay:
        return rosters.swap_card(Swap.objects.get(hall_id=by.hall_id, id=swap_id))
    take_turn(by.hall_id)
    row = _open(by.hall_id, swap_id, SwapState.AGREED)
    _head_only(row, by, at)
    day, session = row.day, DaySession(row.session)
    held = shift_of(by.hall_id, row.post_id, day, session)
    if held is None or held.a_id != row.giver_id:
        raise SwapUnknown
    month = PublishedMonth(by.hall_id, row.post_id, day)
    cost_of_swap(month, shift_id(row.post_id, day, session), by.hall_id, row.taker_id)
    b_id = row.giver_id if held.b_id == row.taker_id else held.b_id
    done = _settle(row, SwapState.APPROVED, by, at, promise.entry_id)
    change_shift(ShiftSpec(row.post_id, day, session, row.taker_id, b_id), month, by=by, at=at)
    return done


@transaction.atomic
def refuse_swap(*, swap_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> SwapCard:
    """Refuse a swap as who was asked or as a head, or withdraw one's own.

    Raises: SwapUnknown, NotYourSwap.
    """
    promise = once(by, "posts.refuse_swap", key, at)
    if promise.replay:
        return rosters.swap_card(Swap.objects.get(hall_id=by.hall_id, id=swap_id))
    row = _open(by.hall_id, swap_id, SwapState.ASKED, SwapState.AGREED)
    if by.id == row.giver_id:
        return _settle(row, SwapState.WITHDRAWN, by, at, promise.entry_id)
    if by.id != row.taker_id:
        _head_only(row, by, at)
    return _settle(row, SwapState.REFUSED, by, at, promise.entry_id)


def _head_only(row: Swap, by: Actor, at: datetime) -> None:
    department = organization.window(row.hall_id, row.post.window_id).department_id
    own = by.id in (row.giver_id, row.taker_id)
    if own or not rosters.may_make_roster(row.hall_id, by.id, department, at):
        raise NotYourSwap


def _settle(row: Swap, state: SwapState, by: Actor, at: datetime, entry_id: UUID) -> SwapCard:
    settle_swap(row, state, by=by, at=at, entry_id=entry_id)
    return replace(rosters.swap_card(row), state=state)
