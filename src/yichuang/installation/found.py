"""Found a real hall: everything empty but the hall itself and the administrator who builds the rest."""

from __future__ import annotations

from collections.abc import Callable

from yichuang.installation import home
from yichuang.kernel import clock
from yichuang.kernel.installation import Kind, mark


def run(argv: list[str], say: Callable[[str], None]) -> int:
    """Set up and mark what this installation is."""
    home.set_up(say)
    mark(Kind.DEMO if "--demo" in argv else Kind.REAL, clock.now())
    return 0
