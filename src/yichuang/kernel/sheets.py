"""Read a file somebody hands in, keeping the line of every value, so that a bad row can be named.

YAML, CSV and Excel.  A file is data and nothing else: no tags, no anchors, no aliases, nothing nested deeper
than a form would be, nothing larger than a hall would write, and no cell that a program would compute.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

LARGEST = 5_000_000
DEEPEST = 12
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_SHEETS = 20
ZIPPED = b"PK\x03\x04"
#: What a spreadsheet takes for the beginning of a formula, in full width too.
FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
QUOTE = "'"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


#: A cell of a worksheet's own text that holds a formula, and the address it has there.
COMPUTED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the file: the line it stands on (from 1) and why, in the reader's language.

    ``row`` is what the line is about, ``cell`` the address of the cell as a spreadsheet shows it (``E7``).
    """

    line: int
    reason: str
    row: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file under the names of its first row, and where its values are none of its own.

    ``columns`` tells under which letter a name stands; ``computed`` are the addresses of cells with a
    formula, ``merged`` those hidden behind the first cell of a merged range.
    """

    rows: list[tuple[int, dict[str, str]]]
    columns: Mapping[str, str]
    computed: frozenset[str]
    merged: frozenset[str]

    def address(self, line: int, name: str) -> str:
        """Return the address of a cell, such as ``E7``."""
        return f"{self.columns[name]}{line}"


class Unreadable(Exception):
    """The file cannot be read at all; nothing of it is used."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.fault = Fault(line, reason)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the file and its line.

    ``value`` is a dict of cells by key, a list of cells, or a plain str, int, float, bool, date or None.
    """

    value: Any
    line: int

    def get(self, key: str) -> Cell:
        """Return the cell under ``key``, an empty one at this line when there is none or no mapping."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Cell) else Cell(None, self.line)

    def rows(self) -> list[Cell]:
        """Return the cells of a list; of anything else nothing."""
        return self.value if isinstance(self.value, list) else []


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8 with or without a mark, else the Chinese code page of old tables.

    Raises: Unreadable.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(1, _("the file is neither UTF-8 nor GB 18030 text"))


