"""What numbers on paper are called on a screen, and the sentence for every contradiction of a sheet."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.queueing.labels import OUTCOME
from yichuang.queueing.types import (
    CorrectionReason,
    OutageReason,
    Outcome,
    PackState,
    PaperEnding,
    SheetFault,
    SheetProblem,
)

PACK_STATE: dict[PackState, Promise] = {
    PackState.PREPARED: _("prepared"),
    PackState.PRINTED: _("printed, ready"),
    PackState.IN_USE: _("in use, to be entered"),
    PackState.MERGED: _("entered"),
    PackState.VOID: _("thrown away"),
}
OUTAGE: dict[OutageReason, Promise] = {
    OutageReason.POWER: _("Power cut"),
    OutageReason.NETWORK: _("Network down"),
    OutageReason.SYSTEM: _("System down"),
    OutageReason.DEVICE: _("Ticket machine down"),
}
ENDING: dict[PaperEnding, Promise] = {
    PaperEnding.MISSED: _("Did not come"),
    PaperEnding.LEFT: _("Left before the call"),
    PaperEnding.WAITING: _("Still waiting"),
    PaperEnding.SPOILED: _("Number not used"),
}
CORRECTION: dict[CorrectionReason, Promise] = {
    CorrectionReason.MISREAD: _("misread or mistyped"),
    CorrectionReason.WRONG_ROW: _("written into the wrong row"),
    CorrectionReason.SHEET_WRONG: _("the sheet itself was wrong"),
    CorrectionReason.LEFT_OUT: _("left out when the sheets were entered"),
}
# the digits of the record sheet, in their order
DIGITS: tuple[tuple[str, str, Promise], ...] = (
    ("1", str(Outcome.CASE), OUTCOME[Outcome.CASE]),
    ("2", str(Outcome.NOTICE), OUTCOME[Outcome.NOTICE]),
    ("3", str(Outcome.REFERRAL), OUTCOME[Outcome.REFERRAL]),
    ("4", str(Outcome.INFORMATION), OUTCOME[Outcome.INFORMATION]),
    ("5", str(PaperEnding.MISSED), ENDING[PaperEnding.MISSED]),
    ("6", str(PaperEnding.LEFT), ENDING[PaperEnding.LEFT]),
    ("7", str(PaperEnding.WAITING), ENDING[PaperEnding.WAITING]),
    ("8", str(PaperEnding.SPOILED), ENDING[PaperEnding.SPOILED]),
)
FAULT: dict[SheetFault, Promise] = {
    SheetFault.EMPTY: _("There is no row yet."),
    SheetFault.TOO_MANY: _("These are more than %(what)s rows, more than one sheet can have."),
    SheetFault.UNKNOWN_NUMBER: _("%(label)s is neither in this pack nor a ticket of that day."),
    SheetFault.OTHER_PACK: _("%(label)s belongs to another pack."),
    SheetFault.TWICE: _("%(label)s stands already in row %(what)s."),
    SheetFault.GAP: _("%(label)s is missing: enter it, or enter it as not used (8)."),
    SheetFault.NOT_WAITING: _("%(label)s was not waiting when the system went down."),
    SheetFault.TIME_UNREADABLE: _("“%(what)s” is not a time of that day; write it like 10:05."),
    SheetFault.TAKEN_MISSING: _("%(label)s: when was the number given?"),
    SheetFault.OUTSIDE_OUTAGE: _("%(label)s: %(what)s is not within the recorded outage."),
    SheetFault.OUT_OF_ORDER: _("%(label)s is said to be given earlier than %(what)s, the number before it."),
    SheetFault.CALLED_MISSING: _("%(label)s: when was it called?"),
    SheetFault.CALLED_BEFORE_TAKEN: _("%(label)s was called before it was given (%(what)s)."),
    SheetFault.ENDED_BEFORE_CALLED: _("%(label)s ended before it was called (%(what)s)."),
    SheetFault.NOT_CALLED: _("%(label)s has the time of a call, but was not served and did not miss it."),
    SheetFault.WINDOW_UNKNOWN: _("%(label)s: there is no window “%(what)s”."),
    SheetFault.WINDOW_UNFIT: _("%(label)s: window %(what)s does not serve this line or item."),
    SheetFault.TWO_AT_ONCE: _("%(label)s and %(what)s were at the same window at the same time."),
    SheetFault.LIVE_CALL: _("%(label)s: the system had called %(what)s to that window at that time."),
    SheetFault.NOT_PAPER: _("%(label)s is a ticket of the system, so it cannot be an unused paper number."),
    SheetFault.ITEM_UNKNOWN: _("%(label)s: “%(what)s” is no item of this line."),
    SheetFault.ENDING_UNKNOWN: _("%(label)s: “%(what)s” is no outcome; write a digit from 1 to 8."),
    SheetFault.REFERENCE_UNFIT: _(
        "%(label)s: a case or notice has its number of 4 to 40 letters and digits, other outcomes none."
    ),
    SheetFault.WORKER_UNKNOWN: _("%(label)s: nobody has the worker number “%(what)s”."),
    SheetFault.NOT_ON_DUTY: _("%(label)s: worker %(what)s was not on duty at that window."),
    SheetFault.NOBODY_ON_DUTY: _("%(label)s: nobody was signed on at window %(what)s; write who served."),
    SheetFault.DAY_OVER: _("%(label)s: that day is over, so nobody waits any more; enter it as left (6)."),
}


def sentence_of(problem: SheetProblem) -> str:
    """Return a contradiction as a sentence that names its number."""
    # what was typed is put in as it is: the sentence's own signs alone are read as places
    text = str(FAULT[problem.fault])
    return text % {"label": problem.label or gettext("The sheet"), "what": problem.what or "—"}
