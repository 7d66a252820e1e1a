"""One process answers everything: live streams, the fast lane, and Django behind a fixed pool of threads.

Words: lane (a hot act answered before Django) · bridge (the way to Django) · pool (the few threads that may
work) · lifecycle (what begins and ends with the process).  It never decides what an answer says.
"""

from __future__ import annotations

from collections.abc import Callable

Announcer = Callable[[str], list[str]]

# each is given the base address and returns lines to print when the house opens
announcers: list[Announcer] = []


def is_demo() -> bool:
    """Say whether this installation was set up as a demo, whose logins are printed for everyone to see."""
    from yichuang.kernel.serve import installation

    return installation.kind() == "demo"
