"""``pytest tests/journal --golden-append`` adds a golden line for each event that has none yet."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden-append", action="store_true", help="add missing lines to tests/journal/golden.jsonl"
    )
