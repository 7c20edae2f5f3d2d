"""Verifying stored files: the bytes of each lie under their hash."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.utils.translation import gettext as _

PIECE = 1 << 20  # bytes read at once


def hash_of(name: str) -> tuple[str, int] | None:
    """SHA-256 and size of what lies under a name in the records' storage; None where nothing can be read."""
    found, size = sha256(), 0
    try:
        with storages["records"].open(name) as file:
            while piece := file.read(PIECE):
                found.update(piece)
                size += len(piece)
    except (OSError, ValueError):
        return None
    return found.hexdigest(), size


def stored_files(alias: str) -> Iterator[Any]:
    """Every stored file, in order of keys."""
    model = apps.get_model("qms", "StoredFile")
    yield from model._base_manager.using(alias).order_by("pk").iterator(chunk_size=1000)


def file_faults(alias: str) -> Iterator[tuple[str, str, int, str]]:
    """(UUID, hash, row, sentence) of files that are missing or not what they were; those disposed of may be missing."""
    for stored in stored_files(alias):
        found = hash_of(stored.stored_name)
        if found is None and stored.gone_at is None:
            yield str(stored.uid), stored.sha256, stored.version, _("the bytes of the file are not there")
        elif found is not None and found[0] != stored.sha256:
            yield str(stored.uid), stored.sha256, stored.version, _("the bytes of the file have another hash")
