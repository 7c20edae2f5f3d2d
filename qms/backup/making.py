"""Takes a backup: one moment of the database, then the files and seals that it names, which never change."""

import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils.translation import gettext as _

from qms import clock
from qms.backup.archive import BackupRefused, Writer, new_file
from qms.backup.dumping import Ask, dumped, tables
from qms.backup.stored import FOLDERS, copy_in, names
from qms.history import seal_files

SECRETS = ("secret", "demo-password")
"""Files of the data folder that open an installation: in the archive only when asked for."""
PLAIN = ("demo.json",)
"""Files of the data folder that an installation is not the same without: the demonstration's clock."""
SPARE = 2  # the database lies on the disk once as a copy and once, smaller, in the archive


@dataclass
class Taken:
    """What a backup holds. `missing` names files and seals that the database knows and nobody has."""

    path: Path
    name: str = ""
    rows: int = 0
    files: int = 0
    seals: int = 0
    seal: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def details(self) -> dict[str, Any]:
        """For the event and the last line."""
        size = self.path.stat().st_size
        return {"rows": self.rows, "files": self.files, "seals": self.seals, "size": size, "manifest": self.name}


def take_backup(target: Path, *, with_secrets: bool = False) -> Taken:
    """Write the backup of this installation to `target`. Raises BackupRefused where it cannot be."""
    target = target.absolute()
    require_room(target.parent, SPARE * _database_size() + _stored_size())
    taken = Taken(target)
    try:
        with new_file(target) as file, Writer(file) as writer:
            with dumped(writer, target.parent) as ask:
                facts = _collect(writer, ask, taken)
            _data_folder(writer, with_secrets)
            taken.name = writer.close(facts | {"with_secrets": with_secrets, "missing": taken.missing})
    except OSError as fault:
        raise BackupRefused(_("“%(name)s” cannot be written: %(why)s") % {"name": target, "why": fault}) from fault
    return taken


def _collect(writer: Writer, ask: Ask, taken: Taken) -> dict[str, Any]:
    """Files and seals of the dumped state, and what the manifest says of it."""
    rows = {table: ask(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in tables(ask)}  # noqa: S608 - its own names
    hashes = {folder: copy_in(writer, folder) for folder in FOLDERS}
    taken.rows, taken.files = sum(rows.values()), sum(map(len, hashes.values()))
    taken.missing += [f"files/{name}" for name in _missing(ask, hashes["files"])]
    last = _seals(writer, ask, taken)
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "made_at": clock.now().isoformat(),
        "database": connection.vendor,
        "rows": rows,
        "migrations": [list(row) for row in migrations],
        "seal": taken.seal,
        "installation": last.get("installation", ""),
    }


def _missing(ask: Ask, hashes: dict[str, str]) -> list[str]:
    """Stored files of the dumped state whose bytes are not there or not theirs."""
    rows = ask("SELECT stored_name, sha256 FROM qms_storedfile WHERE gone_at IS NULL ORDER BY stored_name")
    return [name for name, sha256 in rows if hashes.get(name) != sha256]


def _seals(writer: Writer, ask: Ask, taken: Taken) -> dict[str, Any]:
    """Copy the seals that the dumped state knows. Returns the last of them."""
    storage, text = storages["seals"], b"{}"
    for (number,) in ask("SELECT number FROM qms_seal ORDER BY number"):
        taken.seal, name = number, seal_files.name_of(number)
        try:
            with storage.open(name) as content:
                text = content.read()
        except FileNotFoundError:
            taken.missing.append(f"seals/{name}")
            continue
        writer.add(f"seals/{name}", io.BytesIO(text), compress=True)
        taken.seals += 1
    last: dict[str, Any] = json.loads(text)
    return last


def _data_folder(writer: Writer, with_secrets: bool) -> None:
    for name in (*PLAIN, *(SECRETS if with_secrets else ())):
        path = settings.DATA_DIR / name
        if path.exists():
            with path.open("rb") as content:
                writer.add(f"data/{name}", content)


def _database_size() -> int:
    if connection.vendor != "postgresql":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]) // SPARE


def _stored_size() -> int:
    return sum(
        _size(storages[alias], name) for alias in (*FOLDERS.values(), "seals") for name in names(storages[alias])
    )


def _size(storage: Any, name: str) -> int:
    try:
        return int(storage.size(name))
    except FileNotFoundError:  # removed meanwhile
        return 0


def require_room(folder: Path, needed: int) -> None:
    """Raise BackupRefused unless the disk below `folder` has so many bytes left."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as fault:
        raise BackupRefused(_("“%(name)s” cannot be written: %(why)s") % {"name": folder, "why": fault}) from fault
    if free < needed:
        sentence = _("%(need)s MB are needed in %(folder)s, %(free)s MB are free: make room or choose another disk.")
        megabyte = 1024 * 1024
        raise BackupRefused(sentence % {"need": needed // megabyte + 1, "free": free // megabyte, "folder": folder})
