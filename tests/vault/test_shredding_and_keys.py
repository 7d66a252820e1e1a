from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from tests.access.people import MORNING, hall
from tests.vault.held import PHONE, clerk, keep, reveal, told
from yichuang.kernel.ids import new_id
from yichuang.kernel.vault import commands, keyring, selectors, services, sweeps
from yichuang.kernel.vault.errors import (
    EntryShredded,
    Tampered,
    VaultKeyMissing,
)
from yichuang.kernel.vault.events import (
    PersonalDataErased,
    VaultKeyRotated,
    VaultShredded,
)
from yichuang.kernel.vault.models import DataKey, Entry
from yichuang.kernel.vault.types import Kind, ReasonCode

pytestmark = pytest.mark.django_db


def test_the_sweep_shreds_what_is_over_and_leaves_a_tombstone():
    here = hall()
    over = [keep(here, until=timedelta(days=30)) for _ in range(3)]
    note = keep(here, "x", Kind.TEXT, "complaints.text", until=timedelta(days=30))
    stays = keep(here, until=timedelta(days=31))
    at = MORNING + timedelta(days=30)

    assert sweeps.shred(at) == 4

    assert selectors.masked(here.id, [over[0], stays]) == {over[0]: "（已销毁）", stays: "138****2210"}
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


def test_what_a_person_wants_gone_goes_at_once(django_capture_on_commit_callbacks):
    here = hall()
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person")
    selectors.badge(here.id, [badge])

    with django_capture_on_commit_callbacks(execute=True):
        services.erase(badge, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(here), at=MORNING)
        services.erase(badge, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(here), at=MORNING)

    assert selectors.badge(here.id, [badge]) == {}
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
        selectors.masked(changed if column == "hall_id" else here.id, [entry_id])
    if column == "kind":
        with pytest.raises(Tampered):
            selectors.badge(here.id, [entry_id])


def test_a_value_moved_to_another_row_does_not_open():
    here = hall()
    mine, yours = keep(here), keep(here, "13900001111")
    row, key = Entry.objects.get(id=mine), DataKey.objects.get(entry_id=mine)
    Entry.objects.filter(id=yours).update(sealed=row.sealed)
    DataKey.objects.filter(entry_id=yours).update(wrapped=key.wrapped)

    with pytest.raises(Tampered):
        selectors.masked(here.id, [yours])


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
    assert set(selectors.masked(here.id, entries).values()) == {"138****2210"}
    assert selectors.masked(here.id, [keep(here)])


def test_a_serving_process_uses_the_new_master_as_soon_as_a_command_has_made_it():
    here = hall()
    keep(here)
    folder = django_settings.KEYS_DIR
    (folder / "vault-2.key").write_bytes(b"2" * 32)  # as `yichuang vault rotate` does in a process of its own

    keep(here)
    assert services.rewrap(at=MORNING) == 1
    (folder / "vault.key").unlink()
    kept = keep(here)

    assert selectors.masters() == {keyring.name_of(b"2" * 32): 3}
    keyring.forget()
    assert selectors.masked(here.id, [kept]) == {kept: "138****2210"}


def test_keys_that_vanish_from_a_serving_process_are_missed_in_a_sentence():
    here = hall()
    keep(here)
    (django_settings.KEYS_DIR / "vault.key").unlink()

    with pytest.raises(VaultKeyMissing):
        keyring.master("f" * 16)
    with pytest.raises(VaultKeyMissing):
        keep(here)


@pytest.mark.django_db(transaction=True)
def test_a_name_read_while_it_is_being_destroyed_is_not_remembered():
    here = hall()
    badge = keep(here, "周颖", Kind.BADGE_NAME, "organization.person")
    shown: list[object] = []

    def read() -> None:
        shown.append(selectors.badge(here.id, [badge]))
        connection.close()

    reader = threading.Thread(target=read)
    with transaction.atomic():
        services.erase(badge, reason=ReasonCode.SUBJECT_REQUEST, by=clerk(here), at=MORNING)
        reader.start()
        reader.join()

    assert shown == [{badge: "周颖"}]
    assert selectors.badge(here.id, [badge]) == {}


def test_a_rotation_cut_short_is_simply_run_again():
    here = hall()
    entries = [keep(here) for _ in range(3)]
    keyring.add()
    services._rewrap_some(MORNING, 1)

    assert set(selectors.masked(here.id, entries).values()) == {"138****2210"}
    assert services.rewrap(at=MORNING) == 2


def test_a_missing_key_file_is_said_and_no_new_one_is_made():
    here = hall()
    entry_id = keep(here)
    (django_settings.KEYS_DIR / "vault.key").unlink()
    keyring.forget()

    with pytest.raises(VaultKeyMissing):
        selectors.masked(here.id, [entry_id])
    with pytest.raises(VaultKeyMissing):
        keep(here)
    assert not (django_settings.KEYS_DIR / "vault.key").exists()


def test_the_command_rotates_the_key_and_counts(capsys):
    here = hall()
    entries = [keep(here) for _ in range(3)]

    assert commands.run(["rotate"]) == 0
    assert commands.run(["keys"]) == 0

    told = capsys.readouterr().out
    assert "3" in told.splitlines()[0]
    assert told.splitlines()[1] == f"{keyring.current()[0]}  3"
    assert set(selectors.masked(here.id, entries).values()) == {"138****2210"}


def test_the_command_says_that_a_key_file_is_missing(capsys):
    keep(hall())
    (django_settings.KEYS_DIR / "vault.key").unlink()
    keyring.forget()

    assert commands.run(["rotate"]) == 1
    assert "密钥文件" in capsys.readouterr().err
