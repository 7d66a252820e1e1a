"""Read the register's files, once, when somebody first asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from yichuang.regulations.types import (
    Clause,
    Control,
    ControlClass,
    GeneralValue,
    Mechanism,
    Option,
    Origin,
    Parameter,
    Principle,
    Proofs,
    Stricter,
    Text,
    ValueType,
)

DATA = files("yichuang.regulations") / "data"


@dataclass(frozen=True, slots=True)
class Register:
    """Everything asked of a hall, by code."""

    mechanisms: dict[str, Mechanism]
    controls: dict[str, Control]
    clauses: dict[str, Clause]


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def register() -> Register:
    """Return the register: 61 mechanisms, 401 controls, 574 clauses by address."""
    raw = _read("register.json")
    texts = {code: (source, title) for code, source, title in raw["texts"]}
    clauses = {
        code: Clause(code, texts[text][0], text, texts[text][1], label)
        for code, text, label in raw["clauses"]
    }
    chinese: dict[str, str] = _read("checks.zh.json")
    controls = {one["id"]: _control(one, clauses, chinese.get(one["id"], "")) for one in raw["controls"]}
    mechanisms = {
        one["code"]: Mechanism(one["code"], Text(one["zh"], one["en"]), one["room"])
        for one in raw["mechanisms"]
    }
    return Register(mechanisms, controls, clauses)


def _control(raw: dict[str, Any], clauses: dict[str, Clause], check_zh: str) -> Control:
    return Control(
        id=raw["id"],
        mechanism=raw["mechanism"],
        cls=ControlClass(raw["class"]),
        also=tuple(ControlClass(one) for one in raw["also"]),
        derived=raw["stated"] == "derived",
        asks=Text(raw["zh"], raw["en"]),
        check=Text(check_zh, raw["check"]),
        binds=tuple(raw["binds"]),
        clauses=tuple(clauses[code] for code in raw["clauses"]),
        note=raw.get("note", ""),
    )


@cache
def principles() -> tuple[Principle, ...]:
    """Return the principles with their clauses, and every control one of these clauses or ours leads to."""
    clauses = register().clauses
    return tuple(
        Principle(
            code=one["code"],
            name=Text(one["zh"], one["en"]),
            meaning=Text(one["meaning_zh"], one["meaning_en"]),
            clauses=tuple(clauses[code] for code in one["clauses"]),
            controls=tuple(one["controls"]),
        )
        for one in _read("principles.json")
    )


@cache
def parameters() -> dict[str, Parameter]:
    """Return every parameter by key, in the register's order."""
    return {one["key"]: _parameter(one) for one in _read("parameters.json")}


def _parameter(raw: dict[str, Any]) -> Parameter:
    general = [] if raw["value"] is None else [GeneralValue(None, raw["value"])]
    general += [GeneralValue(date.fromisoformat(one["from"]), one["value"]) for one in raw.get("changes", [])]
    return Parameter(
        key=raw["key"],
        row=raw["row"],
        name=Text(raw["zh"], raw["en"]),
        type=ValueType(raw["type"]),
        unit=Text(raw["unit"]["zh"], raw["unit"]["en"]),
        origin=Origin(raw["origin"]),
        general=tuple(general),
        stricter=Stricter(raw["stricter"]),
        clauses=tuple(raw["clauses"]),
        mechanism=raw["mechanism"],
        owner=raw["owner"],
        min=raw.get("min"),
        max=raw.get("max"),
        options=tuple(Option(one["value"], Text(one["zh"], one["en"])) for one in raw.get("options", [])),
        kept_by=raw.get("kept_by", ""),
    )


@cache
def proofs() -> dict[str, Proofs]:
    """Return the tests that prove each control, as the last scan of the suite found them."""
    return {
        control: Proofs(tuple(found.get("keeps", [])), tuple(found.get("refuses", [])))
        for control, found in _read("proofs.json")["controls"].items()
    }


@cache
def parameters_used() -> dict[str, tuple[str, ...]]:
    """Return, per parameter, the modules that ask for its value, as the last scan found them."""
    return {key: tuple(modules) for key, modules in _read("proofs.json")["parameters"].items()}
