"""What sources, states, points, findings and reasons are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.training.types import (
    AgeException,
    Employment,
    Finding,
    Point,
    Regime,
    SelectionState,
    Source,
    Unfit,
    WithdrawalReason,
)

REGIMES: dict[Regime, Promise] = {
    Regime.OPEN: _("not chosen yet"),
    Regime.OWN: _("recruited by the hall’s own standard"),
    Regime.POSTED: _("sent by the departments, reviewed by the hall"),
}
SOURCES: dict[Source, Promise] = {
    Source.SENT: _("sent by a unit"),
    Source.RECRUITED: _("recruited by the hall"),
}
STATES: dict[SelectionState, Promise] = {
    SelectionState.NOMINATED: pgettext_lazy("nomination", "nominated"),
    SelectionState.UNDER_REVIEW: pgettext_lazy("nomination", "under review"),
    SelectionState.PASSED: pgettext_lazy("nomination", "passed"),
    SelectionState.RETURNED: pgettext_lazy("nomination", "returned"),
    SelectionState.POSTED: pgettext_lazy("nomination", "posted"),
    SelectionState.WITHDRAWN: pgettext_lazy("nomination", "withdrawn"),
}
EMPLOYMENTS: dict[Employment, Promise] = {
    Employment.PERMANENT: _("permanent staff"),
    Employment.CONTRACT: _("on contract"),
    Employment.TEMPORARY: _("temporary"),
}
POINTS: dict[Point, Promise] = {
    Point.EMPLOYMENT: _("permanent staff of the unit, with proof"),
    Point.AGE: _("within the age limit on the day of posting"),
    Point.STANDARD: _("chosen by a standard of recruitment"),
    Point.POLICY: _("knows the unit’s laws, policies and licences"),
    Point.COMPUTER: _("works with a computer"),
    Point.MANDARIN: _("speaks Mandarin"),
    Point.POLITICS: _("politically reliable"),
    Point.CONDUCT: _("of good conduct"),
    Point.HEALTH: _("fit for the work"),
    Point.COMMUNICATION: _("gets on with people"),
    Point.CONFIDENTIALITY: _("keeps secrets"),
}
FINDINGS: dict[Finding, Promise] = {
    Finding.MISSING: pgettext_lazy("finding of a review", "missing"),
    Finding.UNMET: pgettext_lazy("finding of a review", "not met"),
    Finding.RELAXED: pgettext_lazy("finding of a review", "relaxed"),
    Finding.MET: pgettext_lazy("finding of a review", "met"),
}
EXCEPTIONS: dict[AgeException, Promise] = {
    AgeException.MIDDLE_CADRE: _("middle cadre"),
    AgeException.INTERMEDIATE_TITLE: _("intermediate or higher title"),
}
WITHDRAWALS: dict[WithdrawalReason, Promise] = {
    WithdrawalReason.ROTATION: pgettext_lazy("reason of a withdrawal", "rotation"),
    WithdrawalReason.RECALLED: pgettext_lazy("reason of a withdrawal", "recalled by the unit"),
    WithdrawalReason.UNSUITED: pgettext_lazy("reason of a withdrawal", "not suited"),
    WithdrawalReason.RETIRED: pgettext_lazy("reason of a withdrawal", "retired or resigned"),
    WithdrawalReason.OTHER: pgettext_lazy("reason of a withdrawal", "another reason"),
}
UNFIT: dict[Unfit, Promise] = {
    Unfit.UNDER_REVIEW: _("not posted yet"),
    Unfit.RETURNED: _("returned by the review"),
    Unfit.WITHDRAWN: pgettext_lazy("a person", "withdrawn from the windows"),
    Unfit.NOT_POSTED: _("not reviewed and posted"),
    Unfit.NO_RECORD: _("without a recruitment record"),
    Unfit.NO_CERTIFICATE: _("no valid certificate"),
}
