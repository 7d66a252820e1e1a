"""Number what has been committed: one gapless chain a hall, a signed root for every batch.

Ids can commit out of order on PostgreSQL, so nobody reads "id > last".  The sealer takes the rows of
``unsealed`` and gives each the next number of its hall.  Doubles and gaps are impossible however many
sealers run: the hall's ``chain`` row is locked inside the same transaction, ``seal.entry`` is a primary
key and (hall, seq) is unique.  Needs READ COMMITTED on PostgreSQL.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import canonical, consumers, follow, signing, wake, witness
from yichuang.kernel.journal.models import Chain
from yichuang.kernel.journal.record import COLUMNS, adapted

listeners = follow.listeners
"""Callables that are given each run of sealed entries (``list[EntryCard]``) after its commit."""

log = logging.getLogger(__name__)
_gone: set[Any] = set()  # entries that waited and were not there: each is logged once

MOMENTS = frozenset(i for i, name in enumerate(COLUMNS) if name in canonical.MOMENTS)
_HALL = COLUMNS.index("hall_id")

_WAITING = "SELECT DISTINCT hall_id FROM (SELECT hall_id FROM journal_unsealed ORDER BY id LIMIT %s) AS w"
_INSERT_SEAL = "INSERT INTO journal_seal (entry_id, hall_id, seq, batch_id, leaf) VALUES (%s, %s, %s, %s, %s)"
_INSERT_BATCH = (
    "INSERT INTO journal_batch (id, hall_id, number, first_seq, last_seq, algorithm, previous_root, root,"
    " key_id, signature, sealed_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_MOVE_CHAIN = (
    "UPDATE journal_chain SET last_seq = %s, last_number = %s, last_root = %s, last_signature = %s"
    " WHERE hall_id = %s"
)


# PostgreSQL takes it all in one round trip; rows are unsealed by their ids, never "up to", since a lower
# one may commit between
_WRITE_ALL = """
WITH batches AS (
  INSERT INTO journal_batch (id, hall_id, number, first_seq, last_seq, algorithm, previous_root, root, key_id,
                             signature, sealed_at)
  SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[],
                       %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
), seals AS (
  INSERT INTO journal_seal (entry_id, hall_id, seq, batch_id, leaf)
  SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::uuid[], %s::text[])
), chains AS (
  UPDATE journal_chain c SET last_seq = m.seq, last_number = m.number, last_root = m.root,
                             last_signature = m.signature
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::uuid[])
    AS m (seq, number, root, signature, hall)
  WHERE c.hall_id = m.hall
), sealed AS (
  DELETE FROM journal_unsealed WHERE id = ANY(%s)
)
SELECT pg_notify(%s, %s)
"""


@dataclass(frozen=True, slots=True)
class _Chain:
    hall_id: UUID
    last_seq: int
    last_number: int
    last_root: str
    last_signature: str


@dataclass(frozen=True, slots=True)
class _Batch:
    id: UUID
    root: witness.Root
    first_seq: int
    previous_root: str
    sealed_at: datetime
    seals: list[tuple[Any, int, str]]  # entry id as read, seq, leaf
    entries: list[Sequence[Any]]

    @property
    def hall_id(self) -> UUID:
        return UUID(self.root.hall_id)


class _NoChain(Exception):
    """A hall has entries and no chain yet."""


def seal(limit: int = 1000) -> int:
    """Number up to ``limit`` committed entries of all halls; return how many there were.

    Call it outside a transaction: listeners are told at its end.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [limit])
        halls = [_uuid(hall) for (hall,) in cursor.fetchall()]
    if not halls:
        return 0
    try:
        with transaction.atomic():
            batches = _seal_halls(halls, limit)
    except _NoChain:
        _begin_chains(halls)
        with transaction.atomic():
            batches = _seal_halls(halls, limit)
    for batch in batches:
        follow.tell(batch.hall_id, batch.first_seq, batch.root.last_seq, batch.entries)
    return sum(len(batch.seals) for batch in batches)


def entry_columns(alias: str) -> str:
    """Return the entry's columns for a SELECT that hashes them: on SQLite moments come as stored text."""
    # the unary plus makes an expression of the column, which SQLite's driver leaves unconverted
    plus = "+" if connection.vendor == "sqlite" else ""
    return ", ".join(f"{plus if i in MOMENTS else ''}{alias}.{name}" for i, name in enumerate(COLUMNS))


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _seal_halls(halls: list[UUID], limit: int) -> list[_Batch]:
    chains = _locked(halls)
    with connection.cursor() as cursor:
        # a second statement after the lock: it sees what a rival sealer has committed meanwhile
        cursor.execute(
            "SELECT id, entry_id FROM journal_unsealed"  # noqa: S608
            f" WHERE hall_id IN ({_marks(chains)}) ORDER BY id LIMIT %s",
            [*(adapted(hall) for hall in chains), limit],
        )
        waiting = cursor.fetchall()
        found = _entries(cursor, chains, [entry for _, entry in waiting])
        by_hall: dict[UUID, list[Sequence[Any]]] = {}
        for _, entry in waiting:
            if entry in found:
                by_hall.setdefault(_uuid(found[entry][_HALL]), []).append(found[entry])
        batches = [_numbered(chains[hall], entries) for hall, entries in by_hall.items()]
        _write(cursor, batches, [unsealed for unsealed, entry in waiting if entry in found])
    _tell_gone({entry for _, entry in waiting} - found.keys())
    for batch in batches:
        transaction.on_commit(partial(witness.note, batch.root))
    return batches


