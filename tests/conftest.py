"""What every test stands on: the engine, the journal's guard lifted to clean up, sizes of proofs.

The engine comes from ``YICHUANG_TEST_DATABASE_URL`` (settings/test.py).  A real server and a real browser
are fixtures of ``tests/doors.py``.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.doors import (  # noqa: F401 - fixtures for all
    chromium,
    furnished_home,
    open_page,
    prepared_home,
    serve_house,
)
from yichuang.kernel.claims import proofs_of

# no test is timed: a busy machine is no fault of the house
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# fails a session in which a promised proof slept
pytest_plugins = ["tests.claims.plugin"]


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations, which are not kept in the repository."""
    from django.conf import settings as house
    from django.utils.translation.reloader import translation_file_changed

    from yichuang.installation.home import compile_translations

    if compile_translations(house.PACKAGE):
        # what was loaded before, in a fresh checkout nothing, is forgotten; Django asks only for the suffix
        translation_file_changed(None, Path("django.mo"))


# what never meets the database, or tries pages in the browser that the walk opens on both: once is enough
ONCE = (
    "tests/access/test_gate_in_the_browser.py",
    "tests/claims/",
    "tests/deadlines/test_command.py",
    "tests/deadlines/test_counting.py",
    "tests/house/",
    "tests/installation/",
    "tests/rostering/",
)

# pages over the acts and questions that the rooms' own tests try on both: once is enough even for a proof
PAGES = (
    "tests/browser/",
    "tests/demo/",
    "tests/flows/test_every_door.py",
    "tests/kernel/test_serve.py",
    "tests/screens/",
)
#: Benchmarks are tried where there is time for them: in ``make proof``.
LONG = ("tests/deadlines/test_bench", "tests/queueing/test_bench", "tests/rostering/test_figures")
#: With YICHUANG_GATE these rest, and the second engine tries only what proves a control or is a proof itself.
GATE_RESTS = (
    *(f"tests/browser/test_{name}" for name in ("a_", "cashier", "every_page", "rating", "slip", "voice")),
    "tests/browser/test_hard.py::test_what_is_being_typed",
    "tests/demo/test_busy_day.py",
    "tests/demo/test_month.py",
    "tests/demo/test_month_end.py",
    "tests/demo/test_play.py::test_the_same_seed",
    "tests/kernel/test_serve.py::test_a_demo_hall",
)


def why_it_rests(name: str, *, proof: bool, long: bool) -> str | None:
    """Return why a test does not run here, or None; ``proof`` is of a control, ``long`` one of a room."""
    full = os.environ.get("YICHUANG_PROOF") == "full"
    gate = bool(os.environ.get("YICHUANG_GATE")) and not full
    second = bool(os.environ.get("YICHUANG_TEST_DATABASE_URL"))
    if not full and name.startswith(LONG):
        return "a benchmark is tried by make proof"
    # asked before the gate, so that a control's proof on the first engine stands for the second
    if second and (name.startswith(PAGES) or (name.startswith(ONCE) and not proof)):
        return "the same on PostgreSQL: it ran on SQLite"
    if gate and name.startswith(GATE_RESTS):
        return "the gate leaves it to make test"
    if second and gate and not proof and not long:
        return "the gate tries on PostgreSQL what proves a control"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite what does not depend on the engine; a room's proof always runs on both."""
    for item in items:
        proof = bool(proofs_of(getattr(item, "function", item)))
        reason = why_it_rests(item.nodeid, proof=proof, long=item.get_closest_marker("proof") is not None)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Spare the collector what stays until the end: it would look through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Let the tests' database begin as a copy of the tables that were made once."""
    from django.db import connection, connections

    from tests.support import ground

    name, url = connection.creation._get_test_db_name(), os.environ.get("YICHUANG_TEST_DATABASE_URL")
    if url is None:
        ground.lay_file(name)
        yield
        return
    ground.drop(url, name)
    ground.lay_database(url, name)
    yield
    connections.close_all()
    ground.drop(url, name)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Use what ``django_db_modify_db_settings`` has laid; ``--create-db`` goes through all migrations."""
    return True


@pytest.fixture(autouse=True, scope="session")
def _guard_lifted_for_flush_only() -> Iterator[None]:
    """Empty the tables between tests that commit: the only place where the guard is lifted."""
    from django import test

    from tests.support import tables
    from yichuang.kernel.journal import guard, witness

    case: Any = test.TransactionTestCase
    original = case._fixture_teardown

    def teardown(self: Any) -> None:
        with guard.lifted():
            tables.sweep()
        witness.forget_all()

    case._fixture_teardown = teardown
    yield
    case._fixture_teardown = original


@pytest.fixture(autouse=True)
def _clocks_forgotten() -> Iterator[None]:
    """Let no test see the demo clock another one has set."""
    from yichuang.kernel import clock

    clock.forget()
    yield
    clock.forget()


@pytest.fixture(scope="session")
def proof_size() -> Callable[[int, int], int]:
    """Choose the size of a proof: ``proof_size(small, full)``; full in ``make proof``."""
    full_size = os.environ.get("YICHUANG_PROOF") == "full"
    return lambda small, full: full if full_size else small
