"""A test that claims to prove a control can fail."""

from __future__ import annotations

import ast

from tests.house.tree import dotted, named, python, tree, walk

# words of helpers that assert for a test
ASSERTING = ("assert", "raises", "heard", "refuses", "refused", "expect")


def claims(function: ast.FunctionDef) -> list[str]:
    calls = (one for one in function.decorator_list if isinstance(one, ast.Call))
    return [dotted(call.func) for call in calls if dotted(call.func).split(".")[-1] == "proves"]


def can_fail(function: ast.FunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and any(word in dotted(node.func).split(".")[-1] for word in ASSERTING):
            return True
    return False


def test_every_proof_can_fail():
    hollow = [
        f"{named(path)}:{node.name}"
        for path in python("tests")
        for node in walk(path)
        if isinstance(node, ast.FunctionDef) and claims(node) and not can_fail(node)
    ]

    assert not hollow


def test_every_test_is_found_by_its_name():
    strange = [
        f"{named(path)}:{node.name}"
        for path in python("tests")
        for node in walk(path)
        if isinstance(node, ast.FunctionDef) and claims(node) and not node.name.startswith("test_")
    ]

    assert not strange


def test_tests_are_sentences():
    short = [
        f"{named(path)}:{node.name}"
        for path in python("tests")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]

    assert not short


def test_the_cases_of_a_test_are_the_same_in_every_run():
    drawn = {"uuid4", "new_id", "random", "token_hex", "now", "time"}

    changing = [
        f"{named(path)}:{node.lineno}"
        for path in python("tests")
        for node in walk(path)
        if isinstance(node, ast.Call) and dotted(node.func).endswith("mark.parametrize")
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call) and dotted(inner.func).split(".")[-1] in drawn
    ]

    assert not changing
