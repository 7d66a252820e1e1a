"""What the codes of joint reviews, questions, urges, referrals and alerts are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yichuang.cases.types import (
    AlertKind,
    DataField,
    Level,
    QueryState,
    ReferralState,
    SeatState,
    Stand,
    UrgeAbout,
    UrgeSource,
    Whereabouts,
)
from yichuang.cases.types.telling import Unreached

STAND: dict[Stand, Promise] = {
    Stand.AGREE: pgettext_lazy("opinion", "agrees"),
    Stand.OBJECT: pgettext_lazy("opinion", "objects"),
}
SEAT: dict[SeatState, Promise] = {
    SeatState.ASKED: pgettext_lazy("opinion", "asked"),
    SeatState.GIVEN: pgettext_lazy("opinion", "given"),
    SeatState.SILENT: pgettext_lazy("opinion", "silent, counts as agreement"),
    SeatState.DROPPED: pgettext_lazy("opinion", "not needed any more"),
}
FIELD: dict[DataField, Promise] = {
    DataField.NAME: pgettext_lazy("datum", "name"),
    DataField.ADDRESS: pgettext_lazy("datum", "address"),
    DataField.ID_NUMBER: pgettext_lazy("datum", "identity number"),
    DataField.PHONE: pgettext_lazy("datum", "telephone"),
    DataField.AREA: pgettext_lazy("datum", "area"),
    DataField.AMOUNT: pgettext_lazy("datum", "amount"),
    DataField.DATE: pgettext_lazy("datum", "date"),
    DataField.OTHER: pgettext_lazy("datum", "another datum"),
}
WHEREABOUTS: dict[Whereabouts, Promise] = {
    Whereabouts.FILED: pgettext_lazy("material", "in the case"),
    Whereabouts.SHARED: pgettext_lazy("material", "from shared data"),
    Whereabouts.FOLLOWS: pgettext_lazy("material", "promised, follows"),
}
QUERY: dict[QueryState, Promise] = {
    QueryState.RAISED: pgettext_lazy("question", "waits for an answer"),
    QueryState.ANSWERED: pgettext_lazy("question", "answered, applicant to be told"),
    QueryState.INFORMED: pgettext_lazy("question", "applicant told"),
    QueryState.CLOSED: pgettext_lazy("question", "closed"),
    QueryState.DROPPED: pgettext_lazy("question", "not needed any more"),
}
LEVEL: dict[Level, Promise] = {
    Level.SECTION: pgettext_lazy("level", "section head"),
    Level.OFFICE: pgettext_lazy("level", "centre office"),
    Level.HEAD: pgettext_lazy("level", "head of the hall"),
    Level.ABOVE: pgettext_lazy("level", "higher body"),
}
SOURCE: dict[UrgeSource, Promise] = {
    UrgeSource.SYSTEM: pgettext_lazy("urge", "by the system"),
    UrgeSource.HEAD: pgettext_lazy("urge", "by a head"),
    UrgeSource.CITIZEN: pgettext_lazy("urge", "by the applicant"),
}
ABOUT: dict[UrgeAbout, Promise] = {
    UrgeAbout.CASE: pgettext_lazy("urge", "the case"),
    UrgeAbout.OPINION: pgettext_lazy("urge", "an opinion"),
    UrgeAbout.QUERY: pgettext_lazy("urge", "an answer"),
    UrgeAbout.REFERRAL: pgettext_lazy("urge", "a referral"),
}
REFERRAL: dict[ReferralState, Promise] = {
    ReferralState.SENT: pgettext_lazy("referral", "to be confirmed"),
    ReferralState.CONFIRMED: pgettext_lazy("referral", "confirmed"),
    ReferralState.RETURNED: pgettext_lazy("referral", "sent back"),
    ReferralState.DISPUTED: pgettext_lazy("referral", "with the office"),
    ReferralState.SETTLED: pgettext_lazy("referral", "settled by the office"),
    ReferralState.DROPPED: pgettext_lazy("referral", "not needed any more"),
}
ALERT: dict[AlertKind, Promise] = {
    AlertKind.NEAR: pgettext_lazy("alert", "time runs short"),
    AlertKind.PASSED: pgettext_lazy("alert", "overdue"),
    AlertKind.JOINT_ASKED: pgettext_lazy("alert", "an opinion is asked for"),
    AlertKind.JOINT_OPINION: pgettext_lazy("alert", "a department gave its opinion"),
    AlertKind.JOINT_SILENCE: pgettext_lazy("alert", "silence counts as agreement"),
    AlertKind.JOINT_DIFFERS: pgettext_lazy("alert", "departments differ"),
    AlertKind.MATERIAL_DEMANDED: pgettext_lazy("alert", "a material is asked for"),
    AlertKind.QUERY: pgettext_lazy("alert", "a question is put to you"),
    AlertKind.QUERY_ESCALATED: pgettext_lazy("alert", "a question was not answered below"),
    AlertKind.QUERY_ANSWERED: pgettext_lazy("alert", "a question is answered: tell the applicant"),
    AlertKind.REFERRED: pgettext_lazy("alert", "a case is handed on to you"),
    AlertKind.REFERRAL_RETURNED: pgettext_lazy("alert", "a case came back"),
    AlertKind.REFERRAL_DISPUTED: pgettext_lazy("alert", "say whose the case is"),
    AlertKind.URGED: pgettext_lazy("alert", "urged"),
    AlertKind.EXPRESS: pgettext_lazy("alert", "handled express"),
    AlertKind.PAUSE_ASKED: pgettext_lazy("alert", "a pause is asked for: approve or decline it"),
    AlertKind.PAUSE_APPROVED: pgettext_lazy("alert", "the pause you asked for was approved"),
    AlertKind.PAUSE_DECLINED: pgettext_lazy("alert", "the pause you asked for was declined"),
    AlertKind.VISITS: pgettext_lazy("alert", "somebody had to come once too often"),
    AlertKind.UNCOLLECTED: pgettext_lazy("alert", "a result lies uncollected: remind the applicant"),
    AlertKind.LEFT_OPEN: pgettext_lazy("alert", "an instant matter was left open at day's end"),
    AlertKind.CALL: pgettext_lazy("alert", "nobody was reached about a result: telephone"),
    AlertKind.CORRECTION_ASKED: pgettext_lazy("alert", "a correction waits for a second person"),
    AlertKind.CORRECTION_DECLINED: pgettext_lazy("alert", "a correction was not let through"),
    AlertKind.REISSUED: pgettext_lazy("alert", "a result was issued anew: hand it over"),
}
#: Acts that stand beside the table of states, for the sentence of a refusal.
BESIDE: dict[str, Promise] = {
    "open_joint": pgettext_lazy("case act", "ask the departments"),
    "give_joint_opinion": pgettext_lazy("case act", "give an opinion"),
    "note_datum": pgettext_lazy("case act", "note a datum"),
    "choose_datum": pgettext_lazy("case act", "choose a datum"),
    "demand_material": pgettext_lazy("case act", "ask for a material"),
    "raise_query": pgettext_lazy("case act", "ask above"),
    "refer": pgettext_lazy("case act", "hand on"),
    "assign": pgettext_lazy("case act", "assign"),
    "make_express": pgettext_lazy("case act", "handle express"),
    "begin_enforcement": pgettext_lazy("case act", "begin enforcement"),
    "telling_failed": pgettext_lazy("case act", "note that nobody was reached"),
    "reached": pgettext_lazy("case act", "note that the applicant was reached"),
}
UNREACHED: dict[Unreached, Promise] = {
    Unreached.NO_ANSWER: pgettext_lazy("not reached", "no answer"),
    Unreached.WRONG_NUMBER: pgettext_lazy("not reached", "wrong number"),
    Unreached.SENT_BACK: pgettext_lazy("not reached", "letter or message came back"),
    Unreached.NO_CONTACT: pgettext_lazy("not reached", "nothing to reach them by"),
}
