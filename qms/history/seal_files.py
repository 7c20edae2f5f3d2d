"""What a seal is when it is read: header, leaves, digest; and the places that hold seals, own or kept elsewhere."""

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from qms.history import canonical, merkle

NAME = re.compile(r"(\d{9,})\.json")
HEADER = ("format", "number", "kind", "installation", "made_at", "previous", "root", "size", "note")


class SealStoreFault(RuntimeError):
    """The seals outside the database are missing, older, altered or of another installation. Never passed over."""


def name_of(number: int) -> str:
    """The file's name of a seal."""
    return f"{number:09d}.json"


def number_of(name: str) -> int | None:
    """The seal's number by a file's name, None for any other file."""
    found = NAME.fullmatch(name)
    return int(found[1]) if found and name == name_of(int(found[1])) else None


@dataclass(frozen=True)
class SealFile:
    """One seal as it was read; `leaves` None where only the header is known."""

    header: dict[str, Any]
    leaves: list[list[Any]] | None

    @property
    def number(self) -> int:
        """Its place in the chain of seals."""
        return int(self.header["number"])

    @property
    def digest(self) -> str:
        """SHA-256 of the header."""
        return canonical.digest(canonical.dump(self.header))

    def text(self) -> str:
        """The file's text."""
        return canonical.dump(self.header | {"leaves": self.leaves})

    def fault(self) -> str:
        """What speaks against the seal taken by itself, or nothing."""
        if self.leaves is None:
            return ""
        if self.header["size"] != len(self.leaves):
            return _("it does not hold as many leaves as it says")
        if merkle.root([merkle.leaf_hash(leaf) for leaf in self.leaves]) != self.header["root"]:
            return _("its leaves do not give its root")
        return ""


def parse(raw: bytes, number: int) -> SealFile:
    """Read a seal's file. Raises SealStoreFault where it is none, or not of that number."""
    try:
        told = json.loads(raw)
        header = {name: told[name] for name in HEADER}
        leaves = told.get("leaves")
        whole = leaves is None or all(len(leaf) == 4 for leaf in leaves)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        sentence = _("Seal %(number)s cannot be read (%(fault)s).")
        raise SealStoreFault(sentence % {"number": number, "fault": type(fault).__name__}) from None
    if not whole or header["number"] != number or set(told) - set(HEADER) - {"leaves"}:
        raise SealStoreFault(_("The file of seal %(number)s is not a seal of that number.") % {"number": number})
    return SealFile(header, leaves)


class Source(Protocol):
    """A place that holds seals."""

    def numbers(self) -> list[int]:
        """The numbers it holds, in order."""

    def content(self, number: int) -> bytes:
        """The bytes of one."""


class Folder:
    """Seals in a folder: a copy kept elsewhere, unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def numbers(self) -> list[int]:
        """The numbers it holds, in order."""
        return sorted(number for entry in self.path.iterdir() if (number := number_of(entry.name)) is not None)

    def content(self, number: int) -> bytes:
        """The bytes of one."""
        return (self.path / name_of(number)).read_bytes()


class Archive:
    """Seals in a ZIP: a copy as `seal_history --copy` writes it."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        names = {name: number_of(name.rpartition("/")[2]) for name in self.archive.namelist()}
        self.names = {number: name for name, number in names.items() if number is not None}

    def numbers(self) -> list[int]:
        """The numbers it holds, in order."""
        return sorted(self.names)

    def content(self, number: int) -> bytes:
        """The bytes of one."""
        return self.archive.read(self.names[number])


def copy_at(path: str | Path) -> Source:
    """A copy of the seals kept elsewhere: a folder or a ZIP. Raises SealStoreFault where it is neither."""
    place = Path(path)
    try:
        if place.is_dir():
            return Folder(place)
        return Archive(place)
    except (OSError, zipfile.BadZipFile) as fault:
        sentence = _("%(place)s is no folder and no ZIP of seals (%(fault)s).")
        raise SealStoreFault(sentence % {"place": place, "fault": fault}) from None


def read(source: Source, number: int) -> SealFile:
    """One seal of a place. Raises SealStoreFault where it is missing or cannot be read."""
    try:
        raw = source.content(number)
    except (OSError, KeyError, zipfile.BadZipFile):
        raise SealStoreFault(_("Seal %(number)s is missing.") % {"number": number}) from None
    return parse(raw, number)


def make(header: dict[str, Any], leaves: Sequence[Sequence[Any]]) -> SealFile:
    """A new seal over these leaves; `header` without root and size."""
    listed = sorted((list(leaf) for leaf in leaves), key=lambda leaf: (leaf[0], leaf[1]))
    root = merkle.root([merkle.leaf_hash(leaf) for leaf in listed])
    return SealFile(header | {"root": root, "size": len(listed)}, listed)


def each(source: Source) -> Iterator[SealFile]:
    """Every seal of a place in order. Raises SealStoreFault at the first that cannot be read."""
    return (read(source, number) for number in source.numbers())
