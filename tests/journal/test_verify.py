"""``verify`` vouches for what is whole and names the first row that is not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from tests.journal import intruder
from tests.journal.intruder import breaking_in, chain_of
from tests.journal.rehearsal import arrive, clerk, execute
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import commands, signing, verify, witness
from yichuang.kernel.journal.findings import Difference, What
from yichuang.kernel.journal.models import Batch, Chain, Entry, Seal, Unsealed
from yichuang.kernel.journal.record import adapted
from yichuang.kernel.journal.seal import seal


def finding(hall_id: UUID) -> tuple[What | None, int | None, int | None]:
    (report,) = verify.verify(hall_id).halls
    found = report.finding
    if found is not None:
        assert found.sentence and "%(" not in found.sentence
    return (found.what, found.seq, found.number) if found else (None, None, None)


WHOLE = (None, None, None)


@pytest.mark.django_db
def test_a_whole_chain_is_vouched_for_since_its_first_seal() -> None:
    wang = clerk()
    before = timezone.now()
    chain_of(wang, (3, 2))
    arrive(wang)

    report = verify.verify(wang.hall_id)

    (hall,) = report.halls
    assert report.ok and hall.finding is None
    assert (hall.entries, hall.batches, hall.good_to, hall.unsealed) == (5, 2, 5, 1)
    assert hall.since is not None and hall.until is not None and before <= hall.since < hall.until
    assert hall.algorithms == ("sha256",) and len(hall.keys) == 1


@pytest.mark.django_db
def test_an_empty_journal_is_whole() -> None:
    assert verify.verify().ok


@pytest.mark.django_db
def test_every_hall_is_checked_on_its_own() -> None:
    wang, li = clerk(), clerk()
    chain_of(wang)
    chain_of(li)
    with breaking_in():
        execute("UPDATE journal_entry SET name = 'x.y' WHERE hall_id = %s", intruder.where(li.hall_id))

        reports = {hall.hall_id: hall.ok for hall in verify.verify().halls}

    assert reports == {wang.hall_id: True, li.hall_id: False}


@pytest.mark.django_db
def test_a_chain_may_change_its_hash_between_two_batches(settings: Settings) -> None:
    wang = clerk()
    chain_of(wang, (2,))
    settings.JOURNAL_HASH = "sm3"
    chain_of(wang, (2, 1))

    (hall,) = verify.verify(wang.hall_id).halls

    assert hall.ok and hall.algorithms == ("sha256", "sm3")
    with breaking_in():
        execute("UPDATE journal_entry SET version = 2 WHERE hall_id = %s", intruder.where(wang.hall_id))
        assert finding(wang.hall_id) == (What.ENTRY_CHANGED, 1, 1)


@pytest.mark.django_db
def test_deletions_are_named() -> None:
    wang = clerk()
    entries = chain_of(wang)
    hall = wang.hall_id
    with breaking_in():
        Entry.objects.filter(pk=entries[6]).delete()
        assert finding(hall) == (What.ENTRY_DELETED, 7, 3)
    with breaking_in():
        Seal.objects.filter(pk=entries[6]).delete()
        assert finding(hall) == (What.SEAL_DELETED, 7, 3)
    with breaking_in():
        Seal.objects.filter(pk=entries[6]).delete()
        Entry.objects.filter(pk=entries[6]).delete()
        assert finding(hall) == (What.SEAL_DELETED, 7, 3)
    with breaking_in():
        Batch.objects.filter(hall_id=hall, number=2).delete()
        assert finding(hall) == (What.BATCH_DELETED, 5, 2)
    with breaking_in():
        Chain.objects.all().delete()
        assert finding(hall) == (What.HEAD_CHANGED, 12, 4)
    assert finding(hall) == WHOLE


@pytest.mark.django_db
def test_an_entry_that_waited_for_its_number_and_vanished_is_named() -> None:
    wang = clerk()
    entry = arrive(wang)
    with breaking_in():
        Entry.objects.all().delete()

        (hall,) = verify.verify(wang.hall_id).halls

    assert hall.finding is not None
    assert (hall.finding.what, hall.finding.entry_id) == (What.ENTRY_DELETED, entry)


@pytest.mark.django_db
def test_an_entry_that_vanished_while_it_waited_keeps_no_other_from_its_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wang, li = clerk(), clerk()
    gone = arrive(wang)
    with breaking_in():
        Entry.objects.filter(pk=gone).delete()
        arrive(wang)
        arrive(li)

        assert (seal(), seal()) == (2, 0)

        assert list(Unsealed.objects.values_list("entry_id", flat=True)) == [gone]
        finding = verify.verify(wang.hall_id).halls[0].finding
        assert finding is not None and (finding.what, finding.entry_id) == (What.ENTRY_DELETED, gone)
        assert verify.verify(li.hall_id).ok
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.django_db
def test_insertions_are_named() -> None:
    wang = clerk()
    entries = chain_of(wang)
    hall = wang.hall_id
    with breaking_in():
        stray = arrive(wang)
        Unsealed.objects.all().delete()
        (report,) = verify.verify(hall).halls
        assert report.finding is not None
        assert (report.finding.what, report.finding.entry_id) == (What.ENTRY_INSERTED, stray)
    with breaking_in():
        stray = arrive(wang)
        Unsealed.objects.all().delete()
        last = Seal.objects.get(pk=entries[-1])
        Seal.objects.create(entry_id=stray, hall_id=hall, seq=13, batch_id=last.batch_id, leaf=last.leaf)
        assert finding(hall) == (What.SEAL_INSERTED, 13, None)
        Chain.objects.update(last_seq=13)
        assert finding(hall) == (What.HEAD_CHANGED, 12, 4)
    with breaking_in():
        batch = Batch.objects.get(hall_id=hall, number=4)
        batch.pk, batch.number, batch.first_seq, batch.last_seq = new_id(), 5, 13, 13
        batch.save(force_insert=True)
        assert finding(hall) == (What.BATCH_INSERTED, None, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), [(6, 8), (2, 11), (1, 12)])
@pytest.mark.parametrize("swap", [intruder.swap_places, intruder.swap_entries])
def test_a_swap_is_named_with_both_places(
    swap: Callable[[UUID, int, int], None], one: int, other: int
) -> None:
    wang = clerk()
    chain_of(wang)
    with breaking_in():
        swap(wang.hall_id, one, other)

        found = verify.verify(wang.hall_id).halls[0].finding

    assert found is not None
    assert (found.what, found.seq, found.other) == (What.ENTRIES_SWAPPED, one, other)


@pytest.mark.django_db
@pytest.mark.parametrize("own_key_id", [True, False])
def test_a_chain_computed_anew_without_the_key_is_not_believed(own_key_id: bool) -> None:
    wang = clerk()
    entries = chain_of(wang)
    with breaking_in():
        Entry.objects.filter(pk=entries[6]).update(subject_id=new_id())
        intruder.recompute(wang.hall_id, 3, own_key_id=own_key_id)
        assert finding(wang.hall_id) == (What.UNSIGNED, 6, 3)

        # the hall's own sealer goes on and signs what stands on the forged chain
        chain_of(wang, (2,))
        assert finding(wang.hall_id) == (What.UNSIGNED, 6, 3)


@pytest.mark.django_db(transaction=True)
def test_a_cut_tail_is_found_by_the_root_kept_outside() -> None:
    wang = clerk()
    chain_of(wang)
    with breaking_in():
        intruder.cut(wang.hall_id, keep=3)
        assert finding(wang.hall_id) == (What.TAIL_CUT, 10, 4)
    with breaking_in():
        intruder.cut_everything(wang.hall_id)
        assert [hall.ok for hall in verify.verify().halls] == [False]
        assert finding(wang.hall_id) == (What.TAIL_CUT, 0, 4)
    assert finding(wang.hall_id) == WHOLE


@pytest.mark.django_db(transaction=True)
def test_a_tail_cut_without_mending_the_end_is_found_as_well() -> None:
    wang = clerk()
    chain_of(wang)
    with breaking_in():
        Batch.objects.filter(number__gt=2).delete()
        Seal.objects.filter(seq__gt=5).delete()
        assert finding(wang.hall_id) == (What.TAIL_CUT, 5, 4)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("then", [(1,), (1, 1, 1, 1)])
def test_a_chain_that_was_cut_and_continued_is_found(then: tuple[int, ...]) -> None:
    from yichuang.kernel.journal import guard

    wang = clerk()
    chain_of(wang)
    with guard.lifted():
        intruder.cut(wang.hall_id, keep=2)

    chain_of(wang, then)

    assert finding(wang.hall_id) == ((What.TAIL_CUT, 6, 4) if len(then) == 1 else (What.REWRITTEN, None, 4))


@pytest.mark.django_db(transaction=True)
def test_a_root_kept_outside_that_was_altered_is_found() -> None:
    wang = clerk()
    chain_of(wang)
    file = Path(witness._file(wang.hall_id.hex, "last"))
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        whole.replace('"number":4', '"number":3').replace(witness.roots(wang.hall_id)[0].root, "0" * 64)
    )
    assert finding(wang.hall_id) == (What.WITNESS_CHANGED, None, 3)

    file.write_text("no root at all\n", encoding="utf-8")

    assert finding(wang.hall_id)[0] is What.WITNESS_CHANGED


@pytest.mark.django_db(transaction=True)
def test_the_last_root_of_each_day_is_kept() -> None:
    wang = clerk()
    chain_of(wang, (1, 1))
    (today,) = witness.roots(wang.hall_id)
    assert today.number == 2 and signing.genuine(today.root, today.key_id, today.signature)
    yesterday = witness.Root(
        today.hall_id, 2, 2, today.algorithm, today.root, today.key_id, today.signature,
        (timezone.now() - timedelta(days=1)).isoformat(),
    )  # fmt: skip
    witness._replace(yesterday)

    chain_of(wang, (1, 1))

    assert [root.number for root in witness.roots(wang.hall_id)] == [2, 4]
    assert finding(wang.hall_id) == WHOLE


@pytest.mark.django_db
def test_an_old_signing_key_still_vouches_after_a_new_one(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    wang = clerk()
    chain_of(wang, (2,))
    signing._present.cache_clear()
    (tmp_path / "journal-signing.key").unlink()
    chain_of(wang, (2,))

    (hall,) = verify.verify(wang.hall_id).halls
    assert hall.ok and len(hall.keys) == 2

    for file in tmp_path.glob("*.pub"):
        file.unlink()
    signing._public.cache_clear()
    assert finding(wang.hall_id) == (What.UNSIGNED, 1, 1)
    signing._present.cache_clear()
    signing._public.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_hall_at_work_is_checked_without_a_false_alarm() -> None:
    wang = clerk()
    chain_of(wang)
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                arrive(wang)
                arrive(wang)
                seal()
        finally:
            connection.close()

    clerk_at_work = threading.Thread(target=work)
    clerk_at_work.start()
    try:
        found = [finding(wang.hall_id) for _ in range(15)]
    finally:
        stop.set()
        clerk_at_work.join()

    assert found == [WHOLE] * 15


@pytest.mark.django_db
def test_the_command_says_it_in_sentences_and_by_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["verify"]) == 0
    assert "空" in capsys.readouterr().out
    wang = clerk()
    entries = chain_of(wang)

    assert commands.run(["verify", "--hall", str(wang.hall_id)]) == 0
    assert "12" in capsys.readouterr().out
    with breaking_in():
        Entry.objects.filter(pk=entries[6]).update(version=9)
        assert commands.run(["verify", "--json"]) == 1
        told = json.loads(capsys.readouterr().out)
        assert commands.run(["verify"]) == 1
        assert f"{entries[6]}" in capsys.readouterr().out

    (hall,) = told["halls"]
    assert told["ok"] is False and hall["finding"]["seq"] == 7 and hall["good_to"] == 5
    assert str(entries[6]) in hall["finding"]["sentence"]


@pytest.mark.django_db
def test_tables_are_computed_again_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    wang = clerk()
    chain_of(wang, (1,))
    answers: list[Difference | None] = [
        None,
        Difference("rehearsal_letter", "L001", "state", "answered", "waiting"),
    ]
    verify.recomputes("rehearsal.letter", lambda hall_id: answers.pop(0))
    try:
        assert verify.verify(wang.hall_id).ok and len(answers) == 2
        assert commands.run(["verify", "--tables"]) == 0
        assert "rehearsal.letter" in capsys.readouterr().out
        assert commands.run(["verify", "--tables"]) == 1
        assert "L001" in capsys.readouterr().out
    finally:
        del verify._recomputes["rehearsal.letter"]


@pytest.mark.django_db
def test_progress_is_told_on_a_long_chain() -> None:
    wang = clerk()
    with transaction.atomic():
        chain_of(wang, (1000, 1000, 1000))
    told: list[tuple[int, int]] = []

    def progress(hall_id: UUID, seq: int, *, last: int) -> None:
        told.append((seq, last))

    assert verify.verify(wang.hall_id, progress=progress).ok
    assert told == [(1000, 3000), (2000, 3000), (3000, 3000)]


@pytest.mark.django_db
def test_a_moment_written_in_another_form_is_a_change_too() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps a moment as text")
    wang = clerk()
    entries = chain_of(wang)
    with breaking_in():
        execute("UPDATE journal_entry SET at = replace(at, ' ', 'T') WHERE id = %s", [adapted(entries[8])])
        assert finding(wang.hall_id) == (What.ENTRY_CHANGED, 9, 3)
