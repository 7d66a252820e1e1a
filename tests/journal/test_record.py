"""Every act writes an entry; what the raw insert writes is what the ORM would have written."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.journal.rehearsal import MORNING, LetterArrived, Tone, clerk
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import record as recording
from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry, Unsealed
from yichuang.kernel.journal.record import COLUMNS, record


def _full_entry() -> Entry:
    by = clerk()
    letter = new_id()
    shanghai = timezone(timedelta(hours=8))
    event = LetterArrived(
        letter,
        Tone.STERN,
        "L016",
        3,
        17.25,
        True,
        date(2026, 3, 1),
        MORNING.astimezone(shanghai),
        (by.id, letter),
    )
    entry_id = record(event, subject=letter, by=by, at=MORNING.astimezone(shanghai), matter=new_id())
    return Entry.objects.get(pk=entry_id)


def _stored(pk: UUID) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        place = pk.hex if connection.vendor == "sqlite" else pk
        plain = ", ".join(f"CAST({name} AS text)" for name in COLUMNS)
        cursor.execute(f"SELECT {plain} FROM journal_entry WHERE id = %s", [place])
        return tuple(cursor.fetchone())


@pytest.mark.django_db
@pytest.mark.parametrize("at", [MORNING, MORNING.replace(microsecond=0)])
def test_the_raw_insert_stores_what_the_orm_would_store(at: datetime) -> None:
    by, letter = clerk(), new_id()
    entry_id = record(LetterArrived(letter, Tone.KIND), subject=letter, by=by, at=at)
    written = _stored(entry_id)
    row = Entry.objects.get(pk=entry_id)
    row.pk = new_id()

    row.save(force_insert=True)

    assert _stored(row.pk)[1:] == written[1:]


@pytest.mark.django_db
def test_an_entry_reads_back_whole() -> None:
    row = _full_entry()

    event = load(row.name, row.version, row.body)

    assert row.at == MORNING
    assert isinstance(event, LetterArrived)
    assert event.stamped == MORNING and event.stamped.tzinfo is not None
    assert event.tone is Tone.STERN
    assert event.enclosures == (row.actor_id, row.subject_id)
    assert row.body == (
        f'{{"dated":"2026-03-01","enclosures":["{row.actor_id.hex}","{row.subject_id.hex}"],"label":"L016",'
        f'"letter_id":"{row.subject_id.hex}","pages":3,"registered":true,'
        '"stamped":"2026-03-02T01:30:00.000125+00:00","tone":"stern","weight":17.25}'
    )


@pytest.mark.django_db
def test_an_entry_waits_for_its_number() -> None:
    row = _full_entry()

    assert list(Unsealed.objects.values_list("entry_id", "hall_id")) == [(row.pk, row.hall_id)]


@pytest.mark.django_db
def test_the_columns_are_those_of_the_table_in_its_order() -> None:
    assert tuple(field.column for field in Entry._meta.concrete_fields) == COLUMNS
    assert recording.INSERT_ENTRY.count("%s") == len(COLUMNS)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_act_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(LetterArrived(new_id(), Tone.KIND), subject=new_id(), by=clerk(), at=MORNING)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        record(LetterArrived(new_id(), Tone.KIND), subject=new_id(), by=clerk(), at=datetime(2026, 3, 2))


@pytest.mark.django_db
def test_an_act_that_is_taken_back_leaves_no_entry() -> None:
    by = clerk()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(LetterArrived(new_id(), Tone.KIND), subject=new_id(), by=by, at=datetime.now(UTC))
        raise RuntimeError

    assert not Entry.objects.exists() and not Unsealed.objects.exists()


def test_the_doors_are_keyword_only() -> None:
    kinds = {name: one.kind for name, one in inspect.signature(record).parameters.items() if name != "event"}
    assert set(kinds.values()) == {inspect.Parameter.KEYWORD_ONLY}
