"""Writers of one SQLite file queue, first come, first served, and always give their place back."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.test import TestCase

from yichuang.kernel.models import Lease, Sweep
from yichuang.kernel.sqlite.base import DatabaseWrapper, writes
from yichuang.kernel.sqlite.fair import FairLock, file_of, lock_of

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the queue is SQLite's")
pytestmark = [on_sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall_file(tmp_path: Path) -> Path:
    """A database file of its own, with one table."""
    path = tmp_path / "hall.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE ticket (number INTEGER PRIMARY KEY, name TEXT)")
    return path


def clerk(path: Path, timeout: float = 5.0) -> Any:
    """Return a fresh connection to ``path``, as Django would open it for a thread."""
    settings = {**connection.settings_dict, "NAME": str(path), "CONN_MAX_AGE": None}
    settings["OPTIONS"] = {"timeout": timeout, "transaction_mode": "IMMEDIATE"}
    return DatabaseWrapper(settings, alias="hall")


def run(clerk: Any, sql: str, *params: object) -> Any:
    with clerk.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def free() -> bool:
    """Say whether nobody holds the queue of the test database."""
    lock = connection.gate.lock
    return lock is not None and lock._owner is None and lock.waiting() == 0


# ---- the place is given back, however an act ends ---------------------------------------------------------


def test_an_act_holds_its_place_until_it_is_committed() -> None:
    with transaction.atomic():
        assert connection.gate.held
        Lease.objects.create(name="a", holder="王敏", until=datetime.now(UTC))
        assert connection.gate.held

    assert free()


def test_an_act_that_fails_gives_its_place_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0

    assert free()


def test_a_failed_part_of_an_act_keeps_the_place_and_the_whole_gives_it_back() -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = 1 / 0
        assert connection.gate.held
        Sweep.objects.create(name="rest")

    assert free() and Sweep.objects.filter(name="rest").exists()


def test_a_number_given_twice_gives_the_place_back() -> None:
    Sweep.objects.create(name="一")

    with pytest.raises(IntegrityError), transaction.atomic():
        Sweep.objects.create(name="一")

    assert free()


def test_a_connection_closed_in_the_middle_gives_the_place_back(hall_file: Path) -> None:
    one, other = clerk(hall_file), clerk(hall_file)
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    run(one, "INSERT INTO ticket VALUES (1, 'A001')")

    one.close()

    run(other, "INSERT INTO ticket VALUES (2, 'A002')")
    assert run(other, "SELECT number FROM ticket") == [(2,)]


def test_single_writes_outside_an_act_queue_too() -> None:
    Sweep.objects.create(name="one")
    Sweep.objects.filter(name="one").update(failures=3)
    Sweep.objects.get_or_create(name="two")

    assert free()


def test_a_single_write_that_fails_gives_the_place_back() -> None:
    Sweep.objects.create(name="one")

    with pytest.raises(IntegrityError):
        Sweep.objects.create(name="one")

    assert free()


def test_a_write_that_returns_rows_is_over_when_it_returns(hall_file: Path) -> None:
    one, other = clerk(hall_file), clerk(hall_file, timeout=0.2)

    with one.cursor() as cursor:
        cursor.execute("INSERT INTO ticket VALUES (1, 'a'), (2, 'b') RETURNING number")
        assert cursor.fetchone() == (1,)
        run(other, "INSERT INTO ticket VALUES (3, 'c')")
        assert cursor.fetchmany(5) == [(2,)]
        assert cursor.fetchone() is None

    assert run(other, "SELECT count(*) FROM ticket") == [(3,)]


def test_manual_transactions_hold_their_place_until_the_rollback(hall_file: Path) -> None:
    one, other = clerk(hall_file), clerk(hall_file, timeout=0.1)
    one.set_autocommit(False)
    run(one, "INSERT INTO ticket VALUES (1, 'a')")
    with pytest.raises(OperationalError, match="queue of writers"):
        run(other, "INSERT INTO ticket VALUES (2, 'b')")

    one.rollback()
    one.set_autocommit(True)

    run(other, "INSERT INTO ticket VALUES (2, 'b')")
    assert run(one, "SELECT number FROM ticket") == [(2,)]


def test_a_commit_that_fails_keeps_the_place_until_the_rollback(hall_file: Path) -> None:
    one, other = clerk(hall_file), clerk(hall_file, timeout=0.1)
    run(one, "CREATE TABLE call (ticket INTEGER REFERENCES ticket DEFERRABLE INITIALLY DEFERRED)")
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    run(one, "INSERT INTO call VALUES (99)")

    with pytest.raises(IntegrityError):
        one.commit()

    assert one.gate.held
    with pytest.raises(OperationalError):
        run(other, "INSERT INTO ticket VALUES (2, 'b')")
    one.rollback()
    assert not one.gate.held
    run(other, "INSERT INTO ticket VALUES (2, 'b')")


def test_a_thread_that_dies_in_an_act_gives_its_place_back(hall_file: Path) -> None:
    def begin_and_vanish() -> None:
        lost = clerk(hall_file)
        lost.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        run(lost, "INSERT INTO ticket VALUES (1, 'lost')")

    thread = threading.Thread(target=begin_and_vanish)
    thread.start()
    thread.join()
    gc.collect()

    other = clerk(hall_file, timeout=1)
    run(other, "INSERT INTO ticket VALUES (2, 'b')")
    assert run(other, "SELECT number FROM ticket") == [(2,)]


def test_a_lost_place_comes_back_though_the_collector_ran_in_the_middle_of_the_queue(hall_file: Path) -> None:
    lost: list[Any] = []

    def begin_and_vanish() -> None:
        lost.append(clerk(hall_file))
        lost[0].set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        run(lost[0], "INSERT INTO ticket VALUES (1, 'lost')")

    thread = threading.Thread(target=begin_and_vanish)
    thread.start()
    thread.join()

    def collect() -> None:
        with lock_of(str(hall_file))._guard:
            lost.clear()
            gc.collect()

    collector = threading.Thread(target=collect, daemon=True)
    collector.start()
    collector.join(5)

    assert not collector.is_alive()
    run(clerk(hall_file, timeout=5), "INSERT INTO ticket VALUES (2, 'b')")


def test_hooks_of_a_commit_may_write_themselves() -> None:
    with transaction.atomic():
        Sweep.objects.create(name="first")
        transaction.on_commit(lambda: Sweep.objects.create(name="second"))

    assert free() and Sweep.objects.count() == 2


class InsideATest(TestCase):
    """Django's own test transaction holds the place for the test, and savepoints work in it."""

    def test_commit_hooks_are_captured_while_the_place_is_held(self) -> None:
        with self.captureOnCommitCallbacks(execute=True) as hooks, transaction.atomic():
            Sweep.objects.create(name="one")
            transaction.on_commit(lambda: Sweep.objects.create(name="two"))

        assert len(hooks) == 1
        assert Sweep.objects.count() == 2
        assert connection.gate.held  # type: ignore[attr-defined]


