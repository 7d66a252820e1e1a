"""Verify a hall's journal on request, beside the pages: a thread that says how far it has come.

What it says lies in a file of the installation's home, so that every process of this machine shows the
same, and the last result is still there tomorrow.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from yichuang.kernel.journal.findings import Finding
from yichuang.kernel.journal.verify import verify

logger = logging.getLogger("yichuang.oversight")

TELL_EVERY = 0.2  # seconds between two notes of progress


@dataclass(frozen=True, slots=True)
class State:
    """How the last verification stands: under way, or done with what it found.

    ``sentence_zh`` and ``sentence_en`` say the first wrong row; ``process`` is who works on it.
    """

    running: bool
    seq: int
    last: int
    ok: bool
    good_to: int
    sentence_zh: str
    sentence_en: str
    asked_at: str
    asked_by: str
    process: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.seq / self.last)) if self.last else 0

    @property
    def died(self) -> bool:
        """Whether the process that worked on it is gone."""
        return self.running and not _alive(self.process)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _file(hall_id: UUID) -> Path:
    return Path(settings.HOME) / "verified" / f"{hall_id.hex}.json"


def state_of(hall_id: UUID) -> State | None:
    """Return how the hall's verification stands; nothing when nobody has asked yet."""
    try:
        return State(**json.loads(_file(hall_id).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _note(hall_id: UUID, state: State) -> None:
    file = _file(hall_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    fresh.write_text(json.dumps(asdict(state)), encoding="utf-8")
    fresh.replace(file)


def in_a_thread(work: Callable[[], None]) -> None:
    """Run ``work`` beside the request, on a connection of its own."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    threading.Thread(target=closing, name="verify", daemon=True).start()


def start(
    hall_id: UUID, *, asked_by: str, asked_at: str, run: Callable[[Callable[[], None]], None] = in_a_thread
) -> bool:
    """Begin to verify unless a verification is under way; say whether it began."""
    now = state_of(hall_id)
    if now and now.running and not now.died:
        return False
    begun = State(True, 0, 0, False, 0, "", "", asked_at, asked_by, os.getpid())
    _note(hall_id, begun)
    run(lambda: _work(hall_id, begun))
    return True


def _work(hall: UUID, begun: State) -> None:
    told = time.monotonic()

    def progress(hall_id: UUID, seq: int, *, last: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            _note(hall, replace(begun, seq=seq, last=last))

    try:
        report = verify(hall, progress=progress).halls[0]
    except Exception:
        # the page says that it could not be done; why stands in the log
        logger.exception("verification of a hall's journal failed")
        _note(hall, replace(begun, running=False, good_to=-1))
        return
    found = report.finding
    done = replace(
        begun,
        running=False,
        seq=report.entries,
        last=report.entries,
        ok=report.ok,
        good_to=report.good_to,
        sentence_zh=_told(found, "zh-hans") if found else "",
        sentence_en=_told(found, "en") if found else "",
    )
    _note(hall, done)


def _told(finding: Finding, language: str) -> str:
    with override(language):
        return finding.sentence
