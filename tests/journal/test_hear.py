"""What is sealed is heard: once, in order, and never swallowed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, transaction

from tests.journal import rehearsal
from tests.journal.rehearsal import LetterAnswered, LetterArrived, Tone, arrive, clerk
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import cards, consumers, seal, selectors
from yichuang.kernel.journal import deliver as journal_deliver
from yichuang.kernel.journal.deliver import BACK_OFF, deliver, hear, rebuild, retry
from yichuang.kernel.journal.events import Event, UnknownEvent
from yichuang.kernel.journal.models import Chain, Consumer, Cursor, SetAside
from yichuang.kernel.journal.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    rehearsal.heard.clear()
    rehearsal.upset.clear()
    yield
    rehearsal.heard.clear()
    rehearsal.upset.clear()


def heard_by(name: str) -> list[UUID]:
    return [subject for consumer, subject, _ in rehearsal.heard if consumer == name]


def _upset() -> None:
    raise RuntimeError('no ink for 13800138000: Key (name)=(张建国) already exists, said "王敏"')


def test_each_letter_is_heard_once_and_in_order_by_both_kinds() -> None:
    wang = clerk()
    letters = [new_id() for _ in range(5)]
    for letter in letters:
        arrive(wang, letter=letter)

    first, second = hear(), hear()

    assert (first, second) == (10, 0)
    assert heard_by("shelf") == letters
    assert heard_by("answer") == letters


def test_what_a_reaction_does_is_caused_by_the_entry_it_heard() -> None:
    wang = clerk()
    entry = arrive(wang, letter=(letter := new_id()))
    hear()

    answered, arrived = selectors.entries(wang.hall_id, subject=letter)

    assert isinstance(answered.event, LetterAnswered) and isinstance(arrived.event, LetterArrived)
    assert answered.actor.cause == entry == arrived.id
    assert answered.actor.kind == "system" and arrived.actor == wang


def test_a_reaction_starts_at_the_head_and_a_projection_at_the_first_entry() -> None:
    wang = clerk()
    for _ in range(3):
        arrive(wang)
    seal.seal()
    Consumer.objects.all().delete()
    Cursor.objects.all().delete()

    consumers.register()
    arrive(wang)
    hear()

    assert len(heard_by("shelf")) == 4
    assert len(heard_by("answer")) == 1


def test_a_hall_that_opens_later_is_heard_from_its_first_entry() -> None:
    arrive(clerk())
    hear()
    arrive(clerk())
    hear()

    assert len(heard_by("answer")) == 2


def test_a_failing_event_is_set_aside_with_its_error_and_others_go_on() -> None:
    wang, bad, good = clerk(), new_id(), new_id()
    rehearsal.upset[bad] = _upset
    arrive(wang, letter=bad)
    arrive(wang, letter=good)

    hear()

    assert heard_by("answer") == [good] and heard_by("shelf") == [bad, good]
    (card,) = selectors.set_aside(wang.hall_id)
    assert card.subject_id == bad and card.tries == 1 and not card.waits
    assert "RuntimeError" in card.error and "no ink for" in card.error
    assert not any(told in card.error for told in ("13800138000", "张建国", "王敏"))


def test_later_events_of_the_same_subject_wait_as_rows_and_keep_their_order() -> None:
    wang, bad = clerk(), new_id()
    rehearsal.upset[bad] = _upset
    entries = [arrive(wang, letter=bad) for _ in range(3)]
    hear()
    arrive(wang, letter=bad)
    hear()
    assert [card.waits for card in selectors.set_aside()] == [False, True, True, True]
    assert [card.entry_id for card in selectors.set_aside()][:3] == entries

    rehearsal.upset.clear()
    heard = 0
    while now := retry(datetime.now(UTC) + timedelta(seconds=2)):  # a slow machine needs several slices
        heard += now

    assert heard == 4 and not SetAside.objects.exists()
    seqs = [seq for name, _, seq in rehearsal.heard if name == "answer"]
    assert seqs == sorted(seqs) and len(seqs) == 4


def unreadable(letter: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody read what is told of ``letter``, as after an upgrade was taken back."""
    load = cards.load

    def refuse(name: str, version: int, body: str) -> Event:
        if letter.hex in body:
            raise UnknownEvent(f"{name}@{version}")
        return load(name, version, body)

    monkeypatch.setattr(cards, "load", refuse)


def test_an_entry_that_cannot_be_read_is_set_aside_and_every_consumer_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wang, bad, good = clerk(), new_id(), new_id()
    with monkeypatch.context() as as_new_version:
        unreadable(bad, as_new_version)
        arrive(wang, letter=bad)
        arrive(wang, letter=good)

        hear()

        assert heard_by("shelf") == heard_by("answer") == [good]
        assert {one.consumer for one in selectors.set_aside(wang.hall_id)} == {
            "rehearsal.shelf",
            "rehearsal.answer",
        }

    retry(datetime.now(UTC) + timedelta(seconds=2))

    assert heard_by("shelf") == heard_by("answer") == [good, bad]


def test_an_event_set_aside_that_no_room_declares_any_more_holds_up_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wang, bad, good = clerk(), new_id(), new_id()
    rehearsal.upset.update({bad: _upset, good: _upset})
    arrive(wang, letter=bad)
    hear()
    arrive(wang, letter=good)
    hear()
    rehearsal.upset.clear()
    unreadable(bad, monkeypatch)

    assert retry(datetime.now(UTC) + timedelta(seconds=2)) == 1

    (left,) = selectors.set_aside(wang.hall_id)
    assert (left.subject_id, left.tries) == (bad, 2) and left.error.startswith("UnknownEvent")
    assert heard_by("answer") == [good]


