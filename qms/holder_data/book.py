"""The ZIP of a holder's data: a manifest, a workbook for each kind, files under their own hashes."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.importing.problems import ImportRefused

FORMAT = "qms-holder-data/1"
MANIFEST = "manifest.json"
MOST_PARTS = 200_000
MOST_BYTES = 20 * 1024**3
PIECE = 1024 * 1024
BROKEN = (zipfile.BadZipFile, KeyError, OSError, ValueError, TypeError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Part:
    """A workbook of the set. `use`: import (comes in by its kind), organisation, files, or reading (for reading)."""

    kind: str
    path: str
    use: str
    rows: int
    sha256: str
    title: str = ""


@dataclass
class Manifest:
    """What the set holds, of whom, taken by whom and when."""

    holder: str
    uid: str
    name: str
    taken_by: str
    taken_at: str
    parts: list[Part] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    files: int = 0
    format: str = FORMAT

    def text(self) -> str:
        """As JSON, for people too."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


class OpenedBook:
    """A set that came: checked against its manifest part by part, nothing trusted."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
            self.check_size()
            self.manifest = manifest_of(json.loads(self.zip.read(MANIFEST)))
        except BROKEN as fault:
            raise refused(path) from fault

    def __enter__(self) -> "OpenedBook":
        return self

    def __exit__(self, *_fault: Any) -> None:
        self.zip.close()

    def check_size(self) -> None:
        """No bomb, and a manifest that is none either."""
        parts = self.zip.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
            raise ValueError(len(parts))
        if self.zip.getinfo(MANIFEST).file_size > 16 * PIECE:
            raise ValueError(MANIFEST)

    def read(self, path: str, sha256: str) -> bytes:
        """A part whose bytes have that hash. Raises ImportRefused."""
        try:
            content = self.zip.read(path)
        except BROKEN as fault:
            raise ImportRefused(_("“%(path)s” is missing from the set or damaged.") % {"path": path}) from fault
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ImportRefused(_("“%(path)s” is not as it was written: its hash differs.") % {"path": path})
        return content

    def parts(self, use: str) -> Iterator[Part]:
        """The workbooks of one use, in their order."""
        return (part for part in self.manifest.parts if part.use == use)


def manifest_of(told: dict[str, Any]) -> Manifest:
    """The manifest as it was written. Raises ValueError, KeyError or TypeError where it is none."""
    if told.get("format") != FORMAT:
        raise ValueError(told.get("format"))
    parts = [Part(**one) for one in told["parts"]]
    texts = {name: str(told[name]) for name in ("holder", "uid", "name", "taken_by", "taken_at")}
    return Manifest(**texts, parts=parts, editions=[str(one) for one in told["editions"]], files=int(told["files"]))


def refused(path: Path) -> ImportRefused:
    """The file is no set of ours."""
    sentence = _("“%(name)s” is no set of a holder's data. Make one with export_holder and choose that file.")
    return ImportRefused(sentence % {"name": path.name})
