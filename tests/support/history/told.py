"""What a hall's queue has left behind, and what its clients say."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

Moments = tuple[float, float]
FOR_EVER = float("inf")


@dataclass(frozen=True)
class Told:
    """One entry of the journal, in the order of the chain; ``at`` in microseconds since 1970."""

    seq: int
    at: int
    entry: str
    name: str
    ticket: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """One row of the table of tickets."""

    id: str
    line: str
    day: date
    number: int
    label: str
    token: str
    state: str
    window: str | None


@dataclass(frozen=True)
class Asked:
    """An act a client asked for under a key: when it first sent it, when it was answered, and what.

    Moments are seconds of the clients' own steady clock; ``done`` is None while nobody has answered.
    """

    key: str
    begun: float
    done: float | None = None
    status: int = 0
    ticket: str = ""
    label: str = ""


@dataclass
class History:
    """All that is known of a hall's queue; ``ratio`` is how many calls stand to one of a capped class."""

    tickets: list[Kept] = field(default_factory=list)
    story: list[Told] = field(default_factory=list)
    open_calls: list[tuple[str, str]] = field(default_factory=list)
    counters: dict[tuple[str, date], int] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    unsealed: int = 0
    ratio: int = 3
    asked: list[Asked] = field(default_factory=list)

    def moments(self) -> dict[str, Moments]:
        """Return from when until when each entry's act lasted."""
        if not self.asked:
            return {told.entry: (float(told.seq), float(told.seq)) for told in self.story}
        entry_of = dict(self.keys)
        found = {told.entry: (-FOR_EVER, FOR_EVER) for told in self.story}
        for one in self.asked:
            if one.key in entry_of:
                found[entry_of[one.key]] = (one.begun, FOR_EVER if one.done is None else one.done)
        return found


def read(hall_id: UUID) -> History:
    """Return the history of a hall; the journal must have been sealed to its end."""
    from yichuang.kernel.journal.models import Seal, Unsealed
    from yichuang.kernel.models import IdempotencyKey
    from yichuang.queueing.models import Call, Counter, Ticket
    from yichuang.queueing.selectors import priority_ratio

    seals = Seal.objects.filter(hall_id=hall_id, entry__name__startswith="queueing.").select_related("entry")
    rows = list(Ticket.objects.filter(hall_id=hall_id).order_by("id"))
    return History(
        tickets=[
            Kept(
                row.id.hex, row.line_id.hex, row.business_day, row.number, row.label, row.token, row.state,
                row.window_id.hex if row.window_id else None,
            )
            for row in rows
        ],
        story=[
            Told(
                seal.seq, round(seal.entry.at.timestamp() * 1_000_000), seal.entry_id.hex, seal.entry.name,
                seal.entry.subject_id.hex, json.loads(seal.entry.body),
            )
            for seal in seals.order_by("seq")
        ],
        open_calls=[
            (call.ticket_id.hex, call.window_id.hex)
            for call in Call.objects.filter(hall_id=hall_id, ended_at__isnull=True)
        ],
        counters={
            (row.line_id.hex, row.business_day): row.last_number
            for row in Counter.objects.filter(hall_id=hall_id)
        },
        keys=[
            (row.key, row.entry_id.hex)
            for row in IdempotencyKey.objects.filter(hall_id=hall_id, act__startswith="queueing.")
        ],
        unsealed=Unsealed.objects.filter(hall_id=hall_id).count(),
        ratio=priority_ratio(hall_id, rows[0].business_day) if rows else 3,
    )  # fmt: skip
