"""Check format, lint, types, import contracts and the house's own tests; all are run, all must hold."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from scripts.place import ROOT, VENV, say

PROGRAMS = VENV / "bin"
CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary", "src", "scripts", "bench"],
    "contracts": ["lint-imports", "--config", "importlinter.ini"],
    "house": ["pytest", "tests/house"],
}


def check(name: str) -> bool:
    """Run one check, say whether it holds, and what it said where it does not."""
    program, *words = CHECKS[name]
    began = time.monotonic()
    done = subprocess.run([PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode:
        say(f"{name}: broken ({took})\n{done.stdout}{done.stderr}")
    else:
        say(f"{name}: holds ({took})")
    return done.returncode == 0


def main(names: list[str]) -> int:
    """Run the named checks, or all, and say which ones do not hold."""
    chosen = names or list(CHECKS)
    # types take as long as all the others together, which run beside them
    with ThreadPoolExecutor(max_workers=2) as two:
        asked = {name: two.submit(check, name) for name in sorted(chosen, key="types".__ne__)}
    broken = [name for name in chosen if not asked[name].result()]
    if broken:
        say(f"not held: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
