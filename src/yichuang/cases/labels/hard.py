"""What the codes of hard questions are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yichuang.cases.types.hard import HardKind, OfferKind

HARD_KIND: dict[HardKind, Promise] = {
    HardKind.DIFFICULT: pgettext_lazy("hard question", "difficult"),
    HardKind.MAJOR: pgettext_lazy("hard question", "major"),
    HardKind.URGENT: pgettext_lazy("hard question", "urgent"),
}
OFFER: dict[OfferKind, Promise] = {
    OfferKind.APPOINTMENT: pgettext_lazy("offer", "appointment"),
    OfferKind.EXTENSION: pgettext_lazy("offer", "longer hours today"),
}
