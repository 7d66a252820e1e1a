"""A proof that slept is noticed."""

from __future__ import annotations

from typing import Any

import pytest

from tests import conftest
from tests.claims.plugin import Sleepers
from yichuang.kernel.claims import Proof


def a_report(outcome: str, proof: Proof, reason: str = "", when: str = "call") -> Any:
    longrepr = ("test_calls.py", 1, f"Skipped: {reason}") if outcome == "skipped" else None
    return pytest.TestReport(
        "tests/test_calls.py::test_it",
        ("test_calls.py", 1, "test_it"),
        {},
        outcome,  # type: ignore[arg-type]
        longrepr,
        when,  # type: ignore[arg-type]
        user_properties=[("proves", (proof.control, proof.refuses))],
    )


@pytest.fixture
def sleepers() -> Sleepers:
    return Sleepers()


def test_a_promise_kept_by_one_test_may_sleep_in_another(sleepers: Sleepers) -> None:
    sleepers.hear(a_report("skipped", Proof("QUE-01"), "only in Chromium", "setup"))
    sleepers.hear(a_report("passed", Proof("QUE-01")))

    assert sleepers.unproven() == {}


def test_a_promise_that_only_slept_is_told_and_not_excused(sleepers: Sleepers) -> None:
    sleepers.hear(a_report("skipped", Proof("QUE-01"), "later", "setup"))
    sleepers.hear(a_report("passed", Proof("QUE-01", refuses=True)))

    assert list(sleepers.inexcusable()) == [Proof("QUE-01")]


def test_a_bare_machine_is_excused_and_told_of(sleepers: Sleepers) -> None:
    sleepers.hear(a_report("skipped", Proof("QUE-07"), "there is no Chromium on this machine", "setup"))

    assert list(sleepers.unproven()) == [Proof("QUE-07")]
    assert sleepers.inexcusable() == {}


def test_passing_the_set_up_is_not_passing(sleepers: Sleepers) -> None:
    sleepers.hear(a_report("passed", Proof("QUE-01"), when="setup"))
    sleepers.hear(a_report("skipped", Proof("QUE-01"), "later"))

    assert Proof("QUE-01") in sleepers.inexcusable()


def test_what_the_gate_rests_is_a_page_that_the_second_engine_leaves_to_the_first() -> None:
    """Else a promise would count as asleep for no want of a tool, and a green gate would end in failure."""
    assert all(name.startswith(conftest.PAGES) for name in conftest.GATE_RESTS)


def test_the_second_engine_says_that_the_first_tried_a_page_also_where_the_gate_rests_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("YICHUANG_GATE", "1")
    monkeypatch.setenv("YICHUANG_TEST_DATABASE_URL", "postgresql://nowhere/none")
    monkeypatch.delenv("YICHUANG_PROOF", raising=False)

    reasons = [conftest.why_it_rests(name, proof=True, long=True) for name in conftest.GATE_RESTS]

    assert all("PostgreSQL" in str(reason) for reason in reasons)
