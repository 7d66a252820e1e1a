"""Count open clocks anew when the calendar or the hall's hours are others; stopped ones never move.

Only those the change can touch are read: a clock that is over before the first day that is another now, or
began after the last, has the dates it had.  Of these, only what can have moved is held: that is counted once
for all that are alike.  They are worked off in slices, each a transaction of its own, so that others come in
between, and what was broken off goes on behind the last slice that is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from yichuang.deadlines.models import Clock, Reprojection
from yichuang.deadlines.rules import Almanac, changed_days
from yichuang.deadlines.rules.days import begins
from yichuang.deadlines.selectors.almanac import almanac, calendar_as_of
from yichuang.deadlines.services.ledger import note_calendar
from yichuang.deadlines.services.recount import Plain, Recount, read_plain
from yichuang.deadlines.types import Unit
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor

SLICE = 250  # clocks that are held at once
READ = 20_000  # clocks that are read at once, while nothing is held


@transaction.atomic
def ask_reprojection(*, reason: str, hours_only: bool, by: Actor, at: datetime) -> None:
    """Note that the open clocks of a hall have to be counted anew; the next sweeps work it off.

    ``hours_only``: the hall's hours are others, so that only working hours are.  ``by.cause`` is the entry
    that tells of the change; heard twice, or before the last change was begun with, it is one piece of work.
    """
    waiting = Reprojection.objects.filter(hall_id=by.hall_id, done_at__isnull=True, to_look__isnull=True)
    if waiting.filter(hours_only__in=[False, hours_only]).exists():
        return
    Reprojection.objects.get_or_create(
        hall_id=by.hall_id,
        cause_id=by.cause or new_id(),
        defaults={"id": new_id(), "reason": reason, "hours_only": hours_only, "asked_at": at},
    )


def reproject(*, at: datetime) -> int:
    """Count the clocks anew of every hall where that was asked for, slice by slice; return how many moved."""
    moved = 0
    for work in list(Reprojection.objects.filter(done_at__isnull=True).order_by("asked_at", "id")):
        begun = _open(work)
        begun.filter(to_look__isnull=True).update(to_look=0)  # from here on, another change is other work
        recount = Recount(work.hall_id, work.cause_id, work.reason, _noted_almanac(work, at), at)
        touched = _touched(work, recount.almanac)
        begun.filter(cursor__isnull=True).update(to_look=touched.count())
        for read in _parts(work.cursor, touched):
            moved += _count_part(work, read, recount)
        begun.update(done_at=at)
    return moved


def _noted_almanac(work: Reprojection, at: datetime) -> Almanac:
    """Return by what clocks are counted now, its calendar written down for good.

    That is done before any clock is held: an act that holds one may be writing the same calendar down.
    """
    now = almanac(work.hall_id)
    with transaction.atomic():
        note_calendar(now.calendar, at)
    return now


def _open(work: Reprojection) -> QuerySet[Reprojection]:
    return Reprojection.objects.filter(id=work.id, done_at__isnull=True)


def _touched(work: Reprojection, now: Almanac) -> QuerySet[Clock]:
    """Return the open clocks whose dates or rungs the change can have moved.

    Each was counted by the calendar its row names, however often it has changed since.
    """
    rows = Clock.objects.filter(hall_id=work.hall_id, stopped_at__isnull=True)
    touched = Q(unit=str(Unit.WORKING_HOUR))
    if work.hours_only:
        return rows.filter(touched)
    for version in rows.order_by().values_list("calendar_version", flat=True).distinct():
        by_it = Q(calendar_version=version)
        before = calendar_as_of(version)
        if before is None:
            touched |= by_it
        elif days := changed_days(before, now.calendar):
            since, until = begins(days[0], now.tz), begins(days[1] + 2, now.tz)
            ahead = Q(due_at__gt=since) | Q(next_rung_at__gt=since)
            touched |= by_it & ahead & Q(started_at__lt=until)
    return rows.filter(touched)


def _parts(cursor: UUID | None, touched: QuerySet[Clock]) -> Iterator[list[Plain]]:
    """Yield these clocks, in the order of their ids, from behind the cursor on; nothing is held."""
    while True:
        rest = touched if cursor is None else touched.filter(id__gt=cursor)
        read = read_plain(rest.order_by("id")[:READ])
        if read:
            yield read
        if len(read) < READ:
            return
        cursor = read[-1].id


def _count_part(work: Reprojection, read: list[Plain], recount: Recount) -> int:
    """Count anew what has to be of a part, slice by slice; return how many moved."""
    moved, ids = 0, recount.may_have_moved(read)
    for first in range(0, len(ids), SLICE):
        if almanac(work.hall_id) is not recount.almanac:  # it has changed once more: nobody's date goes back
            recount.almanac = _noted_almanac(work, recount.at)
        moved += _count_slice(work, ids[first : first + SLICE], recount)
    _note(work, len(read) - len(ids), 0, read[-1].id)
    return moved


def _count_slice(work: Reprojection, ids: list[UUID], recount: Recount) -> int:
    """Count some clocks anew, and return how many moved.

    Nobody is waited for while clocks are held: an act may hold one of them and want another.  Who was locked
    comes by itself, and only then is the slice done.
    """
    with transaction.atomic():
        if not _open(work).filter(Q(cursor__isnull=True) | Q(cursor__lt=ids[-1])).exists():
            return 0  # somebody else did it
        held, moved = recount.clocks(ids)
        busy = sorted(set(ids) - held)
        _note(work, len(held), moved, None if busy else ids[-1])
    for clock_id in busy:
        with transaction.atomic():
            _held, one = recount.clocks([clock_id], wait=True)
            _note(work, 1, one, ids[-1] if clock_id == busy[-1] else None)
        moved += one
    return moved


def _note(work: Reprojection, looked: int, moved: int, cursor: UUID | None) -> None:
    told = {"looked": F("looked") + looked, "moved": F("moved") + moved}
    Reprojection.objects.filter(id=work.id).update(**told, **({"cursor": cursor} if cursor else {}))
