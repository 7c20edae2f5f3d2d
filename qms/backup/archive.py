"""The archive of a backup: a ZIP whose manifest names each part with its hash and size, readable by its owner only."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from qms import clock

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024  # bytes
QUICK = 1  # level of compression: a database shrinks to about a quarter, ten times faster than at the highest


class BackupRefused(Exception):
    """What was asked cannot be done. `str()` is a sentence for the person at the terminal."""


class Writer:
    """Parts go in one after another, each hashed as it is written; `close` adds the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self.parts: list[dict[str, Any]] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *fault: Any) -> None:
        with suppress(OSError, ValueError):  # what interrupted it is told instead
            self.zip.close()

    def add(self, path: str, source: IO[bytes], *, compress: bool = False) -> str:
        """Copy `source` under `path`. Returns its SHA-256."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(path, clock.now().timetuple()[:6])
        entry.external_attr = 0o600 << 16
        if compress:
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry._compresslevel = QUICK  # type: ignore[attr-defined]  # public only from Python 3.13 on
        with self.zip.open(entry, "w", force_zip64=True) as target:
            while block := source.read(CHUNK):
                digest.update(block)
                size += len(block)
                target.write(block)
        self.parts.append({"path": path, "sha256": digest.hexdigest(), "size": size})
        return digest.hexdigest()

    def close(self, facts: dict[str, Any]) -> str:
        """Write the manifest with `facts` and every part. Returns its SHA-256, which names the backup."""
        manifest = {"format": FORMAT, "what": "backup", **facts, "files": self.parts}
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self.zip.writestr(MANIFEST, text)
        self.zip.close()
        return hashlib.sha256(text).hexdigest()


@contextmanager
def new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that bears the name `target` only once everything inside went well; mode 0600, on disk before renamed."""
    if target.exists():
        raise BackupRefused(_("“%(name)s” is there already: give another name.") % {"name": target})
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as fault:
        raise BackupRefused(_("“%(name)s” cannot be written: %(why)s") % {"name": target, "why": fault}) from fault
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(target)
        sync_folder(target.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
