"""Write one wording of an item down: its version, materials, steps and tariff, never to be changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yichuang.catalogue import codec
from yichuang.catalogue.models import Item, ItemVersion, Material, Step, TariffLine
from yichuang.catalogue.types import ItemSpec
from yichuang.kernel.ids import new_id


def fingerprint(spec: ItemSpec) -> str:
    """Return what two equal wordings share: a hash over every field but the day of the last review."""
    spec = replace(spec, terms=replace(spec.terms, reviewed_on=None))
    text = json.dumps(asdict(spec), sort_keys=True, ensure_ascii=False, default=_amount)
    return hashlib.sha256(text.encode()).hexdigest()


def _amount(value: Any) -> str:
    return str(value.normalize()) if isinstance(value, Decimal) else str(value)


def write_version(
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
        Material(
            id=new_id(),
            hall_id=item.hall_id,
            version=version,
            position=place,
            name=one.name,
            form=one.form,
            required=one.required,
            shareable=one.shareable,
            deferrable=one.deferrable,
            has_sample=one.has_sample,
            condition=codec.condition_told(one.condition),
            accepted_forms=[str(form) for form in one.accepted_forms],
            check_for=one.check,
            validity_months=one.validity_months,
            basis=one.basis,
        )
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
            stage=str(one.stage),
        )
        for place, one in enumerate(spec.steps, start=1)
    )
    _write_tariff(version, spec)
    return version


def _write_tariff(version: ItemVersion, spec: ItemSpec) -> None:
    TariffLine.objects.bulk_create(
        TariffLine(
            id=new_id(),
            hall_id=version.hall_id,
            version=version,
            position=place,
            code=one.code,
            name=one.name,
            amount=one.amount,
            basis=one.basis,
            optional=one.optional,
            brackets=codec.brackets_told(one.brackets),
            base=one.base,
            most=one.most,
            divisor=one.divisor,
            condition=codec.condition_told(one.condition),
        )
        for place, one in enumerate(spec.fees, start=1)
    )


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
                "ground": one.ground,
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
        "simple": spec.terms.flags.simple,
        "needs_id": spec.terms.flags.needs_id,
        "terms": codec.told(spec.terms),
        "limit_rules": {
            "statutory": [spec.statutory_limit.start_rule, spec.statutory_limit.rollover],
            "promised": [spec.promised_limit.start_rule, spec.promised_limit.rollover],
        },
    }
