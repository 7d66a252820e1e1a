"""Bar a file from being destroyed by a paper that says so, and lift the bar (ARC-04)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import LegalHold
from yichuang.cases.refusals import FileGone, HoldDocumentMissing, NothingHeld
from yichuang.cases.services.common import act
from yichuang.cases.services.files import HOLDERS, file_locked, keeper, tell_of
from yichuang.cases.services.loans import LENDING, LONGEST_PURPOSE
from yichuang.cases.types.archive import FileCard, FileState
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind


@act
def set_hold(
    *, file_id: UUID, document: str, reason: str, by: Actor, at: datetime, key: Key | None = None
) -> FileCard:
    """Bar a file from being destroyed: a suit, an audit, an inquiry, named by its paper.

    Raises: UnknownFile, NotAnArchivist, FileGone, HoldDocumentMissing, KeyReused.
    """
    promise = once(by, "cases.set_hold", key, at)
    if promise.replay:
        return selectors.file(by.hall_id, file_id, at)
    row = file_locked(file_id, by, at)
    by = keeper(row, by, at, HOLDERS)
    if row.state == FileState.DESTROYED:
        raise FileGone(code=row.code)
    if not document.strip() or not reason.strip():
        raise HoldDocumentMissing
    hold_id = new_id()
    why = vault.keep(
        hall_id=row.hall_id,
        kind=Kind.TEXT,
        value=plain(reason, field=str(_("Reason")), limit=LONGEST_PURPOSE, lines=True),
        purpose=LENDING,
        expires_at=at.replace(year=at.year + 100, day=1),
        by=by,
        at=at,
    )
    LegalHold.objects.create(
        id=hold_id,
        hall_id=row.hall_id,
        file=row,
        document=plain(document, field=_("Paper of the hold"), limit=60),
        reason=why,
        set_by=by.id,
        set_at=at,
    )
    told = events.HoldSet(hold_id=hold_id, code=row.code, reason_id=why)
    tell_of(told, row, by=by, at=at, entry_id=promise.entry_id)
    return selectors.file(row.hall_id, row.id, at)


@act
def lift_hold(*, hold_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> FileCard:
    """Lift a hold.  Raises: NothingHeld, UnknownFile, NotAnArchivist, KeyReused."""
    promise = once(by, "cases.lift_hold", key, at)
    hold = LegalHold.objects.select_for_update().filter(hall_id=by.hall_id, id=hold_id).first()
    if hold is None:
        raise NothingHeld
    if promise.replay:
        return selectors.file(by.hall_id, hold.file_id, at)
    row = file_locked(hold.file_id, by, at)
    by = keeper(row, by, at, HOLDERS)
    if hold.lifted_at is not None:
        raise NothingHeld
    hold.lifted_at, hold.lifted_by = at, by.id
    hold.save(update_fields=["lifted_at", "lifted_by"])
    told = events.HoldLifted(hold_id=hold.id, code=row.code)
    tell_of(told, row, by=by, at=at, entry_id=promise.entry_id)
    return selectors.file(row.hall_id, row.id, at)
