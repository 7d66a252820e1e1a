"""A version of a roster as a workbook and back: what a clerk types is understood, nothing is a formula."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from tests.halls import at
from tests.posts.planned import OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.sheets import read_table
from yichuang.organization.models import Person
from yichuang.posts import services
from yichuang.posts.selectors.roster_files import COLUMNS, written_roster

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
