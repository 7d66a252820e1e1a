"""The tables as ``migrate`` makes them, made once and copied: every run and every installation begins there.

Going through all migrations takes seconds, and is the same every time.  So the first who needs the tables
lets ``yichuang setup`` make them in an empty home; what came out is kept (in pytest's cache; on PostgreSQL as
a database beside the tests' own) under a fingerprint of whatever decides how they look, and copied from then
on.  A copy is migrated again all the same, which finds nothing to do.  ``--create-db`` goes the long way.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".pytest_cache" / "ground"
FILE = "yichuang.sqlite3"  # in a home
# what writes tables, triggers and the rows that stand in them from the beginning
DECIDES = ("*/migrations/*.py", "*/apps.py", "*/guard.py", "*/handlers.py", "*/consumers.py")


def fingerprint() -> str:
    """Return one hash over the files that decide how the tables look."""
    told = hashlib.sha256(sys.version.encode())
    source = ROOT / "src" / "yichuang"
    files = {file for pattern in DECIDES for file in source.rglob(pattern.removeprefix("*/"))}
    for file in [*sorted(files), ROOT / "requirements" / "dev.lock"]:
        told.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return told.hexdigest()


def lay_file(target: Path | str) -> None:
    """Write a SQLite file whose tables are as ``migrate`` leaves them."""
    kept = KEPT / f"{fingerprint()}.sqlite3"
    with _alone():
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(prefix="yichuang-ground-") as home:
                _set_up({"YICHUANG_HOME": home})
                draft = KEPT / "draft"
                draft.unlink(missing_ok=True)
                with closing(sqlite3.connect(Path(home) / FILE)) as line:
                    line.execute("VACUUM INTO ?", (str(draft),))  # one file, without its log
                draft.replace(kept)
        shutil.copyfile(kept, target)


def lay_database(url: str, name: str) -> None:
    """Create a database on the server of ``url`` whose tables are as ``migrate`` leaves them."""
    kept, wanted = f"ground_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}", fingerprint()
    with _alone():
        if _label_of(url, kept) != wanted:
            drop(url, kept)
            administer(url, "CREATE DATABASE {}", kept)
            with tempfile.TemporaryDirectory(prefix="yichuang-ground-") as home:
                _set_up({"YICHUANG_HOME": home, "YICHUANG_DATABASE_URL": at(url, kept)})
            _label(url, kept, wanted)
        administer(url, "CREATE DATABASE {} TEMPLATE {}", name, kept)


def at(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def administer(url: str, statement: LiteralString, *names: str) -> None:
    """Run a statement, whose braces are filled with names, beside the databases of the server."""
    with psycopg.connect(at(url, "postgres"), autocommit=True) as line:
        line.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def drop(url: str, name: str) -> None:
    """Take a database away, whoever still looks at it."""
    administer(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _label_of(url: str, name: str) -> str | None:
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(at(url, "postgres"), autocommit=True) as line:
        row = line.execute(asked, (name,)).fetchone()
    return row[0] if row else None


def _label(url: str, name: str, comment: str) -> None:
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(comment))
    with psycopg.connect(at(url, "postgres"), autocommit=True) as line:
        line.execute(statement)


def _set_up(place: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    environment |= {"DJANGO_SETTINGS_MODULE": "yichuang.settings", **place}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    subprocess.run([sys.executable, "-m", "yichuang", "setup"], cwd=ROOT, env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time look for the tables or make them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
