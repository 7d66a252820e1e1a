"""Whatever is done to whichever row, ``verify`` finds it (property tests; more of them in ``make proof``)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journal import intruder
from tests.journal.intruder import breaking_in, chain_of
from tests.journal.rehearsal import arrive, clerk
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import verify
from yichuang.kernel.journal.findings import Finding, What
from yichuang.kernel.journal.models import Batch, Chain, Entry, Seal, Unsealed

pytestmark = pytest.mark.proof

SIZES = (3, 1, 4, 1, 2)
LENGTH = sum(SIZES)
ENTRY_COLUMNS = [field.attname for field in Entry._meta.concrete_fields if field.attname != "id"]
OTHERS: list[tuple[type[models.Model], str]] = [
    (model, field.attname) for model in (Seal, Batch, Chain) for field in model._meta.concrete_fields
]

proof = settings(
    max_examples=300 if os.environ.get("YICHUANG_PROOF") == "full" else 25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
places = st.integers(1, LENGTH)


@pytest.fixture
def hall(db: None) -> UUID:
    wang = clerk()
    chain_of(wang, SIZES)
    return wang.hall_id


@pytest.fixture
def committed_hall(transactional_db: None) -> Iterator[UUID]:
    wang = clerk()
    chain_of(wang, SIZES)
    yield wang.hall_id


def found_in(hall_id: UUID) -> Finding:
    (report,) = verify.verify(hall_id).halls
    assert report.finding is not None, "nobody noticed"
    assert not report.ok and report.good_to <= (report.finding.seq or LENGTH)
    return report.finding


def altered(value: object, chance: int) -> object:
    """Return something else of the same kind: one byte, one digit, one microsecond."""
    if value is None:
        return new_id()
    if isinstance(value, UUID):
        return UUID(int=value.int ^ (1 << (chance % 128)))
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 + chance % 3)
    if isinstance(value, int):
        return value + 1 + chance % 3
    assert isinstance(value, str)
    at = chance % (len(value) or 1)
    return value[:at] + ("a" if value[at : at + 1] != "a" else "b") + value[at + 1 :]


@proves("CAS-09")
@proof
@given(seq=places, column=st.sampled_from(ENTRY_COLUMNS), chance=st.integers(0, 10**6))
def test_a_changed_byte_in_any_column_of_an_entry_is_named(
    hall: UUID, seq: int, column: str, chance: int
) -> None:
    with breaking_in():
        row = Seal.objects.select_related("entry").get(hall_id=hall, seq=seq).entry
        Entry.objects.filter(pk=row.pk).update(**{column: altered(getattr(row, column), chance)})

        found = found_in(hall)

    assert (found.what, found.seq, found.entry_id) == (What.ENTRY_CHANGED, seq, row.pk)


@proof
@given(chance=st.integers(0, 10**6), place=st.sampled_from(OTHERS))
def test_a_changed_value_in_the_chain_itself_is_found(
    hall: UUID, chance: int, place: tuple[type[models.Model], str]
) -> None:
    model, column = place
    with breaking_in():
        rows = list(model._default_manager.filter(hall_id=hall).order_by("pk"))
        row = rows[chance % len(rows)]
        value = altered(getattr(row, column), chance)
        taken = column in {"seq", "number"} and isinstance(value, int)
        value = value + 100 if taken and isinstance(value, int) else value
        model._default_manager.filter(pk=row.pk).update(**{column: value})

        found_in(hall)


@proof
@given(seq=places, what=st.sampled_from(["entry", "seal", "both"]))
def test_a_deleted_row_is_named(hall: UUID, seq: int, what: str) -> None:
    with breaking_in():
        seal = Seal.objects.get(hall_id=hall, seq=seq)
        if what != "seal":
            Entry.objects.filter(pk=seal.entry_id).delete()
        if what != "entry":
            seal.delete()

        found = found_in(hall)

    assert found.seq == seq
    assert found.what is (What.ENTRY_DELETED if what == "entry" else What.SEAL_DELETED)


@proof
@given(seq=places)
def test_an_entry_put_in_between_is_named_where_it_was_put(hall: UUID, seq: int) -> None:
    with breaking_in():
        stray = arrive(clerk(hall))
        Unsealed.objects.filter(entry_id=stray).delete()
        for row in Seal.objects.filter(hall_id=hall, seq__gte=seq).order_by("-seq"):
            Seal.objects.filter(pk=row.pk).update(seq=row.seq + 1)
        behind = Seal.objects.filter(hall_id=hall).order_by("seq").first()
        assert behind is not None
        Seal.objects.create(entry_id=stray, hall_id=hall, seq=seq, batch_id=behind.batch_id, leaf=behind.leaf)

        found = found_in(hall)

    assert (found.seq, found.entry_id) == (seq, stray)


@proof
@given(pair=st.lists(places, min_size=2, max_size=2, unique=True), entries=st.booleans())
def test_two_entries_that_changed_places_are_named(hall: UUID, pair: list[int], entries: bool) -> None:
    one, other = sorted(pair)
    with breaking_in():
        (intruder.swap_entries if entries else intruder.swap_places)(hall, one, other)

        found = found_in(hall)

    assert (found.what, found.seq, found.other) == (What.ENTRIES_SWAPPED, one, other)


@proof
@given(keep=st.integers(0, len(SIZES) - 1), mend=st.booleans())
def test_a_cut_tail_is_found_however_short(committed_hall: UUID, keep: int, mend: bool) -> None:
    with breaking_in():
        head = Chain.objects.get(pk=committed_hall)
        intruder.cut(committed_hall, keep)
        if not mend:
            head.save()

        found = found_in(committed_hall)

    assert (found.what, found.seq, found.number) == (What.TAIL_CUT, sum(SIZES[:keep]), len(SIZES))


@proof
@given(seq=places, column=st.sampled_from(ENTRY_COLUMNS), chance=st.integers(0, 10**6), own=st.booleans())
def test_a_chain_computed_anew_without_the_key_is_never_believed(
    hall: UUID, seq: int, column: str, chance: int, own: bool
) -> None:
    number = next(n for n in range(1, len(SIZES) + 1) if sum(SIZES[:n]) >= seq)
    with breaking_in():
        row = Seal.objects.select_related("entry").get(hall_id=hall, seq=seq).entry
        Entry.objects.filter(pk=row.pk).update(**{column: altered(getattr(row, column), chance)})
        intruder.recompute(hall, number, own_key_id=own)

        found = found_in(hall)

    assert (found.what, found.number) == (What.UNSIGNED, number)


@proof
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=6))
def test_an_untouched_chain_of_any_shape_is_vouched_for(db: None, sizes: list[int]) -> None:
    wang = clerk()
    chain_of(wang, sizes)

    (report,) = verify.verify(wang.hall_id).halls

    assert report.ok and report.good_to == sum(sizes) and report.batches == len(sizes)
