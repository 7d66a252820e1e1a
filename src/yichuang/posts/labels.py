"""What the reasons of a pause, the acts of a mandate and the states of a delegation are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.posts.types import DelegationState, MandateAct, PauseReason
from yichuang.posts.types.stationing import StationingFlaw

PAUSE_REASONS: dict[PauseReason, Promise] = {
    PauseReason.SHORT_ABSENCE: _("short absence"),
    PauseReason.MEETING: _("meeting"),
    PauseReason.EQUIPMENT: _("equipment failure"),
    PauseReason.SYSTEM: _("system failure"),
    PauseReason.CLOSING_ACCOUNTS: _("closing accounts"),
    PauseReason.HANDOVER: _("handing over"),
    PauseReason.OTHER: _("another reason"),
}

MANDATE_ACTS: dict[MandateAct, Promise] = {
    MandateAct.APPROVE: pgettext_lazy("act of a mandate", "approve"),
    MandateAct.REFUSE: pgettext_lazy("act of a mandate", "refuse"),
    MandateAct.EXTEND: pgettext_lazy("act of a mandate", "extend a limit"),
    MandateAct.PAUSE: pgettext_lazy("act of a mandate", "pause a limit"),
    MandateAct.FIRST_OPINION: pgettext_lazy("act of a mandate", "give a first opinion"),
    MandateAct.OPEN_JOINT: pgettext_lazy("act of a mandate", "open a joint review"),
    MandateAct.WAIVE_NOTICE: pgettext_lazy("act of a mandate", "let a second notice through"),
    MandateAct.EXPRESS: pgettext_lazy("act of a mandate", "approve express handling"),
    MandateAct.REFUND: pgettext_lazy("act of a mandate", "approve a refund"),
    MandateAct.REMIT: pgettext_lazy("act of a mandate", "remit a fee"),
}
DELEGATION_STATES: dict[DelegationState, Promise] = {
    DelegationState.COMING: pgettext_lazy("delegation", "to come"),
    DelegationState.IN_FORCE: pgettext_lazy("delegation", "in force"),
    DelegationState.SUSPENDED: pgettext_lazy("delegation", "suspended"),
    DelegationState.EXPIRED: pgettext_lazy("delegation", "ended"),
    DelegationState.REVOKED: pgettext_lazy("delegation", "revoked"),
}

STATIONING_FLAWS: dict[StationingFlaw, Promise] = {
    StationingFlaw.NOBODY: _("nobody is here yet"),
    StationingFlaw.NO_CHIEF: _("its chief representative is not named"),
    StationingFlaw.NO_TWO_PARTS: _("one person: an A and a B are needed"),
}
