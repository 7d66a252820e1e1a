"""Questions to the notices; they return cards and papers, and write nothing."""

from yichuang.notices.selectors.allowances import allowance
from yichuang.notices.selectors.checks import whole_check
from yichuang.notices.selectors.notices import (
    PURPOSE,
    by_ids,
    by_number,
    by_token,
    enforcement_told,
    example_number,
    gaps_told,
    issued_between,
    marks,
    notice,
    notices_of,
    paper,
    suspected,
)
from yichuang.notices.selectors.values import Limits, letter_lasts, limits

__all__ = [
    "PURPOSE",
    "Limits",
    "allowance",
    "by_ids",
    "by_number",
    "by_token",
    "enforcement_told",
    "example_number",
    "gaps_told",
    "issued_between",
    "letter_lasts",
    "limits",
    "marks",
    "notice",
    "notices_of",
    "paper",
    "suspected",
    "whole_check",
]
