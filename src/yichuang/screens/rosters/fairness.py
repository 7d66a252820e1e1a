"""Who carries how much: the rolling months and this one, against what part of it is theirs, drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang.organization.types import PersonCard
from yichuang.posts.types import DaySession, RosterCell
from yichuang.posts.types.roster import Carried

FIRST = 12  # so many are shown at once, the rest on a click
OVER = 1.25  # times their share: from here on a bar is marked
WIDE = 100.0  # the width of a bar in units of its drawing


@dataclass(frozen=True, slots=True)
class FairRow:
    """What somebody carries: before the month and in it, and where their share lies, as lengths of a bar.

    ``sessions`` are those of the month that count for the limits, ``noons`` the lunch duties beside them.
    """

    person: PersonCard
    carried: Carried
    month: int
    total: int
    sessions: int
    noons: int
    ratio: str
    before_width: float
    month_width: float
    share_at: float
    over: bool


@dataclass(frozen=True, slots=True)
class Fairness:
    """Everybody of a roster, who carries most for their share first; ``since`` is the first day counted."""

    since: date
    rows: tuple[FairRow, ...]
    more: tuple[FairRow, ...]
    widest: str


def fairness_of(
    cells: tuple[RosterCell, ...],
    carried: Mapping[UUID, Carried],
    *,
    people: dict[UUID, PersonCard],
    regular: set[tuple[UUID, UUID]],
    free: set[date],
    month: date,
) -> Fairness:
    """Count sessions on free days, in the evening and standing in, over the hall's rolling months.

    ``regular`` says who is A of which post; ``carried`` is what all who could have been planned bring along.
    """
    now: Counter[UUID] = Counter()
    sessions: Counter[UUID] = Counter()
    noons: Counter[UUID] = Counter()
    for one in cells:
        if one.a_id is None:
            continue
        (noons if one.session is DaySession.NOON else sessions)[one.a_id] += 1
        now[one.a_id] += (one.day in free) + (one.session is DaySession.EVE)
        now[one.a_id] += (one.post_id, one.a_id) not in regular
    totals = {who: now[who] + one.weekends + one.evenings + one.stand_ins for who, one in carried.items()}
    unit = sum(totals.values()) / max(1, sum(one.share for one in carried.values()))
    most = max([1.0, *totals.values(), *(unit * one.share for one in carried.values())])

    def row(who: UUID) -> FairRow:
        one, total = carried[who], totals[who]
        theirs = unit * one.share
        ratio = total / theirs if theirs else 0.0
        return FairRow(
            person=people[who],
            carried=one,
            month=now[who],
            total=total,
            sessions=sessions[who],
            noons=noons[who],
            ratio=f"{ratio:.2f}" if theirs else "–",
            before_width=round(WIDE * (total - now[who]) / most, 1),
            month_width=round(WIDE * now[who] / most, 1),
            share_at=round(WIDE * theirs / most, 1),
            over=ratio > OVER,
        )

    rows = sorted(map(row, carried), key=lambda one: (-_number(one.ratio), one.person.worker_number))
    spread = [_number(one.ratio) for one in rows]
    return Fairness(
        since=next((one.since for one in carried.values()), month),
        rows=tuple(rows[:FIRST]),
        more=tuple(rows[FIRST:]),
        widest=f"{min(spread):.2f} – {max(spread):.2f}" if spread else "–",
    )


def _number(ratio: str) -> float:
    return float(ratio) if ratio != "–" else 0.0
