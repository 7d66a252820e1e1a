"""``yichuang due``: the same date on the command line, with its reasons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from tests.halls import Hall
from yichuang.deadlines.commands import due

FESTIVAL = ["--from", "2026-02-11", "--limit", "5 working_day"]


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert due([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (FESTIVAL, "2026-02-25"),
        (["--from", "2022-09-30T15:00", "--limit", "5 working_days"], "2022-10-12"),
        ([*FESTIVAL, "--pause", "2026-02-12..2026-02-14"], "2026-02-27"),
        ([*FESTIVAL, "--start-rule", "same_day"], "2026-02-24"),
        (["--from", "2026-02-10", "--limit", "7 calendar_day", "--roll"], "2026-02-24"),
        (["--from", "2026-01-31", "--limit", "1 month"], "2026-02-28"),
        (["--from", "2026-01-31", "--limit", "immediate"], "2026-01-31"),
    ],
)
def test_it_says_the_last_day(hall: Hall, capsys, words: list[str], last: str):
    told = asked(capsys, *words)

    assert told["due"] == last
    assert told["lines"][-1]["kind"] == "due"
    assert all(one["zh"] and one["en"] for one in told["lines"])


def test_hours_are_those_of_the_hall(hall: Hall, capsys):
    told = asked(capsys, "--from", "2026-02-13T16:30", "--limit", "2 working_hour", "--hall", "AYRS")

    assert (told["due"], told["due_at"]) == (None, "2026-02-14T09:30:00+08:00")


@pytest.mark.parametrize(
    ("language", "line"),
    [("zh-hans", "2月14日（星期六）：第3个工作日（调休上班）。"), ("en", "Sat 14 February: working")],
)
def test_people_read_the_reasons_in_their_language(hall: Hall, capsys, language: str, line: str):
    with translation.override(language):
        assert due(FESTIVAL) == 0

    assert line in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "soon", "--limit", "5 working_day"],
        ["--from", "2026-02-11", "--limit", "5 fortnights"],
        ["--from", "2026-02-11", "--limit", "0 working_day"],
        [*FESTIVAL, "--pause", "2026-02-12"],
        [*FESTIVAL, "--pause", "2026-02-10..2026-02-12"],
        [*FESTIVAL, "--pause", "2026-02-14..2026-02-12"],
    ],
)
def test_what_cannot_be_read_is_said_and_ends_with_1(hall: Hall, capsys, words: list[str]):
    assert due(words) == 1
    assert capsys.readouterr().err


def test_working_hours_ask_whose_they_are(db: None, capsys):
    assert due(["--from", "2026-02-13T16:30", "--limit", "2 working_hour"]) == 1
    assert "--hall" in capsys.readouterr().err


def test_it_answers_before_there_is_a_house(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    environment |= {"YICHUANG_HOME": str(tmp_path / "nowhere"), "DJANGO_SETTINGS_MODULE": "yichuang.settings"}

    done = subprocess.run(
        [sys.executable, "-m", "yichuang", "due", *FESTIVAL, "--json"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["due"] == "2026-02-25"
    assert not (tmp_path / "nowhere").exists()
