"""The figures as an Excel workbook: the tables of the page, a sheet each, with no name of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from yichuang.screens.statistics.tables import Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 40
TENTHS = {"num_format": "0.0"}
SUM = {"bold": True, "top": 1}


class Styles(NamedTuple):
    """How counts and minutes look, in the rows and in the last one."""

    count: Any
    minutes: Any
    sum_count: Any
    sum_minutes: Any

    def of(self, value: int | float, last: bool) -> Any:
        return self[2 * last + isinstance(value, float)]


def workbook(title: str, lines: Iterable[str], tables: Iterable[Table], *, at: datetime) -> bytes:
    """Return the file: first a sheet ``title`` with ``lines``, then a sheet for each table.

    The same figures at the same ``at`` give the same bytes; a text is never taken for a formula.
    """
    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": title, "created": at.replace(tzinfo=None, microsecond=0)})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        styles = Styles(*(book.add_format(one) for one in ({}, TENTHS, SUM, SUM | TENTHS)))
        first = book.add_worksheet(title)
        first.set_column(0, 0, 90)
        for place, line in enumerate(lines):
            first.write_string(place, 0, line, heading if place == 0 else None)
        for table in tables:
            _sheet(book.add_worksheet(table.by), table, heading, styles)
    return held.getvalue()


def _sheet(sheet: Any, table: Table, heading: Any, styles: Styles) -> None:
    for column, label in enumerate((table.by, *table.columns)):
        sheet.write_string(0, column, label, heading)
    rows = (*table.rows, table.total)
    for line, row in enumerate(rows, start=1):
        last = row is table.total
        sheet.write_string(line, 0, row.name, styles.sum_count if last else styles.count)
        for column, cell in enumerate(row.cells, start=1):
            if cell.value is not None:
                sheet.write_number(line, column, cell.value, styles.of(cell.value, last))
    widest = max(len(row.name.encode("gbk", "replace")) for row in rows)
    sheet.set_column(0, 0, min(WIDEST, widest + 2))
    sheet.set_column(1, len(table.columns), 11)
    sheet.freeze_panes(1, 1)
