"""Read a file somebody hands in, keeping the line of every value, so that a bad row can be named.

YAML, CSV and Excel.  A file is data and nothing else: no tags, no anchors, no aliases, nothing nested deeper
than a form would be, nothing larger than a hall would write, and no cell that a program would compute.
"""

from __future__ import annotations

import csv
import io
import zipfile
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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the file: the line it stands on (from 1) and why, in the reader's language."""

    line: int
    reason: str
    row: str = ""


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
        return _named(next(iter(_sheets(data, first=True).values()), []))
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(1, _("an old Excel file; save it as .xlsx"))
    rows = read_csv(decode(data))
    return [(line, {name: plain_cell(value) for name, value in row.items()}) for line, row in rows]


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
