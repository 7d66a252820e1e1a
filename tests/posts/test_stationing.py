"""Departments in the hall: let in with their chief or with an A and a B, their work brought in whole."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.mandated import CHIEF, CLERK, DEPUTY, HEAD, ITEM, Departments, departments
from yichuang.catalogue import services as catalogue
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.organization import services as organization
from yichuang.posts import selectors, services
from yichuang.posts.errors import ChiefNotNamed, NobodyStationed, OneWithoutTwoParts, OutsideItemUnknown
from yichuang.posts.rules.stationing import flaw_of
from yichuang.posts.types import Part
from yichuang.posts.types.stationing import StationingFlaw

pytestmark = pytest.mark.django_db


def let_in(office: Departments, department_id=None):
    return services.station_department(
        department_id=department_id or office.id, by=office.hall.by, at=at("09:00")
    )


def card(office: Departments, department_id=None):
    return selectors.stationing(office.hall.id, department_id or office.id, at("10:00"))


def joins(office: Departments, number: str, name: str) -> None:
    person = organization.add_person(
        worker_number=number, name=name, department_id=office.other_id, by=office.hall.by, at=at("07:00")
    )
    office.hall.people[number] = person.id


@pytest.mark.parametrize(
    ("staff", "chiefs", "two_parts", "flaw"),
    [
        (0, 0, False, StationingFlaw.NOBODY),
        (1, 0, False, StationingFlaw.NO_TWO_PARTS),
        (1, 1, False, StationingFlaw.NO_TWO_PARTS),  # a chief alone is still away one day
        (1, 0, True, None),
        (2, 0, True, StationingFlaw.NO_CHIEF),
        (2, 1, False, None),
        (9, 2, False, None),
    ],
)
def test_what_a_department_lacks(
    staff: int, chiefs: int, two_parts: bool, flaw: StationingFlaw | None
) -> None:
    assert flaw_of(staff, chiefs=chiefs, two_parts=two_parts) is flaw


@proves("CHF-01", refuses=True)
def test_two_people_without_a_chief_are_not_let_in():
    office = departments()
    joins(office, "0501", "周杰")
    joins(office, "0502", "徐岚")

    with pytest.raises(ChiefNotNamed) as refused:
        let_in(office, office.other_id)

    assert "社会保险经办机构" in str(refused.value) and "2" in str(refused.value)
    assert card(office, office.other_id).activated_at is None
    assert not office.hall.told("posts.department_stationed")


@proves("CHF-01")
def test_a_department_with_its_chief_is_let_in_once():
    office = departments()

    first, second = let_in(office), let_in(office)

    assert first.activated_at == second.activated_at == at("09:00")
    assert len(office.hall.told("posts.department_stationed")) == 1


@proves("CHF-01")
def test_one_person_needs_an_a_and_a_b_instead_of_a_chief():
    office = departments()
    with pytest.raises(NobodyStationed):
        let_in(office, office.other_id)
    joins(office, "0501", "周杰")
    with pytest.raises(OneWithoutTwoParts):
        let_in(office, office.other_id)
    hall = office.hall
    post = services.add_post(
        window_id=hall.windows[3], name="社保经办", duties=["受理"], by=hall.by, at=at("07:30")
    )
    for number, part in (("0501", Part.A), ("0301", Part.B)):
        with_part = {"post_id": post.id, "person_id": hall.people[number], "part": part}
        if part is Part.B:
            with pytest.raises(OneWithoutTwoParts):
                let_in(office, office.other_id)
        services.add_holder(**with_part, by=hall.by, at=at("07:30"))

    assert let_in(office, office.other_id).activated_at == at("09:00")


@proves("CHF-05")
def test_ten_matters_eight_in_the_hall_one_excused_and_one_not_are_eighty_per_cent_and_one_exception():
    office = departments()
    eight = "items:\n" + "".join(f"- id: RS{number}{ITEM}" for number in range(1, 9))
    catalogue.import_catalogue(
        hall_id=office.hall.id, text=eight, source_name="目录", by=office.hall.by, at=at("08:00")
    )
    catalogue.withdraw_item(item_id=office.items["UP1"], by=office.hall.by, at=at("08:00"))
    note(office, "职业介绍机构设立", "国家局统一受理")
    note(office, "技能鉴定补录")

    found = card(office)

    assert (found.inside, len(found.outside), found.percent) == (8, 2, 80)
    assert [one.name for one in found.exceptions] == ["技能鉴定补录"]


def note(office: Departments, name: str, reason: str = ""):
    return services.note_outside_item(
        department_id=office.id, name=name, reason=reason, by=office.hall.by, at=at("09:00")
    )


def test_a_reason_given_later_and_a_matter_moved_in_are_no_exceptions():
    office = departments()
    excused, moved = note(office, "技能鉴定补录"), note(office, "档案转递")

    note(office, "技能鉴定补录", "设备在市里")
    services.move_item_in(item_id=moved.id, by=office.hall.by, at=at("10:00"))

    found = card(office)
    assert found.exceptions == () and [one.id for one in found.outside] == [excused.id]
    with pytest.raises(OutsideItemUnknown):
        services.move_item_in(item_id=moved.id, by=office.hall.by, at=at("10:00"))


@proves("CHF-05")
def test_who_decides_for_a_department_and_is_of_another_is_listed():
    office = departments()
    office.grant(CHIEF, all_at_level=True)
    assert card(office).strays == ()
    joins(office, "0501", "周杰")

    office.hall.grant("0501", Role.CHIEF, department=office.id)

    assert card(office).strays == (office.hall.people["0501"],)
    assert set(card(office).staff) == {office.hall.people[one] for one in (CHIEF, DEPUTY, HEAD, CLERK)}
