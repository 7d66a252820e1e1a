"""The states of a notice as a table: where from, by which act, where to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yichuang.notices.types import NoticeState as S


class Act(StrEnum):
    """What can be done with a notice."""

    ISSUE = "issue"
    SATISFY = "satisfy"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from state to state, what must come with it and the control it serves."""

    source: S | None
    act: Act
    target: S
    needs: str
    control: str


ARROWS = (
    Arrow(None, Act.ISSUE, S.ISSUED, "every element of its kind", "ONE-02"),
    Arrow(S.ISSUED, Act.SATISFY, S.SATISFIED, "what it asked for was brought", "ONE-04"),
    Arrow(S.ISSUED, Act.SUPERSEDE, S.SUPERSEDED, "another notice in its place", "ONE-11"),
    Arrow(S.ISSUED, Act.EXPIRE, S.EXPIRED, "the time to answer is over", "TIME-02"),
)

_BY_STATE = {(arrow.source, arrow.act): arrow.target for arrow in ARROWS}


def target(source: S | None, act: Act) -> S | None:
    """Return where ``act`` leads from ``source``, or ``None`` where there is no such arrow."""
    return _BY_STATE.get((source, act))
