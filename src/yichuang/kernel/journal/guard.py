"""Let the database itself refuse to change what has been written.

One function puts triggers on the insert-only tables, the journal's and those a room names with
``protect``: they refuse UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE, on both engines, as an
``IntegrityError``.  It runs after every ``migrate``, since SQLite drops triggers silently when a migration
remakes a table; ``doctor`` and a house test ask ``missing``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# table -> the column sets that make a row unique: an INSERT OR REPLACE may collide on any of them
GUARDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "journal_entry": (("id",),),
    "journal_seal": (("entry_id",), ("hall_id", "seq")),
    "journal_batch": (("id",), ("hall_id", "number")),
}
REFUSAL = "this table is insert-only"
FUNCTION = "rows_stay_as_written"
_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END"


def protect(table: str, *uniques: tuple[str, ...]) -> None:
    """Guard one more insert-only table; ``uniques`` are its primary key and every unique constraint.

    Called in ``apps.ready``; the triggers come with the next ``migrate``.
    """
    GUARDED[table] = uniques


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger in place that is missing or weaker than it should be."""
    connection = connections[using]
    if not missing(using):
        return
    present = _tables(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            head = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql"
            cursor.execute(f"{head} AS $guard${_BODY}$guard$")
        for table in present:
            _drop(connection, cursor, table)
            for statement in _statements(connection, table):
                cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Name the triggers that are not there, switched off or not as written here; empty is good.

    A table that does not exist (before the first ``migrate``) is not counted.
    """
    connection = connections[using]
    tables = _tables(connection)
    if connection.vendor == "postgresql":
        wanted = {f"{table}_{what}" for table in tables for what in ("stays", "is_not_emptied")}
        return sorted(wanted - _whole_on_postgresql(connection))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = dict(cursor.fetchall())
    return sorted(
        name
        for table in tables
        for name, statement in _sqlite_triggers(table).items()
        if found.get(name) != statement
    )


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Take the guard away inside this block: for the test suite's ``flush`` and tampering, nothing else."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table in _tables(connection):
            _drop(connection, cursor, table)
    try:
        yield
    finally:
        install(using)


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    return [table for table in GUARDED if table in present]


def _drop(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> None:
    if connection.vendor == "postgresql":
        for what in ("stays", "is_not_emptied"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{what} ON {table}")
        return
    for name in _sqlite_triggers(table):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _statements(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    if connection.vendor != "postgresql":
        return list(_sqlite_triggers(table).values())
    return [
        # an upsert fires the UPDATE trigger too; ALWAYS also holds for a replicating session
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
        f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_not_emptied",
    ]


def _sqlite_triggers(table: str) -> dict[str, str]:
    # INSERT OR REPLACE deletes without firing the DELETE trigger, also by the hidden rowid
    keys = [
        " AND ".join(f"{column} = NEW.{column}" for column in key) for key in (*GUARDED[table], ("rowid",))
    ]
    collides = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in keys)  # noqa: S608
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return {
        f"{table}_is_not_changed": f"CREATE TRIGGER {table}_is_not_changed BEFORE UPDATE ON {table} {refuse}",
        f"{table}_is_not_removed": f"CREATE TRIGGER {table}_is_not_removed BEFORE DELETE ON {table} {refuse}",
        f"{table}_is_not_replaced": f"CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table}"
        f" WHEN {collides} {refuse}",
    }


def _whole_on_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of triggers that are there, always on, and call the function as written here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE c.relname = ANY(%s) AND t.tgname LIKE c.relname || '\\_%%'"
            " AND pg_table_is_visible(c.oid) AND NOT t.tgisinternal"
            " AND t.tgenabled = 'A' AND p.proname = %s AND p.prosrc = %s"
            # bits of tgtype: before 2, insert 4, delete 8, update 16, truncate 32; 1 would be per row
            " AND t.tgqual IS NULL AND t.tgattr = '' AND"
            " t.tgtype = CASE WHEN t.tgname LIKE '%%emptied' THEN 34 ELSE 26 END",
            [list(GUARDED), FUNCTION, _BODY],
        )
        return {name for (name,) in cursor.fetchall()}
