"""A version of a roster as a workbook and back: what a clerk types is understood, nothing is a formula."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from tests.halls import at
from tests.posts.planned import OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.sheets import read_table, whole_table
from yichuang.organization.models import Person
from yichuang.posts import services
from yichuang.posts.errors import RosterFileUnfit
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import COLUMNS, written_roster
from yichuang.posts.types import RosterCard

pytestmark = pytest.mark.django_db
ID, A, B, PIN = (str(COLUMNS[one]) for one in ("id", "a", "b", "pinned"))
APRIL = date(2026, 4, 1)
NOW = at("09:00", date(2026, 3, 20))


def drafted(plan: Planned):
    return services.draft_roster(department_id=None, month=APRIL, by=plan.hall.person(OFFICE), at=NOW)


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


def test_a_number_without_its_zero_and_a_name_alone_are_understood_and_lines_left_out_stay():
    plan = planned_hall()
    card = drafted(plan)
    rows = [row for row in rows_of(written_roster(card, at=NOW)) if row[A].startswith(ZHANG)][:2]
    li = Person.objects.get(id=plan.hall.people[LI])
    rows[0][A], rows[1][A] = int(LI), rows[0][B].split()[1]  # type: ignore[assignment]

    made = services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)

    changed = [new for old, new in zip(card.cells, made.cells, strict=True) if old != new]
    assert [one.a_id for one in changed] == [li.id, li.id]


def test_no_name_becomes_a_formula():
    plan = planned_hall()
    Person.objects.filter(id=plan.hall.people[ZHANG]).update(worker_number="=1+1")
    card = drafted(plan)

    told = CalamineWorkbook.from_filelike(io.BytesIO(written_roster(card, at=NOW))).get_sheet_by_index(0)
    texts = [str(value) for row in told.to_python() for value in row]
    assert any("=1+1" in one for one in texts)
    assert not any(one[:1] in "=+@" for one in texts if one)


def test_english_headings_are_read_too():
    plan = planned_hall()
    card = drafted(plan)
    with override("en"):
        data = written_roster(card, at=NOW)
        rows = rows_of(data)
        rows[0][str(COLUMNS["pinned"])] = "✓"

    made = services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)

    assert sum(one.pinned for one in made.cells) == 1


def scribbled(data: bytes, scribble: Callable[[Any, dict[str, str]], None]) -> bytes:
    """Write a workbook again as somebody leaves it who uses all that Excel has.

    ``scribble`` is given the sheet and which letter each column has.
    """
    table, held = whole_table(data), io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as file:
        page = file.add_worksheet()
        for name, letter in table.columns.items():
            page.write(f"{letter}1", name)
            for line, row in table.rows:
                page.write(f"{letter}{line}", row[name])
        scribble(page, {field: table.columns[str(name)] for field, name in COLUMNS.items()})
    return held.getvalue()


def refused(plan: Planned, card: RosterCard, data: bytes) -> list[tuple[str, str]]:
    """Return which cells are named with what, of a file of which nothing was taken over."""
    with pytest.raises(RosterFileUnfit) as refusal:
        services.take_roster(roster_id=card.id, data=data, by=plan.hall.person(OFFICE), at=NOW)
    assert len(rosters.rosters(plan.hall.id, None, APRIL)) == 1
    return [(one.cell, one.reason) for one in refusal.value.faults]


@pytest.mark.parametrize("kept", ["", "0301 张伟国"])
def test_a_formula_is_refused_and_its_cell_named_whatever_was_kept_of_it(kept: str):
    plan = planned_hall()
    card = drafted(plan)

    data = scribbled(
        written_roster(card, at=NOW), lambda page, at: page.write_formula(f"{at['a']}3", "=A2", None, kept)
    )

    assert refused(plan, card, data) == [("D3", "是公式，请直接填写内容")]


def test_a_formula_beside_what_is_read_is_nobodys_business():
    plan = planned_hall()
    card = drafted(plan)

    def count(page: Any, at: dict[str, str]) -> None:
        page.write("H1", "班数")
        page.write_formula("H2", "=COUNTIF(D:D,D2)", None, 4)
        page.write(f"{at['pinned']}2", "✓")

    data = scribbled(written_roster(card, at=NOW), count)
    made = services.take_roster(roster_id=card.id, data=data, by=plan.hall.person(OFFICE), at=NOW)

    assert sum(one.pinned for one in made.cells) == 1


def test_merged_cells_take_nobody_off_a_shift():
    plan = planned_hall()
    card = drafted(plan)

    data = scribbled(
        written_roster(card, at=NOW),
        lambda page, at: page.merge_range(f"{at['a']}2:{at['b']}3", "0301 张伟国"),
    )

    told = refused(plan, card, data)
    assert [cell for cell, _reason in told] == ["E2", "D3", "E3"]
    assert {reason for _cell, reason in told} == {"是合并单元格，请取消合并后逐格填写"}


def test_what_is_written_for_a_pin_is_understood_and_what_is_not_is_named():
    plan = planned_hall()
    card = drafted(plan)
    rows = rows_of(written_roster(card, at=NOW))
    for row, said in zip(rows, ("√", "是", True, 1, "否", False, 0, "×"), strict=False):
        row[PIN] = said  # type: ignore[assignment]

    assert refused(plan, card, book(rows)) == [("F9", "“×”既不是 ✓ 也不是空白")]
    rows[7][PIN] = ""
    made = services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)
    assert sum(one.pinned for one in made.cells) == 4


def test_the_workbook_of_another_month_is_refused_in_one_sentence():
    plan = planned_hall()
    by = plan.hall.person(OFFICE)
    may = services.draft_roster(department_id=None, month=date(2026, 5, 1), by=by, at=NOW)
    card = drafted(plan)
    theirs = rows_of(written_roster(may, at=NOW))

    assert refused(plan, card, book(theirs)) == [("", "这是 2026-05 的工作簿，本表是 2026-04 的排班")]
    for row in theirs:
        row[ID] = "?"
    assert refused(plan, card, book(theirs)) == [("", "工作簿中没有一行属于本排班表，请先下载本表的工作簿")]


def test_columns_sorted_out_of_step_with_their_rows_are_seen():
    plan = planned_hall()
    card = drafted(plan)
    rows = rows_of(written_roster(card, at=NOW))
    window, day, session = (str(COLUMNS[one]) for one in ("window", "day", "session"))
    rows[0][window], rows[1][day], rows[2][session] = "9 别处", "2026/4/30", "夜里"
    rows[3][day] = rows[3][day].replace("-", "/")  # as another program writes the same day

    told = refused(plan, card, book(rows))

    assert [cell for cell, _reason in told] == ["A2", "B3", "C4"]
    assert told[1][1] == f"“2026/4/30”与本行不符，本行是“{card.cells[0].day.isoformat()}”"


def test_a_column_that_stands_twice_is_refused():
    plan = planned_hall()
    card = drafted(plan)

    data = scribbled(written_roster(card, at=NOW), lambda page, at: page.write("H1", A))

    assert "重复" in refused(plan, card, data)[0][1]
