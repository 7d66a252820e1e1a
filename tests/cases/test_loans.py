"""A file is lent for a purpose until a day; who keeps it longer is reminded, and so is the archivist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.filing import LATER, filed, office_person
from tests.cases.hall import Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types.archive import FileCard, LoanCard
from yichuang.deadlines import services as deadlines
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
DAY = date(2026, 3, 6)


def lent(office: Office, file: FileCard, **other: Any) -> LoanCard:
    given = {
        "borrower_id": office.stranger.id,
        "purpose": "核对张伟国的工龄",
        "due_on": DAY,
        "by": office_person(office),
    }
    return services.lend(file_id=file.id, at=LATER, **(given | other))


@proves("ARC-02")
def test_a_loan_is_registered_with_borrower_purpose_and_day(office: Office, heard: Heard) -> None:
    file = filed(office)

    loan = lent(office, file)

    assert (loan.borrower_id, loan.due_on, loan.returned_at) == (office.stranger.id, DAY, None)
    assert [one.id for one in selectors.loans(office.id, LATER, borrower_id=office.stranger.id)] == [loan.id]
    assert selectors.file(office.id, file.id, LATER).loan == loan
    (told,) = heard(events.FileLent)
    assert (told.code, told.borrower_id, told.due_on) == (file.code, office.stranger.id, DAY)
    assert all("工龄" not in body for body in Entry.objects.values_list("body", flat=True))


@proves("ARC-02")
def test_nobody_borrows_without_saying_what_for(office: Office) -> None:
    file = filed(office)

    with pytest.raises(refusals.LoanPurposeMissing):
        lent(office, file, purpose="  ")

    assert selectors.loans(office.id, LATER, out=False) == []


@proves("ARC-02")
def test_past_its_day_borrower_and_archivist_are_reminded_until_the_file_is_back(
    office: Office, heard: Heard
) -> None:
    file = filed(office)
    loan = lent(office, file)

    for at in (LATER + timedelta(days=4), LATER + timedelta(days=5), LATER + timedelta(days=5, minutes=1)):
        deadlines.tick(at=at)
        hear()

    (told,) = heard(events.LoanOverdue)
    assert (told.borrower_id, told.archivist_id) == (office.stranger.id, office_person(office).id)
    after = LATER + timedelta(days=5)
    assert selectors.loan(office.id, loan.id, after).overdue
    assert not selectors.loan(office.id, loan.id, after - timedelta(days=1)).overdue

    back = services.take_back(loan_id=loan.id, by=office_person(office), at=after)
    deadlines.tick(at=after + timedelta(days=30))
    hear()

    assert (back.returned_at, back.overdue) == (after, False)
    assert len(heard(events.LoanOverdue)) == 1
    assert [one.late for one in heard(events.FileReturned)] == [True]
    assert selectors.file(office.id, file.id, after).loan is None


@pytest.mark.parametrize("due_on", [date(2026, 3, 2), date(2026, 2, 1), date(2026, 3, 18)])
def test_a_file_is_lent_from_tomorrow_on_and_for_fifteen_days_at_most(office: Office, due_on: date) -> None:
    file = filed(office)

    with pytest.raises(refusals.LoanDayUnfit):
        lent(office, file, due_on=due_on)


def test_a_file_is_lent_to_one_at_a_time(office: Office) -> None:
    file = filed(office)
    lent(office, file)

    with pytest.raises(refusals.FileLentAlready):
        lent(office, file, borrower_id=office.neighbour.id)


def test_a_clerk_does_not_lend_and_a_stranger_knows_of_no_file(office: Office) -> None:
    file = filed(office)

    with pytest.raises(refusals.NotAnArchivist):
        lent(office, file, by=office.clerk)
    with pytest.raises(refusals.UnknownFile):
        lent(office, file, by=office.stranger)


def test_the_file_of_a_confidential_case_is_lent_only_to_who_may_see_it(office: Office) -> None:
    file = filed(office, "SECRET")

    with pytest.raises(refusals.UnknownFile):
        lent(office, file)  # not even the office knows of it
    with pytest.raises(refusals.BorrowerUnfit):
        lent(office, file, by=office.head)
    assert lent(office, file, by=office.head, borrower_id=office.clerk.id).borrower_id == office.clerk.id


def test_lending_twice_with_one_key_lends_once(office: Office) -> None:
    file, key = filed(office), Key("lend-it-once", "0" * 64)

    first, again = (lent(office, file, key=key) for _ in range(2))
    back = services.take_back(loan_id=first.id, by=office_person(office), at=LATER)

    assert first == again
    assert back.returned_at == LATER
    with pytest.raises(refusals.NothingLent):
        services.take_back(loan_id=first.id, by=office_person(office), at=LATER)
    assert MORNING < LATER
