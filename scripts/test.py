"""Run the tests on SQLite and on PostgreSQL, the last line being pytest's own.

    .venv/bin/python -m scripts.test [--proof | --bench] [pytest's own words …]

``YICHUANG_TEST_DATABASE_URL`` names a PostgreSQL server; without it a private one is started from
installed binaries, and where there are none one line says so and the suite runs on SQLite alone.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.place import ROOT, say
from scripts.postgres import NoPostgres, cluster

# Chromium for the browser tests, and letters for what it shows.
DEBIAN = ("chromium", "fonts-noto-cjk")


def install_browser() -> None:
    """Install Chromium from Debian where that is possible; say in one line where it is not."""
    if shutil.which("chromium") or shutil.which("google-chrome"):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        say("no Chromium here (Debian: apt install chromium fonts-noto-cjk): browser tests are skipped")
        return
    say(f"installing {' and '.join(DEBIAN)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
    if done.returncode:
        say("Chromium could not be installed: browser tests are skipped")


@contextmanager
def postgres() -> Iterator[str | None]:
    """Give the address of a PostgreSQL server, or None and one line that says why not."""
    given = os.environ.get("YICHUANG_TEST_DATABASE_URL")
    if given:
        yield given
        return
    try:
        running = cluster()
        address = running.__enter__()
    except NoPostgres as reason:
        say(str(reason))
        yield None
        return
    try:
        yield address
    finally:
        running.__exit__(None, None, None)


def workers() -> list[str]:
    """Return pytest-xdist's words for this machine: who has nothing left takes from who has most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ["-n", str(min(max(cores, 2), 8)), "--dist", "worksteal"]


def run(engine: str, address: str | None, words: list[str], full: bool) -> int:
    """Run the suite on one engine and return pytest's code (no test chosen is no failure)."""
    environment = {key: value for key, value in os.environ.items() if key != "YICHUANG_TEST_DATABASE_URL"}
    if address:
        environment["YICHUANG_TEST_DATABASE_URL"] = address
    if full:
        environment["YICHUANG_PROOF"] = "full"
    say(f"on {engine}")
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def bench() -> int:
    """Measure the queue; ``bench.queue`` starts a PostgreSQL of its own, one that waits for the disk."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "bench.queue"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def main(words: list[str]) -> int:
    """Set up what is missing, then run on every engine; the first failure gives the code."""
    if "--bench" in words:
        return bench()
    full = "--proof" in words
    chosen = [word for word in words if word != "--proof"]
    install_browser()
    # proofs measure and crowd: one after the other; the rest shares the cores
    chosen += ["-m", "proof", "-p", "no:xdist"] if full else workers()
    with postgres() as address:
        codes = [run("SQLite", None, chosen, full)]
        if address:
            codes.append(run("PostgreSQL", address, chosen, full))
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    # a polite end stops the private server too
    signal.signal(signal.SIGTERM, lambda _number, _where: sys.exit(143))
    if importlib.util.find_spec("pytest") is None:
        sys.exit("run `make test`, which sets up what the tests need")
    sys.exit(main(sys.argv[1:]))
