"""Find the proving tests of a suite by reading its source, without importing it.

An installed product has no tests; what the scan finds is shipped with it (``yichuang clauses --scan tests``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yichuang.kernel.claims.proofs import Proof

# A test can fail when it asserts, or calls a helper that asserts for it and says so in its name.
_CHECKING_WORDS = ("assert", "raises", "heard", "refuse", "expect", "fail")
_SILENCING = ("skip", "skipif", "xfail")


@dataclass(frozen=True, slots=True, order=True)
class ProvingTest:
    """One test that says it proves something, and whether it is able to fail."""

    test: str
    proofs: tuple[Proof, ...]
    can_fail: bool
    silenced: bool


def _name(node: ast.expr) -> str:
    """Return the last name of ``a.b.c`` or ``c``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _proof(decorator: ast.expr) -> Proof | None:
    if not (isinstance(decorator, ast.Call) and _name(decorator.func) == "proves" and decorator.args):
        return None
    told = decorator.args[0]
    if not (isinstance(told, ast.Constant) and isinstance(told.value, str)):
        raise ValueError(f"line {decorator.lineno}: @proves takes the id of a control as it stands")
    refuses = any(
        word.arg == "refuses" and isinstance(word.value, ast.Constant) and word.value.value is True
        for word in decorator.keywords
    )
    return Proof(told.value, refuses)


def _silences(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return _name(target) in _SILENCING


def _can_fail(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            # ``assert True`` cannot fail
            if not isinstance(node.test, ast.Constant):
                return True
        elif isinstance(node, ast.Call) and any(word in _name(node.func) for word in _CHECKING_WORDS):
            return True
    return False


def _tests(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, list[ast.expr]]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node, node.decorator_list
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}::{inner.name}", inner, [*node.decorator_list, *inner.decorator_list]


def proving_tests(folder: Path) -> list[ProvingTest]:
    """Return every test below ``folder`` that carries ``@proves``, in the order of the files.

    Raises ``ValueError`` for a ``@proves`` on something pytest will not collect, or without a plain id.
    """
    found = []
    for file in sorted(folder.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if "proves(" not in source:
            continue
        place = f"{folder.name}/{file.relative_to(folder).as_posix()}"
        for name, function, decorators in _tests(ast.parse(source, str(file))):
            proofs = tuple(one for one in map(_proof, function.decorator_list) if one is not None)
            if not proofs:
                continue
            if not (file.name.startswith("test_") and function.name.startswith("test")):
                raise ValueError(f"{place}::{name} proves something, but is not a test")
            silenced = any(map(_silences, decorators))
            found.append(ProvingTest(f"{place}::{name}", proofs, _can_fail(function), silenced))
    return found


def constants_used(package: Path, wanted: frozenset[str]) -> dict[str, list[str]]:
    """Return which of the ``wanted`` strings stand in the code of ``package``, with their modules."""
    used: dict[str, set[str]] = {}
    for file in sorted(package.rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not any(one in source for one in wanted):
            continue
        module = ".".join(file.relative_to(package).with_suffix("").parts)
        for node in ast.walk(ast.parse(source, str(file))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in wanted:
                used.setdefault(node.value, set()).add(module)
    return {key: sorted(modules) for key, modules in sorted(used.items())}
