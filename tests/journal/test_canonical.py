"""The same entry gives the same hash on both engines, today and in ten years."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.journal.rehearsal import MORNING, LetterArrived, Tone
from yichuang.kernel.journal import canonical
from yichuang.kernel.journal.models import Batch, Entry, Seal
from yichuang.kernel.journal.record import COLUMNS, INSERT_ENTRY, INSERT_UNSEALED, row
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.types import Actor, ActorKind

# Never change these: rows sealed yesterday must give the same hashes tomorrow.
GOLDEN_TEXT = (
    '["sha256/1",1,"00000000000000000000000000000e01","00000000000000000000000000000a11","rehearsal.letter_arrived",'
    '1,"00000000000000000000000000000001",null,"person","00000000000000000000000000000002",'
    '"00000000000000000000000000000003",null,"00000000000000000000000000000004",null,'
    '"2026-03-02T01:30:00.000125Z","2026-03-02T01:30:01.000000Z",'
    '"{\\"dated\\":\\"2026-03-01\\",\\"enclosures\\":[\\"00000000000000000000000000000005\\"],'
    '\\"label\\":\\"L016\\",\\"letter_id\\":\\"00000000000000000000000000000001\\",\\"pages\\":3,'
    '\\"registered\\":true,\\"stamped\\":null,\\"tone\\":\\"stern\\",\\"weight\\":17.25}"]'
)
GOLDEN_LEAF = {
    "sha256": "fd77d098e57421b4967bac7e6d9082e33bb0c8fb043d0db884d3a6a63b45b50f",
    "sm3": "4af40a3b99523f4e87c59b3df3cb5923568841bff2c184793f88a1c184872c5c",
}
GOLDEN_TREE = {
    "sha256": "131b12d5540fb8d92ced9fa5dd25f386608c45f507639fbb3c99bd46e6a2c38b",
    "sm3": "1d430e489ca5fd0a1759b9988025aab3048bdf3f613f916488abe49996e9ef3a",
}
GOLDEN_ROOT = {
    "sha256": "9291c210cf8657c71e5cc2593d36e00915bb213a8fcb168d127bf8c333fda4aa",
    "sm3": "bd462365bd810c33a4c15f9a049ce2ba2e98b06b5d783ea8ebc426399641e55e",
}


def _write_golden() -> None:
    by = Actor(ActorKind.PERSON, UUID(int=2), UUID(int=0xA11), window_id=UUID(int=4), post_id=UUID(int=3))
    event = LetterArrived(
        UUID(int=1), Tone.STERN, "L016", 3, 17.25, True, date(2026, 3, 1), None, (UUID(int=5),)
    )
    values = row(
        event,
        subject=UUID(int=1),
        by=by,
        at=MORNING.astimezone(timezone(timedelta(hours=8))),
        matter=None,
        entry_id=UUID(int=0xE01),
        recorded_at=MORNING.replace(second=1, microsecond=0),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT_ENTRY, values)
        cursor.execute(INSERT_UNSEALED, values[:2])


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_an_entry_gives_the_golden_leaf_on_this_engine(settings: Settings, algorithm: str) -> None:
    settings.JOURNAL_HASH = algorithm
    _write_golden()

    seal()

    stored = Seal.objects.get(pk=UUID(int=0xE01))
    assert stored.seq == 1 and stored.leaf == GOLDEN_LEAF[algorithm]
    assert Batch.objects.get().algorithm == algorithm


def test_the_golden_leaf_is_the_hash_of_the_golden_text() -> None:
    assert hashlib.sha256(b"\x00" + GOLDEN_TEXT.encode()).hexdigest() == GOLDEN_LEAF["sha256"]
    assert len(json.loads(GOLDEN_TEXT)) == 2 + len(COLUMNS)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_the_golden_tree_and_root_stay_what_they_are(algorithm: str) -> None:
    leaves = [f"{n:064x}" for n in range(5)]
    tree = canonical.tree(algorithm, leaves)
    root = canonical.root(
        algorithm,
        hall_id=UUID(int=0xA11),
        number=2,
        first_seq=4,
        last_seq=8,
        sealed_at=MORNING,
        previous_root="ab" * 32,
        previous_signature="cd" * 64,
        tree=tree,
    )

    assert (tree, root) == (GOLDEN_TREE[algorithm], GOLDEN_ROOT[algorithm])


def test_sm3_is_the_national_standard_one() -> None:
    # GB/T 32905-2016, example 1
    assert canonical.ALGORITHMS["sm3"](b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_the_tree_is_the_one_of_rfc_6962(leaves: list[bytes]) -> None:
    def mth(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        k = 1
        while k * 2 < len(part):
            k *= 2
        return hashlib.sha256(b"\x01" + mth(part[:k]) + mth(part[k:])).digest()

    assert canonical.tree("sha256", [leaf.hex() for leaf in leaves]) == mth(leaves).hex()


@pytest.mark.parametrize(
    ("stored", "canonical_form"),
    [
        ("2026-03-02 01:30:00.000125", "2026-03-02T01:30:00.000125Z"),  # SQLite
        ("2026-03-02 01:30:00", "2026-03-02T01:30:00.000000Z"),
        (MORNING, "2026-03-02T01:30:00.000125Z"),  # PostgreSQL
        (MORNING.astimezone(timezone(timedelta(hours=8))), "2026-03-02T01:30:00.000125Z"),
        (datetime(2026, 3, 2, 1, 30), "2026-03-02T01:30:00.000000Z"),
        (datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "2026-03-02T01:30:00.000000Z"),
    ],
)
def test_a_moment_has_one_form(stored: object, canonical_form: str) -> None:
    assert canonical.moment(stored) == canonical_form


@pytest.mark.parametrize(
    "stored",
    [
        "2026-03-02T01:30:00",
        "2026-03-02 01:30:00.000000",
        "2026-03-02 01:30",
        "20260302",
        "",
        "2026-03-02 01:30:00+00:00",
        7,
        None,
    ],
)
def test_a_moment_in_a_form_the_house_never_writes_is_distorted(stored: object) -> None:
    with pytest.raises(canonical.Distorted):
        canonical.moment(stored)


def test_the_moments_are_the_datetimes_of_the_entry() -> None:
    kinds = {
        field.column for field in Entry._meta.concrete_fields if field.get_internal_type() == "DateTimeField"
    }
    assert kinds == canonical.MOMENTS
