"""What the words of the queue are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
