"""The states of a ticket as a table: where from, by which act, where to, who may, under which control."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yichuang.queueing.types import TicketState as S


class Act(StrEnum):
    """What can be done with a ticket."""

    TAKE = "take"
    CALL = "call"
    RECALL = "recall"
    BEGIN = "begin"
    FINISH = "finish"
    MISS = "miss"
    REJOIN = "rejoin"
    EXPECT = "expect"
    CHECK_IN = "check_in"
    LAPSE = "lapse"
    DELAY = "delay"
    GIVE_UP = "give_up"
    VOID = "void"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from state to state.  ``who`` are the register's actors, ``needs`` what must come with it."""

    source: S | None
    act: Act
    target: S
    who: tuple[str, ...]
    needs: str
    control: str


CLERK = ("stf", "bst")

ARROWS = (
    Arrow(None, Act.TAKE, S.WAITING, ("cit", "guide"), "hall gives tickets", "HRS-01"),
    Arrow(S.WAITING, Act.CALL, S.CALLED, CLERK, "first in order, served here, clerk signed on", "QUE-01"),
    Arrow(S.CALLED, Act.RECALL, S.CALLED, CLERK, "pause since the last call", "QUE-06"),
    Arrow(S.CALLED, Act.BEGIN, S.SERVING, CLERK, "", "QUE-01"),
    Arrow(S.SERVING, Act.FINISH, S.FINISHED, CLERK, "outcome; reference of a case or notice", "LOG-01"),
    Arrow(S.CALLED, Act.MISS, S.MISSED, CLERK, "calls enough", "QUE-06"),
    Arrow(S.MISSED, Act.REJOIN, S.WAITING, ("guide", *CLERK), "soon enough", "QUE-06"),
    # in the act of taking itself, so nobody is called in between
    Arrow(S.WAITING, Act.EXPECT, S.EXPECTED, ("cit",), "taken by phone", "HRS-01"),
    Arrow(S.EXPECTED, Act.CHECK_IN, S.WAITING, ("cit", "guide"), "code, in the hall", "QUE-01"),
    Arrow(S.EXPECTED, Act.LAPSE, S.VOIDED, ("system",), "turn came, nobody did", "QUE-06"),
    Arrow(S.EXPECTED, Act.GIVE_UP, S.CANCELLED, ("cit",), "", "QUE-06"),
    Arrow(S.EXPECTED, Act.VOID, S.VOIDED, ("system",), "business day over", "QUE-10"),
    Arrow(S.WAITING, Act.DELAY, S.WAITING, ("cit",), "once; somebody stands behind", "QUE-06"),
    Arrow(S.WAITING, Act.GIVE_UP, S.CANCELLED, ("cit",), "", "QUE-06"),
    Arrow(S.CALLED, Act.PARK, S.PARKED, CLERK, "", "QUE-05"),
    Arrow(S.SERVING, Act.PARK, S.PARKED, CLERK, "", "QUE-05"),
    Arrow(S.PARKED, Act.RESUME, S.CALLED, CLERK, "same window, or its window has nobody", "QUE-05"),
    Arrow(S.CALLED, Act.TRANSFER, S.WAITING, CLERK, "reason; served elsewhere", "JOB-08"),
    Arrow(S.SERVING, Act.TRANSFER, S.WAITING, CLERK, "reason; served elsewhere", "JOB-08"),
    Arrow(S.WAITING, Act.VOID, S.VOIDED, ("system",), "business day over", "QUE-10"),
    Arrow(S.CALLED, Act.VOID, S.VOIDED, ("system",), "business day over", "QUE-10"),
    Arrow(S.SERVING, Act.VOID, S.VOIDED, ("system",), "business day over", "QUE-10"),
    Arrow(S.PARKED, Act.VOID, S.VOIDED, ("system",), "business day over", "QUE-10"),
)

_BY_STATE = {(arrow.source, arrow.act): arrow.target for arrow in ARROWS}


def target(source: S | None, act: Act) -> S | None:
    """Return where ``act`` leads from ``source``, or ``None`` where there is no such arrow."""
    return _BY_STATE.get((source, act))


def sources(act: Act) -> tuple[S, ...]:
    """Return the states from which ``act`` is open."""
    return tuple(arrow.source for arrow in ARROWS if arrow.act is act and arrow.source is not None)
