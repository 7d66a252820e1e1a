"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast

from tests.house import forgiven
from tests.house.tree import files, named, python, tree

MOST_LINES = 400
MOST_IN_FUNCTION = 60


def lines_of(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions() -> dict[str, int]:
    found = {}
    for path in python():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_IN_FUNCTION:
                    found[f"{named(path)}:{node.name}"] = length
    return found


def test_no_file_has_more_than_400_lines():
    written = files("*.py", "*.html", "*.css", "*.js", "*.sh")

    long = {named(path): lines_of(path) for path in written if lines_of(path) > MOST_LINES}

    assert set(long) <= set(forgiven.LONG_FILES), long


def test_no_function_has_more_than_60_lines():
    assert set(long_functions()) <= set(forgiven.LONG_FUNCTIONS), long_functions()


def test_nothing_is_forgiven_that_is_no_longer_long():
    written = {named(path): lines_of(path) for path in files("*.py", "*.html", "*.css", "*.js", "*.sh")}

    stale = {name for name in forgiven.LONG_FILES if written.get(name, 0) <= MOST_LINES}
    stale |= set(forgiven.LONG_FUNCTIONS) - set(long_functions())

    assert not stale
