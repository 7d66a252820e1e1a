"""What departments of a joint review have on record, and the materials they want."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Choice, Datum, Demand
from yichuang.cases.refusals import (
    DatumUnknown,
    MaterialDemandedBefore,
    MaterialHere,
    NotAskedFor,
    OpinionSettled,
)
from yichuang.cases.services import keys
from yichuang.cases.services.beside import UNDER_WAY, in_state, lead_of
from yichuang.cases.services.common import (
    HANDLING,
    act,
    in_house,
    item_of,
    kept_until,
    locked,
    tell,
)
from yichuang.cases.services.joint import own_seat
from yichuang.cases.types import DataField, DemandCard, DifferenceCard, PointerCard
from yichuang.kernel.errors import Attempt, Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind


@act
def note_datum(
    *, case_id: UUID, field: DataField, value: str, by: Actor, at: datetime, key: Key | None = None
) -> tuple[DifferenceCard, ...]:
    """Write down what one's department has on record, and return where departments differ now (JNT-04).

    The value lies in the vault; a keyed hash tells it from another's, for this case only.

    Raises: UnknownCase, NotAsked, OpinionSettled, TextMissing, TextTooLong, KeyReused.
    """
    promise = once(by, "cases.note_datum", key, at)
    if promise.replay:
        return selectors.differences(by.hall_id, case_id)
    case = locked(case_id, by)
    seat = own_seat(case, by, at)
    if case.state not in UNDER_WAY:
        raise OpinionSettled(number=case.number)
    text = plain(value, field=_("Datum"), limit=200)
    datum = Datum.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        department_id=seat.department_id,
        field=field.value,
        value_id=vault.keep(
            hall_id=case.hall_id,
            kind=Kind.TEXT,
            value=text,
            purpose=HANDLING,
            expires_at=kept_until(item_of(case), at),
            by=by,
            at=at,
        ),
        digest=keys.datum(case.hall_id, case.id, field, text),
        noted_by=by.id,
        noted_at=at,
    )
    differ = selectors.differences(case.hall_id, case.id)
    told = events.DatumNoted(
        datum_id=datum.id,
        department_id=seat.department_id,
        field=field,
        value_id=datum.value_id,
        differs=any(one.field is field for one in differ),
        lead_id=lead_of(case, at),
        lead_department_id=case.department_id,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return differ


@act
def choose_datum(
    *, case_id: UUID, datum_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> tuple[DifferenceCard, ...]:
    """Choose which of differing data holds; the lead does, before the case is decided (JNT-04).

    Raises: UnknownCase, OtherDepartment, IllegalAct, DatumUnknown, KeyReused.
    """
    promise = once(by, "cases.choose_datum", key, at)
    if promise.replay:
        return selectors.differences(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "choose_datum", by, at)
    in_state(case, "choose_datum", UNDER_WAY, by, at)
    differ = selectors.differences(case.hall_id, case.id)
    found = next((one for one in differ if datum_id in {datum.id for datum in one.data}), None)
    if found is None:
        raise DatumUnknown
    Choice.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        field=found.field.value,
        datum_id=datum_id,
        chosen_by=by.id,
        chosen_at=at,
    )
    told = events.DatumChosen(field=found.field, datum_id=datum_id, among=tuple(one.id for one in found.data))
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.differences(case.hall_id, case.id)


@act
def find_material(
    *, case_id: UUID, position: int, by: Actor, at: datetime, key: Key | None = None
) -> PointerCard | None:
    """Show a department where a material is that the case has already; None when it has not (JNT-02).

    Raises: UnknownCase, NotAsked, KeyReused.
    """
    promise = once(by, "cases.find_material", key, at)
    case = locked(case_id, by)
    seat = own_seat(case, by, at)
    found = selectors.pointers(case.hall_id, case.id).get(position)
    if found is not None and not promise.replay:
        told = events.MaterialPointedOut(
            position=position, department_id=seat.department_id, where=found.where
        )
        tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return found


@act
def demand_material(
    *, case_id: UUID, position: int, by: Actor, at: datetime, key: Key | None = None
) -> DemandCard:
    """Ask the lead for a material of the item that is not in the case; the applicant is asked by nobody else.

    What the case has is pointed out instead, what was asked for is not asked for twice, and what the version
    does not ask for is asked for by nobody.  What is refused is told as an attempt.

    Raises: UnknownCase, NotAsked, OpinionSettled, NotAskedFor (ACC-06), MaterialHere (JNT-02),
    MaterialDemandedBefore (JNT-02), KeyReused.
    """
    promise = once(by, "cases.demand_material", key, at)
    case = locked(case_id, by)
    seat = own_seat(case, by, at)
    if not promise.replay:
        refusal = _not_demanded(case, position)
        if refusal is not None:
            told = events.DemandRefused(
                position=position, department_id=seat.department_id, code=refusal.code
            )
            refusal.attempt = Attempt(told, subject=case.id, matter=case.id, by=by, at=at)
            raise refusal
        demand = Demand.objects.create(
            id=new_id(),
            hall_id=case.hall_id,
            case=case,
            position=position,
            department_id=seat.department_id,
            asked_by=by.id,
            asked_at=at,
        )
        asked = events.MaterialDemanded(
            demand_id=demand.id,
            position=position,
            department_id=seat.department_id,
            lead_id=lead_of(case, at),
            lead_department_id=case.department_id,
        )
        tell(asked, case, by=by, at=at, entry_id=promise.entry_id)
    return next(one for one in selectors.demands(case.hall_id, case.id) if one.position == position)


def _not_demanded(case: Case, position: int) -> Refusal | None:
    """Return why a material is not asked for, or None."""
    if case.state not in UNDER_WAY:
        return OpinionSettled(number=case.number)
    applying = dict(selectors.applying(item_of(case), case.answers))
    if position not in applying:
        return NotAskedFor(position=position)
    name = applying[position].name
    if position in selectors.pointers(case.hall_id, case.id):
        return MaterialHere(material=name, position=position)
    if Demand.objects.filter(hall_id=case.hall_id, case=case, position=position).exists():
        return MaterialDemandedBefore(material=name)
    return None
