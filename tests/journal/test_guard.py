"""The database itself refuses to change what was written, on both engines and by every way in."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from tests.journal.rehearsal import arrive, clerk, execute
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import guard
from yichuang.kernel.journal.models import Batch, Entry, Seal
from yichuang.kernel.journal.seal import seal

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own way in")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own way in")
TABLES = ["journal_entry", "journal_seal", "journal_batch"]
MODELS: list[type[models.Model]] = [Entry, Seal, Batch]


@pytest.fixture
def _written(db: None) -> None:
    arrive(clerk())
    seal()


def _refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match=guard.REFUSAL):
        execute(sql)


@proves("CAS-09", refuses=True)
@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed(table: str) -> None:
    _refused(f"UPDATE {table} SET hall_id = hall_id")


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_removed(table: str) -> None:
    _refused(f"DELETE FROM {table}")


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("model", MODELS)
def test_the_orm_is_refused_as_well(model: type[models.Model]) -> None:
    row = model._default_manager.get()
    for change in (row.save, row.delete, model._default_manager.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(hall_id=row.pk)


@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_an_upsert_is_refused(table: str) -> None:
    key = guard.GUARDED[table][0][0]
    source = f"SELECT * FROM {table} WHERE 1 = 1"
    _refused(f"INSERT INTO {table} {source} ON CONFLICT ({key}) DO UPDATE SET hall_id = excluded.hall_id")


@sqlite_only
@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_insert_or_replace_is_refused_on_every_key(table: str) -> None:
    names = [
        str(field.column)
        for model in MODELS
        if model._meta.db_table == table
        for field in model._meta.concrete_fields
    ]
    for key in guard.GUARDED[table]:
        taken = ", ".join(
            name if name in key or not name.endswith("id") else "lower(hex(randomblob(16)))" for name in names
        )
        _refused(f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) SELECT {taken} FROM {table}")
    fresh = ", ".join("lower(hex(randomblob(16)))" if name.endswith("id") else name for name in names)
    _refused(f"INSERT OR REPLACE INTO {table} (rowid, {', '.join(names)}) SELECT rowid, {fresh} FROM {table}")


@postgresql_only
@pytest.mark.usefixtures("_written")
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_not_emptied(table: str) -> None:
    _refused(f"TRUNCATE {table}")


@postgresql_only
@pytest.mark.usefixtures("_written")
def test_a_replicating_session_is_refused_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM journal_entry")


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_outside_the_tests_own_clearing() -> None:
    arrive(clerk())

    with pytest.raises(Exception, match=r"insert-only|flush"):
        call_command("flush", interactive=False, verbosity=0)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_missing_after_migrate() -> None:
    assert guard.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_was_dropped_or_weakened_is_named_and_put_back() -> None:
    sqlite = connection.vendor == "sqlite"
    name = "journal_entry_is_not_changed" if sqlite else "journal_entry_stays"
    weaker = (
        f"CREATE TRIGGER {name} BEFORE UPDATE OF name ON journal_entry BEGIN SELECT RAISE(ABORT, 'no'); END"
        if sqlite
        else f"CREATE TRIGGER {name} BEFORE DELETE ON journal_entry FOR EACH STATEMENT"
        f" EXECUTE FUNCTION {guard.FUNCTION}()"
    )
    execute(f"DROP TRIGGER {name}" + ("" if sqlite else " ON journal_entry"))
    assert guard.missing() == [name]
    execute(weaker)
    assert guard.missing() == [name]

    guard.install()

    assert guard.missing() == []


def test_a_room_names_its_own_insert_only_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "GUARDED", dict(guard.GUARDED))

    guard.protect("rehearsal_wording", ("id",), ("hall_id", "code"))

    assert guard.GUARDED["rehearsal_wording"] == (("id",), ("hall_id", "code"))


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_remakes_the_table_gets_its_guard_back() -> None:
    field = Entry._meta.get_field("name")
    wider = models.CharField(max_length=90)
    wider.set_attributes_from_name("name")
    with connection.schema_editor() as editor:
        editor.alter_field(Entry, field, wider, strict=True)
        editor.alter_field(Entry, wider, field, strict=True)

    call_command("migrate", "journal", verbosity=0)

    assert guard.missing() == []


@pytest.mark.django_db(transaction=True)
def test_the_guard_is_lifted_inside_its_block_only() -> None:
    arrive(clerk())
    with guard.lifted():
        execute("DELETE FROM journal_entry")
        execute("DELETE FROM journal_unsealed")

    assert guard.missing() == []
