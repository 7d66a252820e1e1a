"""Keep the last signed roots outside the database, so that a cut tail is found.

In the home folder ``journal-roots`` there are two files a hall: ``<hall>.last`` holds its newest root,
``<hall>.days`` one line for the last root of each day and is only ever appended to.  Printed on the day
sheet or mailed, such a line vouches for the hall's whole journal up to it.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
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
    try:
        last = _read(_file(root.hall_id, "last"))[-1:]
        if last and last[0].number >= root.number:
            if last[0] != root:
                _append(last[0])
            return
        if last and _day(last[0]) != _day(root):
            _append(last[0])
        _replace(_file(root.hall_id, "last"), root)
    except (OSError, ValueError):
        log.exception("the root of batch %s of hall %s could not be kept outside", root.number, root.hall_id)


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


def _folder() -> Path:
    return Path(settings.HOME) / "journal-roots"


def _file(hall: str, kind: str) -> Path:
    return _folder() / f"{hall}.{kind}"


def _read(path: Path) -> list[Root]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    try:
        return [Root(**json.loads(line)) for line in lines if line]
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from None


def _line(root: Root) -> str:
    return json.dumps(asdict(root), separators=(",", ":")) + "\n"


def _day(root: Root) -> str:
    moment = datetime.fromisoformat(root.sealed_at)
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date().isoformat()


def _append(root: Root) -> None:
    path = _file(root.hall_id, "days")
    if _read(path)[-1:] == [root]:
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(_line(root))
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, root: Root) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_text(_line(root), encoding="utf-8")
    draft.replace(path)
