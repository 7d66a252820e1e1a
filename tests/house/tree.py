"""The files the house tests look at, and how they read them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yichuang"
HAN = re.compile(r"[\u3400-\u9fff]")
ROOMS = (
    "regulations",
    "organization",
    "catalogue",
    "training",
    "facilities",
    "posts",
    "notices",
    "queueing",
    "evaluation",
    "statistics",
)


def named(path: Path) -> str:
    """Return a file's name as one would say it: from the project's folder down."""
    return path.relative_to(ROOT).as_posix()


def files(*patterns: str, below: tuple[str, ...] = ("src", "tests", "bench", "scripts")) -> list[Path]:
    """Return the project's own files of these patterns, without what tools made."""
    made = {"__pycache__", "node_modules"}
    found = (path for place in below for pattern in patterns for path in (ROOT / place).rglob(pattern))
    return sorted(path for path in found if path.is_file() and not made & set(path.parts))


def python(*below: str) -> list[Path]:
    """Return the Python files below these places (all when none is named), without migrations."""
    return [
        path
        for path in files("*.py", below=below or ("src", "tests", "bench", "scripts"))
        if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    """Return every template."""
    return files("templates/**/*.html", below=("src",))


@cache
def tree(path: Path) -> ast.Module:
    """Return the file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=named(path))


def walk(path: Path) -> Iterator[ast.AST]:
    """Yield every node of a file."""
    yield from ast.walk(tree(path))


def dotted(node: ast.expr) -> str:
    """Return ``datetime.now`` for the expression that says it, or an empty text for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def docstrings(path: Path) -> set[int]:
    """Return the ids of the string nodes that are docstrings or texts nobody is shown."""
    found = set()
    for node in walk(path):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
    return found
