"""Judge a hall's day afterwards: was anybody called twice, a number lost or repeated, anything half done?

``read(hall_id)`` takes the tables and the journal as they are, ``violations(history)`` judges them without
a database, so that the judge itself can be tested.  Every violation is a sentence.
"""

from __future__ import annotations

import json
from collections import Counter as Count
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.queueing.rules.states import Act, target
from yichuang.queueing.types import TicketState

ACTS = {
    "queueing.ticket_taken": Act.TAKE,
    "queueing.ticket_called": Act.CALL,
    "queueing.ticket_recalled": Act.RECALL,
    "queueing.service_begun": Act.BEGIN,
    "queueing.ticket_served": Act.FINISH,
    "queueing.ticket_missed": Act.MISS,
    "queueing.ticket_rejoined": Act.REJOIN,
    "queueing.ticket_delayed": Act.DELAY,
    "queueing.ticket_expected": Act.EXPECT,
    "queueing.ticket_checked_in": Act.CHECK_IN,
    "queueing.ticket_lapsed": Act.LAPSE,
    "queueing.ticket_left": Act.GIVE_UP,
    "queueing.ticket_voided": Act.VOID,
    "queueing.ticket_parked": Act.PARK,
    "queueing.ticket_resumed": Act.RESUME,
    "queueing.ticket_transferred": Act.TRANSFER,
}
FREES_WINDOW = {Act.FINISH, Act.MISS, Act.VOID, Act.PARK, Act.TRANSFER}


@dataclass(frozen=True)
class Told:
    """One entry of the journal about a ticket, in the order of the chain; ``at`` is when the act began."""

    seq: int
    at: float
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


@dataclass
class History:
    """All that a hall's queue has left behind."""

    tickets: list[Kept] = field(default_factory=list)
    story: list[Told] = field(default_factory=list)
    open_calls: list[tuple[str, str]] = field(default_factory=list)
    counters: dict[tuple[str, date], int] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    unsealed: int = 0


def read(hall_id: UUID) -> History:
    """Return the history of a hall; the journal must have been sealed to its end."""
    from yichuang.kernel.journal.models import Seal, Unsealed
    from yichuang.kernel.models import IdempotencyKey
    from yichuang.queueing.models import Call, Counter, Ticket

    seals = Seal.objects.filter(hall_id=hall_id, entry__name__in=list(ACTS)).select_related("entry")
    return History(
        tickets=[
            Kept(
                row.id.hex, row.line_id.hex, row.business_day, row.number, row.label, row.token, row.state,
                row.window_id.hex if row.window_id else None,
            )
            for row in Ticket.objects.filter(hall_id=hall_id).order_by("id")
        ],
        story=[
            Told(
                seal.seq, seal.entry.at.timestamp(), seal.entry_id.hex, seal.entry.name,
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
            (row.act, row.entry_id.hex)
            for row in IdempotencyKey.objects.filter(hall_id=hall_id, act__startswith="queueing.")
        ],
        unsealed=Unsealed.objects.filter(hall_id=hall_id).count(),
    )  # fmt: skip


def violations(history: History, windows: int) -> list[str]:
    """Return every way in which the history is not that of an orderly hall with so many ``windows``."""
    return [
        *_numbers(history),
        *_states(history),
        *_calls(history),
        *_order(history, windows),
        *_keys(history),
        *([f"{history.unsealed} entries have no seal"] if history.unsealed else []),
    ]


def _twice(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Count(values).items() if times > 1]


def _numbers(history: History) -> Iterator[str]:
    numbers: dict[tuple[str, date], list[int]] = defaultdict(list)
    for ticket in history.tickets:
        numbers[ticket.line, ticket.day].append(ticket.number)
    for where, given in numbers.items():
        if sorted(given) != list(range(1, len(given) + 1)):
            yield f"line {where}: the numbers given are not 1 to {len(given)}: {sorted(given)}"
        if history.counters.get(where) != len(given):
            yield f"line {where}: the counter says {history.counters.get(where)}, {len(given)} were given"
    for label in _twice((ticket.label, ticket.day) for ticket in history.tickets):
        yield f"{label} was given twice"
    for token in _twice(ticket.token for ticket in history.tickets):
        yield f"two tickets have the token {token}"


def _states(history: History) -> Iterator[str]:
    now: dict[str, TicketState | None] = defaultdict(lambda: None)
    for told in history.story:
        after = target(now[told.ticket], ACTS[told.name])
        if after is None:
            yield f"entry {told.seq}: {told.name} of a ticket that is {now[told.ticket]}"
        else:
            now[told.ticket] = after
    for ticket in history.tickets:
        said = now.pop(ticket.id, None)
        if said != ticket.state:
            yield f"{ticket.label} is {ticket.state}, the journal says {said}"
    for stray in now:
        yield f"the journal tells of a ticket that does not exist: {stray}"


def _calls(history: History) -> Iterator[str]:
    at_window: dict[str, str] = {}
    where: dict[str, str] = {}
    for told in history.story:
        act = ACTS[told.name]
        if act in {Act.CALL, Act.RESUME}:
            window = told.body["window_id"]
            if window in at_window:
                yield f"entry {told.seq}: window {window} called while a ticket was open there"
            at_window[window], where[told.ticket] = told.ticket, window
        elif act in FREES_WINDOW and told.ticket in where:
            at_window.pop(where.pop(told.ticket), None)
    if sorted(history.open_calls) != sorted((ticket, window) for window, ticket in at_window.items()):
        yield f"open calls are {history.open_calls}, the journal says {at_window}"
    for ticket in _twice(ticket for ticket, _window in history.open_calls):
        yield f"ticket {ticket} is called to two windows"
    for window in _twice(window for _ticket, window in history.open_calls):
        yield f"window {window} has two open tickets"


def _order(history: History, windows: int) -> Iterator[str]:
    """Nobody in a line is passed over.

    Calls that run at the same instant may be told in either order: whoever overtook a ticket must have
    begun to call before that ticket's own call began, and every window has one such call at most.
    """
    number = {told.ticket: told.body["number"] for told in history.story if ACTS[told.name] is Act.TAKE}
    line = {told.ticket: told.body["line_id"] for told in history.story if ACTS[told.name] is Act.TAKE}
    waiting: dict[str, set[str]] = defaultdict(set)
    overtaken: dict[str, list[Told]] = defaultdict(list)
    for told in history.story:
        act, ticket = ACTS[told.name], told.ticket
        if ticket not in line:
            continue
        if act is Act.TAKE:
            waiting[line[ticket]].add(ticket)
        elif act in {Act.CALL, Act.GIVE_UP, Act.VOID, Act.DELAY, Act.EXPECT}:
            waiting[line[ticket]].discard(ticket)
        if act is Act.DELAY:  # who lets others go first is passed over by its own wish
            overtaken.pop(ticket, None)
        if act is Act.CALL:
            early = [one for one in overtaken.pop(ticket, []) if one.at < told.at]
            if len(early) >= windows:
                yield f"ticket {ticket} was passed over {len(early)} times by {windows} windows"
            for one in waiting[line[ticket]]:
                if number[one] < number[ticket]:
                    overtaken[one].append(told)
    for ticket, others in overtaken.items():
        yield f"ticket {ticket} still waits and was passed over {len(others)} times"


def _keys(history: History) -> Iterator[str]:
    written = {told.entry for told in history.story}
    for act, entry in history.keys:
        if entry not in written:
            yield f"a key of {act} promises an entry that was never written: {entry}"
    for entry in _twice(entry for _act, entry in history.keys):
        yield f"two keys stand for the entry {entry}"
