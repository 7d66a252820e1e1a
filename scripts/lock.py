"""Renew ``requirements/*.lock`` from pyproject.toml: every package pinned, every file's hash listed.

All hashes of a release are listed, so one list serves x86-64 and aarch64 and every supported Python.  It
is written with the oldest supported Python, whose needs include those of the later ones.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.place import LOCKS, ROOT, say

QUIET = ("--quiet", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-header")
WORDS = (
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-annotate",
    "--no-config",
    "--no-emit-options",
)


def compile_list(kind: str, *more: str) -> None:
    """Write one list; what the other list pins already stays as it is."""
    target = LOCKS / f"{kind}.lock"
    # a machine's own package places do not belong into the list
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_FIND")}
    environment["PIP_CONFIG_FILE"] = os.devnull
    command = [sys.executable, "-m", "piptools", "compile", *QUIET, *WORDS, *more, "-o", str(target)]
    subprocess.run([*command, "pyproject.toml"], cwd=ROOT, env=environment, check=True)
    head = "# Written by `make lock`; installed by pip with --require-hashes.\n"
    target.write_text(head + Path(target).read_text())
    count = sum("==" in line for line in target.read_text().splitlines())
    say(f"{target.relative_to(ROOT)}: {count} packages")


if __name__ == "__main__":
    if sys.version_info[:2] != (3, 11):
        say("the lists are to be written with Python 3.11, the oldest supported")
        sys.exit(1)
    LOCKS.mkdir(exist_ok=True)
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    compile_list("run", *upgrade)
    compile_list("roster", "--extra", "roster", "--constraint", "requirements/run.lock", *upgrade)
    both = ("--extra", "dev", "--extra", "roster")
    compile_list("dev", *both, "--constraint", "requirements/roster.lock", *upgrade)
