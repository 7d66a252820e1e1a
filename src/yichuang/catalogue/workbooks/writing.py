"""Write items as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from yichuang.catalogue.types import FeeLine, ItemCard, Limit, LinkCard, MaterialCard, StepCard
from yichuang.catalogue.workbooks import words
from yichuang.catalogue.workbooks.columns import FEES, ITEMS, LINKS, MATERIALS, PARTS, QUESTIONS, STEPS, Part
from yichuang.kernel.workbooks import MEDIA_TYPE, Sheet, workbook

__all__ = ["MEDIA_TYPE", "written"]


def written(cards: Sequence[ItemCard], *, title: str, at: datetime) -> bytes:
    """Return the workbook of these items; read in again it changes nothing."""
    rows: dict[str, list[dict[str, Any]]] = {
        ITEMS.field: [_item(card) for card in cards],
        QUESTIONS.field: _parts(
            cards,
            lambda one: [{q.name: getattr(part, q.name) for q in fields(part)} for part in one.questions],
        ),
        MATERIALS.field: _parts(cards, lambda one: [_material(part) for part in one.materials]),
        STEPS.field: _parts(
            cards, lambda one: [] if one.terms.stage_template else [_step(part) for part in one.steps]
        ),
        LINKS.field: _parts(cards, lambda one: [_link(part) for part in one.special_links]),
        FEES.field: _parts(cards, lambda one: [_fee(part) for part in one.fees]),
    }
    return workbook(title, [_sheet(part, rows[part.field]) for part in PARTS], at=at)


def _sheet(part: Part, rows: list[dict[str, Any]]) -> Sheet:
    return Sheet(
        str(part.name),
        tuple(str(one.heading) for one in part.columns),
        [[row.get(one.field) for one in part.columns] for row in rows],
    )


def _parts(cards: Sequence[ItemCard], of: Callable[[ItemCard], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"id": card.code, **row} for card in cards for row in of(card)]


def _item(card: ItemCard) -> dict[str, Any]:
    row: dict[str, Any] = {
        name: getattr(card, name)
        for name in (
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
            "notes",
        )
    }
    row |= {name: words.listed(getattr(card, name)) for name in ("legal_basis", "channels", "verified")}
    row |= {
        "id": card.code,
        "illustrative": words.listed(card.illustrative),
        "statutory_limit": words.limit(card.statutory_limit),
        "statutory_limit.citation": card.statutory_limit.citation,
        "promised_limit": words.limit(card.promised_limit),
        "fee.charged": words.truth(card.fee.charged),
        "fee.note": card.fee.note,
        "appointment": words.truth(card.appointment),
        "stage_template": card.terms.stage_template,
        "retention_years": card.retention_years,
        "reviewed_on": card.terms.reviewed_on.isoformat() if card.terms.reviewed_on else "",
    }
    return row | _terms(card)


def _terms(card: ItemCard) -> dict[str, Any]:
    row: dict[str, Any] = {
        f"flags.{one.name}": words.truth(getattr(card.flags, one.name)) for one in fields(card.flags)
    }
    for clock in fields(card.clocks):
        budget = getattr(card.clocks, clock.name)
        row[f"clocks.{clock.name}"] = words.limit(budget)
        row[f"clocks.{clock.name}.citation"] = budget.citation
    if card.extension.times:
        row |= {
            "extension.times": card.extension.times,
            "extension": words.limit(Limit(card.extension.value, card.extension.unit)),
            "extension.approver": card.extension.approver,
            "extension.citation": card.extension.citation,
        }
    if card.joint.departments:
        row |= {
            "joint.departments": words.listed(card.joint.departments),
            "joint.default_on_silence": words.label("silence", card.joint.default_on_silence),
        }
    return row


def _material(one: MaterialCard) -> dict[str, Any]:
    return {
        "name": one.name,
        "form": one.form,
        "required": words.truth(one.required),
        "condition": words.condition(one.condition),
        "shareable": words.truth(one.shareable),
        "deferrable": words.truth(one.deferrable),
        "has_sample": words.truth(one.has_sample),
        "accepted_forms": words.listed(words.label("forms", form) for form in one.accepted_forms),
        "check": one.check,
        "validity_months": one.validity_months,
        "basis": one.basis,
    }


def _step(one: StepCard) -> dict[str, Any]:
    return {
        "name": one.name,
        "stage": words.label("stage", one.stage),
        "role": one.role,
        "limit": words.limit(one.limit),
    }


def _link(one: LinkCard) -> dict[str, Any]:
    return {
        "name": one.name,
        "limit": words.limit(one.limit),
        "counted_in_statutory": words.truth(one.counted_in_statutory),
        "ground": words.label("ground", one.ground) if one.ground else "",
        "basis": one.basis,
    }


def _fee(one: FeeLine) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "amount_yuan": "" if one.amount is None else str(one.amount),
        "base_yuan": str(one.base) if one.base else "",
        "brackets": words.brackets(one.brackets),
        "most_yuan": "" if one.most is None else str(one.most),
        "divisor": one.divisor if one.divisor > 1 else None,
        "optional": words.truth(one.optional),
        "condition": words.condition(one.condition),
        "basis": one.basis,
    }
