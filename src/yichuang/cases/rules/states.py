"""The states of a case as a table: where from, by which act, where to, who, with what, under which clause.

``clocks`` says what the act does to the case's clocks, by their purpose: ``+`` starts one, ``-`` stops one.
Stages follow each other (ACC-07): nothing here leads from acceptance to a decision past the approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yichuang.cases.types.states import CaseState as S
from yichuang.cases.types.states import Purpose


class Act(StrEnum):
    """What can be done with a case."""

    SUBMIT = "submit"
    CHECK = "check"
    TELL = "tell"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    KEEP_PROMISE = "keep_promise"
    DEEM = "deem"
    NOT_ACCEPT = "not_accept"
    BEGIN = "begin"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    OPINE = "opine"
    DECIDE = "decide"
    SETTLE = "settle"
    HEAR_ABOVE = "hear_above"
    PREPARE = "prepare"
    NOTIFY = "notify"
    DELIVER = "deliver"
    CLOSE = "close"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    CORRECT = "correct"
    HAND_AGAIN = "hand_again"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way from state to state.  ``who`` are the register's actors, ``needs`` what must come with it."""

    source: S | None
    act: Act
    target: S
    who: tuple[str, ...]
    needs: str
    control: str
    starts: tuple[Purpose, ...] = ()
    stops: tuple[Purpose, ...] = ()


WINDOW = ("stf", "bst", "chief")
BACK = ("stf", "bst", "chief", "sec")
_LAW = (Purpose.STATUTORY, Purpose.PROMISED)
_ALL = (
    Purpose.NOTICE,
    Purpose.SUPPLEMENT,
    Purpose.STATUTORY,
    Purpose.PROMISED,
    Purpose.STEP,
    Purpose.OPINION,
    Purpose.TOLERANCE,
)

