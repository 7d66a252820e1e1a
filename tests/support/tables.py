"""What stands in the tables of a test: read it, write it back, sweep it out.

Left alone is what ``migrate`` writes: Django's own tables, and the consumers this installation knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction

Rows = dict[str, list[tuple[Any, ...]]]
STANDING = ("django_content_type", "django_migrations", "auth_")
CONSUMERS = "journal_consumer"


def filled() -> list[str]:
    """Return the tables, as SQL, in which something stands."""
    each = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in _columns())
    with connection.cursor() as cursor:
        cursor.execute(each)
        return [name for (name,) in cursor.fetchall()]


def empty() -> bool:
    """Say whether the tables are as ``migrate`` left them."""
    return set(filled()) <= {connection.ops.quote_name(CONSUMERS)}


def rows() -> Rows:
    """Return what stands in the tables now, by table."""
    columns = _columns()
    found = {}
    with connection.cursor() as cursor:
        for table in filled():
            cursor.execute(f"SELECT {columns[table]} FROM {table}")
            found[table] = list(cursor.fetchall())
    found.pop(connection.ops.quote_name(CONSUMERS), None)
    return found


def bring_back(found: Rows) -> None:
    """Write rows as they once stood; foreign keys are looked at when the test ends, as always."""
    with connection.cursor() as cursor:
        for table, lines in found.items():
            _insert(cursor, table, lines)


def sweep() -> None:
    """Empty the tables, whose guard must be lifted; quicker than ``flush``, which truncates and migrates."""
    from yichuang.kernel.journal import consumers

    with transaction.atomic(), connection.cursor() as cursor:
        for table in filled():
            cursor.execute(f"DELETE FROM {table}")
    consumers.register()  # as it does after ``migrate``


def _insert(cursor: Any, table: str, lines: Sequence[tuple[Any, ...]]) -> None:
    one = f"({', '.join(['%s'] * len(lines[0]))})"
    if connection.vendor == "sqlite":  # it limits the values of one statement, and has no way to go
        cursor.executemany(f"INSERT INTO {table} VALUES {one}", lines)
    else:
        every = [value for line in lines for value in line]
        cursor.execute(f"INSERT INTO {table} VALUES {', '.join([one] * len(lines))}", every)


@cache
def _columns() -> dict[str, str]:
    """Return the columns of each table, both as SQL; with a plus SQLite gives a value as it lies there."""
    quoted, found = connection.ops.quote_name, {}
    sign = "+" if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith(STANDING):
                cursor.execute(f"SELECT * FROM {quoted(name)} LIMIT 0")
                found[quoted(name)] = ", ".join(f"{sign}{quoted(name)}" for name, *_ in cursor.description)
    return found
