"""Walk one hall's chain in order, recomputing every hash, and stop at the first row that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.kernel.journal import canonical, signing
from yichuang.kernel.journal.findings import Finding, What
from yichuang.kernel.journal.record import adapted
from yichuang.kernel.journal.seal import MOMENTS, entry_columns

CHUNK = 1000
NEIGHBOURS = 1000  # entries on either side among which a swapped one is looked for


@dataclass(frozen=True, slots=True)
class _Batch:
    id: Any
    number: int
    first_seq: int
    last_seq: int
    algorithm: str
    previous_root: str
    root: str
    key_id: str
    signature: str
    sealed_at: Any


@dataclass(frozen=True, slots=True)
class _Row:
    """A seal with its entry's columns (all null where the entry is gone); ``leaf`` as stored."""

    seq: int
    entry_id: Any
    batch_id: Any
    leaf: str
    values: Sequence[Any]

    def computed(self, algorithm: str, seq: int | None = None) -> str | None:
        try:
            return canonical.leaf(algorithm, self.seq if seq is None else seq, self.values, MOMENTS)
        except ValueError:  # a value no ORM has written
            return None


class Walk:
    """How far a hall's chain has been found whole: entries to ``seq``, batches to ``number``."""

    def __init__(self, hall_id: UUID) -> None:
        self.hall_id = hall_id
        self.seq = self.number = 0
        self.root = self.signature = ""
        self.since: datetime | None = None
        self.until: datetime | None = None
        self.algorithms: set[str] = set()
        self.keys: set[str] = set()

    def to(self, last_number: int, progress: Callable[[int], None]) -> Finding | None:
        """Go on to batch ``last_number``; return the first thing that is wrong."""
        rows = self._rows()
        reported = self.seq
        while self.number < last_number:
            batches = self._batches(last_number)
            for batch in batches:
                finding = self._step(batch, rows)
                if finding is not None:
                    return finding
                if self.seq - reported >= CHUNK:
                    reported = self.seq
                    progress(self.seq)
            if not batches:
                return Finding(What.TAIL_CUT, "journal_batch", seq=self.seq, number=last_number)
        return None

    # ---- one batch ------------------------------------------------------------------------------------

    def _step(self, batch: _Batch, rows: Iterator[_Row]) -> Finding | None:
        if batch.number != self.number + 1:
            return Finding(What.BATCH_DELETED, "journal_batch", seq=self.seq + 1, number=self.number + 1)
        # a signature is only asked for a root as it is stored: first whether it was ours to give
        signed = signing.genuine(batch.root, batch.key_id, batch.signature)
        if batch.first_seq != self.seq + 1 or batch.last_seq < batch.first_seq:
            return self._batch_changed(batch)
        if batch.algorithm not in canonical.ALGORITHMS or batch.previous_root != self.root:
            return self._batch_changed(batch)
        taken: list[_Row] = []
        for seq in range(batch.first_seq, batch.last_seq + 1):
            row = next(rows, None)
            if row is None or row.seq != seq:
                return Finding(What.SEAL_DELETED, "journal_seal", seq=seq, number=batch.number)
            taken.append(row)
        finding = self._compare(batch, taken)
        if finding is not None:
            return finding
        if not signed:
            return Finding(What.UNSIGNED, "journal_batch", seq=batch.first_seq, number=batch.number)
        self._accept(batch)
        return None

    def _compare(self, batch: _Batch, rows: list[_Row]) -> Finding | None:
        computed = [row.computed(batch.algorithm) for row in rows]
        stored = [row.leaf for row in rows]
        if computed == stored and self._root(batch, stored) == batch.root:
            strange = [row for row in rows if row.batch_id != batch.id]
            if not strange:
                return None
            if len(strange) == len(rows):
                return self._batch_changed(batch)
            return Finding(What.SEAL_CHANGED, "journal_seal", seq=strange[0].seq, number=batch.number)
        # which of the two was changed: the hashes that give the signed root are the true ones
        entries_are_true = None not in computed and self._root(batch, computed) == batch.root  # type: ignore[arg-type]
        for row, true in zip(rows, computed, strict=True):
            if row.leaf != true:
                if entries_are_true:
                    return Finding(What.SEAL_CHANGED, "journal_seal", seq=row.seq, number=batch.number)
                return self._entry_is_wrong(batch, row)
        return self._batch_changed(batch)

    def _entry_is_wrong(self, batch: _Batch, row: _Row) -> Finding:
        entry_id = row.entry_id if isinstance(row.entry_id, UUID) else _hex(row.entry_id)
        if row.values[0] is None:
            return Finding(What.ENTRY_DELETED, "journal_entry", row.seq, batch.number, entry_id)
        for seq, leaf in self._neighbours(row.seq):
            if seq != row.seq and row.computed(batch.algorithm, seq) in (leaf, row.leaf):
                return Finding(What.ENTRIES_SWAPPED, "journal_seal", row.seq, batch.number, entry_id, seq)
        return Finding(What.ENTRY_CHANGED, "journal_entry", row.seq, batch.number, entry_id)

    def _batch_changed(self, batch: _Batch) -> Finding:
        return Finding(
            What.BATCH_CHANGED, "journal_batch", seq=self.seq + 1, number=batch.number, other=batch.last_seq
        )

    def _root(self, batch: _Batch, leaves: Sequence[str]) -> str | None:
        try:
            return canonical.root(
                batch.algorithm,
                hall_id=self.hall_id,
                number=batch.number,
                first_seq=batch.first_seq,
                last_seq=batch.last_seq,
                sealed_at=batch.sealed_at,
                previous_root=self.root,
                previous_signature=self.signature,
                tree=canonical.tree(batch.algorithm, leaves),
            )
        except (ValueError, TypeError):  # a leaf that is no hash, a moment no ORM has written
            return None

    def _accept(self, batch: _Batch) -> None:
        self.seq, self.number = batch.last_seq, batch.number
        self.root, self.signature = batch.root, batch.signature
        self.algorithms.add(batch.algorithm)
        self.keys.add(batch.key_id)
        self.until = datetime.fromisoformat(canonical.moment(batch.sealed_at)).astimezone(UTC)
        self.since = self.since or self.until

    # ---- reading --------------------------------------------------------------------------------------

    def _batches(self, last_number: int) -> list[_Batch]:
        plus = "+" if connection.vendor == "sqlite" else ""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, number, first_seq, last_seq, algorithm, previous_root, root, key_id, signature,"  # noqa: S608
                f" {plus}sealed_at FROM journal_batch WHERE hall_id = %s AND number > %s AND number <= %s"
                " ORDER BY number LIMIT %s",
                [adapted(self.hall_id), self.number, last_number, CHUNK],
            )
            return [_Batch(*row) for row in cursor.fetchall()]

    def _rows(self) -> Iterator[_Row]:
        seq = self.seq
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT s.seq, s.entry_id, s.batch_id, s.leaf, {entry_columns('e')} FROM journal_seal s"  # noqa: S608
                    " LEFT JOIN journal_entry e ON e.id = s.entry_id"
                    " WHERE s.hall_id = %s AND s.seq > %s ORDER BY s.seq LIMIT %s",
                    [adapted(self.hall_id), seq, CHUNK],
                )
                found = cursor.fetchall()
            if not found:
                return
            for row in found:
                yield _Row(row[0], row[1], row[2], row[3], row[4:])
            seq = found[-1][0]

    def _neighbours(self, seq: int) -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seq, leaf FROM journal_seal WHERE hall_id = %s AND seq BETWEEN %s AND %s",
                [adapted(self.hall_id), seq - NEIGHBOURS, seq + NEIGHBOURS],
            )
            return list(cursor.fetchall())


def _hex(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
