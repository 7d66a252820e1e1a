"""Bring the home folder up to date: folders, translations, tables, static files; loses nothing, ever."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.translation import gettext as _

from yichuang.kernel.journal import consumers, guard


def _say_nothing(_sentence: str) -> None:
    """Keep quiet."""


def locales(package: Path) -> list[Path]:
    """Return every translated text (``django.po``) below ``package``."""
    return sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))


def compile_translations(package: Path) -> int:
    """Write the ``.mo`` beside every ``.po`` that is newer, and return how many were written.

    Babel does it, since a bare machine has no msgfmt.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = 0
    for source in locales(package):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as told:
            catalog = read_po(told, locale=source.parts[-3])
        draft = target.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as out:
            write_mo(out, catalog)
        draft.replace(target)
        written += 1
    return written


def fingerprint(files: Iterable[Path]) -> str:
    """Return one hash over the names and contents of ``files``."""
    told = hashlib.sha256()
    for file in sorted(files):
        told.update(f"{file}\0{file.stat().st_size}\0".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def make_folders() -> None:
    """Make the home folder and the keys' folder, which only the owner may read."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.KEYS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.KEYS_DIR.chmod(0o700)


def unapplied() -> list[str]:
    """Return the migrations the code has and the database has not, by name."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def static_sources() -> list[Path]:
    """Return every file the pages ask for by name, of all parts."""
    from django.contrib.staticfiles.finders import get_finders

    return [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]


def _once(name: str, state: str, work: Callable[[], object]) -> bool:
    """Do ``work`` unless it was done for this very ``state``, and tell whether it was done now."""
    stamp = settings.HOME / ".stamps" / name
    if stamp.exists() and stamp.read_text() == state:
        return False
    work()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(state)
    return True


def collect_static() -> None:
    """Copy the static files into the home folder, each also under the name of its content."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


def set_up(say: Callable[[str], None] = _say_nothing) -> None:
    """Bring everything kept outside the code up to date; quick when nothing has changed."""
    make_folders()
    if compile_translations(settings.PACKAGE):
        say(_("The translations were compiled."))
    waiting = unapplied()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
        say(_("The tables were brought up to date (%(n)s migrations).") % {"n": len(waiting)})
    guard.install()
    consumers.register()
    if _once("static", fingerprint(static_sources()), collect_static):
        say(_("The static files were collected."))
