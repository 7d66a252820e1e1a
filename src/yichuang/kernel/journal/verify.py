"""Check the journal from its first entry to its last, and name the first row that is wrong.

``verify()`` recomputes every leaf, every root and every signature, compares the end of the chain with
the roots kept outside the database, and looks for entries nobody sealed.  It may run while the hall
works.  With ``tables=True`` it also lets the rooms compute their state again from the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from yichuang.kernel.journal import signing, witness
from yichuang.kernel.journal.chainwalk import Walk
from yichuang.kernel.journal.findings import Difference, Finding, HallReport, Report, What
from yichuang.kernel.journal.models import Batch, Chain, Seal, Unsealed
from yichuang.kernel.journal.record import adapted

__all__ = ["Difference", "Finding", "HallReport", "Report", "What", "recomputes", "verify"]


class Progress(Protocol):
    """Is told now and then how far the walk of a hall has come."""

    def __call__(self, hall_id: UUID, seq: int, *, last: int) -> None: ...


Recompute = Callable[[UUID], Difference | None]
_recomputes: dict[str, Recompute] = {}


def recomputes(name: str, function: Recompute) -> None:
    """Register how a room computes the state of its table ``name`` again from a hall's entries.

    ``function(hall_id)`` returns the first row that differs, or nothing; called in ``apps.ready``.
    """
    _recomputes[name] = function


def verify(hall_id: UUID | None = None, *, tables: bool = False, progress: Progress | None = None) -> Report:
    """Check one hall's journal, or all; ``progress`` is told how far it has come."""
    halls = [hall_id] if hall_id is not None else _halls()
    reports = [_verify_hall(one, progress or _quietly) for one in halls]
    if not tables:
        return Report(tuple(reports))
    found = [
        replace(
            report,
            differences=tuple(filter(None, (function(report.hall_id) for function in _recomputes.values()))),
        )
        for report in reports
    ]
    return Report(tuple(found), tuple(sorted(_recomputes)))


def _quietly(hall_id: UUID, seq: int, *, last: int) -> None:
    """Report to nobody."""


def _halls() -> list[UUID]:
    """Find every hall of which anything is left, also where its chain's row was removed."""
    named = " UNION ".join(
        f"SELECT DISTINCT hall_id FROM {table}"  # noqa: S608
        for table in ("journal_chain", "journal_batch", "journal_seal", "journal_entry", "journal_unsealed")
    )
    with connection.cursor() as cursor:
        cursor.execute(named)
        halls = {_uuid(hall) for (hall,) in cursor.fetchall()}
    return sorted(halls | set(witness.halls()))


def _verify_hall(hall_id: UUID, progress: Progress) -> HallReport:
    kept: list[witness.Root] | None
    try:
        kept = witness.roots(hall_id)  # before the chain is read: a root is kept after its commit
    except ValueError:
        kept = None
    walk = Walk(hall_id)
    finding = (
        _to_the_end(walk, progress) or _behind_the_end(walk) or _witnessed(walk, kept) or _strays(hall_id)
    )
    return HallReport(
        hall_id=hall_id,
        entries=Seal.objects.filter(hall_id=hall_id).count(),
        batches=Batch.objects.filter(hall_id=hall_id).count(),
        good_to=walk.seq,
        since=walk.since,
        until=walk.until,
        algorithms=tuple(sorted(walk.algorithms)),
        keys=tuple(sorted(walk.keys)),
        unsealed=Unsealed.objects.filter(hall_id=hall_id).count(),
        witnessed=len(kept or ()),
        finding=finding,
    )


def _to_the_end(walk: Walk, progress: Progress) -> Finding | None:
    """Walk to where the chain's row says it ends, and on while the hall goes on sealing."""
    while True:
        chain = Chain.objects.filter(pk=walk.hall_id).first() or Chain(hall_id=walk.hall_id)
        if chain.last_number <= walk.number:
            said = (chain.last_seq, chain.last_number, chain.last_root, chain.last_signature)
            as_walked = said == (walk.seq, walk.number, walk.root, walk.signature)
            return None if as_walked else _head_changed(walk)
        finding = walk.to(chain.last_number, partial(progress, walk.hall_id, last=chain.last_seq))
        if finding is not None:
            return finding


def _head_changed(walk: Walk) -> Finding:
    return Finding(What.HEAD_CHANGED, "journal_chain", seq=walk.seq, number=walk.number)


def _behind_the_end(walk: Walk) -> Finding | None:
    """Find batches and seals behind the end the chain's row names; one statement sees one moment."""
    hall_id = walk.hall_id
    number, last = _row(
        "SELECT min(b.number), max(b.number)"
        " FROM journal_batch b LEFT JOIN journal_chain c ON c.hall_id = b.hall_id"
        " WHERE b.hall_id = %s AND b.number > coalesce(c.last_number, 0)",
        hall_id,
    )
    if number is not None:
        # batches that are good were not put in: it is the chain's row that tells too little
        wrong = walk.to(last, lambda seq: None)
        return Finding(What.BATCH_INSERTED, "journal_batch", number=number) if wrong else _head_changed(walk)
    seq = _first(
        "SELECT min(s.seq) FROM journal_seal s LEFT JOIN journal_chain c ON c.hall_id = s.hall_id"
        " WHERE s.hall_id = %s AND s.seq > coalesce(c.last_seq, 0)",
        hall_id,
    )
    return None if seq is None else Finding(What.SEAL_INSERTED, "journal_seal", seq=seq)


def _strays(hall_id: UUID) -> Finding | None:
    """Find entries without seal that do not wait for one, and waiting rows without entry."""
    stray = _first(
        "SELECT e.id FROM journal_entry e WHERE e.hall_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = e.id)"
        " AND NOT EXISTS (SELECT 1 FROM journal_unsealed u WHERE u.entry_id = e.id AND u.hall_id = e.hall_id)"
        " ORDER BY e.recorded_at, e.id LIMIT 1",
        hall_id,
    )
    if stray is not None:
        return Finding(What.ENTRY_INSERTED, "journal_entry", entry_id=_uuid(stray))
    gone = _first(
        "SELECT u.entry_id FROM journal_unsealed u WHERE u.hall_id = %s"
        " AND NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.id = u.entry_id AND e.hall_id = u.hall_id)"
        " ORDER BY u.id LIMIT 1",
        hall_id,
    )
    return None if gone is None else Finding(What.ENTRY_DELETED, "journal_entry", entry_id=_uuid(gone))


def _witnessed(walk: Walk, kept: list[witness.Root] | None) -> Finding | None:
    """Compare the chain with the roots that were kept outside the database."""
    if kept is None:
        return Finding(What.WITNESS_CHANGED, "journal-roots")
    for root in sorted(kept, key=lambda one: one.number):
        if not signing.genuine(root.root, root.key_id, root.signature):
            return Finding(What.WITNESS_CHANGED, "journal-roots", number=root.number)
        if root.number > walk.number:
            return Finding(What.TAIL_CUT, "journal_batch", seq=walk.seq, number=root.number)
        stored = Batch.objects.filter(hall_id=walk.hall_id, number=root.number).values_list("root", flat=True)
        if root.root not in stored:
            return Finding(What.REWRITTEN, "journal_batch", number=root.number)
    return None


def _row(sql: str, hall_id: UUID) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapted(hall_id)])
        return tuple(cursor.fetchone() or ())


def _first(sql: str, hall_id: UUID) -> Any:
    return next(iter(_row(sql, hall_id)), None)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
