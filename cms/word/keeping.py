"""The chosen Word file between its preview and the person's decision: kept on the server, found by that person only."""

import hashlib
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from cms.word.reading import WordReading, read_procedure
from qms import clock
from qms.importing.staging import content_of, drop_staged, take_away
from qms.models import ImportStaging

KIND = "word"


def keep(content: bytes, name: str, *, by: Any) -> ImportStaging:
    """Keep a file that can be read. Raises ImportRefused where it cannot."""
    name = name.replace("\\", "/").rpartition("/")[2][:200] or "file.docx"
    read_procedure(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    stored_name = f"imports/{sha256[:2]}/{sha256}"
    storage = storages["records"]
    if not storage.exists(stored_name):
        storage.save(stored_name, ContentFile(content))
    return ImportStaging.objects.create(
        user=by, kind=KIND, name=name, sha256=sha256, stored_name=stored_name, created_at=clock.now()
    )


def kept(uid: UUID | str, user: Any) -> ImportStaging | None:
    """A file that this person chose and has not decided on; None for every other."""
    waiting = ImportStaging.objects.filter(kind=KIND, user_id=user.pk, committed_at=None, cancelled_at=None)
    return waiting.filter(uid=uid).first()


def reread(staging: ImportStaging) -> WordReading:
    """What the kept file holds. Raises ImportRefused where it is no longer kept."""
    return read_procedure(content_of(staging), staging.name)


def drop(staging: ImportStaging) -> None:
    """Drop a file that is not to be used."""
    drop_staged(staging)


def mark_used(staging: ImportStaging, summary: str) -> bool:
    """Within the transaction that saves the draft: whether this call is the one that uses the file."""
    locked = ImportStaging.objects.select_for_update(of=("self",)).get(pk=staging.pk)
    if locked.committed_at or locked.cancelled_at:
        return False
    locked.committed_at, locked.summary = clock.now(), summary[:200]
    locked.save()
    transaction.on_commit(lambda: take_away(locked))
    return True
