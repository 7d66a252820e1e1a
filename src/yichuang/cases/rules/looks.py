"""When looks become too many: counted within a window of time, those in one's own matters apart (PRV-02)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID


def idle(looks: Sequence[UUID | None], handled: Collection[UUID]) -> int:
    """Return how many looks were at matters the person did nothing in; one at no matter counts."""
    return sum(one is None or one not in handled for one in looks)


def is_burst(looks: Sequence[UUID | None], handled: Collection[UUID], most: int) -> bool:
    """Say whether ``most`` or more of the looks were at what is not in the person's hands."""
    return idle(looks, handled) >= most
