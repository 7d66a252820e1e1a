"""What `make` calls works on a bare machine and says in one line what is not there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from scripts import place, postgres

from tests.house.tree import ROOT


def installed(folder: Path, version: str) -> Path:
    programs = folder / version / "bin"
    programs.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (programs / name).touch()
    return programs


@pytest.fixture
def no_server_on_the_path(monkeypatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(postgres, "PLACES", (f"{tmp_path}/postgresql/*/bin",))
    return tmp_path / "postgresql"


def test_the_newest_of_several_servers_is_taken(no_server_on_the_path: Path):
    installed(no_server_on_the_path, "9")
    newest = installed(no_server_on_the_path, "15")

    assert postgres.binaries() == newest


def test_a_machine_without_a_server_is_told_in_one_line(no_server_on_the_path: Path):
    with pytest.raises(postgres.NoPostgres, match="SQLite only") as told:
        postgres.binaries()

    assert "\n" not in str(told.value)


def test_a_server_that_will_not_start_is_one_line(no_server_on_the_path: Path):
    programs = installed(no_server_on_the_path, "15")
    (programs / "initdb").write_text("#!/bin/sh\necho initdb: error: no room left\nexit 1\n")
    (programs / "initdb").chmod(0o755)
    for folder in (no_server_on_the_path.parent, no_server_on_the_path, programs.parent, programs):
        folder.chmod(0o755)

    with pytest.raises(postgres.NoPostgres, match="did not start"), postgres.cluster():
        pass


def test_another_list_or_another_interpreter_makes_the_environment_anew():
    stamps = {place.wanted("run", "3.11.2"), place.wanted("dev", "3.11.2"), place.wanted("run", "3.13.0")}

    assert len(stamps) == 3


def test_a_machine_without_python_is_told_what_it_needs(tmp_path: Path):
    done = subprocess.run(
        ["/bin/sh", "scripts/python.sh"],
        cwd=ROOT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_make_help_lists_every_target():
    told = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ)
    ).stdout

    for target in ("run", "test", "proof", "check"):
        assert f"make {target} " in told
