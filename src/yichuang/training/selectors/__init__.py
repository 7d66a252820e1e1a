"""Questions to selection: nominations and their sheets, certificates, who is fit for a window on a day."""

from yichuang.training.selectors.certificates import (
    certificate,
    certificate_card,
    certificates,
    certificates_of,
    ending,
    longest_until,
    notice,
)
from yichuang.training.selectors.fitness import asks_between, asks_on, certificate_required_from, unfit_days
from yichuang.training.selectors.nominations import (
    age_limit,
    masked_names,
    nomination,
    nomination_card,
    nominations,
    nominations_of,
    relaxed,
    source_of_hall,
)

__all__ = [
    "age_limit",
    "asks_between",
    "asks_on",
    "certificate",
    "certificate_card",
    "certificate_required_from",
    "certificates",
    "certificates_of",
    "ending",
    "longest_until",
    "masked_names",
    "nomination",
    "nomination_card",
    "nominations",
    "nominations_of",
    "notice",
    "relaxed",
    "source_of_hall",
    "unfit_days",
]
