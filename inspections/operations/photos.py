"""Photographs sent by a phone: taken byte for byte as sent, or refused; never with the place where they were taken."""

import datetime as dt
import hashlib
import io
import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from inspections.enums import InspectionStatus
from inspections.models import ChecklistFile, ChecklistLine, Finding, FindingFile
from qms import policy
from qms.history.recording import operation
from qms.models.files import FileLink
from qms.operations.files import store_file
from qms.workflow import StepRefused

MOST_PIXELS = 50_000_000
JPEG = "image/jpeg"
START = b"\xff\xd8\xff"
METADATA = b"Exif\x00\x00"
WRITTEN_PLACE = re.compile(rb"GPS(Latitude|Longitude|DestLatitude|Coordinates)", re.IGNORECASE)
GPS_TAG = 0x8825
LONGEST_METADATA = 65_536  # bytes of one segment of a JPEG


def check_photo(content: bytes, sha256: str) -> None:
    """Refuse, by ValidationError, what is no whole JPEG, says where it was taken, or is not what the phone sent.

    Work on the bytes alone: call it before any transaction.
    """
    if not content:
        raise ValidationError(_("The photo is empty."))
    if hashlib.sha256(content).hexdigest() != sha256.lower():
        raise ValidationError(_("The photo did not arrive whole: send it again."))
    if not content.startswith(START):
        raise ValidationError(_("Only photos (JPEG) are taken here."))
    _check_picture(content)
    if _tells_place(content):
        raise ValidationError(_("The photo still says where it was taken: take it again, or remove its location."))


def _check_picture(content: bytes) -> None:
    """Its size is read from its head; it is drawn at an eighth, which finds what is cut off."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise ValidationError(_("The photo has more than 50 million pixels: send a smaller one."))
            picture.draft("L", (1, 1))
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("The photo cannot be read as a picture.")) from error


def _tells_place(content: bytes) -> bool:
    """Whether any metadata in it holds a place: every block of Exif, also of pictures inside it, and written words."""
    if WRITTEN_PLACE.search(content):
        return True
    return any(_block_tells_place(content[at : at + LONGEST_METADATA]) for at in _places(content, METADATA))


def _places(content: bytes, what: bytes) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(what), content)]


def _block_tells_place(block: bytes) -> bool:
    try:
        exif = Image.Exif()
        exif.load(block)
        return GPS_TAG in exif or bool(exif.get_ifd(GPS_TAG))
    except Exception:  # noqa: BLE001 - whatever the reader stumbles over is no block that a camera wrote
        return b"\x88\x25" in block[:1024] or b"\x25\x88" in block[:1024]


def attach_photo(
    record: ChecklistLine | Finding,
    content: bytes,
    *,
    by: Any,
    uid: uuid.UUID,
    name: str,
    made_at: dt.datetime | None = None,
) -> tuple[FileLink, bool]:
    """Link a checked photo (see `check_photo`) to a line or a finding under the uid that the phone gave it.

    Returns the link and whether it is new; the same again changes nothing. Raises StepRefused.
    """
    taken: tuple[FileLink, bool] = _attach(record, content, by=by, uid=uid, name=name, occurred_at=made_at)
    return taken


@operation("attach_photo")
def _attach(
    record: ChecklistLine | Finding, content: bytes, *, by: Any, uid: uuid.UUID, name: str
) -> tuple[FileLink, bool]:
    _require_open(record, by)
    model: Any = ChecklistFile if isinstance(record, ChecklistLine) else FindingFile
    standing = model.objects.select_related("file").filter(uid=uid).first()
    sha256 = hashlib.sha256(content).hexdigest()
    if standing is not None:
        if (standing.record_id, standing.added_by_id, standing.file.sha256) != (record.pk, by.pk, sha256):
            raise StepRefused([_("This photo cannot be taken under its number: take it again.")])
        return standing, False
    link = model(uid=uid, record=record, name=name, added_by=by, purpose=_purpose(record))
    link.file = store_file(content, JPEG, by=by)
    link.save()
    return link, True


def _purpose(record: ChecklistLine | Finding) -> str:
    return "answer" if isinstance(record, ChecklistLine) else "evidence"


def _require_open(record: ChecklistLine | Finding, by: Any) -> None:
    states = [InspectionStatus.IN_PROGRESS]
    if isinstance(record, ChecklistLine):
        inspection = record.session.inspection
        policy.require(by, "inspections.answer_checklist", inspection)
    else:
        inspection = record.inspection
        policy.require(by, "inspections.record_finding", record)
        states.append(InspectionStatus.REPORT_DRAFTED)
    if inspection.status not in states:
        raise StepRefused([_("Photos are added while the inspection is in progress.")])
