"""What everybody declares once a year: to serve in order and fairly, and to gain nothing by it (PROM-03)."""

from __future__ import annotations

import hashlib

from django.utils import translation
from django.utils.translation import gettext_lazy as _

OPENING = _("For this year, in my work for this hall, I declare:")
POINTS = (
    _("I handle every matter by law and by the written rules, in order and as for everybody else."),
    _("I use no power of my post for a favour, neither for myself nor for anybody near to me."),
    _("I take no gift, invitation, card or advantage from whoever has a matter here."),
    _("Where a matter concerns me or somebody close to me, I say so and leave it to another."),
)
CLOSING = _("I know that this stands open to everybody's supervision, and answer for it.")


def wording_hash() -> str:
    """Return the hash (hex, SHA-256) of the Chinese text, which is the one that holds."""
    with translation.override("zh-hans"):
        told = "\n".join(str(one) for one in (OPENING, *POINTS, CLOSING))
    return hashlib.sha256(told.encode()).hexdigest()
