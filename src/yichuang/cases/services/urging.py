"""Urge (催办): the system once a hall day after the end of a time, a head or the applicant by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Query, Referral, Seat, Urge
from yichuang.cases.refusals import NothingToUrge, UrgedByHeads, UrgedJustNow
from yichuang.cases.rules import urging as rules
from yichuang.cases.services.beside import held_for_the_hall, held_in, lead_of
from yichuang.cases.services.common import BACK_OFFICE, act, hall_day, locked, tell
from yichuang.cases.types import (
    OPEN,
    CaseState,
    Purpose,
    QueryState,
    ReferralState,
    SeatState,
    UrgeAbout,
    UrgeCard,
    UrgeSource,
)
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Among, ClockCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.regulations import selectors as regulations

#: The applicant's own times are not the hall's to be urged for.
URGED = (
    Purpose.NOTICE,
    Purpose.STATUTORY,
    Purpose.PROMISED,
    Purpose.STEP,
    Purpose.OPINION,
    Purpose.RESULT,
    Purpose.DELIVERY,
    Purpose.JOINT,
    Purpose.QUERY,
    Purpose.INFORM,
    Purpose.REFERRAL,
    Purpose.ARCHIVE,
)
ABOUT = {
    Purpose.JOINT: UrgeAbout.OPINION,
    Purpose.QUERY: UrgeAbout.QUERY,
    Purpose.INFORM: UrgeAbout.QUERY,
    Purpose.REFERRAL: UrgeAbout.REFERRAL,
}
_HEADS_OF_THE_CASE = frozenset({Role.CHIEF, Role.SEC})
_OF_THE_HALL = frozenset({Role.OFF, Role.UH, Role.SUP})
SLICE = 200
SWEEP_ID = uuid5(NAMESPACE_URL, "cases.urge")


@act
def urge(
    *,
    case_id: UUID,
    about: UrgeAbout = UrgeAbout.CASE,
    thing_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> UrgeCard:
    """Urge a case, or an opinion, answer or referral of it, by hand; whoever has it is told (XFER-01).

    A case is urged by a head of its department, the office, or its applicant at the case's page (an actor
    of kind citizen whose id is the case's); what others owe the case also by who handles it.  The same hand
    urges the same thing again only after ``urge.pause_minutes``.

    Raises: UnknownCase, UrgedByHeads, NothingToUrge, UrgedJustNow, KeyReused.
    """
    promise = once(by, "cases.urge", key, at)
    if promise.replay:
        return selectors.urges(by.hall_id, case_id)[-1]
    case = locked(case_id, by)
    source = _source(case, about, by, at)
    if case.state not in OPEN:
        raise NothingToUrge
    person_id, department_id = _addressee(case, about, thing_id, at)
    thing = thing_id or case.id
    _not_too_often(case, thing, source, at)
    return _urge(
        case,
        source,
        about,
        thing,
        clock_id=None,
        person_id=person_id,
        department_id=department_id,
        by=by,
        at=at,
        entry_id=promise.entry_id,
    )


def _source(case: Case, about: UrgeAbout, by: Actor, at: datetime) -> UrgeSource:
    """Return whose hand it is.  Raises: UrgedByHeads."""
    if by.kind is ActorKind.CITIZEN and by.id == case.id and about is UrgeAbout.CASE:
        return UrgeSource.CITIZEN
    if by.kind is ActorKind.PERSON:
        own = held_in(by, at, case.department_id)
        fit = _HEADS_OF_THE_CASE if about is UrgeAbout.CASE else BACK_OFFICE
        if held_for_the_hall(by, at) & _OF_THE_HALL or {one.role for one in own} & fit:
            return UrgeSource.HEAD
    raise UrgedByHeads


def _addressee(
    case: Case, about: UrgeAbout, thing_id: UUID | None, at: datetime
) -> tuple[UUID | None, UUID | None]:
    """Return person and department who owe the thing.  Raises: NothingToUrge."""
    if about is UrgeAbout.CASE:
        return lead_of(case, at), case.department_id
    place = {"hall_id": case.hall_id, "case": case, "id": thing_id}
    if about is UrgeAbout.OPINION:
        seat = Seat.objects.filter(**place, state=SeatState.ASKED).first()
        if seat is not None:
            return None, seat.department_id
    elif about is UrgeAbout.QUERY:
        query = Query.objects.filter(**place).first()
        if query is not None and query.state == QueryState.ANSWERED:
            return query.raised_by, case.department_id
        if query is not None and query.state == QueryState.RAISED:
            return None, case.department_id
    else:
        hop = Referral.objects.filter(**place, state=ReferralState.SENT).first()
        if hop is not None:
            return None, hop.to_department_id
    raise NothingToUrge


def _not_too_often(case: Case, thing: UUID, source: UrgeSource, at: datetime) -> None:
    minutes = regulations.parameter(case.hall_id, "urge.pause_minutes", hall_day(case.hall_id, at))
    pause = timedelta(minutes=minutes)
    last = selectors.last_urge(case.hall_id, thing, source)
    if last is not None and rules.too_soon(last, pause, at):
        zone = ZoneInfo(organization.timezone_of(case.hall_id))
        raise UrgedJustNow(
            time=f"{last.astimezone(zone):%H:%M}", again=f"{(last + pause).astimezone(zone):%H:%M}"
        )


def _urge(
    case: Case,
    source: UrgeSource,
    about: UrgeAbout,
    thing: UUID,
    *,
    clock_id: UUID | None,
    person_id: UUID | None,
    department_id: UUID | None,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> UrgeCard:
    row = Urge.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        number=selectors.urge_count(case.hall_id, case.id) + 1,
        source=source.value,
        about=about.value,
        subject_id=thing,
        clock_id=clock_id,
        on=hall_day(case.hall_id, at),
        urged_by=by.id,
        urged_at=at,
        person_id=person_id,
        department_id=department_id,
    )
    told = events.CaseUrged(
        urge_id=row.id,
        number=row.number,
        source=source,
        about=about,
        thing_id=thing,
        person_id=person_id,
        department_id=department_id,
    )
    tell(told, case, by=by, at=at, entry_id=entry_id)
    return selectors.urges(case.hall_id, case.id)[-1]


# --- by the system ---------------------------------------------------------------------------------------


def urge_everywhere(*, at: datetime) -> int:
    """Urge in every hall whoever is late; return how many were urged."""
    return sum(
        urge_overdue(hall_id=hall.id, by=Actor(ActorKind.SYSTEM, SWEEP_ID, hall.id), at=at)
        for hall in organization.halls()
        if hall.active
    )


def urge_overdue(*, hall_id: UUID, by: Actor, at: datetime) -> int:
    """Urge once a day whoever has a clock of a case that has run out; return how many were urged (XFER-01).

    On rest days nobody is there to be urged.  Running twice a day urges once.
    """
    today = hall_day(hall_id, at)
    if not organization.is_working_day(hall_id, today):
        return 0
    urged = 0
    for page in _overdue(hall_id, at):
        done = set(
            Urge.objects.filter(
                hall_id=hall_id,
                on=today,
                source=UrgeSource.SYSTEM.value,
                clock_id__in=[one.id for one in page],
            ).values_list("clock_id", flat=True)
        )
        for clock in page:
            if clock.id not in done:
                urged += _urge_for(clock, today, by, at)
    return urged


def _overdue(hall_id: UUID, at: datetime) -> Iterator[list[ClockCard]]:
    """Yield the hall's overdue clocks of cases, a page at a time."""
    after: UUID | None = None
    while page := deadlines.open_clocks(
        hall_id,
        at,
        purposes=tuple(str(one) for one in URGED),
        state=Among.OVERDUE,
        limit=SLICE,
        after=after,
    ):
        yield page
        after = page[-1].id


def _urge_for(clock: ClockCard, today: date, by: Actor, at: datetime) -> int:
    assert clock.matter_id is not None  # every clock of a case has it as its matter
    try:
        with transaction.atomic():
            case = locked(clock.matter_id, by)
            if CaseState(case.state) not in OPEN and clock.purpose != Purpose.ARCHIVE:
                return 0
            _urge(
                case,
                UrgeSource.SYSTEM,
                ABOUT.get(Purpose(clock.purpose), UrgeAbout.CASE),
                clock.subject_id,
                clock_id=clock.id,
                person_id=clock.owner_id,
                department_id=clock.department_id,
                by=by,
                at=at,
            )
    except IntegrityError:
        return 0  # another heartbeat was there first
    return 1
