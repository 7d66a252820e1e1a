"""A joint review as its lead sees it, and what a department is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from yichuang.cases.models import Case, Choice, Datum, Demand, Joint, JointOpinion, Promise, Seat
from yichuang.cases.refusals import NotAsked, NotOpenedYet
from yichuang.cases.rules import joint as rules
from yichuang.cases.selectors.checks import last_review_or_none
from yichuang.cases.types import (
    DataField,
    DatumCard,
    DemandCard,
    DifferenceCard,
    JointCard,
    OpinionCard,
    PointerCard,
    SeatCard,
    SeatState,
    Stand,
    Whereabouts,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, Silence
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard
from yichuang.organization import selectors as organization


def joint(hall_id: UUID, case_id: UUID, at: datetime) -> JointCard:
    """Return the joint review of a case.  Raises: NotOpenedYet."""
    found = find_joint(hall_id, case_id, at)
    if found is None:
        number = Case.objects.filter(hall_id=hall_id, id=case_id).values_list("number", flat=True).first()
        raise NotOpenedYet(number=number or "")
    return found


def find_joint(hall_id: UUID, case_id: UUID, at: datetime) -> JointCard | None:
    """Return the joint review of a case, or None where no other department was asked."""
    row = Joint.objects.filter(hall_id=hall_id, case_id=case_id).first()
    if row is None:
        return None
    item = _item(hall_id, case_id)
    return JointCard(
        case_id=case_id,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        silence=Silence(row.silence),
        seats=tuple(seats_of(hall_id, _seats(hall_id, case_id), at)),
        differences=differences(hall_id, case_id),
        demands=tuple(demands(hall_id, case_id, item)),
    )


def joint_opened(hall_id: UUID, case_id: UUID) -> bool:
    """Say whether the departments of a case have been asked."""
    return Joint.objects.filter(hall_id=hall_id, case_id=case_id).exists()


def asked_of(hall_id: UUID, departments: Collection[UUID], at: datetime, limit: int = 200) -> list[SeatCard]:
    """Return what these departments were asked, the open ones first and the oldest of them first."""
    rows = Seat.objects.filter(hall_id=hall_id, department_id__in=list(departments))
    waiting = list(rows.filter(state=SeatState.ASKED).order_by("asked_at", "id")[:limit])
    settled = rows.exclude(state=SeatState.ASKED).order_by("-settled_at", "-id")
    return seats_of(hall_id, [*waiting, *settled[: max(0, limit - len(waiting))]], at)


def seat(hall_id: UUID, seat_id: UUID, at: datetime) -> SeatCard:
    """Return one department's seat.  Raises: NotAsked."""
    found = seats_of(hall_id, list(Seat.objects.filter(hall_id=hall_id, id=seat_id)), at)
    if not found:
        raise NotAsked
    return found[0]


def seats_of(hall_id: UUID, held: Sequence[Seat], at: datetime) -> list[SeatCard]:
    """Return seats as cards, in their order."""
    if not held:
        return []
    clocks = deadlines.clocks(hall_id, [one.clock_id for one in held], at)
    given: dict[UUID, list[OpinionCard]] = defaultdict(list)
    for one in JointOpinion.objects.filter(hall_id=hall_id, seat__in=held).order_by("version"):
        given[one.seat_id].append(
            OpinionCard(one.version, Stand(one.stand), one.text_id, one.given_by, one.given_at, one.late)
        )
    names = {one.id: one.name for one in organization.departments(hall_id)}
    found = Case.objects.filter(hall_id=hall_id).in_bulk({one.case_id for one in held})
    versions = {one.item_version_id for one in found.values()}
    items = {one: catalogue.version(hall_id, one).name for one in versions}
    return [
        _seat(row, found[row.case_id], items, names, clocks.get(row.clock_id), given[row.id]) for row in held
    ]


def _seat(
    row: Seat,
    case: Case,
    items: dict[UUID, str],
    names: dict[UUID, str],
    clock: ClockCard | None,
    given: list[OpinionCard],
) -> SeatCard:
    waiting = row.state == SeatState.ASKED
    return SeatCard(
        id=row.id,
        case_id=row.case_id,
        case_number=case.number,
        item_name=items[case.item_version_id],
        confidential=case.confidential,
        department_id=row.department_id,
        department=names.get(row.department_id, ""),
        state=SeatState(row.state),
        asked_at=row.asked_at,
        due=clock.due if clock else None,
        due_at=clock.due_at if clock else None,
        overdue=waiting and clock is not None and clock.overdue,
        settled_at=row.settled_at,
        opinions=tuple(given),
    )


def _seats(hall_id: UUID, case_id: UUID) -> list[Seat]:
    return list(Seat.objects.filter(hall_id=hall_id, case_id=case_id).order_by("asked_at", "id"))


def waited_for(hall_id: UUID, case_id: UUID) -> list[str]:
    """Return the departments that were asked and have not answered, by name (JNT-01)."""
    rows = _seats(hall_id, case_id)
    waiting = rules.waited_for((row.department_id, SeatState(row.state)) for row in rows)
    names = {one.id: one.name for one in organization.departments(hall_id)} if waiting else {}
    return [names.get(one, "") for one in waiting]