# ---- reading never waits, writing waits in order ---------------------------------------------------------


def test_who_only_reads_does_not_queue(hall_file: Path) -> None:
    one, other = clerk(hall_file), clerk(hall_file, timeout=0.1)
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    run(one, "INSERT INTO ticket VALUES (1, 'a')")

    assert run(other, "SELECT count(*) FROM ticket") == [(0,)]

    one.rollback()


def test_writers_come_in_the_order_of_their_asking() -> None:
    lock, order = FairLock(), []
    first = object()
    assert lock.acquire(first, 1)

    def wait(name: int) -> None:
        me = object()
        assert lock.acquire(me, 5)
        order.append(name)
        lock.release(me)

    threads = []
    for name in range(8):
        threads.append(threading.Thread(target=wait, args=(name,)))
        threads[-1].start()
        while lock.waiting() <= name:
            time.sleep(0.001)
    lock.release(first)
    for thread in threads:
        thread.join()

    assert order == list(range(8))


def test_who_gives_up_waiting_leaves_no_hole_in_the_queue() -> None:
    lock, first, last = FairLock(), object(), object()
    assert lock.acquire(first, 1)
    assert not lock.acquire(object(), 0.01)

    lock.release(first)

    assert lock.acquire(last, 0.01)


def test_only_the_owner_can_give_a_place_back() -> None:
    lock, owner = FairLock(), object()
    lock.acquire(owner, 1)

    lock.release(object())

    assert not lock.acquire(object(), 0.01)


def test_one_file_has_one_queue_however_its_path_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    lock = lock_of(str(tmp_path / "real" / "hall.sqlite3"))

    assert lock_of(str(tmp_path / "link" / "hall.sqlite3")) is lock
    assert lock_of(str(tmp_path / "other.sqlite3")) is not lock
    assert file_of(f"file:{tmp_path}/a.sqlite3?cache=private") == f"{tmp_path}/a.sqlite3"
    assert file_of(":memory:") is file_of("file:x?mode=memory&cache=shared") is None


def test_a_database_in_memory_needs_no_queue() -> None:
    private = clerk(Path("unused"))
    private.settings_dict["NAME"] = ":memory:"

    run(private, "CREATE TABLE t (a)")

    assert private.gate.lock is None


def test_statements_that_may_write_are_known() -> None:
    assert writes("  insert into t values (1)")
    assert writes("WITH x AS (SELECT 1) UPDATE t SET a = 1")
    assert writes("-- why\n/* and how */ DELETE FROM t")
    assert writes("BEGIN") and writes("VACUUM") and writes("CREATE TABLE t (a)")
    assert not writes("SELECT 'INSERT'")
    assert not writes("WITH x AS (SELECT 1) SELECT * FROM x")
    assert not writes("-- only a look\nSELECT 1")
    assert not writes("PRAGMA data_version")


def test_eight_clerks_at_once_lose_nothing() -> None:
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(20):
                row, _made = Sweep.objects.get_or_create(name=f"{number}/{turn}")
                Sweep.objects.filter(pk=row.pk).update(failures=1)
                with transaction.atomic():
                    total = Sweep.objects.select_for_update().get_or_create(name="all")[0]
                    total.failures += 1
                    total.save()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert Sweep.objects.filter(failures=1).exclude(name="all").count() == 160
    assert Sweep.objects.get(name="all").failures == 160
    assert free()
