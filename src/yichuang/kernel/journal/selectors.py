"""Questions to the register: what happened, to whom, on which day, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet

from yichuang.kernel.journal.cards import EntryCard, card, card_of_row
from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.models import Batch, Chain, Entry, Seal, SetAside, Unsealed
from yichuang.kernel.journal.record import COLUMNS, adapted

__all__ = [
    "EntryCard",
    "HeadCard",
    "SetAsideCard",
    "ToldCard",
    "acted_in",
    "count_by_name",
    "entries",
    "entry",
    "head",
    "history",
    "ids_told",
    "set_aside",
    "since",
    "subject_of",
    "told_between",
]

_ID = re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_HISTORY = (
    f"SELECT s.seq, {', '.join(f'e.{name}' for name in COLUMNS)} FROM journal_entry e"  # noqa: S608
    " JOIN journal_seal s ON s.entry_id = e.id WHERE e.hall_id = %s AND e.matter_id = %s"
)


@dataclass(frozen=True, slots=True)
class HeadCard:
    """Where a hall's chain ends: what the day sheet prints."""

    hall_id: UUID
    seq: int
    number: int
    root: str
    sealed_at: datetime | None
    unsealed: int


@dataclass(frozen=True, slots=True)
class ToldCard:
    """What one entry tells, about what, and when it happened."""

    subject_id: UUID
    at: datetime
    event: Event


@dataclass(frozen=True, slots=True)
class SetAsideCard:
    """An event a consumer could not hear yet; ``waits`` behind another one of the same subject."""

    consumer: str
    seq: int
    entry_id: UUID
    subject_id: UUID
    error: str
    tries: int
    due_at: datetime | None
    set_aside_at: datetime
    waits: bool


def entries(
    hall_id: UUID,
    *,
    subject: UUID | None = None,
    matter: UUID | None = None,
    on: date | None = None,
    timezone: str | None = None,
    names: Iterable[str] | None = None,
    before_seq: int | None = None,
    limit: int = 100,
) -> list[EntryCard]:
    """Return sealed entries of a hall, newest first.

    ``on`` is a local day in ``timezone`` (the installation's unless told); ``before_seq`` continues a
    page; ``names`` are stored event names.
    """
    rows = _sealed(hall_id)
    if subject is not None:
        rows = rows.filter(entry__subject_id=subject)
    if matter is not None:
        rows = rows.filter(entry__matter_id=matter)
    if on is not None:
        start = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(timezone or settings.TIME_ZONE))
        rows = rows.filter(entry__at__gte=start, entry__at__lt=start + timedelta(days=1))
    if names is not None:
        rows = rows.filter(entry__name__in=list(names))
    if before_seq is not None:
        rows = rows.filter(seq__lt=before_seq)
    return [card(row.entry, row.seq) for row in rows.order_by("-seq")[:limit]]


def since(hall_id: UUID, at: datetime, names: Iterable[str]) -> list[EntryCard]:
    """Return the sealed entries of these stored names that happened from ``at`` on, in their order.

    For the last moments of a hall: one short walk of the index (hall, at, name), then their seals.
    """
    ids = Entry.objects.filter(hall_id=hall_id, at__gte=at, name__in=list(names)).values_list("id", flat=True)
    rows = _sealed(hall_id).filter(pk__in=list(ids)).order_by("seq")
    return [card(row.entry, row.seq) for row in rows]


def told_between(hall_id: UUID, name: str, begins: datetime, ends: datetime) -> list[ToldCard]:
    """Return what the entries of one stored name that happened from ``begins`` until ``ends`` tell.

    Also those not sealed yet: for counting again what a register of its own says.
    """
    rows = Entry.objects.filter(hall_id=hall_id, at__gte=begins, at__lt=ends, name=name)
    found = rows.order_by("at", "id").values_list("subject_id", "at", "version", "body")
    return [ToldCard(subject, at, load(name, version, body)) for subject, at, version, body in found]


def entry(hall_id: UUID, entry_id: UUID) -> EntryCard | None:
    """Return one sealed entry of a hall, or nothing."""
    row = _sealed(hall_id).filter(pk=entry_id).first()
    return None if row is None else card(row.entry, row.seq)


def subject_of(hall_id: UUID, entry_id: UUID) -> UUID:
    """Return what an entry of the hall is about, sealed or not (an act that is asked for a second time)."""
    found: UUID = Entry.objects.values_list("subject_id", flat=True).get(hall_id=hall_id, pk=entry_id)
    return found


def history(hall_id: UUID, *, matter: UUID, limit: int = 1000) -> list[EntryCard]:
    """Return everything that happened in a matter, a visit or a case, in order (本件经过)."""
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [adapted(hall_id), adapted(matter)])
        # put in order here: asked for it, SQLite walks the hall's whole chain for the order of a few
        rows = sorted(cursor.fetchall(), key=itemgetter(0))
    return [card_of_row(values, seq) for seq, *values in rows[:limit]]


def ids_told(hall_id: UUID, *, matter: UUID) -> set[UUID]:
    """Return every id the events of a matter tell of, sealed or not: to find what belongs to it elsewhere."""
    bodies = Entry.objects.filter(hall_id=hall_id, matter_id=matter).values_list("body", flat=True)
    return {UUID(found) for body in bodies for found in _ID.findall(body)}


def acted_in(hall_id: UUID, *, matter: UUID, person_id: UUID, besides: Iterable[str]) -> bool:
    """Say whether a person did anything in a matter, ``besides`` the acts of these stored names."""
    rows = Entry.objects.filter(hall_id=hall_id, matter_id=matter, actor_id=person_id)
    return rows.exclude(name__in=list(besides)).exists()


def count_by_name(hall_id: UUID, since: datetime) -> dict[str, int]:
    """Return how often each event happened in a hall from ``since`` on, by stored name."""
    rows = Entry.objects.filter(hall_id=hall_id, at__gte=since).values_list("name")
    return dict(rows.annotate(times=Count("id")).order_by("name"))


def head(hall_id: UUID) -> HeadCard:
    """Return where the hall's chain ends and how many entries wait for their number."""
    chain = Chain.objects.filter(pk=hall_id).first() or Chain(hall_id=hall_id)
    batch = Batch.objects.filter(hall_id=hall_id, number=chain.last_number).first()
    return HeadCard(
        hall_id=hall_id,
        seq=chain.last_seq,
        number=chain.last_number,
        root=chain.last_root,
        sealed_at=batch.sealed_at if batch else None,
        unsealed=Unsealed.objects.filter(hall_id=hall_id).count(),
    )


def set_aside(hall_id: UUID | None = None, limit: int = 200) -> list[SetAsideCard]:
    """Return what consumers could not hear yet, oldest first: for the oversight screen and ``doctor``."""
    rows = SetAside.objects.all() if hall_id is None else SetAside.objects.filter(hall_id=hall_id)
    return [
        SetAsideCard(
            consumer=row.consumer,
            seq=row.seq,
            entry_id=row.entry_id,
            subject_id=row.subject_id,
            error=row.error,
            tries=row.tries,
            due_at=row.due_at,
            set_aside_at=row.set_aside_at,
            waits=row.due_at is None,
        )
        for row in rows.order_by("id")[:limit]
    ]


def _sealed(hall_id: UUID) -> QuerySet[Seal]:
    return Seal.objects.filter(hall_id=hall_id, entry__hall_id=hall_id).select_related("entry")
