"""A closed case goes into the archive complete or not at all, and stays as long as its item says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cases.filing import ALL, LATER, LONG_AFTER, closed, filed, office_person
from tests.cases.hall import Office
from tests.support.hall import MORNING
from yichuang.cases import again, events, handlers, refusals, selectors, services
from yichuang.cases.models import Case
from yichuang.cases.rules import archive as rules
from yichuang.cases.rules.archive import Course
from yichuang.cases.services.archive import entries_of
from yichuang.cases.types import CaseState, Purpose
from yichuang.cases.types.archive import Bar, FileState, Piece
from yichuang.deadlines.types import ClockState
from yichuang.kernel.claims import proves
from yichuang.kernel.vault import selectors as kept
from yichuang.kernel.vault import services as vault
from yichuang.notices import selectors as notices

Heard = Callable[..., list[Any]]
PLAIN = Course(False, False, False, False, False, False)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("course", "wanted"),
    [
        # the ordinary way
        (PLAIN, "review receipt result result_notice delivery"),
        # something was missing first, and a material followed later
        (
            Course(False, True, True, False, False, False),
            "review told receipt promised result result_notice delivery",
        ),
        # refused: the letter takes the result's place
        (Course(False, False, False, True, False, False), "review receipt refusal result_notice delivery"),
        # done at once at the window: neither receipt nor letter of the result
        (Course(True, False, False, False, False, False), "review result delivery"),
        # paid for and late
        (
            Course(False, False, False, False, True, True),
            "review receipt result result_notice fees delivery lateness",
        ),
    ],
)
def test_the_course_of_a_case_says_what_its_file_must_hold(course: Course, wanted: str) -> None:
    assert " ".join(rules.pieces(course)) == wanted


def test_a_paper_counts_only_on_record_and_in_the_folder() -> None:
    assert rules.missing(PLAIN, ALL, ALL) == ()
    assert rules.missing(PLAIN, ALL - {Piece.DELIVERY}, ALL) == (Piece.DELIVERY,)
    assert rules.missing(PLAIN, ALL, ALL - {Piece.RECEIPT}) == (Piece.RECEIPT,)


@pytest.mark.parametrize(
    ("closed_on", "years", "until"),
    [
        (date(2026, 3, 2), 10, date(2036, 12, 31)),  # the year it was closed in does not count
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
        (date(2028, 2, 29), 30, date(2058, 12, 31)),
    ],
)
def test_a_file_is_kept_for_full_years(closed_on: date, years: int, until: date) -> None:
    assert rules.retained_until(closed_on, years) == until


def test_the_last_day_of_its_time_still_bars_the_end_of_a_file() -> None:
    until = date(2036, 12, 31)

    assert rules.bars(FileState.KEPT, until, until, held=False, lent=False) == (Bar.RETENTION,)
    assert rules.bars(FileState.KEPT, until, until + timedelta(days=1), held=False, lent=False) == ()
    assert rules.bars(FileState.KEPT, until, date(2040, 1, 1), held=True, lent=True) == (Bar.HOLD, Bar.LOAN)


@pytest.mark.django_db
@proves("ARC-01")
def test_a_complete_case_gets_a_code_of_its_hall_year_and_department(office: Office, heard: Heard) -> None:
    case = closed(office)

    file = services.archive(case_id=case.id, in_folder=ALL, place="3号柜2层", by=office.clerk, at=LATER)
    second = filed(office)

    assert file.code.startswith("AYRS-2026-D10-") and file.code.endswith("-0001")
    assert second.code.endswith("-0002")
    assert (file.place, file.retained_until, file.state) == ("3号柜2层", date(2036, 12, 31), FileState.KEPT)
    stands = selectors.case(office.id, case.id)
    assert (stands.state, stands.archived_at) == (CaseState.ARCHIVED, LATER)
    assert selectors.clocks_by_purpose(office.id, case.id, LATER)[Purpose.ARCHIVE].state is ClockState.STOPPED
    told = heard(events.CaseArchived)[0]
    assert (told.file_id, told.code, told.retained_until) == (file.id, file.code, file.retained_until)
    assert again.first_difference(office.id) is None


@pytest.mark.django_db
@proves("ARC-01")
def test_a_case_without_its_signed_slip_cannot_be_archived_and_the_slip_is_named(office: Office) -> None:
    case = closed(office)

    with pytest.raises(refusals.PapersMissing) as refused:
        services.archive(case_id=case.id, in_folder=ALL - {Piece.DELIVERY}, by=office.clerk, at=LATER)

    assert "送达签收单" in str(refused.value)
    assert selectors.case(office.id, case.id).state is CaseState.CLOSED
    assert selectors.file_of_case(office.id, case.id, LATER) is None


@pytest.mark.django_db
def test_what_is_in_the_folder_but_on_no_record_does_not_count(office: Office, monkeypatch: Any) -> None:
    case = closed(office)
    monkeypatch.setattr(notices, "notices_of", lambda hall_id, matter_id: ())

    with pytest.raises(refusals.PapersMissing) as refused:
        services.archive(case_id=case.id, in_folder=ALL, by=office.clerk, at=LATER)

    assert all(name in str(refused.value) for name in ("受理通知书", "结果通知", "送达签收单"))


@pytest.mark.django_db
def test_only_what_is_closed_is_archived_and_only_once(office: Office) -> None:
    case, open_case = closed(office), office.decided()
    services.archive(case_id=case.id, in_folder=ALL, by=office.clerk, at=LATER)

    for one in (open_case, case):
        with pytest.raises(refusals.IllegalAct):
            services.archive(case_id=one.id, in_folder=ALL, by=office.clerk, at=LATER)


@pytest.mark.django_db
def test_another_department_does_not_archive_it(office: Office, heard: Heard) -> None:
    case = closed(office)

    with pytest.raises(refusals.OtherDepartment):
        services.archive(case_id=case.id, in_folder=ALL, by=office.stranger, at=LATER)

    assert [one.act for one in heard(events.ActRefused)] == ["archive"]


@pytest.mark.django_db
@proves("ARC-01")
def test_who_does_not_file_in_time_stands_on_the_list_as_overdue(office: Office) -> None:
    case, late = closed(office), MORNING + timedelta(days=20)
    seen = selectors.eyes(office.id, office.clerk.id, MORNING)

    (fresh,) = selectors.unfiled(office.id, office.clerk.id, seen, LATER)
    (old,) = selectors.unfiled(office.id, office.clerk.id, seen, late)

    # ten working days from Monday, 2 March
    assert (fresh.case_id, fresh.due, fresh.overdue) == (case.id, date(2026, 3, 16), False)
    assert old.overdue
    services.archive(case_id=case.id, in_folder=ALL, by=office.clerk, at=late)
    assert selectors.unfiled(office.id, office.clerk.id, seen, late) == []


@pytest.mark.django_db
@proves("ARC-04")
def test_the_vault_lets_nothing_of_an_archived_case_go_by_itself(office: Office) -> None:
    file = filed(office)
    assert file.case_id is not None
    entries = entries_of(Case.objects.get(id=file.case_id))

    vault.shred_expired(LONG_AFTER + timedelta(days=4000))

    assert len(entries) >= 5  # name, number, phone, and the letters
    assert all(kept.entry(office.id, one).shredded_at is None for one in entries)


@pytest.mark.django_db
@proves("JOB-06")
def test_a_month_that_ends_with_three_unfiled_cases_is_told_of_the_window_and_its_owners(
    office: Office, heard: Heard
) -> None:
    cases = [closed(office) for _ in range(3)]
    filed(office)
    april = datetime(2026, 4, 1, 0, 5, tzinfo=SHANGHAI)

    handlers.tell_unfiled_months(april - timedelta(minutes=6))
    assert selectors.unfiled_months(office.id, date(2026, 3, 1)) == []
    handlers.tell_unfiled_months(april)
    handlers.tell_unfiled_months(april + timedelta(hours=1))

    (month,) = selectors.unfiled_months(office.id, date(2026, 3, 1))
    assert (month.window_id, month.month, month.unfiled) == (
        office.hall.windows[1],
        date(2026, 3, 1),
        3,
    )
    assert [(one.unfiled, one.owners) for one in heard(events.WindowNotFiled)] == [
        (3, (office.neighbour.id,))
    ]
    assert len(cases) == 3


@pytest.mark.django_db
def test_two_unfiled_cases_are_no_unfiled_window(office: Office) -> None:
    for _ in range(2):
        closed(office)

    handlers.tell_unfiled_months(datetime(2026, 4, 1, 0, 5, tzinfo=SHANGHAI))

    assert selectors.unfiled_months(office.id, date(2026, 3, 1)) == []


@pytest.mark.django_db
def test_a_file_is_seen_by_who_sees_its_case(office: Office) -> None:
    file = filed(office)

    def found(person: Any) -> int:
        seen = selectors.eyes(office.id, person.id, LATER)
        return selectors.files(office.id, person.id, seen, LATER, text=file.code).total

    assert [found(one) for one in (office.clerk, office_person(office), office.stranger)] == [1, 1, 0]
    with pytest.raises(refusals.UnknownFile):
        seen = selectors.eyes(office.id, office.stranger.id, LATER)
        selectors.seen_file(office.id, file.id, office.stranger.id, seen, LATER)


@pytest.mark.django_db
def test_no_row_of_a_case_can_be_deleted_once_it_is_filed(office: Office) -> None:
    from django.db.models import ProtectedError

    file = filed(office)

    with pytest.raises(ProtectedError):
        Case.objects.filter(id=file.case_id).delete()
