"""The journal tells opinions, questions and referrals again, and finds what was turned."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from tests.cases.together import FIRE, LATER, PLANNING, WATER, House, joint_house
from yichuang.cases import again, again_beside, models, selectors, services
from yichuang.cases.types import Level, ReferralState, Stand
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockState
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.events import load
from yichuang.notices.types import Channel

pytestmark = pytest.mark.django_db
OTHER = UUID(int=7)


@pytest.fixture
def house(db: None) -> House:
    """Give the house without a look at its end: here rows are turned."""
    return joint_house()


def found(house: House) -> dict[str, str]:
    """Return the first column that differs, by table."""
    told = {name: find(house.id) for name, find in again_beside.RETELLINGS.items()}
    return {name: one.column for name, one in told.items() if one is not None}


def asked(house: House) -> Any:
    """Ask the departments of a case, and have two of them answer, one of them twice."""
    case = house.opened()
    for by, stand in (
        (house.planner, Stand.AGREE),
        (house.fireman, Stand.OBJECT),
        (house.fireman, Stand.AGREE),
    ):
        services.give_joint_opinion(case_id=case.id, stand=stand, text="意见如文", by=by, at=LATER)
    return case


def questioned(house: House) -> Any:
    """Ask above, have it answered, and tell the applicant."""
    case = house.handling("PERMIT")
    by = house.office.neighbour
    query = services.raise_query(case_id=case.id, level=Level.SECTION, question="可否？", by=by, at=LATER)
    services.answer_query(query_id=query.id, answer="可以", by=house.section_head, at=LATER)
    services.inform_client(query_id=query.id, channel=Channel.PHONE, by=by, at=LATER)
    return query


def handed_on(house: House) -> Any:
    """Hand a case on until only the office says whose it is, which it does."""
    case = house.handling("PERMIT")
    for name, back in ((PLANNING, house.planner), (FIRE, house.fireman)):
        hop = services.refer(
            case_id=case.id,
            to_department_id=house.department(name),
            reason="转",
            by=house.office.neighbour,
            at=LATER,
        )
        services.return_referral(referral_id=hop.id, reason="不属于本处", by=back, at=LATER)
    services.assign_case(
        case_id=case.id, to_department_id=house.department(WATER), reason="协调", by=house.manager, at=LATER
    )
    return case


DELETED: dict[str, Any] = {}
#: The column that is named, the table, which rows of it are turned, and to what.
SEATS: tuple[tuple[str, type[Model], dict[str, Any], dict[str, Any]], ...] = (
    ("department_id", models.Seat, {"department": FIRE}, {"department_id": OTHER}),
    ("asked_at", models.Seat, {}, {"asked_at": LATER + timedelta(days=1)}),
    ("review", models.Joint, {}, {"silence": "none"}),
    ("state", models.Seat, {"department": WATER}, {"state": "silent", "settled_at": LATER}),
    ("clock_id", models.Seat, {}, {"clock_id": OTHER}),
    ("opinions", models.JointOpinion, {"stand": "object"}, {"stand": "agree"}),
    ("opinions", models.JointOpinion, {"version": 2}, DELETED),
    ("id", models.Seat, {"department": WATER}, DELETED),
)
QUERIES: tuple[tuple[str, type[Model], dict[str, Any], dict[str, Any]], ...] = (
    ("level", models.Query, {}, {"level": "head"}),
    ("state", models.Query, {}, {"state": "closed"}),
    ("clock_id", models.Query, {}, {"clock_id": OTHER}),
    ("answer_id", models.Query, {}, {"answer_id": OTHER}),
    ("by_document", models.Query, {}, {"document": "函〔2026〕1号"}),
    ("channel", models.Query, {}, {"channel": "window"}),
    ("informed_at", models.Query, {}, {"informed_at": LATER - timedelta(hours=1)}),
    ("id", models.Query, {}, DELETED),
)
REFERRALS: tuple[tuple[str, type[Model], dict[str, Any], dict[str, Any]], ...] = (
    ("number", models.Referral, {"number": 1}, {"number": 9}),
    ("state", models.Referral, {"number": 3}, {"state": "disputed"}),
    ("binding", models.Referral, {"binding": True}, {"binding": False}),
    ("reason_id", models.Referral, {"number": 3}, {"reason_id": OTHER}),
    ("return_reason_id", models.Referral, {"number": 1}, {"return_reason_id": OTHER}),
    ("answered_by", models.Referral, {"number": 1}, {"answered_by": OTHER}),
    ("clock_id", models.Referral, {"number": 1}, {"clock_id": OTHER}),
    ("id", models.Referral, {"number": 2}, DELETED),
)


def turn(house: House, model: type[Model], where: dict[str, Any], values: dict[str, Any]) -> None:
    """Change or delete rows behind the back of the services."""
    wanted = {
        **{name: value for name, value in where.items() if name != "department"},
        **({"department_id": house.department(where["department"])} if "department" in where else {}),
    }
    rows = model._default_manager.filter(**wanted)
    assert rows.update(**values) if values else rows.delete()[0]


@pytest.mark.parametrize(("column", "model", "where", "values"), SEATS)
def test_a_turned_opinion_is_found(
    house: House, column: str, model: type[Model], where: dict[str, Any], values: dict[str, Any]
) -> None:
    asked(house)
    assert found(house) == {}

    turn(house, model, where, values)

    assert found(house) == {"cases.seat": column}


@pytest.mark.parametrize(("column", "model", "where", "values"), QUERIES)
def test_a_turned_question_is_found(
    house: House, column: str, model: type[Model], where: dict[str, Any], values: dict[str, Any]
) -> None:
    questioned(house)
    assert found(house) == {}

    turn(house, model, where, values)

    assert found(house) == {"cases.query": column}


@pytest.mark.parametrize(("column", "model", "where", "values"), REFERRALS)
def test_a_turned_referral_is_found(
    house: House, column: str, model: type[Model], where: dict[str, Any], values: dict[str, Any]
) -> None:
    handed_on(house)
    assert found(house) == {}

    turn(house, model, where, values)

    assert found(house) == {"cases.referral": column}


def test_a_row_nobody_told_of_is_found(house: House) -> None:
    query = questioned(house)
    row = models.Query.objects.get(id=query.id)
    row.pk = new_id()

    row.save(force_insert=True)

    assert found(house) == {"cases.query": "id"}


def test_nobody_is_asked_any_more_is_told(house: House) -> None:
    case = asked(house)

    services.withdraw(case_id=case.id, by=house.office.clerk, at=LATER)
    hear()

    assert found(house) == {}
    models.Seat.objects.filter(state="dropped").update(state="asked", settled_at=None)
    assert found(house) == {"cases.seat": "state"}


def test_a_dispute_told_before_reasons_were_told_is_no_difference() -> None:
    before = {"referral_id", "from_department_id", "to_department_id"}
    old = json.dumps(dict.fromkeys(sorted(before), OTHER.hex))

    told = load("cases.referral_disputed", 1, old)

    assert told.reason_id is None


def test_what_was_nobodys_is_given_to_a_department_by_the_office_alone(house: House) -> None:
    case = house.handling("PERMIT")
    models.Case.objects.filter(id=case.id).update(department_id=None)

    hop = services.assign_case(
        case_id=case.id, to_department_id=house.department(WATER), reason="协调", by=house.manager, at=LATER
    )

    assert (hop.state, hop.binding) == (ReferralState.SETTLED, True)
    assert selectors.case(house.id, case.id).department_id == house.department(WATER)
    owners = [
        one.department_id
        for one in deadlines.clocks_of_matter(house.id, case.id, LATER)
        if one.state is ClockState.RUNNING
    ]
    assert owners and set(owners) == {house.department(WATER)}
    assert found(house) == {} and again.first_difference(house.id) is None
