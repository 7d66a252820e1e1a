from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from tests.access.people import MORNING, hall
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry as JournalEntry
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import keyring, selectors, services, sweeps
from yichuang.kernel.vault.errors import (
    EntryShredded,
    EntryUnknown,
    ExpiryMissing,
    OnlyPersonsReveal,
    ReasonMissing,
    Tampered,
    ValueUnfit,
    VaultKeyMissing,
    WrongPurpose,
)
from yichuang.kernel.vault.events import (
    PersonalDataErased,
    PersonalDataRevealed,
    VaultKeyRotated,
    VaultShredded,
)
from yichuang.kernel.vault.models import DataKey, Entry
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode

pytestmark = pytest.mark.django_db
PHONE, NAME, ID = "13812342210", "张建国", "110101199003070134"
YEAR = timedelta(days=365)
HANDLING = Reason(ReasonCode.HANDLING, "queueing.contact")


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Give every test a keys folder of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.forget()
    selectors.forget_badges()
    yield
    keyring.forget()
    selectors.forget_badges()


def keep(where, value=PHONE, kind=Kind.PHONE, purpose="queueing.contact", until=YEAR, **more):
    return services.keep(
        hall_id=where.id,
        kind=kind,
        value=value,
        purpose=purpose,
        expires_at=None if until is None else MORNING + until,
        by=where.system,
        at=MORNING,
        **more,
    )


def clerk(where):
    return Actor(ActorKind.PERSON, new_id(), where.id)


def reveal(entry_id, by, reason=HANDLING, at=MORNING):
    return services.reveal(entry_id, reason=reason, by=by, at=at)


def told(kind, subject: UUID):
    rows = JournalEntry.objects.filter(name=kind.stored_name, subject_id=subject)
    return [load(row.name, row.version, row.body) for row in rows]


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
    entry_id = keep(hall(), value, kind)

    assert value not in whole_database()
    assert value.encode().decode("latin-1") not in whole_database()
    assert selectors.masked([entry_id]) == {entry_id: shown}


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
        shown = selectors.masked(entries)

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

    assert selectors.badge([badge]) == {badge: "周颖"}


def test_a_badge_name_is_read_once_and_no_other_kind_is_shown(django_assert_num_queries):
    here = hall()
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person")
    phone = keep(here)

    assert selectors.badge([badge, phone, new_id()]) == {badge: "周颖"}
    with django_assert_num_queries(0):
        assert selectors.badge([badge]) == {badge: "周颖"}


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


def test_the_sweep_shreds_what_is_over_and_leaves_a_tombstone():
    here = hall()
    over = [keep(here, until=timedelta(days=30)) for _ in range(3)]
    note = keep(here, "x", Kind.TEXT, "complaints.text", until=timedelta(days=30))
    stays = keep(here, until=timedelta(days=31))
    at = MORNING + timedelta(days=30)

    assert sweeps.shred(at) == 4

    assert selectors.masked([over[0], stays]) == {over[0]: "(已销毁)", stays: "138****2210"}
    row = Entry.objects.get(id=over[0])
    assert (bytes(row.sealed), row.blind_index, row.shredded_at) == (b"", "", at)
    assert not DataKey.objects.filter(entry_id__in=[*over, note]).exists()
    assert selectors.find(here.id, Kind.PHONE, PHONE) == [stays]
    with pytest.raises(EntryShredded):
        reveal(over[0], clerk(here))
    counts = {one.purpose: one.count for one in told(VaultShredded, here.id)}
    assert counts == {"queueing.contact": 3, "complaints.text": 1}
    assert sweeps.shred(at) == 0


def test_a_value_whose_time_is_over_is_not_revealed_even_before_the_sweep_comes():
    here = hall()
    entry_id = keep(here, until=timedelta(days=1))

    with pytest.raises(EntryShredded):
        reveal(entry_id, clerk(here), at=MORNING + timedelta(days=1))


def test_the_sweep_goes_in_slices():
    here = hall()
    for _ in range(7):
        keep(here, until=timedelta(days=1))

    assert services.shred_expired(MORNING + timedelta(days=1), limit=3) == 7
    assert sum(one.count for one in told(VaultShredded, here.id)) == 7


def test_what_a_person_wants_gone_goes_at_once():
    here = hall()
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person")
    selectors.badge([badge])

    services.erase(badge, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(here), at=MORNING)
    services.erase(badge, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(here), at=MORNING)

    assert selectors.badge([badge]) == {}
    assert len(told(PersonalDataErased, badge)) == 1


@pytest.mark.parametrize("column", ["sealed", "purpose", "kind", "hall_id"])
def test_a_row_changed_by_hand_does_not_open(column: str):
    here = hall()
    entry_id = keep(here)
    row = Entry.objects.get()
    changed = {
        "sealed": bytes(row.sealed[:-1]) + bytes([row.sealed[-1] ^ 1]),
        "purpose": "statistics.list",
        "kind": "badge_name",
        "hall_id": new_id(),
    }[column]
    Entry.objects.update(**{column: changed})

    with pytest.raises(Tampered):
        selectors.masked([entry_id])
    if column == "kind":
        with pytest.raises(Tampered):
            selectors.badge([entry_id])


def test_a_value_moved_to_another_row_does_not_open():
    here = hall()
    mine, yours = keep(here), keep(here, "13900001111")
    row, key = Entry.objects.get(id=mine), DataKey.objects.get(entry_id=mine)
    Entry.objects.filter(id=yours).update(sealed=row.sealed)
    DataKey.objects.filter(entry_id=yours).update(wrapped=key.wrapped)

    with pytest.raises(Tampered):
        selectors.masked([yours])


def test_a_new_master_key_wraps_everything_anew_and_the_old_one_can_go():
    here = hall()
    entries = [keep(here) for _ in range(5)]
    old, _ = keyring.current()

    assert services.rotate(at=MORNING, limit=2) == 5

    new, _ = keyring.current()
    assert new != old
    assert set(DataKey.objects.values_list("master", flat=True)) == {new}
    assert sum(one.count for one in told(VaultKeyRotated, here.id)) == 5
    (django_settings.KEYS_DIR / "vault.key").unlink()
    keyring.forget()
    assert set(selectors.masked(entries).values()) == {"138****2210"}
    assert selectors.masked([keep(here)])


def test_a_rotation_cut_short_is_simply_run_again():
    here = hall()
    entries = [keep(here) for _ in range(3)]
    keyring.add()
    services._rewrap_some(MORNING, 1)

    assert set(selectors.masked(entries).values()) == {"138****2210"}
    assert services.rewrap(at=MORNING) == 2


def test_a_missing_key_file_is_said_and_no_new_one_is_made():
    here = hall()
    entry_id = keep(here)
    (django_settings.KEYS_DIR / "vault.key").unlink()
    keyring.forget()

    with pytest.raises(VaultKeyMissing):
        selectors.masked([entry_id])
    with pytest.raises(VaultKeyMissing):
        keep(here)
    assert not (django_settings.KEYS_DIR / "vault.key").exists()


def test_a_refused_act_leaves_nothing_in_the_vault():
    here = hall()
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(here)
        raise RuntimeError

    assert not Entry.objects.exists() and not DataKey.objects.exists()
