"""Make the virtual environment ``.venv`` from a hash-locked list, once per list.

    python3 -m scripts.place run       what a hall needs to run
    python3 -m scripts.place roster    and what plans its month
    python3 -m scripts.place dev       what the tests need as well

Nothing but the standard library is used.  A stamp (list, place, interpreter) makes the second call a
matter of moments.  The project itself is not installed but named: a ``.pth`` file points at ``src``, so
that no build tool has to be fetched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
PROGRAM = """#!/bin/sh
exec "{python}" -m yichuang "$@"
"""
WHO = """
import sys, sysconfig
print(sys.prefix, sys.version.split()[0], sysconfig.get_path("purelib"), sep="\\n")
"""
# which lists hold all of a list
HOLDS = {"run": ("run", "roster", "dev"), "roster": ("roster", "dev"), "dev": ("dev",)}
COMPILE = "import compileall, sys; [compileall.compile_dir(place, quiet=2) for place in sys.argv[1:]]"


def say(sentence: str) -> None:
    """Print one line at once."""
    print(sentence, flush=True)


def environment() -> tuple[str, Path] | None:
    """Return version and package folder of the environment that lies there, if it still starts, here."""
    if not PYTHON.exists():
        return None
    answer = subprocess.run([PYTHON, "-c", WHO], capture_output=True, text=True, check=False)
    if answer.returncode:
        return None
    prefix, version, packages = answer.stdout.splitlines()
    moved = Path(prefix).resolve() != VENV.resolve() or not Path(packages).is_relative_to(VENV)
    return None if moved else (version, Path(packages))


def make_environment() -> tuple[str, Path]:
    """Make the environment anew, telling in one sentence what Debian leaves out."""
    say(f"making {VENV.name} with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    found = None if made.returncode else environment()
    if found is None:
        shutil.rmtree(VENV, ignore_errors=True)
        say(made.stdout + made.stderr)
        sys.exit("A virtual environment could not be made (Debian: apt install python3-venv).")
    return found


def install(lock: Path) -> None:
    """Install every package of the list; pip refuses whatever has another hash."""
    say(f"installing {lock.relative_to(ROOT)}")
    settings = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--prefer-binary",
        "--no-deps",
    ]
    done = subprocess.run([*command, "-r", str(lock)], env=settings, check=False)
    if done.returncode:
        sys.exit(f"The packages of {lock.relative_to(ROOT)} could not be installed (is there a network?).")


def name_project(packages: Path) -> None:
    """Let the environment find the project, and give it the program ``yichuang``."""
    (packages / "yichuang.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    program = VENV / "bin" / "yichuang"
    program.write_text(PROGRAM.format(python=PYTHON), encoding="utf-8")
    program.chmod(0o755)


def compile_bytes(*places: Path) -> None:
    """Compile now, also where Python is told not to write byte code by itself."""
    subprocess.run([PYTHON, "-c", COMPILE, *map(str, places)], check=False)


def wanted(kind: str, version: str) -> str:
    """Return the stamp of an environment that holds the list ``kind``."""
    told = f"{ROOT}\n{version}\n".encode() + (LOCKS / f"{kind}.lock").read_bytes()
    return hashlib.sha256(told).hexdigest()


def main(kind: str) -> None:
    """Bring the environment to the state the list of ``kind`` describes."""
    found = environment() or make_environment()
    version, packages = found
    for enough in HOLDS[kind]:
        stamp = VENV / f".{enough}.stamp"
        if stamp.exists() and stamp.read_text() == wanted(enough, version):
            compile_bytes(ROOT / "src")
            return
    install(LOCKS / f"{kind}.lock")
    name_project(packages)
    say("compiling")
    compile_bytes(packages, ROOT / "src")
    (VENV / f".{kind}.stamp").write_text(wanted(kind, version))


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("Yichuang needs Python 3.11 or newer.")
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
