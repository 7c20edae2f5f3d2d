"""A chosen file between its preview and the person's decision: kept once by its hash, taken away afterwards."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from qms import clock
from qms.importing.commit import commit, kind_called, preview, read_file
from qms.importing.problems import ImportRefused
from qms.importing.reading import ReadRegister
from qms.importing.register_kind import Asked, ImportKind, PlannedPreview
from qms.models.imports import ImportStaging


def stage(
    content: bytes, name: str, *, by: Any, kind: str, unit: Any = None, sheet: str = "", edition: str = ""
) -> ImportStaging:
    """Keep a file that can be read as such a register. Raises ImportRefused where it is none."""
    read_file(kind_called(kind), content, name, sheet=sheet)
    sha256 = hashlib.sha256(content).hexdigest()
    stored_name = f"imports/{sha256[:2]}/{sha256}"
    storage = storages["records"]
    if not storage.exists(stored_name):
        storage.save(stored_name, ContentFile(content))
    return ImportStaging.objects.create(
        user=by,
        kind=kind,
        unit=unit,
        name=name[:200],
        sheet=sheet,
        edition=edition,
        sha256=sha256,
        stored_name=stored_name,
        created_at=clock.now(),
    )


def content_of(staging: ImportStaging) -> bytes:
    """The bytes of the file. Raises ImportRefused where they are no longer kept."""
    try:
        with storages["records"].open(staging.stored_name) as file:
            return bytes(file.read())
    except OSError as gone:
        raise ImportRefused(
            _("“%(name)s” is no longer kept. Choose the file again.") % {"name": staging.name}
        ) from gone


def reread(staging: ImportStaging) -> tuple[ImportKind, ReadRegister, Asked]:
    """Kind, rows and what was asked, read again from the kept file."""
    kind = kind_called(staging.kind)
    read = read_file(kind, content_of(staging), staging.name, sheet=staging.sheet)
    return kind, read, Asked(by=staging.user, unit=staging.unit, file_name=staging.name, edition=staging.edition)


def preview_staged(staging: ImportStaging) -> PlannedPreview:
    """What would happen to each row now."""
    return preview(*reread(staging))


def commit_staged(staging: ImportStaging, *, by: Any, expected: str, reason: str = "") -> PlannedPreview | None:
    """Bring it in once, as it was previewed; None where that has been done or dropped already."""
    kind, read, asked = reread(staging)
    reason = reason or _("Brought in from %(file)s.") % {"file": staging.name}
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if locked.committed_at or locked.cancelled_at:
            return None
        planned = commit(kind, read, asked, by=by, reason=reason, expected=expected)
        locked.committed_at, locked.summary = clock.now(), planned.summary_line()
        locked.save()
        transaction.on_commit(lambda: take_away(locked))
    return planned


def cancel_staged(staging: ImportStaging) -> None:
    """Drop a file that is not to be brought in."""
    with transaction.atomic():
        locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
        if locked.committed_at is None and locked.cancelled_at is None:
            locked.cancelled_at = clock.now()
            locked.save()
            transaction.on_commit(lambda: take_away(locked))


def take_away(staging: ImportStaging) -> None:
    """Remove the kept bytes once nobody waits for them."""
    waiting = ImportStaging.objects.filter(sha256=staging.sha256, committed_at=None, cancelled_at=None)
    if not waiting.exists():
        storages["records"].delete(staging.stored_name)
