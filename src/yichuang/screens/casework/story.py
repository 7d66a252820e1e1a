"""Tell a case from the journal, line by line (本件经过): its acts, its papers, its clocks."""

from __future__ import annotations

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.cases import events, labels
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.selectors import EntryCard
from yichuang.notices.events import NoticeIssued, ViolationSuspected
from yichuang.notices.labels import CHANNEL, KIND
from yichuang.organization.types import HallCard
from yichuang.screens.desk.story import Line, hand_of

SENTENCES: dict[str, str | Promise] = {
    events.CaseSubmitted.stored_name: gettext_lazy("Handed in, number %(number)s"),
    events.MaterialsChecked.stored_name: gettext_lazy("Materials checked, round %(round)s: %(outcome)s"),
    events.GapsTold.stored_name: gettext_lazy("Told once of everything missing"),
    events.SupplementReceived.stored_name: gettext_lazy("The applicant brought what was missing"),
    events.CaseAccepted.stored_name: gettext_lazy("Accepted: %(mode)s"),
    events.CaseNotAccepted.stored_name: gettext_lazy("Not accepted"),
    events.PromiseKept.stored_name: gettext_lazy("Material no. %(position)s followed as promised"),
    events.HandlingBegun.stored_name: gettext_lazy("Taken in hand"),
    events.DecisionProposed.stored_name: gettext_lazy("Laid before who decides: %(proposal)s"),
    events.CaseSentBack.stored_name: gettext_lazy("Sent back to the handler"),
    events.OpinionGiven.stored_name: gettext_lazy("First opinion given: %(opinion)s"),
    events.CaseDecided.stored_name: gettext_lazy("Decided: %(decision)s"),
    events.ResultPrepared.stored_name: gettext_lazy("Result %(code)s ready"),
    events.ApplicantNotified.stored_name: gettext_lazy("Applicant told of the result"),
    events.ResultDelivered.stored_name: gettext_lazy("Handed over: %(way)s"),
    events.CorrectionAsked.stored_name: gettext_lazy("Correction of the result asked for"),
    events.CorrectionDeclined.stored_name: gettext_lazy("Correction not let through"),
    events.ResultCorrected.stored_name: gettext_lazy("Result issued anew: %(code)s"),
    events.ReissueDelivered.stored_name: gettext_lazy("Result issued anew handed over: %(way)s"),
    events.LatenessExplained.stored_name: gettext_lazy("Reason for being late given"),
    events.CaseClosed.stored_name: gettext_lazy("Closed"),
    events.CaseArchived.stored_name: gettext_lazy("Filed as %(code)s"),
    events.CaseWithdrawn.stored_name: gettext_lazy("Ended: %(cause)s"),
    events.PauseAsked.stored_name: gettext_lazy("Pause asked for: %(ground)s"),
    events.PauseApproved.stored_name: gettext_lazy("Pause approved: %(ground)s"),
    events.PauseDeclined.stored_name: gettext_lazy("Pause declined, time has run on: %(ground)s"),
    events.PauseLapsed.stored_name: gettext_lazy("Pause not answered before the case ended: %(ground)s"),
    events.CaseTimePaused.stored_name: gettext_lazy("Time stands still: %(ground)s"),
    events.CaseTimeResumed.stored_name: gettext_lazy("Time runs again"),
    events.CaseTimeExtended.stored_name: gettext_lazy("Prolonged by %(value)s"),
    events.VisitCounted.stored_name: gettext_lazy("Visit %(number)s: %(reason)s"),
    events.VisitsExceeded.stored_name: gettext_lazy("Visit %(number)s where at most %(most)s may be"),
    events.VisitsExplained.stored_name: gettext_lazy("Visit %(number)s was %(cause)s"),
    events.ActRefused.stored_name: gettext_lazy("Tried and refused"),
    events.JointOpened.stored_name: gettext_lazy("Departments asked for their opinions"),
    events.JointOpinionGiven.stored_name: gettext_lazy("A department %(stand)s"),
    events.JointSilenceCounted.stored_name: gettext_lazy("A department was silent; it counts as agreement"),
    events.DatumChosen.stored_name: gettext_lazy("Departments differed on %(field)s; chosen"),
    events.MaterialDemanded.stored_name: gettext_lazy("A department asked for material no. %(position)s"),
    events.DemandRefused.stored_name: gettext_lazy("A demand for material no. %(position)s was refused"),
    events.QueryRaised.stored_name: gettext_lazy("Asked above: %(level)s"),
    events.QueryEscalated.stored_name: gettext_lazy("Not answered; now put to: %(level)s"),
    events.QueryAnswered.stored_name: gettext_lazy("Answered from above"),
    events.ClientInformed.stored_name: gettext_lazy("Applicant told of the answer"),
    events.QueryClosed.stored_name: gettext_lazy("Question closed"),
    events.CaseUrged.stored_name: gettext_lazy("Urged %(source)s, no. %(number)s"),
    events.CaseReferred.stored_name: gettext_lazy("Handed on to another department"),
    events.ReferralConfirmed.stored_name: gettext_lazy("Taken over by the other department"),
    events.ReferralReturned.stored_name: gettext_lazy("Sent back by the other department"),
    events.ReferralDisputed.stored_name: gettext_lazy("Laid before the office: whose case is it?"),
    events.CaseAssigned.stored_name: gettext_lazy("Assigned by the office, binding"),
    events.ApplicantToldOfChange.stored_name: gettext_lazy("Applicant told of a newer version of the item"),
    events.CaseMovedToVersion.stored_name: gettext_lazy("Passed to a newer version of its item"),
    events.ExpressGranted.stored_name: gettext_lazy("Handled express, %(percent)s percent of its time"),
    events.ResultUncollected.stored_name: gettext_lazy("Result lies uncollected, time no. %(number)s"),
    events.InstantLeftOpen.stored_name: gettext_lazy("Left open when its day ended"),
    events.ApplicantNotReached.stored_name: gettext_lazy(
        "Nobody reached (%(channel)s: %(why)s), attempt %(number)s"
    ),
    events.CallDue.stored_name: gettext_lazy("Time to telephone the applicant again"),
    events.ApplicantReached.stored_name: gettext_lazy("Applicant reached after attempt %(attempts)s"),
    events.ApplicantReminded.stored_name: gettext_lazy("Applicant reminded of the result"),
    NoticeIssued.stored_name: gettext_lazy("Letter: %(kind)s"),
    ViolationSuspected.stored_name: gettext_lazy("Suspected: not everything was told the first time"),
}
_WORDS = {
    "outcome": labels.OUTCOME,
    "mode": labels.MODE,
    "proposal": labels.DECISION,
    "opinion": labels.DECISION,
    "decision": labels.DECISION,
    "way": labels.WAY,
    "reason": labels.VISIT,
    "kind": KIND,
    "stand": labels.STAND,
    "field": labels.FIELD,
    "level": labels.LEVEL,
    "source": labels.SOURCE,
    "channel": CHANNEL,
    "why": labels.UNREACHED,
}

