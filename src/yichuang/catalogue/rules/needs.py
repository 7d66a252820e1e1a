"""Which materials apply and which fees, from the answers to an item's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yichuang.catalogue.types import Condition, FeeLine, MaterialCard, QuestionCard, Requirements


def applies(condition: Condition | None, answers: Mapping[str, bool]) -> bool:
    """Say whether something that depends on a question applies; unanswered it does not."""
    return condition is None or answers.get(condition.question) is condition.answer


def requirements(
    materials: Sequence[MaterialCard],
    fees: Sequence[FeeLine],
    questions: Sequence[QuestionCard],
    answers: Mapping[str, bool],
) -> Requirements:
    """Return the materials that apply and the questions still to ask.

    A question is only asked when a material or a fee depends on it; other answers count for nothing.
    """
    depending = [*(one.condition for one in materials), *(one.condition for one in fees)]
    asked = {condition.question for condition in depending if condition is not None}
    applying = tuple(
        (place, one) for place, one in enumerate(materials, start=1) if applies(one.condition, answers)
    )
    open_ = tuple(one for one in questions if one.code in asked and answers.get(one.code) is None)
    return Requirements(applying, open_)
