"""Begin an act of enforcement: only after the person was told beforehand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel import idempotency
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.notices import events, selectors
from yichuang.notices.refusals import NotToldBefore, OnlyPersonsTell


@transaction.atomic
def begin_enforcement(*, matter_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> None:
    """Note that enforcement begins in a matter ``at``, and which notice told of it before that (ONE-12).

    Raises: OnlyPersonsTell, NotToldBefore (no notice, or one not earlier than the step), KeyReused.
    """
    promise = idempotency.once(by, "notices.begin_enforcement", key, at)
    if promise.replay:
        return
    if by.kind is not ActorKind.PERSON:
        raise OnlyPersonsTell
    told = selectors.enforcement_told(by.hall_id, matter_id, at)
    if told is None:
        raise NotToldBefore
    event = events.EnforcementBegun(notice=told.id, told_at=told.issued_at)
    record(event, subject=matter_id, matter=matter_id, by=by, at=at, entry_id=promise.entry_id)