def _tell_gone(entries: set[Any]) -> None:
    """Log entries that were removed before they were numbered; their rows wait on for ``verify`` to name."""
    for entry in entries - _gone:
        log.error("entry %s was removed before it was sealed; the others are sealed without it", entry)
    _gone.update(entries)


def _entries(cursor: Any, halls: Collection[UUID], ids: list[Any]) -> dict[Any, Sequence[Any]]:
    """Read the entries with these ids, by id.

    Not joined to the unsealed rows: SQLite, which takes that table for large, would read the whole journal
    into a filter first.  The plus keeps it from walking a whole hall instead of the ids.
    """
    if not ids:
        return {}
    plus = "+" if connection.vendor == "sqlite" else ""
    cursor.execute(
        f"SELECT {entry_columns('e')} FROM journal_entry e"  # noqa: S608
        f" WHERE e.id IN ({_marks(ids)}) AND {plus}e.hall_id IN ({_marks(halls)})",
        [*ids, *(adapted(hall) for hall in halls)],
    )
    return {row[0]: row for row in cursor.fetchall()}


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _locked(halls: list[UUID]) -> dict[UUID, _Chain]:
    """Lock the chains of ``halls``, in one order for all sealers.  Raises: _NoChain."""
    chains = _lock(sorted(halls))
    if len(chains) < len(halls):
        raise _NoChain
    return chains


@transaction.atomic
def _begin_chains(halls: list[UUID]) -> None:
    """Make the chains that are new, holding no other: a chain made while others are held is locked out of
    order, and two sealers would wait for each other."""
    Chain.objects.bulk_create([Chain(hall_id=hall) for hall in sorted(halls)], ignore_conflicts=True)
    consumers.complete_cursors()


def _lock(halls: list[UUID]) -> dict[UUID, _Chain]:
    fence = " FOR UPDATE" if connection.vendor == "postgresql" else ""  # SQLite: BEGIN IMMEDIATE is the fence
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hall_id, last_seq, last_number, last_root, last_signature FROM journal_chain"  # noqa: S608
            f" WHERE hall_id IN ({_marks(halls)}) ORDER BY hall_id{fence}",
            [adapted(hall) for hall in halls],
        )
        return {_uuid(row[0]): _Chain(_uuid(row[0]), *row[1:]) for row in cursor.fetchall()}


def _numbered(chain: _Chain, entries: list[Sequence[Any]]) -> _Batch:
    algorithm: str = getattr(settings, "JOURNAL_HASH", "sha256")
    seals = [
        (values[0], seq, canonical.leaf(algorithm, seq, values, MOMENTS))
        for seq, values in enumerate(entries, start=chain.last_seq + 1)
    ]
    sealed_at = datetime.now(UTC)
    number, last_seq = chain.last_number + 1, chain.last_seq + len(seals)
    root = canonical.root(
        algorithm,
        hall_id=chain.hall_id,
        number=number,
        first_seq=chain.last_seq + 1,
        last_seq=last_seq,
        sealed_at=sealed_at,
        previous_root=chain.last_root,
        previous_signature=chain.last_signature,
        tree=canonical.tree(algorithm, [leaf for _, _, leaf in seals]),
    )
    key_id, signature = signing.sign(root)
    kept = witness.Root(
        chain.hall_id.hex, number, last_seq, algorithm, root, key_id, signature, sealed_at.isoformat()
    )
    return _Batch(new_id(), kept, chain.last_seq + 1, chain.last_root, sealed_at, seals, entries)


def _write(cursor: Any, batches: list[_Batch], unsealed: list[int]) -> None:
    if not batches:
        return
    seals, heads, moves = [], [], []
    for batch in batches:
        root, hall, batch_id = batch.root, adapted(batch.hall_id), adapted(batch.id)
        seals += [(entry, hall, seq, batch_id, leaf) for entry, seq, leaf in batch.seals]
        place = (batch_id, hall, root.number, batch.first_seq, root.last_seq)
        signed = (root.root, root.key_id, root.signature, adapted(batch.sealed_at))
        heads.append((*place, root.algorithm, batch.previous_root, *signed))
        moves.append((root.last_seq, root.number, root.root, root.signature, hall))
    if connection.vendor == "postgresql":
        columns = [list(column) for rows in (heads, seals, moves) for column in zip(*rows, strict=True)]
        cursor.execute(_WRITE_ALL, [*columns, unsealed, wake.CHANNEL, wake.PROCESS])
        return
    cursor.executemany(_INSERT_BATCH, heads)
    cursor.executemany(_INSERT_SEAL, seals)
    cursor.executemany(_MOVE_CHAIN, moves)
    cursor.executemany("DELETE FROM journal_unsealed WHERE id = %s", [(one,) for one in unsealed])
