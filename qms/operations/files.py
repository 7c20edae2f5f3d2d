"""Taking in files: typed by content, stored once under their own hash, linked to a record."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from qms import clock, policy
from qms.history.recording import operation
from qms.models.files import FileLink, StoredFile
from qms.operations.twice import written_just_now
from qms.workflow import StepRefused, check_version

Prepared = tuple[bytes, str, str]
"""Content, media type and name of a file that `prepare` let through."""
LONGEST_SIDE = 2000  # pixels of a redrawn photograph
TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IMAGES = {"image/jpeg", "image/png", "image/webp"}


def media_type_of(content: bytes, name: str) -> str:
    """The type by content. Raises ValidationError naming the file when it is not one that records carry."""
    try:
        candidates = {match.extension for match in puremagic.magic_string(content[:65536] + content[-4096:], name)}
    except (puremagic.PureError, ValueError):
        candidates = set()
    extension = "." + name.rpartition(".")[2].lower()
    found = [TYPES[candidate] for candidate in candidates if candidate in TYPES]
    if TYPES.get(extension) in found:
        return TYPES[extension]
    if found:
        return found[0]
    raise ValidationError(
        _("%(name)s is not a file that records carry. Attach a photo (JPEG, PNG), a PDF, a Word or an Excel file."),
        params={"name": name},
    )


def redraw(content: bytes) -> bytes:
    """A photograph drawn anew: upright, at most 2,000 pixels a side, without place, device or other metadata."""
    with Image.open(io.BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        buffer = io.BytesIO()
        upright.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def prepare(upload: Any) -> Prepared:
    """Read, check and redraw an upload before any transaction. Raises ValidationError."""
    name = str(upload.name).replace("\\", "/").rpartition("/")[2][:200]
    if upload.size > settings.FILE_UPLOAD_MAX_BYTES:
        raise ValidationError(_("%(name)s is larger than 25 MB. Attach a smaller file."), params={"name": name})
    content = upload.read()
    if not content:
        raise ValidationError(_("%(name)s is empty."), params={"name": name})
    media_type = media_type_of(content, name)
    if media_type not in IMAGES:
        return content, media_type, name
    try:
        return redraw(content), "image/jpeg", name
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValidationError(_("%(name)s cannot be read as a picture."), params={"name": name}) from error


@operation("store_file")
def store_file(content: bytes, media_type: str, *, by: Any) -> StoredFile:
    """Store the bytes once by their SHA-256 and return their row."""
    sha256 = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is not None and stored.gone_at is None:
        return stored
    if stored is not None:
        return _back_again(stored, content)
    storage = storages["records"]
    name = f"{sha256[:2]}/{sha256}"
    if storage.exists(name) and storage.size(name) != len(content):
        storage.delete(name)  # half a file, left by a crash: no record names it
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
    stored = StoredFile(sha256=sha256, size=len(content), media_type=media_type, stored_name=name)
    stored.save()
    return stored


def _back_again(stored: StoredFile, content: bytes) -> StoredFile:
    """Bytes that were disposed of and come back with another record: kept anew, under the lock of who removes them."""
    stored = StoredFile.objects.locked().get(pk=stored.pk)
    storage = storages["records"]
    if not storage.exists(stored.stored_name):
        storage.save(stored.stored_name, ContentFile(content))
    if stored.gone_at is not None:
        stored.gone_at = stored.gone_by = None
        stored.save()
    return stored


@operation("attach_files")
def attach_files(
    link_model: type[FileLink], record: Any, prepared: Sequence[Prepared], *, by: Any, purpose: str = ""
) -> list[FileLink]:
    """Link prepared files (see `prepare`) to a record. The caller has asked the rule for the record."""
    links = []
    for content, media_type, name in prepared:
        stored = store_file(content, media_type, by=by)
        link = link_model(file=stored, name=name, added_by=by, purpose=purpose, record=record)  # type: ignore[misc]
        link.save()
        links.append(link)
    return links


def attach_new_files(
    link_model: type[FileLink], record: Any, prepared: Sequence[Prepared], *, by: Any
) -> list[FileLink]:
    """As `attach_files`, leaving out what the person sent a moment ago already and has not taken away since.

    The caller holds the record's lock, so that the second of two requests finds what the first attached.
    """
    mine = record.file_links.filter(added_by=by, ended_at=None)
    new = [one for one in prepared if written_just_now(mine.filter(name=one[2])) is None]
    return attach_files(link_model, record, new, by=by)


def end_link(link: Any, *, by: Any, permission: str = "", version: int | None = None) -> Any:
    """Take a wrong file away from its record; it stays in the history with the reason. Called inside an operation.

    Without a `permission` the caller has asked the rule. Raises Refused where the person may not, Conflict where the
    link has changed, StepRefused where it is gone already.
    """
    link = type(link).objects.locked().select_related(None).get(pk=link.pk)
    check_version(link, version)
    if permission:
        policy.require(by, permission, link.record)
    if link.ended_at is not None:
        raise StepRefused([_("It has been taken away already.")])
    link.ended_at = clock.now()
    link.save()
    return link
