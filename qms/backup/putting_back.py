"""Puts a dumped database in the place of none, or of one that is kept aside."""

import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.backends.sqlite3._functions import register
from django.utils.translation import gettext as _

from qms.backup.archive import CHUNK, BackupRefused, sync_folder
from qms.backup.dumping import ASIDE, POSTGRESQL_PART, SQLITE_PART
from qms.backup.postgresql import address, client, refuse
from qms.backup.reading import Archive

PATIENCE = 1  # seconds until whoever just left is really gone
BESIDE = ("", "-wal", "-shm", "-journal")
"""SQLite's files of one database."""


def is_filled() -> bool:
    """Whether the database holds any table."""
    return bool(connection.introspection.table_names())


def put_back(archive: Archive, stamp: str, aside: Path) -> str:
    """Make the archive's database this installation's. Returns where the one before was kept, "" where none was."""
    if connection.vendor == "postgresql":
        return _postgresql(archive, ASIDE + stamp)
    return _sqlite(archive, aside)


def require_alone() -> None:
    """Raise BackupRefused while others work in the database: they would go on writing to the one moved aside."""
    end = time.monotonic() + PATIENCE
    while _others():
        if time.monotonic() > end:
            raise BackupRefused(_("The database is in use: stop the server and the scheduled work first."))
        time.sleep(0.1)


def _others() -> bool:
    if connection.vendor != "postgresql":
        return _in_use(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _in_use(path: Path) -> bool:
    """Whether another connection has the file open: in WAL mode only who is alone may leave that mode."""
    connections.close_all()
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=0.2)) as alone:
            alone.execute("PRAGMA locking_mode=EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.rollback()
            mode = alone.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        return True
    return bool(mode != "delete")


def _sqlite(archive: Archive, aside: Path) -> str:
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".restore-", suffix=".part", delete=False) as fresh:
        new = Path(fresh.name)
        with archive.open(SQLITE_PART) as content:
            while block := content.read(CHUNK):
                fresh.write(block)
    try:
        with closing(sqlite3.connect(new)) as opened:
            register(opened)  # conditions of some tables speak of Django's functions
            if opened.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupRefused(_("The database in the backup is damaged. Nothing was changed."))
            opened.execute("PRAGMA journal_mode=WAL")
        kept = _move_aside(place, aside)
        new.rename(place)
        sync_folder(place.parent)
    finally:
        new.unlink(missing_ok=True)
    return kept


def _move_aside(place: Path, aside: Path) -> str:
    """Keep the database that was here; an empty one, which opening it leaves behind, is nothing to keep."""
    filled = is_filled()
    connections.close_all()
    found = [Path(f"{place}{end}") for end in BESIDE if Path(f"{place}{end}").exists()]
    if not filled:
        for path in found:
            path.unlink()
        return ""
    aside.mkdir(parents=True, exist_ok=True)
    for path in found:
        path.rename(aside / path.name)
    return str(aside)


def _postgresql(archive: Archive, aside: str) -> str:
    """Rename the schema that is there, restore into a new one; where that fails, the old one gets its name back."""
    program = client("pg_restore")
    filled = is_filled()
    if filled:
        _run(f'ALTER SCHEMA public RENAME TO "{aside}"', "CREATE SCHEMA public")
    try:
        _pg_restore(program, archive)
    except BaseException:
        if filled:
            _run("DROP SCHEMA public CASCADE", f'ALTER SCHEMA "{aside}" RENAME TO public')
        raise
    return _("schema %(name)s") % {"name": aside} if filled else ""


def _run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _pg_restore(program: str, archive: Archive) -> None:
    where, environment = address()
    command = [program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={where}"]
    with tempfile.TemporaryFile() as faults, archive.open(POSTGRESQL_PART) as content:
        with subprocess.Popen(  # noqa: S603 - the client of the database that the settings name
            command, stdin=subprocess.PIPE, stderr=faults, stdout=subprocess.DEVNULL, env=environment
        ) as process:
            assert process.stdin is not None
            try:
                while block := content.read(CHUNK):
                    process.stdin.write(block)
            except BrokenPipeError:
                pass  # it says why itself
        if process.returncode:
            refuse(program, faults)
