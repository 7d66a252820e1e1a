"""Tables that come in and go out as Excel or CSV: every value with its line, nothing to compute."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from yichuang.kernel.documents.watermark import watermark
from yichuang.kernel.sheets import FORMULA, Unreadable, plain_cell, read_table, safe_cell
from yichuang.kernel.workbooks import Sheet, workbook

AT = datetime(2026, 3, 2, 9, 30)
COLUMNS = ("编号", "申请人", "办结日期", "年限")
HOSTILE = ("=1+1", "+86 10", "-3", "@SUM(A1)", "\t=1", "|cmd", "=HYPERLINK(1)", "＝1+1", " =1", "'=1")


def book(*rows: tuple[object, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    return workbook("办件", [Sheet("办件清单", columns, rows)], at=AT)  # type: ignore[arg-type]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=12))
def test_no_text_begins_a_formula_and_each_is_read_back(text: str) -> None:
    safe = safe_cell(text)

    assert safe.lstrip(" \u3000")[:1] not in FORMULA
    assert plain_cell(safe) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_computed_is_a_text_in_the_file(text: str) -> None:
    data = book((text, "张*国", None, None))

    cell = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1][0]
    inside = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()

    assert cell == "'" + text
    assert "<f>" not in inside
    assert read_table(data)[0][1]["编号"] == text.strip()


def test_days_and_whole_numbers_are_read_as_people_write_them() -> None:
    data = book(("A-1", "张*国", date(2026, 3, 2), 10), ("A-2", None, None, 2.5))

    assert read_table(data) == [
        (2, {"编号": "A-1", "申请人": "张*国", "办结日期": "2026-03-02", "年限": "10"}),
        (3, {"编号": "A-2", "申请人": "", "办结日期": "", "年限": "2.5"}),
    ]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert book(("A-1", "李*", date(2026, 3, 2), 10)) == book(("A-1", "李*", date(2026, 3, 2), 10))


def test_a_csv_file_of_an_old_office_is_read_as_well() -> None:
    text = "编号,申请人\nA-1,张伟国\n\n'=A-2,李娜\n"

    assert read_table(text.encode("gb18030")) == [
        (2, {"编号": "A-1", "申请人": "张伟国"}),
        (4, {"编号": "=A-2", "申请人": "李娜"}),
    ]


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 70_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no workbook at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one",
        bomb(),
        book(("A-1", "", None, 1), columns=tuple(f"c{place}" for place in range(101))),
        b"a\n1,2\n",
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_table(data)


def test_a_mark_lies_behind_every_sheet_and_on_every_page() -> None:
    image = watermark("AYRS 0317 2026-03-02 批准人0306")
    data = workbook("办件", [Sheet("办件清单", COLUMNS, [])], at=AT, mark="AYRS 0317 & 0306", image=image)

    packed = zipfile.ZipFile(io.BytesIO(data))
    page = packed.read("xl/worksheets/sheet1.xml").decode()

    assert image.startswith(b"\x89PNG")
    assert "<picture" in page and "AYRS 0317 &amp;&amp; 0306" in page
    assert any(packed.read(one.filename) == image for one in packed.infolist())