_ON_A_GROUND = (
    events.PauseAsked,
    events.PauseApproved,
    events.PauseDeclined,
    events.PauseLapsed,
    events.CaseTimePaused,
)


def story_of(hall: HallCard, case_id: UUID) -> tuple[Line, ...]:
    """Return what happened to a case, in order, as far as it is sealed."""
    people: dict[UUID, str] = {}
    return tuple(
        Line(entry.at, entry.seq, _sentence(entry), hand_of(entry, hall, people))
        for entry in journal.history(hall.id, matter=case_id)
        if entry.name in SENTENCES
    )


def _sentence(entry: EntryCard) -> str:
    told = SENTENCES[entry.name]
    values: dict[str, object] = {
        name: getattr(entry.event, name) for name in entry.event.__dataclass_fields__
    }
    for name, words in _WORDS.items():
        if name in values:
            values[name] = words.get(values[name], values[name])  # type: ignore[attr-defined]
    if isinstance(entry.event, events.CaseWithdrawn):
        values["cause"] = labels.WITHDRAWN[entry.event.cause]
    if isinstance(entry.event, events.VisitsExplained):
        values["cause"] = labels.CAUSE[entry.event.cause]
    if isinstance(entry.event, _ON_A_GROUND):
        values["ground"] = deadlines.ground_text(entry.event.ground)
    if isinstance(entry.event, events.CaseAccepted) and entry.event.promised_until:
        day = entry.event.promised_until.isoformat()
        return _("Accepted: %(mode)s, due %(day)s") % (values | {"day": day})
    if isinstance(entry.event, events.CaseDecided) and entry.event.cents is not None:
        amount = labels.yuan(entry.event.cents)
        return _("Decided: %(decision)s, an amount of %(amount)s yuan") % (values | {"amount": amount})
    return str(told) % values
