"""The JSON door of the guide under ``/api/v1/guide/``: an item as in force today, for other programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router, Schema

from yichuang.catalogue import selectors
from yichuang.catalogue.sentences import fee_text
from yichuang.catalogue.types import Condition, FeeLine, Limit, MaterialCard
from yichuang.kernel import clock, json_doors
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization

router = Router(tags=["guide"])


class LimitOut(Schema):
    """A time limit; both null where none is laid down."""

    value: int | None
    unit: str | None
    citation: str = ""


class ConditionOut(Schema):
    """Applies when the question of this code is answered so."""

    question: str
    answer: bool


class QuestionOut(Schema):
    """A yes-or-no question that decides what applies."""

    code: str
    text: str
    text_en: str


class MaterialOut(Schema):
    """What has to be brought; ``condition`` null: always."""

    name: str
    form: str
    required: bool
    shareable: bool
    deferrable: bool
    condition: ConditionOut | None


class StepOut(Schema):
    """A step with the limit its clock counts."""

    name: str
    stage: str
    limit: LimitOut


class FeeOut(Schema):
    """A line of the tariff; ``amount`` in yuan as text, null where it is graded."""

    code: str
    name: str
    amount: str | None
    basis: str
    optional: bool
    condition: ConditionOut | None


class GuideOut(Schema):
    """An item in the version in force today; ``charge`` says what it costs, ``fees`` line by line."""

    id: UUID
    version_id: UUID
    version: int
    active_from: date
    code: str
    name: str
    name_en: str
    department: str
    applicant: str
    result: str
    statutory_limit: LimitOut
    promised_limit: LimitOut
    questions: list[QuestionOut]
    materials: list[MaterialOut]
    steps: list[StepOut]
    charge: str
    fees: list[FeeOut]
    legal_basis: list[str]


@router.get("/{hall}/{item}", response=GuideOut)
@door("guide.read", rule=anyone(), label=_("Service guide: one item"))
def read(request: HttpRequest, hall: str, item: str) -> dict[str, Any]:
    """Tell what an item asks, costs and takes, in the version in force today."""
    here = organization.hall_by_code(hall)
    card = selectors.item_by_code(here.id, item, local_day(clock.now(), here.timezone))
    told = {name: getattr(card, name) for name in GuideOut.model_fields if hasattr(card, name)}
    return told | {
        "legal_basis": list(card.legal_basis),
        "statutory_limit": _limit(card.statutory_limit),
        "promised_limit": _limit(card.promised_limit),
        "questions": [asdict(one) for one in card.questions],
        "materials": [_material(one) for one in card.materials],
        "steps": [
            {"name": one.name, "stage": str(one.stage), "limit": _limit(one.limit)} for one in card.steps
        ],
        "charge": fee_text(card),
        "fees": [_fee(one) for one in card.fees],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "value": limit.value,
        "unit": str(limit.unit) if limit.unit else None,
        "citation": limit.citation,
    }


def _condition(condition: Condition | None) -> dict[str, Any] | None:
    return asdict(condition) if condition else None


def _material(one: MaterialCard) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("name", "form", "required", "shareable", "deferrable")}
    return told | {"condition": _condition(one.condition)}


def _fee(one: FeeLine) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("code", "name", "basis", "optional")}
    amount = None if one.amount is None else f"{one.amount:.2f}"
    return told | {"amount": amount, "condition": _condition(one.condition)}


api = NinjaAPI(title="Yichuang: guide", version="1", docs_url=None, urls_namespace="guide-api")
json_doors.install(api)
api.add_router("", router)
