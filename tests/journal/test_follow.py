"""What the sealer has in its hands is told as it stands in the journal, and the newest root is kept."""

from __future__ import annotations

import pytest
from bench.hall import open_hall

from tests.queueing.walks import a_busy_morning
from yichuang.kernel.journal import follow, witness
from yichuang.kernel.journal.cards import EntryCard, between
from yichuang.kernel.journal.seal import seal

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
