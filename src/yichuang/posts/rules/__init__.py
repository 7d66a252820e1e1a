"""What the posts decide from values alone: hours kept, who may sign on, who may decide."""

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
from yichuang.posts.rules.mandate import Asked, covers, decide, missing_acts

__all__ = [
    "MINUTE",
    "Asked",
    "Presence",
    "breaches",
    "clashes",
    "covers",
    "decide",
    "holds_on",
    "is_final",
    "lapses_at",
    "may_prepare",
    "minutes_within",
    "missing_acts",
    "since",
    "vacant_since",
]
