"""Nothing is destroyed by itself: its time is over, nothing bars it, two others approved, it is certified."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cases.filing import LATER, LONG_AFTER, as_role, filed, office_person
from tests.cases.hall import Office
from yichuang.cases import again, events, refusals, selectors, services
from yichuang.cases.models import ArchiveFile, Case, DestructionList
from yichuang.cases.services.archive import entries_of
from yichuang.cases.types.archive import Bar, FileCard, FileState, ListCard, ListState
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.documents import pdf
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault import services as kept

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
BEFORE = LONG_AFTER.replace(year=2036, month=12, day=31)


def listed(office: Office, *files: FileCard, at: Any = LONG_AFTER) -> ListCard:
    ids = [one.id for one in files]
    return services.draw_up(
        file_ids=ids, reason="保管期满,鉴定无继续保存价值", by=office_person(office), at=at
    )


def approved(office: Office, made: ListCard) -> ListCard:
    for one in (office.chief, office.head):
        made = services.approve_destruction(list_id=made.id, by=one, at=LONG_AFTER)
    return made


def proposed(office: Office, at: Any) -> list[str]:
    by = office_person(office)
    seen = selectors.eyes(office.id, by.id, at)
    return [one.code for one in selectors.proposed(office.id, by.id, seen, at)]


@proves("ARC-04")
def test_a_file_is_proposed_when_its_time_is_over_and_stays_until_somebody_acts(office: Office) -> None:
    file = filed(office)

    assert proposed(office, BEFORE) == []
    assert proposed(office, LONG_AFTER) == [file.code]
    kept.shred_expired(LONG_AFTER + timedelta(days=3650))
    assert selectors.file(office.id, file.id, LONG_AFTER).state is FileState.KEPT
    assert vault.masked(office.id, [file.applicant])[file.applicant] == "张*国"


@proves("ARC-04")
def test_a_legal_hold_keeps_a_file_off_the_proposals_until_it_is_lifted(office: Office, heard: Heard) -> None:
    file = filed(office)

    services.set_hold(
        file_id=file.id, document="(2036)豫行初12号", reason="行政诉讼", by=office_person(office), at=LATER
    )

    assert proposed(office, LONG_AFTER) == []
    assert Bar.HOLD in selectors.file(office.id, file.id, LONG_AFTER).bars
    with pytest.raises(refusals.FileHeld):
        listed(office, file)
    (hold,) = selectors.holds(office.id, file.id)
    services.lift_hold(hold_id=hold.id, by=office_person(office), at=LONG_AFTER)
    assert proposed(office, LONG_AFTER) == [file.code]
    assert [one.code for one in heard(events.HoldSet)] == [file.code]
    with pytest.raises(refusals.NothingHeld):
        services.lift_hold(hold_id=hold.id, by=office_person(office), at=LONG_AFTER)


def test_a_hold_names_its_paper_and_its_reason(office: Office) -> None:
    file = filed(office)

    for document, reason in (("", "诉讼"), ("12号", " ")):
        with pytest.raises(refusals.HoldDocumentMissing):
            services.set_hold(
                file_id=file.id, document=document, reason=reason, by=office_person(office), at=LATER
            )


@proves("ARC-03")
def test_two_others_approve_and_what_is_left_is_a_certificate_and_a_tombstone(
    office: Office, heard: Heard
) -> None:
    file = filed(office)
    case = Case.objects.get(id=file.case_id)
    entries = entries_of(case)
    made = approved(office, listed(office, file))

    done = services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    assert (done.state, len(done.certificate)) == (ListState.DONE, 64)
    assert len(entries) >= 5
    assert all(vault.entry(office.id, one).shredded_at == LONG_AFTER for one in entries)
    gone = selectors.file(office.id, file.id, LONG_AFTER)
    assert (gone.state, gone.code, gone.bars[0]) == (FileState.DESTROYED, file.code, Bar.GONE)
    case.refresh_from_db()
    assert (case.number, case.applicant_index, case.phone_tail) == (file.number, "", "")
    (told,) = heard(events.FilesDestroyed)
    assert (told.codes, {told.first_by, told.second_by}) == (
        (file.code,),
        {office.chief.id, office.head.id},
    )
    assert told.certificate == done.certificate
    hear()
    assert again.first_difference(office.id) is None


def test_the_certificate_is_a_paper_that_prints_and_names_no_citizen(office: Office) -> None:
    file = filed(office)
    made = approved(office, listed(office, file))
    services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    paper = selectors.certificate(office.id, made.id)
    first, second = (pdf(paper, at=LONG_AFTER.astimezone(UTC)) for _ in range(2))

    assert paper.number == "AYRS-XH-2037-001"
    assert file.code in str(paper.blocks) and "张伟国" not in str(paper.blocks)
    assert first.bytes == second.bytes and first.pages == 1


@proves("ARC-03", refuses=True)
def test_one_approval_destroys_nothing(office: Office) -> None:
    file = filed(office)
    made = listed(office, file)

    with pytest.raises(refusals.ApprovalsMissing):
        services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)
    services.approve_destruction(list_id=made.id, by=office.chief, at=LONG_AFTER)
    with pytest.raises(refusals.ApprovalsMissing):
        services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    assert selectors.file(office.id, file.id, LONG_AFTER).state is FileState.KEPT


@proves("ARC-03", refuses=True)
def test_the_same_person_is_not_two(office: Office) -> None:
    as_role(office, "0001", Role.SEC)
    made = listed(office, filed(office))
    services.approve_destruction(list_id=made.id, by=office.chief, at=LONG_AFTER)

    for once_more in (office.chief, office_person(office)):  # who approved, and who drew it up
        with pytest.raises(refusals.OtherApproverNeeded):
            services.approve_destruction(list_id=made.id, by=once_more, at=LONG_AFTER)

    assert selectors.destruction(office.id, made.id, LONG_AFTER).state is ListState.ONCE


def test_not_even_the_database_takes_one_person_for_two(office: Office) -> None:
    made = approved(office, listed(office, filed(office)))

    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(id=made.id).update(second_by=office.chief.id)


@proves("ARC-03", refuses=True)
def test_a_file_whose_time_runs_is_put_on_no_list(office: Office) -> None:
    file = filed(office)

    with pytest.raises(refusals.RetentionRuns) as refused:
        listed(office, file, at=BEFORE)

    assert "2036-12-31" in str(refused.value)


def test_what_comes_between_bars_the_whole_list(office: Office) -> None:
    first, second = filed(office), filed(office)
    made = approved(office, listed(office, first, second))
    services.set_hold(
        file_id=second.id, document="审计通知7号", reason="审计", by=office_person(office), at=LONG_AFTER
    )

    with pytest.raises(refusals.FileHeld):
        services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    states = ArchiveFile.objects.filter(hall_id=office.id).values_list("state", flat=True)
    assert set(states) == {FileState.KEPT}


def test_a_file_stands_on_one_list_and_leaves_it_when_that_is_taken_back(office: Office) -> None:
    file = filed(office)
    made = listed(office, file)

    with pytest.raises(refusals.FileListed):
        listed(office, file)
    services.withdraw_list(list_id=made.id, by=office.chief, at=LONG_AFTER)

    assert listed(office, file).number == "AYRS-XH-2037-002"
    with pytest.raises(refusals.ListClosed):
        services.approve_destruction(list_id=made.id, by=office.chief, at=LONG_AFTER)


def test_a_clerk_neither_draws_up_nor_approves(office: Office) -> None:
    file = filed(office)
    made = listed(office, file)

    with pytest.raises(refusals.NotAnArchivist):
        services.draw_up(file_ids=[file.id], reason="旧", by=office.clerk, at=LONG_AFTER)
    with pytest.raises(refusals.NotAnArchivist):
        services.approve_destruction(list_id=made.id, by=office.clerk, at=LONG_AFTER)
    with pytest.raises(refusals.ListEmpty):
        services.draw_up(file_ids=[], reason="旧", by=office_person(office), at=LONG_AFTER)


def test_what_was_destroyed_is_neither_lent_nor_held(office: Office) -> None:
    file = filed(office)
    made = approved(office, listed(office, file))
    services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    with pytest.raises(refusals.FileGone):
        services.lend(
            file_id=file.id,
            borrower_id=office.clerk.id,
            purpose="看",
            due_on=(LONG_AFTER + timedelta(days=2)).date(),
            by=office_person(office),
            at=LONG_AFTER,
        )
    with pytest.raises(refusals.FileGone):
        services.set_hold(
            file_id=file.id, document="1号", reason="诉讼", by=office_person(office), at=LONG_AFTER
        )
    with pytest.raises(refusals.ListClosed):
        services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)


def test_the_journal_of_a_destroyed_case_still_tells_its_story(office: Office) -> None:
    file = filed(office)
    before = Entry.objects.filter(matter_id=file.case_id).count()
    made = approved(office, listed(office, file))

    services.destroy(list_id=made.id, by=office_person(office), at=LONG_AFTER)

    assert Entry.objects.filter(matter_id=file.case_id).count() > before


def test_no_code_of_the_room_deletes_a_case_or_a_file() -> None:
    """What may be deleted is what only counts visits, looks and lists taken out (C5.11, C10.11)."""
    from yichuang.cases.services import archive, destruction, exports, files, holds, loans, looks, visits

    deleting = {
        module.__name__.rsplit(".", 1)[-1]
        for module in (archive, destruction, exports, files, holds, loans, looks, visits)
        if ".delete()" in inspect.getsource(module)
    }

    assert deleting == {"exports", "looks", "visits"}
