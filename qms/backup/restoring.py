"""Puts an installation back from a backup, in an order that can be interrupted: the database comes last."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from qms import clock
from qms.backup.archive import BackupRefused
from qms.backup.making import PLAIN, SECRETS, require_room
from qms.backup.putting_back import is_filled, put_back, require_alone
from qms.backup.reading import Archive
from qms.backup.stored import FOLDERS, copy_out
from qms.demo.installation import CLOCK_FILE, start_clock
from qms.history import seal_files, seals


@dataclass
class Restored:
    """What came of it. `aside` says where that which was there before is kept."""

    files: int = 0
    seals: int = 0
    aside: str = ""


def restore_backup(archive: Archive, *, replace: bool = False) -> Restored:
    """Put the archive's installation in the place of this one. Raises BackupRefused before anything is changed.

    The restore is not declared yet: see `qms.history.sealing.declare_restore`.
    """
    archive.check()
    _require_fitting(archive)
    filled = is_filled()
    if filled and not replace:
        sentence = _("An installation is here already (%(name)s). With --replace it is moved aside first.")
        raise BackupRefused(sentence % {"name": connection.settings_dict["NAME"]})
    require_alone()
    _require_agreeing_seals(archive)
    require_room(_existing(settings.DATA_DIR), sum(part["size"] for part in archive.manifest["files"]))
    stamp = clock.now().strftime("%Y%m%d%H%M%S")
    aside = settings.DATA_DIR / f"replaced-{stamp}"
    try:
        if filled:
            _move_files(aside)
        files = sum(copy_out(archive, folder) for folder in FOLDERS)
        seals = _write_seals(archive)
        kept = put_back(archive, stamp, aside)
    except BaseException:
        _move_back(aside)
        raise
    _write_data_folder(archive, aside)
    _make_current()
    places = dict.fromkeys(place for place in (kept, str(aside) if aside.exists() else "") if place)
    return Restored(files, seals, ", ".join(places))


def _require_fitting(archive: Archive) -> None:
    """The same kind of database, and no migration that this version does not know."""
    kind = archive.manifest["database"]
    if kind != connection.vendor:
        sentence = _("The backup is of %(kind)s, this installation runs on %(here)s: set DATABASE_URL accordingly.")
        raise BackupRefused(sentence % {"kind": kind, "here": connection.vendor})
    known = MigrationLoader(None).disk_migrations
    later = [f"{app}.{name}" for app, name in archive.manifest["migrations"] if (app, name) not in known]
    ours = [name for name in later if name.partition(".")[0] in {config.label for config in apps.get_app_configs()}]
    if ours:
        sentence = _("The backup was taken by a later version (%(name)s): restore it with that version.")
        raise BackupRefused(sentence % {"name": ours[0]})


def _require_agreeing_seals(archive: Archive) -> None:
    """A seal store that continues this backup is kept; one that says otherwise belongs elsewhere or was altered."""
    storage = storages["seals"]
    for name, part in archive.parts("seals"):
        if not storage.exists(name):
            continue
        with storage.open(name) as there, archive.open(part["path"]) as ours:
            if there.read() != ours.read():
                sentence = _(
                    "The seal store holds another seal %(name)s than the backup: it belongs to another installation "
                    "or was altered. Name an empty store (QMS_SEALS_DIR), or the right one."
                )
                raise BackupRefused(sentence % {"name": name})


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _move_files(aside: Path) -> None:
    """Move the folders of files aside with one rename each; a storage that is no folder keeps its files."""
    for alias in FOLDERS.values():
        place = Path(getattr(storages[alias], "location", "") or "/nowhere")
        if place.is_dir():
            aside.mkdir(parents=True, exist_ok=True)
            place.rename(aside / place.name)


def _move_back(aside: Path) -> None:
    """What could not be restored leaves the files as they were."""
    for alias in FOLDERS.values():
        place = Path(getattr(storages[alias], "location", "") or "/nowhere")
        if (aside / place.name).is_dir():
            shutil.rmtree(place, ignore_errors=True)
            (aside / place.name).rename(place)


def _write_seals(archive: Archive) -> int:
    """Write the seals that the store lacks; later ones stay."""
    store, written = seals.Store(), 0
    for name, part in archive.parts("seals"):
        number = seal_files.number_of(name)
        if number is None or store.holds(number):
            continue
        with archive.open(part["path"]) as content:
            store.add(seal_files.parse(content.read(), number))
        written += 1
    return written


def _write_data_folder(archive: Archive, aside: Path) -> None:
    """The demonstration's clock, and secrets where the backup carries them; what was there is moved aside."""
    for name, part in archive.parts("data"):
        if name not in (*PLAIN, *SECRETS):
            continue
        path = settings.DATA_DIR / name
        if path.exists():
            aside.mkdir(parents=True, exist_ok=True)
            path.rename(aside / name)
        path.touch(mode=0o600)
        with archive.open(part["path"]) as content:
            path.write_bytes(content.read())
        if name == CLOCK_FILE:
            start_clock(settings.DATA_DIR)


def _make_current() -> None:
    """Bring the tables to this version; sessions of the past are over."""
    connections.close_all()
    call_command("migrate", verbosity=0, interactive=False)
    sessions: Any = apps.get_model("sessions", "Session")
    sessions.objects.all().delete()
