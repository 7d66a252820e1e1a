"""The register of an older system is taken over into the archive: every line of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cases.filing import LATER, LONG_AFTER, office_person
from tests.cases.hall import Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.models import ArchiveFile
from yichuang.cases.services.imports import day_of
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault import services as kept
from yichuang.kernel.workbooks import Sheet, workbook

Heard = Callable[..., list[Any]]
HEAD = ("办件编号", "事项", "部门", "申请人", "办结日期", "保管年限", "存放位置")
GOOD = ("2019-许-001", "劳务派遣经营许可", "许可处", "王秀英", "2019/3/2", 10, "旧库1架")


def sheet(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> bytes:
    return workbook("登记簿", [Sheet("登记簿", head, rows)], at=MORNING)  # type: ignore[arg-type]


def taken(office: Office, data: bytes) -> int:
    return services.import_files(data=data, by=office_person(office), at=LATER)


def faults(office: Office, data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(refusals.ImportUnfit) as unfit:
        taken(office, data)
    assert not ArchiveFile.objects.filter(hall_id=office.id).exists()
    return [(one.line, one.reason) for one in unfit.value.faults]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-03-02", date(2019, 3, 2)),
        ("2019/3/2", date(2019, 3, 2)),
        ("2019.3.2", date(2019, 3, 2)),
        ("20190302", date(2019, 3, 2)),
        ("2019-02-30", None),  # no such day
        ("去年", None),
        ("", None),
        ("2019-3", None),
    ],
)
def test_a_day_is_read_as_registers_write_it(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.django_db
def test_the_files_of_an_older_system_stand_in_the_archive_like_ours(office: Office, heard: Heard) -> None:
    count = taken(office, sheet(GOOD, ("=2019-许-002", "社保卡补办", None, None, date(2020, 1, 5), 3, None)))

    assert count == 2
    seen = selectors.eyes(office.id, office_person(office).id, LATER)
    rows = {one.number: one for one in selectors.files(office.id, office_person(office).id, seen, LATER).rows}
    first, second = rows["2019-许-001"], rows["=2019-许-002"]
    assert (first.imported, first.closed_on, first.retained_until) == (
        True,
        date(2019, 3, 2),
        date(2029, 12, 31),
    )
    assert first.code.startswith("AYRS-2019-D10-") and second.code == "AYRS-2020-D3-ZH-0001"
    assert first.applicant is not None
    kept.shred_expired(LONG_AFTER.replace(year=2130))
    assert vault.masked(office.id, [first.applicant]) == {first.applicant: "王*英"}
    assert [one.count for one in heard(events.FilesImported)] == [2]
    assert all("王秀英" not in body for body in Entry.objects.values_list("body", flat=True))


@pytest.mark.django_db
def test_every_line_that_does_not_fit_is_named_and_nothing_is_entered(office: Office) -> None:
    data = sheet(
        GOOD,
        ("", "社保卡补办", None, None, "2020-01-05", 3, None),
        ("A-3", "社保卡补办", "无此处", None, "2030-01-01", 0, None),
        GOOD,
    )

    told = faults(office, data)

    assert [line for line, _reason in told] == [3, 4, 4, 4, 5]  # the last stands twice
    assert "办件编号" in told[0][1] and "部门" in "".join(reason for _line, reason in told[1:])


@pytest.mark.django_db
def test_a_number_that_stands_twice_or_is_there_already_is_named(office: Office) -> None:
    assert [line for line, _reason in faults(office, sheet(GOOD, GOOD))] == [3]
    assert taken(office, sheet(GOOD)) == 1

    with pytest.raises(refusals.ImportUnfit):
        taken(office, sheet(GOOD))

    assert ArchiveFile.objects.filter(hall_id=office.id).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (sheet(), 1),
        (sheet(("x",), head=("别的",)), 1),
        ("办件编号,事项,办结日期,保管年限\nA-1,补卡,2020-01-05,3,多一列\n".encode(), 2),
    ],
)
def test_a_file_that_is_no_register_is_refused(office: Office, data: bytes, line: int) -> None:
    assert [one for one, _reason in faults(office, data)] == [line]


@pytest.mark.django_db
def test_who_serves_people_takes_no_register_over(office: Office) -> None:
    with pytest.raises(refusals.NotAnArchivist):
        services.import_files(data=sheet(GOOD), by=office.clerk, at=LATER)


@pytest.mark.django_db
def test_a_file_taken_over_is_destroyed_like_any_other(office: Office) -> None:
    taken(office, sheet(GOOD))
    row = ArchiveFile.objects.get(hall_id=office.id)
    at = LONG_AFTER

    made = services.draw_up(file_ids=[row.id], reason="期满", by=office_person(office), at=at)
    for one in (office.chief, office.head):
        services.approve_destruction(list_id=made.id, by=one, at=at)
    services.destroy(list_id=made.id, by=office_person(office), at=at)

    assert row.applicant is not None
    assert vault.entry(office.id, row.applicant).shredded_at == at
