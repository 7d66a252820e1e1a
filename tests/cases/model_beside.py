"""What is asked of others beside a case's own course: opinions, answers from above, other departments, urges.

Like the case itself (``model``) it knows the stated rules: who may do what, what has to be settled first, and
what time does to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.cases import refusals as no
from yichuang.kernel.errors import Refusal

LEVELS = ("section", "office", "head")
RETURNS = 2  # so often a case is sent back before only the office says whose it is
URGE_PAUSE = timedelta(minutes=60)
UNDER_WAY = frozenset({"accepted", "handling", "approval"})
HANDED_ON_IN = UNDER_WAY | {"submitted", "supplement"}
ASKED_IN = HANDED_ON_IN | {"forwarded"}
OPEN = ASKED_IN | {"decided", "ready", "notified", "delivered"}


@dataclass(eq=False)
class Seat:
    """A department that was asked for its opinion."""

    id: UUID
    department: UUID
    silence: str
    due_at: datetime
    state: str = "asked"


@dataclass(eq=False)
class Question:
    """A question put to a level above."""

    id: UUID
    asked: str
    level: str
    state: str = "raised"

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the levels that may answer it: from where it was put to where it has come."""
        if self.level == "above":
            return ("above",)
        return LEVELS[LEVELS.index(self.asked) : LEVELS.index(self.level) + 1]

    def time_over(self) -> None:
        """Let it go to the next level; from the highest it goes nowhere."""
        if self.state == "raised" and self.level in LEVELS[:-1]:
            self.level = LEVELS[LEVELS.index(self.level) + 1]


@dataclass(eq=False)
class Hop:
    """One time the case was handed on."""

    id: UUID | None  # None: laid before the office when it was refused
    source: UUID
    target: UUID
    state: str = "sent"
    binding: bool = False
    answered: float | None = None


@dataclass(eq=False)
class Wish:
    """A pause somebody asked for."""

    id: UUID
    by: UUID
    state: str = "asked"


@dataclass(eq=False)
class Beside:
    """All of it for one case; ``worked`` is when somebody last did something with the case."""

    first: UUID | None = None
    worked: float = 0
    joint: bool = False
    foretold: bool = False
    seats: list[Seat] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    urged: dict[tuple[UUID, str], datetime] = field(default_factory=dict)
    urges: int = 0

    @property
    def clocks(self) -> list[str]:
        """Return the purposes of the clocks that run for it."""
        asked = ["joint_opinion" for one in self.seats if one.state == "asked"]
        times = {"raised": "query", "answered": "query_informed"}
        put = [times[one.state] for one in self.questions if one.state in times]
        return asked + put + ["referral" for one in self.hops if one.state == "sent"]

    @property
    def unsettled(self) -> bool:
        """Say whether a question waits for its answer, or the applicant to be told."""
        return any(one.state in ("raised", "answered") for one in self.questions)

    @property
    def answered(self) -> bool:
        """Say whether an answer from above is on file."""
        return any(one.state in ("answered", "informed", "closed") for one in self.questions)

    @property
    def on_its_way(self) -> bool:
        """Say whether another department, or the office, has not said yet whose the case is."""
        return any(one.state in ("sent", "disputed") for one in self.hops)

    @property
    def only_the_office(self) -> bool:
        """Say whether only the office says whose it is: sent back too often, in dispute, or said already."""
        returned = sum(one.state == "returned" for one in self.hops)
        return returned >= RETURNS or any(one.binding or one.state == "disputed" for one in self.hops)

    def goes_in_a_circle(self, target: UUID) -> bool:
        """Say whether a department has had the case and nobody since did anything with it."""
        had: list[tuple[UUID | None, float]] = [(self.first, -1)]
        had += [(one.target, one.answered or 0) for one in self.hops if one.state == "confirmed"]
        places = [place for place, (department, _when) in enumerate(had) if department == target]
        since = [when for _department, when in had[places[-1] + 1 :]] if places else []
        return bool(since) and not any(self.worked > when for when in since)

    def dispute(self, source: UUID, target: UUID) -> None:
        """Lay it before the office whose the case is."""
        self.hops.append(Hop(None, source, target, "disputed"))

    def lapse(self) -> None:
        """Let the pause nobody answered lapse: the case is decided or has ended."""
        for one in self.wishes:
            one.state = "lapsed" if one.state == "asked" else one.state

    def nobody_waits(self) -> None:
        """Let go of everybody who was asked: the case has ended without a decision."""
        for seat in self.seats:
            seat.state = "dropped" if seat.state == "asked" else seat.state
        for question in self.questions:
            question.state = "dropped" if question.state == "raised" else question.state
        for hop in self.hops:
            hop.state = "dropped" if hop.state in ("sent", "disputed") else hop.state


def settled_first(beside: Beside, asked: bool) -> set[type[Refusal]]:
    """Return what has to be settled before a decision: opinions, answers, and whose the case is."""
    against = set[type[Refusal]]()
    if (asked and not beside.joint) or any(one.state == "asked" for one in beside.seats):
        against.add(no.OpinionsOpen)
    if beside.unsettled:
        against.add(no.QueriesOpen)
    if beside.on_its_way:
        against.add(no.ReferralPending)
    return against


def against_hop(beside: Beside, department: UUID, target: UUID, known: frozenset[UUID]) -> set[type[Refusal]]:
    """Return why a department may not hand its case on to ``target``."""
    against = set[type[Refusal]]()
    if target not in known:
        return {no.UnitUnknown}
    if target == department:
        against.add(no.ToOneself)
    if any(one.state == "sent" for one in beside.hops):
        against.add(no.ReferralPending)
    if beside.only_the_office:
        against.add(no.OfficeAssigns)
    elif beside.goes_in_a_circle(target):
        against.add(no.GoesInACircle)
    return against


def assigned(beside: Beside, hop: Hop) -> None:
    """Let the office's word hold: what was on its way or in dispute is over."""
    ended = {"sent": "dropped", "disputed": "settled"}
    for one in beside.hops:
        one.state = ended.get(one.state, one.state)
    hop.binding = True
    beside.hops.append(hop)
