"""A queue as one would keep it on paper: who stands where in each line, and what each window has open.

It knows the stated rule, and nothing of the code that keeps it.

- A place is the moment somebody came; in a line no two are the same, and the later number is the later place.
- A class moves its holder forward by its head start.  Of ``ratio`` calls of a line one at most goes to a
  capped class out of turn: between two of those stand ``ratio`` - 1 in plain turn, as long as there are any.
  Who overtakes nobody by going first always may.
- The places of a line are laid out anew when somebody gets or loses a class, leaves, or comes (back) into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yichuang.queueing.types import PriorityClass, TicketCard, TicketState

SECOND = 1_000_000
AT_ONCE = 10**9
OPEN = {TicketState.CALLED, TicketState.SERVING}
Terms = dict[PriorityClass, tuple[int, bool, bool]]  # seconds of head start, needs approval, capped


@dataclass(eq=False)
class Place:
    """A ticket as the model knows it; places in microseconds of the morning."""

    card: TicketCard
    line: int
    came: int
    key: int
    head: int = 0
    priority: PriorityClass = PriorityClass.ORDINARY
    asked: PriorityClass | None = None
    calls: int = 0
    last_call: float = 0.0
    left: float = 0.0
    sent_on: int = 0
    window: int | None = None
    state: TicketState = TicketState.WAITING


@dataclass
class Model:
    """What ought to be true today."""

    terms: Terms
    ratio: int
    windows: int
    everybody: list[Place] = field(default_factory=list)
    called: list[tuple[int, PriorityClass]] = field(default_factory=list)
    last_came: dict[int, int] = field(default_factory=dict)
    at_window: list[Place | None] = field(default_factory=list)
    paused: list[bool] = field(default_factory=list)
    given: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at_window = [None] * self.windows
        self.paused = [False] * self.windows

    def line(self, *lines: int) -> list[Place]:
        """Return who waits in these lines, who is next first."""
        here = [one for one in self.everybody if one.state is TicketState.WAITING and one.line in lines]
        return sorted(here, key=lambda one: (one.key, one.card.id))

    def are(self, *states: TicketState) -> list[Place]:
        """Return who is in one of these states."""
        return [one for one in self.everybody if one.state in states]

    def capped(self, priority: PriorityClass) -> bool:
        """Say whether a class counts toward the cap."""
        return priority is not PriorityClass.ORDINARY and self.terms[priority][2]

    # ---- what changes the order ---------------------------------------------------------------------

    def take(self, card: TicketCard, line: int, seconds: float) -> Place:
        """Let somebody come."""
        came = max(int(seconds * SECOND), self.last_came.get(line, -1) + 1)
        self.last_came[line] = came
        self.given[line] = self.given.get(line, 0) + 1
        one = Place(card, line, came, came)
        self.everybody.append(one)
        return one

    def give(self, one: Place, priority: PriorityClass) -> None:
        """Let a class count from now on."""
        one.priority, one.head = priority, self.terms[priority][0] * SECOND
        self.lay_out(one.line)

    def take_back(self, one: Place) -> None:
        """Let somebody stand in turn again."""
        one.priority, one.head, one.key = PriorityClass.ORDINARY, 0, one.came
        self.lay_out(one.line)

    def come_back(self, one: Place, behind: int) -> None:
        """Let who missed the call stand behind some others; its head start is used up."""
        ahead = self.line(one.line)[:behind]
        one.came = one.key = max(one.came, ahead[-1].key + 1) if ahead else one.came
        one.head, one.calls, one.state, one.window = 0, 0, TicketState.WAITING, None
        self.lay_out(one.line)

    def call(self, one: Place, window: int, seconds: float) -> None:
        """Let a window ask for somebody; the call counts as what it was, whatever becomes of the ticket."""
        one.state, one.calls, one.last_call, one.window = TicketState.CALLED, 1, seconds, window
        self.at_window[window] = one
        self.called.append((one.line, one.priority if one.head else PriorityClass.ORDINARY))

    def leave_window(self, one: Place) -> None:
        """Let the window be free at which the ticket is open."""
        self.at_window[self.at_window.index(one)] = None

    def send_on(self, one: Place, line: int) -> None:
        """Let somebody wait in another line, at the place of its arrival."""
        one.line, one.state, one.calls, one.window = line, TicketState.WAITING, 0, None
        one.sent_on += 1
        self.lay_out(line)

    def lay_out(self, line: int) -> None:
        """Give everybody who waits in the line the place the rule says."""
        waiting = [one for one in self.everybody if one.state is TicketState.WAITING and one.line == line]
        plain = sorted((one for one in waiting if not one.head), key=lambda one: one.came)
        early = sorted(
            (one for one in waiting if one.head and self.capped(one.priority)),
            key=lambda one: (one.came - one.head, one.came, one.card.id),
        )
        for one in waiting:
            one.key = one.came - one.head
        since, last = self._since_capped(line), None
        while early:
            first = plain[0].came if plain else None
            able = (one for one in early if self._may_go(one, first, since, last))
            who = next(able, None)
            if who is None:
                last, since = plain.pop(0).came, since + 1
                continue
            early.remove(who)
            wished = who.came - who.head
            last = who.key = min(who.came, wished if last is None else max(wished, last + 1))
            since = 0

    def _may_go(self, one: Place, first: int | None, since: int, last: int | None) -> bool:
        if first is None or one.came < first:
            return True
        room = last is None or last + 1 < first
        return since >= self.ratio - 1 and room and one.came - one.head < first

    def _since_capped(self, line: int) -> int:
        """Return how many of the line were called in plain turn since the last capped one (or enough)."""
        since = 0
        for called_in, priority in reversed(self.called):
            if called_in == line and self.capped(priority):
                return since
            since += called_in == line and priority is PriorityClass.ORDINARY
        return self.ratio
