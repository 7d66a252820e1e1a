"""Take a catalogue over, version by version, and withdraw items."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import reader, rules, selectors
from yichuang.catalogue.errors import CatalogueUnfit, ForcePassed, NothingForThisHall
from yichuang.catalogue.events import CatalogueImported, ItemPublished, ItemWithdrawn
from yichuang.catalogue.models import Item, ItemVersion, Material, Step
from yichuang.catalogue.sentences import flaw_text
from yichuang.catalogue.types import Finding, ImportReport, ItemCard, ItemSpec, Severity
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.sheets import Fault
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
    promise = once(by, "catalogue.import_catalogue", key, at)
    hall = organization.hall(hall_id)
    today = local_day(at, hall.timezone)
    active_from = from_day or today
    if active_from < today:
        raise ForcePassed
    source_name = plain(source_name, field=_("File"), limit=200)
    rows, faults = reader.read(text)
    if faults:
        raise CatalogueUnfit(faults)
    ours = [row for row in rows if row.hall in ("", hall.profile)]
    if not ours:
        raise NothingForThisHall(profile=str(hall.profile))
    findings = lint(ours)
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
        source_hash=hashlib.sha256(text.encode()).hexdigest(),
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
        for flaw in rules.lint(row.spec, working_days)
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
        if standing and not standing.withdrawn and standing.fingerprint == fingerprint(spec):
            continue
        added, changed = (added + 1, changed) if item.id not in newest else (added, changed + 1)
        number = newest.get(item.id, 0) + 1
        version = _write_version(item, spec, number, active_from, source_name, at)
        told = ItemPublished(
            version_id=version.id, number=number, active_from=active_from, fingerprint=version.fingerprint
        )
        record(told, subject=item.id, by=by, at=at)
    return added, changed


def fingerprint(spec: ItemSpec) -> str:
    """Return what two equal wordings share: a hash over every field."""
    text = json.dumps(asdict(spec), sort_keys=True, ensure_ascii=False, default=_amount)
    return hashlib.sha256(text.encode()).hexdigest()


def _amount(value: Any) -> str:
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def _write_version(
    item: Item, spec: ItemSpec, number: int, active_from: date, source_name: str, at: datetime
) -> ItemVersion:
    version = ItemVersion.objects.create(
        id=new_id(),
        hall_id=item.hall_id,
        item=item,
        number=number,
        active_from=active_from,
        fingerprint=fingerprint(spec),
        source_name=source_name,
        made_at=at,
        **_columns(spec),
    )
    Material.objects.bulk_create(
        Material(id=new_id(), hall_id=item.hall_id, version=version, position=place, **asdict(one))
        for place, one in enumerate(spec.materials, start=1)
    )
    Step.objects.bulk_create(
        Step(
            id=new_id(),
            hall_id=item.hall_id,
            version=version,
            position=place,
            name=one.name,
            role=one.role,
            limit_value=one.limit.value,
            limit_unit=one.limit.unit,
        )
        for place, one in enumerate(spec.steps, start=1)
    )
    return version


def _columns(spec: ItemSpec) -> dict[str, Any]:
    """Return a wording as the columns of a version."""
    plainly = [
        "name",
        "name_en",
        "department",
        "category",
        "applicant",
        "case_type",
        "result",
        "window_type",
        "avg_minutes",
        "ticket_prefix",
        "appointment",
        "notes",
    ]
    return {
        **{name: getattr(spec, name) for name in plainly},
        "legal_basis": list(spec.legal_basis),
        "channels": list(spec.channels),
        "verified": list(spec.verified),
        "illustrative": list(spec.illustrative),
        "special_links": [
            {
                "name": one.name,
                "limit_value": one.limit.value,
                "limit_unit": one.limit.unit,
                "counted": one.counted_in_statutory,
                "basis": one.basis,
            }
            for one in spec.special_links
        ],
        "statutory_value": spec.statutory_limit.value,
        "statutory_unit": spec.statutory_limit.unit,
        "statutory_citation": spec.statutory_limit.citation,
        "promised_value": spec.promised_limit.value,
        "promised_unit": spec.promised_limit.unit,
        "fee_charged": spec.fee.charged,
        "fee_amount": spec.fee.amount,
        "fee_note": spec.fee.note,
        "simple": spec.flags.simple,
        "needs_id": spec.flags.needs_id,
    }


@transaction.atomic
def withdraw_item(
    *, item_id: UUID, from_day: date | None = None, by: Actor, at: datetime, key: Key | None = None
) -> ItemCard:
    """Stop offering an item from ``from_day`` (today) on; its versions stay, and so do cases under them.

    Versions scheduled for later days are withdrawn with it.  Returns the version that was in force until
    then.  Raises: ItemUnknown, ForcePassed.
    """
    promise = once(by, "catalogue.withdraw_item", key, at)
    if promise.replay:
        return _ended_by(ItemVersion.objects.get(hall_id=by.hall_id, item_id=item_id, id=promise.entry_id))
    today = local_day(at, organization.hall(by.hall_id).timezone)
    active_from = from_day or today
    if active_from < today:
        raise ForcePassed
    organization_services.hold(by.hall_id)
    standing = selectors.item(by.hall_id, item_id, active_from)

    versions = list(ItemVersion.objects.filter(hall_id=by.hall_id, item_id=item_id).order_by("number"))
    row = versions[-1]
    last_of = {one.active_from: one for one in versions}  # of each day the newest
    scheduled = sorted(day for day, one in last_of.items() if day > active_from and not one.withdrawn)
    own_id = promise.entry_id  # shared by the entry and its version, so that a replay finds what it ended
    for number, day in enumerate([active_from, *scheduled], start=row.number + 1):
        row.pk, row.number, row.active_from, row.withdrawn, row.made_at = own_id, number, day, True, at
        row.save(force_insert=True)
        told = ItemWithdrawn(version_id=own_id, number=number, active_from=day)
        record(told, subject=item_id, by=by, at=at, entry_id=own_id)
        own_id = new_id()
    return standing


def _ended_by(withdrawal: ItemVersion) -> ItemCard:
    """Return the version that a withdrawal brought to its end."""
    before = ItemVersion.objects.filter(
        hall_id=withdrawal.hall_id,
        item_id=withdrawal.item_id,
        active_from__lte=withdrawal.active_from,
        number__lt=withdrawal.number,
    )
    (ended,) = before.order_by("-active_from", "-number")[:1]
    return selectors.version(withdrawal.hall_id, ended.id)
