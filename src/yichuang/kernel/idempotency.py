"""Do an act once, however often its key comes in.

The key row is written first, in the act's own transaction, and names the journal entry the act will
write.  A second request with the same key waits for the first one's commit and is told the same entry;
a refusal takes the key row back with everything else.  Needs READ COMMITTED on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key

TABLE = "kernel_idempotency_key"
COLUMN_LIST = "hall_id, actor_id, act, key, body_hash, entry_id, at"
INSERT_KEY = f"INSERT INTO {TABLE} ({COLUMN_LIST}) VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608
READ_KEY = (
    f"SELECT body_hash, entry_id FROM {TABLE} WHERE hall_id = %s AND actor_id = %s AND act = %s AND key = %s"  # noqa: S608
)
KEEP = timedelta(hours=48)
_FIT = re.compile(r"[\x21-\x7e]{8,100}")


class KeyReused(Refusal):
    """The key has already stood for another request."""

    code = "key-reused"
    status = 422
    sentence = _(
        "This was sent before with other content. Reload the page and try again (a program: use a new key)."
    )


class KeyMissing(Refusal):
    """An act came through a JSON door without a key."""

    code = "key-missing"
    status = 400
    sentence = _("This act needs an Idempotency-Key header, so that sending it twice does it once.")


class KeyUnfit(Refusal):
    """The key is too short, too long or has characters a header should not carry."""

    code = "key-unfit"
    status = 400
    sentence = _("An Idempotency-Key has 8 to 100 printable characters without spaces.")


@dataclass(frozen=True, slots=True)
class Promise:
    """The journal entry the act must write, or (``replay``) the one it wrote when the key first came."""

    entry_id: UUID
    replay: bool


def key_of(value: str | None, body: bytes) -> Key:
    """Return the key of a request: the header's value with the hash of the body it came with.

    Raises: KeyMissing, KeyUnfit.
    """
    if not value:
        raise KeyMissing
    if not _FIT.fullmatch(value):
        raise KeyUnfit
    return Key(value, hashlib.sha256(body).hexdigest())


def _adapted(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value


def once(by: Actor, act: str, key: Key | None, at: datetime) -> Promise:
    """Promise an entry id for ``act``, or name the one the same key was promised before.

    Call it first in the act's transaction; on ``replay`` rebuild the card and do nothing else.
    Without a key every call is a new act.

    Raises: KeyReused.
    """
    entry_id = new_id()
    if key is None:
        return Promise(entry_id, replay=False)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an idempotency key belongs into its act's transaction")
    place = (_adapted(by.hall_id), _adapted(by.id), act, key.value)
    moment = connection.ops.adapt_datetimefield_value(at)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(INSERT_KEY, (*place, key.body_hash, _adapted(entry_id), moment))
            if cursor.rowcount == 1:
                return Promise(entry_id, replay=False)
            # a second statement: only it sees the row the first one waited for
            cursor.execute(READ_KEY, place)
            found = cursor.fetchone()
        if found is None:
            continue  # swept between the two statements: the key is free again
        body_hash, stored = found
        if body_hash != key.body_hash:
            raise KeyReused
        return Promise(stored if isinstance(stored, UUID) else UUID(stored), replay=True)


def sweep(at: datetime, limit: int = 1000) -> int:
    """Forget keys older than ``IDEMPOTENCY_KEEP`` (48 hours), in slices; return how many."""
    from yichuang.kernel.models import IdempotencyKey

    keep: timedelta = getattr(settings, "IDEMPOTENCY_KEEP", KEEP)
    forgotten = 0
    while True:
        old = list(IdempotencyKey.objects.filter(at__lt=at - keep).values_list("pk", flat=True)[:limit])
        if not old:
            return forgotten
        forgotten += IdempotencyKey.objects.filter(pk__in=old).delete()[0]
