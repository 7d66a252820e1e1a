"""What the posts decide from values alone: hours kept, who may sign on, decide, be planned and stand in."""

from yichuang.posts.rules.attendance import attended, said_anew
from yichuang.posts.rules.duty import (
    MINUTE,
    Presence,
    breaches,
    clashes,
    holds_on,
    is_final,
    lapses_at,
    may_prepare,
    minutes_within,
    since,
    vacant_since,
)
from yichuang.posts.rules.leave import (
    STRICT_LEAD,
    LeaveAct,
    LeaveArrow,
    clash,
    first_gap,
    first_missed,
    in_time,
    leave_arrow,
    may_decide_leave,
    overlap,
)
from yichuang.posts.rules.mandate import Asked, covers, decide, missing_acts
from yichuang.posts.rules.shifts import faults as shift_faults
from yichuang.posts.rules.shifts import part_at, parts, proposal, session_of, spans

__all__ = [
    "MINUTE",
    "STRICT_LEAD",
    "Asked",
    "LeaveAct",
    "LeaveArrow",
    "Presence",
    "attended",
    "breaches",
    "clash",
    "clashes",
    "covers",
    "decide",
    "first_gap",
    "first_missed",
    "holds_on",
    "in_time",
    "is_final",
    "lapses_at",
    "leave_arrow",
    "may_decide_leave",
    "may_prepare",
    "minutes_within",
    "missing_acts",
    "overlap",
    "part_at",
    "parts",
    "proposal",
    "said_anew",
    "session_of",
    "shift_faults",
    "since",
    "spans",
    "vacant_since",
]
