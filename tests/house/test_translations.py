"""Every text is English in the code and complete in Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.house import forgiven
from tests.house.messages import Message, all_messages, in_python
from tests.house.tree import HAN, PACKAGE, docstrings, files, named, python, templates, walk

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
OWN_NAMES = re.compile("中文|一窗")  # a language is named in itself, and so is this house
SCRIPT_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE)


def catalogues() -> list[Path]:
    return sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as told:
        return read_po(told, locale="zh_Hans")


def translation(catalog: Catalog, message: Message) -> str:
    found = catalog.get(message.singular, context=message.context or None)
    if found is None or found.fuzzy:
        return ""
    texts = found.string if isinstance(found.string, tuple) else (found.string,)
    return texts[0] if all(texts) else ""


def test_every_text_has_its_chinese():
    missing = []
    for path, messages in all_messages().items():
        catalog = read(path) if path.exists() else Catalog(locale="zh_Hans")
        missing += [
            f"{named(path)}: {message.singular!r} ({', '.join(sorted(places))})"
            for message, places in sorted(messages.items())
            if not translation(catalog, message)
        ]

    assert not missing, "\n".join(missing)


def test_a_translation_names_the_same_placeholders():
    wrong = []
    for path, messages in all_messages().items():
        catalog = read(path) if path.exists() else Catalog(locale="zh_Hans")
        for message in messages:
            chinese = translation(catalog, message)
            asked = set(PLACEHOLDER.findall(message.plural or message.singular))
            if chinese and set(PLACEHOLDER.findall(chinese)) != asked:
                wrong.append(f"{named(path)}: {message.singular!r} -> {chinese!r}")

    assert not wrong, "\n".join(wrong)


def test_nothing_is_translated_that_nobody_says():
    said = all_messages()

    stale = [
        f"{named(path)}: {one.id!r}"
        for path in catalogues()
        for one in read(path)
        if one.id
        and (one.context or "", one.id[0] if isinstance(one.id, tuple) else one.id)
        not in {(message.context, message.singular) for message in said.get(path, {})}
    ]

    assert not stale, "\n".join(stale)


def test_one_word_has_one_translation_wherever_it_stands():
    meant: dict[tuple[str, str], set[str]] = {}
    for path in catalogues():
        for one in read(path):
            if one.id and isinstance(one.id, str) and one.string:
                meant.setdefault((one.context or "", one.id), set()).add(str(one.string))

    differing = {words: chinese for words, chinese in meant.items() if len(chinese) > 1}

    assert not differing


def test_no_text_is_put_together_while_running():
    variable = {named(path): in_python(path)[1] for path in python("src") if in_python(path)[1]}

    assert set(variable) == set(forgiven.VARIABLE_TEXT), variable


def is_forgiven(path: Path) -> bool:
    return any(named(path).startswith(place) for place in forgiven.CHINESE_TEXT)


def test_code_speaks_english():
    spoken = []
    for path in python("src"):
        if is_forgiven(path) or "data" in path.parts:
            continue
        told = docstrings(path)
        spoken += [
            f"{named(path)}:{node.lineno}: {node.value!r:.60}"
            for node in walk(path)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and HAN.search(node.value)
            and id(node) not in told
        ]

    assert not spoken, "\n".join(spoken)


def test_no_chinese_is_forgiven_where_there_is_none():
    places = [path for path in files("*.py", below=("src",)) if is_forgiven(path)]
    chinese = [named(path) for path in places if HAN.search(path.read_text(encoding="utf-8"))]

    assert {
        place for place in forgiven.CHINESE_TEXT if any(name.startswith(place) for name in chinese)
    } == set(forgiven.CHINESE_TEXT)


@pytest.mark.parametrize("kind", ["html", "js", "css"])
def test_pages_speak_through_their_catalogue(kind: str):
    comments = COMMENTS if kind == "html" else SCRIPT_COMMENTS
    written = templates() if kind == "html" else files(f"*.{kind}", below=("src",))

    spoken = [
        named(path)
        for path in written
        if not is_forgiven(path)
        and HAN.search(OWN_NAMES.sub("", comments.sub("", path.read_text(encoding="utf-8"))))
    ]

    assert not spoken


def test_chinese_has_chinese_punctuation():
    narrow = re.compile("[\u3400-\u9fff“”《》][,;:?!()]|[,;:?!()][\u3400-\u9fff“”《》]")

    found = [
        f"{named(path)}: {one.string!r}"
        for path in catalogues()
        for one in read(path)
        if one.id and narrow.search(str(one.string))
    ]

    assert not found, "\n".join(found)