def differences(hall_id: UUID, case_id: UUID) -> tuple[DifferenceCard, ...]:
    """Return the fields on which departments differ, each with what was chosen since (JNT-04)."""
    rows = {row.id: row for row in Datum.objects.filter(hall_id=hall_id, case_id=case_id)}
    found = rules.differing(noted(rows.values()))
    if not found:
        return ()
    held = rules.chosen_of(found, choices(hall_id, case_id))
    who = {
        (row.datum_id, row.chosen_at): row.chosen_by
        for row in Choice.objects.filter(hall_id=hall_id, case_id=case_id)
    }
    names = {one.id: one.name for one in organization.departments(hall_id)}
    cards = []
    for field, data in found.items():
        choice = held.get(field)
        cards.append(
            DifferenceCard(
                field=field,
                data=tuple(_datum(rows[one.id], names) for one in data),
                chosen=choice.datum_id if choice else None,
                chosen_by=who.get((choice.datum_id, choice.at)) if choice else None,
                chosen_at=choice.at if choice else None,
            )
        )
    return tuple(cards)


def data_of(hall_id: UUID, case_id: UUID, department_id: UUID) -> list[DatumCard]:
    """Return what one department has on record of a case, the last of each field."""
    rows = {
        row.id: row
        for row in Datum.objects.filter(hall_id=hall_id, case_id=case_id, department_id=department_id)
    }
    names = {one.id: one.name for one in organization.departments(hall_id)} if rows else {}
    return [_datum(rows[one.id], names) for one in rules.latest(noted(rows.values()))]


def _datum(row: Datum, names: dict[UUID, str]) -> DatumCard:
    return DatumCard(
        id=row.id,
        field=DataField(row.field),
        department_id=row.department_id,
        department=names.get(row.department_id, ""),
        value_id=row.value_id,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
    )


def noted(rows: Collection[Datum]) -> list[rules.Noted]:
    """Return data as the rules read them."""
    return [
        rules.Noted(row.id, DataField(row.field), row.department_id, row.digest, row.noted_at) for row in rows
    ]


def choices(hall_id: UUID, case_id: UUID) -> list[rules.Chosen]:
    """Return what the lead has chosen, in order."""
    rows = Choice.objects.filter(hall_id=hall_id, case_id=case_id).order_by("chosen_at", "id")
    return [rules.Chosen(DataField(row.field), row.datum_id, row.chosen_at) for row in rows]


def unchosen(hall_id: UUID, case_id: UUID) -> tuple[DataField, ...]:
    """Return the fields on which departments differ and the lead has not chosen (JNT-04)."""
    rows = list(Datum.objects.filter(hall_id=hall_id, case_id=case_id))
    return rules.unchosen(noted(rows), choices(hall_id, case_id)) if rows else ()


def pointers(hall_id: UUID, case_id: UUID) -> dict[int, PointerCard]:
    """Return every material the case has, by position: what a department works from by reference (JNT-02).

    A promised one is on its way and counts as had: the applicant is not asked twice.
    """
    review = last_review_or_none(hall_id, case_id)
    if review is None:
        return {}
    promised = {row.position: row for row in Promise.objects.filter(hall_id=hall_id, case_id=case_id)}
    found: dict[int, PointerCard] = {}
    for line in review.lines:
        promise = promised.get(line.position)
        if promise is not None:
            where = Whereabouts.FOLLOWS if promise.kept_at is None else Whereabouts.FILED
            found[line.position] = PointerCard(
                line.position, line.name, where, promise.kept_at, "", promise.until
            )
        elif line.exempt_source or line.present:
            where = Whereabouts.SHARED if line.exempt_source else Whereabouts.FILED
            found[line.position] = PointerCard(
                line.position, line.name, where, review.reviewed_at, line.exempt_source, None
            )
    return found


def demands(hall_id: UUID, case_id: UUID, item: ItemCard | None = None) -> list[DemandCard]:
    """Return the materials departments have asked the lead for."""
    rows = list(Demand.objects.filter(hall_id=hall_id, case_id=case_id).order_by("asked_at", "id"))
    if not rows:
        return []
    item = item or _item(hall_id, case_id)
    return [
        DemandCard(
            row.id,
            row.position,
            item.materials[row.position - 1].name,
            row.department_id,
            row.asked_by,
            row.asked_at,
        )
        for row in rows
    ]


def _item(hall_id: UUID, case_id: UUID) -> ItemCard:
    version_id = Case.objects.values_list("item_version_id", flat=True).get(hall_id=hall_id, id=case_id)
    return catalogue.version(hall_id, version_id)


def participants(item: ItemCard, hall_id: UUID, lead_department_id: UUID | None) -> dict[str, UUID | None]:
    """Return which departments of the hall the version asks, by the catalogue's names, without the lead's."""
    found = catalogue.departments_by_wording(hall_id, item.joint.departments)
    return {
        name: found[name]
        for name in item.joint.departments
        if found[name] != lead_department_id or found[name] is None
    }
