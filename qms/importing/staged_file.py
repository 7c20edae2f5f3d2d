"""The bytes of a staged file: kept once by their hash, taken away once nobody waits for them."""

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from qms.importing.problems import ImportRefused
from qms.models.imports import ImportStaging


def content_of(staging: ImportStaging) -> bytes:
    """The bytes of the file. Raises ImportRefused where they are no longer kept."""
    try:
        with storages["records"].open(staging.stored_name) as file:
            return bytes(file.read())
    except OSError as gone:
        raise ImportRefused(
            _("“%(name)s” is no longer kept. Choose the file again.") % {"name": staging.name}
        ) from gone


def content_size(staging: ImportStaging) -> int:
    """How many bytes. Raises ImportRefused where they are no longer kept."""
    try:
        return storages["records"].size(staging.stored_name)
    except OSError as gone:
        raise ImportRefused(
            _("“%(name)s” is no longer kept. Choose the file again.") % {"name": staging.name}
        ) from gone


def take_away(staging: ImportStaging) -> None:
    """Remove the kept bytes once nobody waits for them."""
    waiting = ImportStaging.objects.filter(sha256=staging.sha256, committed_at=None, cancelled_at=None)
    if not waiting.exists():
        storages["records"].delete(staging.stored_name)
