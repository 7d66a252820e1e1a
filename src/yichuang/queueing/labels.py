"""What the words of the queue are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.queueing.types import (
    EndReason,
    GrantReason,
    GrantState,
    Outcome,
    PriorityClass,
    TicketState,
    WindowState,
)

STATE: dict[TicketState, Promise] = {
    TicketState.WAITING: _("waiting"),
    TicketState.CALLED: _("called"),
    TicketState.SERVING: _("being served"),
    TicketState.FINISHED: _("finished"),
    TicketState.MISSED: _("missed"),
    TicketState.CANCELLED: _("given up"),
    TicketState.VOIDED: _("void since closing time"),
}
OUTCOME: dict[Outcome, Promise] = {
    Outcome.CASE: _("Case accepted"),
    Outcome.NOTICE: _("One-time notice issued"),
    Outcome.REFERRAL: _("Referred elsewhere"),
    Outcome.INFORMATION: _("Information given"),
}
PRIORITY: dict[PriorityClass, Promise] = {
    PriorityClass.ORDINARY: _("ordinary"),
    PriorityClass.ELDERLY: _("aged 60 or over"),
    PriorityClass.DISABLED: _("disabled"),
    PriorityClass.PREGNANT: _("pregnant or with an infant"),
    PriorityClass.MILITARY: _("military and veterans"),
    PriorityClass.URGENT: _("urgent"),
    PriorityClass.APPOINTMENT: _("by appointment"),
    PriorityClass.EMERGENCY: _("medical or safety emergency"),
}
REASON: dict[GrantReason, Promise] = {
    GrantReason.DECLARED: _("declared by the citizen"),
    GrantReason.DOCUMENT_SHOWN: _("document shown"),
    GrantReason.EVIDENT: _("plain to see"),
    GrantReason.DEADLINE_TODAY: _("a legal limit ends today"),
    GrantReason.OUR_MISTAKE: _("comes again because of our mistake"),
    GrantReason.HARDSHIP: _("real hardship"),
    GrantReason.BOOKED: _("has an appointment"),
    GrantReason.SUDDEN_ILLNESS: _("sudden illness"),
    GrantReason.DANGER: _("danger to somebody"),
}
END_REASON: dict[EndReason, Promise] = {
    EndReason.CRITERIA_NOT_MET: _("criteria not met"),
    EndReason.BY_MISTAKE: _("given by mistake"),
    EndReason.CITIZEN_ASKED: _("at the citizen's wish"),
    EndReason.ORDINARY_SUFFICES: _("in turn is early enough"),
    EndReason.SUPERSEDED: _("an emergency took its place"),
}
GRANT_STATE: dict[GrantState, Promise] = {
    GrantState.REQUESTED: _("waits for approval"),
    GrantState.STANDING: _("counts now"),
    GrantState.REFUSED: _("refused"),
    GrantState.WITHDRAWN: _("taken back"),
}
WINDOW: dict[WindowState, Promise] = {
    WindowState.CLOSED: _("closed"),
    WindowState.IDLE: _("free"),
    WindowState.CALLING: _("calling"),
    WindowState.SERVING: _("serving"),
}
