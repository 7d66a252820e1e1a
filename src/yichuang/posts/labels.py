"""What the reasons of a pause are called in the office and at the desk."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.posts.types import PauseReason

PAUSE_REASONS: dict[PauseReason, Promise] = {
    PauseReason.SHORT_ABSENCE: _("short absence"),
    PauseReason.MEETING: _("meeting"),
    PauseReason.EQUIPMENT: _("equipment failure"),
    PauseReason.SYSTEM: _("system failure"),
    PauseReason.CLOSING_ACCOUNTS: _("closing accounts"),
    PauseReason.HANDOVER: _("handing over"),
    PauseReason.OTHER: _("another reason"),
}
