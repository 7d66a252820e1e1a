"""An act is done once, however often its key comes in."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections, transaction

from tests.kernel.people import HALL, somebody, together, wang_min
from yichuang.kernel import idempotency
from yichuang.kernel.idempotency import KeyMissing, KeyReused, KeyUnfit, Promise, key_of, once
from yichuang.kernel.models import IdempotencyKey, Sweep
from yichuang.kernel.types import Key

MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
KEY = Key("a-key-of-wang-min", "body")


@pytest.mark.django_db
def test_the_same_key_names_the_same_entry() -> None:
    first = once(wang_min(), "queueing.call_next", KEY, MORNING)

    again = once(wang_min(), "queueing.call_next", KEY, MORNING + timedelta(minutes=1))

    assert not first.replay and again == Promise(first.entry_id, replay=True)


@pytest.mark.django_db
def test_the_same_key_for_another_request_is_refused() -> None:
    once(wang_min(), "queueing.call_next", KEY, MORNING)

    with pytest.raises(KeyReused) as refusal:
        once(wang_min(), "queueing.call_next", Key(KEY.value, "another body"), MORNING)

    assert refusal.value.status == 422


@pytest.mark.django_db
def test_a_key_belongs_to_one_person_one_act_and_one_hall() -> None:
    first = once(wang_min(), "queueing.call_next", KEY, MORNING)

    others = [
        once(somebody(), "queueing.call_next", KEY, MORNING),
        once(wang_min(), "queueing.recall", KEY, MORNING),
        once(wang_min(uuid4()), "queueing.call_next", KEY, MORNING),
    ]

    assert not any(one.replay for one in others)
    assert len({first.entry_id, *(one.entry_id for one in others)}) == 4


@pytest.mark.django_db
def test_without_a_key_every_call_is_a_new_act() -> None:
    one = once(wang_min(), "queueing.call_next", None, MORNING)
    two = once(wang_min(), "queueing.call_next", None, MORNING)

    assert one.entry_id != two.entry_id
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_refused_act_leaves_its_key_free() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once(wang_min(), "queueing.call_next", KEY, MORNING)
        _ = 1 / 0

    with transaction.atomic():
        assert not once(wang_min(), "queueing.call_next", KEY, MORNING).replay


@pytest.mark.django_db(transaction=True)
def test_a_key_outside_its_act_is_a_mistake_of_the_house() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        once(wang_min(), "queueing.call_next", KEY, MORNING)


@pytest.mark.django_db(transaction=True)
def test_four_at_once_with_one_key_are_one_act() -> None:
    for number in range(15):
        key, by = Key(f"double-click-{number}", "body"), wang_min()

        def press(key: Key = key, by=by) -> Promise:
            with transaction.atomic():
                promise = once(by, "queueing.call_next", key, MORNING)
                if not promise.replay:
                    Sweep.objects.create(name=promise.entry_id.hex)
                return promise

        results = together(press, 4)

        assert len({promise.entry_id for promise in results}) == 1
        assert sorted(promise.replay for promise in results) == [False, True, True, True]
    assert Sweep.objects.count() == 15


@pytest.mark.django_db(transaction=True)
def test_when_the_first_is_refused_the_one_who_waited_does_the_act() -> None:
    begun, asked = threading.Event(), threading.Event()
    seen: list[Promise] = []

    def second() -> None:
        begun.wait(10)
        asked.set()
        with transaction.atomic():
            seen.append(once(wang_min(), "queueing.call_next", KEY, MORNING))
        connections.close_all()

    waiting = threading.Thread(target=second)
    waiting.start()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once(wang_min(), "queueing.call_next", KEY, MORNING)
        begun.set()
        asked.wait(10)
        waiting.join(0.2)  # it waits for this transaction
        assert seen == []
        _ = 1 / 0
    waiting.join(30)

    assert [promise.replay for promise in seen] == [False]


@pytest.mark.django_db
def test_keys_are_forgotten_after_two_days() -> None:
    once(wang_min(), "queueing.call_next", KEY, MORNING)
    once(somebody(), "queueing.call_next", KEY, MORNING + timedelta(hours=30))

    forgotten = idempotency.sweep(MORNING + timedelta(hours=49), limit=1)

    assert forgotten == 1
    assert IdempotencyKey.objects.get().at == MORNING + timedelta(hours=30)


@pytest.mark.django_db
def test_how_long_keys_are_kept_is_a_setting(settings) -> None:
    settings.IDEMPOTENCY_KEEP = timedelta(hours=1)
    once(wang_min(), "queueing.call_next", KEY, MORNING)

    assert idempotency.sweep(MORNING + timedelta(minutes=59)) == 0
    assert idempotency.sweep(MORNING + timedelta(minutes=61)) == 1


def test_a_key_comes_with_the_hash_of_its_body() -> None:
    assert key_of("12345678", b"{}") == key_of("12345678", b"{}") != key_of("12345678", b"{ }")


@pytest.mark.parametrize("value", ["short", "x" * 101, "with space", "汉字汉字汉字汉字", "a\nb\nc\nd\ne"])
def test_a_key_no_header_should_carry_is_refused(value: str) -> None:
    with pytest.raises(KeyUnfit):
        key_of(value, b"")


def test_an_act_without_a_key_is_refused_where_one_is_needed() -> None:
    for nothing in (None, ""):
        with pytest.raises(KeyMissing):
            key_of(nothing, b"")


def test_the_hall_of_a_key_is_its_first_column() -> None:
    (unique,) = IdempotencyKey._meta.constraints
    assert unique.fields[0] == "hall_id" and HALL  # rows of a hall lie together
