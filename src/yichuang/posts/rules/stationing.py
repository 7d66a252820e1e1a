"""What a department needs to serve in the hall: people and posts in, verdict out."""

from __future__ import annotations

from yichuang.posts.types.stationing import StationingFlaw


def flaw_of(staff: int, *, chiefs: int, two_parts: bool) -> StationingFlaw | None:
    """Return what a department with ``staff`` people lacks, or None (CHF-01).

    Two or more have a chief representative; one alone has a post with an A and a B (``two_parts``).
    """
    if staff == 0:
        return StationingFlaw.NOBODY
    if staff == 1:
        return None if two_parts else StationingFlaw.NO_TWO_PARTS
    return None if chiefs else StationingFlaw.NO_CHIEF
