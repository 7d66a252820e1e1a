"""Exactly one process serves a SQLite file: the fair queue of writers lives inside it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class AlreadyServed(Refusal):
    """Another process serves this database file."""

    code = "already-served"
    sentence = _("This hall is already being served by process %(process)s. One process serves one file.")


def claim(database_file: str | Path) -> IO[str]:
    """Claim the file for this process and return the claim; it ends with the process, however that ends.

    Raises: AlreadyServed.
    """
    path = os.path.realpath(database_file) + ".serving"
    claimed = open(path, "a+", encoding="ascii")  # noqa: SIM115 - stays open as long as it is served
    try:
        fcntl.flock(claimed, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        claimed.seek(0)
        process = claimed.read().strip() or "?"
        claimed.close()
        raise AlreadyServed(process=process) from None
    claimed.truncate(0)
    claimed.write(str(os.getpid()))
    claimed.flush()
    return claimed
