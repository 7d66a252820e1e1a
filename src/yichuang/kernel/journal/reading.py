"""Read the journal as a person does: a page at a time, looked through by who, what, where and when.

Also how often each event happened on each day, and how one entry is sealed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from yichuang.kernel.journal.cards import EntryCard, card
from yichuang.kernel.journal.models import Batch, Entry, Seal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field lets everything through.

    ``actors`` are persons, devices or citizens; ``on`` is a local day in ``timezone``.
    """

    names: Collection[str] = ()
    actors: Collection[UUID] | None = None
    window: UUID | None = None
    subject: UUID | None = None
    matter: UUID | None = None
    on: date | None = None
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class PageCard:
    """One page, newest first; ``older`` and ``newer`` are the seqs to go on from, None at an end."""

    entries: tuple[EntryCard, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class SealCard:
    """How one entry is sealed: its leaf, and the signed batch it stands in."""

    seq: int
    leaf: str
    batch: int
    first_seq: int
    last_seq: int
    algorithm: str
    root: str
    previous_root: str
    key_id: str
    signature: str
    sealed_at: datetime


def page(
    hall_id: UUID, wanted: Wanted, *, before: int | None = None, after: int | None = None, size: int = 50
) -> PageCard:
    """Return the entries before a seq, or the ``size`` next after one, or the newest."""
    rows = _found(hall_id, wanted)
    if after is not None:
        newest_last = list(rows.filter(seq__gt=after).order_by("seq")[: size + 1])
        more_newer = len(newest_last) > size
        shown = newest_last[:size][::-1]
        older = shown[-1].seq if shown and rows.filter(seq__lt=shown[-1].seq).exists() else None
        newer = shown[0].seq if more_newer else None
    else:
        wide = rows if before is None else rows.filter(seq__lt=before)
        newest_first = list(wide.order_by("-seq")[: size + 1])
        shown = newest_first[:size]
        older = shown[-1].seq if len(newest_first) > size else None
        newer = shown[0].seq if shown and before is not None else None
    return PageCard(tuple(card(row.entry, row.seq) for row in shown), older, newer)


def _found(hall_id: UUID, wanted: Wanted) -> QuerySet[Seal]:
    rows = Seal.objects.filter(hall_id=hall_id, entry__hall_id=hall_id).select_related("entry")
    if wanted.names:
        rows = rows.filter(entry__name__in=list(wanted.names))
    if wanted.actors is not None:
        rows = rows.filter(entry__actor_id__in=list(wanted.actors))
    if wanted.window is not None:
        rows = rows.filter(entry__window_id=wanted.window)
    if wanted.subject is not None:
        rows = rows.filter(entry__subject_id=wanted.subject)
    if wanted.matter is not None:
        rows = rows.filter(entry__matter_id=wanted.matter)
    if wanted.on is not None:
        begins, ends = _bounds(wanted.on, wanted.timezone)
        rows = rows.filter(entry__at__gte=begins, entry__at__lt=ends)
    return rows


def _bounds(day: date, timezone: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(timezone)
    following = day + timedelta(days=1)
    return (
        datetime(day.year, day.month, day.day, tzinfo=zone),
        datetime(following.year, following.month, following.day, tzinfo=zone),
    )


def by_seq(hall_id: UUID, seq: int) -> tuple[EntryCard, SealCard] | None:
    """Return one entry of the hall and how it is sealed, or nothing."""
    row = (
        Seal.objects.filter(hall_id=hall_id, seq=seq, entry__hall_id=hall_id).select_related("entry").first()
    )
    if row is None:
        return None
    batch = Batch.objects.get(pk=row.batch_id, hall_id=hall_id)
    sealing = SealCard(
        seq=row.seq,
        leaf=row.leaf,
        batch=batch.number,
        first_seq=batch.first_seq,
        last_seq=batch.last_seq,
        algorithm=batch.algorithm,
        root=batch.root,
        previous_root=batch.previous_root,
        key_id=batch.key_id,
        signature=batch.signature,
        sealed_at=batch.sealed_at,
    )
    return card(row.entry, row.seq), sealing


def body_of_entry(hall_id: UUID, entry_id: UUID) -> str:
    """Return the entry's body as it is stored and hashed."""
    body: str = Entry.objects.values_list("body", flat=True).get(hall_id=hall_id, pk=entry_id)
    return body


def subjects(hall_id: UUID, *, name: str, on: date, timezone: str) -> list[UUID]:
    """Return what the sealed entries of one name are about that happened on a local day."""
    rows = _found(hall_id, Wanted(names=(name,), on=on, timezone=timezone))
    return list(rows.order_by("seq").values_list("entry__subject_id", flat=True))


def daily_counts(hall_id: UUID, *, since: date, until: date, timezone: str) -> dict[tuple[str, date], int]:
    """Return how often each event happened on each local day from ``since`` to ``until`` (inclusive).

    One short walk of the index (hall, at, name) per day: grouping by local day in SQL costs a function
    call per row on SQLite.
    """
    counts: dict[tuple[str, date], int] = {}
    for offset in range((until - since).days + 1):
        day = since + timedelta(days=offset)
        begins, ends = _bounds(day, timezone)
        rows = Entry.objects.filter(hall_id=hall_id, at__gte=begins, at__lt=ends).values_list("name")
        for name, times in rows.annotate(times=Count("id")).order_by():
            counts[name, day] = times
    return counts
