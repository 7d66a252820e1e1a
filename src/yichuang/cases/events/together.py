"""What happens when a case brings others in: opinions, questions asked above, urges, referrals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.cases.types import (
    DataField,
    Level,
    Stand,
    UrgeAbout,
    UrgeSource,
    Whereabouts,
)
from yichuang.cases.types.telling import Unreached
from yichuang.catalogue.types import Silence
from yichuang.kernel.journal.events import Event, event
from yichuang.notices.types import Channel


@event("cases.joint_opened")
class JointOpened(Event):
    """The departments an item names were asked for their opinions, each with a time of its own."""

    seats: tuple[UUID, ...]
    departments: tuple[UUID, ...]
    silence: Silence
    delegation_id: UUID | None


@event("cases.joint_opinion_given")
class JointOpinionGiven(Event):
    """A department that was asked gave its opinion, or a later version of it."""

    seat_id: UUID
    department_id: UUID
    number: int
    stand: Stand
    text_id: UUID
    late: bool
    lead_id: UUID | None
    lead_department_id: UUID | None


@event("cases.joint_silence_counted")
class JointSilenceCounted(Event):
    """A department did not answer in time, and its silence counts as agreement, as the item lays down."""

    seat_id: UUID
    department_id: UUID
    silence: Silence
    clock_id: UUID
    lead_id: UUID | None
    lead_department_id: UUID | None


@event("cases.joint_seat_dropped")
class JointSeatDropped(Event):
    """A department needs give no opinion any more, since its case has ended."""

    seat_id: UUID
    department_id: UUID


@event("cases.datum_noted")
class DatumNoted(Event):
    """A department wrote down what it has on record; the value lies in the vault."""

    datum_id: UUID
    department_id: UUID
    field: DataField
    value_id: UUID
    differs: bool
    lead_id: UUID | None
    lead_department_id: UUID | None


@event("cases.datum_chosen")
class DatumChosen(Event):
    """Departments differed on a datum, and the lead chose one of them."""

    field: DataField
    datum_id: UUID
    among: tuple[UUID, ...]


@event("cases.material_pointed_out")
class MaterialPointedOut(Event):
    """A department looked for a material that was in the case already, and was shown where."""

    position: int
    department_id: UUID
    where: Whereabouts


@event("cases.material_demanded")
class MaterialDemanded(Event):
    """A department asked the lead for a material of the item that is not in the case."""

    demand_id: UUID
    position: int
    department_id: UUID
    lead_id: UUID | None
    lead_department_id: UUID | None


@event("cases.demand_refused")
class DemandRefused(Event):
    """A department demanded a material the case has already, or the item does not ask for."""

    position: int
    department_id: UUID
    code: str


@event("cases.query_raised")
class QueryRaised(Event):
    """A question was put to a level above, with a time for the answer."""

    query_id: UUID
    level: Level
    question_id: UUID
    department_id: UUID | None


@event("cases.query_escalated")
class QueryEscalated(Event):
    """A question was not answered in time and went to the next level."""

    query_id: UUID
    before: Level
    level: Level
    department_id: UUID | None


@event("cases.query_answered")
class QueryAnswered(Event):
    """A question asked above was answered; the applicant is to be told."""

    query_id: UUID
    answer_id: UUID
    by_document: bool
    raised_by: UUID
    department_id: UUID | None


@event("cases.client_informed")
class ClientInformed(Event):
    """The applicant was told what came of a question asked above."""

    query_id: UUID
    channel: Channel


@event("cases.query_closed")
class QueryClosed(Event):
    """A question asked above was closed: it is answered and the applicant knows."""

    query_id: UUID


@event("cases.query_dropped")
class QueryDropped(Event):
    """A question asked above needs no answer any more, since its case has ended."""

    query_id: UUID


@event("cases.case_urged")
class CaseUrged(Event):
    """Somebody was urged to go on: by the system once a day when late, by a head, or by the applicant."""

    urge_id: UUID
    number: int
    source: UrgeSource
    about: UrgeAbout
    thing_id: UUID
    person_id: UUID | None
    department_id: UUID | None


@event("cases.case_referred")
class CaseReferred(Event):
    """A case was handed on to another department, which has to confirm it."""

    referral_id: UUID
    number: int
    from_department_id: UUID
    to_department_id: UUID
    reason_id: UUID


@event("cases.referral_confirmed")
class ReferralConfirmed(Event):
    """A department took over a case that was handed on to it; its times run on."""

    referral_id: UUID
    department_id: UUID
    handler_id: UUID


@event("cases.referral_returned")
class ReferralReturned(Event):
    """A department sent a case back for a reason; it never left its sender, and its times run on."""

    referral_id: UUID
    from_department_id: UUID
    to_department_id: UUID
    reason_id: UUID
    sent_by: UUID
    returns: int


@event("cases.referral_disputed", version=2, upcasts={1: lambda old: old | {"reason_id": None}})
class ReferralDisputed(Event):
    """Handing a case on went in a circle or came back too often: the office is to say whose it is."""

    referral_id: UUID
    from_department_id: UUID
    to_department_id: UUID
    reason_id: UUID | None


@event("cases.case_assigned")
class CaseAssigned(Event):
    """The office said whose a case is; that binds."""

    referral_id: UUID
    from_department_id: UUID
    to_department_id: UUID
    reason_id: UUID


@event("cases.referral_dropped")
class ReferralDropped(Event):
    """A case ended while it was on its way to another department."""

    referral_id: UUID


@event("cases.express_granted")
class ExpressGranted(Event):
    """A case is handled express: its times were cut, asked for by one person, approved by another."""

    percent: int
    approved_by: UUID
    reason_id: UUID
    clocks: tuple[UUID, ...]
    handler_id: UUID | None
    department_id: UUID | None


@event("cases.alert_acknowledged")
class AlertAcknowledged(Event):
    """Somebody of those it was for has taken note of an alert."""

    alert_id: UUID


@event("cases.instant_left_open")
class InstantLeftOpen(Event):
    """An instant matter was not done when the day ended on which its papers were complete."""

    day: date
    since: datetime
    handler_id: UUID | None
    department_id: UUID | None


@event("cases.result_uncollected")
class ResultUncollected(Event):
    """A result lies uncollected; the applicant is to be reminded."""

    number: int
    handler_id: UUID | None
    department_id: UUID | None


@event("cases.applicant_reminded")
class ApplicantReminded(Event):
    """The applicant was reminded of a result that lies ready."""

    number: int
    channel: Channel


@event("cases.applicant_not_reached")
class ApplicantNotReached(Event):
    """An attempt to tell an applicant of a result reached nobody; somebody is to telephone."""

    number: int
    channel: Channel
    why: Unreached
    again_at: datetime
    handler_id: UUID | None
    department_id: UUID | None


@event("cases.call_due")
class CallDue(Event):
    """It is time to telephone an applicant again whom nobody reached."""

    number: int
    handler_id: UUID | None
    department_id: UUID | None


@event("cases.applicant_reached")
class ApplicantReached(Event):
    """An applicant who could not be reached was told of the result, after so many attempts."""

    channel: Channel
    attempts: int
