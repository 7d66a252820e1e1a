"""Start a hall on this machine: set up, build the demo where nothing is yet, tell the addresses, serve."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from django.utils.translation import gettext as _

from yichuang.installation import home
from yichuang.kernel.serve.installation import kind

DEMO = ("demo", "--days", "1", "--seed", "7")


def screens(hall: str) -> list[tuple[str, str]]:
    """Return every screen's path with what it is for."""
    return [
        ("/", _("start page")),
        ("/kiosk/", _("take a ticket")),
        (f"/board/{hall}/", _("board in the waiting area")),
        ("/desk/", _("a clerk's desk")),
        ("/office/", _("the hall today")),
        ("/rules/", _("the rulebook, kept or not yet")),
        ("/journal/", _("the register of everything done")),
    ]


def addresses(base: str) -> list[str]:
    """Return one line per screen of the first hall; printed whenever the house opens."""
    from yichuang.organization import selectors

    halls = selectors.halls()
    return [f"  {base}{path:<18} {what}" for path, what in screens(halls[0].code)] if halls else []


def run(argv: list[str], say: Callable[[str], None]) -> int:
    """Do everything `make run` promises; does not return, since the server takes this process over."""
    home.set_up(say)
    if not kind():
        say(_("building the demo hall …"))
        # a process of its own: translations were compiled a moment ago
        done = subprocess.run([sys.executable, "-m", "yichuang", *DEMO], check=False)
        if done.returncode:
            return done.returncode
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "yichuang", "serve", *argv])  # noqa: S606 - our own program
