"""Which materials apply, from the answers to an item's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yichuang.catalogue.types import MaterialCard, QuestionCard, Requirements


def requirements(
    materials: Sequence[MaterialCard], questions: Sequence[QuestionCard], answers: Mapping[str, bool]
) -> Requirements:
    """Return the materials that apply and the questions still to ask.

    A question is only asked when a material depends on it; answers to other questions count for nothing.
    """
    asked = {one.condition.question for one in materials if one.condition is not None}
    applying = tuple(
        (place, one)
        for place, one in enumerate(materials, start=1)
        if one.condition is None or answers.get(one.condition.question) is one.condition.answer
    )
    open_ = tuple(one for one in questions if one.code in asked and answers.get(one.code) is None)
    return Requirements(applying, open_)
