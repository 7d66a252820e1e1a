"""What the words of the queue are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.organization.types import TakingReason
from yichuang.queueing.types import Outcome, PriorityClass, TicketState, WindowState

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
PRIORITY: dict[PriorityClass, Promise] = {PriorityClass.ORDINARY: _("ordinary")}
WINDOW: dict[WindowState, Promise] = {
    WindowState.CLOSED: _("closed"),
    WindowState.IDLE: _("free"),
    WindowState.CALLING: _("calling"),
    WindowState.SERVING: _("serving"),
}
CLOSED_BECAUSE: dict[TakingReason, Promise] = {
    TakingReason.NOT_YET_ACTIVE: _("it has not opened yet"),
    TakingReason.BEFORE_OPENING: _("it is not open yet"),
    TakingReason.LUNCH: _("it is the lunch break"),
    TakingReason.ENOUGH_FOR_NOW: _("ticket-taking for this session has ended"),
    TakingReason.AFTER_CLOSING: _("it is closed for today"),
    TakingReason.WEEKEND: _("it is the weekend"),
    TakingReason.HOLIDAY: _("it is a public holiday"),
    TakingReason.CLOSURE: _("it is closed today"),
    TakingReason.NO_SESSIONS: _("it has no opening hours today"),
}
