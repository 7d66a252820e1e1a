"""What the words of the queue are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.queueing.types import (
    DisturbanceAction,
    DisturbanceKind,
    EndReason,
    GrantReason,
    GrantState,
    LeftWhy,
    LiftReason,
    Need,
    Outcome,
    PriorityClass,
    RemoteWhy,
    TicketState,
    TransferReason,
    WindowState,
)

STATE: dict[TicketState, Promise] = {
    TicketState.EXPECTED: _("expected, not checked in"),
    TicketState.WAITING: _("waiting"),
    TicketState.CALLED: _("called"),
    TicketState.SERVING: _("being served"),
    TicketState.PARKED: _("waiting in the lounge"),
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
TRANSFER: dict[TransferReason, Promise] = {
    TransferReason.WRONG_LINE: _("Ticket of the wrong line"),
    TransferReason.NEXT_STEP: _("The next step is done elsewhere"),
    TransferReason.SPECIALIST: _("Needs a special window"),
    TransferReason.EQUIPMENT: _("Equipment here does not work"),
    TransferReason.RETURNED: _("The step here is done, the window that sent them is closed"),
}
DISTURBANCE: dict[DisturbanceKind, Promise] = {
    DisturbanceKind.QUEUE_JUMPING: _("Jumping the queue"),
    DisturbanceKind.QUARREL: _("Quarrel"),
    DisturbanceKind.NOISE: _("Noise"),
    DisturbanceKind.ABUSE: _("Abuse of staff"),
    DisturbanceKind.DAMAGE: _("Damage to property"),
    DisturbanceKind.TOUTING: _("Selling tickets or services"),
}
ACTION: dict[DisturbanceAction, Promise] = {
    DisturbanceAction.PERSUADED: _("Persuaded"),
    DisturbanceAction.SENT_BACK: _("Sent back to the own place"),
    DisturbanceAction.SEPARATED: _("Separated and calmed"),
    DisturbanceAction.LED_OUT: _("Led out of the hall"),
    DisturbanceAction.SECURITY_CALLED: _("Security called"),
    DisturbanceAction.POLICE_CALLED: _("Police called"),
}
LEFT_WHY: dict[LeftWhy, Promise] = {
    LeftWhy.NOT_CALLED: _("Not called before closing"),
    LeftWhy.DID_NOT_COME: _("Called and did not come"),
    LeftWhy.NOT_FINISHED: _("Service was not finished"),
    LeftWhy.NOT_RESUMED: _("Not called back from the lounge"),
    LeftWhy.NOT_CHECKED_IN: _("Taken by phone and not checked in"),
    LeftWhy.DEFERRED: _("Deferred to another day"),
}
REMOTE_WHY: dict[RemoteWhy, Promise] = {
    RemoteWhy.OFF: _("Tickets of this line are not taken by phone."),
    RemoteWhy.HALL_CLOSED: _("The hall gives no tickets now."),
    RemoteWhy.NOT_YET: _("Tickets by phone begin later today."),
    RemoteWhy.TOO_LATE: _("It is too late to take a ticket by phone; please come to the hall."),
    RemoteWhy.FULL: _("No more tickets by phone in this half-hour."),
}
LIFT: dict[LiftReason, Promise] = {
    LiftReason.ILLNESS: _("Illness or accident"),
    LiftReason.OUR_MISTAKE: _("Our mistake"),
    LiftReason.NOT_THE_HOLDER: _("Somebody else used the number"),
}

# what somebody needs at the window, as they say it
NEED: dict[Need, Promise] = {
    Need.SIGN_LANGUAGE: _("Sign language"),
    Need.HEARING: _("Hard of hearing: please write"),
    Need.SIGHT: _("Poor sight: please read aloud"),
    Need.WHEELCHAIR: _("Wheelchair, hard to walk"),
    Need.INTERPRETER: _("Dialect or foreign language"),
    Need.FORMS: _("Help with forms"),
}
