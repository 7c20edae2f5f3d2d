"""Files that are there whole or not at all, whatever happens while they are written."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Writes beside, syncs, then gives the name: a full disk or a power cut leaves no half file under a hash."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for block in content.chunks():
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            Path(part).chmod(self.file_permissions_mode or 0o644)
            os.link(part, place)  # fails, unlike a rename, where somebody else was faster
            _sync(place.parent)
        except FileExistsError:
            return str(self.save(name, content))
        finally:
            Path(part).unlink(missing_ok=True)
        return name


def _sync(folder: Path) -> None:
    """Names are kept by the folder: it goes to the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
