"""Settings of the test suite: a home that goes away afterwards, and the engine that was asked for.

``YICHUANG_TEST_DATABASE_URL``  a PostgreSQL address; without it a SQLite file in memory-backed storage
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from yichuang.settings import *  # noqa: F403
from yichuang.settings.database import database


def _scratch() -> Path:
    """Return a fresh folder, in memory where the machine has such a place, removed at the end."""
    memory = Path("/dev/shm")  # noqa: S108 - only a quicker place for files of a test
    root = str(memory) if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="yichuang-test-", dir=root))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


HOME = _scratch()
KEYS_DIR = HOME / "keys"
STATIC_ROOT = HOME / "static"

# A file, not ":memory:", since clerks at several windows are several connections.
DATABASES = {"default": database(os.environ.get("YICHUANG_TEST_DATABASE_URL", ""), HOME / "hall.sqlite3")}
# On a server that several checkouts use at once, each has a database of its own.
CHECKOUT = hashlib.sha256(__file__.encode()).hexdigest()[:8]
DATABASES["default"]["TEST"] = {
    "NAME": f"test_{CHECKOUT}"
    if "postgresql" in DATABASES["default"]["ENGINE"]
    else str(HOME / "test.sqlite3")
}

# A slow hash protects a real hall; in a test it only costs the reader's time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
