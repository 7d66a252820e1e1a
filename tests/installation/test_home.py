"""Setting up again loses nothing and costs little."""

from __future__ import annotations

import stat
from pathlib import Path

from yichuang.installation import home

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "ticket"\nmsgstr "号票"\n'


def test_translations_are_compiled_once_for_each_text(tmp_path: Path):
    source = tmp_path / "queueing" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")

    first, second = home.compile_translations(tmp_path), home.compile_translations(tmp_path)

    assert (first, second) == (1, 0)
    assert b"\xe5\x8f\xb7\xe7\xa5\xa8" in source.with_suffix(".mo").read_bytes()


def test_the_keys_folder_is_the_owners_alone(tmp_path: Path, settings):
    settings.HOME, settings.KEYS_DIR = tmp_path / "home", tmp_path / "home" / "keys"

    home.make_folders()

    assert stat.S_IMODE(settings.KEYS_DIR.stat().st_mode) == 0o700


def test_an_installation_is_set_up_twice_and_the_second_time_does_nothing_again(serve_house):
    house = serve_house(start=False)
    before = written(house.home / "static")

    told = house.yichuang("setup").stdout

    assert told == ""
    assert (house.home / "static" / "staticfiles.json") in before
    assert written(house.home / "static") == before


def written(folder: Path) -> dict[Path, int]:
    """Return when each file of the folder was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_an_unknown_command_is_a_sentence(serve_house):
    house = serve_house(start=False)

    told = house.yichuang("dance", check=False)

    assert told.returncode == 2
    assert "There is no command dance" in told.stderr


def test_the_help_lists_every_command_in_english_and_says_what_it_is_in_chinese(serve_house):
    house = serve_house(start=False)

    told = house.yichuang("help").stdout

    assert "一窗" in told
    assert "doctor" in told and "serve" in told
