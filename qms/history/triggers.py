"""The fence round history tables: the database itself refuses UPDATE, DELETE, and a second row for one sequence.

A fence, not proof: whoever owns the database can take it down. Reinstalled after each migrate, since SQLite drops
triggers when it rebuilds a table and a later version words them anew; a system check asserts that they stand.
"""

from typing import Any

from django.apps import apps
from django.db import connection

from qms.history.models import ChainedHistory

MESSAGE = "history rows are never changed"
LEDGERS = ("Signature", "Seal", "ClauseMove", "ImportedRow")


def guarded_tables() -> list[str]:
    """Tables that are only ever added to: history rows, signatures, seals, the ledgers of moves and imports."""
    return sorted([*_history_tables(), *(apps.get_model("qms", name)._meta.db_table for name in LEDGERS)])


def _history_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, ChainedHistory)]


def _one_row_per_sequence(table: str) -> str:
    return f'CREATE UNIQUE INDEX IF NOT EXISTS "{table[:58]}_once" ON "{table}" (id, sequence)'


INDEXES_BY_ID = {
    "sqlite": """SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX % ("id")'""",
    "postgresql": "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
    " AND indexdef LIKE 'CREATE INDEX % USING btree (id)'",
}


def _drop_indexes_by_id(cursor: Any, tables: set[str]) -> None:
    """The unique index begins with the same column: one beside it costs each row of many a twentieth of its time."""
    cursor.execute(INDEXES_BY_ID[connection.vendor])
    for name, table in cursor.fetchall():
        if table in tables:
            cursor.execute(f'DROP INDEX "{name}"')


def _sqlite_triggers(table: str) -> dict[str, str]:
    """The statement of each trigger by its name, word for word as SQLite keeps it."""
    statements = {
        f"{table}_no_{verb.lower()}": f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("UPDATE", "DELETE")
    }
    key = "history_id" if table in _history_tables() else "id"
    # INSERT OR REPLACE deletes silently on a connection that did not ask for recursive triggers.
    replaced = f'EXISTS (SELECT 1 FROM "{table}" WHERE {key} = NEW.{key})'  # noqa: S608 - our own names
    if table in _history_tables():  # two questions, each by its index: one with OR takes four times as long
        replaced += f' OR EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id AND sequence = NEW.sequence)'  # noqa: S608
    statements[f"{table}_no_replace"] = (
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN {replaced} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    return statements


def _standing_sqlite() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
        return dict(cursor.fetchall())


def _sqlite_statements(table: str, standing: dict[str, str]) -> list[str]:
    """What brings a table's triggers to today's words; those that stand so are left alone."""
    statements = []
    for name, text in _sqlite_triggers(table).items():
        if standing.get(name) != text:
            statements += [f'DROP TRIGGER IF EXISTS "{name}"', text]
    return statements


def _postgresql_statements(table: str) -> list[str]:
    name = f"{table}_append_only"[:63]
    return [
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION qms_history_is_append_only()",
    ]


_POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION qms_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
)


def install_triggers(**kwargs: Any) -> None:
    """Put the fence round every history table that exists; safe to repeat."""
    existing = set(connection.introspection.table_names())
    tables = [table for table in guarded_tables() if table in existing]
    on_server = connection.vendor == "postgresql"
    standing = {} if on_server else _standing_sqlite()
    with connection.cursor() as cursor:
        if on_server and tables:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in tables:
            for statement in _postgresql_statements(table) if on_server else _sqlite_statements(table, standing):
                cursor.execute(statement)
        fenced = set(tables) & set(_history_tables())
        for table in fenced:
            cursor.execute(_one_row_per_sequence(table))
        _drop_indexes_by_id(cursor, fenced)


def missing_triggers() -> list[str]:
    """Tables without their whole fence: one trigger taken down, switched off or worded otherwise is enough."""
    fenced = _fenced_on_server() if connection.vendor == "postgresql" else _fenced_on_sqlite()
    return [table for table in guarded_tables() if table not in fenced]


def _fenced_on_server() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE '%append_only' AND t.tgenabled <> 'D'"
        )
        return {row[0] for row in cursor.fetchall()}


def _fenced_on_sqlite() -> set[str]:
    standing = _standing_sqlite()
    return {table for table in guarded_tables() if not _sqlite_statements(table, standing)}
