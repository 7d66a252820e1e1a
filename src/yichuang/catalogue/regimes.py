"""What holds for an item whose file says nothing of it: the stages and layers of ``data/regimes.yaml``.

A layer applies when the item's case type and category are as it says; later ones lie over earlier ones.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml

from yichuang.catalogue.types import (
    AcceptedForm,
    Clocks,
    ExtensionRule,
    Flags,
    Limit,
    Stage,
    StageTemplate,
    StepCard,
    TemplateStep,
    Terms,
)
from yichuang.deadlines.types import Budget, Ground, Rollover, Unit

CLOCKS = tuple(one.name for one in fields(Clocks))
FLAGS = tuple(one.name for one in fields(Flags))


@cache
def _book() -> dict[str, Any]:
    text = resources.files("yichuang.catalogue").joinpath("data/regimes.yaml").read_text("utf-8")
    book: dict[str, Any] = yaml.safe_load(text)
    return book


@cache
def templates() -> dict[str, StageTemplate]:
    """Return the ways of cutting a matter into stages, by their code (X-20)."""
    return {
        row["code"]: StageTemplate(
            row["code"],
            row["name"],
            row["name_en"],
            tuple(
                TemplateStep(
                    step["name"],
                    step["name_en"],
                    Stage(step["stage"]) if "stage" in step else None,
                    step["role"],
                    step.get("share", 0),
                )
                for step in row["steps"]
            ),
        )
        for row in _book()["templates"]
    }


def _layers(case_type: str, category: str) -> list[dict[str, Any]]:
    said = {"case_type": case_type, "category": category}
    return [
        layer
        for layer in _book()["layers"]
        if all(said[name] == value for name, value in layer["when"].items())
    ]


def terms(case_type: str, category: str) -> Terms:
    """Return what holds for items of a case type and category unless their file says otherwise."""
    flags: dict[str, bool] = {}
    clocks: dict[str, Budget] = {}
    extension: dict[str, Any] = {}
    template, years = "", 0
    for layer in _layers(case_type, category):
        flags |= layer.get("flags", {})
        clocks |= {name: _budget(one) for name, one in layer.get("clocks", {}).items()}
        extension |= layer.get("extension", {})
        template = layer.get("template", template)
        years = layer.get("retention_years", years)
    if extension:
        extension["unit"] = Unit(extension["unit"])
    return Terms(
        flags=Flags(**flags),
        clocks=Clocks(**clocks),
        extension=ExtensionRule(**extension),
        stage_template=template,
        retention_years=years,
    )


def _budget(row: dict[str, Any]) -> Budget:
    return Budget(value=row["value"], unit=Unit(row["unit"]), citation=row.get("citation", ""))


def rolled(limit: Limit, case_type: str, category: str) -> Limit:
    """Return a limit with the rollover its regime gives limits of that unit."""
    for layer in _layers(case_type, category):
        rule = layer.get("rollover")
        if rule and limit.unit is not None and limit.unit == rule["unit"]:
            limit = replace(limit, rollover=Rollover(rule["rule"]))
    return limit


def steps(template: str, promised: Limit) -> tuple[StepCard, ...]:
    """Return the steps of a template that lie within the case, the promised limit shared out among them.

    A step without a share, and one whose share is less than a unit, is done on the day it is reached; what
    is left over goes to the longest.  Without a promise the steps that have a share have no limit.
    """
    found = [one for one in templates()[template].steps if one.stage is not None]
    parts = [one.share * (promised.value or 0) // 100 for one in found]
    if promised.value and any(one.share for one in found):
        longest = max(range(len(found)), key=lambda place: found[place].share)
        parts[longest] += promised.value - sum(parts)
    return tuple(
        StepCard(one.name, one.role, _part(one, part, promised), one.stage or Stage.HANDLING)
        for one, part in zip(found, parts, strict=True)
    )


def _part(step: TemplateStep, part: int, promised: Limit) -> Limit:
    if promised.value is None or promised.unit is None:
        return Limit(None, None) if step.share else Limit(0, Unit.IMMEDIATE)
    if not part:
        return Limit(0, Unit.IMMEDIATE)
    return Limit(part, promised.unit, start_rule=promised.start_rule, rollover=promised.rollover)


def stage(step: str) -> Stage:
    """Return the stage a step belongs to, by its name."""
    return Stage(_book()["stages"].get(step, Stage.HANDLING))


def ground(link: str) -> Ground | None:
    """Return on what ground a clock pauses for a special link, by its name; None: on none."""
    for row in _book()["grounds"]:
        if row["word"] in link:
            return Ground(row["ground"])
    return None


def accepted(form: str) -> tuple[AcceptedForm, ...]:
    """Return in which forms a material is accepted whose catalogue says ``form``; unknown wording: any."""
    return tuple(AcceptedForm(one) for one in _book()["forms"].get(form, ()))
