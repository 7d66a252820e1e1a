"""Django's SQLite backend with a fair queue of writers around begin, commit, rollback and close.

The queue is entered by ``BEGIN`` and by single writes outside a transaction, and left when SQLite says
that no transaction is open any more.  A ``COMMIT`` that fails leaves the transaction open: the place is
kept until the rollback.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db.backends.sqlite3 import base

from yichuang.kernel.sqlite.fair import Gate, file_of, give_back, lock_of

_READS = ("SELECT", "PRAGMA", "EXPLAI", "VALUES", "SAVEPO", "RELEAS")
_WRITES_INSIDE = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_LEADING_COMMENT = re.compile(r"^\s*(--[^\n]*\n|/\*.*?\*/)\s*", re.DOTALL)


def writes(query: str) -> bool:
    """Say whether a statement may write; in doubt it does."""
    text = query.lstrip()
    while text[:2] in {"--", "/*"} and (comment := _LEADING_COMMENT.match(text)):
        text = text[comment.end() :]
    word = text[:6].upper()
    if word.startswith("WITH"):
        return _WRITES_INSIDE.search(text) is not None
    return not word.startswith(_READS)


class FairCursor(base.SQLiteCursorWrapper):
    """A cursor that queues before it writes outside a transaction."""

    gate: Gate
    kept: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self.kept = None
        if self.gate.held or self.connection.in_transaction or not writes(query):
            return self._leaving(super().execute, query, params)
        self._enter()
        answer = self._leaving(self._execute_and_keep, query, params)
        return answer

    def executemany(self, query: str, param_list: Any) -> Any:
        self.kept = None
        self._enter()
        return self._leaving(super().executemany, query, param_list)

    def executescript(self, script: str) -> Any:
        self.kept = None
        self._enter()
        return self._leaving(super().executescript, script)

    def _enter(self) -> None:
        if not self.gate.enter():
            raise sqlite3.OperationalError("database is locked: the queue of writers did not move")

    def _leaving(self, act: Callable[..., Any], *args: Any) -> Any:
        try:
            return act(*args)
        finally:
            if self.gate.held and not self.connection.in_transaction:
                self.gate.leave()

    def _execute_and_keep(self, query: str, params: Any) -> Any:
        answer = super().execute(query, params)
        if self.description is not None and not self.connection.in_transaction:
            # RETURNING outside a transaction commits when its last row is read: read them before leaving
            self.kept = iter(super().fetchall())
        return answer

    def fetchone(self) -> Any:
        return super().fetchone() if self.kept is None else next(self.kept, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        return super().fetchmany(size) if self.kept is None else list(islice(self.kept, size))

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self.kept is None else list(self.kept)

    def __next__(self) -> Any:
        return super().__next__() if self.kept is None else next(self.kept)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows its place in the queue of its file's writers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate = Gate(None, 0)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.gate.leave()
        file = file_of(conn_params["database"])
        self.gate = Gate(lock_of(file) if file else None, float(conn_params.get("timeout", 5.0)))
        # a thread that ends with an open transaction takes its connection with it, and gives its place back
        weakref.finalize(self, give_back, self.gate).atexit = False
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> FairCursor:
        cursor: FairCursor = self.connection.cursor(factory=FairCursor)
        cursor.gate = self.gate
        return cursor

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._leave_if_over()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_if_over()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.gate.leave()

    def _leave_if_over(self) -> None:
        if self.gate.held and (self.connection is None or not self.connection.in_transaction):
            self.gate.leave()
