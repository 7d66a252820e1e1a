"""What reasons, acts, states, sessions and kinds are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.posts.types import (
    Attended,
    BendReason,
    CoverKind,
    DaySession,
    DelegationState,
    LeaveKind,
    LeavePath,
    LeaveState,
    MandateAct,
    NeedReason,
    NeedWeight,
    PauseReason,
    PoolReason,
    RestatementReason,
    RestatementState,
    ShiftFault,
    StandInReason,
    SwapState,
    UnbendReason,
)
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

DAY_SESSIONS: dict[DaySession, Promise] = {
    DaySession.AM: pgettext_lazy("session of a day", "morning"),
    DaySession.NOON: pgettext_lazy("session of a day", "noon"),
    DaySession.PM: pgettext_lazy("session of a day", "afternoon"),
    DaySession.EVE: pgettext_lazy("session of a day", "evening"),
}

SHIFT_FAULTS: dict[ShiftFault, Promise] = {
    ShiftFault.NO_A: _("nobody is named as A"),
    ShiftFault.NO_B: _("nobody is named as B"),
    ShiftFault.SAME_PERSON: _("%(worker)s cannot be both A and B"),
    ShiftFault.NOT_QUALIFIED: _("%(worker)s does not hold this post"),
    ShiftFault.TWO_POSTS: _("%(worker)s is A of another post then"),
    ShiftFault.TOO_FEW: _("too few people hold this post"),
    ShiftFault.ON_LEAVE: _("%(worker)s is on leave then"),
    ShiftFault.NO_CERTIFICATE: _("%(worker)s has no valid certificate on that day"),
    ShiftFault.NOT_POSTED: _("%(worker)s is not posted on that day, or was withdrawn"),
    ShiftFault.COVERS_ELSEWHERE: _("%(worker)s stands in at another post then"),
}

LEAVE_KINDS: dict[LeaveKind, Promise] = {
    LeaveKind.ANNUAL: pgettext_lazy("kind of leave", "annual leave"),
    LeaveKind.SICK: pgettext_lazy("kind of leave", "sick leave"),
    LeaveKind.PERSONAL: pgettext_lazy("kind of leave", "private matter"),
    LeaveKind.OFFICIAL: pgettext_lazy("kind of leave", "on duty elsewhere"),
    LeaveKind.TRAINING: pgettext_lazy("kind of leave", "training"),
    LeaveKind.FAMILY: pgettext_lazy("kind of leave", "family leave"),
    LeaveKind.OTHER: pgettext_lazy("kind of leave", "other leave"),
}

LEAVE_PATHS: dict[LeavePath, Promise] = {
    LeavePath.PLANNED: pgettext_lazy("path of a leave", "planned"),
    LeavePath.EMERGENCY: pgettext_lazy("path of a leave", "special reason"),
}

LEAVE_STATES: dict[LeaveState, Promise] = {
    LeaveState.DRAFT: pgettext_lazy("leave", "draft"),
    LeaveState.SUBMITTED: pgettext_lazy("leave", "submitted"),
    LeaveState.APPROVED: pgettext_lazy("leave", "approved"),
    LeaveState.REFUSED: pgettext_lazy("leave", "turned down"),
    LeaveState.WITHDRAWN: pgettext_lazy("leave", "withdrawn"),
    LeaveState.RETURNED: pgettext_lazy("leave", "back"),
}

COVER_KINDS: dict[CoverKind, Promise] = {
    CoverKind.PLANNED: pgettext_lazy("kind of cover", "planned cover"),
    CoverKind.EMERGENCY: pgettext_lazy("kind of cover", "emergency cover"),
    CoverKind.AUTOMATIC: pgettext_lazy("kind of cover", "automatic cover"),
}

STAND_IN_REASONS: dict[StandInReason, Promise] = {
    StandInReason.NOT_COME: _("A has not come"),
    StandInReason.KEPT_AWAY: _("A cannot come"),
    StandInReason.CALLED_AWAY: _("A was called away"),
    StandInReason.SHORT_ABSENCE: _("A is away for a short time"),
    StandInReason.OTHER: pgettext_lazy("reason to stand in", "another reason"),
}

#: Why somebody cannot stand in, by the code of ``selectors.unfit_to_cover``.
COVER_FAULTS: dict[str, Promise] = {
    "oneself": _("nobody covers for themselves"),
    "not-holder": _("they do not hold this post on all these days"),
    "not-fit": _("they are not posted or not certified on all these days"),
    "away": _("they are on leave themselves"),
    "covers-elsewhere": _("they cover another post then"),
    "a-elsewhere": _("they are A of another post then"),
}

ATTENDED: dict[Attended, Promise] = {
    Attended.COMING: pgettext_lazy("attendance", "to come"),
    Attended.PRESENT: pgettext_lazy("attendance", "present"),
    Attended.LATE: pgettext_lazy("attendance", "late"),
    Attended.EARLY: pgettext_lazy("attendance", "left early"),
    Attended.ABSENT: pgettext_lazy("attendance", "absent"),
    Attended.WRONG_POST: pgettext_lazy("attendance", "at the wrong post"),
    Attended.ON_LEAVE: pgettext_lazy("attendance", "on leave"),
}

RESTATEMENT_REASONS: dict[RestatementReason, Promise] = {
    RestatementReason.FORGOT: pgettext_lazy(
        "reason of a restatement", "was there and forgot to sign on or off"
    ),
    RestatementReason.DEVICE: pgettext_lazy("reason of a restatement", "device or system failed"),
    RestatementReason.ON_DUTY: pgettext_lazy("reason of a restatement", "sent elsewhere on duty"),
    RestatementReason.SHIFT_CHANGED: pgettext_lazy(
        "reason of a restatement", "the shift was changed at short notice"
    ),
    RestatementReason.MISTAKEN: pgettext_lazy(
        "reason of a restatement", "an earlier correction was mistaken"
    ),
}
RESTATEMENT_STATES: dict[RestatementState, Promise] = {
    RestatementState.ASKED: pgettext_lazy("restatement", "waits"),
    RestatementState.APPROVED: pgettext_lazy("restatement", "approved"),
    RestatementState.REFUSED: pgettext_lazy("restatement", "turned down"),
}

#: Why somebody cannot take a shift, by the engine's ``Hindrance``.
HINDRANCES: dict[str, Promise] = {
    "leave": _("on leave"),
    "sick": _("ill"),
    "away": _("at another post of another department"),
    "busy": _("at another post then"),
    "day_full": _("has a full day"),
    "week_full": _("has had all sessions of the week"),
    "week_days_full": _("has had all days of the week"),
    "run_full": _("has too many days in a row"),
    "rest": _("had the evening before"),
    "frozen": _("it is too late to ask"),
    "free": _("free"),
    "barred": _("does not hold this post on that day, or covers at another"),
}

#: What a month's wishes cost something for, by the checker's terms.
COST_TERMS: dict[str, Promise] = {
    "stand_in": pgettext_lazy("part of a price", "standing in"),
    "undesired": pgettext_lazy("part of a price", "undesired days"),
    "switch_post_same_day": pgettext_lazy("part of a price", "another window after lunch"),
    "split_AM_EVE": pgettext_lazy("part of a price", "morning and evening on one day"),
    "AM_after_EVE": pgettext_lazy("part of a price", "morning after an evening"),
    "through_noon": pgettext_lazy("part of a price", "no break at noon"),
    "unasked": pgettext_lazy("part of a price", "flexible windows beyond the need"),
    "weekend_sq": pgettext_lazy("part of a price", "share of free days"),
    "eve_sq": pgettext_lazy("part of a price", "share of evenings"),
    "stand_in_sq": pgettext_lazy("part of a price", "share of standing in"),
}

#: What comes before the wishes where windows are asked for.
WINDOWS_SHORT = pgettext_lazy("part of a price", "windows short of the need")

#: Which limit somebody's shifts break, by the checker's rule.
BROKEN_HOURS: dict[str, Promise] = {
    "sessions a day": pgettext_lazy("broken hours", "too many sessions on the day"),
    "days a week": pgettext_lazy("broken hours", "too many days in the week"),
    "sessions a week": pgettext_lazy("broken hours", "too many sessions in the week"),
    "days in a row": pgettext_lazy("broken hours", "too many days in a row"),
    "rest after the evening": pgettext_lazy("broken hours", "a morning after an evening, without rest"),
}

BEND_REASONS: dict[BendReason, Promise] = {
    BendReason.ILLNESS: pgettext_lazy("reason to bend a rule", "somebody is ill"),
    BendReason.LEAVE: pgettext_lazy("reason to bend a rule", "leave was granted"),
    BendReason.FEW_PEOPLE: pgettext_lazy("reason to bend a rule", "too few people hold the post"),
    BendReason.RUSH: pgettext_lazy("reason to bend a rule", "many people are expected"),
    BendReason.SUDDEN: pgettext_lazy("reason to bend a rule", "somebody is away without notice"),
}

#: What stands in the place of the B of a published shift that was allowed to go without one.
NO_RESERVE = _("no reserve, allowed by %(name)s")

NEED_REASONS: dict[NeedReason, Promise] = {
    NeedReason.RECORD: pgettext_lazy("reason of a need", "by the record"),
    NeedReason.SEASON: pgettext_lazy("reason of a need", "a busy season"),
    NeedReason.NEW_ITEMS: pgettext_lazy("reason of a need", "items were added or left"),
    NeedReason.LONG_WAITS: pgettext_lazy("reason of a need", "people wait too long"),
    NeedReason.FEW_PEOPLE: pgettext_lazy("reason of a need", "fewer people come"),
}

POOL_REASONS: dict[PoolReason, Promise] = {
    PoolReason.PEOPLE: pgettext_lazy("reason to change a pool", "people came or left"),
    PoolReason.DUTIES: pgettext_lazy("reason to change a pool", "the duties of its posts changed"),
    PoolReason.LOAD: pgettext_lazy("reason to change a pool", "the work is shared out anew"),
    PoolReason.MISTAKEN: pgettext_lazy("reason to change a pool", "it was made by mistake"),
}

NEED_WEIGHTS: dict[NeedWeight, Promise] = {
    NeedWeight.ORDINARY: pgettext_lazy("weight of a need", "ordinary"),
    NeedWeight.IMPORTANT: pgettext_lazy("weight of a need", "important: counts three times"),
}

UNBEND_REASONS: dict[UnbendReason, Promise] = {
    UnbendReason.NOT_NEEDED: pgettext_lazy("reason to withdraw a bent rule", "no longer needed"),
    UnbendReason.MISTAKEN: pgettext_lazy("reason to withdraw a bent rule", "applied by mistake"),
    UnbendReason.PERSON_CANNOT: pgettext_lazy("reason to withdraw a bent rule", "the person cannot do it"),
}

SWAP_STATES: dict[SwapState, Promise] = {
    SwapState.ASKED: pgettext_lazy("swap", "waits for the colleague"),
    SwapState.AGREED: pgettext_lazy("swap", "waits for the head"),
    SwapState.APPROVED: pgettext_lazy("swap", "approved, the roster is changed"),
    SwapState.REFUSED: pgettext_lazy("swap", "refused, nothing is changed"),
    SwapState.WITHDRAWN: pgettext_lazy("swap", "withdrawn, nothing is changed"),
}
