"""Find every text that is shown, by the app whose catalogue must translate it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.house.tree import PACKAGE, dotted, named, python, templates, tree

# django.utils.translation's names -> which arguments are (context, singular, plural)
CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Message:
    """One text: its context (or empty), its singular, its plural (or empty)."""

    context: str
    singular: str
    plural: str = ""


def catalogue_of(path: Path) -> Path:
    """Return the catalogue that translates ``path``: the nearest above it, else the command line's."""
    for folder in path.parents:
        if folder == PACKAGE.parent:
            break
        if folder != PACKAGE and ((folder / "locale").is_dir() or (folder / "apps.py").exists()):
            return folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    return PACKAGE / "installation" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def aliases(path: Path) -> dict[str, str]:
    """Return the names under which a file knows the translating functions."""
    return {
        one.asname or one.name: one.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.name in CALLS
    }


def text_of(node: ast.expr) -> str | None:
    """Return the constant text of an argument, or None when it is put together while running."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_python(path: Path) -> tuple[list[Message], list[str]]:
    """Return the file's messages, and the places where one is no constant text (an f-string, a variable)."""
    known, found, variable = aliases(path), [], []
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        kind = known.get(name) or (name.split(".")[-1] if name.startswith("translation.") else None)
        if kind not in CALLS:
            continue
        texts = [None if at is None else text_of(node.args[at]) for at in CALLS[kind]]
        needed = [at for at in CALLS[kind] if at is not None]
        if any(text_of(node.args[at]) is None for at in needed):
            variable.append(f"{named(path)}:{node.lineno}")
        else:
            found.append(Message(texts[0] or "", texts[1] or "", texts[2] or ""))
    return found + [Message("", sentence) for sentence in event_sentences(path)], variable


def event_sentences(path: Path) -> list[str]:
    """Return the first lines of the events' docstrings: they are shown as the manual's sentences."""
    return [
        (ast.get_docstring(node) or "").split("\n", 1)[0]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(one, ast.Call) and dotted(one.func) == "event" for one in node.decorator_list)
    ]


def in_template(path: Path) -> list[Message]:
    """Return the template's messages."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    told = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # what is no message stands there as X; without its indentation the tokenizer has nothing to object to
    flat = "\n".join(re.sub(r"[XBFSP]{2,}", "X", line).strip() for line in told.splitlines())
    found = []
    for _line, texts, _comments, context in extract("python", BytesIO(flat.encode()), keywords=KEYWORDS):
        texts = texts if isinstance(texts, tuple) else (texts,)
        plural = texts[1] if len(texts) > 1 else ""
        found.append(Message(context or "", texts[0], plural or ""))
    return found


def all_messages() -> dict[Path, dict[Message, set[str]]]:
    """Return every message by catalogue, with the files that show it."""
    found: dict[Path, dict[Message, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in python("src"):
        for message in in_python(path)[0]:
            found[catalogue_of(path)][message].add(named(path))
    for path in templates():
        for message in in_template(path):
            found[catalogue_of(path)][message].add(named(path))
    return found
