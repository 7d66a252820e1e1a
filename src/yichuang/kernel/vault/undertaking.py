"""What is undertaken once a year, for how long, and the hash that says which text somebody read.

Source: PRV-03; 个人信息保护法 §10, 行政许可法 §5.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.clock import local_day

OPENING = _("For this year, in what people entrust to this hall, I undertake:")
POINTS = (
    _("I look at names, numbers and papers only for a matter that is in my hands."),
    _("I copy, photograph, pass on and tell nothing of it, on duty or off, nor after I have left."),
    _("I use nothing of it for myself or for anybody’s business."),
    _("I keep screens, papers and passwords from other people’s eyes."),
    _("If something gets out I report it at once, whoever it was."),
)
CLOSING = _("I know that every look is recorded, and that a breach is answered for under the law.")
LANGUAGE = "zh-hans"


def wording_hash() -> str:
    """Return the hash (hex, SHA-256) of the Chinese text, which is the one that holds."""
    with translation.override(LANGUAGE):
        told = "\n".join(str(one) for one in (OPENING, *POINTS, CLOSING))
    return hashlib.sha256(told.encode()).hexdigest()


def year_of(at: datetime, timezone: str) -> tuple[int, datetime]:
    """Return the year that runs at ``at`` in ``timezone``, and the moment it is over."""
    year = local_day(at, timezone).year
    return year, datetime.combine(date(year + 1, 1, 1), time(), tzinfo=ZoneInfo(timezone))
