"""Which database, with which settings: SQLite embedded, PostgreSQL by DATABASE_URL."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import dj_database_url
from psycopg import IsolationLevel

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)


def sqlite_settings(path: Path | str) -> dict[str, Any]:
    """SQLite that survives writers side by side and a power cut.

    IMMEDIATE takes the write lock at BEGIN, so a reader never fails half-way to a writer; FULL syncs each commit;
    recursive triggers keep INSERT OR REPLACE from slipping past the guard on history tables. Timeout in seconds.
    A guarded insert keeps the pages that it changes until it is done: in memory, in a file it takes twice as long.
    The snapshot's connection, which sorts what is large, keeps SQLite's own ways.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def database_settings(url: str, data_dir: Path) -> dict[str, Any]:
    """The one database of the installation: `url` when given, else a file in the data folder."""
    if not url:
        data_dir.mkdir(parents=True, exist_ok=True)
        return sqlite_settings(data_dir / "qms.sqlite3")
    if url.startswith("sqlite"):
        return sqlite_settings(url.partition(":///")[2])
    return postgresql_settings(url)


def postgresql_settings(url: str) -> dict[str, Any]:
    """PostgreSQL without compiling its plans: for what a page or a list asks, that takes longer than answering."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    options = settings.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()
    return settings


def databases(url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Both aliases of the one database: `default`, and `snapshot` for long consistent reads."""
    default = database_settings(url, data_dir)
    return {"default": default, "snapshot": snapshot_settings(default)}


def snapshot_settings(default: dict[str, Any]) -> dict[str, Any]:
    """The same database through a connection that cannot write and, in a transaction, sees one moment.

    Asked through `qms.history.snapshot.consistent_reads`. Its connection is never kept from one request to the next.
    """
    settings = deepcopy(default) | {"CONN_MAX_AGE": 0, "TEST": {"MIRROR": "default"}}
    options = settings.setdefault("OPTIONS", {})
    if settings["ENGINE"].endswith("sqlite3"):
        options |= {"transaction_mode": "DEFERRED", "init_command": "PRAGMA query_only=ON;"}
    else:
        asked = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
        options |= {"isolation_level": IsolationLevel.REPEATABLE_READ, "options": asked}
    return settings
