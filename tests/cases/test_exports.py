"""A list of cases leaves the house masked and marked; a long one for a purpose, by somebody else's leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.filing import LATER, office_person
from tests.cases.hall import ZHANG, Office
from tests.cases.test_looks import copies
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.types import CaseState
from yichuang.cases.types.privacy import Wanted
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
EVERYTHING = Wanted()


@pytest.fixture
def three(office: Office) -> Iterator[None]:
    """Let more than three need an approval from tomorrow on."""
    regulations.set_parameter(
        hall_id=office.id,
        parameter="prv.export_rows",
        value=3,
        active_from=date(2026, 3, 3),
        reason="本大厅从严",
        by=office.hall.by,
        at=MORNING,
    )
    yield


TOMORROW = LATER + timedelta(days=1)


@proves("PRV-06")
@proves("PRV-01")
def test_a_short_list_is_taken_out_masked_and_marked_with_one_line_in_the_journal(
    office: Office, three: None, heard: Heard
) -> None:
    office.submit("ABOVE")

    export = services.export_few(wanted=EVERYTHING, by=office.clerk, at=TOMORROW)

    (row,) = export.rows
    assert (row.applicant, row.id_number) == ("张*国", "1101**********002X")
    assert ZHANG.name not in str(export) and ZHANG.id_number not in str(export)
    assert "0301" in export.watermark and "2026-03-03" in export.watermark
    assert heard(events.CasesExported) == [events.CasesExported(1, None, None)]


@proves("PRV-06", refuses=True)
@proves("PRV-01", refuses=True)
def test_a_long_list_is_not_taken_out_without_approval(office: Office, three: None, heard: Heard) -> None:
    copies(office, 3)

    with pytest.raises(refusals.ExportNeedsApproval) as refused:
        services.export_few(wanted=EVERYTHING, by=office.clerk, at=TOMORROW)
    asked = services.ask_export(wanted=EVERYTHING, purpose="年度核查", by=office.clerk, at=TOMORROW)
    with pytest.raises(refusals.ExportNeedsApproval):
        services.take_export(export_id=asked.id, by=office.clerk, at=TOMORROW)

    assert (refused.value.status, refused.value.params) == (403, {"rows": 4, "most": 3})
    assert heard(events.CasesExported) == []


@proves("PRV-06", refuses=True)
def test_many_short_lists_of_a_day_count_as_one_long_one(office: Office, three: None, heard: Heard) -> None:
    copies(office, 1)
    services.export_few(wanted=EVERYTHING, by=office.clerk, at=TOMORROW)
    assert services.left_today(office.id, office.clerk.id, TOMORROW) == 1

    with pytest.raises(refusals.ExportNeedsApproval) as refused:
        services.export_few(wanted=EVERYTHING, by=office.clerk, at=TOMORROW + timedelta(hours=5))

    assert refused.value.params == {"rows": 4, "most": 3}
    services.export_few(wanted=EVERYTHING, by=office.neighbour, at=TOMORROW)  # a colleague has a count of
    services.export_few(wanted=EVERYTHING, by=office.clerk, at=TOMORROW + timedelta(days=1))  # one's own
    assert [one.rows for one in heard(events.CasesExported)] == [2, 2, 2]


@proves("PRV-01", refuses=True)
@proves("CRT-02", refuses=True)
def test_nobody_approves_a_list_with_a_case_they_may_not_see(office: Office, three: None) -> None:
    copies(office, 3)
    office.submit("SECRET")
    asked = services.ask_export(wanted=EVERYTHING, purpose="年度核查", by=office.clerk, at=TOMORROW)

    with pytest.raises(refusals.ExportBeyondSight):
        services.approve_export(export_id=asked.id, by=office_person(office), at=TOMORROW)
    with pytest.raises(refusals.UnknownExport):
        services.read_export_purpose(export_id=asked.id, by=office_person(office), at=TOMORROW)

    assert services.read_export_purpose(export_id=asked.id, by=office.head, at=TOMORROW) == "年度核查"
    assert services.approve_export(export_id=asked.id, by=office.head, at=TOMORROW).approved_by


def test_what_was_taken_out_is_counted_for_a_week_and_then_forgotten(office: Office) -> None:
    office.submit("ABOVE")
    services.export_few(wanted=EVERYTHING, by=office.clerk, at=LATER)

    assert services.forget_export_tallies(LATER + timedelta(days=6)) == 0
    assert services.forget_export_tallies(LATER + timedelta(days=9)) == 1


@proves("PRV-06")
def test_with_a_purpose_and_an_approver_the_marked_list_is_taken_out_once(
    office: Office, three: None, heard: Heard
) -> None:
    copies(office, 3)
    asked = services.ask_export(wanted=EVERYTHING, purpose="上级要求的年度核查", by=office.clerk, at=TOMORROW)

    services.approve_export(export_id=asked.id, by=office.head, at=TOMORROW)
    export = services.take_export(export_id=asked.id, by=office.clerk, at=TOMORROW)

    assert (len(export.rows), export.approved) == (4, True)
    assert "0301" in export.watermark and "0306" in export.watermark
    (told,) = heard(events.CasesExported)
    assert (told.rows, told.approved_by, told.purpose_id) == (4, office.head.id, asked.purpose)
    assert all("年度核查" not in body for body in Entry.objects.values_list("body", flat=True))
    with pytest.raises(refusals.UnknownExport):
        services.take_export(export_id=asked.id, by=office.clerk, at=TOMORROW)


@proves("PRV-06", refuses=True)
def test_nobody_approves_their_own_export_and_no_clerk_any(office: Office, three: None) -> None:
    copies(office, 3)
    asked = services.ask_export(wanted=EVERYTHING, purpose="核查", by=office.head, at=TOMORROW)

    for by in (office.head, office.neighbour):
        with pytest.raises(refusals.NotYourExport):
            services.approve_export(export_id=asked.id, by=by, at=TOMORROW)
    services.approve_export(export_id=asked.id, by=office_person(office), at=TOMORROW)
    with pytest.raises(refusals.UnknownExport):  # somebody else's
        services.take_export(export_id=asked.id, by=office.clerk, at=TOMORROW)


def test_more_than_was_approved_is_not_taken_out(office: Office, three: None) -> None:
    copies(office, 3)
    asked = services.ask_export(wanted=EVERYTHING, purpose="核查", by=office.clerk, at=TOMORROW)
    services.approve_export(export_id=asked.id, by=office.head, at=TOMORROW)
    office.submit("ABOVE")

    with pytest.raises(refusals.ExportNeedsApproval):
        services.take_export(export_id=asked.id, by=office.clerk, at=TOMORROW)


def test_an_export_holds_only_what_its_taker_sees(office: Office) -> None:
    office.submit("SECRET")
    seen = office.submit("PERMIT")

    mine = services.export_few(wanted=EVERYTHING, by=office.neighbour, at=LATER)

    assert [one.case.id for one in mine.rows] == [seen.id]
    with pytest.raises(refusals.ExportNothing):
        services.export_few(wanted=EVERYTHING, by=office.stranger, at=LATER)


def test_an_export_says_what_it_is_for(office: Office) -> None:
    office.submit("PERMIT")

    with pytest.raises(refusals.ExportPurposeMissing):
        services.ask_export(wanted=EVERYTHING, purpose=" ", by=office.clerk, at=LATER)


def test_what_is_wanted_is_read_back_as_it_was_asked(office: Office) -> None:
    wanted = Wanted(
        (CaseState.CLOSED, CaseState.ARCHIVED),
        office.hall.departments["许可处"],
        office.items["PERMIT"],
        office.hall.windows[1],
        date(2026, 3, 1),
        date(2026, 3, 31),
    )

    assert selectors.wanted_from_plain(selectors.wanted_as_plain(wanted)) == wanted
    assert selectors.wanted_from_plain(selectors.wanted_as_plain(EVERYTHING)) == EVERYTHING


def test_days_are_asked_for_as_people_say_them(office: Office) -> None:
    office.submit("PERMIT")

    def found(since: date | None, until: date | None) -> int:
        wanted = Wanted(since=since, until=until)
        return selectors.wanted_cases(office.id, office.clerk.id, wanted, LATER).count()

    monday = date(2026, 3, 2)
    assert [found(monday, monday), found(None, date(2026, 3, 1)), found(date(2026, 3, 3), None)] == [1, 0, 0]
