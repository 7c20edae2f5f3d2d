"""The template database: built once, copied for each test process and for each test that really commits.

Its key is the hash of what its content comes from: migrations, standards, triggers, chain, the code that fills it,
and the lock file. A change to any of them makes a new template; nothing is ever migrated twice for the same key.

`python -m tests.template_database` builds the one that DATABASE_URL asks for, before there are tests that wait for it.
"""

import fcntl
import hashlib
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "*/migrations/*.py",
    "fixtures/standards/*.yaml",
    "qms/history/canonical.py",
    "qms/history/chain.py",
    "qms/history/models.py",
    "qms/history/triggers.py",
    "qms/operations/people.py",
    "qms/operations/standards.py",
    "tests/template_database.py",
    "tests/template_content.py",
    "uv.lock",
)
_copies = itertools.count()


def template_key() -> str:
    """Twelve hexadecimal digits that change with anything that the template is made from."""
    digest = hashlib.sha256()
    for path in sorted(found for pattern in SOURCES for found in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Processes side by side take turns, so that the template is built once."""
    folder = Path(settings.TEST_TEMPLATE_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(url: str) -> None:
    """Migrate and fill the empty database at `url`, in a process of its own."""
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "qms.config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.template_content"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"The template database could not be built:\n{done.stdout}\n{done.stderr}")


class SQLiteTemplate:
    """Files: the template, and plain copies of it."""

    def __init__(self) -> None:
        self.path = Path(settings.TEST_TEMPLATE_DIR) / f"{template_key()}.sqlite3"

    def ensure(self) -> None:
        """Build the template unless it stands."""
        with _one_at_a_time():
            if self.path.exists():
                return
            building = self.path.with_suffix(".building")
            building.unlink(missing_ok=True)
            _fill(f"sqlite:///{building}")
            with closing(sqlite3.connect(building)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
            building.rename(self.path)

    def copy(self) -> str:
        """A new copy. Returns the name that Django connects by."""
        target = settings.DATA_DIR / f"test-{os.getpid()}-{next(_copies)}.sqlite3"
        shutil.copyfile(self.path, target)
        return str(target)

    def drop(self, name: str) -> None:
        """Remove a copy with what SQLite keeps beside it."""
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """DATABASE_URL of a copy, for a test that starts processes of its own."""
        return f"sqlite:///{name}"


class PostgreSQLTemplate:
    """Databases of one cluster: CREATE DATABASE .. TEMPLATE."""

    def __init__(self) -> None:
        self.settings = settings.DATABASES["default"]
        self.name = f"qms_template_{template_key()}"

    def _run(self, statement: str, *names: str) -> bool:
        """Run a statement outside any transaction, in the cluster's own database. Whether it returned a row."""
        at = {"host": self.settings["HOST"], "port": self.settings["PORT"] or 5432, "dbname": "postgres"}
        who = {"user": self.settings["USER"], "password": self.settings["PASSWORD"]}
        given = {key: value for key, value in (at | who).items() if value}
        with closing(psycopg.connect(**given, autocommit=True)) as connection:
            cursor = connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
            return cursor.description is not None and cursor.fetchone() is not None

    def ensure(self) -> None:
        """Build the template unless it stands."""
        with _one_at_a_time():
            if self._run(f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'"):  # noqa: S608 - our own name
                return
            building = f"{self.name}_building"
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", building)
            self._run("CREATE DATABASE {}", building)
            _fill(self.url(building))
            self._run("ALTER DATABASE {} RENAME TO {}", building, self.name)

    def copy(self) -> str:
        """A new copy. Returns the name that Django connects by."""
        name = f"qms_test_{os.getpid()}_{next(_copies)}"
        with _one_at_a_time():
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            self._run("CREATE DATABASE {} TEMPLATE {}", name, self.name)
        return name

    def drop(self, name: str) -> None:
        """Remove a copy, whoever is still connected to it."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        """DATABASE_URL of a copy, for a test that starts processes of its own."""
        at, user = self.settings, self.settings["USER"]
        who = f"{user}:{at['PASSWORD']}@" if at["PASSWORD"] else f"{user}@"
        return f"postgresql://{who}{at['HOST']}:{at['PORT'] or 5432}/{name}"


def template() -> SQLiteTemplate | PostgreSQLTemplate:
    """The kind of template that the settings' database needs."""
    engine = settings.DATABASES["default"]["ENGINE"]
    return PostgreSQLTemplate() if engine.endswith("postgresql") else SQLiteTemplate()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "qms.config.settings.test"
    with tempfile.TemporaryDirectory(prefix="qms-template-") as folder:
        os.environ["QMS_DATA_DIR"] = folder
        template().ensure()
