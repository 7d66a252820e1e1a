"""Found a real hall: everything empty but the hall itself and the administrator who builds the rest."""

from __future__ import annotations

from collections.abc import Callable

from yichuang.installation import home
from yichuang.kernel import clock
from yichuang.kernel.serve.installation import set_up


def run(argv: list[str], say: Callable[[str], None]) -> int:
    """Set up and mark what this installation is."""
    home.set_up(say)
    set_up("demo" if "--demo" in argv else "real", clock.now())
    return 0
