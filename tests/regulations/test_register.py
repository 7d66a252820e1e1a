"""The register came over whole: nothing lost, nothing pointing nowhere."""

from __future__ import annotations

import json
import re

from yichuang.kernel.claims import all_claims, proves
from yichuang.regulations import register, selectors
from yichuang.regulations.types import ControlClass, Origin, Stricter, ValueType


def test_the_register_holds_every_mechanism_control_and_clause() -> None:
    assert len(selectors.mechanisms()) == 61
    assert len(selectors.controls()) == 401
    assert len(selectors.clauses()) == 574


def test_every_control_has_a_mechanism_and_clauses_and_every_clause_a_control() -> None:
    codes = {one.code for one in selectors.mechanisms()}

    assert all(
        one.mechanism in codes and one.id.startswith(one.mechanism + "-") for one in selectors.controls()
    )
    assert all(one.clauses for one in selectors.controls())
    assert set(selectors.controls_of_clause()) == {one.code for one in selectors.clauses()}


def test_every_control_says_in_both_languages_what_it_asks_and_how_it_is_judged() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")

    for one in selectors.controls():
        assert han.search(one.asks.zh) and han.search(one.check.zh), one.id
        assert one.asks.en and one.check.en, one.id


def test_controls_are_counted_by_class_as_in_the_register() -> None:
    counts = {cls: sum(one.cls is cls for one in selectors.controls()) for cls in ControlClass}

    assert [counts[cls] for cls in ControlClass] == [114, 64, 131, 29, 23, 40]


def test_clauses_are_addresses_and_hold_no_text_of_a_regulation() -> None:
    for clause in selectors.clauses():
        assert len(clause.label) <= 40, clause
        assert re.fullmatch(r"[A-D][A-Z0-9.a-z]*", clause.code), clause


def test_all_47_parameter_rows_are_there_and_rows_with_several_keys_are_split() -> None:
    rows = {one.row for one in selectors.parameters()} - {0}
    keys = [one.key for one in selectors.parameters()]

    assert rows == set(range(1, 48))
    assert len(keys) == len(set(keys))
    assert sum(one.row == 28 for one in selectors.parameters()) == 9
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", key) for key in keys)


def test_a_blank_of_the_rules_stays_unset_and_everything_else_has_a_value_or_a_table() -> None:
    for one in selectors.parameters():
        match one.origin:
            case Origin.UNSET | Origin.ELSEWHERE:
                assert one.general == (), one.key
            case _:
                assert one.general, one.key
        assert bool(one.kept_by) == (one.type in (ValueType.TABLE, ValueType.SESSIONS)), one.key
    assert sum(one.origin is Origin.UNSET for one in selectors.parameters()) == 10


def test_parameters_point_at_clauses_and_mechanisms_that_exist() -> None:
    clauses = {one.code for one in selectors.clauses()}
    mechanisms = {one.code for one in selectors.mechanisms()}

    for one in selectors.parameters():
        assert set(one.clauses) <= clauses and one.clauses, one.key
        assert one.mechanism in mechanisms, one.key
        assert one.name.zh and one.name.en, one.key


def test_a_number_the_rules_give_cannot_be_loosened_by_having_no_direction() -> None:
    given = [one for one in selectors.parameters() if one.origin is Origin.GIVEN and not one.kept_by]

    assert given
    assert all(one.stricter is not Stricter.NONE for one in given)


def test_every_value_of_the_register_fits_its_own_parameter() -> None:
    from yichuang.regulations import rules

    for one in selectors.parameters():
        for value in one.general:
            assert one.kept_by or rules.fits(one, value.value), one.key


def test_reading_the_register_takes_no_time_before_somebody_asks() -> None:
    raw = (register.DATA / "register.json").read_text(encoding="utf-8")

    assert len(raw.encode()) < 250_000
    assert json.loads(raw)["controls"][0]["id"] == "AB-01"


def test_claims_are_found_without_being_told_where() -> None:
    places = {claim.declared_in for claim in all_claims()}

    assert "yichuang.regulations.controls" in places


@proves("RUL-05")
def test_every_principle_leads_to_controls_and_every_clause_of_purpose_to_a_principle() -> None:
    known = {one.id for one in selectors.controls()}
    asked = next(one for one in selectors.controls() if one.id == "RUL-05").clauses

    principles = selectors.principles()

    assert all(one.controls and set(one.controls) <= known for one in principles)
    assert all(one.clauses for one in principles)
    assert {clause.code for one in principles for clause in one.clauses} == {clause.code for clause in asked}
