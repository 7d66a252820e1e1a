"""The journal speaks Chinese."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from yichuang.kernel.journal import findings

ROOM = Path(findings.__file__).parent


def said() -> set[str]:
    """Collect the literal sentences given to ``_`` or ``gettext`` anywhere in the journal."""
    found = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext"}
            ):
                found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return {str(one) for one in found}


def test_every_sentence_is_translated_with_the_same_placeholders() -> None:
    with (ROOM / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = {str(message.id): str(message.string) for message in read_po(file) if message.id}

    assert said() == set(catalogue)
    for english, chinese in catalogue.items():
        names = {part.split(")")[0] for part in english.split("%(")[1:]}
        assert chinese and names == {part.split(")")[0] for part in chinese.split("%(")[1:]}, english


@pytest.mark.parametrize("what", findings.What)
def test_every_finding_has_a_sentence(what: findings.What) -> None:
    assert "%(" not in findings.Finding(what, "journal_entry", 7, 3, None, 9).sentence
