"""Read a workbook of items: its sheets become the same tree that a file is, and are judged the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue.reader import Row, read_tree
from yichuang.catalogue.types import Finding
from yichuang.catalogue.workbooks import words
from yichuang.catalogue.workbooks.columns import ITEMS, PARTS, Column, Kind, Part
from yichuang.kernel.sheets import Cell, Fault, Unreadable, read_tables

# a cell's line counts on from sheet to sheet, so that a fault can say on which it is
SPAN = 1_000_000
_Table = list[tuple[int, dict[str, str]]]


def read(data: bytes) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """Return the items of a workbook and every fault in it, by sheet and line."""
    try:
        tables = read_tables(data)
    except Unreadable as error:
        return (), (error.fault,)
    faults: list[Fault] = []
    found = {part: _rows(place, part, tables, faults) for place, part in enumerate(PARTS)}
    if not found[ITEMS] and not faults:
        faults.append(Fault(1, _("there is no sheet “%(sheet)s” in this file") % {"sheet": ITEMS.name}))
    items: dict[str, dict[str, Cell]] = {}
    tree: list[Cell] = []
    for cell in found.pop(ITEMS):
        items.setdefault(str(cell.get("id").value or "").strip().upper(), cell.value)
        tree.append(cell)
    for part, cells in found.items():
        for cell in cells:
            code = str(cell.value.pop("id").value or "").strip().upper()
            if code not in items:
                why = _("there is no item “%(code)s” on the first sheet") % {"code": code[:40]}
                faults.append(Fault(cell.line, why, code[:40]))
                continue
            _append(items[code], part.field, cell)
    if faults:
        return (), tuple(map(located, sorted(faults, key=lambda one: one.line)))
    rows, judged = read_tree(Cell({"items": Cell(tree, 1)}, 1))
    return rows, tuple(located(_by_heading(one)) for one in judged)


def _by_heading(fault: Fault) -> Fault:
    """Return a fault that calls a field as the sheet does."""
    reason = fault.reason
    for column in PARTS[fault.line // SPAN].columns:
        field = column.field.split(".")[-1]
        reason = reason.replace(f"“{field}”", f"“{column.heading}”")
    return replace(fault, reason=reason)


def located(fault: Fault) -> Fault:
    """Return a fault with the line of its sheet, and the sheet's name where it is not the first."""
    place, line = divmod(fault.line, SPAN)
    if not place:
        return fault
    told = {"sheet": PARTS[place].name, "reason": fault.reason}
    return replace(fault, line=line, reason=_("sheet “%(sheet)s”: %(reason)s") % told)


def located_finding(finding: Finding) -> Finding:
    """Return what the lint says with the line of its sheet."""
    one = located(Fault(finding.line, finding.reason, finding.code))
    return replace(finding, line=one.line, reason=one.reason)


def _append(item: dict[str, Cell], field: str, cell: Cell) -> None:
    *path, last = field.split(".")
    for name in path:
        item = item.setdefault(name, Cell({}, cell.line)).value
    item.setdefault(last, Cell([], cell.line)).value.append(cell)


def _rows(place: int, part: Part, tables: dict[str, _Table], faults: list[Fault]) -> list[Cell]:
    """Return the rows of a sheet as cells; a heading nobody knows is a fault."""
    names = {one.casefold() for one in (*words.both(part.name), part.field or "items")}
    table = next((rows for name, rows in tables.items() if name.strip().casefold() in names), [])
    known = {word.casefold(): one for one in part.columns for word in (*words.both(one.heading), one.field)}
    found = []
    for line, row in table:
        at = place * SPAN + line
        held: dict[str, Cell] = {"id": Cell(None, at)}
        for heading, text in row.items():
            column = known.get(heading.strip().casefold())
            if column is None and heading.strip():
                why = _("unknown column “%(name)s”") % {"name": heading[:60]}
                faults.append(Fault(place * SPAN + 1, why))
            elif column is not None and text.strip():
                _put(held, column, text.strip(), at)
        if any(one.value is not None for one in held.values()):
            found.append(Cell(held, at))
    faults[:] = list(dict.fromkeys(faults))
    return found


def _put(held: dict[str, Cell], column: Column, text: str, line: int) -> None:
    *path, last = column.field.split(".")
    for name in path:
        held = held.setdefault(name, Cell({}, line)).value
    value = _value(column.kind, text)
    if column.kind is Kind.LIMIT:  # its source may stand in a column of its own
        standing = held.setdefault(last, Cell({}, line)).value
        standing |= {name: Cell(one, line) for name, one in value.items()}
        return
    held[last] = _cell(value, line)


def _value(kind: Kind, text: str) -> Any:
    """Return what a cell's text stands for in a file; what it does not stand for is left to be named."""
    if kind is Kind.YES:
        said = words.value("yes", text)
        return {"true": True, "false": False}.get(said, said)
    if kind is Kind.NUMBER:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else text
    if kind is Kind.LIST:
        return words.unlisted(text)
    if kind is Kind.LIMIT:
        return words.unlimit(text)
    if kind is Kind.FORMS:
        return [words.value("forms", one) for one in words.unlisted(text)]
    if kind is Kind.CONDITION:
        return words.uncondition(text)
    if kind is Kind.BRACKETS:
        return words.unbrackets(text)
    return text if kind is Kind.TEXT else words.value(str(kind), text)


def _cell(value: Any, line: int) -> Cell:
    if isinstance(value, dict):
        return Cell({name: _cell(one, line) for name, one in value.items()}, line)
    if isinstance(value, list):
        return Cell([_cell(one, line) for one in value], line)
    return Cell(value, line)
