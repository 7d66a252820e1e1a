"""Writers and sealers as processes of their own, to be killed: ``python -m tests.journal.labour write seal``.

Each word starts one thread; a writer says every entry on standard output once it is committed.
"""

from __future__ import annotations

import sys
import threading
import time
from uuid import UUID

HALLS = (UUID(int=0xA1), UUID(int=0xB2))


def write(number: int) -> None:
    """Write letters until killed, telling each one after its commit."""
    from tests.journal.rehearsal import arrive, clerk

    by = clerk(HALLS[number % len(HALLS)])
    while True:
        entry = arrive(by)
        sys.stdout.write(f"{entry.hex}\n")
        sys.stdout.flush()
        time.sleep(0.0005)


def seal(number: int) -> None:
    """Seal and deliver as a serving process does, until killed."""
    from yichuang.kernel.journal import sealer

    sealer.run(threading.Event())


def main(words: list[str]) -> None:
    """Start one thread a word and stay."""
    import django

    django.setup()
    labour = {"write": write, "seal": seal}
    threads = [threading.Thread(target=labour[word], args=(n,), daemon=True) for n, word in enumerate(words)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(sys.argv[1:])
