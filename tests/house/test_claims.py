"""What the product says of the rulebook is true: nothing is claimed unproven, nothing proven unclaimed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from yichuang.kernel.claims import Proof, all_claims, dotted
from yichuang.kernel.claims.scan import ProvingTest, proving_tests
from yichuang.regulations import commands, register, selectors
from yichuang.regulations.types import Status

TESTS = Path(__file__).parent.parent


def promises() -> dict[str, set[Proof]]:
    found: dict[str, set[Proof]] = defaultdict(set)
    for test in proving_tests(TESTS):
        for proof in test.proofs:
            found[proof.control].add(proof)
    return found


def told(tests: list[ProvingTest]) -> list[str]:
    return [one.test for one in tests]


def test_only_controls_of_the_register_are_claimed() -> None:
    known = set(register.register().controls)

    assert [claim for claim in all_claims() if claim.control not in known] == []


def test_only_claimed_controls_are_proven() -> None:
    claimed = {claim.control for claim in all_claims()}

    assert sorted(set(promises()) - claimed) == [], "a test proves what nobody claims"


def test_every_claim_has_its_tests_and_every_refusal_is_shown() -> None:
    promised = promises()
    lacking = []
    for claim in all_claims():
        control = register.register().controls[claim.control]
        shown = {proof.refuses for proof in promised[claim.control]}
        if not shown or (control.needs_refusal and shown != {True, False}):
            lacking.append(f"{claim.control} claimed in {claim.declared_in}")

    assert lacking == []


def test_every_proving_test_can_fail() -> None:
    assert told([one for one in proving_tests(TESTS) if not one.can_fail]) == []


def test_no_proving_test_is_put_to_sleep() -> None:
    assert told([one for one in proving_tests(TESTS) if one.silenced]) == []


def test_the_proofs_shipped_with_the_product_are_those_of_the_suite() -> None:
    shipped = commands.PROOFS.read_text(encoding="utf-8")

    assert shipped == commands.scanned(TESTS), "run: yichuang clauses --scan tests"


def test_what_is_claimed_is_proven_and_the_figures_say_so() -> None:
    totals = commands.as_json()["totals"]

    assert totals["controls"] == 401
    assert totals["claimed"] == totals["proven"] == len({claim.control for claim in all_claims()})


def test_a_claim_names_functions_of_the_product() -> None:
    for claim in all_claims():
        for function in claim.by:
            module, _, name = dotted(function).rpartition(".")
            assert module and name and "<" not in name, (claim.control, dotted(function))


def test_every_control_not_claimed_stands_as_not_yet() -> None:
    claimed = {claim.control for claim in all_claims()}

    for card in selectors.control_cards():
        assert (card.status is Status.NOT_YET) == (card.control.id not in claimed)
