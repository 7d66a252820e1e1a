"""Make cards of the versions' rows: all of a hall in four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from yichuang.catalogue import codec, hand, regimes
from yichuang.catalogue.models import ItemVersion, Material, Step, TariffLine
from yichuang.catalogue.types import (
    AcceptedForm,
    Fee,
    FeeLine,
    ItemCard,
    Limit,
    LinkCard,
    MaterialCard,
    Stage,
    StepCard,
    Terms,
)
from yichuang.deadlines.types import Ground, Rollover, StartRule, Unit


def cards(rows: Iterable[ItemVersion]) -> list[ItemCard]:
    """Return the versions of one hall as cards, in their order; those not at hand are read and kept."""
    asked = list(rows)
    at_hand = {row.id: hand.held(row.hall_id, row.id) for row in asked}
    fresh = _read([row for row in asked if at_hand[row.id] is None])
    hand.keep(fresh.values())
    return [at_hand[row.id] or fresh[row.id] for row in asked]


def _read(held: list[ItemVersion]) -> dict[UUID, ItemCard]:
    if not held:
        return {}
    hall_id, ids = held[0].hall_id, [row.id for row in held]
    materials: dict[UUID, list[MaterialCard]] = defaultdict(list)
    for one in Material.objects.filter(hall_id=hall_id, version_id__in=ids).order_by("position"):
        materials[one.version_id].append(_material(one))
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(hall_id=hall_id, version_id__in=ids).order_by("position"):
        steps[step.version_id].append(step)
    fees: dict[UUID, list[FeeLine]] = defaultdict(list)
    charging = [row.id for row in held if row.fee_charged]
    if charging:
        for line in TariffLine.objects.filter(hall_id=hall_id, version_id__in=charging).order_by("position"):
            fees[line.version_id].append(_fee_line(line))
    return {row.id: _card(row, materials[row.id], steps[row.id], fees[row.id]) for row in held}


def _material(row: Material) -> MaterialCard:
    return MaterialCard(
        row.name,
        row.form,
        row.required,
        row.shareable,
        row.deferrable,
        row.has_sample,
        codec.condition(row.condition),
        tuple(AcceptedForm(one) for one in row.accepted_forms) or regimes.accepted(row.form),
        row.check_for,
        row.validity_months,
        row.basis,
    )


def _fee_line(row: TariffLine) -> FeeLine:
    return FeeLine(
        row.code,
        row.name,
        row.amount,
        row.basis,
        row.optional,
        codec.brackets(row.brackets),
        row.base,
        row.most,
        row.divisor,
        codec.condition(row.condition),
    )


def _limit(
    value: int | None, unit: str | None, citation: str = "", counted: list[str] | None = None
) -> Limit:
    start, rollover = counted or (StartRule.NEXT_DAY, Rollover.NONE)
    return Limit(value, Unit(unit) if unit else None, citation, StartRule(start), Rollover(rollover))


def _terms(row: ItemVersion) -> Terms:
    """Return the terms of a version; one written before there were any has those of its regime."""
    if row.terms is not None:
        return codec.terms(row.terms)
    found = regimes.terms(row.case_type, row.category)
    said = {"simple": row.simple, "needs_id": row.needs_id}
    flags = replace(found.flags, **{name: value for name, value in said.items() if value is not None})
    return replace(found, flags=flags)


def _card(
    row: ItemVersion, materials: list[MaterialCard], steps: list[Step], fees: list[FeeLine]
) -> ItemCard:
    links = tuple(
        LinkCard(
            one["name"],
            _limit(one["limit_value"], one["limit_unit"]),
            one["counted"],
            one["basis"],
            Ground(one["ground"]) if one.get("ground") else None,
        )
        for one in row.special_links
    )
    terms, counted = _terms(row), row.limit_rules or {}
    promised = _limit(row.promised_value, row.promised_unit, "", counted.get("promised"))
    return ItemCard(
        id=row.item_id,
        hall_id=row.hall_id,
        version_id=row.id,
        version=row.number,
        active_from=row.active_from,
        code=row.item.code,
        name=row.name,
        name_en=row.name_en,
        department=row.department,
        category=row.category,
        applicant=row.applicant,
        case_type=row.case_type,
        window_type=row.window_type,
        ticket_prefix=row.ticket_prefix,
        avg_minutes=row.avg_minutes,
        materials=tuple(materials),
        steps=_steps(row, steps, terms, promised),
        special_links=links,
        statutory_limit=_limit(
            row.statutory_value, row.statutory_unit, row.statutory_citation, counted.get("statutory")
        ),
        promised_limit=promised,
        fee=Fee(row.fee_charged, row.fee_amount, row.fee_note),
        fees=tuple(fees),
        legal_basis=tuple(row.legal_basis),
        result=row.result,
        channels=tuple(row.channels),
        appointment=row.appointment,
        terms=terms,
        notes=row.notes,
        verified=tuple(row.verified),
        illustrative=tuple(row.illustrative),
    )


def _steps(row: ItemVersion, steps: list[Step], terms: Terms, promised: Limit) -> tuple[StepCard, ...]:
    """Return the steps of a version; their days are counted as those of the promise are."""
    if not steps and terms.stage_template:  # of versions written before steps were
        return regimes.steps(terms.stage_template, promised)
    counted = [str(promised.start_rule), str(promised.rollover)]
    return tuple(
        StepCard(
            one.name,
            one.role,
            _limit(one.limit_value, one.limit_unit, "", counted if one.limit_unit == promised.unit else None),
            Stage(one.stage),
        )
        for one in steps
    )
