"""Structured logs: one JSON object a line, with the request's id and no personal data.

Never logged: bodies, query strings, cookies, addresses of people.  A token in a path is masked
(``/t/***``), and of an unexpected error only its class, where it happened and a masked message are kept.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import logging.config
import os
import re
import secrets
import sys
import threading
import time
import traceback
from collections import deque
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

WRITE_SECONDS = 0.1

_TOKEN_PLACES = re.compile(r"^(/t/|/enrol/|/live/ticket/[^/]+/|/api/v\d+/ticket-of/)[^/]+")
_LONG_SEGMENT = re.compile(r"/(?![0-9a-f]{8}-[0-9a-f]{4}-)[^/]{20,}")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)=\([^()]*\)")
_DIGITS = re.compile(r"\d{5,}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]+")
_OWN = {
    "sweep",
    "method",
    "path",
    "status",
    "ms",
    "bytes",
    "topic",
    "thread_name",
    "consumer",
    "address",
    "door",
}


_process_mark = secrets.token_hex(4)
_numbers = itertools.count(1)


def _mark_anew() -> None:
    global _process_mark
    _process_mark = secrets.token_hex(4)


os.register_at_fork(after_in_child=_mark_anew)


def new_request_id() -> str:
    """Return an id that names one request in its answer and in the logs."""
    return f"{_process_mark}{next(_numbers):08x}"


def masked_path(path: str) -> str:
    """Return a path without its tokens: ``/t/***``; segments of 20 characters and more are tokens."""
    return _LONG_SEGMENT.sub("/***", _TOKEN_PLACES.sub(r"\1***", path))


def masked(text: str) -> str:
    """Return the first line of an error's message without quoted values, long numbers and Chinese."""
    line = text.splitlines()[0] if text else ""
    for pattern in (_QUOTED, _DIGITS, _HAN):
        line = pattern.sub("***", line)
    return line[:500]


def _where(trace: TracebackType | None) -> list[str]:
    return [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)[-12:]]


class JsonLine(logging.Formatter):
    """Format a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()
            if record.name.startswith("yichuang")
            else masked(record.getMessage()),
        }
        if ident := getattr(record, "request_id", None) or request_id.get():
            line["request_id"] = ident
        line.update({name: value for name, value in record.__dict__.items() if name in _OWN})
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            line["error"] = kind.__name__ if kind else ""
            line["said"] = masked(str(error))
            line["where"] = _where(trace)
        return json.dumps(line, ensure_ascii=False, default=str)


class Lines(logging.Handler):
    """Write lines to standard error from a thread of its own, a few times a second; errors at once.

    The event loop must not wait for a terminal or a disk, nor hand the interpreter over for every line.
    Where nobody reads any more (a closed pipe) lines are lost; the house goes on.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[str] = deque()
        self._writing = threading.Lock()
        self._process = 0

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._waiting.append(self.format(record))
        except Exception:
            self.handleError(record)
        if record.levelno >= logging.ERROR:
            self.flush()
        elif self._process != os.getpid():  # the first line, or the first after a fork
            self._process = os.getpid()
            threading.Thread(target=self._write, name="log-lines", daemon=True).start()

    def flush(self) -> None:
        with self._writing:
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if lines:
                with contextlib.suppress(OSError, ValueError):
                    sys.stderr.write("\n".join(lines) + "\n")
                    sys.stderr.flush()

    def _write(self) -> None:
        while True:
            time.sleep(WRITE_SECONDS)
            self.flush()


def configure(level: str = "INFO") -> None:
    """Let this process log as a serving process does."""
    logging.config.dictConfig(config(level))
    # what no line of ours names need not be found out for every line
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def config(level: str = "INFO") -> dict[str, Any]:
    """Return the logging settings of a serving process: JSON lines on standard error.

    Django's and axes' own request lines name paths and people as they came; they are left out, since
    the server writes its own line for every request.
    """
    quiet = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "yichuang.kernel.logs.JsonLine"}},
        "handlers": {"lines": {"()": "yichuang.kernel.logs.Lines", "formatter": "json"}},
        "root": {"level": "WARNING", "handlers": ["lines"]},
        "loggers": {
            "yichuang": {"level": level},
            "django.request": quiet,
            "django.security": quiet,
            "django.server": quiet,
            "axes": quiet,
            "uvicorn.access": quiet,
        },
    }
