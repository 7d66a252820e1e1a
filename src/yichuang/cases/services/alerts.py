"""Who has to know what of a case, heard from the journal; and taking note of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from yichuang.cases import events, selectors
from yichuang.cases.models import Alert, Case, Seat
from yichuang.cases.refusals import AlertUnknown
from yichuang.cases.services.common import act, tell
from yichuang.cases.types import AlertCard, AlertKind, Level, Purpose
from yichuang.deadlines.events import ClockStopped, DeadlineNear, DeadlinePassed
from yichuang.deadlines.types import Audience
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.consumers import EntryCard
from yichuang.kernel.types import Actor, ActorKind, Key

ALERTS = "cases.alerts"
HEARD = (
    DeadlineNear,
    DeadlinePassed,
    ClockStopped,
    events.JointOpened,
    events.JointOpinionGiven,
    events.JointSilenceCounted,
    events.DatumNoted,
    events.DatumChosen,
    events.MaterialDemanded,
    events.QueryRaised,
    events.QueryEscalated,
    events.QueryAnswered,
    events.ClientInformed,
    events.CaseReferred,
    events.ReferralReturned,
    events.ReferralDisputed,
    events.CaseAssigned,
    events.ReferralDropped,
    events.CaseUrged,
    events.ExpressGranted,
    events.ResultUncollected,
    events.VisitsExceeded,
    events.ApplicantReminded,
    events.InstantLeftOpen,
    events.ApplicantNotReached,
    events.CallDue,
    events.ApplicantReached,
    events.ApplicantNotified,
    events.ResultDelivered,
    events.CaseClosed,
    events.CaseWithdrawn,
    events.PauseAsked,
    events.PauseApproved,
    events.PauseDeclined,
    events.PauseLapsed,
    events.CorrectionAsked,
    events.CorrectionDeclined,
    events.ResultCorrected,
    events.ReissueDelivered,
    events.AlertAcknowledged,
)
OWN = frozenset(str(one) for one in Purpose)
H, S, OFFICE = Audience.HANDLER, Audience.SECTION_HEAD, Audience.OFFICE
#: What a clock of a seat, question or referral was started for: done when it stops.
ASKED_FOR = (
    AlertKind.JOINT_ASKED,
    AlertKind.QUERY,
    AlertKind.QUERY_ESCALATED,
    AlertKind.REFERRED,
    AlertKind.UNCOLLECTED,
)
#: Who answers questions put to a level.
_ASKED = {Level.SECTION: S, Level.OFFICE: OFFICE, Level.HEAD: OFFICE, Level.ABOVE: H}


@dataclass(frozen=True, slots=True)
class To:
    """One audience of one alert."""

    audience: Audience
    department_id: UUID | None = None
    person_id: UUID | None = None


# --- heard ------------------------------------------------------------------------------------------------


@transaction.atomic
def hear(entry: EntryCard) -> None:
    """Write down who has to know of an entry, or that something is over; hearing twice changes nothing."""
    happened = entry.event
    if isinstance(happened, DeadlineNear | DeadlinePassed):
        if happened.purpose in OWN and entry.matter_id is not None:
            kind = AlertKind.PASSED if isinstance(happened, DeadlinePassed) else AlertKind.NEAR
            told = [*_rung(happened), *_lead_of_a_seat(happened, entry)]
            _add(entry, kind, happened.clock_id, told, purpose=happened.purpose, due=happened.due)
    elif isinstance(happened, ClockStopped):
        of_the_clock = Q(subject_id=happened.clock_id, kind__in=[AlertKind.NEAR, AlertKind.PASSED])
        of_its_thing = Q(subject_id=happened.subject_id, kind__in=list(ASKED_FOR))
        _are_over(entry, of_the_clock | of_its_thing)
    elif isinstance(happened, events.AlertAcknowledged):
        rows = Alert.objects.filter(hall_id=entry.hall_id, id=happened.alert_id, acknowledged_at=None)
        rows.update(acknowledged_by=entry.actor.id, acknowledged_at=entry.at)
    else:
        _joint(entry)
        _asked(entry)
        _handed_on(entry)
        _pauses(entry)
        _corrected(entry)
        _others(entry)


def clear(hall_id: UUID) -> None:
    """Forget the alerts of a hall before they are told again from its journal."""
    Alert.objects.filter(hall_id=hall_id).delete()


def _rung(told: DeadlineNear | DeadlinePassed) -> list[To]:
    """Return whom a rung of a clock tells: its owner, the heads of its department, office, supervision.

    Without an owner it is the business of the whole department, heads among them.
    """
    found = []
    for one in told.tells:
        if one is H:
            found.append(To(H, told.department_id, told.owner_id))
        elif one is not S or told.owner_id is not None or H not in told.tells:
            found.append(To(one, told.department_id))
    return found


def _lead_of_a_seat(told: DeadlineNear | DeadlinePassed, entry: EntryCard) -> list[To]:
    """Return the lead of a joint review, who is told when a department is late (JNT-03)."""
    if told.purpose != Purpose.JOINT or not isinstance(told, DeadlinePassed):
        return []
    seat = Seat.objects.filter(hall_id=entry.hall_id, id=told.subject_id).select_related("case").first()
    if seat is None or H not in told.tells:
        return []
    lead = seat.case
    person = lead.handler_id or lead.accepted_by
    return [To(H, lead.department_id, person), To(S, lead.department_id)]


def _joint(entry: EntryCard) -> None:
    match entry.event:
        case events.JointOpened(seats=seats, departments=departments):
            for seat_id, department_id in zip(seats, departments, strict=True):
                told = [To(H, department_id)]
                _add(entry, AlertKind.JOINT_ASKED, seat_id, told, purpose=Purpose.JOINT)
        case events.JointOpinionGiven(seat_id=seat_id, lead_id=lead, lead_department_id=home):
            _add(entry, AlertKind.JOINT_OPINION, seat_id, [To(H, home, lead)])
        case events.JointSilenceCounted(
            seat_id=seat_id, department_id=department_id, lead_id=lead, lead_department_id=home
        ):
            told = [To(H, home, lead), To(H, department_id)]
            _add(entry, AlertKind.JOINT_SILENCE, seat_id, told)
        case events.DatumNoted(datum_id=datum_id, differs=True, lead_id=lead, lead_department_id=home):
            _add(entry, AlertKind.JOINT_DIFFERS, datum_id, [To(H, home, lead)])
        case events.DatumChosen(among=among):
            _over(entry, among, (AlertKind.JOINT_DIFFERS,))
        case events.MaterialDemanded(demand_id=demand_id, lead_id=lead, lead_department_id=home):
            _add(entry, AlertKind.MATERIAL_DEMANDED, demand_id, [To(H, home, lead)])


def _asked(entry: EntryCard) -> None:
    match entry.event:
        case events.QueryRaised(query_id=query_id, level=level, department_id=home):
            _add(entry, AlertKind.QUERY, query_id, [To(_ASKED[level], home)], purpose=Purpose.QUERY)
        case events.QueryEscalated(query_id=query_id, level=level, department_id=home):
            told = [To(_ASKED[level], home)]
            _add(entry, AlertKind.QUERY_ESCALATED, query_id, told, purpose=Purpose.QUERY)
        case events.QueryAnswered(query_id=query_id, raised_by=person, department_id=home):
            told = [To(H, home, person)]
            _add(entry, AlertKind.QUERY_ANSWERED, query_id, told, purpose=Purpose.INFORM)
        case events.ClientInformed(query_id=query_id):
            _over(entry, [query_id], (AlertKind.QUERY_ANSWERED,))


def _handed_on(entry: EntryCard) -> None:
    match entry.event:
        case events.CaseReferred(referral_id=referral_id, to_department_id=department_id):
            _over_in_case(entry, AlertKind.REFERRAL_RETURNED)
            told = [To(H, department_id)]
            _add(entry, AlertKind.REFERRED, referral_id, told, purpose=Purpose.REFERRAL)
        case events.CaseAssigned(referral_id=referral_id, to_department_id=department_id):
            _over_in_case(entry, AlertKind.REFERRAL_DISPUTED)
            told = [To(H, department_id)]
            _add(entry, AlertKind.REFERRED, referral_id, told, purpose=Purpose.REFERRAL)
        case events.ReferralReturned(referral_id=referral_id, from_department_id=home, sent_by=person):
            told = [To(H, home, person), To(S, home)]
            _add(entry, AlertKind.REFERRAL_RETURNED, referral_id, told)
        case events.ReferralDisputed(referral_id=referral_id):
            _add(entry, AlertKind.REFERRAL_DISPUTED, referral_id, [To(OFFICE)])
        case events.ReferralDropped(referral_id=referral_id):
            _over(entry, [referral_id], (AlertKind.REFERRAL_RETURNED,))
            _over_in_case(entry, AlertKind.REFERRAL_DISPUTED)


def _pauses(entry: EntryCard) -> None:
    match entry.event:
        case events.PauseAsked(request_id=request_id, department_id=home):
            _add(entry, AlertKind.PAUSE_ASKED, request_id, [To(S, home)])
        case events.PauseApproved(request_id=request_id, asked_by=person, department_id=home):
            _over(entry, [request_id], (AlertKind.PAUSE_ASKED,))
            _add(entry, AlertKind.PAUSE_APPROVED, request_id, [To(H, home, person)])
        case events.PauseDeclined(request_id=request_id, asked_by=person, department_id=home):
            _over(entry, [request_id], (AlertKind.PAUSE_ASKED,))
            _add(entry, AlertKind.PAUSE_DECLINED, request_id, [To(H, home, person)])
        case events.PauseLapsed(request_id=request_id):
            _over(entry, [request_id], (AlertKind.PAUSE_ASKED,))


def _corrected(entry: EntryCard) -> None:
    match entry.event:
        case events.CorrectionAsked(correction_id=correction_id, department_id=home):
            _add(entry, AlertKind.CORRECTION_ASKED, correction_id, [To(S, home)])
        case events.CorrectionDeclined(correction_id=correction_id, asked_by=person, department_id=home):
            _over(entry, [correction_id], (AlertKind.CORRECTION_ASKED,))
            _add(entry, AlertKind.CORRECTION_DECLINED, correction_id, [To(H, home, person)])
        case events.ResultCorrected(correction_id=correction_id, asked_by=person, department_id=home):
            if correction_id is not None:  # before there was a request, nobody waited for anything
                _over(entry, [correction_id], (AlertKind.CORRECTION_ASKED,))
                _add(entry, AlertKind.REISSUED, entry.subject_id, [To(H, home, person)])
        case events.ResultDelivered() | events.ReissueDelivered():
            _over(entry, [entry.subject_id], (AlertKind.REISSUED,))


def _others(entry: EntryCard) -> None:
    match entry.event:
        case events.CaseUrged(urge_id=urge_id, person_id=person, department_id=home):
            told = [To(H, home, person), To(S, home)]
            _add(entry, AlertKind.URGED, urge_id, told)
        case events.ExpressGranted(handler_id=person, department_id=home):
            _add(entry, AlertKind.EXPRESS, entry.subject_id, [To(H, home, person), To(S, home)])
        case events.VisitsExceeded():
            whose = Case.objects.filter(hall_id=entry.hall_id, id=entry.subject_id)
            home = whose.values_list("department_id", flat=True).first()
            _add(entry, AlertKind.VISITS, entry.subject_id, [To(S, home)])
        case events.ResultUncollected(handler_id=person, department_id=home):
            _add(entry, AlertKind.UNCOLLECTED, entry.subject_id, [To(H, home, person)])
        case events.InstantLeftOpen(handler_id=person, department_id=home):
            _add(entry, AlertKind.LEFT_OPEN, entry.subject_id, [To(H, home, person), To(S, home)])
        case events.ApplicantNotReached(handler_id=person, department_id=home):
            _over(entry, [entry.subject_id], (AlertKind.CALL,))
            _add(entry, AlertKind.CALL, entry.subject_id, [To(H, home, person)])
        case events.CallDue(handler_id=person, department_id=home):
            _add(entry, AlertKind.CALL, entry.subject_id, [To(H, home, person), To(S, home)])
        case events.ApplicantReached() | events.ApplicantNotified() | events.ResultDelivered():
            _over(entry, [entry.subject_id], (AlertKind.CALL,))
        case events.CaseClosed() | events.CaseWithdrawn():
            _over(entry, [entry.subject_id], (AlertKind.LEFT_OPEN,))
        case events.ApplicantReminded():
            _over(entry, [entry.subject_id], (AlertKind.UNCOLLECTED,))


def _add(
    entry: EntryCard,
    kind: AlertKind,
    subject_id: UUID,
    told: Iterable[To],
    *,
    purpose: str = "",
    due: date | None = None,
) -> None:
    """Add one alert for each audience; its id follows from the entry, so that it is added once."""
    assert entry.matter_id is not None  # every event of a case has it as its matter
    rows = [
        Alert(
            id=uuid5(entry.id, f"{kind} {one.audience} {one.department_id} {one.person_id} {subject_id}"),
            hall_id=entry.hall_id,
            kind=kind.value,
            audience=one.audience.value,
            case_id=entry.matter_id,
            purpose=str(purpose),
            subject_id=subject_id,
            department_id=one.department_id,
            person_id=one.person_id,
            due=due,
            told_at=entry.at,
        )
        for one in dict.fromkeys(told)
    ]
    Alert.objects.bulk_create(rows, ignore_conflicts=True)


def _over(entry: EntryCard, about: Iterable[UUID], kinds: Iterable[AlertKind]) -> None:
    """Note that what earlier alerts of these kinds are about is done."""
    _are_over(entry, Q(subject_id__in=list(about), kind__in=[one.value for one in kinds]))


def _over_in_case(entry: EntryCard, kind: AlertKind) -> None:
    assert entry.matter_id is not None  # every event of a case has it as its matter
    _are_over(entry, Q(case_id=entry.matter_id, kind=kind))


def _are_over(entry: EntryCard, which: Q) -> None:
    rows = Alert.objects.filter(which, hall_id=entry.hall_id, told_at__lt=entry.at, over_at=None)
    rows.update(over_at=entry.at)


# --- taken note of ---------------------------------------------------------------------------------------


@act
def acknowledge(*, alert_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> AlertCard:
    """Take note of an alert; it leaves the list of everybody it was for, and stays in the journal.

    Raises: AlertUnknown (also for somebody it is not for), KeyReused.
    """
    promise = once(by, "cases.acknowledge", key, at)
    if promise.replay:
        return selectors.alert(by.hall_id, alert_id)
    row = Alert.objects.select_for_update().filter(hall_id=by.hall_id, id=alert_id).first()
    if (
        row is None
        or by.kind is not ActorKind.PERSON
        or not selectors.is_for(by.hall_id, alert_id, by.id, at)
    ):
        raise AlertUnknown
    if row.acknowledged_at is None:
        row.acknowledged_by, row.acknowledged_at = by.id, at
        row.save(update_fields=["acknowledged_by", "acknowledged_at"])
        case = Case.objects.get(hall_id=by.hall_id, id=row.case_id)
        tell(events.AlertAcknowledged(alert_id=row.id), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.alert(by.hall_id, alert_id)
