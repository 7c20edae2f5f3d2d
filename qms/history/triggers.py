"""The fence round history tables: the database itself refuses UPDATE, DELETE, and a second row for one sequence.

A fence, not proof: whoever owns the database can take it down. Reinstalled after each migrate, since SQLite drops
triggers when it rebuilds a table; a system check asserts that they stand.
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


def _sqlite_statements(table: str) -> list[str]:
    statements = [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    key = "history_id" if table in _history_tables() else "id"
    # INSERT OR REPLACE deletes silently on a connection that did not ask for recursive triggers.
    replaced = f'EXISTS (SELECT 1 FROM "{table}" WHERE {key} = NEW.{key})'  # noqa: S608 - our own names
    if table in _history_tables():  # two questions, each by its index: one with OR takes four times as long
        replaced += f' OR EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id AND sequence = NEW.sequence)'  # noqa: S608
    return [
        *statements,
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN {replaced} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ]


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
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and tables:
            cursor.execute(_POSTGRESQL_FUNCTION)
        make = _postgresql_statements if connection.vendor == "postgresql" else _sqlite_statements
        for table in tables:
            for statement in make(table):
                cursor.execute(statement)
        for table in set(tables) & set(_history_tables()):
            cursor.execute(_one_row_per_sequence(table))


def missing_triggers() -> list[str]:
    """Tables without their whole fence: one trigger taken down or switched off is enough to be named."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname LIKE '%append_only' AND t.tgenabled <> 'D'"
            )
            fenced = {row[0] for row in cursor.fetchall()}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
            standing = {row[0] for row in cursor.fetchall()}
            fenced = {table for table in guarded_tables() if {f"{table}_{what}" for what in SQLITE_FENCE} <= standing}
    return [table for table in guarded_tables() if table not in fenced]


SQLITE_FENCE = ("no_update", "no_delete", "no_replace")
