"""The bench says what it measured, takes both kinds of files, and fails where a rule is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench import roster, roster_month

from tests.rostering.test_nurses import TEXT


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    code = roster.main([*map(str, words), "--json", "--quiet"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    roster_month.main(["2", "--posts", "5", "--floaters", "2", "--days", "14"])
    file = tmp_path / "month.json"
    file.write_text(capsys.readouterr().out)
    return file


def test_a_month_is_measured_with_calls_and_absences(month: Path, capsys: pytest.CaptureFixture[str]):
    code, answer = told(capsys, month, "--seconds", 3, "--calls", 3, "--survive")

    assert code == 0
    assert answer["vacant"] == 0 and answer["first_after"] < 3
    assert answer["bound"] <= answer["objective"] == sum(answer["terms"].values())
    assert answer["calls"]["calls"] == 3
    assert answer["survive"]["tried"] > 50


def test_a_roster_that_breaks_a_rule_fails(month: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    shifts = json.loads(month.read_text())["shifts"]
    wrong = tmp_path / "roster.json"
    wrong.write_text(json.dumps({one["id"]: "E00" for one in shifts}))

    code, answer = told(capsys, month, "--roster", wrong)

    assert code == 1
    assert any("not qualified" in one for one in answer["broken"])


def test_an_instance_of_nurses_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "Instance1.txt"
    file.write_text(TEXT)

    code, answer = told(capsys, file, "--seconds", 3)

    assert code == 0
    assert answer["objective"] == answer["bound"]
    assert answer["best_known"] == 607
