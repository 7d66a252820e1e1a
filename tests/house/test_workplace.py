"""The project knows nothing of the place where it was written."""

from __future__ import annotations

import subprocess

from tests.house.tree import ROOT

# put together here, since this file is one of those that are read
TRACES = ["/".join(["", "work", ""]), "/".join(["..", "shared"]), "." + "library", "/".join(["tmp", "yc"])]
READ = {
    ".py",
    ".md",
    ".html",
    ".css",
    ".js",
    ".toml",
    ".ini",
    ".yaml",
    ".yml",
    ".json",
    ".sh",
    ".po",
    ".lock",
    ".txt",
    "",
}


def test_no_file_names_the_workplace():
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    tracked = [ROOT / name for name in told.stdout.splitlines()] if told.returncode == 0 else []

    traces = [
        f"{path.name}: {trace}"
        for path in tracked
        if path.is_file() and path.suffix in READ
        for trace in TRACES
        if trace in path.read_text(encoding="utf-8", errors="replace")
    ]

    assert not traces
