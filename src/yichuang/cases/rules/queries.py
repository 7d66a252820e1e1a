"""The ways of a question asked above, as a table, and to whom it goes next (ONE-08, INT-08)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yichuang.cases.types.queries import Level, QueryState
from yichuang.kernel.access.types import Role


class QueryAct(StrEnum):
    """What can be done with a question."""

    ESCALATE = "escalate"
    ANSWER = "answer"
    INFORM = "inform"
    CLOSE = "close"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class QueryArrow:
    """One way from state to state, what must come with it, and the control it keeps."""

    source: QueryState
    act: QueryAct
    target: QueryState
    needs: str
    control: str


S = QueryState
ARROWS = (
    QueryArrow(S.RAISED, QueryAct.ESCALATE, S.RAISED, "no answer in time", "INT-08"),
    QueryArrow(S.RAISED, QueryAct.ANSWER, S.ANSWERED, "the answer", "ONE-08"),
    QueryArrow(S.ANSWERED, QueryAct.INFORM, S.INFORMED, "when and how the applicant was told", "ONE-08"),
    QueryArrow(S.INFORMED, QueryAct.CLOSE, S.CLOSED, "", "ONE-08"),
    QueryArrow(S.RAISED, QueryAct.DROP, S.DROPPED, "the case has ended", ""),
)
_WAYS = {(one.source, one.act): one for one in ARROWS}

#: Over these a question still holds a decision up.
UNSETTLED = frozenset({S.RAISED, S.ANSWERED})
#: In these the answer is on file.
ON_FILE = frozenset({S.ANSWERED, S.INFORMED, S.CLOSED})

_UPWARD = (Level.SECTION, Level.OFFICE, Level.HEAD)
#: Who answers at a level; a section's only for its own department, a higher body answers by a document.
ANSWERERS: dict[Level, frozenset[Role]] = {
    Level.SECTION: frozenset({Role.SEC, Role.CHIEF}),
    Level.OFFICE: frozenset({Role.OFF}),
    Level.HEAD: frozenset({Role.UH}),
    Level.ABOVE: frozenset(),
}


def arrow(source: QueryState, act: QueryAct) -> QueryArrow | None:
    """Return the way ``act`` leads from ``source``, or None where there is none."""
    return _WAYS.get((source, act))


def next_level(level: Level) -> Level | None:
    """Return the level a question goes to when this one is silent; None from the highest in the hall."""
    place = _UPWARD.index(level) if level in _UPWARD else len(_UPWARD) - 1
    return _UPWARD[place + 1] if place + 1 < len(_UPWARD) else None


def may_answer(level: Level, asked: Level, roles: frozenset[Role], own_department: frozenset[Role]) -> bool:
    """Say whether somebody answers: of the level it is at, or of one it was put to on the way there.

    ``roles`` are those held for the hall, ``own_department`` those held for the case's department.
    """
    if level is Level.ABOVE:
        return False
    first, last = _UPWARD.index(asked), _UPWARD.index(level)
    for one in _UPWARD[first : last + 1]:
        held = own_department if one is Level.SECTION else roles
        if ANSWERERS[one] & held:
            return True
    return False
