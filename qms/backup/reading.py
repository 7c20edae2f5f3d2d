"""Reads a backup: its manifest, and whether every part is what the manifest says."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from qms.backup.archive import CHUNK, FORMAT, MANIFEST, BackupRefused


@dataclass(frozen=True)
class Archive:
    """An open backup. `name` is the SHA-256 of its manifest."""

    path: Path
    zip: zipfile.ZipFile
    manifest: dict[str, Any]
    name: str

    def open(self, path: str) -> IO[bytes]:
        """Read one part."""
        return self.zip.open(path)

    def parts(self, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Parts below `folder`: the name there, and what the manifest says."""
        for part in self.manifest["files"]:
            if part["path"].startswith(f"{folder}/"):
                yield part["path"][len(folder) + 1 :], part

    def check(self) -> None:
        """Read every part. Raises BackupRefused naming the first that differs."""
        listed = {part["path"] for part in self.manifest["files"]}
        further = {entry.filename for entry in self.zip.infolist()} - listed - {MANIFEST}
        for path in sorted(further):
            self._refuse(path, _("the manifest does not name it"))
        for part in self.manifest["files"]:
            if not _is_plain(part["path"]):
                self._refuse(part["path"], _("it would lie outside the installation"))
            if self._hashed(part["path"]) != (part["sha256"], part["size"]):
                self._refuse(part["path"], _("its hash or size is not the manifest's"))

    def _hashed(self, path: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        try:
            with self.open(path) as file:
                while block := file.read(CHUNK):
                    digest.update(block)
                    size += len(block)
        except (KeyError, OSError, zipfile.BadZipFile, ValueError) as fault:
            self._refuse(path, str(fault))
        return digest.hexdigest(), size

    def _refuse(self, path: str, why: str) -> None:
        sentence = _("“%(file)s” is damaged: %(part)s: %(why)s. Nothing was changed; take another backup.")
        raise BackupRefused(sentence % {"file": self.path, "part": path, "why": why})


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a backup. Raises BackupRefused where it is none that this version reads."""
    try:
        file = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        sentence = _("“%(name)s” cannot be read as a backup: %(why)s")
        raise BackupRefused(sentence % {"name": path, "why": fault}) from fault
    with file:
        try:
            text = file.read(MANIFEST)
            manifest = json.loads(text)
            known = (manifest["format"], manifest["what"]) == (FORMAT, "backup")
        except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile):
            known = False
        if not known:
            raise BackupRefused(_("“%(name)s” is no backup that this version reads.") % {"name": path})
        yield Archive(path, file, manifest, hashlib.sha256(text).hexdigest())


def _is_plain(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path
