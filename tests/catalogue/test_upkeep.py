"""What becomes of a catalogue over the years: how versions differ, reviews, bases that are no longer law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.files import GOOD
from tests.catalogue.test_import import JULY, take_over
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import rules, selectors, services
from yichuang.catalogue.types import AcceptedForm, Condition, FeeLine, MaterialCard
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.regulations import periods

pytestmark = pytest.mark.django_db
COPY, ORIGINAL = AcceptedForm.COPY, AcceptedForm.ORIGINAL
PAPER = MaterialCard("户口簿", "复印件", True, True, True, accepted_forms=(COPY, ORIGINAL), validity_months=6)
FEE = FeeLine("copy", "工本费", Decimal("8.50"), "《价目》")


def two_versions(*changes):
    """Return an item in March and as it is from July on, with these texts of the file replaced."""
    hall = found_hall()
    take_over(hall)
    later = GOOD
    for old, new in changes:
        assert old in later
        later = later.replace(old, new, 1)
    take_over(hall, later, from_day=JULY)
    march, july = (selectors.item_by_code(hall.id, "RS001", day) for day in (MONDAY, JULY))
    return selectors.difference(march, july)


def test_a_new_material_and_a_longer_promise_are_named_and_ask_more():
    found = two_versions(
        (
            "  - {name: 终止劳动关系证明",
            "  - {name: 户口簿, form: 原件, required: true}\n  - {name: 终止劳动关系证明",
        ),
        ("promised_limit: {value: 5", "promised_limit: {value: 7"),
        ("avg_minutes: 12", "avg_minutes: 15"),
    )

    assert [one.name for one in found.materials_added] == ["户口簿"] and found.asks_more
    assert [(one.name, one.old.value, one.new.value) for one in found.limits] == [("promised_limit", 5, 7)]
    assert not found.materials_removed and not found.materials_changed and not found.nothing


def test_a_shorter_list_asks_less():
    found = two_versions(
        ("  - {name: 终止劳动关系证明, form: 复印件", "  - {name: 就业创业证, form: 原件"),
        ("required: true, condition: {question: worked, is: true}", "required: false"),
    )

    assert [one.name for one in found.materials_removed] == ["终止劳动关系证明"]
    assert not found.asks_more


def test_other_flags_and_fees_are_named():
    found = two_versions(
        (
            "fee: {charged: false, amount_yuan: 0, note: 不收费}",
            "fee: {charged: true, amount_yuan: 5, basis: 《价目》}",
        ),
        ("simple: true", "flags: {confidential: true}"),
    )

    assert [(one.name, one.old, one.new) for one in found.flags] == [
        ("simple", True, False),
        ("confidential", False, True),
    ]
    assert [one.amount for one in found.fees_added] == [Decimal("5.00")] and found.asks_more


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({}, False),
        ({"required": False}, False),
        ({"shareable": False}, True),
        ({"deferrable": False}, True),
        ({"accepted_forms": (ORIGINAL,)}, True),  # a copy is no longer enough
        ({"accepted_forms": (COPY, ORIGINAL, AcceptedForm.ELECTRONIC)}, False),
        ({"validity_months": 3}, True),
        ({"validity_months": 12}, False),
        ({"validity_months": None}, False),
        ({"condition": Condition("agent", True)}, False),  # asked of fewer people
    ],
)
def test_a_material_asks_more_when_it_is_harder_to_bring(change, more):
    assert rules.asks_more(PAPER, replace(PAPER, **change)) is more


@pytest.mark.parametrize(
    "was",
    [
        replace(PAPER, required=False),
        replace(PAPER, condition=Condition("agent", True)),
        replace(PAPER, validity_months=None),
    ],
)
def test_a_material_asked_of_more_people_or_freshly_dated_asks_more(was):
    assert rules.asks_more(was, PAPER)


@given(
    st.builds(
        MaterialCard,
        name=st.just("x"),
        form=st.just("原件"),
        required=st.booleans(),
        shareable=st.booleans(),
        deferrable=st.booleans(),
        accepted_forms=st.lists(st.sampled_from(AcceptedForm), unique=True).map(tuple),
        validity_months=st.none() | st.integers(1, 24),
        condition=st.none() | st.builds(Condition, st.just("agent"), st.booleans()),
    )
)
def test_a_material_never_asks_more_than_itself(material):
    assert not rules.asks_more(material, material)


@proves("JOB-13")
def test_an_item_not_reviewed_for_a_year_is_listed_until_a_review_makes_a_new_version():
    hall = found_hall()
    take_over(hall, GOOD.replace("  simple: true", "  reviewed_on: 2025-03-02\n  simple: true"))
    old = selectors.item_by_code(hall.id, "RS001", MONDAY)

    before = selectors.due_for_review(hall.id, date(2026, 3, 1))
    listed = selectors.due_for_review(hall.id, MONDAY)
    new = services.review_item(item_id=old.id, by=hall.by, at=at("10:00"))

    assert before == [] and [(one.code, one.due) for one in listed] == [("RS001", MONDAY)]
    assert selectors.due_for_review(hall.id, MONDAY) == []
    assert new.version == old.version + 1 and new.terms.reviewed_on == MONDAY
    assert selectors.version(hall.id, old.version_id) == old  # running cases stay on it
    assert rules.difference(old, new).nothing and new.materials == old.materials
    (told,) = hall.told("catalogue.item_reviewed")
    assert told.subject_id == old.id


def test_a_review_is_not_undone_by_importing_the_same_file_again():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)
    services.review_item(item_id=card.id, by=hall.by, at=at("10:00"))

    assert take_over(hall, clock_="11:00").unchanged == 1


def test_a_later_review_in_the_file_is_a_new_version():
    hall = found_hall()
    take_over(hall, GOOD.replace("  simple: true", "  reviewed_on: 2025-03-02\n  simple: true"))

    later = take_over(hall, GOOD.replace("  simple: true", "  reviewed_on: 2026-02-02\n  simple: true"))

    assert later.changed == 1


def test_an_item_never_reviewed_counts_from_the_day_it_came_into_force():
    hall = found_hall()
    take_over(hall)

    assert selectors.due_for_review(hall.id, date(2027, 3, 1)) == []
    assert [one.code for one in selectors.due_for_review(hall.id, date(2027, 3, 2))] == ["RS001"]


def test_a_review_sent_twice_is_noted_once():
    hall, key = found_hall(), Key("review-1", "a" * 64)
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    first, second = (
        services.review_item(item_id=card.id, by=hall.by, at=at("10:00"), key=key) for _ in range(2)
    )

    assert first == second and first.version == 2


def test_a_text_that_is_no_longer_law_carries_no_item_from_that_day_on():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    on_it = services.repeal_basis(
        basis="《中华人民共和国就业促进法》", ends_on=JULY, by=hall.by, at=at("10:00")
    )

    assert on_it == ("RS001",)
    assert selectors.repealed(card, date(2026, 6, 30)) == ()
    assert selectors.repealed(card, JULY) == ("《中华人民共和国就业促进法》",)
    (told,) = hall.told("catalogue.basis_repealed")
    assert "促进法" not in told.body


@pytest.mark.parametrize(
    ("period", "day", "over"),
    [
        ("year", date(2024, 2, 29), date(2025, 2, 28)),
        ("half_year", date(2025, 8, 31), date(2026, 2, 28)),
        ("quarter", date(2025, 11, 30), date(2026, 2, 28)),
        ("month", date(2026, 12, 15), date(2027, 1, 15)),
        ("week", date(2026, 2, 27), date(2026, 3, 6)),
        ("day", date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_period_ends_on_the_corresponding_day(period, day, over):
    assert periods.after(period, day) == over
