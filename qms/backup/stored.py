"""What lies in a storage: names below it, and copying between it and an archive."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages

from qms.backup.archive import Writer
from qms.backup.reading import Archive

FOLDERS = {"files": "records", "media": "default"}
"""Folder of the archive: storage of the settings."""


def names(storage: Any, folder: str = "") -> Iterator[str]:
    """Every file below `folder`, sorted; one that is being written bears a name with a leading dot."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files) if not name.startswith("."))
    for name in sorted(folders):
        yield from names(storage, prefix + name)


def copy_in(writer: Writer, folder: str) -> dict[str, str]:
    """Copy a storage into the archive. Returns the SHA-256 of each file; one that vanished meanwhile is left out."""
    storage = storages[FOLDERS[folder]]
    hashes = {}
    for name in names(storage):
        try:
            content = storage.open(name)
        except FileNotFoundError:
            continue
        with content:
            hashes[name] = writer.add(f"{folder}/{name}", content)
    return hashes


def copy_out(archive: Archive, folder: str) -> int:
    """Write every file of the archive that the storage lacks. Returns how many."""
    storage, written = storages[FOLDERS[folder]], 0
    for name, part in archive.parts(folder):
        if storage.exists(name):
            if storage.size(name) == part["size"]:
                continue
            storage.delete(name)
        with archive.open(part["path"]) as content:
            storage.save(name, File(content, name=name))
        written += 1
    return written
