"""The documents say what the code says."""

from __future__ import annotations

import re

import pytest
from scripts import pages

from tests.house.tree import HAN, ROOMS, ROOT, python

WORDS = ROOT / "docs" / "words.md"
ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| `(?P<word>[^`|]+)` \| (?P<meaning>[^|]+) \|$")


def words() -> list[re.Match[str]]:
    return [row for line in WORDS.read_text(encoding="utf-8").splitlines() if (row := ROW.match(line))]


def test_the_page_of_events_is_current():
    assert (ROOT / "docs" / "events.md").read_text(encoding="utf-8") == pages.events_page(), "run `make docs`"


def test_every_event_says_what_happened():
    pages.load_events()
    from yichuang.kernel.journal.events import Event, all_events

    silent = [
        name for name, cls in all_events().items() if not cls.__doc__ or cls.__doc__ in {Event.__doc__, ""}
    ]
    silent += [
        name for name, cls in all_events().items() if (cls.__doc__ or "").startswith(f"{cls.__name__}(")
    ]

    assert not silent


def test_every_word_stands_once():
    said = [row["word"] for row in words()]
    chinese = [one.strip() for row in words() for one in row["chinese"].split("/")]

    assert len(said) > 50
    assert sorted(said) == sorted(set(said))
    assert sorted(chinese) == sorted(set(chinese))


def test_every_word_has_its_chinese_and_its_meaning():
    bare = [row["word"] for row in words() if not HAN.search(row["chinese"]) or len(row["meaning"]) < 8]

    assert not bare


def test_every_thing_a_room_keeps_is_a_word():
    from django.apps import apps

    labels = {*ROOMS, "vault", "access", "journal"}
    known = {row["word"] for row in words()}

    spelled = {
        model.__name__: re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        for model in apps.get_models()
        if model._meta.app_label in labels
    }

    assert not {name: word for name, word in spelled.items() if word not in known}


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "docs/house.md", "docs/words.md", "CHANGELOG.md"]
)
def test_every_link_leads_somewhere(name: str):
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_setting_from_outside_is_explained():
    asked = {
        name
        for path in python("src")
        for name in re.findall(
            r"environ(?:\.get\(|\[)\s*[\"'](YICHUANG_\w+)", path.read_text(encoding="utf-8")
        )
    }
    explained = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert not {name for name in asked if f"`{name}`" not in explained}


def test_every_command_is_explained():
    from yichuang.__main__ import commands

    explained = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert not [word for word in commands() if f"`yichuang {word}" not in explained]


def test_every_decision_has_its_three_parts():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert decisions
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert all(f"## {part}" in text for part in ("Context", "Choice", "Price")), page.name
