"""Which database, with which settings: SQLite embedded, PostgreSQL by DATABASE_URL."""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
)


def sqlite_settings(path: Path | str) -> dict[str, Any]:
    """SQLite that survives writers side by side and a power cut.

    IMMEDIATE takes the write lock at BEGIN, so a reader never fails half-way to a writer; FULL syncs each commit;
    recursive triggers keep INSERT OR REPLACE from slipping past the guard on history tables. Timeout in seconds.
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
    return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
