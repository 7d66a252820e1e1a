"""Small things every service here needs: the hall's lock and mark, codes, and what a replay is about."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from django.utils.functional import Promise as LazyText

from yichuang.kernel.idempotency import Promise
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.types import Actor
from yichuang.organization.errors import CodeUnfit, HallUnknown
from yichuang.organization.models import Hall

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")


def new_mark() -> int:
    """Return a fresh ``plan_version``: never one that was used before, not even one rolled back."""
    return secrets.randbits(62)


def locked_hall(hall_id: UUID) -> Hall:
    """Return the hall's row, locked until the act is done.  Raises: HallUnknown."""
    row = Hall.objects.select_for_update().filter(id=hall_id).first()
    if row is None:
        raise HallUnknown
    return row


def hold(hall_id: UUID) -> None:
    """Keep every other act that changes what the hall offers or is waiting until this one is done.

    For rooms above that write many rows of one hall at once.  Raises: HallUnknown.
    """
    locked_hall(hall_id)


def move_mark(hall: Hall) -> None:
    """Let every process see that hours, closures, calendar or windows of the hall are others now."""
    hall.plan_version = new_mark()
    hall.save(update_fields=["plan_version"])


def code_of(value: str, field: str | LazyText) -> str:
    """Return a code as it is stored (capital letters).  Raises: CodeUnfit."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if not _CODE.fullmatch(code):
        raise CodeUnfit(field=str(field))
    return code


def told_before(promise: Promise, by: Actor) -> UUID:
    """Return what the act was about when its key first came in."""
    return journal.subject_of(by.hall_id, promise.entry_id)
