"""The store of this installation's seals, outside the database: only ever added to, never overwritten."""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.translation import gettext_lazy as _

from qms.history import seal_files
from qms.history.seal_files import SealFile, SealStoreFault, name_of, number_of

EXISTS = _("%(file)s exists already; seals are never overwritten.")
CLOSED = _("The folder of the seals cannot be written: %(folder)s.")
GONE = _(
    "The database knows seals up to %(known)s and their store holds them up to %(held)s: "
    "put the missing seals back from a copy."
)
OTHER = _("Seal %(number)s in the store is not the one that the database knows.")


def seal_model() -> Any:
    """The table of what the database knows of its seals."""
    return apps.get_model("qms", "Seal")


class Store:
    """The seals' storage backend, as settings name it."""

    def __init__(self) -> None:
        self.storage: Storage = storages["seals"]
        self.folder = Path(self.storage.location) if isinstance(self.storage, FileSystemStorage) else None

    def numbers(self) -> list[int]:
        """The numbers it holds, in order; none where there is no store yet.

        Listed twice: a folder that is added to while it is read may show a seal and leave out the one before it. What
        stood before the last seal of the first listing is whole in the second.
        """
        last = max(self._listed(), default=0)
        return sorted(number for number in self._listed() if number <= last)

    def _listed(self) -> list[int]:
        try:
            _folders, names = self.storage.listdir("")
        except FileNotFoundError:
            return []
        return [number for name in names if (number := number_of(name)) is not None]

    def holds(self, number: int) -> bool:
        """Whether it has the seal's file."""
        return self.storage.exists(name_of(number))

    def content(self, number: int) -> bytes:
        """The bytes of one."""
        with self.storage.open(name_of(number)) as file:
            return bytes(file.read())

    def add(self, seal: SealFile) -> None:
        """Write a new seal, on the disk when this returns. Raises SealStoreFault where its file exists already."""
        name, raw = name_of(seal.number), seal.text().encode()
        if self.folder is not None:
            _write_once(self.folder, name, raw)
            return
        if self.storage.exists(name) or self.storage.save(name, ContentFile(raw)) != name:
            raise SealStoreFault(EXISTS % {"file": name})

    def fault(self) -> str:
        """Why nothing can be written to it, or nothing; a folder is looked at, other stores tell when they are used."""
        standing = self.folder
        while standing is not None and not standing.exists():
            standing = standing.parent
        return "" if standing is None or os.access(standing, os.W_OK | os.X_OK) else CLOSED % {"folder": standing}


def _write_once(folder: Path, name: str, raw: bytes) -> None:
    """A whole file or none under that name, also when the process or the machine dies; refused where it exists."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(prefix=".seal-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(0o444)
        os.link(made, folder / name)
    except FileExistsError:
        raise SealStoreFault(EXISTS % {"file": folder / name}) from None
    finally:
        with suppress(FileNotFoundError):
            Path(made).unlink()
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def known() -> Any:
    """The last entry of the seal chain that the database knows, or None."""
    return seal_model().objects.order_by("-number").first()


def check() -> SealFile | None:
    """The last seal that the database knows, read from the store; None where nothing was ever sealed.

    Raises SealStoreFault where the store is missing, older than the database, or holds another seal in its place.
    """
    last, store = known(), Store()
    if last is None:
        return None
    if not store.holds(last.number):
        held = store.numbers()
        raise SealStoreFault(GONE % {"known": last.number, "held": held[-1] if held else 0})
    seal = seal_files.read(store, last.number)
    if seal.digest != last.digest:
        raise SealStoreFault(OTHER % {"number": last.number})
    return seal


def headers(until: int | None = None) -> Iterator[dict[str, Any]]:
    """The headers of the store's seals in order, up to number `until`."""
    store = Store()
    for number in store.numbers():
        if until is None or number <= until:
            yield seal_files.read(store, number).header


def write_copy(file: IO[bytes] | str | Path) -> int:
    """Write a ZIP of all whole seal files, to be kept elsewhere. Returns how many."""
    store = Store()
    numbers = store.numbers()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in numbers:
            archive.writestr(name_of(number), store.content(number))
    return len(numbers)
