"""Secrets of this installation: made once, kept in files outside the database, readable by the owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings


def secret(name: str, size: int = 32) -> bytes:
    """Return the secret called ``name`` (``size`` random bytes), making its file on first use.

    Two processes that start together agree: the file is linked into place only if it is not there.
    """
    folder = Path(settings.KEYS_DIR)
    path = folder / f"{name}.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(size))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _fsync(folder)  # what is made with the secret must not outlive its name
    return path.read_bytes()


def _fsync(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
