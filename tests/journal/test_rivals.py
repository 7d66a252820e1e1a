"""Many hands at once, and hands that are cut off: no gap, no double, nothing acknowledged is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from tests.doors import ROOT, House
from tests.journal import rehearsal
from tests.journal.rehearsal import LetterArrived, Tone, arrive, clerk
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import deliver, sealer, selectors, verify
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.models import Entry, Seal, Unsealed
from yichuang.kernel.journal.record import record
from yichuang.kernel.journal.seal import listeners, seal
from yichuang.kernel.types import Actor

ProofSize = Callable[[int, int], int]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    rehearsal.heard.clear()
    rehearsal.upset.clear()
    yield
    rehearsal.heard.clear()


def together(*works: Callable[[], object]) -> None:
    """Do all works at once, each in a thread with a connection of its own; what one raises is raised."""
    failures: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def gapless(by: Actor) -> list[Seal]:
    """Return the seals of a hall in order, having checked that none is missing and none is double."""
    rows = list(Seal.objects.filter(hall_id=by.hall_id).select_related("entry").order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert len({row.entry_id for row in rows}) == len(rows)
    return rows


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_rival_sealers_leave_no_gap_and_no_double(proof_size: ProofSize) -> None:
    letters, writers = proof_size(30, 400), 8
    clerks = [clerk(), clerk()]
    done = threading.Event()

    def write(number: int) -> None:
        by, letter = clerks[number % 2], new_id()
        for page in range(1, letters + 1):
            with transaction.atomic():
                record(
                    LetterArrived(letter, Tone.KIND, pages=page), subject=letter, by=by, at=rehearsal.MORNING
                )

    def write_all() -> None:
        together(*[lambda n=n: write(n) for n in range(writers)])
        done.set()

    def number_entries() -> None:
        while not done.is_set():
            seal(7)

    together(write_all, *[number_entries] * 3)
    while seal():
        pass

    for by in clerks:
        rows = gapless(by)
        assert len(rows) == letters * writers // 2
        pages: dict[Any, int] = {}
        for row in rows:  # the acts of one hand keep their order
            page = json.loads(row.entry.body)["pages"]
            assert page == pages.get(row.entry.subject_id, 0) + 1
            pages[row.entry.subject_id] = page
    assert verify.verify().ok


@pytest.mark.django_db(transaction=True)
def test_rival_deliverers_hear_each_event_once_and_in_order(proof_size: ProofSize) -> None:
    count = proof_size(40, 500)
    by, letters = clerk(), [new_id() for _ in range(10)]
    for n in range(count):
        arrive(by, letter=letters[n % len(letters)])
    while seal():
        pass

    together(*[deliver.deliver] * 3)
    deliver.hear()

    names = Counter(Entry.objects.values_list("name", flat=True))
    assert names == {"rehearsal.letter_arrived": count, "rehearsal.letter_answered": count}

    def letters_that(what: str) -> list[EntryCard]:
        return selectors.entries(by.hall_id, names=[f"rehearsal.letter_{what}"], limit=count)

    assert [card.actor.cause for card in letters_that("answered")] == [
        card.id for card in letters_that("arrived")
    ]


@pytest.mark.django_db(transaction=True)
def test_a_sealer_wakes_at_a_commit_and_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    # a machine busy with other things may need more than a second for the last two
    monkeypatch.setattr(sealer, "LAST_SECONDS", 30.0)
    by, stop = clerk(), threading.Event()
    told: dict[Any, float] = {}

    def listen(cards: list[EntryCard]) -> None:
        told.update({card.id: time.monotonic() for card in cards})

    listeners.append(listen)
    thread = threading.Thread(target=sealer.run, args=(stop,))
    thread.start()
    waits = []
    try:
        for _ in range(20):
            entry = arrive(by)
            committed = time.monotonic()
            while entry not in told and time.monotonic() < committed + 5:
                time.sleep(0.001)
            waits.append(told[entry] - committed)
            time.sleep(0.01)
    finally:
        listeners.remove(listen)
        arrive(by)
        stop.set()
        thread.join(timeout=60)

    assert not thread.is_alive()
    assert sorted(waits)[len(waits) // 2] < 2
    assert not Unsealed.objects.exists()
    assert len([1 for name, _, _ in rehearsal.heard if name == "answer"]) == 21


@pytest.mark.django_db(transaction=True)
def test_a_sealer_comes_back_to_an_interrupted_event_though_nothing_else_happens() -> None:
    by, letter, stop = clerk(), new_id(), threading.Event()
    failures = iter([OperationalError("database is locked")] * 2)

    def locked() -> None:
        for error in failures:
            raise error

    rehearsal.upset[letter] = locked
    thread = threading.Thread(target=sealer.run, args=(stop,))
    thread.start()
    try:
        arrive(by, letter=letter)
        until = time.monotonic() + 5
        while (
            "answer" not in (heard := {name for name, _, _ in rehearsal.heard}) and time.monotonic() < until
        ):
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join(timeout=5)

    assert heard == {"shelf", "answer"}


@pytest.mark.proof
def test_nothing_acknowledged_is_lost_when_the_power_goes(
    serve_house: Callable[..., House], proof_size: ProofSize, tmp_path: Path
) -> None:
    house = serve_house(start=False)
    chance = random.Random(7)
    crews = [["write", "seal", "write"], ["write", "seal", "write"]]
    if "YICHUANG_DATABASE_URL" not in house.environment:
        crews = [["write", "seal", "write", "write", "write"]]  # one process serves a SQLite file
    acknowledged: set[str] = set()
    for _ in range(proof_size(2, 10)):
        told = [tmp_path / f"told-{n}" for n in range(len(crews))]
        processes = [_labour(house, crew, file) for crew, file in zip(crews, told, strict=True)]
        while not all(file.stat().st_size for file in told):
            assert not any(process.poll() for process in processes)
            time.sleep(0.02)
        time.sleep(0.2 + chance.random() * proof_size(1, 4))
        for process in processes:
            process.kill()
            process.wait()
        for file in told:  # the last line may be torn
            acknowledged |= {line for line in file.read_text().split("\n")[:-1] if len(line) == 32}

    found = house.scene(seal_the_rest)

    assert acknowledged
    assert acknowledged <= set(found["sealed"])
    assert found["gaps"] == 0 and found["entries"] == len(found["sealed"]) == len(set(found["sealed"]))
    assert found["ok"], found["findings"]


def _labour(house: House, crew: list[str], told: Path) -> subprocess.Popen[bytes]:
    with told.open("w") as file:
        command = [sys.executable, "-m", "tests.journal.labour", *crew]
        return subprocess.Popen(command, cwd=ROOT, env=house.environment, stdout=file)


def seal_the_rest() -> dict[str, Any]:
    """Seal what a killed process has left, and tell what the journal looks like (runs beside the server)."""
    while seal():
        pass
    rows = list(Seal.objects.order_by("hall_id", "seq").values_list("hall_id", "seq", "entry_id"))
    last = Counter(hall for hall, _, _ in rows)
    report = verify.verify()
    return {
        "sealed": [entry.hex for _, _, entry in rows],
        "entries": Entry.objects.count(),
        "gaps": sum(max(seq for hall, seq, _ in rows if hall == one) - count for one, count in last.items()),
        "ok": report.ok,
        "findings": [hall.finding.sentence for hall in report.halls if hall.finding],
    }
