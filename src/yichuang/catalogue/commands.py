"""``yichuang import``: take a catalogue or a year of the working calendar over from a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from yichuang.catalogue import services
from yichuang.catalogue.errors import CatalogueUnfit
from yichuang.catalogue.types import Finding, Severity
from yichuang.kernel import clock
from yichuang.kernel.errors import Refusal
from yichuang.kernel.sheets import Fault, Unreadable, decode
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services
from yichuang.organization.errors import CalendarUnfit
from yichuang.organization.types import HallCard

COMMAND_ID = uuid5(NAMESPACE_URL, "yichuang:command.import")
MOST_SHOWN = 50


def import_file(argv: list[str]) -> int:
    """Take a catalogue or a working calendar over from a file; a bad row keeps all of it out."""
    parser = argparse.ArgumentParser(prog="yichuang import", description=import_file.__doc__)
    parser.add_argument("what", choices=["catalogue", "calendar"])
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="YAML; Excel for a catalogue, CSV for a calendar"
    )
    parser.add_argument("--hall", metavar="CODE", help="the hall (needed when there are several)")
    parser.add_argument(
        "--from", dest="from_day", type=date.fromisoformat, metavar="DAY", help="when items come into force"
    )
    args = parser.parse_args(argv)
    try:
        data = args.file.read_bytes()
        text = "" if args.what == "catalogue" else decode(data)
    except OSError:
        return _fail(_("%(file)s cannot be read.") % {"file": args.file})
    except Unreadable as error:
        return _show_faults(args.file, (error.fault,))
    try:
        hall = _hall(args.hall)
        if hall is None:
            codes = ", ".join(one.code for one in organization.halls()) or "-"
            return _fail(_("Say which hall with --hall: %(codes)s") % {"codes": codes})
        if args.what == "calendar":
            return _calendar(args.file, text, hall)
        return _catalogue(args.file, data, hall, args.from_day)
    except Refusal as refusal:
        return _fail(str(refusal))


COMMANDS: dict[str, Callable[[list[str]], int]] = {"import": import_file}


def _hall(code: str | None) -> HallCard | None:
    if code:
        return organization.hall_by_code(code)
    halls = organization.halls()
    return halls[0] if len(halls) == 1 else None


def _by(hall: HallCard) -> Actor:
    return Actor(ActorKind.SYSTEM, COMMAND_ID, hall.id)


def _calendar(file: Path, text: str, hall: HallCard) -> int:
    try:
        years = organization_services.import_calendar_year(
            text=text, source_name=file.name, by=_by(hall), at=clock.now()
        )
    except CalendarUnfit as refusal:
        return _show_faults(file, refusal.faults)
    for year in years:
        _say(_("%(year)s imported: %(days)s days.") % {"year": year.year, "days": len(year.days)})
    return 0


def _catalogue(file: Path, data: bytes, hall: HallCard, from_day: date | None) -> int:
    try:
        report = services.import_file(
            hall_id=hall.id,
            data=data,
            source_name=file.name,
            from_day=from_day,
            by=_by(hall),
            at=clock.now(),
        )
    except CatalogueUnfit as refusal:
        _show_findings(file, (one for one in refusal.findings if one.severity is Severity.WARNING))
        return _show_faults(file, refusal.faults)
    _show_findings(file, report.findings)
    told = _(
        "%(added)s items new, %(changed)s worded anew, %(unchanged)s unchanged, in force from %(day)s;"
        " %(others)s are for other halls."
    )
    _say(
        told
        % {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "day": report.active_from,
            "others": report.of_other_halls,
        }
    )
    return 0


def _show_findings(file: Path, findings: Iterable[Finding]) -> None:
    for one in findings:
        why = _("warning: %(item)s %(reason)s") % {"item": one.code, "reason": one.reason}
        _say(f"{file}:{one.line}: {why}")


def _show_faults(file: Path, faults: tuple[Fault, ...]) -> int:
    for one in faults[:MOST_SHOWN]:
        row = f" [{one.row}]" if one.row and one.row not in one.reason else ""
        sys.stderr.write(f"{file}:{one.line}: {one.reason}{row}\n")
    return _fail(_("Nothing was imported: %(count)s bad rows.") % {"count": len(faults)})


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
