"""Say in sentences what this installation lacks; every check is a question to one part."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.facilities import selectors as facilities
from yichuang.facilities.labels import AREA
from yichuang.installation import home
from yichuang.kernel import clock, documents
from yichuang.kernel.documents import fonts
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import guard
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.serve.installation import kind
from yichuang.organization import selectors as organization

CHINESE = "zh-hans"
LEAST_FREE = 1 << 30  # a hall of 600 tickets a day fills a gigabyte in about a year


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; ``serious`` when the hall should not run like this."""

    sentence: str
    serious: bool = True

    @property
    def mark(self) -> str:
        """Return the sign the sentence is listed under."""
        return "!" if self.serious else "·"


def _database() -> Iterator[Finding]:
    """Can the database be reached, and does it hold every table and column?"""
    waiting = home.unapplied()
    if waiting:
        sentence = _("%(count)s migrations are not applied (first: %(name)s); run `yichuang setup`.")
        yield Finding(sentence % {"count": len(waiting), "name": waiting[0]})


def _durability() -> Iterator[Finding]:
    """Does a commit survive a power cut?"""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone()[0] != "wal":
                yield Finding(_("SQLite does not write ahead (journal_mode is not WAL)."))
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < 2:
                yield Finding(_("A power cut could reissue a printed number (synchronous is not FULL)."))
            return
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                sentence = _("A power cut could reissue a printed number (PostgreSQL's %(name)s is off).")
                yield Finding(sentence % {"name": name})


def _journal() -> Iterator[Finding]:
    """Is the journal guarded against change, and does everybody hear it?"""
    for name in guard.missing():
        yield Finding(_("The journal's guard %(name)s is missing; run `yichuang setup`.") % {"name": name})
    count = len(journal.set_aside())
    if count:
        sentence = _("%(count)s events could not be heard and wait; see the oversight screen.")
        yield Finding(sentence % {"count": count}, serious=False)


def _keys() -> Iterator[Finding]:
    """Are the keys there, and readable by the owner only?"""
    folder = settings.KEYS_DIR
    if not folder.is_dir():
        yield Finding(_("The folder of the keys %(path)s does not exist.") % {"path": folder})
        return
    for path in (folder, *sorted(folder.glob("*.key"))):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(_("Others than the owner can read %(path)s.") % {"path": path})


def _built() -> Iterator[Finding]:
    """Are translations and static files there?"""
    for source in home.locales(settings.PACKAGE):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            name = source.relative_to(settings.PACKAGE).parts[0]
            yield Finding(_("The translations of %(name)s are not compiled.") % {"name": name})
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding(_("The static files are not collected; run `yichuang setup`."))


def _calendar() -> Iterator[Finding]:
    """Is the working calendar of this year, and from December of the next, there?"""
    for year in organization.calendar_missing(clock.now()):
        sentence = _("The working calendar of %(year)s is missing; run `yichuang import calendar FILE`.")
        yield Finding(sentence % {"year": year})


def _kind() -> Iterator[Finding]:
    """Is this a real hall, and is a demo kept to this machine?"""
    found = kind()
    if not found:
        yield Finding(_("There is no hall yet; run `yichuang init`."))
    if found == "demo":
        if os.environ.get("YICHUANG_HOSTS"):
            yield Finding(_("This is a demo with printed passwords, and it answers to other names."))
        yield Finding(_("This is a demo: its passwords are printed and its clock is its own."), serious=False)
    if found == "real" and clock.is_demo():
        yield Finding(_("This is a real hall that runs on a demo clock."))


def _layout() -> Iterator[Finding]:
    """Has each open hall the areas every hall has (INT-03)?"""
    for hall in organization.halls():
        lacking = facilities.areas_missing(hall.id) if hall.active else ()
        if lacking:
            sentence = _("The layout of %(hall)s has no %(areas)s; enter it in the office.")
            told = {"hall": hall.name, "areas": ", ".join(str(AREA[kind]) for kind in lacking)}
            yield Finding(sentence % told, serious=False)


def _public_address() -> Iterator[Finding]:
    """Can a phone outside use the address that stands in the QR codes?"""
    address = settings.PUBLIC_URL
    if not address:
        told = _("YICHUANG_PUBLIC_URL is not set: QR codes carry the address the kiosk itself uses.")
        yield Finding(told, serious=False)
        return
    host = _host_of(address)
    if host is None:
        sentence = _("YICHUANG_PUBLIC_URL %(address)s is no whole address, such as https://hall.example.cn.")
        yield Finding(sentence % {"address": address})
        return
    yield Finding(_("QR codes lead to %(address)s.") % {"address": address}, serious=False)
    if kind() != "demo" and _is_this_machine(host):
        sentence = _("A phone cannot reach %(host)s: to a phone that is itself (YICHUANG_PUBLIC_URL).")
        yield Finding(sentence % {"host": host})
    elif not validate_host(f"[{host}]" if ":" in host else host, settings.ALLOWED_HOSTS):
        sentence = _("QR codes lead to %(host)s, which YICHUANG_HOSTS does not name: phones cannot act.")
        yield Finding(sentence % {"host": host})


def _host_of(address: str) -> str | None:
    """Return the host of a web address without login, query and fragment, or None when it is no such one."""
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return None
    plain = not (parts.username or parts.query or parts.fragment) and " " not in address
    return parts.hostname if parts.scheme in {"http", "https"} and plain and port_fits else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def _fonts() -> Iterator[Finding]:
    """Can a paper be printed in Chinese, and with whose fonts?"""
    found = fonts.places()
    if settings.FONTS_DIR and not any(one.source is fonts.Source.SETTING for one in found):
        sentence = _("No font lies in %(path)s (YICHUANG_FONTS).")
        yield Finding(sentence % {"path": settings.FONTS_DIR})
    with translation.override(CHINESE):
        chinese = _("Papers are set in the fonts of %(path)s.")
    try:
        documents.printable([chinese])
    except Refusal as refused:
        yield Finding(str(refused))
        return
    yield Finding(_("Papers are set in the fonts of %(path)s.") % {"path": found[0].folder}, serious=False)


def _room() -> Iterator[Finding]:
    """Is there room left on the disk, and may we write?"""
    if not os.access(settings.HOME, os.W_OK):
        yield Finding(_("The home folder %(path)s cannot be written.") % {"path": settings.HOME})
    elif shutil.disk_usage(settings.HOME).free < LEAST_FREE:
        yield Finding(_("Less than 1 GiB is left where %(path)s lies.") % {"path": settings.HOME})


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _database,
    _durability,
    _journal,
    _keys,
    _built,
    _calendar,
    _kind,
    _layout,
    _public_address,
    _fonts,
    _room,
)


def examine() -> list[Finding]:
    """Ask every part and return what it answers; all is well when nothing in it is serious."""
    try:
        connection.ensure_connection()
    except DatabaseError as problem:
        told = str(problem).strip().splitlines()
        return [Finding(_("The database cannot be reached: %(why)s") % {"why": told[0] if told else problem})]
    findings: list[Finding] = []
    for check in CHECKS:
        try:
            findings += check()
        except DatabaseError as problem:
            findings.append(Finding(_("The tables cannot be read: %(why)s") % {"why": problem}))
            break
    if not any(finding.serious for finding in findings):
        findings.append(Finding(_("Nothing is missing."), serious=False))
    return findings
