"""What is different between two rosters, and who has to be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A shift that somebody else has than before; None is nobody."""

    shift: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What is different from the roster it was made from."""

    changes: tuple[Change, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Return who has to be told."""
        touched = {who for one in self.changes for who in (one.before, one.after) if who is not None}
        return tuple(sorted(touched))
