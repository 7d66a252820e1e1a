"""Questions about cases: how one stands, what was found, what is to be done, who may see it."""

from yichuang.cases.selectors.cases import (
    came_late,
    card_of,
    case,
    case_by_number,
    case_of_entry,
    clocks_by_purpose,
    find,
    promises,
    results,
    visits,
    visits_counted,
    was_late,
)
from yichuang.cases.selectors.checks import (
    applying,
    gap_names,
    gaps_of,
    last_review,
    last_review_or_none,
    promised_materials,
    requirements,
    reviews,
)
from yichuang.cases.selectors.lists import CasePage, by_ids, counts, found, listed
from yichuang.cases.selectors.papers import last_notice, receipt
from yichuang.cases.selectors.sight import assigned_of, eyes, look, may_see, visible

__all__ = [
    "CasePage",
    "applying",
    "assigned_of",
    "by_ids",
    "came_late",
    "card_of",
    "case",
    "case_by_number",
    "case_of_entry",
    "clocks_by_purpose",
    "counts",
    "eyes",
    "find",
    "found",
    "gap_names",
    "gaps_of",
    "last_notice",
    "last_review",
    "last_review_or_none",
    "listed",
    "look",
    "may_see",
    "promised_materials",
    "promises",
    "receipt",
    "requirements",
    "results",
    "reviews",
    "visible",
    "visits",
    "visits_counted",
    "was_late",
]
