"""PostgreSQL roles: an owner who migrates, and the role that the product runs as, which owns no table.

The running role may add to history and never change it: it can neither drop a trigger nor UPDATE, DELETE or TRUNCATE
what is only ever added to. Repeated after each upgrade, so that new tables are fenced as well.
"""

from collections.abc import Iterator

from django.db import connection

from qms.history.triggers import guarded_tables

ALL = "SELECT, INSERT, UPDATE, DELETE"


def role_statements(owner: str, app: str, database: str) -> Iterator[str]:
    """The SQL that makes both roles where they are missing: run once, by whoever may create roles."""
    for role in (owner, app):
        yield (
            f"DO $$ BEGIN CREATE ROLE {_name(role)} LOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    yield f"ALTER DATABASE {_name(database)} OWNER TO {_name(owner)}"
    yield f"GRANT CONNECT ON DATABASE {_name(database)} TO {_name(app)}"
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {_name(database)} FROM PUBLIC, {_name(app)}"


def right_statements(owner: str, app: str) -> Iterator[str]:
    """The SQL that gives the running role its rights: run by the owner, after each upgrade."""
    yield f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {_name(app)}"
    yield f"GRANT USAGE ON SCHEMA public TO {_name(app)}"
    yield f"GRANT {ALL} ON ALL TABLES IN SCHEMA public TO {_name(app)}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {_name(app)}"
    future = f"ALTER DEFAULT PRIVILEGES FOR ROLE {_name(owner)} IN SCHEMA public GRANT"
    yield f"{future} {ALL} ON TABLES TO {_name(app)}"
    yield f"{future} USAGE, SELECT ON SEQUENCES TO {_name(app)}"
    existing = set(connection.introspection.table_names())
    for table in (*guarded_tables(), "django_migrations"):
        if table in existing:
            yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {_name(table)} FROM {_name(app)}"


def rights_too_many() -> list[str]:
    """Guarded tables that the role of this connection may change or owns; all of them for a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(%s) "
            "AND has_table_privilege(quote_ident(tablename), 'UPDATE, DELETE, TRUNCATE, TRIGGER') ORDER BY 1",
            [guarded_tables()],
        )
        return [row[0] for row in cursor.fetchall()]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
