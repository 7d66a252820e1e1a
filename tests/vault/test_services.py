from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.access.people import MORNING, hall
from tests.vault.held import ID, NAME, PHONE, YEAR, clerk, keep, reveal, told
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry as JournalEntry
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import selectors, services
from yichuang.kernel.vault.errors import (
    EntryUnknown,
    ExpiryMissing,
    OnlyPersonsReveal,
    ReasonMissing,
    ValueUnfit,
    WrongPurpose,
)
from yichuang.kernel.vault.events import (
    PersonalDataRevealed,
)
from yichuang.kernel.vault.models import DataKey, Entry
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode

pytestmark = pytest.mark.django_db


def whole_database() -> str:
    """Return everything the two tables hold, readable or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_entry")
        held = [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
        cursor.execute("SELECT * FROM vault_data_key")
        held += [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
    return " ".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in held)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.NAME, NAME, "张*国"),
        (Kind.PHONE, PHONE, "138****2210"),
        (Kind.ID_NUMBER, ID, "1101**********0134"),
        (Kind.TEXT, "住在三楼,行动不便\n请上门", "***"),
    ],
)
def test_a_value_is_encrypted_and_shown_masked(kind, value, shown):
    here = hall()
    entry_id = keep(here, value, kind)

    assert value not in whole_database()
    assert value.encode().decode("latin-1") not in whole_database()
    assert selectors.masked(here.id, [entry_id]) == {entry_id: shown}


def test_the_same_value_twice_is_encrypted_differently():
    here = hall()
    keep(here), keep(here)

    first, second = Entry.objects.all()
    assert bytes(first.sealed) != bytes(second.sealed)


def test_a_value_is_found_by_its_keyed_index_in_its_hall_only():
    here, there = hall("YH"), hall("BD")
    mine, theirs = keep(here), keep(there)

    assert selectors.find(here.id, Kind.PHONE, "+86 138 1234 2210") == [mine]
    assert selectors.find(there.id, Kind.PHONE, PHONE) == [theirs]
    assert selectors.find(here.id, Kind.PHONE, "13900000000") == []
    assert selectors.find(here.id, Kind.NAME, PHONE) == []
    assert len(set(Entry.objects.values_list("blind_index", flat=True))) == 2


def test_free_text_is_not_found_at_all():
    here = hall()
    keep(here, "no", Kind.TEXT)

    assert selectors.find(here.id, Kind.TEXT, "no") == []
    assert Entry.objects.get().blind_index == ""


def test_many_values_are_masked_by_one_statement(django_assert_num_queries):
    here = hall()
    entries = [keep(here, f"1381234{number:04}") for number in range(20)]

    with django_assert_num_queries(1):
        shown = selectors.masked(here.id, entries)

    assert list(shown) == entries
    assert set(shown.values()) == {f"138****{number:04}" for number in range(20)}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.ID_NUMBER, "110101199003070135"),
        (Kind.PHONE, "12345"),
        (Kind.NAME, ""),
        (Kind.NAME, "x" * 101),
        (Kind.NAME, "张\x00"),
        (Kind.TEXT, "x" * 20_001),
        (Kind.TEXT, "\ud800"),
    ],
)
def test_what_cannot_be_true_is_not_kept(kind, value):
    with pytest.raises(ValueUnfit):
        keep(hall(), value, kind)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ["<script>", "'; DROP TABLE vault_entry; --", "😀" * 2000, "一\n二"])
def test_any_text_comes_back_as_it_was(text: str):
    here = hall()
    entry_id = keep(here, text, Kind.TEXT)

    assert reveal(entry_id, clerk(here)) == text


@pytest.mark.parametrize("purpose", ["", "for calling back", "电话", "x" * 65, "Queueing.X", "a..b"])
def test_nothing_is_kept_without_a_purpose(purpose: str):
    with pytest.raises(ExpiryMissing):
        keep(hall(), purpose=purpose)


def test_nothing_is_kept_for_ever_but_the_name_on_a_badge():
    here = hall()
    with pytest.raises(ExpiryMissing):
        keep(here, until=None)

    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person", until=None)

    assert selectors.badge(here.id, [badge]) == {badge: "周颖"}


def test_a_badge_name_is_read_once_and_no_other_kind_is_shown(django_assert_num_queries):
    here = hall()
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person")
    phone = keep(here)

    assert selectors.badge(here.id, [badge, phone, new_id()]) == {badge: "周颖"}
    with django_assert_num_queries(0):
        assert selectors.badge(here.id, [badge]) == {badge: "周颖"}


def test_nobody_keeps_in_another_hall():
    here, there = hall("YH"), hall("BD")
    with pytest.raises(EntryUnknown):
        services.keep(
            hall_id=there.id,
            kind=Kind.PHONE,
            value=PHONE,
            purpose="queueing.contact",
            expires_at=MORNING + YEAR,
            by=here.system,
            at=MORNING,
        )


def test_a_reveal_is_an_act_with_a_reason():
    here = hall()
    entry_id, matter = keep(here), new_id()
    lin = clerk(here)
    reason = Reason(ReasonCode.CONTACT, "queueing.contact", note="约定 13812342210 回电", matter=matter)

    assert reveal(entry_id, lin, reason) == PHONE

    row = JournalEntry.objects.get(name=PersonalDataRevealed.stored_name)
    assert (row.subject_id, row.matter_id, row.actor_id) == (entry_id, matter, lin.id)
    (event,) = told(PersonalDataRevealed, entry_id)
    assert (event.kind, event.purpose, event.reason) == ("phone", "queueing.contact", "contact")
    assert PHONE not in row.body and "回电" not in row.body
    assert reveal(event.note_id, lin, Reason(ReasonCode.SUPERVISION, "vault.reason")) == reason.note


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (None, ReasonMissing),
        (Reason(ReasonCode.HANDLING, "statistics.list"), WrongPurpose),
        (Reason(ReasonCode.HANDLING, ""), WrongPurpose),
        (Reason(ReasonCode.BY_LAW, "court.request"), ReasonMissing),  # past the purpose only with a note
        (Reason(ReasonCode.BY_LAW, "court.request", note="  "), ReasonMissing),
    ],
)
def test_nothing_is_revealed_without_a_reason_or_for_another_purpose(reason, error):
    here = hall()
    entry_id = keep(here)

    with pytest.raises(error):
        reveal(entry_id, clerk(here), reason)

    assert not JournalEntry.objects.filter(name=PersonalDataRevealed.stored_name).exists()


def test_the_law_opens_what_was_given_for_another_purpose_and_says_which():
    here = hall()
    entry_id = keep(here)

    value = reveal(
        entry_id, clerk(here), Reason(ReasonCode.BY_LAW, "court.request", note="(2026)晋0105民初123号")
    )

    assert value == PHONE
    assert told(PersonalDataRevealed, entry_id)[0].reason == "by_law"


def test_another_halls_entry_looks_like_none():
    here, there = hall("YH"), hall("BD")
    entry_id = keep(here)
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person", until=None)
    selectors.badge(here.id, [badge])  # held in memory now

    assert selectors.badge(there.id, [badge]) == {}
    assert selectors.masked(there.id, [entry_id]) == {entry_id: "（已销毁）"}
    with pytest.raises(EntryUnknown) as theirs:
        reveal(entry_id, clerk(there))
    with pytest.raises(EntryUnknown) as nobodys:
        reveal(new_id(), clerk(there))
    with pytest.raises(EntryUnknown):
        selectors.entry(there.id, entry_id)
    with pytest.raises(EntryUnknown):
        services.erase(entry_id, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(there), at=MORNING)

    assert str(theirs.value) == str(nobodys.value)


@pytest.mark.parametrize("kind", [ActorKind.DEVICE, ActorKind.SYSTEM, ActorKind.CITIZEN])
def test_only_a_person_reveals(kind: ActorKind):
    here = hall()
    entry_id = keep(here)

    with pytest.raises(OnlyPersonsReveal):
        reveal(entry_id, Actor(kind, new_id(), here.id))


def test_a_refused_act_leaves_nothing_in_the_vault():
    here = hall()
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(here)
        raise RuntimeError

    assert not Entry.objects.exists() and not DataKey.objects.exists()
