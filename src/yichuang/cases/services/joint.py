"""Joint review: the chief asks the departments, each answers in its own time, the case's time runs on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Joint, JointOpinion, Seat
from yichuang.cases.refusals import (
    DepartmentUnmapped,
    JointOpen,
    NotAsked,
    NotJoint,
    OpinionSettled,
    SilenceCounted,
)
from yichuang.cases.rules import joint as rules
from yichuang.cases.services.beside import UNDER_WAY, in_state, lead_of, start_own, stop_own, works_for
from yichuang.cases.services.common import (
    BACK_OFFICE,
    HEADS,
    act,
    for_whom,
    in_house,
    item_of,
    keep_text,
    locked,
    tell,
)
from yichuang.cases.services.decide import mandated
from yichuang.cases.types import JointCard, Purpose, SeatCard, SeatState, Stand
from yichuang.catalogue.types import ItemCard, Silence
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.posts.types import MandateAct


@act
def open_joint(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> JointCard:
    """Ask every department the item's version names for its opinion, each with a clock of its own (JNT-01).

    Who does it holds the mandate for joint reviews: the chief representative, or the deputy while the chief
    is on leave (CHF-04).  The case's own clocks run on whatever the departments do.

    Raises: UnknownCase, OtherDepartment, IllegalAct, NotJoint (ACC-06), JointOpen, OutsideMandate (CHF-04),
    DepartmentUnmapped, KeyReused.
    """
    promise = once(by, "cases.open_joint", key, at)
    if promise.replay:
        return selectors.joint(by.hall_id, case_id, at)
    case = locked(case_id, by)
    by = in_house(case, "open_joint", by, at)
    in_state(case, "open_joint", UNDER_WAY, by, at)
    item = item_of(case)
    if not item.joint.departments:
        raise NotJoint(item=item.name)
    mandate = mandated(case, MandateAct.OPEN_JOINT, by, at)
    by = for_whom(by, mandate)
    if Joint.objects.filter(hall_id=case.hall_id, case=case).exists():
        raise JointOpen(number=case.number)
    departments = _asked(case, item)

    silence = item.joint.default_on_silence
    Joint.objects.create(
        id=new_id(), hall_id=case.hall_id, case=case, silence=silence.value, opened_by=by.id, opened_at=at
    )
    seats = [_ask(case, item, one, by=by, at=at) for one in departments]
    told = events.JointOpened(
        seats=tuple(one.id for one in seats),
        departments=tuple(departments),
        silence=silence,
        delegation_id=mandate.delegation_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.joint(case.hall_id, case.id, at)


def _asked(case: Case, item: ItemCard) -> list[UUID]:
    """Return the departments to ask, in the item's order.  Raises: DepartmentUnmapped."""
    found = selectors.participants(item, case.hall_id, case.department_id)
    departments: list[UUID] = []
    for name, department_id in found.items():
        if department_id is None:
            raise DepartmentUnmapped(name=name)
        departments.append(department_id)
    return list(dict.fromkeys(departments))


def _ask(case: Case, item: ItemCard, department_id: UUID, *, by: Actor, at: datetime) -> Seat:
    seat_id = new_id()
    clock = start_own(
        case,
        Purpose.JOINT,
        item.clocks.joint_opinion_limit,
        seat_id,
        department_id=department_id,
        by=by,
        at=at,
    )
    return Seat.objects.create(
        id=seat_id,
        hall_id=case.hall_id,
        case=case,
        department_id=department_id,
        state=SeatState.ASKED,
        clock_id=clock.id,
        asked_at=at,
    )


def own_seat(case: Case, by: Actor, at: datetime) -> Seat:
    """Return the seat of the department somebody works for; of a confidential case only its heads have one.

    Raises: NotAsked.
    """
    roles = HEADS if case.confidential else BACK_OFFICE
    for seat in Seat.objects.filter(hall_id=case.hall_id, case=case).order_by("asked_at", "id"):
        if by.kind is ActorKind.PERSON and works_for(by, at, seat.department_id, roles):
            return seat
    raise NotAsked


