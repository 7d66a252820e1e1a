"""Count open clocks anew when the calendar or the hall's hours are others; stopped ones never move."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.deadlines.models import Clock, Reprojection
from yichuang.deadlines.selectors.almanac import almanac
from yichuang.deadlines.selectors.clocks import entries_of
from yichuang.deadlines.services.ledger import (
    PROJECTED,
    Held,
    note_calendar,
    project_row,
    save_projected,
    tell_if_moved,
    told_rungs,
)
from yichuang.deadlines.services.sweep import SWEEP_ID
from yichuang.deadlines.types import Unit
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind

SLICE = 200


@transaction.atomic
def ask_reprojection(*, reason: str, hours_only: bool, by: Actor, at: datetime) -> None:
    """Note that the open clocks of a hall have to be counted anew; the next sweeps work it off.

    ``hours_only``: the hall's hours are others, so that only working hours are.  ``by.cause`` is the entry
    that tells of the change; heard twice, or before the last change was begun with, it is one piece of work.
    """
    waiting = Reprojection.objects.filter(hall_id=by.hall_id, done_at__isnull=True, cursor__isnull=True)
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
    waiting = Reprojection.objects.filter(done_at__isnull=True).order_by("asked_at", "id")
    for work_id, hall_id in list(waiting.values_list("id", "hall_id")):
        # before any clock is held: an act that holds one may be writing the same calendar down
        with transaction.atomic():
            note_calendar(almanac(hall_id).calendar, at)
        done = False
        while not done:
            with transaction.atomic():
                in_slice, busy, done = _next_slice(work_id, at)
            moved += in_slice
            for clock_id in busy:
                moved += _count_one(work_id, clock_id, at)
    return moved


def _next_slice(work_id: UUID, at: datetime) -> tuple[int, list[UUID], bool]:
    """Count some clocks anew; return how many moved, which were locked, and whether nothing is left to do.

    Nobody is waited for while clocks are held: an act may hold one of them and want another.
    """
    work = (
        Reprojection.objects.select_for_update(skip_locked=True)
        .filter(id=work_id, done_at__isnull=True)
        .first()
    )
    if work is None:
        return 0, [], True
    rows = Clock.objects.filter(hall_id=work.hall_id, stopped_at__isnull=True)
    if work.hours_only:
        rows = rows.filter(unit=str(Unit.WORKING_HOUR))
    if work.cursor is not None:
        rows = rows.filter(id__gt=work.cursor)
    ids = list(rows.order_by("id").values_list("id", flat=True)[:SLICE])
    found = list(rows.select_for_update(skip_locked=True).filter(id__in=ids))
    moved = _count_anew(work, found, at)
    work.looked, work.moved = work.looked + len(found), work.moved + moved
    work.cursor = ids[-1] if ids else work.cursor
    work.done_at = at if len(ids) < SLICE else None
    work.save(update_fields=["cursor", "looked", "moved", "done_at"])
    return moved, sorted(set(ids) - {row.id for row in found}), work.done_at is not None


@transaction.atomic
def _count_one(work_id: UUID, clock_id: UUID, at: datetime) -> int:
    """Count one clock anew that was locked before, waiting for it alone; return 1 when it moved."""
    work = Reprojection.objects.get(id=work_id)
    rows = Clock.objects.select_for_update().filter(hall_id=work.hall_id, id=clock_id)
    return _count_anew(work, list(rows.filter(stopped_at__isnull=True)), at)


def _count_anew(work: Reprojection, rows: list[Clock], at: datetime) -> int:
    """Count locked clocks anew; return how many moved."""
    ledgers, by_almanac = entries_of(work.hall_id, (row.id for row in rows)), almanac(work.hall_id)
    ones = [Held(row, ledgers[row.id]) for row in rows]
    told = told_rungs(work.hall_id, ones)
    by = replace(Actor(ActorKind.SYSTEM, SWEEP_ID, work.hall_id), cause=work.cause_id)
    moved, changed = 0, []
    for one in ones:
        before = _projected(one.row)
        moved += tell_if_moved(one, by_almanac, by=by, at=at, reason=work.reason)
        project_row(one, by_almanac, told[one.row.id], at)
        if _projected(one.row) != before:
            changed.append(one.row)
    save_projected(changed)
    return moved


def _projected(row: Clock) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in PROJECTED)
