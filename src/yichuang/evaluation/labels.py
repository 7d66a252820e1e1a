"""What levels and reasons are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.evaluation.types import Level, Reason

LEVEL: dict[Level, Promise] = {
    Level.VERY_SATISFIED: _("Very satisfied"),
    Level.SATISFIED: _("Satisfied"),
    Level.FAIRLY_SATISFIED: _("Fairly satisfied"),
    Level.DISSATISFIED: _("Dissatisfied"),
    Level.VERY_DISSATISFIED: _("Very dissatisfied"),
}
REASON: dict[Reason, Promise] = {
    Reason.ATTITUDE: _("Unfriendly or impatient"),
    Reason.WAITED_LONG: _("Waited too long"),
    Reason.SLOW: _("Handled too slowly"),
    Reason.NOT_EXPLAINED: _("Not explained clearly, or not all at once"),
    Reason.CAME_AGAIN: _("Had to come several times"),
    Reason.NOT_SETTLED: _("My matter was not settled"),
    Reason.SURROUNDINGS: _("Surroundings or equipment"),
}
