"""Take the register of a predecessor system over into the archive: every line of it, or nothing (ARC-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _t
from django.utils.translation import pgettext_lazy

from yichuang.cases import events
from yichuang.cases.models import ArchiveFile
from yichuang.cases.refusals import ImportUnfit, NotAnArchivist
from yichuang.cases.services.archive import enter
from yichuang.cases.services.common import HANDLING, act, hall_day
from yichuang.cases.services.files import tell_of
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.record import record
from yichuang.kernel.sheets import Fault, Unreadable, read_table
from yichuang.kernel.texts import fault
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import rules as shapes
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization

IMPORTERS = frozenset({Role.OFF, Role.ADM})
COLUMNS: dict[str, str | Text] = {
    "number": pgettext_lazy("archive column", "Number of the case"),
    "item": pgettext_lazy("archive column", "Item"),
    "department": pgettext_lazy("archive column", "Department"),
    "applicant": pgettext_lazy("archive column", "Applicant"),
    "closed_on": pgettext_lazy("archive column", "Closed on"),
    "years": pgettext_lazy("archive column", "Years to keep"),
    "place": pgettext_lazy("archive column", "Place in the archive"),
}
NEEDED = ("number", "item", "closed_on", "years")
LONGEST = {"number": 40, "item": 200, "applicant": 100, "place": 60}
LANGUAGES = ("zh-hans", "en")
LONGEST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the register, as it can be entered."""

    number: str
    item: str
    department_id: UUID | None
    applicant: str
    closed_on: date
    years: int
    place: str


@act
def import_files(*, data: bytes, by: Actor, at: datetime, key: Key | None = None) -> int:
    """Enter the closed cases of an Excel or CSV file in the archive's register and return how many.

    One line that does not fit, and nothing is entered; every fault is named by its line.  Names go into the
    vault and stay with their files.  Raises: NotAnArchivist, ImportUnfit (with ``faults``), KeyReused.
    """
    promise = once(by, "cases.import_files", key, at)
    if not {one.role for one in access.roles_of(by.hall_id, by.id, at)} & IMPORTERS:
        raise NotAnArchivist
    try:
        rows = read_table(data)
    except Unreadable as error:
        raise ImportUnfit((error.fault,)) from error
    records, faults = read_register(rows, by.hall_id, at)
    if promise.replay:
        return len(records)
    faults += _known_already(records, by.hall_id)
    if not records and not faults:
        faults = [Fault(1, _t("the file has no line"))]
    if faults:
        raise ImportUnfit(tuple(sorted(faults, key=lambda one: one.line)))
    for _line, one in records:
        _enter(one, by=by, at=at)
    told = events.FilesImported(count=len(records))
    record(told, subject=by.hall_id, by=by, at=at, entry_id=promise.entry_id)
    return len(records)


def _enter(one: Record, *, by: Actor, at: datetime) -> None:
    applicant = None
    if one.applicant:
        applicant = vault.keep(
            hall_id=by.hall_id,
            kind=Kind.NAME,
            value=one.applicant,
            purpose=HANDLING,
            expires_at=at.replace(year=at.year + LONGEST_YEARS, day=1),
            by=by,
            at=at,
        )
    row = enter(
        case=None,
        number=one.number,
        item_name=one.item,
        department_id=one.department_id,
        applicant=applicant,
        closed_on=one.closed_on,
        years=one.years,
        place=one.place,
        by=by,
        at=at,
    )
    if applicant is not None:
        vault.retain([applicant], matter=row.id, by=by, at=at)
    told = events.FileImported(
        code=row.code,
        closed_on=row.closed_on,
        retention_years=row.retention_years,
        retained_until=row.retained_until,
    )
    tell_of(told, row, by=by, at=at)


def read_register(
    rows: list[tuple[int, dict[str, str]]], hall_id: UUID, at: datetime
) -> tuple[list[tuple[int, Record]], list[Fault]]:
    """Return the lines that fit, and every fault of those that do not."""
    today = hall_day(hall_id, at)
    departments = {name: one.id for one in organization.departments(hall_id) for name in (one.code, one.name)}
    known = _names()
    faults: list[Fault] = []
    records: list[tuple[int, Record]] = []
    there = {known.get(name) for name in rows[0][1]} if rows else set()
    if rows and (lacking := [one for one in NEEDED if one not in there]):
        told = "、".join(str(COLUMNS[one]) for one in lacking)
        return [], [Fault(1, _t("the columns %(columns)s are missing") % {"columns": told})]
    for line, row in rows:
        given = {known[name]: value for name, value in row.items() if name in known}
        found = _record(line, given, departments, today, faults)
        if found is not None:
            records.append((line, found))
    return records, faults


def _names() -> dict[str, str]:
    """Return every name a column may have, in both languages and as its code, with the code."""
    found = {code: code for code in COLUMNS}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {str(label): code for code, label in COLUMNS.items()}
    return found


def _record(
    line: int, given: dict[str, str], departments: dict[str, UUID], today: date, faults: list[Fault]
) -> Record | None:
    before = len(faults)

    def wrong(code: str, reason: str) -> None:
        faults.append(Fault(line, f"{COLUMNS[code]}: {reason}", given.get("number", "")[:40]))

    for code, most in LONGEST.items():
        if fault(given.get(code, ""), limit=most, blank=code not in NEEDED):
            wrong(code, _t("missing, too long (at most %(most)s) or unreadable") % {"most": most})
    closed_on, years = day_of(given.get("closed_on", "")), given.get("years", "")
    if closed_on is None or closed_on > today:
        wrong("closed_on", _t("no day, or one that has not come"))
    if not years.isdecimal() or not 1 <= int(years) <= LONGEST_YEARS:
        wrong("years", _t("no number from 1 to %(most)s") % {"most": LONGEST_YEARS})
    wanted = given.get("department", "")
    if wanted and wanted not in departments:
        wrong("department", _t("the hall has none of this name or code"))
    if given.get("applicant") and not shapes.fits(Kind.NAME, given["applicant"]):
        wrong("applicant", _t("unreadable"))
    if len(faults) > before or closed_on is None:
        return None
    return Record(
        given["number"],
        given["item"],
        departments.get(wanted),
        given.get("applicant", ""),
        closed_on,
        int(years),
        given.get("place", ""),
    )


def day_of(text: str) -> date | None:
    """Read a day as registers write it: ``2019-03-02``, ``2019/3/2``, ``2019.3.2`` or ``20190302``."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(text) == 8 and text.isdecimal():
        parts = [text[:4], text[4:6], text[6:]]
    try:
        year, month, day = (int(one) for one in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _known_already(records: list[tuple[int, Record]], hall_id: UUID) -> list[Fault]:
    """Return a fault for every number that stands twice in the file, or in the archive already."""
    faults, seen = [], set()
    numbers = [one.number for _line, one in records]
    there = set(
        ArchiveFile.objects.filter(hall_id=hall_id, number__in=numbers).values_list("number", flat=True)
    )
    for line, one in records:
        if one.number in there or one.number in seen:
            faults.append(Fault(line, _t("number %(number)s is entered already") % {"number": one.number}))
        seen.add(one.number)
    return faults
