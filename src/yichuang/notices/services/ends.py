"""How a notice ends: what it asked for came, another stands in its place, or its time is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.notices import events, labels, selectors
from yichuang.notices.models import Notice
from yichuang.notices.refusals import NoticeEnded, NoticeUnknown
from yichuang.notices.rules.states import Act, target
from yichuang.notices.selectors.notices import card_of, number_of
from yichuang.notices.types import NoticeCard, NoticeKind, NoticeState


@transaction.atomic
def satisfy(*, notice_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> NoticeCard:
    """Note that what the notice asked for was brought.  Raises: NoticeUnknown, NoticeEnded, KeyReused."""
    return _end(notice_id, Act.SATISFY, None, by=by, at=at, key=key)


@transaction.atomic
def supersede(
    *, notice_id: UUID, by_notice: UUID, by: Actor, at: datetime, key: Key | None = None
) -> NoticeCard:
    """Let another notice of the hall stand in this one's place; what it told stays told.

    Raises: NoticeUnknown, NoticeEnded, KeyReused.
    """
    if by_notice == notice_id or not Notice.objects.filter(hall_id=by.hall_id, id=by_notice).exists():
        raise NoticeUnknown
    return _end(notice_id, Act.SUPERSEDE, by_notice, by=by, at=at, key=key)


@transaction.atomic
def expire(*, notice_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> NoticeCard:
    """Note that the time to do what it asked for is over.  Raises: NoticeUnknown, NoticeEnded, KeyReused."""
    return _end(notice_id, Act.EXPIRE, None, by=by, at=at, key=key)


def _end(
    notice_id: UUID, act: Act, by_notice: UUID | None, *, by: Actor, at: datetime, key: Key | None
) -> NoticeCard:
    promise = idempotency.once(by, f"notices.{act}", key, at)
    if promise.replay:
        return selectors.notice(by.hall_id, notice_id)
    row = Notice.objects.select_for_update().filter(hall_id=by.hall_id, id=notice_id).first()
    if row is None:
        raise NoticeUnknown
    state = NoticeState(row.state)
    after = target(state, act)
    if after is None:
        raise NoticeEnded(number=number_of(row), state=str(labels.STATE[state]))
    row.state, row.ended_at, row.superseded_by = after, at, by_notice
    row.save(update_fields=["state", "ended_at", "superseded_by"])
    told = _event(act, NoticeKind(row.kind), by_notice)
    record(told, subject=row.id, matter=row.matter_id, by=by, at=at, entry_id=promise.entry_id)
    return card_of(row)


def _event(act: Act, kind: NoticeKind, by_notice: UUID | None) -> Event:
    if act is Act.SATISFY:
        return events.NoticeSatisfied(kind=kind)
    if act is Act.EXPIRE:
        return events.NoticeExpired(kind=kind)
    assert by_notice is not None
    return events.NoticeSuperseded(kind=kind, by_notice=by_notice)
