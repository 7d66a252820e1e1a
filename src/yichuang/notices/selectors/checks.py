"""From the check of every material to what is told, so that it is told whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from yichuang.catalogue import selectors as catalogue
from yichuang.notices.refusals import CheckIncomplete
from yichuang.notices.rules import complete
from yichuang.notices.types import MaterialCheck, WholeCheck


def whole_check(
    hall_id: UUID, item_version_id: UUID, answers: Mapping[str, bool], checks: Sequence[MaterialCheck]
) -> WholeCheck:
    """Return the gaps and the materials of an item's version, once all that applies was looked at.

    ``answers`` (by code) decide which materials apply; ``checks`` say what came of each, by its position.
    Every fault becomes a gap, so that a notice composed of them leaves nothing out.

    Raises: CheckIncomplete for an open question or a material nobody looked at (ONE-03), ItemUnknown.
    """
    card = catalogue.version(hall_id, item_version_id)
    asked = catalogue.requirements(card, dict(answers))
    for question in asked.unanswered:
        raise CheckIncomplete(name=question.text)
    applying = {place: one.name for place, one in asked.applying}
    for place in complete.unchecked(applying, checks):
        raise CheckIncomplete(name=applying[place])
    optional = {place for place, one in asked.applying if not one.required}
    return WholeCheck(complete.gaps_of(applying, checks, optional), tuple(applying.values()))
