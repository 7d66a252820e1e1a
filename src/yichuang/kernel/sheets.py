"""Read a file somebody hands in, keeping the line of every value, so that a bad row can be named.

YAML and CSV.  A file is data and nothing else: no tags, no anchors, no aliases, nothing nested deeper
than a form would be, nothing larger than a hall would write.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

LARGEST = 5_000_000
DEEPEST = 12
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