def read_yaml(text: str) -> Cell:
    """Return the tree of a YAML text.

    Raises: Unreadable.
    """
    if len(text) > LARGEST:
        raise Unreadable(1, _("the file is too large"))
    try:
        _screen(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return Cell(None, 1) if node is None else _cell(loader, node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Unreadable(line, _("not valid YAML: %(problem)s") % {"problem": error.problem}) from error
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise Unreadable(line, _("contains characters that cannot be shown")) from error


def _screen(text: str) -> None:
    """Refuse what could make a small file large, or the reader fall: aliases, anchors, tags, depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(line, _("anchors and aliases are not read; write the value out"))
        if isinstance(event, yaml.NodeEvent) and str(getattr(event, "tag", None) or "!").lstrip("!"):
            raise Unreadable(line, _("tags are not read; write plain values"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(line, _("nested too deeply"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _cell(loader: Any, node: yaml.Node) -> Cell:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Cell([_cell(loader, one) for one in node.value], line)
    if isinstance(node, yaml.MappingNode):
        held: dict[str, Cell] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            here = key_node.start_mark.line + 1
            if not key:
                raise Unreadable(here, _("a field without a name"))
            if key in held:
                raise Unreadable(here, _("the field “%(field)s” stands twice") % {"field": key[:60]})
            held[key] = Cell(_cell(loader, value_node).value, here)  # a field stands where its name does
        return Cell(held, line)
    try:
        return Cell(loader.construct_object(node), line)
    except ValueError as error:
        raise Unreadable(line, _("“%(value)s” is no value") % {"value": str(node.value)[:60]}) from error


def read_csv(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV text under the names of its first line, each with its line number.

    Raises: Unreadable.
    """
    if len(text) > LARGEST:
        raise Unreadable(1, _("the file is too large"))
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    names: list[str] | None = None
    try:
        for values in reader:
            if not any(value.strip() for value in values):
                continue
            if names is None:
                names = [value.strip() for value in values]
                continue
            if len(values) > len(names):
                raise Unreadable(reader.line_num, _("more values than columns"))
            rows.append((reader.line_num, dict(zip(names, (v.strip() for v in values), strict=False))))
    except csv.Error as error:
        raise Unreadable(
            max(reader.line_num, 1), _("not valid CSV: %(problem)s") % {"problem": error}
        ) from error
    return rows


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet will compute, wherever it is saved and opened again.

    What could begin a formula gets an apostrophe before it; ``plain_cell`` takes it off.
    """
    return QUOTE + text if _risky(text) else text


def plain_cell(text: str) -> str:
    """Return a text as it was before ``safe_cell``."""
    return text[1:] if text[:1] == QUOTE and _risky(text[1:]) else text


def _risky(text: str) -> bool:
    return text.lstrip(QUOTE + " \u3000")[:1] in FORMULA


def read_table(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of an Excel or CSV file under the names of its first row, each with its line number.

    Of a workbook its first sheet is read, values only: a day is ``2026-03-02``, a whole number has no point.

    Raises: Unreadable.
    """
    if data[:4] == ZIPPED:
        return _named(_first_rows(data))
    return _told_rows(data)


def whole_table(data: bytes) -> Table:
    """Return the rows as ``read_table`` does, with the addresses of their cells and which hold no value.

    Raises: Unreadable.
    """
    if data[:4] == ZIPPED:
        lines = _first_rows(data)
        rows, computed, merged = _named(lines), _computed(data), _merged(data)
        names = lines[0][1] if lines else []
    else:
        rows, computed, merged = _told_rows(data), frozenset(), frozenset()
        names = list(rows[0][1]) if rows else []
    columns = {name: _letter(place) for place, name in enumerate(names) if name}
    if len(columns) < len([one for one in names if one]):
        twice = next(one for one in names if one and names.count(one) > 1)
        raise Unreadable(1, _("the field “%(field)s” stands twice") % {"field": twice[:60]})
    return Table(rows, columns, computed, merged)


def _told_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a file that is no zip: CSV."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(1, _("an old Excel file; save it as .xlsx"))
    rows = read_csv(decode(data))
    return [(line, {name: plain_cell(value) for name, value in row.items()}) for line, row in rows]


def _first_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of a workbook's first sheet."""
    return next(iter(_sheets(data, first=True).values()), [])


def read_tables(data: bytes) -> dict[str, list[tuple[int, dict[str, str]]]]:
    """Return every sheet of an Excel file by its name, as ``read_table`` does the first.

    Raises: Unreadable.
    """
    if data[:4] != ZIPPED:
        raise Unreadable(1, _("no readable Excel file"))
    return {name: _named(rows) for name, rows in _sheets(data).items()}


def _sheets(data: bytes, *, first: bool = False) -> dict[str, list[tuple[int, list[str]]]]:
    """Return the rows of a workbook's sheets that hold something, each with its line number."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if len(data) > LARGEST or size > LARGEST_UNPACKED:
            raise Unreadable(1, _("the file is too large"))
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names[: 1 if first else MOST_SHEETS]
        held = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)
            for name in names
        }
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise Unreadable(1, _("no readable Excel file")) from error
    return {name: _of_sheet(rows) for name, rows in held.items()}


def _of_sheet(rows: list[list[Any]]) -> list[tuple[int, list[str]]]:
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(MOST_ROWS + 2, _("more than %(most)s rows") % {"most": MOST_ROWS})
    told = [(line, [_told(value) for value in row]) for line, row in enumerate(rows, start=1)]
    return [(line, row) for line, row in told if any(row)]


def _told(value: Any) -> str:
    """Return a cell's value as a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return plain_cell(str(value).strip()).strip()


def _named(rows: list[tuple[int, list[str]]]) -> list[tuple[int, dict[str, str]]]:
    """Return rows under the names of the first."""
    if not rows:
        return []
    (_line, names), *rest = rows
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable(1, _("too many columns"))
    for line, row in rest:
        if any(row[len(names) :]):
            raise Unreadable(line, _("more values than columns"))
    return [(line, dict(zip(names, row, strict=False))) for line, row in rest]


def _letter(place: int) -> str:
    """Return the letter of a column, counted from 0: A, B … Z, AA …"""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _merged(data: bytes) -> frozenset[str]:
    """Return the cells of a workbook's first sheet that hide behind the first of a merged range."""
    ranges = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).merged_cell_ranges or []
    return frozenset(
        f"{_letter(column)}{line + 1}"
        for (top, left), (bottom, right) in ranges
        for line in range(top, min(bottom, MOST_ROWS) + 1)
        for column in range(left, min(right, MOST_COLUMNS) + 1)
        if (line, column) != (top, left)
    )


def _computed(data: bytes) -> frozenset[str]:
    """Return the cells of a workbook's first sheet that hold a formula, whatever value was kept of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            text = packed.read(_first_sheet(packed))
    except KeyError as error:  # another program's book, which tells its formulas elsewhere
        raise Unreadable(1, _("no readable Excel file")) from error
    return frozenset(one.decode() for one in COMPUTED.findall(text))


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """Return where in a workbook's file its first sheet lies.  Raises: KeyError."""
    book = packed.read("xl/workbook.xml")
    links = packed.read("xl/_rels/workbook.xml.rels")
    asked = re.search(rb'<(?:\w+:)?sheet\b[^>]*\s\w+:id="([^"]+)"', book)
    for link in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", links):
        name = re.search(rb'\sId="([^"]+)"', link)
        place = re.search(rb'\sTarget="([^"]+)"', link)
        if asked and name and place and name[1] == asked[1]:
            target = place[1].decode()
            return target[1:] if target.startswith("/") else f"xl/{target}"
    raise KeyError("xl/worksheets")
