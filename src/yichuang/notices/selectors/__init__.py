"""Questions to the notices; they return cards and papers, and write nothing."""

from yichuang.notices.selectors.checks import gaps_from
from yichuang.notices.selectors.notices import (
    by_number,
    by_token,
    enforcement_told,
    gaps_told,
    issued_between,
    notice,
    notices_of,
    paper,
    suspected,
)
from yichuang.notices.selectors.values import Limits, limits

__all__ = [
    "Limits",
    "by_number",
    "by_token",
    "enforcement_told",
    "gaps_from",
    "gaps_told",
    "issued_between",
    "limits",
    "notice",
    "notices_of",
    "paper",
    "suspected",
]
