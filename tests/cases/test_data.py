"""What departments of a joint review have on record, and the materials they want: asked for once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.test_joint import agree, decide
from tests.cases.together import FIRE, LATER, PLANNING, House
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import CheckLine, DataField, Decision, Whereabouts
from yichuang.kernel.claims import proves

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]


# ---- materials ----------------------------------------------------------------------------------


@proves("JNT-02")
def test_a_department_is_pointed_to_a_material_the_case_has(house: House, heard: Heard) -> None:
    case = house.opened()

    found = services.find_material(case_id=case.id, position=2, by=house.planner, at=LATER)

    assert found is not None and (found.name, found.where) == ("营业执照", Whereabouts.FILED)
    assert heard(events.MaterialPointedOut)[0].position == 2


@proves("JNT-02", refuses=True)
def test_what_the_case_has_is_not_asked_for_again(house: House, heard: Heard) -> None:
    case = house.opened()

    with pytest.raises(refusals.MaterialHere) as refused:
        services.demand_material(case_id=case.id, position=1, by=house.planner, at=LATER)

    assert "申请书" in str(refused.value)
    (told,) = heard(events.DemandRefused)
    assert (told.position, told.code) == (1, "material-here")
    assert not selectors.demands(house.id, case.id)


@proves("JNT-02", refuses=True)
def test_two_departments_do_not_ask_for_the_same_twice(house: House) -> None:
    case = house.office.submit("JOINT")
    house.office.check(case, missing=(4,))  # the lease is optional and was not brought
    case = services.accept(case_id=case.id, by=house.office.clerk, at=MORNING)
    services.begin_handling(case_id=case.id, by=house.office.neighbour, at=MORNING)
    house.open(case)

    demand = services.demand_material(case_id=case.id, position=4, by=house.planner, at=LATER)

    assert demand.name == "租赁合同"
    with pytest.raises(refusals.MaterialDemandedBefore):
        services.demand_material(case_id=case.id, position=4, by=house.fireman, at=LATER)


def test_a_material_the_item_does_not_have_is_asked_for_by_nobody(house: House) -> None:
    case = house.opened()

    with pytest.raises(refusals.NotAskedFor):
        services.demand_material(case_id=case.id, position=9, by=house.planner, at=LATER)


def test_what_was_promised_to_follow_counts_as_had(house: House) -> None:
    case = house.office.submit("JOINT")
    promised = CheckLine(3, present=False, deferred_until=date(2026, 3, 9))
    house.office.check(case, promised)
    case = services.accept(case_id=case.id, by=house.office.clerk, at=MORNING)
    services.begin_handling(case_id=case.id, by=house.office.neighbour, at=MORNING)
    house.open(case)

    found = services.find_material(case_id=case.id, position=3, by=house.planner, at=LATER)

    assert found is not None and (found.where, found.until) == (Whereabouts.FOLLOWS, date(2026, 3, 9))


# ---- data ---------------------------------------------------------------------------------------


def note(case: Any, by: Any, value: str, at: Any = LATER) -> Any:
    return services.note_datum(case_id=case.id, field=DataField.ADDRESS, value=value, by=by, at=at)


@proves("JNT-04")
def test_differing_data_are_chosen_before_the_decision_and_the_choice_is_told(
    house: House, heard: Heard
) -> None:
    case = house.opened()
    agree(case, house.planner, house.fireman, house.waterman)
    note(case, house.planner, "人民路 12 号")
    (differs,) = note(case, house.fireman, "人民路 21 号")
    assert [one.department for one in differs.data] == [PLANNING, FIRE]

    with pytest.raises(refusals.DataDiffer) as refused:
        decide(house, case)
    assert refused.value.rule == "JNT-04"
    (chosen,) = services.choose_datum(
        case_id=case.id, datum_id=differs.data[1].id, by=house.office.neighbour, at=LATER
    )

    assert chosen.chosen == differs.data[1].id
    (told,) = heard(events.DatumChosen)
    assert set(told.among) == {one.id for one in differs.data}
    assert decide(house, case).decision is Decision.APPROVED


def test_the_same_address_written_otherwise_is_no_difference(house: House) -> None:
    case = house.opened()
    note(case, house.planner, "人民路12号，3楼")

    assert note(case, house.fireman, "人民路 １２ 号 3楼") == ()


def test_a_datum_noted_after_the_choice_makes_it_open_again(house: House) -> None:
    case = house.opened()
    note(case, house.planner, "人民路12号")
    (differs,) = note(case, house.fireman, "人民路21号")
    services.choose_datum(case_id=case.id, datum_id=differs.data[0].id, by=house.office.neighbour, at=LATER)

    (again,) = note(case, house.waterman, "人民路 7 号", at=LATER + timedelta(minutes=5))

    assert again.chosen is None and len(again.data) == 3


def test_a_datum_in_the_journal_is_only_an_id(house: House, heard: Heard) -> None:
    case = house.opened()
    note(case, house.planner, "人民路12号")

    (told,) = heard(events.DatumNoted)
    assert "人民路" not in repr(told)
    mine = selectors.data_of(house.id, case.id, house.department(PLANNING))
    assert [one.value_id for one in mine] == [told.value_id]


def test_a_stranger_chooses_nothing(house: House) -> None:
    case = house.opened()
    note(case, house.planner, "人民路12号")
    (differs,) = note(case, house.fireman, "人民路21号")

    with pytest.raises(refusals.OtherDepartment):
        services.choose_datum(case_id=case.id, datum_id=differs.data[0].id, by=house.jobs, at=LATER)
    with pytest.raises(refusals.DatumUnknown):
        services.choose_datum(case_id=case.id, datum_id=case.id, by=house.office.neighbour, at=LATER)