def test_retries_come_later_and_later() -> None:
    wang, bad = clerk(), new_id()
    rehearsal.upset[bad] = _upset
    arrive(wang, letter=bad)
    hear()
    row = SetAside.objects.get()
    now = row.set_aside_at
    assert row.due_at == now + BACK_OFF[0]
    assert retry(now) == 0 and SetAside.objects.get().tries == 1

    for tries, wait in enumerate(BACK_OFF[1:], start=2):
        now = SetAside.objects.get().due_at or now
        assert retry(now) == 0
        row = SetAside.objects.get()
        assert row.tries == tries and row.due_at == now + wait


def test_what_a_failing_handler_wrote_is_taken_back_with_it() -> None:
    wang, bad = clerk(), new_id()

    def half_done() -> None:
        record(LetterAnswered(bad), subject=bad, by=wang, at=rehearsal.MORNING)
        raise RuntimeError

    rehearsal.upset[bad] = half_done
    arrive(wang, letter=bad)
    hear()

    assert "rehearsal.letter_answered" not in selectors.count_by_name(wang.hall_id, rehearsal.MORNING)


def test_a_failing_database_is_tried_again_before_an_event_is_set_aside() -> None:
    wang, letter = clerk(), new_id()
    failures = iter([OperationalError("database is locked")] * 2)

    def locked() -> None:
        for error in failures:
            raise error

    rehearsal.upset[letter] = locked
    arrive(wang, letter=letter)
    seal.seal()
    for _ in range(3):
        deliver()

    assert heard_by("answer") == [letter] and not SetAside.objects.exists()


def test_a_projection_is_rebuilt_from_the_first_entry_and_a_reaction_never() -> None:
    wang = clerk()
    for _ in range(4):
        arrive(wang)
    hear()
    before = heard_by("shelf")

    rebuild("rehearsal.shelf")

    assert heard_by("shelf") == before and not heard_by("answer")
    with pytest.raises(ValueError, match="cannot be rebuilt"):
        rebuild("rehearsal.answer")


def test_a_rebuild_does_not_stop_in_a_long_stretch_of_events_that_are_not_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal_deliver, "NEAR", 4)
    monkeypatch.setattr(journal_deliver, "FAR", 10)
    wang = clerk()
    with transaction.atomic():
        for _ in range(60):
            record(LetterAnswered(letter := new_id()), subject=letter, by=wang, at=rehearsal.MORNING)
    arrive(wang)
    hear()
    before = heard_by("shelf")

    rebuild("rehearsal.shelf")

    assert len(before) == 1 and heard_by("shelf") == before


def test_two_consumers_with_one_name_are_refused() -> None:
    def other(event: LetterArrived, entry: consumers.EntryCard) -> None: ...

    other.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="two consumers"):
        consumers.reaction("rehearsal.answer", LetterArrived)(other)


def test_a_cursor_passes_over_many_events_that_are_not_its_own() -> None:
    wang = clerk()
    with transaction.atomic():
        for _ in range(1200):
            record(LetterAnswered(letter := new_id()), subject=letter, by=wang, at=rehearsal.MORNING)
    hear()
    arrive(wang)
    hear()

    assert len(heard_by("answer")) == 1
    assert all(
        seq > 1000 for seq in Cursor.objects.filter(consumer="rehearsal.answer").values_list("seq", flat=True)
    )


def test_a_day_ends_at_midnight_of_the_hall() -> None:
    wang = clerk()
    late = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    arrive(wang, at=late)
    arrive(wang, at=late + timedelta(seconds=1))
    hear()

    def on(day: int) -> list[str]:
        cards = selectors.entries(
            wang.hall_id, on=late.date().replace(day=day), names=["rehearsal.letter_arrived"]
        )
        return [str(card.at) for card in cards]

    assert on(2) == [str(late)] and on(3) == [str(late + timedelta(seconds=1))]


def test_a_matter_tells_its_history_and_a_page_continues_where_the_last_ended() -> None:
    wang, visit = clerk(), new_id()
    mine = [arrive(wang, matter=visit) for _ in range(3)]
    arrive(wang)
    seal.seal()

    assert [card.id for card in selectors.history(wang.hall_id, matter=visit)] == mine
    page = selectors.entries(wang.hall_id, limit=2)
    rest = selectors.entries(wang.hall_id, before_seq=page[-1].seq)
    assert [card.seq for card in page + rest] == [4, 3, 2, 1]
    assert selectors.entries(wang.hall_id, matter=visit)[0].id == mine[-1]


def test_another_hall_sees_nothing_of_it() -> None:
    wang, li = clerk(), clerk()
    entry = arrive(wang)
    hear()

    assert selectors.entries(li.hall_id) == [] and selectors.entry(li.hall_id, entry) is None
    assert selectors.count_by_name(li.hall_id, rehearsal.MORNING) == {}


def test_the_head_says_where_the_chain_ends_and_what_still_waits() -> None:
    wang = clerk()
    arrive(wang)
    seal.seal()
    arrive(wang)

    head = selectors.head(wang.hall_id)

    assert (head.seq, head.number, head.unsealed) == (1, 1, 1)
    assert head.root == Chain.objects.get(pk=wang.hall_id).last_root and head.sealed_at is not None


def test_a_stern_letter_is_an_event_too() -> None:
    assert LetterArrived(new_id(), Tone.STERN).sentence() == "A letter arrived at the hall."
