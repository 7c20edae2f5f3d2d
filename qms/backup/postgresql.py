"""PostgreSQL's own client programs: where they are, how they connect, what they say when they fail."""

import os
import shutil
from typing import IO, NoReturn

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from qms.backup.archive import BackupRefused

LONGEST = 1000  # characters of what the program said
CONNECTING = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")


def client(program: str) -> str:
    """Where the program is. Raises BackupRefused with the way out where it is missing."""
    found = shutil.which(program)
    if found is None:
        sentence = _(
            "%(program)s is missing: install PostgreSQL's client programs (Debian: postgresql-client), "
            "of the server's version or later."
        )
        raise BackupRefused(sentence % {"program": program})
    return found


def address() -> tuple[str, dict[str, str]]:
    """How to connect, and the environment that holds the password, which so stands in no list of processes."""
    given = connection.get_connection_params()
    where = make_conninfo(**{name: given[name] for name in CONNECTING if given.get(name)})
    password = {"PGPASSWORD": given["password"]} if given.get("password") else {}
    return where, {**os.environ, **password}


def refuse(program: str, faults: IO[bytes]) -> NoReturn:
    """Raise what the program wrote to its error stream."""
    faults.seek(0)
    why = " ".join(faults.read().decode(errors="replace").split())[:LONGEST]
    raise BackupRefused(_("%(program)s failed: %(why)s") % {"program": program, "why": why})
