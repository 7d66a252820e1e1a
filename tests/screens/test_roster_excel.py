"""A month's roster out to Excel and in again: stable rows, marked pins, no formula, every bad cell named."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from tests.posts.planned import HEAD, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from tests.screens.test_rosters import APRIL, NOW, PAGE, drafted, signed_in
from tests.support.callers import key_in, text_of
from yichuang.kernel.clock import frozen
from yichuang.kernel.sheets import read_table
from yichuang.organization.models import Person
from yichuang.posts import services
from yichuang.posts.errors import RosterFileUnfit
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import COLUMNS, written_roster

pytestmark = pytest.mark.django_db
ID, A, B, PIN = (str(COLUMNS[one]) for one in ("id", "a", "b", "pinned"))


@pytest.fixture
def plan() -> Any:
    with frozen(NOW):
        yield planned_hall()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return [row for _line, row in read_table(data)]


def book(rows: list[dict[str, Any]]) -> bytes:
    """Write rows as a workbook the way a clerk's program would: numbers as numbers, the rest as text."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as file:
        page = file.add_worksheet()
        for column, name in enumerate(rows[0]):
            page.write(0, column, name)
            for line, row in enumerate(rows, start=1):
                page.write(line, column, row[name])
    return held.getvalue()


def send(client, card, data: bytes, name: str = "roster.xlsx"):
    page = f"{PAGE}{card.id}/excel/"
    file = SimpleUploadedFile(name, data)
    return client.post(f"{PAGE}{card.id}/take/", {"key": key_in(client.get(page)), "file": file})


def newest(plan: Planned):
    return rosters.rosters(plan.hall.id, None, APRIL)[0]


def test_a_month_goes_out_is_changed_and_comes_in_as_a_new_version(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    out = client.get(f"{PAGE}{card.id}/workbook/")
    rows = rows_of(out.content)
    assert out.headers["Content-Disposition"].endswith('-2026-04-v1.xlsx"')
    assert len(rows) == len(card.cells) and len({row[ID] for row in rows}) == len(rows)
    first = next(row for row in rows if row[A].startswith(ZHANG))
    first[A], first[B], first[PIN] = first[B].split()[0], first[A], "✓"

    assert send(client, card, book(rows)).status_code == 303
    made = newest(plan)
    changed = [(old, new) for old, new in zip(card.cells, made.cells, strict=True) if old != new]

    assert (made.version, len(changed)) == (2, 1)
    old, new = changed[0]
    assert (new.a_id, new.b_id, new.pinned) == (old.b_id, old.a_id, True)
    again = rows_of(written_roster(made, at=NOW))
    assert [row[ID] for row in again] == [row[ID] for row in rows]  # ids stay
    assert [row[PIN] for row in again].count("✓") == 1
    assert rosters.roster(plan.hall.id, card.id).cells == card.cells  # the version before stays as it is


def test_a_number_without_its_zero_and_a_name_alone_are_understood_and_lines_left_out_stay(plan: Planned):
    card = drafted(signed_in(OFFICE), plan)
    rows = [row for row in rows_of(written_roster(card, at=NOW)) if row[A].startswith(ZHANG)][:2]
    li = Person.objects.get(id=plan.hall.people[LI])
    rows[0][A], rows[1][A] = int(LI), rows[0][B].split()[1]  # type: ignore[assignment]

    made = services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)

    changed = [new for old, new in zip(card.cells, made.cells, strict=True) if old != new]
    assert [one.a_id for one in changed] == [li.id, li.id]


def test_every_bad_cell_is_named_with_its_line_and_nothing_is_taken_over(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    rows = rows_of(written_roster(card, at=NOW))
    name = rows[0][A].split()[1]
    rows[0][A] = f"{WANG if rows[0][A].startswith(ZHANG) else ZHANG} {name}"
    rows[1][B] = "9999"
    rows[2][ID] = "nonsense"
    rows[4][ID] = rows[3][ID]

    answer = send(client, card, book(rows))

    text = text_of(answer)
    assert answer.status_code == 422 and "有 4 处错误" in text
    assert "不是同一人" in text and "没有“9999”这个人" in text and "没有这一行" in text and "此行重复" in text
    assert newest(plan).id == card.id
    with pytest.raises(RosterFileUnfit) as refused:
        services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)
    assert [one.line for one in refused.value.faults] == [2, 3, 4, 6]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 broken", "Excel"),
        (b"", "未选择文件"),
        ("行标识（勿改）,锁定（✓）\nx,\n".encode(), "一栏"),
        (b"only,headings\n", "一栏"),
    ],
)
def test_a_file_that_is_none_is_refused_with_why(plan: Planned, data: bytes, says: str):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    answer = send(client, card, data, "roster.csv")

    assert answer.status_code == 422 and says in text_of(answer)
    assert newest(plan).id == card.id


def test_the_same_file_changes_nothing_and_a_form_sent_twice_makes_one_version(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    same = written_roster(card, at=NOW)
    assert send(client, card, same).status_code == 422 and newest(plan).id == card.id
    rows = rows_of(same)
    rows[0][PIN] = "x"
    data, key = book(rows), key_in(client.get(f"{PAGE}{card.id}/excel/"))

    for _ in range(2):
        said = {"key": key, "file": SimpleUploadedFile("roster.xlsx", data)}
        assert client.post(f"{PAGE}{card.id}/take/", said).status_code == 303
    assert newest(plan).version == 2


def test_no_name_becomes_a_formula(plan: Planned):
    Person.objects.filter(id=plan.hall.people[ZHANG]).update(worker_number="=1+1")
    card = services.draft_roster(department_id=None, month=APRIL, by=plan.hall.person(OFFICE), at=NOW)

    told = CalamineWorkbook.from_filelike(io.BytesIO(written_roster(card, at=NOW))).get_sheet_by_index(0)
    texts = [str(value) for row in told.to_python() for value in row]
    assert any("=1+1" in one for one in texts)
    assert not any(one[:1] in "=+@" for one in texts if one)


def test_english_headings_are_read_too(plan: Planned):
    card = drafted(signed_in(OFFICE), plan)
    with override("en"):
        data = written_roster(card, at=NOW)
        rows = rows_of(data)
        rows[0][str(COLUMNS["pinned"])] = "✓"

    made = services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)

    assert sum(one.pinned for one in made.cells) == 1


def test_a_head_takes_no_other_departments_roster_out_or_in(plan: Planned):
    card = drafted(signed_in(OFFICE), plan)
    head = signed_in(HEAD)

    assert head.get(f"{PAGE}{card.id}/workbook/").status_code == 403
    assert head.get(f"{PAGE}{card.id}/excel/").status_code == 403
    said = {"key": key_in(head.get("/staffroom/")), "file": SimpleUploadedFile("a.xlsx", b"x")}
    assert head.post(f"{PAGE}{card.id}/take/", said).status_code == 403
