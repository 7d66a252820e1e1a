"""Questions to the clocks: when something is due, why, and which of them come near or are over."""

from yichuang.deadlines.rules import needs_approval
from yichuang.deadlines.selectors.anew import reprojections
from yichuang.deadlines.selectors.clocks import (
    clock,
    clocks,
    clocks_of,
    clocks_of_matter,
    clocks_of_matters,
    due_for,
    told,
)
from yichuang.deadlines.selectors.explain import explain, explain_anywhere, explain_budget
from yichuang.deadlines.selectors.kept import kept
from yichuang.deadlines.selectors.lists import counts, listed, listed_counts, open_clocks
from yichuang.deadlines.sentences import amount_text, audience_text, budget_text, ground_text

__all__ = [
    "amount_text",
    "audience_text",
    "budget_text",
    "clock",
    "clocks",
    "clocks_of",
    "clocks_of_matter",
    "clocks_of_matters",
    "counts",
    "due_for",
    "explain",
    "explain_anywhere",
    "explain_budget",
    "ground_text",
    "kept",
    "listed",
    "listed_counts",
    "needs_approval",
    "open_clocks",
    "reprojections",
    "told",
]
