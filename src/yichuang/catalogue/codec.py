"""Write the terms of a version as JSON and read them back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.catalogue.regimes import CLOCKS
from yichuang.catalogue.types import (
    Bracket,
    Clocks,
    Condition,
    ExtensionRule,
    Flags,
    JointReview,
    QuestionCard,
    Silence,
    Terms,
)
from yichuang.deadlines.types import Budget, Rollover, StartRule, Unit


def told(terms: Terms) -> dict[str, Any]:
    """Return terms as plain values that JSON can hold."""
    plain = asdict(terms)
    plain["reviewed_on"] = terms.reviewed_on.isoformat() if terms.reviewed_on else None
    return plain


def terms(row: dict[str, Any]) -> Terms:
    """Return terms from what ``told`` wrote."""
    extension = dict(row["extension"])
    extension["unit"] = Unit(extension["unit"])
    joint = row["joint"]
    return Terms(
        flags=Flags(**row["flags"]),
        clocks=Clocks(**{name: budget(row["clocks"][name]) for name in CLOCKS}),
        extension=ExtensionRule(**extension),
        joint=JointReview(tuple(joint["departments"]), Silence(joint["default_on_silence"])),
        questions=tuple(QuestionCard(**one) for one in row["questions"]),
        stage_template=row["stage_template"],
        retention_years=row["retention_years"],
        reviewed_on=date.fromisoformat(row["reviewed_on"]) if row["reviewed_on"] else None,
    )


def budget(row: dict[str, Any]) -> Budget:
    """Return a budget from its plain values."""
    return Budget(
        value=row["value"],
        unit=Unit(row["unit"]),
        start_rule=StartRule(row["start_rule"]),
        rollover=Rollover(row["rollover"]),
        citation=row["citation"],
    )


def condition_told(condition: Condition | None) -> dict[str, Any] | None:
    """Return when a material or fee applies as plain values."""
    return {"question": condition.question, "is": condition.answer} if condition else None


def condition(row: dict[str, Any] | None) -> Condition | None:
    """Return the condition from what ``condition_told`` wrote; older shapes said nothing that is read."""
    return Condition(row["question"], row["is"]) if row and "is" in row else None


def brackets_told(brackets: tuple[Bracket, ...]) -> list[list[str]]:
    """Return the brackets of a graded tariff as pairs of texts."""
    return [[str(one.above), str(one.percent)] for one in brackets]


def brackets(rows: list[list[str]]) -> tuple[Bracket, ...]:
    """Return the brackets from what ``brackets_told`` wrote."""
    return tuple(Bracket(Decimal(above), Decimal(percent)) for above, percent in rows)
