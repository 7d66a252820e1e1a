"""Master keys of the vault: files outside the database, the youngest encrypts, all of them decrypt.

``vault.key`` is the first; a rotation adds ``vault-2.key`` and so on.  A master is called by the first
sixteen hex digits of its own hash, so a file swapped for another is noticed.
"""

from __future__ import annotations

import hashlib
import re
import threading
from pathlib import Path

from django.conf import settings

from yichuang.kernel.keys import secret
from yichuang.kernel.vault.errors import VaultKeyMissing

_FILE = re.compile(r"vault(?:-(\d+))?\.key")
_lock = threading.Lock()
_known: dict[Path, dict[str, bytes]] = {}
_current: dict[Path, str] = {}
_seen: dict[Path, int] = {}  # folder -> when its files had last changed (nanoseconds) when it was read


def name_of(key: bytes) -> str:
    """Return what a master key is called."""
    return hashlib.sha256(b"yichuang vault master\n" + key).hexdigest()[:16]


def _files(folder: Path) -> list[tuple[int, str]]:
    found = [
        (int(match[1] or 1), path.stem)
        for path in folder.glob("vault*.key")
        if (match := _FILE.fullmatch(path.name))
    ]
    return sorted(found)


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _read(folder: Path) -> None:
    keys = {}
    _current.pop(folder, None)
    _seen[folder] = _changed(folder)
    for _number, stem in _files(folder):
        key = secret(stem)
        keys[name_of(key)] = key
        _current[folder] = name_of(key)
    _known[folder] = keys


def current() -> tuple[str, bytes]:
    """Return name and bytes of the master that wraps new entries.

    The first is made on first use, but never beside entries that another one has wrapped.  A master that
    another process has added is used at once: who adds one means to do away with the old.

    Raises: VaultKeyMissing.
    """
    folder = Path(settings.KEYS_DIR)
    with _lock:
        if folder not in _current or _seen[folder] != _changed(folder):
            if not _files(folder):
                _refuse_if_in_use()
                secret("vault")
            _read(folder)
        name = _current[folder]
        return name, _known[folder][name]


def master(name: str) -> bytes:
    """Return the master called ``name``.  Raises: VaultKeyMissing."""
    folder = Path(settings.KEYS_DIR)
    with _lock:
        if name not in _known.get(folder, {}):
            _read(folder)
        try:
            return _known[folder][name]
        except KeyError:
            raise VaultKeyMissing from None


def add() -> str:
    """Make the next master key and return its name; from now on it wraps new entries."""
    folder = Path(settings.KEYS_DIR)
    current()
    with _lock:
        number = _files(folder)[-1][0] + 1
        secret(f"vault-{number}")
        _read(folder)
        return _current[folder]


def forget() -> None:
    """Drop the keys held in memory; they are read again when needed."""
    with _lock:
        _known.clear()
        _current.clear()
        _seen.clear()


def _refuse_if_in_use() -> None:
    from yichuang.kernel.vault.models import DataKey

    if DataKey.objects.exists():
        raise VaultKeyMissing
