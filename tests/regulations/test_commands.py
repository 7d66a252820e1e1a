"""``yichuang clauses`` says the same as the screen, to people and to machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yichuang.regulations import commands, register


@pytest.fixture(autouse=True)
def _a_shell_without_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANG", raising=False)


def test_the_table_is_chinese_unless_english_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for language, argv in (
        ("", []),
        ("", ["--lang", "en"]),
        ("en_GB.UTF-8", []),
        ("en_GB.UTF-8", ["--lang", "zh"]),
    ):
        monkeypatch.setenv("LANG", language)
        assert commands.clauses(argv) == 0
        said.append(capsys.readouterr().out)

    assert ["排队叫号" in one for one in said] == [True, False, False, True]
    assert ["Queue and calling" in one for one in said] == [False, True, True, False]


def test_json_tells_totals_mechanisms_and_each_control(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.clauses(["--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert set(told["totals"]) == {"controls", "claimed", "proven"}
    assert len(told["mechanisms"]) == 61
    for figure in ("controls", "claimed", "proven"):
        assert sum(one[figure] for one in told["mechanisms"]) == told["totals"][figure]
        assert sum(one[figure] for one in told["classes"].values()) == told["totals"][figure]
    rules = next(one for one in told["mechanisms"] if one["code"] == "RUL")
    first = rules["detail"][0]
    assert (first["id"], first["class"], first["status"]) == ("RUL-01", "ENFORCE", "proven")
    assert first["by"] == ["regulations.services.set_parameter"]
    assert first["tests"]["keeps"] and first["tests"]["refuses"]


def test_one_mechanism_is_told_control_by_control(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.clauses(["--mechanism", "rul"]) == 0
    told = capsys.readouterr().out

    assert "RUL-01" in told and "已证明" in told and "尚未实现" in told
    assert commands.clauses(["--mechanism", "nope"]) == 2


def test_a_scan_stores_what_the_suite_proves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    suite = tmp_path / "tests"
    suite.mkdir()
    (suite / "test_one.py").write_text(
        '@proves("RUL-03")\ndef test_it():\n    assert call()\n', encoding="utf-8"
    )
    monkeypatch.setattr(commands, "PROOFS", tmp_path / "proofs.json")

    assert commands.clauses(["--scan", str(suite)]) == 0
    assert commands.clauses(["--scan", str(tmp_path / "nowhere")]) == 2

    stored = json.loads((tmp_path / "proofs.json").read_text(encoding="utf-8"))
    assert stored["controls"] == {"RUL-03": {"keeps": ["tests/test_one.py::test_it"]}}
    assert "queue.missed_calls" in stored["parameters"]
    assert register.proofs()["RUL-01"].keeps
