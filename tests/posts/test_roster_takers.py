"""Who else could stand there, what speaks against them and at what price; whose hours a month breaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.posts.test_demand import ask, loosen
from tests.posts.test_rosters import AM, APRIL, FIRST_DAY, MARCH_20, april, hand_in, put
from yichuang.posts import services
from yichuang.posts.errors import MonthUnfit, RosterOverHours
from yichuang.posts.selectors.roster_problem import problem_of
from yichuang.posts.selectors.roster_version import cell_takers, published_of, version_of
from yichuang.posts.types import DaySession, NeedWeight, RosterCard
from yichuang.regulations import services as rulebook
from yichuang.regulations.services import ValueOutOfBounds, WeakensTheRule
from yichuang.rostering.reading import month_of, told_of
from yichuang.rostering.types import Problem, Weights

pytestmark = pytest.mark.django_db


def lay(hall, key: str, value: object, since: date) -> None:
    """Lay the hall's own value over a parameter."""
    rulebook.set_parameter(
        hall_id=hall.id,
        parameter=key,
        value=value,
        active_from=since,
        reason="中心办〔2026〕3号",
        by=hall.by,
        at=at("08:00", MARCH_20),
    )


def takers(plan: Planned, card: RosterCard, window=1, day=FIRST_DAY, session=AM, published=None):
    found = cell_takers(version_of(card), plan.posts[window], day, session, published or {})
    numbers = {who: number for number, who in plan.hall.people.items()}
    return {numbers[one.person_id]: one for one in found}


def test_who_else_could_stand_there_is_told_with_its_price_and_with_everything_against_them():
    plan = planned_hall()
    card = put(plan, april(plan), CHEN, WANG, window=2)

    found = takers(plan, card, window=3)

    assert list(found) == [ZHAO, WANG, CHEN]  # who has it, who could, who could not
    assert found[ZHAO].has_it and found[ZHAO].price.cost == 0
    assert found[WANG].against == ()
    assert dict(found[WANG].price.terms) == {
        "stand_in": 1,
        "stand_in_sq": 1,
        "switch_post_same_day": 2,
        "through_noon": -4,  # Zhao would have the noon and the afternoon only
    }
    assert found[CHEN].against == (("busy", plan.posts[2]),)
    assert takers(plan, card, day=date(2026, 4, 4)) == {}  # a Saturday: closed


def test_the_price_told_is_what_the_checker_counts_after_the_change():
    plan = planned_hall()
    card = april(plan)
    before = version_of(card).judged.cost
    told = takers(plan, card)[LI].price.cost

    after = version_of(put(plan, card, LI, ZHANG)).judged.cost

    assert after - before == told > 0


def test_a_change_against_what_is_published_is_counted():
    plan = planned_hall()
    card = services.publish_roster(
        roster_id=hand_in(plan, april(plan)).id, by=plan.hall.person(OFFICE), at=at("10:30", MARCH_20)
    )
    fresh = april(plan)

    assert takers(plan, fresh, published=published_of(card))[LI].changes == 1
    assert takers(plan, put(plan, fresh, LI, ZHANG), published=published_of(card))[ZHANG].changes == -1


def test_a_month_in_which_somebody_works_more_than_the_limit_is_shown_and_refused():
    plan = planned_hall()
    hall = plan.hall
    lay(hall, "rota.days_week", 4, date(2026, 4, 6))
    card = april(plan)

    broken = version_of(card).broken_hours(FIRST_DAY)
    with pytest.raises(RosterOverHours) as refused:
        hand_in(plan, card)

    assert {one.rule for one in broken} >= {"days a week"}
    assert refused.value.rule == "ROT-05"
    assert ZHANG in str(refused.value) and "当周天数超限" in str(refused.value)


def test_a_hall_may_be_stricter_than_the_products_limits_but_not_weaker():
    plan = planned_hall()

    with pytest.raises(WeakensTheRule):
        lay(plan.hall, "rota.days_run", 7, date(2026, 4, 1))
    with pytest.raises(WeakensTheRule):
        lay(plan.hall, "rota.days_week", 6, date(2026, 4, 1))


