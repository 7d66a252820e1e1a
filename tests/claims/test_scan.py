"""The scan reads what tests promise, and sees through those that cannot fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from yichuang.kernel.claims import Proof, proofs_of, proves
from yichuang.kernel.claims.scan import constants_used, proving_tests

SUITE = """
from yichuang.kernel.claims import proves

@proves("QUE-01")
@proves("QUE-02", refuses=True)
def test_in_order():
    assert 1 + 1 == 2

class TestWindow:
    @proves("QUE-01", refuses=True)
    def test_not_twice(self):
        with pytest.raises(ValueError):
            call()

@proves("QUE-03")
def test_says_nothing():
    call()

@proves("QUE-04")
def test_always_true():
    assert True

@proves("QUE-05")
@pytest.mark.skip
def test_sleeps():
    assert call()

@proves("QUE-07")
def test_in_the_browser(page):
    expect(page.locator("h1")).to_have_text("A016")

def test_promises_nothing():
    assert True
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "tests"
    (folder / "queueing").mkdir(parents=True)
    (folder / "queueing" / "test_calls.py").write_text(SUITE, encoding="utf-8")
    return folder


def test_every_promise_is_found_with_its_test(suite: Path) -> None:
    found = {one.test.rpartition("::")[2]: one for one in proving_tests(suite)}

    assert set(found["test_in_order"].proofs) == {Proof("QUE-01"), Proof("QUE-02", refuses=True)}
    assert found["test_not_twice"].test == "tests/queueing/test_calls.py::TestWindow::test_not_twice"
    assert "test_promises_nothing" not in found


def test_a_test_that_cannot_fail_is_seen_through(suite: Path) -> None:
    able = {one.test.rpartition("::")[2]: one.can_fail for one in proving_tests(suite)}

    assert able["test_in_order"] and able["test_not_twice"] and able["test_in_the_browser"]
    assert not able["test_says_nothing"]
    assert not able["test_always_true"]


def test_a_test_put_to_sleep_is_seen(suite: Path) -> None:
    asleep = [one.test.rpartition("::")[2] for one in proving_tests(suite) if one.silenced]

    assert asleep == ["test_sleeps"]


@pytest.mark.parametrize(
    "source",
    [
        "@proves('QUE-01')\ndef helper():\n    assert call()\n",  # pytest would never run it
        "CONTROL = 'QUE-01'\n@proves(CONTROL)\ndef test_it():\n    assert call()\n",  # no plain id
    ],
)
def test_a_promise_nobody_can_check_is_refused(suite: Path, source: str) -> None:
    (suite / "test_unfit.py").write_text(source, encoding="utf-8")

    with pytest.raises(ValueError):
        proving_tests(suite)


def test_the_mark_changes_nothing_about_a_test() -> None:
    def test_something() -> int:
        return 5

    marked = proves("QUE-01")(proves("QUE-02", refuses=True)(test_something))

    assert marked is test_something
    assert proofs_of(marked) == (Proof("QUE-01"), Proof("QUE-02", refuses=True))


def test_the_scan_sees_who_goes_by_a_value(tmp_path: Path) -> None:
    (tmp_path / "queueing").mkdir()
    (tmp_path / "queueing" / "services.py").write_text("limit = parameter(hall, 'queue.missed_calls', day)\n")
    (tmp_path / "queueing" / "models.py").write_text("# queue.missed_calls is only spoken of here\n")

    used = constants_used(tmp_path, frozenset({"queue.missed_calls", "star.period"}))

    assert used == {"queue.missed_calls": ["queueing.services"]}
