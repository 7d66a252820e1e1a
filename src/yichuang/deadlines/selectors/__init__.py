"""Questions to the clocks: when something is due, why, and which of them come near or are over."""

from yichuang.deadlines.selectors.clocks import (
    clock,
    clocks,
    clocks_of,
    clocks_of_matter,
    due_for,
    told,
)
from yichuang.deadlines.selectors.lists import counts, open_clocks

__all__ = ["clock", "clocks", "clocks_of", "clocks_of_matter", "counts", "due_for", "open_clocks", "told"]
