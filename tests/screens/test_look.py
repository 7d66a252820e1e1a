"""How one looks at the screens: Chinese first, English complete, large type, and back to where one was."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest
from django.test import Client

import yichuang.screens
from tests.support.callers import text_of
from tests.support.hall import Hall

SCREENS = Path(yichuang.screens.__file__).parent


def test_chinese_comes_first_whatever_the_browser_says(hall: Hall) -> None:
    page = Client().get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()

    assert 'lang="zh-CN"' in page


def test_english_and_large_type_are_remembered(hall: Hall) -> None:
    browser = Client()

    browser.post("/look/", {"lang": "en", "next": "/"})
    browser.post("/look/", {"type": "large", "next": "/"})

    page = browser.get("/").content.decode()
    assert '<html lang="en" class="page large">' in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(hall: Hall, elsewhere: str) -> None:
    answer = Client().post("/look/", {"lang": "en", "next": elsewhere})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("lang", ["", "xx", "en" * 5000, "<script>", "😀"])
def test_an_unknown_language_changes_nothing(hall: Hall, lang: str) -> None:
    page = Client().get("/", {"lang": lang}).content.decode()

    assert 'lang="zh-CN"' in page


def test_the_english_start_page_speaks_no_chinese(hall: Hall) -> None:
    page = Client().get("/", {"lang": "en"})

    spoken = text_of(page).replace("中文", "")
    assert not re.search(r"[\u4e00-\u9fff]", spoken)


def test_every_icon_exists() -> None:
    with ZipFile(Path(lucide.__file__).parent / "lucide.zip") as icons:
        known = {name.removesuffix(".svg") for name in icons.namelist()}
    used = set()
    for path in [*SCREENS.rglob("*.html"), *SCREENS.rglob("*.py")]:
        text = path.read_text("utf-8")
        used |= set(re.findall(r'<c-icon name="([a-z0-9-]+)"', text))
        used |= set(re.findall(r'<c-empty icon="([a-z0-9-]+)"', text))
        used |= set(re.findall(r'Entry\(\s*_\("[^"]+"\), "[^"]+", "([a-z0-9-]+)"', text))

    assert used
    assert used - known == set()


def test_templates_carry_no_inline_script_style_or_handler() -> None:
    bad = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:")
    found = [
        f"{path.relative_to(SCREENS)}: {match[0]}"
        for path in SCREENS.rglob("*.html")
        for match in bad.finditer(path.read_text("utf-8"))
    ]

    assert found == []
