"""What time itself does: tell who has to know that a clock comes near its end, or has run out (TIME-03).

Only clocks whose next rung is due are touched, found by an index.  A rung is claimed by a row that can be
there only once; who comes second finds it taken, or the clock locked, and goes on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q

from yichuang.deadlines import rules
from yichuang.deadlines.events import DeadlineNear, DeadlinePassed
from yichuang.deadlines.models import Clock, ClockRung
from yichuang.deadlines.rules import Almanac
from yichuang.deadlines.rules.project import NEAR
from yichuang.deadlines.selectors.almanac import almanac
from yichuang.deadlines.selectors.clocks import entries_of
from yichuang.deadlines.services.ledger import Held, told_rungs
from yichuang.deadlines.types import Audience, ClockState, Rung
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:deadlines.tick")
SLICE = 100


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: clocks looked at, rungs told, and those a late sweep left out for higher ones."""

    looked: int = 0
    told: int = 0
    skipped: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(self.looked + other.looked, self.told + other.told, self.skipped + other.skipped)


def tick(*, at: datetime) -> Swept:
    """Tell every rung that was reached by ``at``, in every hall, slice by slice; twice is harmless."""
    swept = Swept()
    for hall_id in organization.hall_ids():
        swept += _sweep(hall_id, at)
    return swept


def _sweep(hall_id: UUID, at: datetime) -> Swept:
    swept, waiting = Swept(), Clock.objects.filter(hall_id=hall_id, next_rung_at__lte=at)
    behind = Q()
    while True:
        rows = waiting.filter(behind).order_by("next_rung_at", "id").values_list("next_rung_at", "id")
        found = list(rows[:SLICE])
        if found:
            with transaction.atomic():
                swept += _tell(hall_id, [clock_id for _moment, clock_id in found], at)
        if len(found) < SLICE:
            return swept
        # rows that a rival holds stay where they are: the next sweep looks at them again
        moment, clock_id = found[-1]
        behind = Q(next_rung_at__gt=moment) | Q(next_rung_at=moment, id__gt=clock_id)


def _tell(hall_id: UUID, ids: list[UUID], at: datetime) -> Swept:
    """Tell the rungs of one slice in the transaction of the caller."""
    locked = Clock.objects.select_for_update(skip_locked=True)
    rows = list(locked.filter(hall_id=hall_id, id__in=ids, next_rung_at__lte=at).order_by("next_rung_at"))
    ledgers = entries_of(hall_id, (row.id for row in rows))
    ones = [Held(row, ledgers[row.id]) for row in rows]
    told, by_almanac = told_rungs(hall_id, ones), almanac(hall_id)
    swept, claims = Swept(len(rows)), []
    for one in ones:
        reached, one.row.next_rung_at = _reached(one, by_almanac, told[one.row.id], at)
        if reached:
            claims += _claims(one, reached, at)
            swept += Swept(0, 1, len(reached) - 1)
    ClockRung.objects.bulk_create(claims)
    _look_next(hall_id, rows)
    return swept


def _look_next(hall_id: UUID, rows: list[Clock]) -> None:
    """Write when the sweep looks at the clocks next: in one statement for all with the same moment."""
    by_moment: dict[datetime | None, list[UUID]] = defaultdict(list)
    for row in rows:
        by_moment[row.next_rung_at].append(row.id)
    for moment, ids in by_moment.items():
        Clock.objects.filter(hall_id=hall_id, id__in=ids).update(next_rung_at=moment)


def _reached(
    one: Held, by_almanac: Almanac, told: list[str], at: datetime
) -> tuple[list[Rung], datetime | None]:
    """Return what the clock has reached and not told, told now, and when to look again."""
    ledger = one.ledger
    if ledger.state is ClockState.STOPPED:
        return [], None
    # a pause that is still open may last for good: nothing that lies behind it is reached
    found = rules.project(ledger, by_almanac, at, rules.read(one.row.ladder))
    reached, coming = rules.passed(found.moments, told, at)
    if reached:
        now = rules.project(ledger, by_almanac, at, open_until=at)
        assert now.due_at is not None  # every pause ended
        event = DeadlineNear if reached[-1].measure in NEAR else DeadlinePassed
        row = one.row
        what = event(
            clock_id=row.id,
            purpose=row.purpose,
            subject_id=row.subject_id,
            rung=reached[-1].code,
            tells=_audiences(reached),
            skipped=tuple(rung.code for rung in reached[:-1]),
            due=now.due,
            due_at=now.due_at,
            owner_id=row.owner_id,
            department_id=row.department_id,
        )
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, row.hall_id)
        record(what, subject=row.id, by=by, at=at, matter=row.matter_id)
    return reached, coming


def _audiences(reached: list[Rung]) -> tuple[Audience, ...]:
    """Return who is told: those of the rungs that were overtaken too, so that nobody is left out."""
    return tuple(who for who in Audience if any(who in rung.tells for rung in reached))


def _claims(one: Held, reached: list[Rung], at: datetime) -> list[ClockRung]:
    return [
        ClockRung(
            id=new_id(),
            hall_id=one.row.hall_id,
            clock_id=one.row.id,
            term=one.term,
            rung=rung.code,
            tells=" ".join(rung.tells),
            at=at,
            skipped=rung is not reached[-1],
        )
        for rung in reached
    ]
