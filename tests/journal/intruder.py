"""What somebody with the database in hand, but without the signing key, could try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from tests.journal.rehearsal import arrive, execute
from yichuang.kernel.journal import canonical, guard
from yichuang.kernel.journal.models import Batch, Chain, Entry, Seal, Unsealed
from yichuang.kernel.journal.record import adapted
from yichuang.kernel.journal.seal import MOMENTS, entry_columns, seal
from yichuang.kernel.types import Actor


def chain_of(by: Actor, sizes: Sequence[int] = (4, 1, 5, 2)) -> list[UUID]:
    """Write and seal a chain with batches of these sizes; return the entries in order."""
    entries = []
    for size in sizes:
        entries += [arrive(by) for _ in range(size)]
        seal()
    return entries


class _Undone(Exception):
    pass


@contextmanager
def breaking_in() -> Iterator[None]:
    """Do it with the guard lifted, and put everything back at the end."""
    try:
        with transaction.atomic():
            with guard.lifted():
                yield
            raise _Undone
    except _Undone:
        pass


def where(hall_id: UUID) -> list[Any]:
    return [adapted(hall_id)]


def cut(hall_id: UUID, keep: int) -> None:
    """Remove every batch after ``keep`` with its seals and entries, and mend the end of the chain."""
    last = Batch.objects.filter(hall_id=hall_id, number=keep).first()
    seq = last.last_seq if last else 0
    gone = list(Seal.objects.filter(hall_id=hall_id, seq__gt=seq).values_list("entry_id", flat=True))
    Entry.objects.filter(pk__in=gone).delete()
    Seal.objects.filter(pk__in=gone).delete()
    Batch.objects.filter(hall_id=hall_id, number__gt=keep).delete()
    Chain.objects.filter(pk=hall_id).update(
        last_seq=seq,
        last_number=keep,
        last_root=last.root if last else "",
        last_signature=last.signature if last else "",
    )


def cut_everything(hall_id: UUID) -> None:
    """Remove a hall as if it had never been."""
    for model in (Entry, Seal, Batch, Chain, Unsealed):
        model._default_manager.filter(hall_id=hall_id).delete()


def recompute(hall_id: UUID, first_number: int, *, own_key_id: bool) -> None:
    """Compute leaves, roots and the chain's end anew from a batch on, signing with a key of one's own."""
    own = Ed25519PrivateKey.generate()
    before = Batch.objects.filter(hall_id=hall_id, number=first_number - 1).first()
    root, signature = (before.root, before.signature) if before else ("", "")
    for batch in Batch.objects.filter(hall_id=hall_id, number__gte=first_number).order_by("number"):
        leaves = _releaf(hall_id, batch)
        new = canonical.root(
            batch.algorithm,
            hall_id=hall_id,
            number=batch.number,
            first_seq=batch.first_seq,
            last_seq=batch.last_seq,
            sealed_at=batch.sealed_at,
            previous_root=root,
            previous_signature=signature,
            tree=canonical.tree(batch.algorithm, leaves),
        )
        batch.previous_root, batch.root = root, new
        batch.signature = own.sign(new.encode()).hex()
        batch.key_id = "0123456789abcdef" if own_key_id else batch.key_id
        batch.save()
        root, signature = new, batch.signature
    Chain.objects.filter(pk=hall_id).update(last_root=root, last_signature=signature)


def _releaf(hall_id: UUID, batch: Batch) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.seq, {entry_columns('e')}"
            " FROM journal_seal s JOIN journal_entry e ON e.id = s.entry_id"
            " WHERE s.hall_id = %s AND s.seq BETWEEN %s AND %s ORDER BY s.seq",
            [adapted(hall_id), batch.first_seq, batch.last_seq],
        )
        rows = cursor.fetchall()
    leaves = [canonical.leaf(batch.algorithm, row[0], row[1:], MOMENTS) for row in rows]
    for row, leaf in zip(rows, leaves, strict=True):
        Seal.objects.filter(hall_id=hall_id, seq=row[0]).update(leaf=leaf)
    return leaves


def swap_places(hall_id: UUID, one: int, other: int) -> None:
    """Let two entries change their places in the chain."""
    place = "UPDATE journal_seal SET seq = %s WHERE hall_id = %s AND seq = %s"
    for new, old in ((10**9, one), (one, other), (other, 10**9)):
        execute(place, [new, adapted(hall_id), old])


def swap_entries(hall_id: UUID, one: int, other: int) -> None:
    """Let two seals change their entries, leaves staying where they are."""
    rows = {row.seq: row for row in Seal.objects.filter(hall_id=hall_id, seq__in=[one, other])}
    ids = {seq: row.pk for seq, row in rows.items()}
    Seal.objects.filter(hall_id=hall_id, seq__in=[one, other]).delete()
    for seq, source in ((one, other), (other, one)):
        row = rows[seq]
        Seal.objects.create(
            entry_id=ids[source], hall_id=hall_id, seq=seq, batch_id=row.batch_id, leaf=row.leaf
        )
