"""Check format, lint, types, import contracts and the house's own tests; all are run, all must hold."""

from __future__ import annotations

import subprocess
import sys
import time

from scripts.place import ROOT, VENV, say

PROGRAMS = VENV / "bin"
CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary", "src", "scripts", "bench"],
    "contracts": ["lint-imports", "--config", "importlinter.ini"],
    "house": ["pytest", "tests/house"],
}


def main(names: list[str]) -> int:
    """Run the named checks, or all, and say which ones do not hold."""
    broken = []
    for name in names or CHECKS:
        program, *words = CHECKS[name]
        began = time.monotonic()
        done = subprocess.run(
            [PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        took = f"{time.monotonic() - began:.1f} s"
        if done.returncode:
            broken.append(name)
            say(f"{name}: broken ({took})\n{done.stdout}{done.stderr}")
        else:
            say(f"{name}: holds ({took})")
    if broken:
        say(f"not held: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