@act
def give_joint_opinion(
    *, case_id: UUID, stand: Stand, text: str, by: Actor, at: datetime, key: Key | None = None
) -> SeatCard:
    """Give a department's opinion, or a new version of it while the case is not decided (JNT-01, JNT-04).

    Every version stays.  A late one is taken where the item lays down no default, and says that it was late;
    where silence counts as agreement it has counted (JNT-03).

    Raises: UnknownCase, NotAsked, OpinionSettled, SilenceCounted, ReasonNeeded, KeyReused.
    """
    promise = once(by, "cases.give_joint_opinion", key, at)
    if promise.replay:
        case = locked(case_id, by)
        return selectors.seat(by.hall_id, own_seat(case, by, at).id, at)
    case = locked(case_id, by)
    seat = own_seat(case, by, at)
    if case.state not in UNDER_WAY or seat.state == SeatState.DROPPED:
        raise OpinionSettled(number=case.number)
    joint = Joint.objects.get(hall_id=case.hall_id, case=case)
    due_at = deadlines.clock(case.hall_id, seat.clock_id, at).due_at
    state, silence = SeatState(seat.state), Silence(joint.silence)
    if state is SeatState.SILENT or rules.silence_counts(state, silence, due_at, at):
        raise SilenceCounted

    version = JointOpinion.objects.filter(hall_id=case.hall_id, seat=seat).count() + 1
    late = at >= due_at if state is SeatState.ASKED else False
    opinion = JointOpinion.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        seat=seat,
        version=version,
        stand=stand.value,
        text_id=keep_text(text, field=_("Opinion"), item=item_of(case), by=by, at=at),
        given_by=by.id,
        given_at=at,
        late=late,
    )
    if state is SeatState.ASKED:
        _settle(seat, SeatState.GIVEN, by=by, at=at)
    told = events.JointOpinionGiven(
        seat_id=seat.id,
        department_id=seat.department_id,
        number=version,
        stand=stand,
        text_id=opinion.text_id,
        late=late,
        lead_id=lead_of(case, at),
        lead_department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.seat(case.hall_id, seat.id, at)


def _settle(seat: Seat, state: SeatState, *, by: Actor, at: datetime) -> None:
    seat.state, seat.settled_at = state, at
    seat.save(update_fields=["state", "settled_at"])
    stop_own(seat.hall_id, seat.clock_id, by=by, at=at)


@act
def count_silence(*, seat_id: UUID, by: Actor, at: datetime) -> SeatCard | None:
    """Count a department's silence as agreement where the item lays it down and its time is over (JNT-03).

    Safe to hear twice; a seat that was answered, whose item lays down nothing, whose case has ended, or of
    another room stays as it is.
    """
    found = Seat.objects.filter(hall_id=by.hall_id, id=seat_id).first()
    if found is None:
        return None
    case = locked(found.case_id, by)
    seat = Seat.objects.get(hall_id=case.hall_id, id=seat_id)
    joint = Joint.objects.get(hall_id=case.hall_id, case=case)
    silence = Silence(joint.silence)
    due_at = deadlines.clock(case.hall_id, seat.clock_id, at).due_at
    if case.state in UNDER_WAY and rules.silence_counts(SeatState(seat.state), silence, due_at, at):
        _settle(seat, SeatState.SILENT, by=by, at=at)
        told = events.JointSilenceCounted(
            seat_id=seat.id,
            department_id=seat.department_id,
            silence=silence,
            clock_id=seat.clock_id,
            lead_id=lead_of(case, at),
            lead_department_id=case.department_id,
        )
        tell(told, case, by=by, at=at)
    return selectors.seat(case.hall_id, seat.id, at)


def drop_seats(case: Case, *, by: Actor, at: datetime) -> None:
    """Ask nobody any more: the case has ended without a decision."""
    for seat in Seat.objects.filter(hall_id=case.hall_id, case=case, state=SeatState.ASKED):
        _settle(seat, SeatState.DROPPED, by=by, at=at)
        told = events.JointSeatDropped(seat_id=seat.id, department_id=seat.department_id)
        tell(told, case, by=by, at=at)
