"""Who was called before whom, and whether the stated rule allows it (see the package's own words)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.support.history.told import FOR_EVER, History, Moments, Told

AT_ONCE = 10**9  # seconds: an emergency stands before everybody who came in a generation
NAMED = 20  # how many of those passed over a call names
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Wait:
    """One time of waiting: who, in which line, from when until when, and between which places.

    ``first`` is the foremost place it may stand at, ``last`` the hindmost, in microseconds; ``came`` is its
    arrival (None: nobody can say, since it joined again).  ``capped`` says whether its class is.
    """

    ticket: str
    label: str
    line: str
    item: str | None
    day: str
    came: int | None
    first: float
    last: float
    since: Moments
    until: Moments = (FOR_EVER, FOR_EVER)
    granted: Moments | None = None
    capped: bool = False
    plain: bool = True
    capped_before: list[str] = field(default_factory=list)

    def for_certain(self, during: Moments) -> bool:
        """Say whether it waited during the whole of an act, whatever ran beside it."""
        return self.since[1] < during[0] and self.until[0] > during[1]

    def maybe(self, during: Moments) -> bool:
        """Say whether it may have waited at some moment of an act."""
        return self.since[0] <= during[1] and self.until[1] >= during[0]


@dataclass
class Rule:
    """A version of the calling rule: head starts in seconds, and whether a class is capped."""

    version: int
    active_from: str
    classes: dict[str, tuple[int, bool]]


@dataclass
class Call:
    """A call: which waiting it ended, at which window, and how long the act lasted."""

    told: Told
    wait: Wait
    during: Moments


class _Reading:
    """The story told once from its beginning."""

    def __init__(self, history: History) -> None:
        self.moments = history.moments()
        self.waits: list[Wait] = []
        self.open: dict[str, Wait] = {}
        self.calls: list[Call] = []
        self.rules: list[Rule] = []
        self.serves: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
        self.arrival: dict[str, int] = {}
        self.days: dict[str, str] = {}
        self.lost: set[str] = set()
        self.last_arrival: dict[tuple[str, str], int] = {}
        self.wrong: list[str] = []
        for told in history.story:
            reads = getattr(self, "_" + told.name.removeprefix("queueing."), None)
            if reads is not None:
                reads(told)

    def rule_of(self, day: str) -> Rule | None:
        """Return the version of the rule in force on a day."""
        return max(
            (one for one in self.rules if one.active_from <= day), key=lambda one: one.version, default=None
        )

    def may_call(self, window: str, wait: Wait) -> bool:
        """Say whether the window could have called who waits."""
        return any(line == wait.line and item in (None, wait.item) for line, item in self.serves[window])

    def _policy_set(self, told: Told) -> None:
        body = told.body
        terms = zip(body["classes"], body["head_starts"], body["caps"], strict=True)
        classes = {
            name: (AT_ONCE if name == "emergency" else minutes * 60, capped)
            for name, minutes, capped in terms
        }
        self.rules.append(Rule(body["policy"], body["active_from"], classes))

    def _serves_added(self, told: Told) -> None:
        self.serves[told.body["window_id"]].add((told.body["line_id"], told.body["item_id"]))

    def _serves_removed(self, told: Told) -> None:
        self.serves[told.body["window_id"]].discard((told.body["line_id"], told.body["item_id"]))

    def _enter(self, told: Told, line: str, came: int | None, place: int) -> Wait:
        body, last = told.body, FOR_EVER if came is None else float(came)
        wait = Wait(
            told.ticket, body["label"], line, body.get("item_id"), self.days[told.ticket], came, float(place),
            last, self.moments[told.entry],
        )  # fmt: skip
        self.waits.append(wait)
        self.open[told.ticket] = wait
        return wait

    def _ticket_taken(self, told: Told) -> None:
        where = (told.body["line_id"], told.body["business_day"])
        came = max(told.at, self.last_arrival.get(where, told.at - 1) + 1)
        self.last_arrival[where] = self.arrival[told.ticket] = came
        self.days[told.ticket] = told.body["business_day"]
        wait = self._enter(told, where[0], came, came)
        if told.body["priority"] != "ordinary":
            self._class(wait, told.body["priority"], wait.since)

    def _ticket_rejoined(self, told: Told) -> None:
        """Who joins again stands behind some others: no earlier than it came, how late nobody can say."""
        self._enter(told, told.body["line_id"], None, self.arrival.get(told.ticket, 0))

    def _ticket_delayed(self, told: Told) -> None:
        """Who lets others go first leaves its place and stands behind them, by its own wish."""
        self._leave(told)
        self._ticket_rejoined(told)

    def _ticket_checked_in(self, told: Told) -> None:
        """Who took a ticket by phone waits from now on: at its own place while that is kept."""
        came = self.arrival.get(told.ticket, 0)
        before = [one for one in self.waits if one.ticket == told.ticket][-1]
        wait = self._enter(told, told.body["line_id"], came if told.body["kept"] else None, came)
        wait.item = before.item

    def _ticket_transferred(self, told: Told) -> None:
        came = self.arrival.get(told.ticket, 0)
        before = [one for one in self.waits if one.ticket == told.ticket][-1]
        wait = self._enter(told, told.body["line_id"], before.came, came)
        if told.ticket in self.lost:
            return
        wait.plain, wait.capped, wait.granted = before.plain, before.capped, before.granted
        wait.first, wait.last = before.first, before.last

    def _priority_granted(self, told: Told) -> None:
        if told.ticket in self.open:
            self._class(self.open[told.ticket], told.body["priority"], self.moments[told.entry])

    def _class(self, wait: Wait, name: str, granted: Moments) -> None:
        rule = self.rule_of(wait.day)
        if rule is None or name not in rule.classes:
            self.wrong.append(f"{wait.label} has the class {name}, which no rule of the day gives")
            return
        seconds, wait.capped = rule.classes[name]
        self.lost.discard(wait.ticket)
        wait.plain, wait.granted = False, granted
        wait.first = self.arrival[wait.ticket] - seconds * 1_000_000

    def _priority_withdrawn(self, told: Told) -> None:
        """Who lost its class is not judged any more in this time of waiting: it stood at two places.

        Who lost it at the window has had its call, and waits without it wherever it is sent on.
        """
        self.lost.add(told.ticket)
        wait = self.open.get(told.ticket)
        if wait is not None:
            wait.plain, wait.came, wait.last = True, None, FOR_EVER

    def _leave(self, told: Told) -> None:
        wait = self.open.pop(told.ticket, None)
        if wait is None:
            return
        wait.until = self.moments[told.entry]
        if told.name == "queueing.ticket_called":
            self.calls.append(Call(told, wait, wait.until))

    _ticket_called = _ticket_left = _ticket_voided = _ticket_expected = _leave


def disorder(history: History) -> Iterator[str]:
    """Return whoever was called out of the order that the rule in force that day states."""
    read = _Reading(history)
    yield from read.wrong
    by_day: dict[str, list[Wait]] = defaultdict(list)
    for wait in read.waits:
        by_day[wait.day].append(wait)
    for call in read.calls:
        yield from _version(read, call)
        yield from _one_call(read, call, by_day[call.wait.day])
    for waits in by_day.values():
        yield from _cap(waits, history.ratio)


def _version(read: _Reading, call: Call) -> Iterator[str]:
    rule, body = read.rule_of(call.wait.day), call.told.body
    if rule is not None and body["policy"] != rule.version:
        yield f"{body['label']} was called under rule {body['policy']}, in force was {rule.version}"
    if not read.may_call(body["window_id"], call.wait):
        yield f"{body['label']} was called to a window that does not serve its line"
    at = datetime.fromtimestamp(call.told.at / 1_000_000, UTC)
    if call.wait.day != at.astimezone(ZONE).date().isoformat():
        yield f"{body['label']} of {call.wait.day} was called on another day"


def _one_call(read: _Reading, call: Call, waits: list[Wait]) -> Iterator[str]:
    mine, body = call.wait, call.told.body
    perhaps_before = set()
    for other in waits:
        if other is mine or not read.may_call(body["window_id"], other):
            continue
        came_before = None if other.came is None or mine.came is None else other.came < mine.came
        if came_before is not False and other.maybe(call.during):
            perhaps_before.add(other.label)
        if not other.for_certain(call.during):
            continue
        if _stands_before(other, mine, call):
            yield f"{mine.label} was called before {other.label}, who waited and stands before it"
        elif came_before:
            if mine.capped and mine.line == other.line:
                other.capped_before.append(mine.label)
            if other.label not in body["passed_over"] and body["rank"] <= NAMED:
                yield f"{mine.label} passed {other.label} over and does not say so"
    for label in set(body["passed_over"]) - perhaps_before:
        yield f"{mine.label} says it passed {label} over, who did not wait before it"


def _stands_before(other: Wait, mine: Wait, call: Call) -> bool:
    """Say whether even the hindmost place of the other is before the foremost of who was called."""
    last = other.last
    if not other.plain and not other.capped and other.granted and other.granted[1] < call.during[0]:
        last = other.first  # a class without a cap gives just what it says
    if last == mine.first and not (other.plain and mine.capped and other.line == mine.line):
        return other.ticket < mine.ticket  # the same moment: who was sent on may share it within a line too
    return last <= mine.first


def _cap(waits: list[Wait], ratio: int) -> Iterator[str]:
    """Nobody in plain turn is overtaken by more capped ones than stand in turn before it allow."""
    for wait in waits:
        if not wait.plain or wait.came is None or not wait.capped_before:
            continue
        before = [
            one
            for one in waits
            if one.line == wait.line and one is not wait and one.plain
            and (one.came or 0, one.ticket) < (wait.came, wait.ticket)
            and one.until[1] >= wait.since[0]
        ]  # fmt: skip
        most = len(before) // (ratio - 1) + 1
        if len(wait.capped_before) > most:
            yield f"{wait.label} was overtaken by {', '.join(wait.capped_before)}: {most} may be"
