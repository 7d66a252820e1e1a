"""Call the next person: the second of the two hot acts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError

from yichuang.kernel import clock
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import ring
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import WindowUnknown
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors
from yichuang.queueing.events import TicketCalled
from yichuang.queueing.refusals import (
    AlreadyServing,
    NobodyWaiting,
    NotAtThisPost,
    WindowNotInSession,
)
from yichuang.queueing.services import hot
from yichuang.queueing.services.common import PlanMoved, at_window, paused_since
from yichuang.queueing.services.hot.rows import (
    CALL_ACT,
    ITEM,
    LABEL,
    LABELS,
    LINE,
    NUMBER,
    RANK,
    TICKET,
    Called,
)
from yichuang.queueing.services.hot.values import values_of
from yichuang.queueing.services.replays import ticket_of_replay
from yichuang.queueing.types import PriorityClass, TicketCard, TicketState


def call_next(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> TicketCard:
    """Call who is next for this window to it.

    Nobody picks: the order is the stored one, over all lines and items the window serves (QUE-08).  Two
    windows calling at once get two tickets; a window has one open ticket at a time.

    Raises: NotAtThisPost, PausedNow, WindowNotInSession (HRS-06), AlreadyServing, NobodyWaiting,
    WindowUnknown, KeyReused.  Sources: D2.15, D13.13, D16.2.4.
    """
    while True:
        try:
            with hot.alone():
                return _call(window_id=window_id, by=by, at=at, key=key)
        except PlanMoved:
            organization.reread(by.hall_id)
        except IntegrityError as error:
            # one_open_call_per_window: the same window called twice at once; now it has its ticket
            if "one_open_call" not in str(error):
                raise


def _call(*, window_id: UUID, by: Actor, at: datetime, key: Key | None) -> TicketCard:
    plan = organization.plan_version_in_hand(by.hall_id)
    in_session = organization.is_open_in_hand(by.hall_id, at, window_id)
    day = clock.local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    by = at_window(by, window_id)
    policy = selectors.policy_in_hand(by.hall_id, day)
    event = TicketCalled(
        ticket_id=TICKET,
        line_id=LINE,
        item_id=ITEM,
        label=LABEL,
        window_id=window_id,
        window_number=NUMBER,
        policy=policy.version,
        rank=RANK,
        passed_over=(LABELS,),
    )
    row = hot.engine().call(
        values_of(event, act=CALL_ACT, by=by, at=at, key=key)
        | {
            "call": new_id(),
            "window": window_id,
            "day": day,
            "policy": policy.version,
            # a closed window is asked like an open one, so that a replay still gets its ticket
            "plan": plan if in_session else None,
        }
    )
    if not row.keyed:
        return ticket_of_replay(CALL_ACT, by=by, key=key, at=at)
    if row.plan_version is not None and row.plan_version != plan:
        raise PlanMoved
    if row.ticket_id is None:
        raise _refusal(row, in_session, by)
    ring()
    return _card(row, row.ticket_id, window_id=window_id, day=day, hall_id=by.hall_id, at=at)


def _refusal(row: Called, in_session: bool, by: Actor) -> Exception:
    if row.plan_version is None:
        return WindowUnknown()
    if not row.signed_on:
        return _absent(row, by)
    if row.open_label is not None:
        return AlreadyServing(label=row.open_label)
    return NobodyWaiting() if in_session else WindowNotInSession(window=row.window_number)


def _absent(row: Called, by: Actor) -> Exception:
    """Say why the window has nobody who may call: one who pauses, else nobody signed on."""
    on = posts.sign_on_of(by.hall_id, by.id)
    if on is None or on.window_id != by.window_id or on.paused_at is None:
        return NotAtThisPost()
    return paused_since(on.paused_at, by.hall_id, row.window_number)


def _card(
    row: Called, ticket_id: UUID, *, window_id: UUID, day: date, hall_id: UUID, at: datetime
) -> TicketCard:
    assert row.line_id is not None and row.taken_at is not None
    return TicketCard(
        id=ticket_id,
        hall_id=hall_id,
        label=row.label,
        line_id=row.line_id,
        line_name=row.line_name,
        line_name_en=row.line_name_en,
        item_id=row.item_id,
        state=TicketState.CALLED,
        business_day=day,
        number=row.number,
        token=row.token,
        ahead=None,
        window_id=window_id,
        window_number=row.window_number,
        taken_at=row.taken_at,
        called_at=row.called_at,
        last_called_at=at,
        began_at=None,
        finished_at=None,
        call_count=row.call_count,
        outcome=None,
        outcome_ref="",
        priority=PriorityClass(row.priority),
    )
