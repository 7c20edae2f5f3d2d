"""The fence: the database itself refuses to change or remove what was recorded."""

import pytest
from django.db import DatabaseError, connection, transaction

from qms.history.triggers import guarded_tables, missing_triggers
from tests.factories import SignatureFactory
from tests.qms.history.agreement import MODELS, assert_history_agrees, history_of, label, rows_of

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("record", MODELS, ids=label, indirect=True)
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own statement")
only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL's own statement")


@pytest.fixture
def record(request, record_of):
    return record_of(request.param)


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def columns(table, **given):
    """Names and values that copy a table's rows, some of them given anew."""
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return ", ".join(f'"{name}"' for name in names), ", ".join(given.get(name, f'"{name}"') for name in names)


def assert_refused(record, statement, *values):
    history = rows_of(type(record).history.model)
    with pytest.raises(DatabaseError):
        run(statement, *values)
    assert rows_of(type(record).history.model) == history
    assert_history_agrees(record)


def table_of(record):
    return type(record).history.model._meta.db_table


@each
def test_update_is_refused(record):
    assert_refused(record, f'UPDATE "{table_of(record)}" SET history_change_reason = %s', "forged")  # noqa: S608


@each
def test_delete_is_refused(record):
    assert_refused(record, f'DELETE FROM "{table_of(record)}"')  # noqa: S608


@each
@pytest.mark.parametrize("way", ["save", "delete", "update", "queryset_delete", "bulk_update"])
def test_ordinary_orm_is_refused(record, way):
    row = history_of(record)[0]
    rows = type(row).objects.filter(pk=row.pk)
    row.history_change_reason = "forged"
    ways = {
        "save": row.save,
        "delete": row.delete,
        "update": lambda: rows.update(history_change_reason="forged"),
        "queryset_delete": rows.delete,
        "bulk_update": lambda: type(row).objects.bulk_update([row], ["history_change_reason"]),
    }

    with pytest.raises(DatabaseError), transaction.atomic():
        ways[way]()

    assert_history_agrees(record)


@each
def test_second_row_for_one_sequence_is_refused(record):
    table = table_of(record)
    names, values = columns(table, history_id="history_id + 100000", history_change_reason="'forged'")

    assert_refused(record, f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}"')  # noqa: S608


@each
@only_sqlite
def test_insert_or_replace_is_refused(record):
    table = table_of(record)
    names, values = columns(table, history_change_reason="'forged'")

    assert_refused(record, f'INSERT OR REPLACE INTO "{table}" ({names}) SELECT {values} FROM "{table}"')  # noqa: S608


@each
@only_sqlite
@pytest.mark.parametrize("given", ["history_id", "sequence"])
def test_insert_or_replace_is_refused_on_a_connection_without_recursive_triggers(record, given):
    table = table_of(record)
    anew = {"history_change_reason": "'forged'"} | ({"history_id": "NULL"} if given == "sequence" else {})
    names, values = columns(table, **anew)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        assert_refused(record, f'INSERT OR REPLACE INTO "{table}" ({names}) SELECT {values} FROM "{table}"')  # noqa: S608
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@only_sqlite
def test_connections_ask_for_recursive_triggers_and_full_sync(db):
    with connection.cursor() as cursor:
        asked = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("recursive_triggers", "synchronous")}

    assert asked == {"recursive_triggers": 1, "synchronous": 2}


@each
@only_postgresql
def test_truncate_is_refused(record):
    assert_refused(record, f'TRUNCATE "{table_of(record)}"')


@each
@only_postgresql
def test_upsert_is_refused(record):
    table = table_of(record)
    names, values = columns(table)

    assert_refused(
        record,
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" '  # noqa: S608
        "ON CONFLICT (history_id) DO UPDATE SET history_change_reason = 'forged'",
    )


def test_signature_is_written_once(as_system):
    signature = SignatureFactory()

    signature.name = "Somebody else"
    with pytest.raises(DatabaseError), transaction.atomic():
        signature.save()
    with pytest.raises(DatabaseError):
        run("DELETE FROM qms_signature")

    assert type(signature).objects.get(pk=signature.pk).name == "Nguyễn Văn A"


def test_every_history_table_is_fenced(db):
    assert {model.history.model._meta.db_table for model in MODELS} <= set(guarded_tables())
    assert missing_triggers() == []
