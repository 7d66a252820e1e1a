"""Start a hall on this machine: set up, build the demo where nothing is yet, tell the addresses, serve."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from yichuang.installation import home
from yichuang.kernel.serve.installation import kind

DEMO = ("demo", "--days", "1", "--seed", "7")
BUILDING = "demo.building"


def screens(hall: str) -> list[tuple[str, str]]:
    """Return every screen's path with what it is for."""
    return [
        ("/", _("start page")),
        ("/kiosk/", _("take a ticket")),
        (f"/board/{hall}/", _("board in the waiting area")),
        ("/window/", _("screen above a window, each enrolled for its own")),
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


def forget_unfinished() -> bool:
    """Take away a demo whose building was broken off; return whether there is room for a new one.

    Only a file of our own that was never finished and is no real hall is taken away.
    """
    if kind() == "real":
        return True
    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite":
        return not kind()
    connection.close()
    for path in (name, f"{name}-wal", f"{name}-shm"):
        Path(path).unlink(missing_ok=True)
    shutil.rmtree(settings.HOME / "journal-roots", ignore_errors=True)
    return True


def build_demo(say: Callable[[str], None]) -> int:
    """Build the demo hall in a process of its own, since translations were compiled a moment ago."""
    say(_("building the demo hall …"))
    marker = settings.HOME / BUILDING
    marker.touch()
    done = subprocess.run([sys.executable, "-m", "yichuang", *DEMO], check=False)
    if done.returncode == 0:
        marker.unlink()
    return done.returncode


def run(argv: list[str], say: Callable[[str], None]) -> int:
    """Do everything `make run` promises; does not return, since the server takes this process over."""
    if (settings.HOME / BUILDING).exists() and not forget_unfinished():
        say(_("The building of the demo was broken off; give it an empty database."))
        return 1
    home.set_up(say)
    if not kind():
        failed = build_demo(say)
        if failed:
            return failed
    connection.close()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "yichuang", "serve", *argv])  # noqa: S606 - our own program
