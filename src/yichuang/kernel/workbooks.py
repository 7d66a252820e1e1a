"""Write tables as an Excel workbook: no text is taken for a formula, the same table gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from yichuang.kernel.sheets import safe_cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 44
LONGEST_NAME = 31
DAY = {"num_format": "yyyy-mm-dd", "align": "left"}
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, what its columns are called, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def workbook(
    title: str, sheets: Sequence[Sheet], *, at: datetime, mark: str = "", image: bytes = b""
) -> bytes:
    """Return the file; ``mark`` stands on every printed page, ``image`` (PNG) lies behind it all.

    ``at`` is the moment the file says it was made.
    """
    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties(
            {"title": title, "created": at.replace(tzinfo=None, microsecond=0), "comments": mark}
        )
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format(DAY)
        for one in sheets:
            page = book.add_worksheet(one.name[:LONGEST_NAME])
            _write(page, one, heading, day)
            _mark(page, mark, image)
    return held.getvalue()


def _write(page: Any, sheet: Sheet, heading: Any, day: Any) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, safe_cell(name), heading)
    widths = [_width(name) for name in sheet.columns]
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(line, column, value, day)
            elif isinstance(value, int | float):
                page.write_number(line, column, value)
            elif value:
                page.write_string(line, column, safe_cell(value))
            widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(WIDEST, width + 2))
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _width(value: Value) -> int:
    return 10 if isinstance(value, date) else len(str(value or "").encode("gbk", "replace"))


def _mark(page: Any, mark: str, image: bytes) -> None:
    """Mark a sheet on the screen and on every page of paper."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    shown = mark.replace("&", "&&")
    page.set_footer(f"&L{shown}&R&P / &N")
    if image:
        page.set_background(BytesIO(image))
        page.set_header(f"&L{shown}&C&G", {"image_center": "mark.png", "image_data_center": BytesIO(image)})
    else:
        page.set_header(f"&L{shown}")
