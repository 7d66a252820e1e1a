"""Numbers, states, calls and keys: what can be said without asking who ran beside whom."""

from __future__ import annotations

from collections import Counter as Count
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tests.support.history.order import disorder
from tests.support.history.told import History

# the arrows of a ticket, written down here once more: entry, from which states, to which
ARROWS = {
    "ticket_taken": ({None}, "waiting"),
    "ticket_called": ({"waiting"}, "called"),
    "ticket_recalled": ({"called"}, "called"),
    "service_begun": ({"called"}, "serving"),
    "ticket_served": ({"serving"}, "finished"),
    "ticket_missed": ({"called"}, "missed"),
    "ticket_rejoined": ({"missed"}, "waiting"),
    "ticket_delayed": ({"waiting"}, "waiting"),
    "ticket_expected": ({"waiting"}, "expected"),
    "ticket_checked_in": ({"expected"}, "waiting"),
    "ticket_lapsed": ({"expected"}, "voided"),
    "ticket_left": ({"waiting", "expected"}, "cancelled"),
    "ticket_voided": ({"waiting", "called", "serving", "parked", "expected"}, "voided"),
    "ticket_parked": ({"called", "serving"}, "parked"),
    "ticket_resumed": ({"parked"}, "called"),
    "ticket_transferred": ({"called", "serving"}, "waiting"),
}
AT_A_WINDOW = {"called", "serving"}


def violations(history: History) -> list[str]:
    """Return every way in which the history is not that of an orderly hall."""
    return [
        *_numbers(history),
        *_states(history),
        *_calls(history),
        *disorder(history),
        *_keys(history),
        *_answers(history),
        *([f"{history.unsealed} entries have no seal"] if history.unsealed else []),
    ]


def act_of(name: str) -> str:
    """Return the name of an entry without its room."""
    return name.removeprefix("queueing.")


def _twice(values: Iterable[Any]) -> list[Any]:
    return [value for value, times in Count(values).items() if times > 1]


def _numbers(history: History) -> Iterator[str]:
    """Every line gives 1, 2, 3 … each day, in this order, and the table has what the journal tells."""
    last: dict[tuple[str, date], int] = defaultdict(int)
    numbered = {}
    for told in history.story:
        if act_of(told.name) != "ticket_taken":
            continue
        where = told.body["line_id"], date.fromisoformat(told.body["business_day"])
        number = told.body["number"]
        if number != last[where] + 1:
            yield f"entry {told.seq}: number {number} follows {last[where]} in line {where[0]}"
        last[where] = number
        numbered[told.ticket] = (number, told.body["label"], where[1])
    for where in last.keys() | history.counters.keys():
        if history.counters.get(where) != last.get(where):
            yield f"line {where}: the counter says {history.counters.get(where)}, {last.get(where)} given"
    for ticket in history.tickets:
        if numbered.get(ticket.id) != (ticket.number, ticket.label, ticket.day):
            yield f"{ticket.label} is number {ticket.number}, the journal says {numbered.get(ticket.id)}"
    for label in _twice((ticket.label, ticket.day) for ticket in history.tickets):
        yield f"{label} was given twice"
    for token in _twice(ticket.token for ticket in history.tickets):
        yield f"two tickets have the token {token}"


def _states(history: History) -> Iterator[str]:
    now: dict[str, str | None] = defaultdict(lambda: None)
    for told in history.story:
        if act_of(told.name) not in ARROWS:
            continue
        sources, target = ARROWS[act_of(told.name)]
        if now[told.ticket] not in sources:
            yield f"entry {told.seq}: {told.name} of a ticket that is {now[told.ticket]}"
        now[told.ticket] = target
    for ticket in history.tickets:
        said = now.pop(ticket.id, None)
        if said != ticket.state:
            yield f"{ticket.label} is {ticket.state}, the journal says {said}"
    for stray in now:
        yield f"the journal tells of a ticket that does not exist: {stray}"


def _calls(history: History) -> Iterator[str]:
    """A window has one open ticket at most, a ticket is open at one window at most."""
    at_window: dict[str, str] = {}
    where: dict[str, str] = {}
    for told in history.story:
        act = act_of(told.name)
        if act in {"ticket_called", "ticket_resumed"}:
            window = told.body["window_id"]
            if told.ticket in where:
                yield f"entry {told.seq}: {told.body['label']} is called while it is open at a window"
            if window in at_window:
                yield f"entry {told.seq}: window {window} called while a ticket was open there"
            at_window[window], where[told.ticket] = told.ticket, window
        elif act in ARROWS and ARROWS[act][1] not in AT_A_WINDOW and told.ticket in where:
            at_window.pop(where.pop(told.ticket), None)
        elif act in {"ticket_recalled", "service_begun"} and where.get(told.ticket) != told.body["window_id"]:
            yield f"entry {told.seq}: {told.name} at a window where the ticket is not"
    if sorted(history.open_calls) != sorted((ticket, window) for window, ticket in at_window.items()):
        yield f"open calls are {history.open_calls}, the journal says {at_window}"


def _keys(history: History) -> Iterator[str]:
    """A key stands for one act, an act for one key."""
    written = {told.entry for told in history.story}
    for key, entry in history.keys:
        if entry not in written:
            yield f"key {key} promises an entry that was never written: {entry}"
    for entry in _twice(entry for _key, entry in history.keys):
        yield f"two keys stand for the entry {entry}"
    for key in _twice(key for key, _entry in history.keys):
        yield f"the key {key} stands for two acts"


def _answers(history: History) -> Iterator[str]:
    """What a client was told is in the journal; what it was refused, or never asked, is not."""
    if not history.asked:
        return
    entry_of, told_in = dict(history.keys), {told.entry: told for told in history.story}
    asked = {one.key for one in history.asked}
    for one in history.asked:
        told = told_in.get(entry_of.get(one.key, ""))
        if one.done is None:
            continue
        if one.status >= 300 and one.key in entry_of:
            yield f"key {one.key} was refused with {one.status} and stands for {entry_of[one.key]}"
        if one.status < 300 and told is None:
            yield f"{one.label or one.ticket} was told under key {one.key}, the journal knows nothing of it"
        if one.status < 300 and told is not None and told.ticket != one.ticket:
            yield f"key {one.key} was answered with ticket {one.ticket} and did {told.name} of {told.ticket}"
        if one.status < 300 and told is not None and one.label not in {"", told.body.get("label")}:
            yield f"key {one.key} was answered with {one.label}, the journal says {told.body.get('label')}"
    for key, entry in history.keys:
        if key not in asked:
            yield f"nobody asked under the key {key} what {entry} did"
    for key in _twice(one.key for one in history.asked):
        yield f"the key {key} was used for two acts"
