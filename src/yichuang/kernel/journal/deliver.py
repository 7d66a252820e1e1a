"""Let the consumers hear what has been sealed, each entry once and in order, never swallowing a failure.

The cursor and the handler's writes commit together; a savepoint stands around each event; a delivery
transaction ends after about 20 ms so that clerks at the windows do not wait.  A failing event is set
aside with its error and tried again, later and later; the following events of its subject wait behind
it as rows.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import cards, consumers
from yichuang.kernel.journal.cards import EntryCard, UnreadCard
from yichuang.kernel.journal.consumers import Consumer
from yichuang.kernel.journal.models import Chain, Cursor, Seal, SetAside
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.logs import masked

log = logging.getLogger(__name__)

SLICE_SECONDS = 0.02
NEAR = 1000  # entries: cursors this close to the head share one look at what is new
FAR = 5000  # entries a cursor further back looks through at a time
READ = 100  # entries read at once, at most
PATIENCE = 3  # times the database may fail under a handler before the event is set aside
BACK_OFF = [timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 3600)]


@dataclass(frozen=True, slots=True)
class _Behind:
    cursor_id: int
    hall_id: UUID
    consumer: Consumer


class Round(NamedTuple):
    """What a round of slices brought; ``unread``: some consumer has not yet come to the end of the chain."""

    heard: int
    unread: bool


class _Interrupted(Exception):
    """The database failed under a handler: the whole slice is taken back and tried again."""


_interruptions: dict[int, int] = {}
_looked: dict[
    tuple[UUID, str], tuple[int, int]
] = {}  # consumer of a hall -> its cursor, how far it was looked on
_pace: dict[int, int] = {}  # cursor -> how many events to read for a slice, after how many the last one held


def hear(slice_seconds: float = SLICE_SECONDS) -> int:
    """Seal and deliver until nothing is left, including what the consumers tell; return what was heard.

    Where nobody waits at a window meanwhile, long slices spare it many a commit.
    """
    consumers.register()
    heard = 0
    for _ in range(10_000):
        sealed = seal()
        now = deliver(slice_seconds)
        heard += now
        if not sealed and not now:
            return heard
    raise RuntimeError("the consumers answer each other without end")


def deliver(slice_seconds: float = SLICE_SECONDS) -> int:
    """Let every consumer hear what has been sealed; return how many events were heard or set aside."""
    consumers.register()
    heard = 0
    while True:
        now = round_of_slices(slice_seconds)
        heard += now.heard
        if not now.heard and not now.unread:
            return heard


def round_of_slices(slice_seconds: float = SLICE_SECONDS) -> Round:
    """Give each consumer that is behind one slice, of about 20 ms unless told."""
    slices = [_slice(behind, slice_seconds) for behind in list(_behind())]
    return Round(sum(one.heard for one in slices), any(one.unread for one in slices))


def interrupted() -> bool:
    """Say whether the database failed under a handler in this process, so that its slice is still owed."""
    return bool(_interruptions)


def rebuild(name: str) -> int:
    """Compute a projection anew from the first entry of every hall; return how many events it heard.

    Raises: ``LookupError`` for a name nobody declared, ``ValueError`` for a reaction or a projection
    that does not say how to clear its rows.
    """
    consumer = consumers.all_consumers()[name]
    if consumer.clear is None:
        raise ValueError(f"{name} cannot be rebuilt")
    consumers.register()
    for cursor_id, hall_id in Cursor.objects.filter(consumer=name).values_list("id", "hall_id"):
        with transaction.atomic():
            Cursor.objects.select_for_update().get(pk=cursor_id)
            consumer.clear(hall_id)
            SetAside.objects.filter(hall_id=hall_id, consumer=name).delete()
            Cursor.objects.filter(pk=cursor_id).update(seq=0)
    return deliver()


# ---- who is behind ------------------------------------------------------------------------------------


def _behind() -> Iterator[_Behind]:
    """Find the consumers with something to hear; move those over what is not theirs, if it is much."""
    declared = consumers.all_consumers()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, c.hall_id, c.consumer, c.seq, h.last_seq FROM journal_cursor c"
            " JOIN journal_chain h ON h.hall_id = c.hall_id WHERE c.seq < h.last_seq ORDER BY c.hall_id, c.id"
        )
        rows = cursor.fetchall()
    by_hall: dict[UUID, list[tuple[int, Consumer, int, int]]] = {}
    for cursor_id, hall, name, seq, head in rows:
        hall_id = hall if isinstance(hall, UUID) else UUID(hall)
        if name in declared and _looked_to(hall_id, name, seq, head) < head:
            by_hall.setdefault(hall_id, []).append((cursor_id, declared[name], seq, head))
    for hall_id, cursors in by_hall.items():
        yield from _behind_in(hall_id, cursors)


def _looked_to(hall_id: UUID, name: str, seq: int, head: int) -> int:
    """Return how far this process knows that nothing concerns the consumer, from its cursor on."""
    at, to = _looked.get((hall_id, name), (seq, seq))
    return to if at == seq and to <= head else seq


def _behind_in(hall_id: UUID, cursors: list[tuple[int, Consumer, int, int]]) -> Iterator[_Behind]:
    head = max(head for _, _, _, head in cursors)
    near = [one for one in cursors if one[2] >= head - NEAR]
    lowest = min((_looked_to(hall_id, one.name, seq, head) for _, one, seq, _ in near), default=head)
    news = list(
        Seal.objects.filter(hall_id=hall_id, seq__gt=lowest, seq__lte=head, entry__hall_id=hall_id)
        .order_by("seq")
        .values_list("seq", "entry__name")
    )
    idle = []
    for cursor_id, consumer, seq, _ in cursors:
        if seq < head - NEAR or any(n > seq and name in consumer.events for n, name in news):
            yield _Behind(cursor_id, hall_id, consumer)
            continue
        _looked[hall_id, consumer.name] = (seq, head)
        if head - seq > NEAR // 2:
            idle.append(cursor_id)
    if idle:  # only now and then: a write for every batch and consumer would cost more than it tells
        Cursor.objects.filter(pk__in=idle, seq__lt=head).update(seq=head)


# ---- hearing ------------------------------------------------------------------------------------------


def _slice(behind: _Behind, seconds: float) -> Round:
    try:
        with transaction.atomic():
            brought = _hear_slice(behind, seconds)
    except _Interrupted as error:
        _interruptions[behind.cursor_id] = _interruptions.get(behind.cursor_id, 0) + 1
        log.warning("%s was interrupted: %s", behind.consumer.name, error.__cause__)
        return Round(0, unread=False)
    _interruptions.pop(behind.cursor_id, None)
    return brought


def _hear_slice(behind: _Behind, seconds: float) -> Round:
    # the lock makes rival deliverers wait and then see where this one ended
    cursor = Cursor.objects.select_for_update().get(pk=behind.cursor_id)
    deadline = time.monotonic() + seconds
    consumer, hall_id = behind.consumer, behind.hall_id
    head = Chain.objects.values_list("last_seq", flat=True).get(pk=hall_id)
    upto = min(head, cursor.seq + FAR)
    read = _pace.get(cursor.pk, READ)
    entries = cards.read_between(hall_id, cursor.seq, upto, names=consumer.events, limit=read)
    aside = SetAside.objects.filter(hall_id=hall_id, consumer=consumer.name)
    blocked = set(aside.values_list("subject_id", flat=True))
    reached, heard = upto if len(entries) < read else entries[-1].seq, 0
    for entry in entries:
        heard += 1
        if entry.subject_id in blocked:
            _set_aside(consumer, entry, None)
        else:
            error = _hear(consumer, entry, _interruptions.get(behind.cursor_id, 0) < PATIENCE)
            if error is not None:
                _set_aside(consumer, entry, error)
                blocked.add(entry.subject_id)
        if time.monotonic() > deadline:
            reached = entry.seq if heard < len(entries) else reached
            break
    _pace[cursor.pk] = min(READ, 2 * heard + 2)
    Cursor.objects.filter(pk=cursor.pk).update(seq=max(reached, cursor.seq))
    return Round(heard, unread=reached < head)


def _hear(consumer: Consumer, entry: EntryCard | UnreadCard, patient: bool) -> Exception | None:
    """Call the handler inside a savepoint; return what it raised, or why the entry cannot be read.

    Raises: _Interrupted when the database failed and the slice should be tried again.
    """
    if isinstance(entry, UnreadCard):
        return entry.error
    try:
        with transaction.atomic():
            consumer.handler(entry.event, entry)
    except (OperationalError, InterfaceError) as error:
        if patient:
            raise _Interrupted from error
        return error
    except Exception as error:
        return error
    return None


def _set_aside(consumer: Consumer, entry: EntryCard | UnreadCard, error: Exception | None) -> None:
    if error is not None:
        log.error("%s could not hear entry %s", consumer.name, entry.id, exc_info=error)
    now = datetime.now(UTC)
    SetAside.objects.create(
        hall_id=entry.hall_id,
        consumer=consumer.name,
        seq=entry.seq,
        entry_id=entry.id,
        subject_id=entry.subject_id,
        error="" if error is None else _told(error),
        tries=0 if error is None else 1,
        due_at=None if error is None else now + BACK_OFF[0],
        set_aside_at=now,
    )


def _told(error: Exception) -> str:
    """Return what went wrong and where, without the values a message may carry along."""
    if isinstance(error, Refusal):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename.rsplit('yichuang/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}: {masked(str(error))[:200]}"


# ---- trying again -------------------------------------------------------------------------------------


def retry(at: datetime | None = None, limit: int = 50) -> int:
    """Try again what was set aside and is due at ``at`` (real time, now); return how many were heard."""
    at = at or datetime.now(UTC)
    declared = consumers.all_consumers()
    due = SetAside.objects.filter(due_at__lte=at, consumer__in=declared).order_by("due_at")[:limit]
    return sum(_retry_subject(declared[one.consumer], one, at) for one in due)


def _retry_subject(consumer: Consumer, first: SetAside, at: datetime) -> int:
    """Walk what is set aside of one subject in order, stopping at the first that fails again."""
    heard, deadline = 0, time.monotonic() + SLICE_SECONDS
    with transaction.atomic():
        # delivery of new events of this subject waits meanwhile
        list(Cursor.objects.select_for_update().filter(hall_id=first.hall_id, consumer=consumer.name))
        rows = SetAside.objects.filter(
            hall_id=first.hall_id, consumer=consumer.name, subject_id=first.subject_id
        ).order_by("seq")
        for row in rows[:READ]:
            mine = SetAside.objects.filter(pk=row.pk)
            if heard and time.monotonic() > deadline:
                mine.update(due_at=at)  # the next one due, in a transaction of its own
                break
            error = _hear_again(consumer, row)
            if error is not None:
                wait = BACK_OFF[min(row.tries, len(BACK_OFF) - 1)]
                mine.update(error=_told(error), tries=F("tries") + 1, due_at=at + wait)
                break
            mine.delete()
            heard += 1
    return heard


def _hear_again(consumer: Consumer, row: SetAside) -> Exception | None:
    found = cards.read_between(row.hall_id, row.seq - 1, row.seq)
    if not found:
        return LookupError("the entry is no longer there")
    (entry,) = found
    return _hear(consumer, entry, patient=False)
