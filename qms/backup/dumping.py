"""One moment of the database as a part of the archive, while others go on writing."""

import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from qms.backup.archive import Writer
from qms.backup.postgresql import address, client, refuse
from qms.history.snapshot import consistent_reads

SQLITE_PART, POSTGRESQL_PART = "database.sqlite3", "database.pgdump"
ASIDE = "replaced_"  # schemas in which `restore --replace` keeps what was there

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Asks the very state that lies in the archive."""


def dumped(writer: Writer, folder: Path) -> AbstractContextManager[Ask]:
    """Write the database into the archive; inside, questions are answered by the same moment."""
    return _postgresql(writer) if connection.vendor == "postgresql" else _sqlite(writer, folder)


@contextmanager
def _sqlite(writer: Writer, folder: Path) -> Iterator[Ask]:
    """SQLite's own copying in one step: a single reading transaction, which in WAL mode no writer waits for."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".backup-", suffix=".part") as held:
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(held.name)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        with Path(held.name).open("rb") as file:
            writer.add(SQLITE_PART, file, compress=True)
        with closing(sqlite3.connect(held.name)) as copy:
            yield lambda question: copy.execute(question).fetchall()


@contextmanager
def _postgresql(writer: Writer) -> Iterator[Ask]:
    """pg_dump within the snapshot of a transaction of ours."""
    program = client("pg_dump")
    with consistent_reads() as using, connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        where, environment = address()
        command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={ASIDE}*"]
        command += [f"--snapshot={snapshot}", f"--dbname={where}"]
        with tempfile.TemporaryFile() as faults:
            with subprocess.Popen(  # noqa: S603 - the client of the database that the settings name
                command, stdout=subprocess.PIPE, stderr=faults, env=environment
            ) as process:
                assert process.stdout is not None
                writer.add(POSTGRESQL_PART, process.stdout)
            if process.returncode:
                refuse(program, faults)

        def ask(question: str) -> list[tuple[Any, ...]]:
            cursor.execute(question)
            return list(cursor.fetchall())

        yield ask


def tables(ask: Ask) -> list[str]:
    """Every table of the dumped state."""
    if connection.vendor == "postgresql":
        question = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    else:
        question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    return [row[0] for row in ask(question)]
