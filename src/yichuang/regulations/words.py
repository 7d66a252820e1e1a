"""What the screens and the command line call classes, states, origins, values and whom a control binds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yichuang.regulations.types import ControlClass, Origin, Parameter, Status, Stricter, ValueType

CLASSES = {
    ControlClass.ENFORCE: _("Guaranteed"),
    ControlClass.DETECT: _("Detected"),
    ControlClass.EVIDENCE: _("Recorded"),
    ControlClass.PUBLISH: _("Published"),
    ControlClass.SCORE: _("Scored"),
    ControlClass.HUMAN: _("Judged"),
}
CLASS_MEANINGS = {
    ControlClass.ENFORCE: _("The system makes a violation impossible: the act is refused with its reason."),
    ControlClass.DETECT: _("The system sees it from what happens and tells those in charge."),
    ControlClass.EVIDENCE: _("The system records who did what and when, and reminds."),
    ControlClass.PUBLISH: _("Everybody can see it."),
    ControlClass.SCORE: _("A verified fact counts in the assessment."),
    ControlClass.HUMAN: _("Only people can judge it; the system puts it on the inspector's sheet."),
}
STATUSES = {
    Status.NOT_YET: pgettext_lazy("status of a control", "Not yet"),
    Status.CLAIMED: pgettext_lazy("status of a control", "Claimed"),
    Status.PROVEN: pgettext_lazy("status of a control", "Proven"),
}
ORIGINS = {
    Origin.GIVEN: _("The rules say it"),
    Origin.UNSET: _("Left blank by the rules"),
    Origin.OURS: _("Proposed by the product"),
    Origin.ELSEWHERE: _("Kept in a table"),
}
DIRECTIONS = {
    Stricter.LOWER: _("Stricter when lower"),
    Stricter.HIGHER: _("Stricter when higher"),
    Stricter.NONE: _("Chosen freely"),
}
ACTORS = {
    "cit": _("Visitors"),
    "stf": _("Window staff"),
    "bst": _("Stand-ins (B)"),
    "chief": _("Chief representative"),
    "sec": _("Section heads"),
    "off": _("Centre office"),
    "cmt": _("Committee"),
    "uh": _("Head of the hall"),
    "insp": _("Inspectors"),
    "sup": _("Supervision"),
    "guide": _("Guides"),
    "cons": _("Consultants"),
    "tech": _("Technicians"),
    "hr": _("Personnel and training"),
    "unit": _("Sending units"),
    "safe": _("Safety officers"),
    "fac": _("Facility staff"),
    "doc": _("Doctors"),
    "cash": _("Cashiers"),
    "sys": _("The system"),
    "pub": _("The public"),
}


def value_text(parameter: Parameter, value: Any) -> str:
    """Say a value of the parameter in the reader's language, without its unit."""
    if parameter.options:
        name = next(option.name for option in parameter.options if option.value == value)
        return name.told_in(get_language())
    match parameter.type:
        case ValueType.PHRASES:
            return ngettext("%(number)s phrase", "%(number)s phrases", len(value)) % {"number": len(value)}
        case ValueType.BANDS:
            return " / ".join(f"{start:g} → {factor:g}" for start, factor in value)
        case ValueType.SESSIONS:
            return " / ".join(f"{begins}–{ends}" for begins, ends in value)
        case ValueType.TIME:
            return str(value)
    return f"{value:g}"
