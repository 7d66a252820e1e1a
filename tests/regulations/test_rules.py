"""Values judged without a database: shape, bounds, which way is stricter, which day counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.regulations import rules, selectors
from yichuang.regulations.types import (
    GeneralValue,
    Option,
    Origin,
    Parameter,
    Proofs,
    Status,
    Stricter,
    Text,
    ValueType,
)

NAME = Text("测试", "test")
DAY = date(2026, 7, 1)


def a_parameter(**changes: Any) -> Parameter:
    words: dict[str, Any] = {
        "key": "test.value",
        "row": 1,
        "name": NAME,
        "type": ValueType.COUNT,
        "unit": NAME,
        "origin": Origin.GIVEN,
        "general": (GeneralValue(None, 5),),
        "stricter": Stricter.LOWER,
        "clauses": ("C2.17",),
        "mechanism": "RUL",
        "owner": "off",
        "min": 1,
        "max": 60,
    }
    return Parameter(**(words | changes))


@pytest.mark.parametrize(
    ("key", "value", "fitting"),
    [
        ("queue.missed_calls", 3, True),
        ("queue.missed_calls", 0, False),  # a number called never cannot be missed
        ("queue.missed_calls", 3.5, False),
        ("queue.missed_calls", True, False),  # True is an int to Python only
        ("queue.missed_calls", "3", False),
        ("score.absent.deduct", 2.5, True),
        ("score.absent.deduct", 2.555, False),
        ("score.absent.deduct", -1, False),
        ("score.absent.deduct", float("nan"), False),
        ("score.absent.deduct", float("inf"), False),
        ("star.period", "month", True),
        ("star.period", "fortnight", False),
        ("fee.deposit_cutoff", "16:00", True),
        ("fee.deposit_cutoff", "25:00", False),
        ("fee.deposit_cutoff", "16:00\n", False),
        ("phrase.taboo_list", ["这不归我管"], True),
        ("phrase.taboo_list", ["这不归我管", "这不归我管"], False),
        ("phrase.taboo_list", ["  "], False),
        ("phrase.taboo_list", ["长" * 61], False),
        ("phrase.taboo_list", "这不归我管", False),
        ("result.bonus_bands", [[90, 1.2], [60, 0.8]], True),
        ("result.bonus_bands", [[60, 0.8], [90, 1.2]], False),  # from the best band down
        ("result.bonus_bands", [[90]], False),
        ("hours.sessions", [["08:00", "12:00"]], False),  # organization keeps the hours
    ],
)
def test_a_value_fits_its_parameter_or_not(key: str, value: Any, fitting: bool) -> None:
    assert rules.fits(selectors.parameter_of(key), value) is fitting


@pytest.mark.parametrize(
    ("key", "general", "value", "weaker"),
    [
        ("med.emergency_start", 5, 6, True),
        ("med.emergency_start", 5, 5, False),
        ("med.emergency_start", 5, 4, False),
        ("ab.handlers_per_post", 2, 1, True),
        ("ab.handlers_per_post", 2, 3, False),
        ("ab.handover_lead", "previous_working_day", "hours_24", False),
        ("ab.handover_lead", "hours_24", "previous_working_day", True),
        ("star.period", "quarter", "year", True),
        ("star.period", "quarter", "month", False),
        ("fee.deposit_cutoff", "16:30", "17:00", True),
        ("phrase.taboo_list", ["甲", "乙"], ["甲"], True),  # leaving one out allows it again
        ("phrase.taboo_list", ["甲", "乙"], ["甲", "乙", "丙"], False),
        ("queue.crowd_threshold", 60, 200, False),  # a larger hall holds more people
    ],
)
def test_weaker_than_the_general_rule_or_not(key: str, general: Any, value: Any, weaker: bool) -> None:
    assert rules.weakens(selectors.parameter_of(key), general, value) is weaker


def test_the_general_value_of_a_day_is_the_one_that_began_last() -> None:
    one = a_parameter(general=(GeneralValue(None, 5), GeneralValue(DAY, 4)))

    assert rules.general_on(one, DAY - timedelta(1)) == 5
    assert rules.general_on(one, DAY) == 4
    assert rules.general_during(one, DAY - timedelta(10), None) == [5, 4]
    assert rules.general_during(one, DAY - timedelta(10), DAY) == [5]


def test_a_parameter_without_a_general_value_has_none_on_any_day() -> None:
    assert rules.general_on(a_parameter(general=()), DAY) is rules.MISSING


@given(
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(1, 60),
    st.sampled_from([Stricter.LOWER, Stricter.HIGHER]),
)
def test_not_weaker_is_a_chain(first: int, second: int, third: int, direction: Stricter) -> None:
    one = a_parameter(stricter=direction)

    assert not rules.weakens(one, first, first)
    if not rules.weakens(one, first, second) and not rules.weakens(one, second, third):
        assert not rules.weakens(one, first, third)
    if first != second:
        assert rules.weakens(one, first, second) != rules.weakens(one, second, first)


def test_a_choice_is_ordered_from_weak_to_strict() -> None:
    options = (Option("weak", NAME), Option("strict", NAME))
    one = a_parameter(type=ValueType.CHOICE, options=options, stricter=Stricter.HIGHER)

    assert rules.weakens(one, "strict", "weak")
    assert not rules.weakens(one, "weak", "strict")


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("中心办〔2026〕3号", False),
        ("联系 13812345678", True),
        ("身份证 110101199003077758", True),
        ("身份证 11010119900307775X", True),
        ("第 20260302093 号", False),
    ],
)
def test_a_reason_must_not_name_a_person(text: str, personal: bool) -> None:
    assert rules.names_a_person(text) is personal


@pytest.mark.parametrize(
    ("claimed", "needs_refusal", "proofs", "status"),
    [
        (False, False, Proofs(("a",), ("b",)), Status.NOT_YET),  # tests without a claim prove nothing
        (True, False, Proofs(), Status.CLAIMED),
        (True, False, Proofs(("a",)), Status.PROVEN),
        (True, True, Proofs(("a",)), Status.CLAIMED),  # who refuses must show a refusal
        (True, True, Proofs((), ("b",)), Status.CLAIMED),
        (True, True, Proofs(("a",), ("b",)), Status.PROVEN),
    ],
)
def test_proven_needs_a_claim_and_its_tests(
    claimed: bool, needs_refusal: bool, proofs: Proofs, status: Status
) -> None:
    assert rules.status_of(claimed=claimed, needs_refusal=needs_refusal, proofs=proofs) is status
