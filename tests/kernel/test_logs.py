"""Lines reach whoever reads them, and nobody's work ends because nobody reads."""

from __future__ import annotations

import io
import logging
import sys
import time

import pytest

from yichuang.kernel import logs


class ClosedPipe(io.StringIO):
    """A standard error whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def line(level: int) -> logging.LogRecord:
    return logging.LogRecord("yichuang.test", level, __file__, 1, "%s", ("开门",), None)


def test_lines_nobody_reads_disturb_nobody_and_later_ones_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = logs.Lines()
    lines.setFormatter(logs.JsonLine())
    monkeypatch.setattr(sys, "stderr", ClosedPipe())
    lines.emit(line(logging.INFO))
    time.sleep(3 * logs.WRITE_SECONDS)
    lines.emit(line(logging.ERROR))

    monkeypatch.setattr(sys, "stderr", read := io.StringIO())
    lines.emit(line(logging.INFO))
    until = time.monotonic() + 5
    while not read.getvalue() and time.monotonic() < until:
        time.sleep(0.01)

    assert read.getvalue().count("开门") == 1
