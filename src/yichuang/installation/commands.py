"""The installation's commands: set up, found a hall, look for what is missing, run."""

from __future__ import annotations

import sys

from yichuang.installation import doctor as doctors
from yichuang.installation import found, home, start
from yichuang.kernel.serve import announcers


def say(sentence: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def setup(argv: list[str]) -> int:
    """Bring folders, translations, tables and static files up to date."""
    home.set_up(say)
    return 0


def doctor(argv: list[str]) -> int:
    """Say in sentences what this installation lacks; 1 when something does."""
    findings = doctors.examine()
    for finding in findings:
        say(f"{finding.mark} {finding.sentence}")
    return 1 if any(finding.serious for finding in findings) else 0


def init(argv: list[str]) -> int:
    """Found a real hall: home, keys, tables, the hall and its administrator."""
    return found.run(argv, say)


def run(argv: list[str]) -> int:
    """Set up, build the demo hall if there is no hall yet, and serve (what `make run` does)."""
    return start.run(argv, say)


announcers.insert(0, start.addresses)

COMMANDS = {"setup": setup, "migrate": setup, "doctor": doctor, "init": init, "run": run}