def test_each_day_is_judged_by_the_rule_in_force_on_it():
    plan = planned_hall()
    lay(plan.hall, "rota.days_run", 3, date(2026, 4, 15))
    lay(plan.hall, "rota.rest_after_evening", "yes", date(2026, 4, 20))

    problem = problem_of(plan.hall.id, list(plan.posts.values()), first=APRIL, until=date(2026, 5, 1))
    broken = version_of(april(plan)).broken_hours(APRIL)

    runs = [problem.rules_on(day - 1).max_consecutive_days for day in (1, 14, 15, 30)]
    assert runs == [6, 6, 3, 3]
    assert [problem.rules_on(day - 1).rest_after_evening for day in (19, 20)] == [False, True]
    assert min(one.day for one in broken if one.rule == "days in a row") == date(2026, 4, 16)


def test_how_far_ahead_a_month_may_be_planned_is_the_halls_rule():
    plan = planned_hall()
    lay(plan.hall, "rota.months_ahead", 1, MARCH_20)

    with pytest.raises(MonthUnfit, match="1 个月"):
        april(plan, month=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("key", "value", "counted"),
    [
        ("rota.price_stand_in", 7, lambda weights: weights.stand_in[1]),
        ("rota.price_stand_in_further", 9, lambda weights: weights.stand_in[2]),
        ("rota.price_change_post", 0, lambda weights: weights.switch_post_same_day),
        ("rota.price_morning_and_evening", 11, lambda weights: weights.split_am_eve),
        ("rota.price_after_evening", 12, lambda weights: weights.am_after_eve),
        ("rota.price_through_noon", 13, lambda weights: weights.through_noon),
        ("rota.price_unasked", 14, lambda weights: weights.unasked),
        ("rota.price_free_days", 15, lambda weights: weights.weekend_sq),
        ("rota.price_evenings", 16, lambda weights: weights.eve_sq),
        ("rota.price_stand_ins", 17, lambda weights: weights.stand_in_sq),
    ],
)
def test_what_a_wish_costs_is_the_halls_own_from_the_first_month_on_that_begins_with_it(key, value, counted):
    plan = planned_hall()
    posts = list(plan.posts.values())
    usual = counted(Weights(stand_in_sq=1))
    lay(plan.hall, key, value, date(2026, 4, 15))

    april_, may = (
        problem_of(plan.hall.id, posts, first=first, until=first + timedelta(days=7)).weights
        for first in (APRIL, date(2026, 5, 1))
    )
    rest_of_april = problem_of(plan.hall.id, posts, first=date(2026, 4, 20), until=date(2026, 4, 30)).weights

    assert (counted(april_), counted(rest_of_april), counted(may)) == (usual, usual, value)
    assert counted(month_of(told_of(Problem(APRIL, 0, (), (), (), (), weights=may))).weights) == value


def test_a_dearer_stand_in_is_dearer_in_the_price_told():
    plan = planned_hall()
    lay(plan.hall, "rota.price_stand_in", 8, MARCH_20)

    assert dict(takers(plan, april(plan))[LI].price.terms) == {"stand_in": 8, "stand_in_sq": 1}


def test_no_price_is_negative_or_without_end():
    plan = planned_hall()

    for value in (-1, 101):
        with pytest.raises(ValueOutOfBounds):
            lay(plan.hall, "rota.price_evenings", value, APRIL)


def test_who_could_open_a_flexible_window_is_told_with_the_windows_that_are_then_no_longer_short():
    plan = planned_hall()
    now = at("08:00", MARCH_20)
    loosen(plan, 3, day=APRIL, at=now)
    ask(plan, 3, day=FIRST_DAY, at=now, from_day=APRIL, weight=NeedWeight.IMPORTANT)

    asked = takers(plan, april(plan), window=3)
    unasked = takers(plan, april(plan), window=3, session=DaySession.PM)
    elsewhere = takers(plan, april(plan), window=1)

    assert (asked[ZHAO].price.short, dict(asked[ZHAO].price.terms)) == (-3, {})
    assert (unasked[ZHAO].price.short, dict(unasked[ZHAO].price.terms)) == (0, {"unasked": 1})
    assert elsewhere[LI].price.short == 0


def test_where_nobody_asks_for_windows_no_price_speaks_of_them():
    plan = planned_hall()

    assert takers(plan, april(plan))[LI].price.short is None
