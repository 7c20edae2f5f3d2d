"""The ZIP that a pack is written into, file by file, each hashed on its way."""

import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from qms import clock
from qms.history import canonical

SAFE = re.compile(r"[a-z0-9_.-]+(/[a-z0-9_.-]+)*")


class PackArchive:
    """Writes files one after the other; `files` lists them for the manifest."""

    def __init__(self, target: Path, moment: dt.datetime) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=6)
        self.stamp = moment.astimezone(clock.HANOI).timetuple()[:6]
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> "PackArchive":
        return self

    def __exit__(self, kind: type | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.zip.close()

    def write(self, path: str, chunks: Iterable[bytes | str], *, listed: bool = True, packed: bool = True) -> None:
        """Write one file from its parts. The name is ours: small letters, digits, no way out of the folder."""
        if not SAFE.fullmatch(path) or ".." in path:
            raise ValueError(path)
        about = zipfile.ZipInfo(path, self.stamp)
        about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        about.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(about, "w", force_zip64=True) as target:
            for chunk in chunks:
                raw = chunk.encode() if isinstance(chunk, str) else chunk
                digest.update(raw)
                size += len(raw)
                target.write(raw)
        if listed:
            self.files.append({"path": path, "sha256": digest.hexdigest(), "size": size})

    def write_json(self, path: str, value: Any, *, listed: bool = True) -> None:
        """Write one value as canonical JSON."""
        self.write(path, [canonical.dump(value)], listed=listed)