ARROWS = (
    Arrow(None, Act.SUBMIT, S.SUBMITTED, WINDOW, "item in force; identity seen", "INT-04", (Purpose.NOTICE,)),
    Arrow(S.SUBMITTED, Act.CHECK, S.SUBMITTED, WINDOW, "every material that applies looked at", "ACC-01"),
    Arrow(
        S.SUBMITTED,
        Act.TELL,
        S.SUPPLEMENT,
        WINDOW,
        "all gaps at once",
        "ONE-03",
        (Purpose.SUPPLEMENT,),
        (Purpose.NOTICE,),
    ),
    Arrow(
        S.SUPPLEMENT,
        Act.SUPPLEMENT,
        S.SUBMITTED,
        WINDOW,
        "",
        "ONE-04",
        (Purpose.NOTICE,),
        (Purpose.SUPPLEMENT,),
    ),
    Arrow(S.SUBMITTED, Act.ACCEPT, S.ACCEPTED, WINDOW, "complete", "JOB-03", _LAW, (Purpose.NOTICE,)),
    Arrow(
        S.SUBMITTED, Act.DEEM, S.ACCEPTED, ("system",), "not told in time", "ONE-03", _LAW, (Purpose.NOTICE,)
    ),
    Arrow(
        S.SUBMITTED,
        Act.NOT_ACCEPT,
        S.NOT_ACCEPTED,
        WINDOW,
        "notice: reason, basis",
        "ACC-04",
        (),
        (Purpose.NOTICE,),
    ),
    Arrow(S.ACCEPTED, Act.BEGIN, S.HANDLING, BACK, "", "ACC-07", (Purpose.STEP,)),
    Arrow(S.HANDLING, Act.PROPOSE, S.APPROVAL, BACK, "", "ACC-07", (Purpose.STEP,), (Purpose.STEP,)),
    Arrow(
        S.APPROVAL,
        Act.SEND_BACK,
        S.HANDLING,
        ("chief", "sec"),
        "reason",
        "ACC-07",
        (Purpose.STEP,),
        (Purpose.STEP,),
    ),
    Arrow(
        S.APPROVAL, Act.DECIDE, S.DECIDED, ("chief", "sec"), "mandate", "CHF-03", (Purpose.DELIVERY,), _ALL
    ),
    # an item without a stage of approval is settled by its handler
    Arrow(
        S.HANDLING, Act.SETTLE, S.DECIDED, BACK, "item has no approval", "ACC-07", (Purpose.DELIVERY,), _ALL
    ),
    Arrow(
        S.APPROVAL,
        Act.OPINE,
        S.FORWARDED,
        ("chief",),
        "decided above",
        "TIME-05",
        (),
        (Purpose.STEP, Purpose.OPINION),
    ),
    Arrow(S.FORWARDED, Act.HEAR_ABOVE, S.DECIDED, BACK, "document", "TIME-05", (Purpose.DELIVERY,), _ALL),
    Arrow(S.DECIDED, Act.PREPARE, S.READY, BACK, "place and time", "CAS-04", (Purpose.RESULT,)),
    Arrow(S.READY, Act.NOTIFY, S.NOTIFIED, BACK, "notice", "CAS-03", (), (Purpose.RESULT,)),
    Arrow(
        S.NOTIFIED, Act.DELIVER, S.DELIVERED, WINDOW, "own window; signed", "CAS-05", (), (Purpose.DELIVERY,)
    ),
    Arrow(
        S.DELIVERED, Act.CLOSE, S.CLOSED, WINDOW, "own window; reason if late", "CAS-06", (Purpose.ARCHIVE,)
    ),
    Arrow(S.CLOSED, Act.ARCHIVE, S.ARCHIVED, BACK, "all papers", "ARC-01", (), (Purpose.ARCHIVE,)),
    Arrow(S.SUPPLEMENT, Act.LAPSE, S.WITHDRAWN, ("system",), "time over", "ONE-04", (), _ALL),
    *(
        Arrow(state, Act.WITHDRAW, S.WITHDRAWN, ("cit", *WINDOW), "by the applicant", "CAS-01", (), _ALL)
        for state in (S.SUBMITTED, S.SUPPLEMENT, S.ACCEPTED, S.HANDLING, S.APPROVAL, S.FORWARDED)
    ),
    # 容缺: what was promised and did not come ends the case before it is decided
    *(
        Arrow(state, Act.LAPSE, S.WITHDRAWN, ("system",), "promise not kept", "ONE-04", (), _ALL)
        for state in (S.ACCEPTED, S.HANDLING, S.APPROVAL)
    ),
    *(
        Arrow(state, Act.KEEP_PROMISE, state, WINDOW, "promised material", "ACC-01")
        for state in (S.ACCEPTED, S.HANDLING, S.APPROVAL)
    ),
    # a correction issues the result anew; the case stays where it is
    *(
        Arrow(state, Act.CORRECT, state, BACK, "reason, second person", "CAS-08")
        for state in (S.READY, S.NOTIFIED, S.DELIVERED, S.CLOSED, S.ARCHIVED)
    ),
    # and what was issued anew after the first had gone out is handed over in its turn
    *(
        Arrow(state, Act.HAND_AGAIN, state, WINDOW, "own window; signed", "CAS-05")
        for state in (S.DELIVERED, S.CLOSED, S.ARCHIVED)
    ),
)

_BY_STATE = {(arrow.source, arrow.act): arrow for arrow in ARROWS}


def arrow(source: S | None, act: Act) -> Arrow | None:
    """Return the way ``act`` leads from ``source``, or ``None`` where there is none (CAS-01)."""
    return _BY_STATE.get((source, act))


def sources(act: Act) -> tuple[S, ...]:
    """Return the states from which ``act`` is open."""
    return tuple(one.source for one in ARROWS if one.act is act and one.source is not None)


def open_acts(source: S) -> tuple[Act, ...]:
    """Return what can be done from ``source``, in the order of the table."""
    return tuple(one.act for one in ARROWS if one.source is source)
