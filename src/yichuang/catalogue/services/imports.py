"""Take a catalogue over, version by version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import reader, rules, workbooks
from yichuang.catalogue.errors import CatalogueUnfit, ForcePassed, NothingForThisHall
from yichuang.catalogue.events import CatalogueImported, ItemPublished
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.sentences import flaw_text
from yichuang.catalogue.services.writing import fingerprint, write_version
from yichuang.catalogue.types import Finding, ImportReport, ItemSpec, Severity
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.sheets import ZIPPED, Fault, Unreadable, decode
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization import services as organization_services
from yichuang.organization.errors import HallUnknown


@transaction.atomic
def import_catalogue(
    *,
    hall_id: UUID,
    text: str,
    source_name: str,
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ImportReport:
    """Take the items of a file over that are for halls of this profile, in force from ``from_day`` (today).

    An item worded as before stays as it is; any other wording is a new version.  One bad row or one error
    of the lint, and nothing at all is taken over; the lint's warnings are in the report.
    Raises: CatalogueUnfit (with ``faults``, by line), NothingForThisHall, ForcePassed, HallUnknown.
    """
    if by.hall_id != hall_id:
        raise HallUnknown
    return _take(
        reader.read(text),
        hashlib.sha256(text.encode()).hexdigest(),
        hall_id,
        source_name,
        from_day,
        by,
        at,
        key,
    )


@transaction.atomic
def import_file(
    *,
    hall_id: UUID,
    data: bytes,
    source_name: str,
    from_day: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ImportReport:
    """Take a file over as it was handed in: an Excel workbook as the catalogue is written out, or YAML.

    Raises: as ``import_catalogue``; in a workbook a fault says on which sheet its line is.
    """
    if by.hall_id != hall_id:
        raise HallUnknown
    digest = hashlib.sha256(data).hexdigest()
    if data[:4] == ZIPPED:
        return _take(workbooks.read(data), digest, hall_id, source_name, from_day, by, at, key)
    try:
        text = decode(data)
    except Unreadable as error:
        raise CatalogueUnfit((error.fault,)) from error
    return _take(reader.read(text), digest, hall_id, source_name, from_day, by, at, key)


def _take(
    found: tuple[tuple[reader.Row, ...], tuple[Fault, ...]],
    digest: str,
    hall_id: UUID,
    source_name: str,
    from_day: date | None,
    by: Actor,
    at: datetime,
    key: Key | None,
) -> ImportReport:
    """Judge what was read and take it over, within the caller's act."""
    promise = once(by, "catalogue.import_catalogue", key, at)
    hall = organization.hall(hall_id)
    today = local_day(at, hall.timezone)
    active_from = from_day or today
    if active_from < today:
        raise ForcePassed
    source_name = plain(source_name, field=_("File"), limit=200)
    rows, faults = found
    if faults:
        raise CatalogueUnfit(faults)
    ours = [row for row in rows if row.hall in ("", hall.profile)]
    if not ours:
        raise NothingForThisHall(profile=str(hall.profile))
    findings = tuple(workbooks.located_finding(one) for one in lint(ours))
    if any(one.severity is Severity.ERROR for one in findings):
        raise CatalogueUnfit(_as_faults(findings), findings)
    if promise.replay:
        return ImportReport(0, 0, len(ours), len(rows) - len(ours), active_from, findings)

    organization_services.hold(hall_id)
    added, changed = _take_over([row.spec for row in ours], active_from, source_name, by, at)
    told = CatalogueImported(
        added=added,
        changed=changed,
        unchanged=len(ours) - added - changed,
        warnings=len(findings),
        active_from=active_from,
        source_hash=digest,
    )
    record(told, subject=hall_id, by=by, at=at, entry_id=promise.entry_id)
    return ImportReport(
        added, changed, len(ours) - added - changed, len(rows) - len(ours), active_from, findings
    )


def lint(rows: Iterable[reader.Row]) -> tuple[Finding, ...]:
    """Return what the lint says of the items of a file, by line."""
    working_days = organization.working_days()
    findings = [
        Finding(row.lines.get(flaw.where, row.line), row.spec.code, flaw.severity, flaw_text(flaw))
        for row in rows
        for flaw in rules.lint(row.spec, working_days, row.lines)
    ]
    return tuple(sorted(findings, key=lambda one: (one.line, one.code)))


def _as_faults(findings: Iterable[Finding]) -> tuple[Fault, ...]:
    return tuple(
        Fault(one.line, f"{one.code} {one.reason}", one.code)
        for one in findings
        if one.severity is Severity.ERROR
    )


def _take_over(
    specs: list[ItemSpec], active_from: date, source_name: str, by: Actor, at: datetime
) -> tuple[int, int]:
    known = {row.code: row for row in Item.objects.filter(hall_id=by.hall_id)}
    newest: dict[UUID, int] = {}
    in_force: dict[UUID, ItemVersion] = {}
    for row in ItemVersion.objects.filter(hall_id=by.hall_id).order_by("active_from", "number"):
        newest[row.item_id] = max(row.number, newest.get(row.item_id, 0))
        if row.active_from <= active_from:
            in_force[row.item_id] = row
    added = changed = 0
    for spec in specs:
        item = known.get(spec.code) or Item.objects.create(id=new_id(), hall_id=by.hall_id, code=spec.code)
        standing = in_force.get(item.id)
        if standing and not standing.withdrawn and _stands(standing, spec):
            continue
        added, changed = (added + 1, changed) if item.id not in newest else (added, changed + 1)
        number = newest.get(item.id, 0) + 1
        version = write_version(item, spec, number, active_from, source_name, at)
        told = ItemPublished(
            version_id=version.id, number=number, active_from=active_from, fingerprint=version.fingerprint
        )
        record(told, subject=item.id, by=by, at=at)
    return added, changed


def _stands(version: ItemVersion, spec: ItemSpec) -> bool:
    """Say whether a version says all that a wording says: a review noted since is not taken back."""
    if version.fingerprint != fingerprint(spec):
        return False
    noted = (version.terms or {}).get("reviewed_on")
    return spec.terms.reviewed_on is None or (
        noted is not None and noted >= spec.terms.reviewed_on.isoformat()
    )
