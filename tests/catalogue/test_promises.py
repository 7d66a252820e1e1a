"""Promises within the law and steps within the promise: what is not so is not published."""

from __future__ import annotations

import pytest

from tests.catalogue.files import GOOD, demo
from tests.catalogue.test_import import take_over
from tests.halls import MONDAY, found_hall
from yichuang.catalogue import selectors
from yichuang.catalogue.errors import CatalogueUnfit
from yichuang.catalogue.models import Item
from yichuang.kernel.claims import proves

pytestmark = pytest.mark.django_db


def with_limits(promised, statutory="10", first="1", second="2", owner="sec"):
    return (
        GOOD.replace("promised_limit: {value: 5", f"promised_limit: {{value: {promised}")
        .replace("statutory_limit: {value: 10", f"statutory_limit: {{value: {statutory}")
        .replace("role: stf, limit: {value: 1", f"role: stf, limit: {{value: {first}")
        .replace("role: sec, limit: {value: 2", f"role: {owner}, limit: {{value: {second}")
    )


@proves("PROM-02")
def test_a_promise_of_five_days_is_published_where_the_law_gives_twenty():
    hall = found_hall()

    take_over(hall, with_limits("5", "20"))

    assert selectors.item_by_code(hall.id, "RS001", MONDAY).promised_limit.value == 5


@proves("PROM-02", refuses=True)
def test_a_promise_of_twenty_five_days_is_not_published_where_the_law_gives_twenty():
    hall = found_hall()

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, with_limits("25", "20"))

    assert "承诺时限 25 个工作日，长于法定时限 20 个工作日" in str(refused.value)
    assert selectors.items(hall.id, MONDAY) == []


@proves("PROM-02", refuses=True)
def test_a_promise_in_another_unit_that_is_always_longer_is_not_published_either():
    hall = found_hall()
    in_days = GOOD.replace(
        "promised_limit: {value: 5, unit: working_day", "promised_limit: {value: 30, unit: calendar_day"
    )

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, in_days)

    assert "承诺时限 30 个自然日，长于法定时限 10 个工作日" in str(refused.value)
    assert selectors.items(hall.id, MONDAY) == []


@proves("TIME-06")
def test_steps_that_fit_into_the_promise_are_published_with_their_owners():
    hall = found_hall()

    take_over(hall, with_limits("5", first="3", second="2"))

    steps = selectors.item_by_code(hall.id, "RS001", MONDAY).steps
    assert [(one.role, one.limit.value) for one in steps] == [("stf", 3), ("sec", 2)]


@proves("JOB-10", refuses=True)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"owner": "''"}, "环节“决定”没有责任人"), ({"second": "null"}, "环节“决定”没有时限")],
)
def test_a_step_without_a_role_or_a_limit_is_not_published(changes, reason):
    hall = found_hall()

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, with_limits("5", **changes))

    assert reason in str(refused.value) and not Item.objects.exists()


@proves("JOB-10")
def test_a_published_item_says_of_every_step_whose_it_is_and_how_long_it_takes():
    hall = found_hall()

    take_over(hall, demo())

    steps = [step for card in selectors.items(hall.id, MONDAY) for step in card.steps]
    assert len(steps) > 100 and all(step.role and step.limit.value is not None for step in steps)


@proves("TIME-06", refuses=True)
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"first": "5", "second": "2"}, "各环节合计 7 个工作日，长于承诺时限 5 个工作日"),
        ({"owner": "''"}, "环节“决定”没有责任人"),
        ({"second": "null"}, "环节“决定”没有时限"),
    ],
)
def test_steps_that_outlast_the_promise_or_have_no_owner_are_not_published(changes, reason):
    hall = found_hall()

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, with_limits("5", **changes))

    assert reason in str(refused.value) and not Item.objects.exists()


@proves("TIME-06", refuses=True)
def test_steps_in_other_units_that_always_outlast_the_promise_are_not_published():
    hall = found_hall()
    in_days = GOOD.replace(
        "role: sec, limit: {value: 2, unit: working", "role: sec, limit: {value: 30, unit: calendar"
    )

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, in_days)

    assert "各环节" in str(refused.value) and not Item.objects.exists()
