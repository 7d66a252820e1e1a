"""No page needs more than the strict policy gives: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest

from tests.house import forgiven
from tests.house.tree import files, named, templates

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx that evaluates": re.compile(
        r"hx-(?:on|vals\s*=\s*[\"']js:|vars)|hx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE
    ),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "a filter that trusts": re.compile(r"\|\s*safe\b|autoescape\s+off", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what: str):
    found = [named(path) for path in templates() if INLINE[what].search(path.read_text(encoding="utf-8"))]

    assert not found


def test_no_script_evaluates_text_or_writes_markup():
    risky = re.compile(
        r"\beval\s*\(|new Function\b|\.innerHTML\s*=|\.outerHTML\s*=|document\.write|insertAdjacentHTML"
    )

    found = [
        named(path)
        for path in files("*.js", below=("src",))
        if risky.search(path.read_text(encoding="utf-8"))
    ]

    assert set(found) == set(forgiven.MARKUP_WRITERS)


def test_no_style_sheet_asks_another_host():
    asking = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import")

    assert not [
        named(path)
        for path in files("*.css", below=("src",))
        if asking.search(path.read_text(encoding="utf-8"))
    ]


def test_every_template_can_be_read_by_django():
    from django.template import engines

    engine = engines["django"].engine
    for path in templates():
        engine.from_string(path.read_text(encoding="utf-8"))
