"""What the sealer has in its hands is told as it stands in the journal, and the newest root is kept."""

from __future__ import annotations

from uuid import UUID

import pytest
from bench.hall import open_hall
from django.db import OperationalError

from tests.journal.rehearsal import arrive, clerk
from tests.queueing.walks import a_busy_morning
from tests.support.references import any_reference
from yichuang.kernel.journal import events, follow, witness
from yichuang.kernel.journal.cards import EntryCard, between
from yichuang.kernel.journal.seal import seal

__all__ = ["any_reference"]  # a fixture

pytestmark = pytest.mark.django_db


def test_a_listener_is_told_exactly_what_the_journal_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[EntryCard] = []
    monkeypatch.setattr(follow, "listeners", [told.extend])
    hall = open_hall()
    a_busy_morning(hall)

    while seal(7):
        pass

    kept = between(hall.hall_id, 0, 10_000)
    assert len(kept) > 40
    assert [card for card in told if card.hall_id == hall.hall_id] == kept


def test_listeners_are_told_each_sealed_entry_in_the_order_of_the_chain() -> None:
    wang, li = clerk(), clerk()
    told: list[tuple[UUID, int]] = []

    def listen(cards: list[EntryCard]) -> None:
        told.extend((card.hall_id, card.seq) for card in cards)

    follow.listeners.append(listen)
    try:
        for by in (wang, li, wang):
            arrive(by)
        seal()
    finally:
        follow.listeners.remove(listen)

    assert sorted(told) == sorted([(wang.hall_id, 1), (wang.hall_id, 2), (li.hall_id, 1)])
    assert told.index((wang.hall_id, 1)) < told.index((wang.hall_id, 2))


def test_what_another_process_has_sealed_is_told_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "_told", {})
    monkeypatch.setattr(follow, "_primed", False)
    told: list[int] = []
    monkeypatch.setattr(follow, "listeners", [lambda cards: told.extend(card.seq for card in cards)])
    wang = clerk()

    def elsewhere() -> None:
        with monkeypatch.context() as there:
            there.setattr(follow, "_told", {})
            there.setattr(follow, "listeners", [])
            arrive(wang)
            seal()

    elsewhere()
    assert follow.catch_up() == 0  # a listener starts with a snapshot
    elsewhere()
    arrive(wang)
    seal()
    assert told == [2, 3]
    elsewhere()

    assert (follow.catch_up(), follow.catch_up()) == (1, 0)
    assert told == [2, 3, 4]


def test_a_listener_that_fails_stops_neither_the_sealer_nor_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[int] = []

    def fail(cards: list[EntryCard]) -> None:
        raise RuntimeError

    monkeypatch.setattr(follow, "listeners", [fail, lambda cards: told.extend(card.seq for card in cards)])
    arrive(clerk())

    assert seal() == 1 and told == [1]


def test_what_could_not_be_told_for_a_failing_database_is_told_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[int] = []
    monkeypatch.setattr(follow, "listeners", [lambda cards: told.extend(card.seq for card in cards)])
    monkeypatch.setattr(follow, "_told", {})
    monkeypatch.setattr(follow, "_primed", False)
    wang = clerk()
    arrive(wang)
    seal()
    follow.catch_up()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(follow, "tell", lambda *_: None)
        arrive(wang)
        seal()
    arrive(wang)

    def away(*_: object, **__: object) -> list[EntryCard]:
        raise OperationalError("the database went away")

    with monkeypatch.context() as broken:
        broken.setattr(follow, "between", away)
        with pytest.raises(OperationalError):
            seal()
        with pytest.raises(OperationalError):
            follow.catch_up()

    assert (follow.catch_up(), follow.catch_up()) == (2, 0)
    assert told == [1, 2, 3]


def test_entries_of_a_newer_version_stop_neither_the_sealer_nor_what_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[int] = []
    monkeypatch.setattr(follow, "listeners", [lambda cards: told.extend(card.seq for card in cards)])
    wang = clerk()
    arrive(wang)
    with monkeypatch.context() as older:
        older.delitem(events._registry, "rehearsal.letter_arrived")
        assert seal() == 1
    arrive(wang)
    seal()

    assert told == [2]


def test_a_busy_sealer_keeps_only_its_newest_root(django_capture_on_commit_callbacks) -> None:
    hall = open_hall(windows=1, lines=1)
    witness.gather()
    try:
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                seal(5)
        assert witness.roots(hall.hall_id) == []

        witness.write()

        assert [root.number for root in witness.roots(hall.hall_id)] == [2]
    finally:
        del witness._thread.gathered
        witness.forget_all()
