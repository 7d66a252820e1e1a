"""One command runs the house, one tests it, and both install the same everywhere."""

from __future__ import annotations

import os
import re
import tomllib

import pytest

from tests.house.tree import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)(?: ;[^\\]*)? \\$", re.MULTILINE)


def lock(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.lock").read_text(encoding="utf-8")


def pins(kind: str) -> dict[str, str]:
    return {name.replace("_", "-"): version for name, version in PIN.findall(lock(kind))}


def asked_for(section: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;! ]", one)[0].lower().replace("_", "-") for one in section}


@pytest.mark.parametrize("kind", ["run", "roster", "dev"])
def test_every_package_is_pinned_with_its_hashes(kind: str):
    blocks = re.split(r"\n(?=\S)", lock(kind).split("\n", 1)[1])

    packages = [block for block in blocks if not block.startswith("#")]
    assert len(pins(kind)) == len(packages)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in lock(kind)


def test_what_is_asked_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert asked_for(project["dependencies"]) <= set(pins("run"))
    for kind, asked in project["optional-dependencies"].items():
        assert asked_for(asked) <= set(pins(kind))


def test_tests_run_with_the_packages_of_the_hall():
    run, roster, dev = pins("run"), pins("roster"), pins("dev")

    assert run == {name: roster.get(name) for name in run}
    assert roster == {name: dev.get(name) for name in roster}


def test_the_core_stays_small():
    assert len(pins("run")) <= 60
    assert "ortools" not in pins("run")


def test_what_plans_the_month_is_installed_where_the_hall_is_run():
    make = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "ortools" in pins("roster")
    assert "run: setup " in make and "scripts.place roster" in make


def test_the_readme_names_only_what_can_be_made():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs" / "house.md"]

    named = {
        word for page in pages for word in re.findall(r"\bmake ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }

    assert named <= targets
    assert {"run", "test", "proof", "check", "help"} <= targets


def test_the_gate_runs_the_whole_suite():
    gate = ROOT / ".ci" / "run"

    assert os.access(gate, os.X_OK)
    assert "make test" in gate.read_text(encoding="utf-8")


def test_the_project_needs_no_later_python_than_it_says():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert project["tool"]["mypy"]["python_version"] == "3.11"
