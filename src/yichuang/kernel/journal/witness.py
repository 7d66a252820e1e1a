"""Keep the last signed roots outside the database, so that a cut tail is found.

In the home folder ``journal-roots`` there are two files a hall: ``<hall>.last`` holds its newest root,
``<hall>.days`` one line for the last root of each day and is only ever appended to.  Printed on the day
sheet or mailed, such a line vouches for the hall's whole journal up to it.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Root:
    """One signed root as it leaves the database; ``sealed_at`` is ISO 8601 in UTC."""

    hall_id: str
    number: int
    last_seq: int
    algorithm: str
    root: str
    key_id: str
    signature: str
    sealed_at: str


def note(root: Root) -> None:
    """Remember ``root`` as the newest of its hall; called after the commit, never stops the sealer.

    A root that is not newer than the one on file means that the chain was cut back (or that a rival
    sealer was quicker): the one on file then stays, and goes to the days as well, for ``verify`` to judge.
    """
    gathered: dict[str, Root] | None = getattr(_thread, "gathered", None)
    if gathered is not None:
        gathered[root.hall_id] = root
        return
    try:
        last = _last(root.hall_id)
        if last and last.number >= root.number:
            if last != root:
                _append(last)
            return
        if last and _day(last) != _day(root):
            _append(last)
        _replace(root)
    except (OSError, ValueError):
        log.exception("the root of batch %s of hall %s could not be kept outside", root.number, root.hall_id)


_thread = threading.local()


def gather() -> None:
    """Let this thread's notes wait for ``write``: a busy sealer keeps its newest root, not every one."""
    _thread.gathered = {}


def write() -> None:
    """Note what this thread has gathered; a power cut before loses roots that the chain itself still has."""
    gathered: dict[str, Root] = getattr(_thread, "gathered", {})
    del _thread.gathered
    try:
        for root in gathered.values():
            note(root)
    finally:
        _thread.gathered = {}


def roots(hall_id: UUID) -> list[Root]:
    """Return what was kept of a hall, oldest first.

    Raises: ``ValueError`` for a line that is no root.
    """
    return [*_read(_file(hall_id.hex, "days")), *_read(_file(hall_id.hex, "last"))]


def halls() -> list[UUID]:
    """Return the halls of which a root was kept."""
    return sorted(UUID(path.stem) for path in _folder().glob("*.last"))


def forget_all() -> None:
    """Remove every root that was kept: for a test that has emptied the database."""
    for path in _folder().glob("*"):
        path.unlink()


_written: dict[str, tuple[int, Root]] = {}  # file -> when it was written here, and what


def _folder() -> Path:
    return Path(settings.HOME) / "journal-roots"


def _file(hall: str, kind: str) -> str:
    return f"{settings.HOME}/journal-roots/{hall}.{kind}"


def _last(hall: str) -> Root | None:
    """Read the newest root on file, unless it is the one that was written here."""
    path = _file(hall, "last")
    try:
        changed = os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return None
    if path in _written and _written[path][0] == changed:
        return _written[path][1]
    return next(iter(_read(path)[-1:]), None)


def _read(path: str) -> list[Root]:
    try:
        with open(path, encoding="utf-8") as file:
            return [Root(**json.loads(line)) for line in file if line.strip()]
    except FileNotFoundError:
        return []
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from None


def _line(root: Root) -> str:
    return json.dumps(asdict(root), separators=(",", ":")) + "\n"


def _day(root: Root) -> date:
    return datetime.fromisoformat(root.sealed_at).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _append(root: Root) -> None:
    path = _file(root.hall_id, "days")
    if root in _read(path):
        return
    with open(path, "a", encoding="utf-8") as file:
        file.write(_line(root))
        file.flush()
        os.fsync(file.fileno())


def _replace(root: Root) -> None:
    path = _file(root.hall_id, "last")
    draft = f"{path}.{os.getpid()}.{threading.get_ident()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except FileNotFoundError:
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, _line(root).encode())
        _written[path] = (os.fstat(handle).st_mtime_ns, root)
    finally:
        os.close(handle)
    os.replace(draft, path)
