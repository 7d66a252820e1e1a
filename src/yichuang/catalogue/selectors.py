"""Questions to the catalogue: which items a hall offers on a day, each in the version in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml
from django.db.models import QuerySet

from yichuang.catalogue import codec, regimes, rules
from yichuang.catalogue.errors import ItemUnknown
from yichuang.catalogue.models import DepartmentWording, ItemVersion, Material, Step, TariffLine
from yichuang.catalogue.rules import search as finding
from yichuang.catalogue.types import (
    AcceptedForm,
    Fee,
    FeeLine,
    ItemCard,
    Limit,
    LinkCard,
    MaterialCard,
    Requirements,
    Stage,
    StepCard,
    Terms,
)
from yichuang.deadlines.types import Ground, Rollover, StartRule, Unit
from yichuang.organization import selectors as organization


def items(hall_id: UUID, on: date) -> list[ItemCard]:
    """Return the items a hall offers on ``on``, by code, each in the version in force that day."""
    return sorted(_cards(_in_force(hall_id, on)), key=lambda card: card.code)


def search(hall_id: UUID, on: date, asked: str) -> list[ItemCard]:
    """Return the items of a day that what was typed means, by name, code or what people call them (INT-02).

    The best come first, else by code; nothing typed finds all.
    """
    cards = items(hall_id, on)
    said = finding.read(asked, tongue())
    names = [f"{one.name} {one.name_en} {one.code}" for one in cards]
    return [cards[place] for place in finding.found(names, said)]


@cache
def tongue() -> finding.Tongue:
    """Return what people call things, as it ships."""
    told = yaml.safe_load((Path(__file__).parent / "data" / "synonyms.yaml").read_text("utf-8"))
    return finding.Tongue(tuple(map(tuple, told["groups"])), tuple(told["fillers"]))


def item(hall_id: UUID, item_id: UUID, on: date) -> ItemCard:
    """Return an item in the version in force on ``on`` (RUL-02).  Raises: ItemUnknown."""
    found = find(hall_id, item_id, on)
    if found is None:
        raise ItemUnknown
    return found


def find(hall_id: UUID, item_id: UUID, on: date) -> ItemCard | None:
    """Return an item in the version in force on ``on``, or None when it is not offered that day."""
    return next(iter(_cards(_in_force(hall_id, on, item_id))), None)


def item_by_code(hall_id: UUID, code: str, on: date) -> ItemCard:
    """Return the item of a code in the version in force on ``on``.  Raises: ItemUnknown."""
    found = _in_force(hall_id, on, code=code.strip().upper()) if len(code) <= 40 else []
    card = next(iter(_cards(found)), None)
    if card is None:
        raise ItemUnknown
    return card


def version(hall_id: UUID, version_id: UUID) -> ItemCard:
    """Return one version, also a superseded one: open cases stay on theirs.  Raises: ItemUnknown."""
    found = _cards(_versions(hall_id).filter(id=version_id))
    if not found:
        raise ItemUnknown
    return found[0]


def versions_among(hall_id: UUID, version_ids: Collection[UUID]) -> dict[UUID, ItemCard]:
    """Return the versions of these ids, for a list of cases on many."""
    return {card.version_id: card for card in _cards(_versions(hall_id).filter(id__in=version_ids))}


def versions(hall_id: UUID, item_id: UUID) -> list[ItemCard]:
    """Return every version of an item, oldest first."""
    return _cards(_versions(hall_id).filter(item_id=item_id).order_by("number"))


def requirements(card: ItemCard, answers: dict[str, bool]) -> Requirements:
    """Return which materials of an item apply under these answers, and the questions still to ask.

    ``answers`` is by the question's code.  (JOB-03: every material that applies, and none besides.)
    """
    return rules.requirements(card.materials, card.fees, card.questions, answers)


def charges(card: ItemCard, answers: dict[str, bool]) -> tuple[FeeLine, ...]:
    """Return the lines of the tariff that apply under these answers, optional ones included (FEE-05)."""
    return rules.charges(card.fees, answers)


def price(line: FeeLine, value: Decimal | None = None) -> Decimal | None:
    """Return what a line comes to in yuan, to the cent; None for a graded one without its ``value``."""
    return rules.price(line, value)


def department_of(hall_id: UUID, item_id: UUID, on: date) -> UUID | None:
    """Return the hall's department whose item it is on ``on``; None while nobody has said.

    Catalogues name departments in words of their own: what the office has said of a wording comes first,
    else a department of that very name or code.
    """
    card = find(hall_id, item_id, on)
    return None if card is None else departments_by_wording(hall_id, [card.department])[card.department]


def departments_by_wording(hall_id: UUID, wordings: Iterable[str]) -> dict[str, UUID | None]:
    """Return which department each wording of a catalogue means, None for those nobody has explained."""
    asked = set(wordings)
    named: dict[str, UUID] = {}
    for one in organization.departments(hall_id):
        named |= {one.code: one.id, one.name: one.id}
    said = DepartmentWording.objects.filter(hall_id=hall_id, wording__in=asked)
    named |= dict(said.values_list("wording", "department_id"))
    return {wording: named.get(wording) for wording in asked}


def _versions(hall_id: UUID) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(hall_id=hall_id).select_related("item")


def _in_force(
    hall_id: UUID, on: date, item_id: UUID | None = None, code: str | None = None
) -> list[ItemVersion]:
    """Return per item the version that began last on or before ``on``, less those that withdraw it."""
    rows = _versions(hall_id).filter(active_from__lte=on)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    if code is not None:
        rows = rows.filter(item__hall_id=hall_id, item__code=code)
    latest: dict[UUID, ItemVersion] = {}
    for row in rows.order_by("active_from", "number"):
        latest[row.item_id] = row
    return [row for row in latest.values() if not row.withdrawn]


def _cards(rows: Iterable[ItemVersion]) -> list[ItemCard]:
    held = list(rows)
    if not held:
        return []
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
    return [_card(row, materials[row.id], steps[row.id], fees[row.id]) for row in held]


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
        illustrative=tuple(row.illustrative),
    )


def _steps(row: ItemVersion, steps: list[Step], terms: Terms, promised: Limit) -> tuple[StepCard, ...]:
    """Return the steps of a version; their days are counted as those of the promise are."""
    if row.terms is None and not steps:
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
